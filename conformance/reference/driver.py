"""The vendor driver interface (docs/vendor-driver.openapi.yaml): HTTP to calls, and back."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from conformance.reference.changes import Change
from conformance.reference.ehr import Ehr
from conformance.reference.idcard import SYSTEM_NAME
from conformance.reference.sessions import LoginRefused, NotFound
from conformance.reference.shown import (
    About,
    Answer,
    Citizen,
    Citizens,
    ClockReading,
    Cpr,
    LocalNote,
    Problem,
    Scenario,
    Session,
    User,
)

PREFIX: Final = "/fsk-driver/v1"
VERSION: Final = "1.0"
_MOST_BYTES: Final = 1_000_000
_Told = TypeVar("_Told")


class TooLarge(ValueError):
    """A request is larger than anything that the interface describes."""


def driver_routes(ehr: Ehr) -> list[Route]:
    """Return the routes of the driver interface in front of *ehr*."""
    face = _Driver(ehr)
    return [
        _route("GET", "/about", face.about),
        _route("PUT", "/scenario", face.begin_scenario),
        _route("PUT", "/clock", face.set_clock),
        _route("POST", "/sessions", face.open_session),
        _route("POST", "/citizen-sessions", face.open_citizen_session),
        _route("POST", "/sessions/{session}/cards/{cpr}", face.open_card),
        _route("POST", "/sessions/{session}/cards/{cpr}/changes", face.change),
        _route("POST", "/refresh", face.refresh),
        _route("GET", "/local-copies/{cpr}", face.local_copy),
        _route("POST", "/local-copies/{cpr}/notes", face.note_locally),
        _route("GET", "/local-copies/{cpr}/notes", face.local_notes),
        _route("PUT", "/subscription", face.subscribe),
        _route("POST", "/notifications/poll", face.poll_notifications),
        _route("GET", "/local-log/{cpr}", face.local_log),
        _route("POST", "/log/flush", face.flush_log),
    ]


class _Driver:
    def __init__(self, ehr: Ehr) -> None:
        self._ehr = ehr

    async def about(self, _request: Request) -> Response:
        about = About(
            name=SYSTEM_NAME,
            version=VERSION,
            organisation=self._ehr.organisation.name,
            can=("clock", "notes", "notifications", "editing", "citizens", "tokens", "local-log"),
        )
        return _json(about)

    async def begin_scenario(self, request: Request) -> Response:
        scenario = await _told(request, Scenario)
        await run_in_threadpool(self._ehr.begin, scenario)
        return Response(status_code=204)

    async def set_clock(self, request: Request) -> Response:
        reading = await _told(request, ClockReading)
        self._ehr.set_clock(reading.now)
        return Response(status_code=204)

    async def open_session(self, request: Request) -> Response:
        user = await _told(request, User)
        return _json(Session(session=self._ehr.sessions.log_in(user)), status=201)

    async def open_citizen_session(self, request: Request) -> Response:
        citizen = await _told(request, Citizen)
        return _json(Session(session=self._ehr.sessions.log_citizen_in(citizen)), status=201)

    async def open_card(self, request: Request) -> Response:
        cpr = _cpr(request)
        session = request.path_params["session"]
        return _json(await run_in_threadpool(self._ehr.open_card, session, cpr))

    async def change(self, request: Request) -> Response:
        change = await _told(request, Change)
        session = request.path_params["session"]
        cpr = _cpr(request)
        return _json(await run_in_threadpool(self._ehr.change, session, cpr, change))

    async def refresh(self, request: Request) -> Response:
        told = await _told(request, Citizens)
        return _json(await run_in_threadpool(self._ehr.refresh, told.citizens))

    async def local_copy(self, request: Request) -> Response:
        card = await run_in_threadpool(self._ehr.local_copy, _cpr(request))
        return Response(status_code=404) if card is None else _json(card)

    async def note_locally(self, request: Request) -> Response:
        note = await _told(request, LocalNote)
        await run_in_threadpool(self._ehr.note_locally, _cpr(request), note)
        return Response(status_code=204)

    async def local_notes(self, request: Request) -> Response:
        return _json(await run_in_threadpool(self._ehr.local_notes, _cpr(request)))

    async def subscribe(self, request: Request) -> Response:
        told = await _told(request, Citizens)
        await run_in_threadpool(self._ehr.care_for, told.citizens)
        return Response(status_code=204)

    async def poll_notifications(self, _request: Request) -> Response:
        await run_in_threadpool(self._ehr.poll_notifications)
        return Response(status_code=204)

    async def local_log(self, request: Request) -> Response:
        return _json(await run_in_threadpool(self._ehr.local_log, _cpr(request)))

    async def flush_log(self, _request: Request) -> Response:
        return _json(await run_in_threadpool(self._ehr.flush_log))


Endpoint = Callable[[Request], Awaitable[Response]]


def _route(method: str, path: str, endpoint: Endpoint) -> Route:
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except LoginRefused as refusal:
            return _json(Problem(message=str(refusal)), status=403)
        except NotFound as missing:
            return _json(Problem(message=str(missing)), status=404)
        except TooLarge as large:
            return _json(Problem(message=str(large)), status=413)
        except msgspec.MsgspecError as error:
            return _json(Problem(message=f"Anmodningen følger ikke aftalen: {error}"), status=400)

    return Route(PREFIX + path, answer, methods=[method])


async def read_body(request: Request) -> bytes:
    """Return the body of a request; TooLarge when it exceeds a megabyte."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BYTES:
            raise TooLarge(f"Anmodningen er større end {_MOST_BYTES} byte.")
    return bytes(body)


async def _told(request: Request, kind: type[_Told]) -> _Told:
    return msgspec.json.decode(await read_body(request), type=kind)


def _cpr(request: Request) -> str:
    return msgspec.convert(request.path_params["cpr"], Cpr)


def _json(answer: Answer, status: int = 200) -> Response:
    return Response(msgspec.json.encode(answer), status, media_type="application/json")
