"""Fifty clients at once for ten minutes: no error, no leak, no lost line in the journal.

Each client searches and fetches the cards of its own citizen over one connection and counts its
calls. At the end the journal must have as many lines as there were calls, and the memory of the
server must have stopped growing: its journal is bounded, so that what it keeps is full after the
warm-up. `python -m benchmarks.soak [MINUTES [CLIENTS]]`, loopback only.
"""

import http.client
import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.calls import Message, Server, pair, simulator
from conformance.simulator.state.personas import Persona

_CITIZENS = (Persona.BENTE, Persona.SCHWENDLUND, Persona.JENS, Persona.SOFIE, Persona.MAX)
_SAMPLES = 20


def client(server: Server, messages: Sequence[Message], end: float) -> int:
    """Call until *end*; how many calls were answered. Raises WrongAnswer."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    calls = 0
    while time.monotonic() < end:
        for message in messages:
            message.send(connection)
            calls += 1
    connection.close()
    return calls


def megabytes(server: Server) -> float:
    """What the server holds; 0 where the system does not tell."""
    status = Path(f"/proc/{server.process.pid}/status")
    if not status.exists():
        return 0.0
    lines = status.read_text(encoding="ascii", errors="replace").splitlines()
    (held,) = (line for line in lines if line.startswith("VmRSS:"))
    return int(held.split()[1]) / 1_000


def exchanges(server: Server) -> int:
    """How many lines the journal ever had."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    connection.request("GET", "/control/state")
    found: int = json.loads(connection.getresponse().read())["exchanges"]
    connection.close()
    return found


def main() -> None:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    clients = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    with TemporaryDirectory() as name, simulator(Path(name)) as server:
        pairs = [pair(server, Path(name), citizen) for citizen in _CITIZENS]
        before, begun = exchanges(server), time.monotonic()
        end = begun + 60 * minutes
        held: list[float] = []
        with ThreadPoolExecutor(clients) as pool:
            futures = [
                pool.submit(client, server, pairs[n % len(pairs)], end) for n in range(clients)
            ]
            for sample in range(_SAMPLES):
                time.sleep(
                    max(0.0, begun + 60 * minutes * (sample + 1) / _SAMPLES - time.monotonic())
                )
                held.append(megabytes(server))
            calls = sum(future.result() for future in futures)
        lines = exchanges(server) - before
    half, last = max(held[: _SAMPLES // 2]), max(held[_SAMPLES // 2 :])
    print(f"clients, minutes                {clients}, {minutes:g}")
    print(f"calls answered, none wrong      {calls}")
    print(f"lines in the journal            {lines}")
    print(f"calls a second                  {calls / (60 * minutes):.0f}")
    print(f"peak MB, first half             {half:.1f}")
    print(f"peak MB, second half            {last:.1f} ({last / half - 1:+.1%})" if half else "")
    print("To repeat: python -m benchmarks.soak")
    if lines != calls:
        sys.exit(f"expected a line in the journal for each call, found {lines} for {calls}")


if __name__ == "__main__":
    main()
