"""The simulator with one thing wrong in what MinLog takes, and in what it shows."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from conformance.minlog.lookup import LogStatement
from conformance.minlog.registration import LogEntry, Outcome, Rejection
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.hsuid import Hsuid
from conformance.simulator.minlog.service import MinLog, Viewer
from conformance.simulator.mutants.mutant import named
from conformance.simulator.mutants.replaced import WithMinLog, WithSfsk
from conformance.simulator.parts import Parts
from conformance.simulator.sfsk.callers import Caller, UserType
from conformance.simulator.sfsk.service import Sfsk
from conformance.simulator.state.blurring import TERM, Blurring, BlurringRegister
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.state.world import World

_LONGEST_ACTIVITY: Final = 75


class _Blurring(Parts):
    def __init__(self, kind: type[Blurring]) -> None:
        self._kind = kind

    def blurring(self) -> Blurring:
        return self._kind()


class _AllOrNothing(MinLog):
    def register(self, world: World, outcomes: Iterable[Outcome]) -> list[Outcome]:
        judged = list(outcomes)
        if not any(isinstance(outcome, Rejection) for outcome in judged):
            return super().register(world, judged)
        return [
            Rejection(
                code="invalid",
                text="another one is invalid",
                sequence_number=outcome.sequence_number,
            )
            for outcome in judged
        ]


class _NamesNoFailure(MinLog):
    def register(self, world: World, outcomes: Iterable[Outcome]) -> list[Outcome]:
        return [
            replace(outcome, sequence_number=None) if isinstance(outcome, Rejection) else outcome
            for outcome in super().register(world, outcomes)
        ]


class _TakesAnyLength(MinLog):
    def register(self, world: World, outcomes: Iterable[Outcome]) -> list[Outcome]:
        return super().register(world, [_forgiven(outcome, world.now) for outcome in outcomes])


def _forgiven(outcome: Outcome, now: datetime) -> Outcome:
    """An entry in place of the one that was too long."""
    if isinstance(outcome, LogEntry) or "characters" not in outcome.text:
        return outcome
    return LogEntry(
        citizen="0000000000",
        user_id="0000000000",
        user_id_source="CPR",
        at=now,
        received_at=now,
        system_name="cut",
        activity="cut",
        written_by="cut",
    )


class _RefusesTheLongest(MinLog):
    def register(self, world: World, outcomes: Iterable[Outcome]) -> list[Outcome]:
        return super().register(world, [self._judged(outcome) for outcome in outcomes])

    def _judged(self, outcome: Outcome) -> Outcome:
        if isinstance(outcome, LogEntry) and len(outcome.activity) >= _LONGEST_ACTIVITY:
            return Rejection(
                code="invalid", text="too long", sequence_number=outcome.sequence_number
            )
        return outcome


class _ShowsNoReason(MinLog):
    def shown(self, world: World, entry: LogEntry) -> LogStatement:
        statement = super().shown(world, entry)
        return replace(statement, entry=replace(statement.entry, reason=None))


class _ShowsEverything(MinLog):
    def concerns(self, entry: LogEntry, viewer: Viewer) -> bool:
        del entry, viewer
        return True


class _ShowsEverybody(MinLog):
    def viewer(self, world: World, cpr: str, hsuid: Hsuid | None) -> Viewer:
        del world, cpr, hsuid
        return Viewer.CITIZEN


class _ShowsTheCitizenAlone(MinLog):
    def viewer(self, world: World, cpr: str, hsuid: Hsuid | None) -> Viewer:
        viewer = super().viewer(world, cpr, hsuid)
        if viewer is Viewer.CUSTODIAN:
            raise DgwsFault(FaultCode.NOT_AUTHORIZED, "only the citizen is shown the log")
        return viewer


class _OldPseudonym(Blurring):
    def pseudonym(self, name: str, citizen: str, salt: str) -> str:
        text = f"{name.replace(' ', '+')}+{citizen}+{salt}"
        return sha256(text.encode()).hexdigest()[:10]


class _NameAsWritten(Blurring):
    def pseudonym(self, name: str, citizen: str, salt: str) -> str:
        return str(uuid5(NAMESPACE_OID, "+".join((name.replace(" ", "+"), citizen, salt))))


class _ShowsTheNumber(Blurring):
    def shown(self, register: BlurringRegister, entry: LogEntry, now: datetime) -> LogStatement:
        return replace(super().shown(register, entry, now), hides_user=False)


class _BlursForEver(Blurring):
    def is_blurred(self, register: BlurringRegister, entry: LogEntry, now: datetime) -> bool:
        del now
        return any(
            decision.organisation == entry.organisation_id
            and decision.citizen in (None, entry.citizen)
            for decision in register.decisions
        )


class _KnowsNoExtension(Blurring):
    def is_blurred(self, register: BlurringRegister, entry: LogEntry, now: datetime) -> bool:
        decisions = tuple(
            replace(decision, ends_at=decision.decided_at + TERM) for decision in register.decisions
        )
        return super().is_blurred(replace(register, decisions=decisions), entry, now)


class _KnowsNoDisclosure(Blurring):
    def is_disclosed(self, register: BlurringRegister, citizen: str, user_id: str | None) -> bool:
        del register, citizen, user_id
        return False


class _DisclosesAll(Blurring):
    def is_disclosed(self, register: BlurringRegister, citizen: str, user_id: str | None) -> bool:
        del user_id
        return any(each.citizen == citizen for each in register.disclosures)


class _BlursTowardsAll(Blurring):
    def is_blurred(self, register: BlurringRegister, entry: LogEntry, now: datetime) -> bool:
        return any(
            decision.organisation == entry.organisation_id and decision.is_in_force(now)
            for decision in register.decisions
        )


class _LogsTheHandAlone(Sfsk):
    def _write_log(self, world: World, caller: Caller, cpr: str) -> None:
        super()._write_log(world, replace(caller, responsible=None), cpr)


class _LogsThemselves(Sfsk):
    def _write_log(self, world: World, caller: Caller, cpr: str) -> None:
        if caller.responsible is None and caller.user is not None:
            code = caller.user.authorisation_code
            oneself = StaffMember(
                cpr=caller.user.cpr,
                given_name=caller.user.given_name,
                surname=caller.user.surname,
                authorisation_code=code,
            )
            caller = replace(caller, responsible=oneself)
        super()._write_log(world, caller, cpr)


class _LogsThoseWhoActForCitizens(Sfsk):
    def log(self, world: World, caller: Caller, cpr: str) -> None:
        super().log(world, caller, cpr)
        if caller.user_type in (UserType.CITIZEN_ON_BEHALF, UserType.IDWS_CITIZEN):
            self._write_log(world, caller, cpr)


MUTANTS: Final = named(
    (
        "service-minlog-all-or-nothing",
        "One registration that fails drags the others along.",
        WithMinLog(_AllOrNothing),
    ),
    (
        "service-minlog-names-no-failure",
        "The answer does not say which registration failed.",
        WithMinLog(_NamesNoFailure),
    ),
    (
        "service-minlog-any-length",
        "A field that is too long is said to be taken.",
        WithMinLog(_TakesAnyLength),
    ),
    (
        "service-minlog-refuses-the-longest",
        "An activity of 75 characters is refused.",
        WithMinLog(_RefusesTheLongest),
    ),
    ("service-minlog-shows-no-reason", "The reason is not shown.", WithMinLog(_ShowsNoReason)),
    ("service-minlog-shows-everything", "No filter counts.", WithMinLog(_ShowsEverything)),
    (
        "service-minlog-shows-everybody",
        "A citizen is shown everybody's log.",
        WithMinLog(_ShowsEverybody),
    ),
    (
        "service-minlog-citizen-alone",
        "A holder of custody is not shown the child's log.",
        WithMinLog(_ShowsTheCitizenAlone),
    ),
    (
        "service-old-pseudonym",
        "A pseudonym is ten digits of a hash, as an older text has it.",
        _Blurring(_OldPseudonym),
    ),
    (
        "service-name-as-written",
        "A pseudonym is made of the name without capitals.",
        _Blurring(_NameAsWritten),
    ),
    (
        "service-shows-the-number",
        "The number of who is hidden is shown.",
        _Blurring(_ShowsTheNumber),
    ),
    ("service-blurs-for-ever", "A decision to hide staff never ends.", _Blurring(_BlursForEver)),
    (
        "service-knows-no-extension",
        "A decision ends after 90 days, extended or not.",
        _Blurring(_KnowsNoExtension),
    ),
    (
        "service-knows-no-disclosure",
        "Who has been named to the citizen stays hidden.",
        _Blurring(_KnowsNoDisclosure),
    ),
    (
        "service-discloses-all",
        "Naming one to the citizen names all.",
        _Blurring(_DisclosesAll),
    ),
    (
        "service-blurs-towards-all",
        "A decision about one citizen hides staff from all.",
        _Blurring(_BlursTowardsAll),
    ),
    (
        "service-logs-the-hand-alone",
        "On whose behalf a look-up was is not registered.",
        WithSfsk(_LogsTheHandAlone),
    ),
    (
        "service-logs-themselves",
        "A look-up on one's own behalf is registered as on somebody's.",
        WithSfsk(_LogsThemselves),
    ),
    (
        "service-logs-who-acts-for-citizens",
        "A look-up by who acts for a citizen, or by token, is registered.",
        WithSfsk(_LogsThoseWhoActForCitizens),
    ),
)
"""Deviations by name."""
