"""What the control API tells of the world: everybody, one citizen, and what is wrong on purpose."""

from dataclasses import asdict
from datetime import datetime

from conformance.simulator.state.blurring import Decision
from conformance.simulator.state.broker import PullPoint
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.registers import Citizen
from conformance.simulator.state.world import World


def state(world: World) -> dict[str, object]:
    """The scene at a glance."""
    return {
        "now": world.now,
        "clock_stands": clock_stands(world),
        "citizens": [_short(citizen, world.now) for citizen in world.citizens.values()],
        "staff": [
            {"cpr": member.cpr, "name": f"{member.given_name} {member.surname}"}
            for member in world.staff.values()
        ],
        "faults": [
            {"fault": fault, "citizen": cpr} for fault, cpr in sorted(world.faults, key=str)
        ],
        "slow_seconds": world.slow_seconds,
        "whitelist": None if world.whitelist is None else sorted(world.whitelist),
        "minlog_entries": len(world.log),
        "notifications_waiting": sum(
            len(point.waiting) for point in world.notifications.pull_points.values()
        ),
        "exchanges": len(world.journal),
    }


def clock_stands(world: World) -> bool:
    """Whether the clock has been set, and stands still until it is released.

    A clock that stands gives the very same value each time; one that runs makes a new one.
    """
    first, second = world.now, world.now
    return first is second


def citizen(world: World, cpr: str) -> dict[str, object]:
    """All that the registers know of one citizen. Raises UnknownCitizen."""
    known = world.citizen(cpr)
    return {
        "registers": _plain(asdict(known)),
        "name": known.name.full,
        "opt_out_in_force": known.has_active_opt_out(world.now),
        "bonds": [
            {"adult": bond.adult, "child": bond.child, "kinship": bond.kinship}
            for bond in sorted(world.bonds, key=str)
            if cpr in (bond.adult, bond.child)
        ],
        "faults": sorted(fault for fault, whose in world.faults if whose == cpr),
        "blurrings": [_blurring(each, world.now) for each in _blurrings(world, cpr)],
    }


def faults(world: World) -> list[dict[str, object]]:
    """Every fault that there is, system by system, and for whom it is on (null: all)."""
    return [
        {
            "fault": fault,
            "system": fault.system,
            "explanation": fault.explanation,
            "on_for": sorted((cpr for each, cpr in world.faults if each is fault), key=str),
        }
        for fault in Fault
    ]


def dentists(world: World) -> list[dict[str, object]]:
    """The dentists of the Yderregister."""
    return [
        {"yder": each.yder, "clinic": each.clinic, "telephone": each.telephone}
        for each in world.dentists.values()
    ]


def notifications(world: World) -> dict[str, object]:
    """What the notification service keeps: pull points with what waits, subscriptions, id lists."""
    known = world.notifications
    return {
        "pull_points": [_pull_point(each) for each in known.pull_points.values()],
        "subscriptions": [
            {
                "id": each.id,
                "owner": each.owner,
                "pull_point": each.pull_point,
                "topic": each.topic,
                "filtered": each.id_filter is not None,
                "ends_at": each.ends_at,
            }
            for each in known.subscriptions.values()
        ],
        "id_lists": [
            {"owner": owner, "name": name, "ids": list(each.ids)}
            for (owner, name), each in known.id_lists.items()
        ],
    }


def _short(known: Citizen, now: datetime) -> dict[str, object]:
    return {
        "cpr": known.cpr,
        "name": known.name.full,
        "born": known.born,
        "died_on": known.died_on,
        "opted_out_at": known.opted_out_at,
        "opt_out_in_force": known.has_active_opt_out(now),
        "protected": known.protected,
    }


def _plain(value: object) -> object:
    """The value without the numbers of its enums' classes: what JSON can hold."""
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _blurrings(world: World, cpr: str) -> list[Decision]:
    return [
        each
        for each in world.blurring.decisions
        if each.citizen in (None, cpr) and each.is_in_force(world.now)
    ]


def _blurring(decision: Decision, now: datetime) -> dict[str, object]:
    return {
        "organisation": decision.organisation,
        "citizen": decision.citizen,
        "ends_at": decision.ends_at,
        "days_left": (decision.ends_at - now).days,
    }


def _pull_point(point: PullPoint) -> dict[str, object]:
    return {
        "id": point.id,
        "owner": point.owner,
        "waiting": [
            {
                "since": each.since,
                "topic": each.message.topic,
                "citizen": each.message.id,
                "content": each.message.payload.decode("utf-8", "replace"),
            }
            for each in point.waiting
        ],
    }
