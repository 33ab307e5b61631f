"""The simulator with one thing wrong around the entries of a card: header, text, ids and marks."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from uuid import uuid4

from conformance.pdc import compose
from conformance.pdc.datatypes import InstanceId
from conformance.pdc.narrative import NO_RESUSCITATION_CAPTION, Narrative
from conformance.pdc.values import (
    AnyEntry,
    Card,
    ContactNumbers,
    CoverageGroup,
    Custody,
    Language,
    OrganDonor,
    Relative,
    UnknownEntry,
)
from conformance.simulator.mutants.mutant import (
    ChangedCards,
    Origin,
    ServiceMutant,
    entries_changed,
    named,
    with_entries,
)

_UNKNOWN: Final = InstanceId(root="1.2.208.176", extension="NI")
"""Author and custodian in version 2, before the errata."""


def _code_of_a_draft(card: Card, _origin: Origin) -> Card:
    return replace(card, code=replace(card.code, code="PCD"))


def _custodian_of_version_2(card: Card, _origin: Origin) -> Card:
    return replace(card, custodian=replace(card.custodian, id=_UNKNOWN))


def _two_citizens(card: Card, origin: Origin) -> Card:
    other = next(cpr for cpr in origin.world.citizens if cpr != origin.citizen.cpr)
    ids = (*card.patient.ids, compose.cpr_id(other))
    return replace(card, patient=replace(card.patient, ids=ids))


def _no_practitioner(card: Card, _origin: Origin) -> Card:
    return replace(card, patient=replace(card.patient, provider=None))


def _practitioner_for_everybody(card: Card, origin: Origin) -> Card:
    if card.patient.provider is not None:
        return card
    provider = compose.own_practitioner(
        yder="000000", name="Ukendt", telephone="00000000", address=origin.citizen.address
    )
    return replace(card, patient=replace(card.patient, provider=provider))


def _town_of_the_protected(card: Card, origin: Origin) -> Card:
    own, shown = origin.citizen.address, card.patient.address
    if not origin.citizen.protected or shown is None:
        return card
    address = replace(shown, postal_code=own.postal_code, city=own.city)
    return replace(card, patient=replace(card.patient, address=address))


def _protected_author(card: Card, origin: Origin) -> Card:
    def named_after_all(entry: AnyEntry) -> AnyEntry:
        if isinstance(entry, UnknownEntry) or entry.author.person != compose.PROTECTED_NAME:
            return entry
        return replace(entry, author=replace(entry.author, person=origin.citizen.name))

    return with_entries(card, map(named_after_all, card.entries))


def _protected_child(entry: Custody, origin: Origin) -> Iterator[AnyEntry]:
    cpr = entry.person.extension if entry.person else None
    yield replace(entry, name=origin.world.citizen(cpr or "").name)


def _text_says_no(card: Card, _origin: Origin) -> Card:
    if not isinstance(card.narrative, Narrative):
        return card
    rows = tuple(
        replace(row, items=("Inaktiv",)) if row.caption == NO_RESUSCITATION_CAPTION else row
        for row in card.narrative.rows
    )
    return replace(card, narrative=replace(card.narrative, rows=rows))


def _cpr_number_as_author(entry: Relative, origin: Origin) -> Iterator[AnyEntry]:
    number = replace(entry.author.id, extension=origin.citizen.cpr)
    yield replace(entry, author=replace(entry.author, id=number))


def _nobody_typed_in(entry: ContactNumbers, _origin: Origin) -> Iterator[AnyEntry]:
    yield replace(entry, author=replace(entry.author, code=None))


def _number_as_id(entry: OrganDonor, _origin: Origin) -> Iterator[AnyEntry]:
    yield replace(entry, id=replace(entry.id, extension="28"))


def _language_under_the_id_of_numbers(card: Card, _origin: Origin) -> Card:
    ids = [entry.id for entry in card.of(ContactNumbers)]
    entries = (
        replace(entry, id=ids[0]) if ids and isinstance(entry, Language) else entry
        for entry in card.entries
    )
    return with_entries(card, entries)


def _new_id(entry: CoverageGroup, _origin: Origin) -> Iterator[AnyEntry]:
    yield replace(entry, id=replace(entry.id, extension=str(uuid4())))


def _blank_before_code(entry: Relative, _origin: Origin) -> Iterator[AnyEntry]:
    yield replace(entry, code=replace(entry.code, code=f" {entry.code.code}"))


MUTANTS: Final[dict[str, ServiceMutant]] = named(
    (
        "service-code-of-a-draft",
        "The document code is PCD, as in a draft of 2019.",
        ChangedCards(_code_of_a_draft),
    ),
    (
        "service-custodian-of-version-2",
        "The custodian is not known by a SOR id.",
        ChangedCards(_custodian_of_version_2),
    ),
    (
        "service-card-of-two-citizens",
        "The card carries somebody else's CPR number beside the citizen's.",
        ChangedCards(_two_citizens),
    ),
    (
        "service-drops-practitioner",
        "The own practitioner is left out.",
        ChangedCards(_no_practitioner),
    ),
    (
        "service-practitioner-for-everybody",
        "Who has no own practitioner is given an unknown one.",
        ChangedCards(_practitioner_for_everybody),
    ),
    (
        "service-town-of-the-protected",
        "A protected citizen's town stands in the header.",
        ChangedCards(_town_of_the_protected),
    ),
    (
        "service-names-protected-author",
        "A protected citizen is named as the one who typed an entry in.",
        ChangedCards(_protected_author),
    ),
    (
        "service-names-protected-child",
        "A protected child is named in the parent's card.",
        entries_changed(Custody, _protected_child),
    ),
    (
        "service-text-says-no",
        "The text for the reader denies every opt-out.",
        ChangedCards(_text_says_no),
    ),
    (
        "service-cpr-number-as-author",
        "The citizen's CPR number stands as the author of what was typed in.",
        entries_changed(Relative, _cpr_number_as_author),
    ),
    (
        "service-nobody-typed-in",
        "The citizen's own numbers do not say who typed them in.",
        entries_changed(ContactNumbers, _nobody_typed_in),
    ),
    (
        "service-numbers-entries",
        "The entry of organ donation has a number in place of a UUID.",
        entries_changed(OrganDonor, _number_as_id),
    ),
    (
        "service-shares-entry-id",
        "Language and numbers have the same id.",
        ChangedCards(_language_under_the_id_of_numbers),
    ),
    (
        "service-new-entry-ids",
        "The coverage group has a new id at each retrieval.",
        entries_changed(CoverageGroup, _new_id),
    ),
    (
        "service-blank-before-code",
        "A code begins with a blank, as the guide prints it.",
        entries_changed(Relative, _blank_before_code),
    ),
)
"""Deviations by name."""
