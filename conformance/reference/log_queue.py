"""The queue of MinLog registrations: filled when cards are opened, emptied as MinLog accepts."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

import msgspec

from conformance.reference import rights
from conformance.reference.behaviour import Behaviour
from conformance.reference.keys import KeyMissing, KeyRing
from conformance.reference.log_entry import NO_RECEIPT, LogEntry, Receipt
from conformance.reference.minlog_client import MinLog
from conformance.reference.shown import LogQueue, User
from conformance.reference.soap import ServiceUnavailable
from conformance.reference.store import Store
from conformance.reference.sts_client import IdCards


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLog:
    """Registers in MinLog who opened whose card, and loses nothing on the way.

    Every opening by a user who was not turned away is registered, also when the card could not be
    fetched or does not exist: the user asked for the citizen's card, and the duty does not depend
    on what the service then answered (our reading; the guide says "when data are accessed").
    """

    store: Store
    minlog: MinLog
    id_cards: IdCards
    keys: KeyRing
    clock: Callable[[], datetime]
    behaviour: Behaviour
    _sending: Lock = field(default_factory=Lock, init=False)

    def opened(self, user: User, cpr: str) -> None:
        """Put one access in the queue, with the time of opening."""
        who = self.behaviour.logged_user(user, self.keys.system().organisation)
        for citizen in self.behaviour.logged_citizens(cpr):
            self.store.put_in_queue(
                LogEntry(
                    sequence=str(uuid.uuid4()),
                    opened=self.clock(),
                    citizen=citizen,
                    user_id=who.user_id,
                    user_name=who.name,
                    user_role=rights.role_of(user),
                )
            )

    def flush(self) -> LogQueue:
        """Send everything that waits, each registration once; what is refused stays.

        One flush at a time, so that nothing is sent twice. An answer that is lost on the way back
        is the one case where MinLog may see a registration again, with the same sequence number.
        """
        with self._sending:
            sent = place = 0
            most = self.behaviour.most_in_a_registration()
            while waiting := self.store.next_in_queue(place, most):
                place = waiting[-1].place
                batch = [item.entry for item in waiting]
                receipt = self._send(batch)
                left = self.behaviour.still_waiting(batch, receipt)
                done = [entry.sequence for entry in batch if entry.sequence not in left]
                self.store.take_out_of_queue(done)
                sent += len(batch) - len(receipt.refused(batch))
                if receipt is NO_RECEIPT:
                    break
            return LogQueue(sent=sent, waiting=self.store.length_of_queue())

    def _send(self, batch: list[LogEntry]) -> Receipt:
        now = self.clock()
        told = [
            msgspec.structs.replace(entry, opened=self.behaviour.log_time(entry, now))
            for entry in batch
        ]
        try:
            organisation = self.behaviour.logged_organisation(self.keys.system().organisation)
            return self.minlog.register(told, organisation, self.id_cards.system(), now)
        except (ServiceUnavailable, KeyMissing):
            return NO_RECEIPT
