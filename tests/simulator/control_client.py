"""Calls the control API over HTTP, and reads its events."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event: its name, its data, and its id if it has one."""

    name: str
    data: dict[str, Any]
    id: str | None = None


class Control:
    """The control API behind a URL."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/control"

    def get(self, path: str, headers: dict[str, str] | None = None) -> requests.Response:
        return requests.get(self._url + path, headers=headers, timeout=10)

    def post(
        self, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> requests.Response:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return requests.post(self._url + path, data=data, headers=headers, timeout=10)

    def read(self, path: str) -> Any:
        """The JSON that a reader answers."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def done(self, path: str, **body: object) -> None:
        """Carry a verb out."""
        answer = self.post(path, body)
        assert answer.status_code == 204, answer.text

    def refused(self, path: str, **body: object) -> str:
        """Why the law or a register does not allow it."""
        answer = self.post(path, body)
        assert answer.status_code == 409, answer.text
        return str(answer.json()["message"])

    @contextmanager
    def events(self, path: str = "/events", **headers: str) -> Iterator[Iterator[Event]]:
        """The events as they come; reading one waits for it."""
        with requests.get(self._url + path, headers=headers, stream=True, timeout=10) as answer:
            assert answer.status_code == 200, answer.text
            assert answer.headers["Content-Type"].startswith("text/event-stream")
            yield _events(answer.iter_lines(chunk_size=1, decode_unicode=False))


def _events(lines: Iterator[bytes]) -> Iterator[Event]:
    fields: dict[str, str] = {}
    for line in lines:
        if line.startswith(b":"):
            continue
        name, _, value = line.decode().partition(": ")
        if name:
            fields[name] = value
        elif fields:
            yield Event(name=fields["event"], data=json.loads(fields["data"]), id=fields.get("id"))
            fields = {}
