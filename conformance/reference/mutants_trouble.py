"""Systems that do not stand trouble with the services, one thing each."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from conformance.reference.behaviour import Behaviour
from conformance.reference.log_entry import NO_RECEIPT, LogEntry, Receipt
from conformance.reference.mutant import Mutant, registrar
from conformance.reference.shown import IntegrationMethod, User, View

TROUBLE_MUTANTS: Final[dict[str, Mutant]] = {}
"""The mutants of this module by name."""

_mutant = registrar(TROUBLE_MUTANTS)


@_mutant("outage-shown-as-empty-card")
class OutageShownAsEmptyCard(Behaviour):
    """A card that could not be fetched is shown as one in which nothing stands."""

    def opening(self, open_card: Callable[[], View], /) -> View:
        view = open_card()
        if view.outcome != "unavailable":
            return view
        return msgspec.structs.replace(view, outcome="shown", message="")


@_mutant("outage-shown-as-no-card")
class OutageShownAsNoCard(Behaviour):
    """The user is told that the citizen has no card when the service gave none."""

    def opening(self, open_card: Callable[[], View], /) -> View:
        view = open_card()
        if view.outcome != "unavailable":
            return view
        return msgspec.structs.replace(view, outcome="not-found")


@_mutant("outage-without-a-word")
class OutageWithoutAWord(Behaviour):
    """No message stands where the card would, or beside a local copy that stands in for it."""

    def opening(self, open_card: Callable[[], View], /) -> View:
        return msgspec.structs.replace(open_card(), message="")


@_mutant("gives-up-after-outage")
class GivesUpAfterOutage(Behaviour):
    """After the first failure the service is held to be down for good."""

    def __init__(self) -> None:
        self._failure: View | None = None

    def begin(self) -> None:
        self._failure = None

    def opening(self, open_card: Callable[[], View], /) -> View:
        if self._failure is not None:
            return self._failure
        view = open_card()
        if view.outcome == "unavailable":
            self._failure = view
        return view


@_mutant("reads-bare-answers-only")
class ReadsBareAnswersOnly(Behaviour):
    """An answer in a multipart message is not read."""

    def most_attachments(self) -> int:
        return 0


@_mutant("partial-failure-repeats-all")
class PartialFailureRepeatsAll(Behaviour):
    """When MinLog rejects some registrations, those that it took are sent again with them."""

    def still_waiting(self, sent: Sequence[LogEntry], receipt: Receipt, /) -> frozenset[str]:
        if not receipt.refused(sent):
            return frozenset()
        return frozenset(entry.sequence for entry in sent)


@_mutant("logging-given-up-after-outage")
class LoggingGivenUpAfterOutage(Behaviour):
    """After MinLog has once given no receipt, later accesses are not registered any more."""

    def __init__(self) -> None:
        self._has_given_up = False

    def begin(self) -> None:
        self._has_given_up = False

    def still_waiting(self, sent: Sequence[LogEntry], receipt: Receipt, /) -> frozenset[str]:
        self._has_given_up = self._has_given_up or receipt is NO_RECEIPT
        return super().still_waiting(sent, receipt)

    def writes_log(self, method: IntegrationMethod, user: User, /) -> bool:
        return not self._has_given_up and super().writes_log(method, user)
