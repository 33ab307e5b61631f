"""The national state of one test: citizens, bonds, staff, faults, clock, MinLog and journal.

Its verbs are those of the domain. Values in it are replaced, never changed in place, so that a
scenario may act while the services answer.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final, TypedDict
from uuid import NAMESPACE_URL, uuid5

from conformance.clock import COPENHAGEN, SettableClock
from conformance.minlog.registration import LogEntry
from conformance.minlog.vocabulary import OrganisationSource
from conformance.pdc.codes import RelationCode
from conformance.pdc.datatypes import Address, PersonName, Telecom
from conformance.simulator.state.access_log import AccessLog
from conformance.simulator.state.announcements import announce
from conformance.simulator.state.blurring import BlurringRegister
from conformance.simulator.state.broker import Notifications
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import Journal
from conformance.simulator.state.registers import (
    OPT_OUT_AGE,
    Bond,
    Citizen,
    DentalClinic,
    Kin,
    Kinship,
    Practitioner,
    StaffMember,
    TemporaryStay,
    TypedIn,
)

COVERAGE_GROUPS: Final = ("1", "2")
"""Groups of the health insurance (Sygesikringen). Source: PDC-DK dossier 5.8."""

DEFAULT_SLOW_SECONDS: Final = 5.0
"""How late a service answers when it is slow."""


class UnknownCitizen(KeyError):
    """No citizen has this CPR number."""

    def __str__(self) -> str:
        return f"no citizen in the simulated registers has CPR number {self.args[0]}"


class NotPermitted(ValueError):
    """The law or a register does not allow it; the message says why."""


class Settings(TypedDict):
    """The fields of a world that outlast its citizens."""

    whitelist: frozenset[str] | None
    slow_seconds: float
    blurring: BlurringRegister
    notifications: Notifications


@dataclass
class World:
    """What the simulated services know, and what has happened to them."""

    clock: SettableClock = field(default_factory=SettableClock)
    citizens: dict[str, Citizen] = field(default_factory=dict)
    staff: dict[str, StaffMember] = field(default_factory=dict)
    dentists: dict[str, DentalClinic] = field(default_factory=dict)
    bonds: frozenset[Bond] = frozenset()
    faults: frozenset[tuple[Fault, str | None]] = frozenset()
    whitelist: frozenset[str] | None = None
    slow_seconds: float = DEFAULT_SLOW_SECONDS
    log: AccessLog = field(default_factory=AccessLog)
    blurring: BlurringRegister = field(default_factory=BlurringRegister)
    notifications: Notifications = field(default_factory=Notifications)
    journal: Journal = field(default_factory=Journal)

    @property
    def now(self) -> datetime:
        """The present instant of this world."""
        return self.clock()

    def emptied(self) -> "World":
        """A world that knows nothing yet, and works by the same settings."""
        return World(**self.settings())

    def settings(self) -> "Settings":
        """What a tester has set, and no citizen has brought about."""
        return Settings(
            whitelist=self.whitelist,
            slow_seconds=self.slow_seconds,
            blurring=BlurringRegister(settings=self.blurring.settings),
            notifications=Notifications(settings=self.notifications.settings),
        )

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

    def list_dentists(self, *clinics: DentalClinic) -> None:
        """Let the Yderregister know these clinics, in place of what it knew of them."""
        self.dentists = {**self.dentists, **{clinic.yder: clinic for clinic in clinics}}

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

    def register_treatment_will(self, cpr: str) -> None:
        """The citizen registers a treatment will (behandlingstestamente).

        NotPermitted beside a living will: guide 2025-06-26, one of the two, never both.
        """
        citizen = self.citizen(cpr)
        if citizen.living_will:
            raise NotPermitted("expected no living will beside a treatment will, found one")
        self._put(replace(citizen, treatment_will=True))

    def withdraw_treatment_will(self, cpr: str) -> None:
        """The citizen has no treatment will any more."""
        self._put(replace(self.citizen(cpr), treatment_will=False))

    def register_living_will(self, cpr: str) -> None:
        """The citizen has a living will (livstestamente).

        NotPermitted beside a treatment will: guide 2025-06-26, one of the two, never both.
        """
        citizen = self.citizen(cpr)
        if citizen.treatment_will:
            raise NotPermitted("expected no treatment will beside a living will, found one")
        self._put(replace(citizen, living_will=True))

    def withdraw_living_will(self, cpr: str) -> None:
        """The citizen has no living will any more."""
        self._put(replace(self.citizen(cpr), living_will=False))

    def register_organ_donor(self, cpr: str) -> None:
        """The citizen is in the register of organ donors."""
        self._put(replace(self.citizen(cpr), organ_donor=True))

    def withdraw_organ_donor(self, cpr: str) -> None:
        """The citizen is in the register of organ donors no more."""
        self._put(replace(self.citizen(cpr), organ_donor=False))

    def move(self, cpr: str, address: Address) -> None:
        """The citizen moves: CPR has another address."""
        self._put(replace(self.citizen(cpr), address=address))

    def rename(self, cpr: str, name: PersonName) -> None:
        """The citizen changes name: CPR has another one. What was typed in keeps the old one."""
        self._put(replace(self.citizen(cpr), name=name))

    def record_death(self, cpr: str, on: date) -> None:
        """The citizen died on that day; `deaths` tells what comes of it. NotPermitted before birth.

        A day still to come is a plan: it counts when its time has come.
        """
        citizen = self.citizen(cpr)
        if on < citizen.born:
            raise NotPermitted(f"expected a death not before {citizen.born}, found {on}")
        self._put(replace(citizen, died_on=on))

    def annul_death(self, cpr: str) -> None:
        """The death was a mistake: the citizen lives."""
        self._put(replace(self.citizen(cpr), died_on=None))

    def choose_practitioner(self, cpr: str, practitioner: Practitioner) -> None:
        """The citizen has this general practitioner from now on."""
        self._put(replace(self.citizen(cpr), practitioner=practitioner))

    def leave_practitioner(self, cpr: str) -> None:
        """The citizen has no general practitioner any more."""
        self._put(replace(self.citizen(cpr), practitioner=None))

    def assign_coverage_group(self, cpr: str, group: str) -> None:
        """The citizen is in this group of the health insurance. NotPermitted unless 1 or 2."""
        citizen = self.citizen(cpr)
        if group not in COVERAGE_GROUPS:
            raise NotPermitted(f"expected coverage group 1 or 2, found {group!r}")
        self._put(replace(citizen, coverage_group=group))

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

    def strike_parent(self, adult: str, child: str) -> None:
        """*adult* is no parent of *child* after all; custody and guardianship stay as they are."""
        self.bonds -= {Bond(adult=adult, child=child, kinship=Kinship.PARENT)}

    def dismiss_guardian(self, adult: str, child: str) -> None:
        """*adult* is guardian of *child* no more; parenthood and custody stay as they are."""
        self.bonds -= {Bond(adult=adult, child=child, kinship=Kinship.GUARDIAN)}

    def record_parent(self, adult: str, child: str) -> None:
        """*adult* is a biological parent of *child*."""
        self._bind(Bond(adult=adult, child=child, kinship=Kinship.PARENT))

    def appoint_guardian(self, adult: str, child: str) -> None:
        """*adult* becomes guardian of *child*."""
        self._bind(Bond(adult=adult, child=child, kinship=Kinship.GUARDIAN))

    def protect(self, cpr: str) -> None:
        """The citizen gets name and address protection."""
        self._put(replace(self.citizen(cpr), protected=True))

    def lift_protection(self, cpr: str) -> None:
        """The citizen's name and address protection ends."""
        self._put(replace(self.citizen(cpr), protected=False))

    def admit_organisations(self, *cvrs: str) -> None:
        """Only these organisations, by CVR number, may call the services."""
        self.whitelist = frozenset(cvrs)

    def admit_every_organisation(self) -> None:
        """Any organisation may call the services."""
        self.whitelist = None

    def answer_late(self, seconds: float) -> None:
        """A slow service answers that many seconds late. NotPermitted below nought."""
        if not 0 <= seconds < float("inf"):
            raise NotPermitted(f"expected seconds from 0 on, found {seconds}")
        self.slow_seconds = seconds

    def inject(self, fault: Fault, cpr: str | None = None) -> None:
        """Go wrong in this way from now on, for one citizen or (None) for all.

        A member of staff is one too: the STS knows them by their CPR numbers.
        """
        if cpr is not None and cpr not in self.staff:
            self.citizen(cpr)
        self.faults |= {(fault, cpr)}

    def mend(self, fault: Fault) -> None:
        """Stop going wrong in this way, for everybody."""
        self.faults = frozenset(pair for pair in self.faults if pair[0] is not fault)

    def mend_for(self, fault: Fault, cpr: str) -> None:
        """Stop going wrong in this way for one citizen; what is wrong for all stays so."""
        if cpr not in self.staff:
            self.citizen(cpr)
        self.faults -= {(fault, cpr)}

    def mend_all(self) -> None:
        """Stop going wrong in any way."""
        self.faults = frozenset()

    def has_fault(self, fault: Fault, cpr: str | None = None) -> bool:
        """Whether the fault is on for all, or for this citizen."""
        return (fault, None) in self.faults or (fault, cpr) in self.faults

    def faults_at_work(
        self, faults: Iterable[Fault], citizens: Collection[str]
    ) -> tuple[Fault, ...]:
        """Those of *faults* that are on for all, or for one of *citizens*, in their order."""
        if not self.faults:
            return ()
        whose = citizens or (None,)
        return tuple(f for f in faults if any(self.has_fault(f, cpr) for cpr in whose))

    def faults_of(self, cpr: str) -> frozenset[Fault]:
        """The faults that are on for all, or for this citizen."""
        return frozenset(fault for fault, whose in self.faults if whose in (None, cpr))

    def write_log(self, entries: Iterable[LogEntry]) -> None:
        """Enter registrations in the citizens' MinLog."""
        self.log.append(*entries)

    def log_of(self, cpr: str) -> tuple[LogEntry, ...]:
        """The citizen's MinLog, oldest first."""
        return self.log.of(cpr)

    def blur_organisation(self, cvr: str, cpr: str) -> None:
        """An organisation decides that this citizen sees its staff by pseudonym, for 90 days."""
        self.citizen(cpr)
        self.blurring = self.blurring.blur(cvr, OrganisationSource.CVR, cpr, self.now)

    def blur_department(self, sor: str) -> None:
        """A department decides that every citizen sees its staff by pseudonym, for 90 days."""
        self.blurring = self.blurring.blur(sor, OrganisationSource.SOR, None, self.now)

    def extend_blurring(self, organisation: str, cpr: str | None = None) -> None:
        """The decision that is in force holds for another 90 days. Raises NotBlurred."""
        self.blurring = self.blurring.extend(organisation, cpr, self.now)

    def lift_blurring(self, organisation: str, cpr: str | None = None) -> None:
        """The decision that is in force ends at once. Raises NotBlurred."""
        self.blurring = self.blurring.lift(organisation, cpr, self.now)

    def disclose(self, cpr: str, user_id: str) -> None:
        """On request, the place of treatment tells the citizen who this user in the log is."""
        if not any(user_id in (e.user_id, e.on_behalf_of_id) for e in self.log_of(cpr)):
            raise NotPermitted(f"expected a user in the MinLog of {cpr}, found no {user_id} there")
        self.blurring = self.blurring.disclose(cpr, user_id)

    def _put(self, citizen: Citizen) -> None:
        before = self.citizens.get(citizen.cpr)
        self.citizens = {**self.citizens, citizen.cpr: citizen}
        announce(self, before, citizen)

    def _bind(self, bond: Bond) -> None:
        self.citizen(bond.adult)
        self.citizen(bond.child)
        self.bonds |= {bond}
