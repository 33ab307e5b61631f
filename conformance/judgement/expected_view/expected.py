"""What the screen must show, computed from the card that was served and the declared display."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

import msgspec

from conformance.judgement.expected_view.entered import provenance_of
from conformance.judgement.expected_view.likeness import is_number
from conformance.pdc.codes import Use
from conformance.pdc.datatypes import Address, Coded, NotATime, Telecom, Time, TimeStamp
from conformance.pdc.entries import Entry
from conformance.pdc.values import (
    CHILD_CUSTODY,
    CUSTODY_BY,
    Card,
    CitizenNameAddress,
    ContactNumbers,
    CoverageGroup,
    Custody,
    Dentist,
    Language,
    LivingWill,
    NoResuscitation,
    OrganDonor,
    Registration,
    Relative,
    TreatmentWill,
)
from conformance.pdc.values import TemporaryAddress as TemporaryAddressEntry
from conformance.simulator.state.registers import Citizen
from conformance.vendor.protocol import (
    ContactNumber,
    CustodyRelation,
    DisplayScope,
    NumberUse,
    RoleOf,
    ShownCard,
    ShownStatus,
    Status,
    TemporaryAddress,
)
from conformance.vendor.protocol import Relative as ShownRelative

NULL: Final = "null"
"""Stood for a missing street in a document of 2024-02-14; nobody lives there."""

_USES: Final[dict[str | None, NumberUse]] = {
    Use.HOME: NumberUse.HOME,
    Use.MOBILE: NumberUse.MOBILE,
    Use.WORK: NumberUse.WORK,
}

_E = TypeVar("_E", bound=Entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedView:
    """What one screen must show; empty texts and lists mean that nothing is to be shown.

    *relations* are the codes of the relations in `card.relatives`, in the same order: the words on
    the screen are free. *secrets* are texts that no part of the screen may hold.
    """

    card: ShownCard
    display: DisplayScope
    protected: bool = False
    relations: tuple[Coded | None, ...] = ()
    secrets: tuple[str, ...] = ()


def expected_view(
    card: Card, display: DisplayScope, *, now: datetime, secrets: tuple[str, ...] = ()
) -> ExpectedView:
    """What a screen with this display must show of *card* at *now*."""
    shown = ShownCard(no_resuscitation=_status(card, NoResuscitation) or _not_known())
    if display is DisplayScope.RESTRICTED:
        return ExpectedView(card=shown, display=display, secrets=secrets)
    return ExpectedView(
        card=_with_typed_in(_with_registers(shown, card), card, now),
        display=display,
        protected=any(entry.protected for entry in card.of(CitizenNameAddress)),
        relations=tuple(entry.relation for entry in card.of(Relative)),
        secrets=secrets,
    )


def secrets_of(citizens: Iterable[Citizen]) -> tuple[str, ...]:
    """First names and street lines of those with name and address protection.

    The family name and the town may be somebody else's too.
    """
    return tuple(
        secret
        for citizen in citizens
        if citizen.protected
        for secret in (*citizen.name.given[:1], *citizen.address.lines)
        if isinstance(secret, str)
    )


def _with_registers(shown: ShownCard, card: Card) -> ShownCard:
    """The parts that come from national registers."""
    group = _first(card, CoverageGroup)
    provider = card.patient.provider
    return msgspec.structs.replace(
        shown,
        cpr=card.patient.cpr,
        name=_name(card),
        address=_address(card),
        treatment_will=_status(card, TreatmentWill),
        living_will=_status(card, LivingWill),
        organ_donor=_status(card, OrganDonor),
        coverage_group=None if group is None else group.group.extension,
        general_practitioner=None if provider is None else provider.name,
        children_in_custody=tuple(_custody(card, CHILD_CUSTODY)),
        custody_holders=tuple(_custody(card, CUSTODY_BY)),
    )


def _with_typed_in(shown: ShownCard, card: Card, now: datetime) -> ShownCard:
    """The parts that citizens and staff type in, each with who entered it and when."""
    language, dentist = _first(card, Language), _first(card, Dentist)
    contact = _first(card, ContactNumbers)
    return msgspec.structs.replace(
        shown,
        language=None if language is None else language.language.code,
        language_provenance=provenance_of(language),
        temporary_address=_temporary_address(card, now),
        dentist=None if dentist is None else _clinic(dentist),
        dentist_provenance=provenance_of(dentist),
        contact_numbers=_numbers(() if contact is None else contact.telecoms),
        contact_numbers_provenance=provenance_of(contact),
        relatives=tuple(map(_relative, card.of(Relative))),
    )


def _first(card: Card, kind: type[_E]) -> _E | None:
    return next(iter(card.of(kind)), None)


def _not_known() -> Status:
    return Status(status=ShownStatus.UNAVAILABLE, text="")


def _status(card: Card, kind: type[Registration]) -> Status | None:
    """What the one entry of this kind says; None when there is no entry."""
    found = card.of(kind)
    if len(found) != 1:
        return _not_known() if found else None
    known = {True: ShownStatus.YES, False: ShownStatus.NO}
    registered = found[0].registered
    return _not_known() if registered is None else Status(status=known[registered], text="")


def _name(card: Card) -> str | None:
    """From the entry, else from the header."""
    entry = _first(card, CitizenNameAddress)
    name = card.patient.name if entry is None else entry.name
    return None if name is None else name.full


def _address(card: Card) -> tuple[str, ...]:
    entry = _first(card, CitizenNameAddress)
    return _lines(card.patient.address if entry is None else entry.address)


def _lines(address: Address | None) -> tuple[str, ...]:
    shown = () if address is None else address.shown
    return tuple(line for line in shown if line.strip().casefold() != NULL)


def _clinic(entry: Dentist) -> str | None:
    persons = (entry.person, entry.entity)
    names = (entry.clinic, *(person.full for person in persons if person is not None))
    return next((name for name in names if name), None)


def _numbers(telecoms: tuple[Telecom, ...]) -> tuple[ContactNumber, ...]:
    return tuple(
        ContactNumber(number=telecom.number, use=_USES.get(telecom.use))
        for telecom in telecoms
        if telecom.number is not None and is_number(telecom.number)
    )


def _relative(entry: Relative) -> ShownRelative:
    relation = entry.relation
    return ShownRelative(
        name=entry.name.full,
        relation=None if relation is None else relation.display_name or relation.code,
        numbers=_numbers(entry.telecoms),
        note=entry.note or None,
        provenance=provenance_of(entry),
    )


def _custody(card: Card, code: Coded) -> Iterator[CustodyRelation]:
    for entry in card.of(Custody):
        if entry.code.code == code.code:
            yield CustodyRelation(
                name=entry.name.full,
                role=entry.relation.code or "",
                role_of=RoleOf.CITIZEN,
                cpr=None if entry.person is None else entry.person.extension,
            )


def _temporary_address(card: Card, now: datetime) -> TemporaryAddress | None:
    """The address that holds at *now*; the very instant of its end has not passed (our reading)."""
    for entry in card.of(TemporaryAddressEntry):
        end = _instant(entry.period.high)
        if end is None or end >= now:
            return TemporaryAddress(
                lines=_lines(entry.address),
                valid_from=_instant(entry.period.low),
                valid_to=end,
                provenance=provenance_of(entry),
            )
    return None


def _instant(time: Time | None) -> datetime | None:
    try:
        return time.instant if isinstance(time, TimeStamp) else None
    except NotATime:
        return None
