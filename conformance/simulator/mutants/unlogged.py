"""The simulator with one thing wrong in which registrations count, and whose log they are in."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from conformance.minlog.destination import FIELDS
from conformance.minlog.log_entry import LogEntry, destination_fields
from conformance.minlog.lookup import LogStatement, LookupRequest
from conformance.minlog.registration import Outcome, Rejection
from conformance.security.hsuid import Hsuid
from conformance.simulator.minlog.service import MinLog
from conformance.simulator.mutants.mutant import named
from conformance.simulator.mutants.replaced import WithMinLog
from conformance.simulator.state.world import World


def _rejected(entry: LogEntry, text: str) -> Rejection:
    return Rejection(code="invalid", text=text, sequence_number=entry.sequence_number)


class _OneAccessAUser(MinLog):
    def register(self, world: World, outcomes: Iterable[Outcome]) -> list[Outcome]:
        return super().register(world, self._without_repeats(outcomes))

    def _without_repeats(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        seen: set[tuple[str, str]] = set()
        for outcome in outcomes:
            if isinstance(outcome, Rejection):
                yield outcome
                continue
            access = (outcome.user_id, outcome.citizen)
            yield _rejected(outcome, "told already") if access in seen else outcome
            seen.add(access)


class _RefusesTheLimit(MinLog):
    def register(self, world: World, outcomes: Iterable[Outcome]) -> list[Outcome]:
        return super().register(world, [self._judged(outcome) for outcome in outcomes])

    def _judged(self, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Rejection):
            return outcome
        full = [name for name, text, _ in destination_fields(outcome) if _is_full(name, text)]
        return _rejected(outcome, f"too long: {', '.join(full)}") if full else outcome


def _is_full(name: str, text: str) -> bool:
    return len(text) == FIELDS[name].longest


class _OneLogForAll(MinLog):
    def look_up(
        self, world: World, request: LookupRequest, hsuid: Hsuid | None
    ) -> tuple[LogStatement, ...]:
        shown = list(super().look_up(world, request, hsuid))
        for cpr in sorted({entry.citizen for entry in world.log} - {request.citizen}):
            shown += super().look_up(world, replace(request, citizen=cpr), None)
        return tuple(shown)


MUTANTS: Final = named(
    (
        "service-minlog-one-access-a-user",
        "Of several accesses by one user to one card only the first of a call is taken.",
        WithMinLog(_OneAccessAUser),
    ),
    (
        "service-minlog-refuses-the-limit",
        "A field that is just as long as it may be is refused.",
        WithMinLog(_RefusesTheLimit),
    ),
    (
        "service-minlog-one-log-for-all",
        "Who is shown a log is shown the other citizens' accesses too.",
        WithMinLog(_OneLogForAll),
    ),
)
"""Deviations by name."""
