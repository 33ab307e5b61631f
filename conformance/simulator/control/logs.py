"""A citizen's MinLog, as it is and as the citizen sees it; and what callers send to MinLog."""

from dataclasses import asdict
from typing import Final

from conformance.minlog.lookup import LogStatement
from conformance.minlog.registration import LogEntry
from conformance.simulator.minlog.service import MinLog, Viewer
from conformance.simulator.minlog.volume import volume
from conformance.simulator.state.blurring import Blurring
from conformance.simulator.state.world import World

_MINLOG: Final = MinLog(Blurring())


def entries(world: World, cpr: str) -> list[dict[str, object]]:
    """All that MinLog holds on the citizen, oldest first. Raises UnknownCitizen."""
    world.citizen(cpr)
    return [_told(entry) for entry in world.log_of(cpr)]


def shown(world: World, cpr: str) -> list[dict[str, object]]:
    """What the citizen sees: without filtered entries, with pseudonyms for who is hidden.

    Oldest first. Raises UnknownCitizen.
    """
    world.citizen(cpr)
    return [
        _statement(_MINLOG.shown(world, entry))
        for entry in world.log_of(cpr)
        if _MINLOG.concerns(entry, Viewer.CITIZEN)
    ]


def volumes(world: World) -> list[dict[str, object]]:
    """How much each caller has sent, against the advice on volume."""
    return [
        {
            "caller": each.caller,
            "calls": each.calls,
            "registrations": each.registrations,
            "largest_call": each.largest_call,
            "busiest_hour": {
                "begin": each.busiest_hour.begin,
                "calls": each.busiest_hour.calls,
            },
            "keeps_advice": each.keeps_advice,
        }
        for each in volume(world.journal)
    ]


def _statement(statement: LogStatement) -> dict[str, object]:
    """The numbers of who is hidden are left out, as MinLog leaves them out."""
    told = _told(statement.entry)
    if statement.hides_user:
        told |= {"user_id": None, "user_id_source": None}
    if statement.hides_principal:
        told |= {"on_behalf_of_id": None, "on_behalf_of_id_source": None}
    return told | {
        "hides_user": statement.hides_user,
        "hides_principal": statement.hides_principal,
    }


def _told(entry: LogEntry) -> dict[str, object]:
    return asdict(entry)
