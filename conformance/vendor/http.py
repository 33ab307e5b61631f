"""The HTTP driver: asks a system under test over `docs/vendor-driver.openapi.yaml`."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Final, TypeVar

import msgspec
import requests

from conformance.vendor.protocol import (
    About,
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
"""A view of a card is a few kilobytes; anything larger is refused unread."""


class _Problem(msgspec.Struct):
    message: str


class _Session(msgspec.Struct):
    session: str


class HttpDriver:
    """A VendorSystem behind a base URL such as `http://127.0.0.1:8099/fsk-driver/v1`.

    *timeout* is in seconds and holds for each request.
    """

    def __init__(self, url: str, *, timeout: float) -> None:
        self._url = url.rstrip("/")
        self._timeout = timeout
        self._http = requests.Session()
        self._http.trust_env = False

    def about(self) -> About:
        return self._ask("GET", "/about", answer=About)

    def begin(self, scenario: Scenario) -> None:
        self._send("PUT", "/scenario", scenario, expected=HTTPStatus.NO_CONTENT)

    def set_clock(self, now: datetime) -> None:
        self._send("PUT", "/clock", {"now": now}, expected=HTTPStatus.NO_CONTENT)

    def open_session(self, user: User) -> str:
        response = self._request("POST", "/sessions", user)
        if response.status_code == HTTPStatus.FORBIDDEN:
            raise LoginRefused(self._decode(response, _Problem).message)
        self._expect(response, HTTPStatus.CREATED)
        return self._decode(response, _Session).session

    def open_card(self, session: str, cpr: str) -> View:
        return self._ask("POST", f"/sessions/{session}/cards/{cpr}", answer=View)

    def refresh(self, citizens: tuple[str, ...]) -> Refreshed:
        return self._ask("POST", "/refresh", {"citizens": citizens}, answer=Refreshed)

    def local_copy(self, cpr: str) -> ShownCard | None:
        response = self._request("GET", f"/local-copies/{cpr}")
        if response.status_code == HTTPStatus.NOT_FOUND:
            return None
        self._expect(response, HTTPStatus.OK)
        return self._decode(response, ShownCard)

    def flush_log(self) -> LogQueue:
        return self._ask("POST", "/log/flush", answer=LogQueue)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _ask(self, method: str, path: str, body: object = None, *, answer: type[_T]) -> _T:
        return self._decode(self._send(method, path, body, expected=HTTPStatus.OK), answer)

    def _send(
        self, method: str, path: str, body: object = None, *, expected: HTTPStatus
    ) -> requests.Response:
        response = self._request(method, path, body)
        self._expect(response, expected)
        return response

    def _request(self, method: str, path: str, body: object = None) -> requests.Response:
        data = None if body is None else msgspec.json.encode(body)
        headers: Mapping[str, str] = {} if data is None else {"Content-Type": "application/json"}
        try:
            response = self._http.request(
                method,
                self._url + path,
                data=data,
                headers=dict(headers),
                timeout=self._timeout,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise VendorUnavailable(
                f"the system under test cannot be reached: {method} {self._url}{path}: "
                f"{type(error).__name__}. Is it started, and is [driver] url right in the profile?"
            ) from error
        if len(response.content) > MAX_ANSWER_BYTES:
            raise VendorUnavailable(
                f"{self._place(response)}: expected at most {MAX_ANSWER_BYTES} bytes, "
                f"found {len(response.content)}"
            )
        return response

    def _expect(self, response: requests.Response, status: HTTPStatus) -> None:
        if response.status_code != status:
            raise VendorUnavailable(
                f"{self._place(response)}: expected HTTP {status.value}, found "
                f"{response.status_code}: {response.text[:200]!r}. "
                "The interface is described in docs/vendor-driver.openapi.yaml"
            )

    def _decode(self, response: requests.Response, answer: type[_T]) -> _T:
        try:
            return msgspec.json.decode(response.content, type=answer)
        except msgspec.MsgspecError as error:
            raise VendorUnavailable(
                f"{self._place(response)}: expected {answer.__name__.lstrip('_')} as JSON, found "
                f"{response.text[:200]!r}: {error}. "
                "The interface is described in docs/vendor-driver.openapi.yaml"
            ) from error

    @staticmethod
    def _place(response: requests.Response) -> str:
        return f"{response.request.method} {response.request.url}"
