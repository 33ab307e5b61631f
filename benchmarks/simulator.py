"""How soon the simulator answers after its start, and how many signed calls a second it serves.

The calls are pairs of a search (ITI-18) and a retrieval (ITI-43). Beside them, turn by turn, the
same server answers a constant of the same size: the share tells what the services themselves cost.
Each server is a process of its own, pinned to one core where the system can do that; the load comes
from this process. `python -m benchmarks.simulator [SECONDS]`
"""

import http.client
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.calls import Message, Server, constant, pair, simulator
from conformance.simulator.state.personas import Persona

_CONNECTIONS = 4
_TURNS = 3


def load(server: Server, messages: Sequence[Message], seconds: float) -> list[float]:
    """Send the *messages* over one connection, again and again; the time of each call."""
    connection = http.client.HTTPConnection(server.host, server.port)
    times: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for message in messages:
            begun = time.perf_counter()
            message.send(connection)
            times.append(time.perf_counter() - begun)
    connection.close()
    return times


def rate(server: Server, messages: Sequence[Message], seconds: float) -> tuple[float, list[float]]:
    """Calls a second over several connections, and the time of each call."""
    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        begun = time.perf_counter()
        futures = [pool.submit(load, server, messages, seconds) for _ in range(_CONNECTIONS)]
        times = [each for future in futures for each in future.result()]
        return len(times) / (time.perf_counter() - begun), times


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    rates: dict[str, list[float]] = {"services": [], "constant": []}
    times: list[float] = []
    with TemporaryDirectory() as name, simulator(Path(name), core=0) as services:
        messages = pair(services, Path(name), Persona.BENTE)
        with constant(messages[1].answered, core=0) as fixed:
            for _ in range(_TURNS):
                found, taken = rate(services, messages, seconds)
                rates["services"].append(found)
                times += taken
                rates["constant"].append(rate(fixed, messages, seconds)[0])
    share = statistics.median(rates["services"]) / statistics.median(rates["constant"])
    print(f"start to first answer                 {services.started:.2f} s")
    print(f"signed calls, half ITI-18 half ITI-43 {len(times)}, {_CONNECTIONS} connections")
    print(f"signed calls a second, one core       {statistics.median(rates['services']):.0f}")
    print(f"the same server answering a constant  {statistics.median(rates['constant']):.0f}")
    print(f"share                                 {share:.2f}")
    print(f"median time of a call                 {1000 * statistics.median(times):.2f} ms")
    print("To repeat: python -m benchmarks.simulator")


if __name__ == "__main__":
    main()
