"""How much each caller sends to MinLog, against the advice on volume: a report, never a refusal.

Source: NSP's MinLog2 guide, at most 500 registrations in a call and 20 calls in an hour.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from conformance.minlog.vocabulary import MOST_CALLS_AN_HOUR, MOST_REGISTRATIONS, Namespace
from conformance.security.envelope import only_payload, open_envelope
from conformance.security.faults import DgwsFault
from conformance.simulator.state.journal import Exchange, Service

_HOUR: Final = timedelta(hours=1)
_REQUEST: Final = Namespace.REGISTRATION.tag("RegistrationRequest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """The hour that begins with a call, its end left out, and how many calls it holds."""

    begin: datetime
    calls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerVolume:
    """What one caller has sent. *caller* is IT system and CVR number, as the id card says them.

    Every call counts, refused ones too. *hours* has an hour for each call, in their order.
    """

    caller: str
    calls: int
    registrations: int
    largest_call: int
    hours: tuple[Hour, ...]

    @property
    def busiest_hour(self) -> Hour:
        """The hour with the most calls, the first of several."""
        return max(self.hours, key=lambda hour: hour.calls)

    @property
    def keeps_advice(self) -> bool:
        """Whether no call and no hour holds more than the guide recommends."""
        return (
            self.largest_call <= MOST_REGISTRATIONS
            and self.busiest_hour.calls <= MOST_CALLS_AN_HOUR
        )


def volume(journal: Iterable[Exchange]) -> tuple[CallerVolume, ...]:
    """The volume of each caller of MinLog registration in *journal*, in the order of first calls.

    A journal that has dropped its oldest exchanges tells of the kept ones only.
    """
    calls: dict[str, list[Exchange]] = {}
    for exchange in journal:
        if exchange.service is Service.MINLOG:
            calls.setdefault(_caller(exchange), []).append(exchange)
    return tuple(_volume(caller, exchanges) for caller, exchanges in calls.items())


def _volume(caller: str, exchanges: list[Exchange]) -> CallerVolume:
    sizes = [_size(exchange) for exchange in exchanges]
    return CallerVolume(
        caller=caller,
        calls=len(exchanges),
        registrations=sum(sizes),
        largest_call=max(sizes),
        hours=_hours(sorted(exchange.at for exchange in exchanges)),
    )


def _hours(instants: list[datetime]) -> tuple[Hour, ...]:
    hours: list[Hour] = []
    after = 0
    for place, begin in enumerate(instants):
        while after < len(instants) and instants[after] < begin + _HOUR:
            after += 1
        hours.append(Hour(begin=begin, calls=after - place))
    return tuple(hours)


def _size(exchange: Exchange) -> int:
    """Registrations in the call; none when it cannot be read."""
    try:
        payload = only_payload(open_envelope(exchange.request, source="request"))
    except DgwsFault:
        return 0
    return len(payload.findall("LogDataEntry")) if payload.tag == _REQUEST else 0


def _caller(exchange: Exchange) -> str:
    if exchange.caller is None:
        return exchange.caller_name
    system = exchange.caller.system
    return f"{system.it_system_name} ({system.care_provider_id})"
