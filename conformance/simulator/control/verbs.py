"""A verb of the control API: a path, the form of its body, and what it does to the world."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final, Generic, TypeVar

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from conformance.simulator.control.answers import done, problem
from conformance.simulator.services import NationalServices
from conformance.simulator.state.world import UnknownCitizen, World

_T = TypeVar("_T")

MOST_BYTES: Final = 1_000_000
"""Of a body; a larger one is refused unread."""

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""A time without an offset is refused: whose wall clock would it be?"""

_ALLOWED: Final = r"[^\x00-\x1f\x7f\ufffe\uffff]*"
_MOST_CHARACTERS: Final = 500

Text = Annotated[str, msgspec.Meta(max_length=_MOST_CHARACTERS, pattern=rf"\A{_ALLOWED}\Z")]
"""One line that a card can hold: XML knows no control characters."""

Word = Annotated[
    str,
    msgspec.Meta(max_length=_MOST_CHARACTERS, pattern=rf"\A(?=.*[^\s\x00-\x1f]){_ALLOWED}\Z"),
]
"""The same, and not blank."""


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Common shape of the requests: unknown fields are refused."""


class Nothing(Body, frozen=True):
    """The verb needs to be told nothing; the body may be left out."""


class Subject(Body, frozen=True):
    """One citizen."""

    citizen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb(Generic[_T]):
    """`POST` at *path* with a body of *kind* lets *act* change the world; the answer is 204."""

    path: str
    kind: type[_T]
    act: Callable[[World, _T], None]

    def route(self, services: NationalServices) -> Route:
        """The route by which the verb acts on the present world of *services*."""

        async def handler(request: Request) -> Response:
            body = await bounded(request)
            if body is None:
                return problem(
                    HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"expected at most {MOST_BYTES} bytes"
                )
            return self.carried_out(services.world, body)

        return Route(self.path, handler, methods=["POST"])

    def carried_out(self, world: World, body: bytes) -> Response:
        """What is answered when the verb has been tried."""
        try:
            self.act(world, self._order(body))
        except msgspec.MsgspecError as error:
            return problem(HTTPStatus.BAD_REQUEST, str(error))
        except UnknownCitizen as error:
            return problem(HTTPStatus.NOT_FOUND, str(error))
        except (ValueError, OverflowError) as error:
            return problem(HTTPStatus.CONFLICT, str(error))
        return done()

    def _order(self, body: bytes) -> _T:
        if self.kind is Nothing and not body.strip():
            return self.kind()
        return msgspec.json.decode(body, type=self.kind)


def verb(path: str, kind: type[_T], act: Callable[[World, _T], None]) -> Verb[_T]:
    """A verb in one line."""
    return Verb(path=path, kind=kind, act=act)


async def bounded(request: Request) -> bytes | None:
    """The body; None when it is too large, or its sender has gone."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)
