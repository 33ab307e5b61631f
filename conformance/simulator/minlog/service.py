"""MinLog: which registrations are taken, and which of them a citizen's view shows, and how."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import Enum, auto

from conformance.minlog.lookup import LogStatement, LookupRequest
from conformance.minlog.registration import Filter, LogEntry, Outcome, Rejection
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.hsuid import Hsuid, HsuidAttribute, HsuidUserType
from conformance.simulator.minlog.settings import MinLogSettings
from conformance.simulator.state.blurring import Blurring
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.registers import Bond, Kinship
from conformance.simulator.state.world import World


class Viewer(Enum):
    """As whom a citizen's MinLog is seen."""

    CITIZEN = auto()
    """The citizen, a guardian in the citizen's place, or a system for the citizen."""

    CUSTODIAN = auto()
    """Who holds custody of the citizen."""


class MinLog:
    """Takes registrations and shows them. Each rule is a method, so that a mutant can break one."""

    def __init__(self, blurring: Blurring, settings: MinLogSettings | None = None) -> None:
        self._blurring = blurring
        self._settings = settings or MinLogSettings()

    def register(self, world: World, outcomes: Iterable[Outcome]) -> list[Outcome]:
        """Enter what is sound in the citizens' logs; what became of each, in the same order.

        How many a call holds, and how many calls an hour brings, is no reason to refuse anything.
        """
        judged = list(self._spoilt(world, outcomes))
        world.write_log(outcome for outcome in judged if isinstance(outcome, LogEntry))
        return judged

    def look_up(
        self, world: World, request: LookupRequest, hsuid: Hsuid | None
    ) -> tuple[LogStatement, ...]:
        """The entries that concern the viewer, as shown at this time. Raises DgwsFault."""
        viewer = self.viewer(world, request.citizen, hsuid)
        found = [
            entry
            for entry in world.log_of(request.citizen)
            if entry.citizen_source == request.citizen_source
            and request.covers(entry)
            and self.concerns(entry, viewer)
        ]
        found.sort(key=lambda entry: entry.at, reverse=not request.oldest_first)
        return tuple(self.shown(world, entry) for entry in found)

    def viewer(self, world: World, cpr: str, hsuid: Hsuid | None) -> Viewer:
        """As whom the caller sees this citizen's log. Raises DgwsFault: not_authorized.

        A citizen by HSUID header sees the own log, and that of whom he or she has custody of or is
        the guardian of. Without such a header the citizen's own view is answered.
        """
        if hsuid is None or hsuid.get(HsuidAttribute.USER_TYPE) != HsuidUserType.CITIZEN:
            return Viewer.CITIZEN
        acting = hsuid.acting_cpr or ""
        if hsuid.is_own_call:
            if acting == cpr or _bound(world, acting, cpr, Kinship.GUARDIAN):
                return Viewer.CITIZEN
            if _bound(world, acting, cpr, Kinship.CUSTODY):
                return Viewer.CUSTODIAN
        raise DgwsFault(
            FaultCode.NOT_AUTHORIZED,
            "expected the citizen, or who has custody or guardianship, as acting user in the HSUID "
            "header, and no responsible user",
        )

    def concerns(self, entry: LogEntry, viewer: Viewer) -> bool:
        """Whether no filter of the entry leaves this viewer out."""
        left_out = Filter.NOT_CITIZEN if viewer is Viewer.CITIZEN else Filter.NOT_CUSTODIAN
        return left_out not in entry.filters

    def shown(self, world: World, entry: LogEntry) -> LogStatement:
        """The entry, with pseudonyms where the place of treatment has decided so."""
        return self._blurring.shown(world.blurring, entry, world.now)

    def _spoilt(self, world: World, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The outcomes with the faults of this world."""
        is_second = False
        for outcome in outcomes:
            if isinstance(outcome, Rejection):
                yield replace(outcome, code=self._settings.invalid_code)
            elif world.has_fault(Fault.MINLOG_REJECTS, outcome.citizen):
                yield self._rejected(outcome)
            elif world.has_fault(Fault.MINLOG_REJECTS_SOME, outcome.citizen):
                yield self._rejected(outcome) if is_second else outcome
                is_second = not is_second
            else:
                yield outcome

    def _rejected(self, entry: LogEntry) -> Rejection:
        return Rejection(
            code=self._settings.rejected_code,
            text="the simulated fault",
            sequence_number=entry.sequence_number,
        )


def _bound(world: World, adult: str, child: str, kinship: Kinship) -> bool:
    return Bond(adult=adult, child=child, kinship=kinship) in world.bonds
