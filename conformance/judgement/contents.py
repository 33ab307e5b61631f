"""Judges what a card that the service served tells, value by value."""

from collections.abc import Iterable, Iterator
from typing import Final

from conformance.findings import Shortfall
from conformance.pdc.codes import PROTECTED_POSTAL_CODE, PROTECTED_WORDS
from conformance.pdc.datatypes import Address, Null, PersonName, Telecom
from conformance.pdc.oids import Oid
from conformance.pdc.values import (
    Card,
    CitizenNameAddress,
    ContactNumbers,
    CoverageGroup,
    Dentist,
    Language,
    LivingWill,
    NoResuscitation,
    OrganDonor,
    Registration,
    Relative,
    TemporaryAddress,
    TreatmentWill,
)
from conformance.simulator.state.registers import ContactSet, Kin, Practitioner

_CARD: Final = "the card that was served"

_OF_REGISTERS: Final = (
    CitizenNameAddress,
    CoverageGroup,
    OrganDonor,
    TreatmentWill,
    LivingWill,
    NoResuscitation,
)
_TYPED_IN: Final = (Language, TemporaryAddress, Dentist, ContactNumbers, Relative)
_HIDDEN: Final = frozenset((*PROTECTED_WORDS, PROTECTED_POSTAL_CODE))


def require_patient(card: Card, cpr: str) -> None:
    """The card is about the citizen with this number alone."""
    found = [i.extension for i in card.patient.ids if i.root == Oid.CPR]
    if found != [cpr]:
        _fall_short(f"the citizen {cpr}", ", ".join(map(str, found)) or "nobody", "patientRole/id")


def require_practitioner(card: Card, practitioner: Practitioner | None) -> None:
    """The card names this general practitioner by number and name; with None it names nobody."""
    provider = card.patient.provider
    found = provider and (provider.id.extension if provider.id else None, provider.name)
    expected = practitioner and (practitioner.yder, practitioner.name)
    if found != expected:
        _fall_short(
            f"the practitioner {_joined(expected)}" if expected else "no practitioner",
            _joined(found) if found else "none",
            "providerOrganization",
        )


def require_protected(card: Card) -> None:
    """Name and address are marked as protected, and words of protection stand in their place."""
    entries = card.of(CitizenNameAddress)
    if not any(entry.protected for entry in entries):
        _fall_short("the mark ConfAddr", "none", "CitizenNameAddr")
    names = (card.patient.name, *(entry.name for entry in entries))
    addresses = (card.patient.address, *(entry.address for entry in entries))
    shown = [*_parts_of_names(names), *_parts_of_addresses(addresses)]
    telling = sorted({part for part in shown if part not in _HIDDEN})
    if telling:
        _fall_short("words of protection alone", ", ".join(telling), "name and address")


def require_relatives(card: Card, relatives: Iterable[Kin]) -> None:
    """The card lists exactly these relatives, with name, relation, numbers and note."""
    expected = sorted(
        _joined((kin.name.full, _relation(kin), *(n.value for n in kin.numbers), kin.note))
        for kin in relatives
    )
    found = sorted(map(_as_told, card.of(Relative)))
    if found != expected:
        _fall_short("; ".join(expected), "; ".join(found) or "no relatives", "RelativeTypedIn")


def require_relative_named(card: Card, name: str) -> None:
    """One of the relatives has exactly this name."""
    found = [entry.name.full for entry in card.of(Relative)]
    if name not in found:
        _fall_short(f"the relative {name}", ", ".join(found) or "nobody", "RelativeTypedIn")


def require_numbers(card: Card, contact: ContactSet | None) -> None:
    """The card holds the citizen's own numbers in one entry, each with its use."""
    expected = [_numbers(contact.numbers)] if contact else []
    found = [_numbers(entry.telecoms) for entry in card.of(ContactNumbers)]
    if found != expected:
        _fall_short(
            f"one entry with {'; '.join(expected)}" if expected else "no numbers",
            f"{len(found)} with {' and '.join(found)}" if found else "none",
            "PatientContactTypedIn",
        )


def require_dentist(card: Card, yder: str | None) -> None:
    """The card names the dentist with this provider number; with None it names nobody."""
    expected = [] if yder is None else [yder]
    found = [e.provider.extension if e.provider else None for e in card.of(Dentist)]
    if found != expected:
        _fall_short(
            f"the dentist {yder}" if yder else "no dentist",
            ", ".join(map(str, found)) or "none",
            "DentistTypedIn",
        )


def require_clinic_alone(card: Card) -> None:
    """Each dentist is named by the clinic, and no person is."""
    dentists = card.of(Dentist)
    persons = [name.full for d in dentists for name in (d.person, d.entity) if name is not None]
    clinics = [d.clinic for d in dentists if d.clinic]
    if persons or not clinics:
        _fall_short(
            "the clinic's name and no person's",
            f"the person {', '.join(persons)}" if persons else "no clinic",
            "DentistTypedIn",
        )


def require_language(card: Card, code: str | None) -> None:
    """The card tells this one language; with None it tells none."""
    found = [entry.language.code for entry in card.of(Language)]
    if found != ([] if code is None else [code]):
        told = f"the language {code}" if code else "no language"
        _fall_short(told, ", ".join(map(str, found)) or "none", "LanguageTypedIn")


def require_register_entries(card: Card) -> None:
    """Each register's entry stands in the card once."""
    wrong = [
        f"{len(card.of(kind))} of {kind.__name__}"
        for kind in _OF_REGISTERS
        if len(card.of(kind)) != 1
    ]
    if wrong:
        _fall_short("one entry of each register", ", ".join(wrong), "the entries")


def require_nothing_typed_in(card: Card) -> None:
    """No entry is of a kind that citizens type in."""
    found = [type(entry).__name__ for entry in card.entries if isinstance(entry, _TYPED_IN)]
    if found:
        _fall_short("no entry that was typed in", ", ".join(found), "the entries")


def require_registration(card: Card, kind: type[Registration], answer: str) -> None:
    """The one entry of this kind says true or false, as *answer* has it."""
    found = [str(entry.registered).lower() for entry in card.of(kind)]
    if found != [answer]:
        _fall_short(f"the value {answer}", ", ".join(found) or "no entry", kind.__name__)


def _parts_of_names(names: Iterable[PersonName | None]) -> Iterator[str]:
    for name in names:
        if name is not None:
            yield from (*name.prefix, *name.given, *name.family, *name.suffix)


def _parts_of_addresses(addresses: Iterable[Address | None]) -> Iterator[str]:
    for address in addresses:
        if address is not None:
            parts = (*address.lines, address.postal_code, address.city)
            yield from (part for part in parts if part and not isinstance(part, Null))


def _as_told(entry: Relative) -> str:
    relation = entry.relation.code if entry.relation else None
    return _joined((entry.name.full, relation, *(n.value for n in entry.telecoms), entry.note))


def _relation(kin: Kin) -> str | None:
    relation = kin.relation
    return relation if relation is None or isinstance(relation, str) else relation.code


def _numbers(telecoms: Iterable[Telecom]) -> str:
    return ", ".join(sorted(f"{t.value} ({t.use})" for t in telecoms))


def _joined(parts: Iterable[str | None]) -> str:
    return ", ".join(part for part in parts if part)


def _fall_short(expected: str, found: str, place: str) -> None:
    raise Shortfall(expected=expected, found=found, where=f"{_CARD}, {place}")
