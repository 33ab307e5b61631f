"""The simulator with one thing wrong in the entries of a card."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from conformance.pdc import compose
from conformance.pdc.codes import RelationCode
from conformance.pdc.datatypes import InstanceId, Null, PersonName
from conformance.pdc.oids import Oid
from conformance.pdc.values import (
    AnyEntry,
    Card,
    ContactNumbers,
    CoverageGroup,
    Custody,
    Dentist,
    Language,
    LivingWill,
    NoResuscitation,
    OrganDonor,
    Relative,
)
from conformance.simulator.mutants.mutant import (
    ChangedCards,
    Origin,
    ServiceMutant,
    entries_changed,
    named,
    with_entries,
)
from conformance.simulator.state.registers import OPT_OUT_AGE

_AUTHORISATION_REGISTER: Final = "1.2.208.176.1.3"
_MISPRINTED: Final = "2023-07-11"
"""Date of the no-resuscitation template as the guide's code column prints it."""


def _is_young(origin: Origin) -> bool:
    """Whether the citizen is too young to opt out of resuscitation."""
    return origin.citizen.age(origin.world.now.date()) < OPT_OUT_AGE


def _no_child_without_number(entry: Relative, _origin: Origin) -> Iterator[AnyEntry]:
    is_child = entry.relation is not None and entry.relation.code == RelationCode.CHILD
    if entry.telecoms or not is_child:
        yield entry


def _cpr_number_beside_relation(entry: Relative, origin: Origin) -> Iterator[AnyEntry]:
    cpr, relation = origin.citizen.cpr, entry.relation
    if relation is not None:
        name = f"{relation.display_name} {cpr[:6]}-{cpr[6:]}"
        entry = replace(entry, relation=replace(relation, display_name=name))
    yield entry


def _blank_after_country_code(entry: ContactNumbers, _origin: Origin) -> Iterator[AnyEntry]:
    telecoms = tuple(
        replace(telecom, value=re.sub(r"\+45(?=[0-9])", "+45 ", telecom.value or ""))
        for telecom in entry.telecoms
    )
    yield replace(entry, telecoms=telecoms)


def _entry_for_each_number(entry: ContactNumbers, _origin: Origin) -> Iterator[AnyEntry]:
    for telecom in entry.telecoms:
        uuid = str(uuid5(NAMESPACE_OID, f"{entry.id.extension}:{telecom.value}"))
        yield replace(entry, id=compose.entry_id(uuid), telecoms=(telecom,))


def _dentist_by_authorisation(entry: Dentist, _origin: Origin) -> Iterator[AnyEntry]:
    number = entry.provider.extension if entry.provider else None
    yield replace(entry, provider=InstanceId(root=_AUTHORISATION_REGISTER, extension=number))


def _dentist_in_person(entry: Dentist, _origin: Origin) -> Iterator[AnyEntry]:
    yield replace(entry, person=PersonName.of("Tanja", family="Tandlæge"))


def _german_of_three_letters(entry: Language, _origin: Origin) -> Iterator[AnyEntry]:
    told = entry.language
    yield replace(entry, language=replace(told, code="deu")) if told.code == "de" else entry


def _danish_unless_told(card: Card, origin: Origin) -> Card:
    if card.of(Language):
        return card
    uuid = str(uuid5(NAMESPACE_OID, f"{origin.citizen.cpr}:danish"))
    danish = Language(
        id=compose.skr_id(Oid.SKR_LANGUAGE, uuid),
        author=compose.typed_in_author(time=card.effective_time, organization=compose.SDS),
        language=compose.spoken("da", "Danish"),
    )
    return with_entries(card, (*card.entries, danish))


def _ascii_name(entry: Relative, _origin: Origin) -> Iterator[AnyEntry]:
    given = tuple(
        unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode("ascii")
        for part in entry.name.given
    )
    yield replace(entry, name=replace(entry.name, given=given))


def _nothing(_entry: CoverageGroup, _origin: Origin) -> Iterator[AnyEntry]:
    yield from ()


def _silent_about_the_young(entry: NoResuscitation, origin: Origin) -> Iterator[AnyEntry]:
    if not _is_young(origin):
        yield entry


def _null_for_the_young(entry: NoResuscitation, origin: Origin) -> Iterator[AnyEntry]:
    yield replace(entry, registration=Null(flavor="NI")) if _is_young(origin) else entry


def _relation_of_other_codes(entry: Custody, _origin: Origin) -> Iterator[AnyEntry]:
    yield replace(entry, relation=replace(entry.relation, system=Oid.MESSAGE_CODES))


def _living_will_with_the_other(entry: LivingWill, origin: Origin) -> Iterator[AnyEntry]:
    will = origin.citizen.treatment_will or origin.citizen.living_will
    yield compose.registration(LivingWill, uuid=entry.id.extension or "", registered=will)


def _what_is_donated(entry: OrganDonor, _origin: Origin) -> Iterator[AnyEntry]:
    told = entry.registration
    if entry.registered and isinstance(told, InstanceId):
        entry = replace(entry, registration=replace(told, extension="hjerte"))
    yield entry


def _misprinted_template(entry: NoResuscitation, _origin: Origin) -> Iterator[AnyEntry]:
    yield replace(entry, template=replace(entry.template, extension=_MISPRINTED))


def _root_of_the_living_wills(entry: NoResuscitation, _origin: Origin) -> Iterator[AnyEntry]:
    told = entry.registration
    if isinstance(told, InstanceId):
        entry = replace(entry, registration=replace(told, root=Oid.LIVING_WILL))
    yield entry


MUTANTS: Final[dict[str, ServiceMutant]] = named(
    (
        "service-drops-relative-without-number",
        "A child without telephone number is left out of the relatives.",
        entries_changed(Relative, _no_child_without_number),
    ),
    (
        "service-cpr-number-beside-relation",
        "A CPR number stands in the name of a relative's relation.",
        entries_changed(Relative, _cpr_number_beside_relation),
    ),
    (
        "service-blank-in-number",
        "A blank follows the country code of a telephone number.",
        entries_changed(ContactNumbers, _blank_after_country_code),
    ),
    (
        "service-entry-for-each-number",
        "Each of the citizen's numbers has an entry of its own.",
        entries_changed(ContactNumbers, _entry_for_each_number),
    ),
    (
        "service-dentist-by-authorisation",
        "The dentist's number is under the root of the register of authorisations.",
        entries_changed(Dentist, _dentist_by_authorisation),
    ),
    (
        "service-dentist-in-person",
        "The dentist is named in person beside the clinic.",
        entries_changed(Dentist, _dentist_in_person),
    ),
    (
        "service-language-of-three-letters",
        "German is told by a code of ISO 639-2.",
        entries_changed(Language, _german_of_three_letters),
    ),
    (
        "service-danish-unless-told",
        "Who has told no language is said to speak Danish.",
        ChangedCards(_danish_unless_told),
    ),
    (
        "service-ascii-names",
        "Letters beyond ASCII are lost from a relative's name.",
        entries_changed(Relative, _ascii_name),
    ),
    (
        "service-drops-coverage-group",
        "The coverage group is left out.",
        entries_changed(CoverageGroup, _nothing),
    ),
    (
        "service-silent-about-the-young",
        "Who is too young to opt out has no no-resuscitation entry.",
        entries_changed(NoResuscitation, _silent_about_the_young),
    ),
    (
        "service-null-for-the-young",
        "Who is too young to opt out has a null in the no-resuscitation entry.",
        entries_changed(NoResuscitation, _null_for_the_young),
    ),
    (
        "service-relation-of-other-codes",
        "A relation of custody is said to be a message code.",
        entries_changed(Custody, _relation_of_other_codes),
    ),
    (
        "service-both-wills",
        "Who has a treatment will is said to have a living will too.",
        entries_changed(LivingWill, _living_will_with_the_other),
    ),
    (
        "service-what-is-donated",
        "The card says which organ is donated.",
        entries_changed(OrganDonor, _what_is_donated),
    ),
    (
        "service-misprinted-template",
        "The no-resuscitation entry carries the date that the guide misprints.",
        entries_changed(NoResuscitation, _misprinted_template),
    ),
    (
        "service-root-of-living-wills",
        "The no-resuscitation value is under the root of the living wills.",
        entries_changed(NoResuscitation, _root_of_the_living_wills),
    ),
)
"""Deviations by name."""
