"""The national state of one test: citizens, bonds, staff, faults, clock, MinLog and journal.

Its verbs are those of the domain. Values in it are replaced, never changed in place, so that a
scenario may act while the services answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from conformance.clock import COPENHAGEN, SettableClock
from conformance.pdc.codes import RelationCode
from conformance.pdc.datatypes import Address, PersonName, Telecom
from conformance.simulator.faults import Fault
from conformance.simulator.journal import Journal
from conformance.simulator.log_entries import LogEntry
from conformance.simulator.registers import (
    OPT_OUT_AGE,
    Bond,
    Citizen,
    Kin,
    Kinship,
    StaffMember,
    TemporaryStay,
    TypedIn,
)

DEFAULT_SLOW_SECONDS: Final = 5.0
"""How late SFSK answers when it is slow."""


class UnknownCitizen(KeyError):
    """No citizen has this CPR number."""

    def __str__(self) -> str:
        return f"no citizen in the simulated registers has CPR number {self.args[0]}"


class NotPermitted(ValueError):
    """The law or a register does not allow it; the message says why."""


@dataclass
class World:
    """What the simulated services know, and what has happened to them."""

    clock: SettableClock = field(default_factory=SettableClock)
    citizens: dict[str, Citizen] = field(default_factory=dict)
    staff: dict[str, StaffMember] = field(default_factory=dict)
    bonds: frozenset[Bond] = frozenset()
    faults: frozenset[tuple[Fault, str | None]] = frozenset()
    whitelist: frozenset[str] | None = None
    slow_seconds: float = DEFAULT_SLOW_SECONDS
    log: tuple[LogEntry, ...] = ()
    journal: Journal = field(default_factory=Journal)

    @property
    def now(self) -> datetime:
        """The present instant of this world."""
        return self.clock()

    def citizen(self, cpr: str) -> Citizen:
        """The citizen with this CPR number; UnknownCitizen when there is none."""
        try:
            return self.citizens[cpr]
        except KeyError:
            raise UnknownCitizen(cpr) from None

    def admit(self, *citizens: Citizen) -> None:
        """Let the registers know these citizens, in place of what they knew of them."""
        for citizen in citizens:
            self._put(citizen)

    def forget(self, cpr: str) -> None:
        """Let the registers know nothing of this citizen."""
        self.citizen(cpr)
        self.citizens = {known: c for known, c in self.citizens.items() if known != cpr}
        self.bonds = frozenset(bond for bond in self.bonds if cpr not in (bond.adult, bond.child))

    def employ(self, *staff: StaffMember) -> None:
        """Let the register of authorisations know these members of staff."""
        self.staff = {**self.staff, **{member.cpr: member for member in staff}}

    def register_opt_out(self, cpr: str, *, at: datetime | None = None) -> None:
        """The citizen opts out of resuscitation *at* (default: now); it counts after seven days.

        NotPermitted below the age of 60 (bill L 47, § 25 a).
        """
        citizen = self.citizen(cpr)
        registered_at = at or self.now
        age = citizen.age(registered_at.astimezone(COPENHAGEN).date())
        if age < OPT_OUT_AGE:
            raise NotPermitted(f"expected a citizen of {OPT_OUT_AGE} or more, found one of {age}")
        self._put(replace(citizen, opted_out_at=registered_at))

    def withdraw_opt_out(self, cpr: str) -> None:
        """The citizen withdraws the opt-out, with effect at once."""
        self._put(replace(self.citizen(cpr), opted_out_at=None))

    def stay_at(self, cpr: str, address: Address, *, start: datetime, end: datetime | None) -> None:
        """The citizen registers a temporary address, in place of an earlier one."""
        citizen = self.citizen(cpr)
        stay = TemporaryStay(
            id=str(uuid5(NAMESPACE_URL, f"stay:{cpr}:{start.isoformat()}:{address.lines}")),
            address=address,
            start=start,
            end=end,
            typed_in=TypedIn(at=min(start, self.now), by=citizen.name),
        )
        self._put(replace(citizen, stay=stay))

    def leave_temporary_address(self, cpr: str) -> None:
        """The citizen deletes the temporary address."""
        self._put(replace(self.citizen(cpr), stay=None))

    def name_relative(self, cpr: str, name: PersonName, relation: RelationCode, phone: str) -> None:
        """The citizen names a relative, with one mobile number."""
        citizen = self.citizen(cpr)
        kin = Kin(
            id=str(uuid5(NAMESPACE_URL, f"kin:{cpr}:{name.full}")),
            name=name,
            relation=relation,
            numbers=(Telecom.tel(phone),),
            typed_in=TypedIn(at=self.now, by=citizen.name),
        )
        self._put(replace(citizen, relatives=(*citizen.relatives, kin)))

    def give_custody(self, adult: str, child: str) -> None:
        """*adult* gets custody of *child*."""
        self._bind(Bond(adult=adult, child=child, kinship=Kinship.CUSTODY))

    def remove_custody(self, adult: str, child: str) -> None:
        """*adult* loses custody of *child*; parenthood and guardianship stay as they are."""
        self.bonds -= {Bond(adult=adult, child=child, kinship=Kinship.CUSTODY)}

    def record_parent(self, adult: str, child: str) -> None:
        """*adult* is a biological parent of *child*."""
        self._bind(Bond(adult=adult, child=child, kinship=Kinship.PARENT))

    def appoint_guardian(self, adult: str, child: str) -> None:
        """*adult* becomes guardian of *child*."""
        self._bind(Bond(adult=adult, child=child, kinship=Kinship.GUARDIAN))

    def protect(self, cpr: str) -> None:
        """The citizen gets name and address protection."""
        self._put(replace(self.citizen(cpr), protected=True))

    def inject(self, fault: Fault, cpr: str | None = None) -> None:
        """Go wrong in this way from now on, for one citizen or (None) for all."""
        if cpr is not None:
            self.citizen(cpr)
        self.faults |= {(fault, cpr)}

    def mend(self, fault: Fault) -> None:
        """Stop going wrong in this way, for everybody."""
        self.faults = frozenset(pair for pair in self.faults if pair[0] is not fault)

    def mend_all(self) -> None:
        """Stop going wrong in any way."""
        self.faults = frozenset()

    def has_fault(self, fault: Fault, cpr: str | None = None) -> bool:
        """Whether the fault is on for all, or for this citizen."""
        return (fault, None) in self.faults or (fault, cpr) in self.faults

    def write_log(self, entries: Iterable[LogEntry]) -> None:
        """Enter registrations in the citizens' MinLog."""
        self.log = (*self.log, *entries)

    def log_of(self, cpr: str) -> tuple[LogEntry, ...]:
        """The citizen's MinLog, oldest first."""
        return tuple(entry for entry in self.log if entry.citizen == cpr)

    def _put(self, citizen: Citizen) -> None:
        self.citizens = {**self.citizens, citizen.cpr: citizen}

    def _bind(self, bond: Bond) -> None:
        self.citizen(bond.adult)
        self.citizen(bond.child)
        self.bonds |= {bond}
