"""The simulator with one thing wrong in everybody's card, not only in an odd one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from conformance.pdc import compose
from conformance.pdc.codes import RelationCode, Use
from conformance.pdc.datatypes import InstanceId, Null, Telecom
from conformance.pdc.narrative import Narrative
from conformance.pdc.oids import Oid
from conformance.pdc.values import (
    AnyEntry,
    Card,
    ContactNumbers,
    CoverageGroup,
    Dentist,
    LivingWill,
    NoResuscitation,
    OrganDonor,
    Relative,
    TreatmentWill,
)
from conformance.simulator.cards.maker import V2_CLOSED, CardMaker
from conformance.simulator.mutants.mutant import (
    ChangedCards,
    Origin,
    ServiceMutant,
    entries_changed,
    named,
    with_entries,
)
from conformance.simulator.mutants.replaced import WithCards
from conformance.simulator.parts import Parts
from conformance.simulator.sfsk.service import Sfsk
from conformance.simulator.state.registers import OPT_OUT_AGE, Citizen
from conformance.simulator.state.world import World
from conformance.xds.vocabulary import FormatCode


class _GapParts(Parts):
    def sfsk(self, cards: CardMaker) -> Sfsk:
        return _GapAtTheShutdown(cards, self.settings.sfsk)


class _GapAtTheShutdown(Sfsk):
    def formats(self, world: World) -> tuple[FormatCode, ...]:
        is_moving = V2_CLOSED <= world.now < V2_CLOSED + timedelta(hours=1)
        return () if is_moving else super().formats(world)


class _NoChildren(CardMaker):
    def children(self, world: World, citizen: Citizen) -> tuple[str, ...]:
        del world, citizen
        return ()


class _FirstHolderOnly(CardMaker):
    def holders(self, world: World, citizen: Citizen) -> tuple[str, ...]:
        return super().holders(world, citizen)[:1]


class _ChildOfNoKind(CardMaker):
    def role_towards_holder(self) -> RelationCode:
        return RelationCode.UNSPECIFIED


class _DropsAddressWithEnd(CardMaker):
    def serves_stay(self, world: World, citizen: Citizen) -> bool:
        has_end = citizen.stay is not None and citizen.stay.end is not None
        return super().serves_stay(world, citizen) and not has_end


def _text_without_first_row(card: Card, _origin: Origin) -> Card:
    if not isinstance(card.narrative, Narrative):
        return card
    return replace(card, narrative=replace(card.narrative, rows=card.narrative.rows[1:]))


def _typed_in_by_nobody(entry: CoverageGroup, _origin: Origin) -> Iterator[AnyEntry]:
    register = replace(entry.author.id, authority=None, extension="NULL")
    yield replace(entry, author=replace(entry.author, id=register, organization=None))


def _blank_after_code(entry: CoverageGroup, _origin: Origin) -> Iterator[AnyEntry]:
    yield replace(entry, code=replace(entry.code, code=f"{entry.code.code} "))


def _title_with_name(card: Card, origin: Origin) -> Card:
    return replace(card, title=f"Stamkort for {origin.citizen.name.full}")


def _relation_without_system(entry: Relative, _origin: Origin) -> Iterator[AnyEntry]:
    relation = entry.relation
    if relation is not None:
        entry = replace(entry, relation=replace(relation, system=Oid.MESSAGE_CODES))
    yield entry


def _opposite(card: Card, _origin: Origin) -> Card:
    return with_entries(card, map(_negated, card.entries))


def _negated(entry: AnyEntry) -> AnyEntry:
    if not isinstance(entry, OrganDonor | TreatmentWill | LivingWill):
        return entry
    told = entry.registration
    if not isinstance(told, InstanceId):
        return entry
    said = "false" if entry.registered else "true"
    return replace(entry, registration=replace(told, extension=said))


def _undecided(entry: OrganDonor, _origin: Origin) -> Iterator[AnyEntry]:
    told = entry.registration
    if not entry.registered and isinstance(told, InstanceId):
        entry = replace(entry, registration=replace(told, extension="ikke taget stilling"))
    yield entry


def _null_for_the_old(entry: NoResuscitation, origin: Origin) -> Iterator[AnyEntry]:
    is_old = origin.citizen.age(origin.world.now.date()) >= OPT_OUT_AGE
    yield replace(entry, registration=Null(flavor="NI")) if is_old else entry


def _bare_numbers(entry: ContactNumbers, _origin: Origin) -> Iterator[AnyEntry]:
    telecoms = tuple(
        replace(telecom, value=(telecom.value or "").removeprefix("tel:"))
        for telecom in entry.telecoms
    )
    yield replace(entry, telecoms=telecoms)


def _dentist_for_everybody(card: Card, origin: Origin) -> Card:
    if card.of(Dentist):
        return card
    clinic = next(iter(origin.world.dentists.values()))
    uuid = str(uuid5(NAMESPACE_OID, f"{origin.citizen.cpr}:dentist"))
    dentist = Dentist(
        id=compose.skr_id(Oid.SKR_DENTIST, uuid),
        author=compose.typed_in_author(time=card.effective_time, organization=compose.SDS),
        provider=compose.yder_id(clinic.yder),
        clinic=clinic.clinic,
        address=clinic.address,
        telecoms=(Telecom.tel(clinic.telephone, Use.WORK),),
    )
    return with_entries(card, (*card.entries, dentist))


MUTANTS: Final[dict[str, ServiceMutant]] = named(
    (
        "service-text-without-first-row",
        "The text for the reader says nothing of the first entry.",
        ChangedCards(_text_without_first_row),
    ),
    (
        "service-coverage-from-nobody",
        "The coverage group does not say which register it comes from.",
        entries_changed(CoverageGroup, _typed_in_by_nobody),
    ),
    (
        "service-blank-after-code",
        "The code of the coverage group ends with a blank.",
        entries_changed(CoverageGroup, _blank_after_code),
    ),
    (
        "service-title-with-name",
        "The title of a card names its citizen, protected or not.",
        ChangedCards(_title_with_name),
    ),
    (
        "service-relatives-of-other-codes",
        "The relation of a relative is said to be a message code.",
        entries_changed(Relative, _relation_without_system),
    ),
    (
        "service-says-the-opposite",
        "Of wills and organ donation a card says the opposite.",
        ChangedCards(_opposite),
    ),
    (
        "service-undecided-donor",
        "Who is no registered organ donor is said not to have decided.",
        entries_changed(OrganDonor, _undecided),
    ),
    (
        "service-null-for-the-old",
        "Who is old enough to opt out has a null in the no-resuscitation entry.",
        entries_changed(NoResuscitation, _null_for_the_old),
    ),
    (
        "service-bare-numbers",
        "The citizen's numbers do not say that they are telephone numbers.",
        entries_changed(ContactNumbers, _bare_numbers),
    ),
    (
        "service-dentist-for-everybody",
        "Who has chosen no dentist is given one.",
        ChangedCards(_dentist_for_everybody),
    ),
    ("service-no-children", "No child is in a parent's card.", WithCards(_NoChildren)),
    (
        "service-first-holder-only",
        "Only one holder of custody is in a child's card.",
        WithCards(_FirstHolderOnly),
    ),
    (
        "service-child-of-no-kind",
        "What a child is to a holder of custody is left open.",
        WithCards(_ChildOfNoKind),
    ),
    (
        "service-drops-address-with-end",
        "A temporary address that has an end is left out.",
        WithCards(_DropsAddressWithEnd),
    ),
    (
        "service-gap-at-the-shutdown",
        "For an hour after the shutdown of version 2 no card is found.",
        _GapParts(),
    ),
)
"""Deviations by name."""
