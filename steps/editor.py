"""A user who edits a card on the screen of the system under test."""

from dataclasses import dataclass, field

import msgspec

from conformance.judgement import edits
from conformance.pdc.codes import Use
from conformance.pdc.datatypes import Telecom, TimeStamp
from conformance.service.callers import Callers
from conformance.simulator.state.registers import StaffMember
from conformance.skr.values import (
    ContactInformation,
    Dentist,
    Entry,
    Language,
    Relative,
    TemporaryAddress,
)
from conformance.vendor.protocol import (
    CardPart,
    Change,
    ChangeAction,
    Changed,
    ContactNumber,
    NumberUse,
)
from conformance.vendor.protocol import Relative as ShownRelative
from conformance.vendor.protocol import TemporaryAddress as ShownAddress
from steps.desk import Desk
from steps.entries import NewEntry

_USES = {Use.HOME: NumberUse.HOME, Use.MOBILE: NumberUse.MOBILE, Use.WORK: NumberUse.WORK}
ANY_ID = "00000000-0000-4000-8000-000000000000"
"""The system under test gives its entries ids of its own."""


@dataclass
class Editor:
    """Types in what the features say, and keeps what the user was told."""

    desk: Desk
    callers: Callers
    entries: list[Entry] = field(default_factory=list)
    told: list[Changed] = field(default_factory=list)

    @property
    def changed(self) -> Changed:
        """What came of the last change."""
        return self.told[-1]

    def enter(self, member: StaffMember, cpr: str, make: NewEntry) -> None:
        """Enter what was not there."""
        self.entries.append(make(ANY_ID, self.callers))
        self.send(member, cpr, change_of(ChangeAction.CREATE, self.entries[-1]))

    def update(self, member: StaffMember, cpr: str, make: NewEntry) -> None:
        """Put something else in the place of what was entered last."""
        before = self.entries[-1]
        self.entries.append(make(ANY_ID, self.callers))
        change = change_of(ChangeAction.UPDATE, self.entries[-1])
        self.send(member, cpr, msgspec.structs.replace(change, named=name_of(before)))

    def delete(self, member: StaffMember, cpr: str) -> None:
        """Remove what was entered last."""
        entry = self.entries[-1]
        part = change_of(ChangeAction.DELETE, entry).part
        change = Change(part=part, action=ChangeAction.DELETE, named=name_of(entry))
        self.send(member, cpr, change)

    def send(self, member: StaffMember, cpr: str, change: Change) -> None:
        """Let *member* make a change on the citizen's card, which is on the screen."""
        session = self.desk.open_session(member)
        self.desk.vendor.open_card(session, cpr)
        self.told.append(self.desk.vendor.change(session, cpr, change))
        self.desk.evidence.observation(
            seen_by="machine",
            title=f"What {member.given_name} {member.surname} is told of a change for {cpr}",
            content=msgspec.to_builtins({"change": change, "told": self.told[-1]}),
        )
        edits.require_understood(tuple(self.desk.world.journal))


def change_of(action: ChangeAction, entry: Entry) -> Change:
    """What a user does on the screen to enter, change or delete *entry*."""
    match entry:
        case Relative():
            return Change(part=CardPart.RELATIVES, action=action, relative=_relative(entry))
        case ContactInformation():
            numbers = _numbers(entry.telecoms)
            return Change(part=CardPart.CONTACT_NUMBERS, action=action, contact_numbers=numbers)
        case TemporaryAddress():
            address = _address(entry)
            return Change(part=CardPart.TEMPORARY_ADDRESS, action=action, temporary_address=address)
        case Language():
            return Change(part=CardPart.LANGUAGE, action=action, language=entry.language.code)
        case Dentist():
            return Change(part=CardPart.DENTIST, action=action, dentist=entry.provider.extension)


def _relative(entry: Relative) -> ShownRelative:
    return ShownRelative(
        name=entry.name.full,
        relation=entry.relation.code if entry.relation else None,
        numbers=_numbers(entry.telecoms),
        note=entry.note,
    )


def _numbers(telecoms: tuple[Telecom, ...]) -> tuple[ContactNumber, ...]:
    return tuple(
        ContactNumber(
            number=(telecom.value or "").removeprefix("tel:"),
            use=_USES[Use(telecom.use or Use.MOBILE)],
        )
        for telecom in telecoms
    )


def _address(entry: TemporaryAddress) -> ShownAddress:
    low, high = entry.period.low, entry.period.high
    return ShownAddress(
        lines=entry.address.shown,
        valid_from=low.instant if isinstance(low, TimeStamp) else None,
        valid_to=high.instant if isinstance(high, TimeStamp) else None,
    )


def name_of(entry: Entry) -> str | None:
    """By which name on the screen an entry is meant; None for what has none."""
    return entry.name.full if isinstance(entry, Relative) else None
