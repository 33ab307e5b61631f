"""Being notified: for whom, where notifications wait, and what is done when there is one."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Final

from conformance.reference.behaviour import Behaviour
from conformance.reference.keys import KeyMissing
from conformance.reference.nas_client import Nas, Sender
from conformance.reference.soap import ServiceUnavailable
from conformance.reference.sts_client import IdCards

_LIST: Final = "fsk-reference-system"


@dataclass(kw_only=True)
class Notifications:
    """The subscription of this system. It may be used from any thread.

    What cannot be done because the service is out of reach is tried again at the next poll.
    """

    nas: Nas
    id_cards: IdCards
    clock: Callable[[], datetime]
    behaviour: Behaviour
    refresh: Callable[[tuple[str, ...]], object]
    _citizens: tuple[str, ...] | None = None
    _listed: tuple[str, ...] | None = None
    _pull_point: str | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def are_on(self) -> bool:
        """Tell whether the system is to be notified of anybody."""
        return self._citizens is not None

    @property
    def in_care(self) -> frozenset[str] | None:
        """Who is in the system's care; None when it has not been told."""
        return None if self._citizens is None else frozenset(self._citizens)

    def forget(self) -> None:
        with self._lock:
            self._citizens = self._listed = self._pull_point = None

    def care_for(self, citizens: tuple[str, ...]) -> None:
        """Be notified of these citizens from now on, and of no others."""
        with self._lock, suppress(ServiceUnavailable, KeyMissing):
            self._citizens = citizens
            self._establish()

    def poll(self) -> None:
        """Fetch notifications, and fetch the cards of those whom they are about."""
        with self._lock:
            try:
                self._poll()
            except (ServiceUnavailable, KeyMissing):
                if not self.behaviour.polls_again():
                    self._citizens = None

    def _poll(self) -> None:
        self._establish()
        if self._citizens is None or self._pull_point is None:
            return
        notified = self.nas.notified(self._pull_point, self._sender())
        marked = self.behaviour.to_refresh(notified, frozenset(self._citizens))
        self.refresh(tuple(marked))
        if not self.behaviour.polls_after(notified):
            self._citizens = None

    def _establish(self) -> None:
        """Bring the list up to date, and subscribe when that is not done yet."""
        if self._citizens is None:
            return
        if self._listed != self._citizens:
            self.nas.keep_list(_LIST, self._citizens, self._sender())
            self._listed = self._citizens
        if self._pull_point is None:
            address = self.nas.new_pull_point(self._sender())
            self.nas.subscribe(address, self.behaviour.wish(_LIST), self._sender())
            self._pull_point = address

    def _sender(self) -> Sender:
        card = self.id_cards.system(self.behaviour.notification_level())
        return Sender(id_card=card, now=self.clock())
