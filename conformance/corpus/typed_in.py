"""Makes up what citizens, relatives and health professionals type in: entries .20 to .25."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from conformance.clock import COPENHAGEN
from conformance.corpus.dice import Dice
from conformance.corpus.persons import (
    NUMBER_FORMS,
    Person,
    address,
    long_address,
    long_name,
    person,
    telephone,
)
from conformance.corpus.shapes import Contents
from conformance.corpus.words import DENTISTS, LANGUAGES, LONG_NOTE, NOTES, ORGANISATIONS
from conformance.corpus.words import SPECIAL_NOTES as SPECIAL
from conformance.pdc import compose
from conformance.pdc.codes import EnteredBy, Gender, RelationCode, Use
from conformance.pdc.oids import Oid
from conformance.pdc.values import (
    CHILD_CUSTODY,
    CUSTODY_BY,
    AnyEntry,
    ContactNumbers,
    Custody,
    Dentist,
    EntryAuthor,
    Language,
    Period,
    PersonName,
    Relative,
    Telecom,
    TemporaryAddress,
    TimeStamp,
)

_KIN: Final = (
    RelationCode.MOTHER,
    RelationCode.FATHER,
    RelationCode.CHILD,
    RelationCode.NEIGHBOUR,
    RelationCode.COHABITANT,
    RelationCode.UNSPECIFIED,
    RelationCode.PARENT,
)
_USES: Final = (Use.MOBILE, Use.HOME, Use.WORK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """For whom and when entries are made, and the dice that settle the rest."""

    dice: Dice
    citizen: Person
    made: datetime
    contents: Contents

    @property
    def today(self) -> date:
        """The day that the card is made."""
        return self.made.date()

    def midnight(self, days: int) -> TimeStamp:
        """The beginning of the day that many *days* from today."""
        day = self.today + timedelta(days=days)
        return TimeStamp.at(datetime(day.year, day.month, day.day, tzinfo=COPENHAGEN))


def entries(on: Occasion) -> Iterator[AnyEntry]:
    """All that is typed in, and custody, as *on* says."""
    if on.contents.language:
        yield _language(on)
    if on.contents.stay:
        yield _stay(on)
    if on.contents.contact:
        yield _contact(on)
    for _ in range(on.contents.relatives):
        yield _relative(on)
    for _ in range(on.contents.children):
        yield _child(on)
    for _ in range(on.contents.holders):
        yield _holder(on)
    if on.contents.dentist_numbers is not None:
        yield _dentist(on, on.contents.dentist_numbers)


def _author(on: Occasion) -> EntryAuthor:
    """The citizen, a relative, or a health professional: a person, an organisation, or both."""
    dice = on.dice
    ago = timedelta(days=dice.below(2500), seconds=dice.between(60, 86_000))
    time = TimeStamp.at((on.made.astimezone(COPENHAGEN) - ago).astimezone(COPENHAGEN))
    if on.contents.professional or dice.chance(0.05):
        known = dice.below(3)
        return compose.typed_in_author(
            time=time,
            person=_somebody(on) if known else None,
            organization=dice.one(ORGANISATIONS) if known != 1 else None,
            entered_by=EnteredBy.PROFESSIONAL,
        )
    if dice.chance(0.1):
        return compose.typed_in_author(
            time=time, person=_somebody(on), entered_by=EnteredBy.RELATIVE
        )
    # The card of a protected citizen tells the name nowhere, so a relative typed it in.
    name = _somebody(on) if on.contents.protected else on.citizen.name
    by = EnteredBy.RELATIVE if on.contents.protected else EnteredBy.CITIZEN
    return compose.typed_in_author(time=time, person=name, entered_by=by)


def _somebody(on: Occasion) -> PersonName:
    return person(on.dice, on=on.today, ages=(18, 80)).name


def _number(on: Occasion, use: str) -> Telecom:
    form = on.dice.one(NUMBER_FORMS) if on.contents.number_forms else NUMBER_FORMS[0]
    return telephone(on.dice, use, form=form)


def _language(on: Occasion) -> Language:
    return Language(
        id=compose.skr_id(Oid.SKR_LANGUAGE, on.dice.uuid()),
        author=_author(on),
        language=compose.spoken(*on.dice.one(LANGUAGES)),
    )


def _stay(on: Occasion) -> TemporaryAddress:
    """From some day in the past, without end, or until today at the earliest."""
    end = None
    if on.contents.stay_ends:
        days = on.dice.between(1, 700)
        end = TimeStamp.at(on.made) if on.dice.chance(0.2) else on.midnight(days)
    where = long_address(on.dice) if on.contents.long else address(on.dice, country="Danmark")
    return TemporaryAddress(
        id=compose.skr_id(Oid.SKR_TEMPORARY_ADDRESS, on.dice.uuid()),
        author=_author(on),
        period=Period(low=on.midnight(-on.dice.between(1, 900)), high=end),
        address=where,
    )


def _contact(on: Occasion) -> ContactNumbers:
    return ContactNumbers(
        id=compose.entry_id(on.dice.uuid()),
        author=_author(on),
        telecoms=tuple(_number(on, use) for use in on.contents.contact),
    )


def _relative(on: Occasion) -> Relative:
    """By full name, long name or given name alone; relation, numbers and note may be missing."""
    dice = on.dice
    name = _somebody(on)
    if dice.chance(0.1):
        name = PersonName(given=name.given)
    if on.contents.long:
        name = long_name(dice, Gender.FEMALE)
    uses = dice.some(_USES, dice.between(0, 3))
    return Relative(
        id=compose.skr_id(Oid.SKR_RELATIVE, dice.uuid()),
        author=_author(on),
        name=name,
        relation=compose.relation(dice.one(_KIN)) if dice.chance(0.9) else None,
        telecoms=tuple(_number(on, use) for use in uses),
        note=_note(on),
    )


def _note(on: Occasion) -> str | None:
    if on.contents.special_notes:
        return on.dice.one((*SPECIAL, LONG_NOTE))
    return on.dice.one(NOTES) if on.dice.chance(0.3) else None


def _child(on: Occasion) -> Custody:
    """A child of the citizen: the relation is what the citizen is to the child."""
    child = person(on.dice, on=on.today, ages=(0, 17), family=on.citizen.name.family[0])
    parent = {Gender.FEMALE: RelationCode.MOTHER}.get(on.citizen.gender, RelationCode.FATHER)
    return Custody(
        id=compose.entry_id(on.dice.uuid()),
        author=compose.register_author(compose.Register.CPR),
        code=CHILD_CUSTODY,
        person=compose.cpr_id(child.cpr) if on.dice.chance(0.9) else None,
        name=child.name,
        relation=compose.relation(parent),
    )


def _holder(on: Occasion) -> Custody:
    """A holder of custody of the citizen: the relation is what the citizen is to the holder."""
    family = None if on.contents.protected else on.citizen.name.family[0]
    holder = person(on.dice, on=on.today, ages=(20, 50), family=family)
    return Custody(
        id=compose.entry_id(on.dice.uuid()),
        author=compose.register_author(compose.Register.CPR),
        code=CUSTODY_BY,
        person=compose.cpr_id(holder.cpr) if on.dice.chance(0.9) else None,
        name=holder.name,
        relation=compose.relation(RelationCode.CHILD),
    )


def _dentist(on: Occasion, numbers: int) -> Dentist:
    dice = on.dice
    return Dentist(
        id=compose.skr_id(Oid.SKR_DENTIST, dice.uuid()),
        author=_author(on),
        provider=compose.yder_id(dice.digits(6)),
        clinic=dice.one(DENTISTS),
        address=address(dice, use=Use.WORK) if dice.chance(0.9) else None,
        telecoms=tuple(_number(on, Use.WORK) for _ in range(numbers)),
    )
