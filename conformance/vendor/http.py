"""The HTTP driver: asks a system under test over `docs/vendor-driver.openapi.yaml`."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final, TypeVar
from urllib.parse import quote, unquote

import msgspec
import urllib3
from urllib3 import exceptions
from urllib3.util import make_headers

from conformance.vendor.protocol import (
    About,
    Change,
    Changed,
    Citizen,
    LocalAccess,
    LocalLog,
    LocalNote,
    LocalNotes,
    LoginRefused,
    LogQueue,
    Refreshed,
    Scenario,
    ShownCard,
    User,
    VendorUnavailable,
    View,
)

_T = TypeVar("_T")

MAX_ANSWER_BYTES: Final = 2_000_000
"""A view of a card is a few kilobytes; of anything larger the rest is not read."""

_CHUNK_BYTES: Final = 65_536
_QUOTED_CHARACTERS: Final = 200
_JSON: Final = {"Content-Type": "application/json"}
_SEE: Final = "The interface is described in docs/vendor-driver.openapi.yaml"


class _Problem(msgspec.Struct):
    message: str


class _Session(msgspec.Struct):
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What came back; *place* is the method and the address that were asked."""

    place: str
    status: int
    content: bytes

    @property
    def quoted(self) -> str:
        """The beginning of the answer, for messages."""
        return repr(self.content.decode("utf-8", errors="replace")[:_QUOTED_CHARACTERS])


class HttpDriver:
    """A VendorSystem behind a base URL such as `http://127.0.0.1:8099/fsk-driver/v1`.

    *timeout* is in seconds and holds for each request.
    """

    def __init__(self, url: str, *, timeout: float) -> None:
        self._url, credentials = _parted(url.rstrip("/"))
        self._timeout = timeout
        self._headers = make_headers(basic_auth=credentials)
        self._http = urllib3.PoolManager(retries=False)

    def about(self) -> About:
        return self._ask("GET", "/about", answer=About)

    def begin(self, scenario: Scenario) -> None:
        self._send("PUT", "/scenario", scenario, expected=HTTPStatus.NO_CONTENT)

    def set_clock(self, now: datetime) -> None:
        self._send("PUT", "/clock", {"now": now}, expected=HTTPStatus.NO_CONTENT)

    def open_session(self, user: User) -> str:
        return self._session(self._request("POST", "/sessions", user))

    def open_citizen_session(self, citizen: Citizen) -> str:
        return self._session(self._request("POST", "/citizen-sessions", citizen))

    def _session(self, answer: _Answer) -> str:
        if answer.status == HTTPStatus.FORBIDDEN:
            raise LoginRefused(self._decode(answer, _Problem).message)
        self._expect(answer, HTTPStatus.CREATED)
        return self._decode(answer, _Session).session

    def open_card(self, session: str, cpr: str) -> View:
        return self._ask("POST", f"/sessions/{quote(session, safe='')}/cards/{cpr}", answer=View)

    def refresh(self, citizens: tuple[str, ...]) -> Refreshed:
        return self._ask("POST", "/refresh", {"citizens": citizens}, answer=Refreshed)

    def local_copy(self, cpr: str) -> ShownCard | None:
        answer = self._request("GET", f"/local-copies/{cpr}")
        if answer.status == HTTPStatus.NOT_FOUND:
            return None
        self._expect(answer, HTTPStatus.OK)
        return self._decode(answer, ShownCard)

    def flush_log(self) -> LogQueue:
        return self._ask("POST", "/log/flush", answer=LogQueue)

    def local_log(self, cpr: str) -> tuple[LocalAccess, ...]:
        return self._ask("GET", f"/local-log/{cpr}", answer=LocalLog).accesses

    def note_locally(self, cpr: str, note: LocalNote) -> None:
        self._send("POST", f"/local-copies/{cpr}/notes", note, expected=HTTPStatus.NO_CONTENT)

    def local_notes(self, cpr: str) -> tuple[LocalNote, ...]:
        return self._ask("GET", f"/local-copies/{cpr}/notes", answer=LocalNotes).notes

    def subscribe(self, citizens: tuple[str, ...]) -> None:
        body = {"citizens": citizens}
        self._send("PUT", "/subscription", body, expected=HTTPStatus.NO_CONTENT)

    def poll_notifications(self) -> None:
        self._send("POST", "/notifications/poll", expected=HTTPStatus.NO_CONTENT)

    def change(self, session: str, cpr: str, change: Change) -> Changed:
        path = f"/sessions/{quote(session, safe='')}/cards/{cpr}/changes"
        return self._ask("POST", path, change, answer=Changed)

    def close(self) -> None:
        """Close the connections."""
        self._http.clear()

    def _ask(self, method: str, path: str, body: object = None, *, answer: type[_T]) -> _T:
        return self._decode(self._send(method, path, body, expected=HTTPStatus.OK), answer)

    def _send(
        self, method: str, path: str, body: object = None, *, expected: HTTPStatus
    ) -> _Answer:
        answer = self._request(method, path, body)
        self._expect(answer, expected)
        return answer

    def _request(self, method: str, path: str, body: object = None) -> _Answer:
        data = None if body is None else msgspec.json.encode(body)
        place = f"{method} {self._url}{path}"
        try:
            with self._http.request(
                method,
                self._url + path,
                body=data,
                headers=self._headers if data is None else {**self._headers, **_JSON},
                timeout=self._timeout,
                redirect=False,
                preload_content=False,
            ) as response:
                content = _bounded(response, place)
        except exceptions.HTTPError as error:
            raise VendorUnavailable(
                f"the system under test cannot be reached: {place}: "
                f"{self._reason(error)}. Is it started, and is [driver] url right in the profile?"
            ) from error
        return _Answer(place=place, status=response.status, content=content)

    def _reason(self, error: exceptions.HTTPError) -> str:
        match error:
            case exceptions.NewConnectionError():
                return "there is no connection"
            case exceptions.TimeoutError():
                return f"it did not answer within {self._timeout:g} s"
            case exceptions.ProtocolError():
                return "the connection broke off"
        return f"{type(error).__name__}: {error}"

    def _expect(self, answer: _Answer, status: HTTPStatus) -> None:
        if answer.status != status:
            raise VendorUnavailable(
                f"{answer.place}: expected HTTP {status.value}, found {answer.status}: "
                f"{answer.quoted}. {_SEE}"
            )

    def _decode(self, answer: _Answer, kind: type[_T]) -> _T:
        try:
            return msgspec.json.decode(answer.content, type=kind)
        except msgspec.MsgspecError as error:
            raise VendorUnavailable(
                f"{answer.place}: expected {kind.__name__.lstrip('_')} as JSON, found "
                f"{answer.quoted}: {error}. {_SEE}"
            ) from error


def _parted(url: str) -> tuple[str, str | None]:
    """The address without `user:password@`, which goes into a header, and those two."""
    scheme, _, rest = url.partition("://")
    place, slash, path = rest.partition("/")
    credentials, at, host = place.rpartition("@")
    return f"{scheme}://{host}{slash}{path}", unquote(credentials) if at else None


def _bounded(response: urllib3.BaseHTTPResponse, place: str) -> bytes:
    content = bytearray()
    for chunk in response.stream(_CHUNK_BYTES):
        content += chunk
        if len(content) > MAX_ANSWER_BYTES:
            raise VendorUnavailable(
                f"{place}: expected at most {MAX_ANSWER_BYTES} bytes, found more. {_SEE}"
            )
    return bytes(content)
