"""Servers in processes of their own, and signed calls to them: what the load benchmarks share."""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from lxml import etree

from conformance.clock import system_clock
from conformance.security import dgws
from conformance.security.idcard import SystemLog
from conformance.service.client import Endpoints, ServiceClient
from conformance.service.environment import load_credential
from conformance.simulator.doors.messages import Call, Reply
from conformance.simulator.http import listen, run
from conformance.simulator.services import NationalServices
from conformance.simulator.simulation import SYSTEM_NAME
from conformance.simulator.state.personas import CVR, ORGANISATION
from conformance.simulator.state.world import World
from conformance.xds import query, retrieve
from conformance.xds.vocabulary import Action, FormatCode


class WrongAnswer(Exception):
    """A server did not answer as it must: the measurement says nothing."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server that runs. *started* is the seconds until it answered."""

    host: str
    port: int
    process: subprocess.Popen[str]
    started: float

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://{self.host}:{self.port}"


@dataclass(frozen=True, kw_only=True)
class Message:
    """A call, and what was answered when it was tried."""

    path: str
    action: str
    body: bytes
    answered: bytes = b""

    def send(self, connection: http.client.HTTPConnection) -> bytes:
        """Send it, and return the answer. Raises WrongAnswer unless that is a Success."""
        headers = {"Content-Type": "text/xml;charset=utf-8", "SOAPAction": self.action}
        connection.request("POST", self.path, self.body, headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != http.HTTPStatus.OK or b":Success" not in body:
            raise WrongAnswer(f"expected Success, found HTTP {answer.status}: {body[:200]!r}")
        return body


@contextmanager
def simulator(keys: Path, *, core: int | None = None) -> Iterator[Server]:
    """The simulated services, with their client keys in *keys*."""
    command = ["-m", "conformance", "simulate", "--port", "0", "--format", "json"]
    with _process([*command, "--keys", str(keys)], core) as server:
        yield server


@contextmanager
def constant(body: bytes, *, core: int | None = None) -> Iterator[Server]:
    """The HTTP server of the simulator, which answers every call with *body*."""
    with _process(["-m", "benchmarks.calls", str(len(body))], core) as server:
        yield server


@contextmanager
def _process(command: list[str], core: int | None) -> Iterator[Server]:
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    if core is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, {core})
    try:
        assert process.stdout is not None
        where = urlsplit(json.loads(process.stdout.readline())["control"])
        host, port = where.hostname or "", where.port or 0
        connection = http.client.HTTPConnection(host, port)
        connection.request("GET", "/control/state")
        connection.getresponse().read()
        connection.close()
        yield Server(host=host, port=port, process=process, started=time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait()


def pair(server: Server, keys: Path, cpr: str) -> tuple[Message, Message]:
    """A search for a citizen's card and its retrieval, with an id card that the STS has signed."""
    client = ServiceClient(Endpoints.below(server.base), clock=system_clock)
    system = SystemLog(
        it_system_name=SYSTEM_NAME, care_provider_id=CVR, care_provider_name=ORGANISATION
    )
    card = client.id_card(system, load_credential(keys / "system.pem"))
    entry = client.search(card, cpr).entries[0]
    client.close()
    wanted = retrieve.DocumentRequest(repository_id=entry.repository_id, unique_id=entry.unique_id)
    search = query.find_documents(cpr, format_codes=(FormatCode.PDC_V3,))
    tried = (
        _message("/sfsk/iti18", Action.REGISTRY_STORED_QUERY, card, query.build_request(search)),
        _message(
            "/sfsk/iti43", Action.RETRIEVE_DOCUMENT_SET, card, retrieve.build_request((wanted,))
        ),
    )
    connection = http.client.HTTPConnection(server.host, server.port)
    answers = [message.send(connection) for message in tried]
    connection.close()
    first, second = (
        Message(path=m.path, action=m.action, body=m.body, answered=answer)
        for m, answer in zip(tried, answers, strict=True)
    )
    return first, second


def _message(path: str, action: Action, card: etree._Element, body: etree._Element) -> Message:
    request = dgws.build_request(
        card,
        body,
        security_level=3,
        message_id=str(uuid4()),
        flow_id=None,
        created=system_clock(),
    )
    return Message(path=path, action=action.value, body=request)


class _Constant(NationalServices):
    """Answers without looking at the call."""

    def __init__(self, size: int) -> None:
        super().__init__(world=World(), endpoints=())
        self._reply = Reply.ok(b":Success" + b"x" * (size - 8))

    @property
    def paths(self) -> tuple[str, ...]:
        return ("/sfsk/iti18", "/sfsk/iti43")

    def handle(self, call: Call) -> Reply:
        del call
        return self._reply


def main() -> None:
    """Serve a constant of the given size."""
    listener = listen(0)
    print(json.dumps({"control": f"http://127.0.0.1:{listener.getsockname()[1]}/control"}))
    sys.stdout.flush()
    run(_Constant(int(sys.argv[1])), listener)


if __name__ == "__main__":
    main()
