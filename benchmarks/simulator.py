"""How soon the simulator answers after its start, and how many signed ITI-43 calls a second.

The simulator runs as a process of its own, pinned to one core where the system can do that; the
load comes from this process. `python -m benchmarks.simulator [SECONDS]`
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from conformance.clock import system_clock
from conformance.security import dgws
from conformance.security.idcard import SystemLog
from conformance.security.pki import Credential
from conformance.service.client import Endpoints, ServiceClient
from conformance.simulator.personas import CVR, ORGANISATION, Persona
from conformance.simulator.simulation import SYSTEM_NAME
from conformance.xds import retrieve
from conformance.xds.vocabulary import Action

_CONNECTIONS = 4
_PATH = "/sfsk/iti43"


def start(folder: Path) -> tuple[subprocess.Popen[str], dict[str, object], float]:
    """The process, what it announced, and the seconds until it answered a request."""
    command = [sys.executable, "-m", "conformance", "simulate", "--port", "0", "--format", "json"]
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--keys", str(folder)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, {0})
    assert process.stdout is not None
    announced = json.loads(process.stdout.readline())
    where = urlsplit(announced["control"])
    connection = http.client.HTTPConnection(where.hostname or "", where.port)
    connection.request("GET", "/control/state")
    connection.getresponse().read()
    connection.close()
    return process, announced, time.perf_counter() - begun


def request(base: str, keys: Path) -> bytes:
    """An ITI-43 request for one card, with an id card that the STS has signed."""
    pem = (keys / "system.pem").read_bytes()
    key = load_pem_private_key(pem, None)
    certificate = x509.load_pem_x509_certificate(pem)
    credential = Credential(private_key=key, certificate=certificate)
    client = ServiceClient(Endpoints.below(base), clock=system_clock)
    system = SystemLog(
        it_system_name=SYSTEM_NAME, care_provider_id=CVR, care_provider_name=ORGANISATION
    )
    card = client.id_card(system, credential)
    entry = client.search(card, Persona.BENTE).entries[0]
    wanted = retrieve.DocumentRequest(repository_id=entry.repository_id, unique_id=entry.unique_id)
    return dgws.build_request(
        card,
        retrieve.build_request((wanted,)),
        security_level=3,
        message_id=str(uuid4()),
        flow_id=None,
        created=system_clock(),
    )


def load(host: str, port: int, message: bytes, seconds: float) -> list[float]:
    """Send *message* over one connection until *seconds* have passed; the time of each call."""
    headers = {
        "Content-Type": "text/xml;charset=utf-8",
        "SOAPAction": Action.RETRIEVE_DOCUMENT_SET.value,
    }
    connection = http.client.HTTPConnection(host, port)
    times: list[float] = []
    end = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        connection.request("POST", _PATH, message, headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != http.HTTPStatus.OK or b"Success" not in body:
            sys.exit(f"expected a card, found HTTP {answer.status}: {body[:200]!r}")
        times.append(time.perf_counter() - begun)
    connection.close()
    return times


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    with TemporaryDirectory() as name:
        keys = Path(name)
        process, announced, started = start(keys)
        try:
            base = str(announced["control"]).removesuffix("/control")
            where = urlsplit(base)
            message = request(base, keys)
            host, port = where.hostname or "", where.port or 0
            with ThreadPoolExecutor(_CONNECTIONS) as pool:
                begun = time.perf_counter()
                futures = [
                    pool.submit(load, host, port, message, seconds) for _ in range(_CONNECTIONS)
                ]
                times = [each for future in futures for each in future.result()]
                passed = time.perf_counter() - begun
        finally:
            process.terminate()
            process.wait()
    print(f"start to first answer    {started:.2f} s")
    print(f"signed ITI-43 calls      {len(times)} in {passed:.1f} s, {_CONNECTIONS} connections")
    print(f"calls a second           {len(times) / passed:.0f}")
    print(f"median time of a call    {1000 * statistics.median(times):.2f} ms")


if __name__ == "__main__":
    main()
