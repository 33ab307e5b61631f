"""Systems under test that the suite has not started, and the profiles that declare them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

ABOUT = {"name": "FSK reference system", "version": "1.0", "organisation": "FSK Testhospital"}

GRANT = """
[display.restricted]
system_type = "Ambulance record"
approved_by = "Nobody, this is a test"
approved_on = 2026-01-02
"""


def profile(
    folder: Path,
    *,
    system: int,
    services: int = 0,
    methods: tuple[str, ...] = ("local-copy", "system", "user"),
    scopes: tuple[str, ...] = ("full", "restricted"),
    timeout: float = 10,
) -> Path:
    """Write a `vendor.toml` for the reference system on port *system*, with keys beside it."""
    path = folder / "vendor.toml"
    text = f"""
[supplier]
company = "Eksempel A/S"
contact = "Ida Eksempel"

[system]
name = "{ABOUT["name"]}"
version = "{ABOUT["version"]}"
portal = true

[integration]
methods = {json.dumps(methods)}
credentials = ["id-card", "idws"]
writes_to_skr = true
subscribes_to_nas = true

[display]
scopes = {json.dumps(scopes)}
{GRANT if "restricted" in scopes else ""}
[driver]
url = "http://127.0.0.1:{system}/fsk-driver/v1"
timeout_seconds = {timeout}
local_log = true

[simulator]
port = {services}
keys = "test-keys"
slow_seconds = 2.0
"""
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def system_started_by_hand(
    *, services: int, keys: Path, port: int, program: str = ""
) -> Iterator[None]:
    """The reference system, started as a vendor starts a test build: before the suite.

    A *program* that starts it in another way is run in its place.
    """
    start = ("-c", program) if program else ("-m", "conformance.reference")
    process = subprocess.Popen(
        [
            *(sys.executable, *start, "--timeout", "1.5"),
            *("--services", f"http://127.0.0.1:{services}", "--keys", str(keys)),
            *("--port", str(port)),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["url"].endswith(f":{port}")
    try:
        yield
    finally:
        process.communicate(timeout=30)


@dataclass
class Answers:
    """What an odd system answers to GET /about, and whether it goes away after that."""

    status: int = 200
    body: bytes = field(default_factory=lambda: json.dumps(ABOUT).encode())
    asked: list[str] = field(default_factory=list)
    goes_after_about: bool = False


@contextmanager
def odd_system(answers: Answers) -> Iterator[int]:
    """Yield the port of a system that answers as told, and with HTTP 204 to every PUT."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._note()
            if self.path.endswith("/about") and not (answers.goes_after_about and self._left()):
                self._answer(answers.status, answers.body)

        def do_PUT(self) -> None:
            self._note()
            if not answers.goes_after_about:
                self._answer(204, b"")

        def _left(self) -> bool:
            return any(asked.startswith("PUT") for asked in answers.asked)

        def _note(self) -> None:
            answers.asked.append(f"{self.command} {self.path}")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
