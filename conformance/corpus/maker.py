"""Makes cards of made-up persons, always the same for the same seed.

Document k depends on the seed and on k, never on how many are made, so that a shard, a small corpus
and a large one agree. `cards` gives documents as the live service sends them: indented, in UTF-8.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from lxml import etree

from conformance.clock import COPENHAGEN
from conformance.corpus.dice import Dice
from conformance.corpus.faults import FAULTS, Fault, spoil
from conformance.corpus.persons import Person, address, long_address, long_name, person, telephone
from conformance.corpus.shapes import CYCLE, Contents, Shape, contents_of, everything
from conformance.corpus.typed_in import Occasion, entries
from conformance.corpus.words import PRACTICES
from conformance.pdc import compose
from conformance.pdc.build import build
from conformance.pdc.codes import Use
from conformance.pdc.narrative import narrative_of
from conformance.pdc.oids import TemplateOid
from conformance.pdc.values import (
    NI,
    AnyEntry,
    Card,
    Entry,
    LivingWill,
    NoResuscitation,
    OrganDonor,
    Patient,
    PersonName,
    ProviderOrganization,
    TemplateId,
    TimeStamp,
    TreatmentWill,
)

_FIRST: Final = datetime(2026, 3, 2, 6, tzinfo=COPENHAGEN)
_SPAN: Final = 120 * 86_400
"""Cards are made within this many seconds of the first moment: winter time and summer time."""

_MEDCOM_HEADER: Final = TemplateId(root=TemplateOid.MEDCOM_HEADER, extension="2.0")
_BIRTH_FORMS: Final = ("%Y%m%d000000+0000", "%Y%m%d")


def cards(
    count: int, seed: int, faults: Mapping[str, float] | None = None, *, first: int = 0
) -> Iterator[tuple[str, bytes]]:
    """Yield *count* documents with their names, from number *first* on.

    *faults* says for a rule id which share of all documents (0 to 1) is to break that rule; each
    rule is drawn by itself. KeyError with a rule for which there is no fault, ValueError with a
    share outside 0 to 1.
    """
    wanted = [(FAULTS[rule], rate) for rule, rate in (faults or {}).items()]
    if any(not 0 <= rate <= 1 for _, rate in wanted):
        raise ValueError(f"expected shares from 0 to 1, found {dict(faults or {})}")
    return (_named(number, seed, wanted) for number in range(first, first + count))


def name_of(number: int) -> str:
    """A thousand documents a folder; in order of number when sorted."""
    return f"{number // 1000:04}/card-{number:07}.xml"


def card(number: int, seed: int) -> Card:
    """Document *number* of the corpus with that *seed*, as a value, without faults."""
    dice = Dice(seed, number)
    return _card(dice, contents_of(shape_of(number), dice))


def shape_of(number: int) -> Shape:
    """The shape of document *number*."""
    return CYCLE[number % len(CYCLE)]


def document(number: int, seed: int, drawn: tuple[Fault, ...] = ()) -> bytes:
    """Document *number*, broken by each of *drawn*; an entry that a fault needs is added."""
    made = card(number, seed)
    for kind in dict.fromkeys(fault.needs for fault in drawn if fault.needs):
        if not made.of(kind):
            made = _lent(made, kind, Dice(seed, number, "lent"))
    root = etree.fromstring(build(made))
    return spoil(root, drawn)


def _named(number: int, seed: int, wanted: list[tuple[Fault, float]]) -> tuple[str, bytes]:
    drawn = tuple(
        fault for fault, rate in wanted if rate and Dice(seed, number, fault.rule).chance(rate)
    )
    return name_of(number), document(number, seed, drawn)


def _lent(made: Card, kind: type[Entry], dice: Dice) -> Card:
    """*made* with an entry of that *kind*, as on a card that holds everything."""
    assert isinstance(made.effective_time, TimeStamp)
    instant = made.effective_time.instant
    lender = person(dice, on=instant.date(), ages=(30, 60))
    occasion = Occasion(dice=dice, citizen=lender, made=instant, contents=everything(dice))
    lent = next(entry for entry in entries(occasion) if isinstance(entry, kind))
    both = (*made.entries, lent)
    return replace(made, entries=both, narrative=narrative_of(both))


def _card(dice: Dice, contents: Contents) -> Card:
    made = _FIRST + timedelta(seconds=dice.below(_SPAN))
    citizen = person(dice, on=made.date(), ages=contents.ages)
    if contents.long:
        citizen = replace(citizen, name=long_name(dice, citizen.gender))
    patient = _patient(dice, citizen, contents)
    occasion = Occasion(dice=dice, citizen=citizen, made=made, contents=contents)
    both = (*_registers(occasion, patient), *entries(occasion))
    plain = compose.compose(uuid=dice.uuid(), at=TimeStamp.at(made), patient=patient, entries=both)
    return replace(plain, templates=(*plain.templates, _MEDCOM_HEADER))


def _patient(dice: Dice, citizen: Person, contents: Contents) -> Patient:
    home = long_address(dice) if contents.long else address(dice)
    patient = Patient(
        ids=(compose.cpr_id(citizen.cpr),),
        address=home,
        name=citizen.name,
        gender=compose.gender_code(citizen.gender),
        birth_time=TimeStamp(text=citizen.born.strftime(dice.one(_BIRTH_FORMS))),
        provider=_practitioner(dice) if contents.practitioner else None,
    )
    return compose.protect(patient) if contents.protected else patient


def _practitioner(dice: Dice) -> ProviderOrganization:
    number = telephone(dice, Use.WORK).number or ""
    return compose.own_practitioner(
        yder=dice.digits(6),
        name=dice.one(PRACTICES),
        telephone=number,
        address=address(dice, country=None),
    )


def _registers(on: Occasion, patient: Patient) -> tuple[AnyEntry, ...]:
    """Entries .26 to .31."""
    dice, contents = on.dice, on.contents
    time = TimeStamp.at(on.made - timedelta(days=dice.between(1, 900))) if contents.refusal else NI
    return (
        _name_address(dice, patient, contents),
        compose.coverage_group(uuid=dice.uuid(), group="2" if dice.chance(0.05) else "1"),
        compose.registration(OrganDonor, uuid=dice.uuid(), registered=contents.organ_donor),
        compose.registration(TreatmentWill, uuid=dice.uuid(), registered=contents.treatment_will),
        compose.registration(LivingWill, uuid=dice.uuid(), registered=contents.living_will),
        compose.registration(
            NoResuscitation, uuid=dice.uuid(), registered=contents.refusal, time=time
        ),
    )


def _name_address(dice: Dice, patient: Patient, contents: Contents) -> AnyEntry:
    if contents.protected:
        return compose.protected_name_address(uuid=dice.uuid())
    name, home = patient.name, patient.address
    assert isinstance(name, PersonName)
    assert home is not None
    return compose.citizen_name_address(uuid=dice.uuid(), name=name, address=home)
