"""The JSON control API: read the journal and the state, set the clock, inject faults, use verbs."""

from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from conformance.simulator.faults import Fault
from conformance.simulator.journal import Exchange
from conformance.simulator.personas import populate
from conformance.simulator.services import NationalServices
from conformance.simulator.world import UnknownCitizen, World

_T = TypeVar("_T")

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""A time without an offset is refused: whose wall clock would it be?"""

_MOST_DIGITS: Final = 18
"""Of a count of exchanges."""


class _Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Common shape of the requests: unknown fields are refused."""


class ClockReading(_Body, frozen=True):
    """Set the clock to *now*; null lets it run with the real time again."""

    now: Instant | None


class FaultOrder(_Body, frozen=True):
    """Inject a fault, for one citizen or (null) for all."""

    fault: Fault
    citizen: str | None = None


class FaultName(_Body, frozen=True):
    """Mend a fault, for everybody."""

    fault: Fault


class OptOut(_Body, frozen=True):
    """A citizen opts out of resuscitation, now or at a given time."""

    citizen: str
    at: Instant | None = None


class Custody(_Body, frozen=True):
    """An adult gets or loses custody of a child."""

    adult: str
    child: str


class Subject(_Body, frozen=True):
    """One citizen."""

    citizen: str


def control_routes(services: NationalServices) -> Sequence[Route]:
    """The routes below `/control`; each acts on the present world of *services*."""

    def verb(path: str, kind: type[_T], act: Callable[[World, _T], None]) -> Route:
        async def handler(request: Request) -> Response:
            return _carried_out(services.world, await request.body(), kind, act)

        return Route(path, handler, methods=["POST"])

    return (
        *_readers(services),
        verb("/clock", ClockReading, _set_clock),
        verb("/faults/inject", FaultOrder, lambda w, o: w.inject(o.fault, o.citizen)),
        verb("/faults/mend", FaultName, lambda w, o: w.mend(o.fault)),
        verb("/opt-outs/register", OptOut, lambda w, o: w.register_opt_out(o.citizen, at=o.at)),
        verb("/opt-outs/withdraw", Subject, lambda w, o: w.withdraw_opt_out(o.citizen)),
        verb("/custody/give", Custody, lambda w, o: w.give_custody(o.adult, o.child)),
        verb("/custody/remove", Custody, lambda w, o: w.remove_custody(o.adult, o.child)),
        verb("/protection", Subject, lambda w, o: w.protect(o.citizen)),
    )


def _readers(services: NationalServices) -> Sequence[Route]:
    async def state(_request: Request) -> Response:
        return _json(_state(services.world))

    async def journal(request: Request) -> Response:
        since = request.query_params.get("since", "0")
        if not since.isdecimal() or len(since) > _MOST_DIGITS:
            found = since[: _MOST_DIGITS + 1]
            return _problem(HTTPStatus.BAD_REQUEST, f"expected a number as since, found {found!r}")
        entries = services.world.journal.since(int(since))
        return _json([_summary(entry) for entry in entries])

    async def reset(_request: Request) -> Response:
        fresh = World(whitelist=services.world.whitelist, slow_seconds=services.world.slow_seconds)
        populate(fresh)
        services.world = fresh
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return (
        Route("/state", state, methods=["GET"]),
        Route("/journal", journal, methods=["GET"]),
        Route("/reset", reset, methods=["POST"]),
    )


def _carried_out(
    world: World, body: bytes, kind: type[_T], act: Callable[[World, _T], None]
) -> Response:
    try:
        act(world, msgspec.json.decode(body, type=kind))
    except msgspec.MsgspecError as error:
        return _problem(HTTPStatus.BAD_REQUEST, str(error))
    except UnknownCitizen as error:
        return _problem(HTTPStatus.NOT_FOUND, str(error))
    except (ValueError, OverflowError) as error:
        return _problem(HTTPStatus.CONFLICT, str(error))
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _set_clock(world: World, reading: ClockReading) -> None:
    if reading.now is None:
        world.clock.release()
    else:
        world.clock.set(reading.now)


def _state(world: World) -> dict[str, object]:
    return {
        "now": world.now,
        "citizens": [
            {
                "cpr": citizen.cpr,
                "name": citizen.name.full,
                "born": citizen.born,
                "opted_out_at": citizen.opted_out_at,
                "opt_out_in_force": citizen.has_active_opt_out(world.now),
                "protected": citizen.protected,
            }
            for citizen in world.citizens.values()
        ],
        "staff": [
            {"cpr": member.cpr, "name": f"{member.given_name} {member.surname}"}
            for member in world.staff.values()
        ],
        "faults": [
            {"fault": fault, "citizen": cpr} for fault, cpr in sorted(world.faults, key=str)
        ],
        "minlog_entries": len(world.log),
        "exchanges": len(world.journal),
    }


def _summary(exchange: Exchange) -> dict[str, object]:
    return {
        "at": exchange.at,
        "service": exchange.service,
        "operation": exchange.operation,
        "caller": exchange.caller_name,
        "citizens": exchange.citizens,
        "outcome": exchange.outcome,
        "request_bytes": len(exchange.request),
        "response_bytes": len(exchange.response),
    }


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")


def _problem(status: HTTPStatus, message: str) -> Response:
    return Response(
        msgspec.json.encode({"message": message}), status_code=status, media_type="application/json"
    )
