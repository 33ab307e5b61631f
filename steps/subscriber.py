"""The suite as a system that subscribes to notifications of changes in cards."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

from lxml import etree

from conformance.nas.id_lists import IdList
from conformance.nas.notifications import NotificationMessage
from conformance.nas.subscriptions import IdFilter, MessageContent, Subscribe, TopicExpression
from conformance.nas.vocabulary import IdType, Topic
from conformance.security.dgws import ReceivedFault
from conformance.service.nas import NasClient
from steps.caller import Caller


@dataclass
class Subscriber:
    """Names citizens, subscribes, and fetches what it is notified of."""

    caller: Caller
    nas: NasClient
    list_name: str = field(default_factory=lambda: f"fsk-conformance-{uuid4()}")
    pull_point: str = ""
    messages: list[NotificationMessage] = field(default_factory=list)
    refusals: list[ReceivedFault] = field(default_factory=list)

    def subscribe(self, citizens: Iterable[str]) -> None:
        """Make list, pull point and subscription to changes in these citizens' cards."""
        self.name_citizens(citizens)
        self.pull_point = self.nas.create_pull_point(self.caller.system_card())
        wish = Subscribe(
            consumer=self.pull_point,
            topics=(TopicExpression(text=Topic.CARD_UPDATED),),
            contents=(MessageContent(id_filter=IdFilter(id_list=self.list_name)),),
        )
        self.nas.subscribe(self.caller.system_card(), wish)

    def name_citizens(self, citizens: Iterable[str]) -> None:
        """Let the list name these citizens and no others."""
        id_list = IdList(
            name=self.list_name,
            description="Test persons of a conformance run",
            id_type=IdType.CPR,
            ids=tuple(self.caller.callers.cpr(citizen) for citizen in citizens),
        )
        self.nas.create_id_list(self.caller.system_card(), id_list)

    def name_anew(self, citizens: Iterable[str]) -> None:
        """The same, whether a second list of a name replaces the first or adds to it."""
        self.nas.destroy_id_list(self.caller.system_card(), self.list_name)
        self.name_citizens(citizens)

    def poll(self, most: int | None = None) -> None:
        """Fetch what waits."""
        card = self.caller.system_card()
        self.messages.extend(self.nas.get_messages(card, self.pull_point, most))

    def ask_for_pull_point(self, id_card: etree._Element | None) -> None:
        """Ask for a pull point with this card; a refusal is kept for the judgement."""
        try:
            self.pull_point = self.nas.create_pull_point(id_card)
        except ReceivedFault as fault:
            self.refusals.append(fault)

    def tidy(self) -> None:
        """Give up pull point, subscription and list."""
        if not self.pull_point:
            return
        with suppress(ReceivedFault):
            self.nas.destroy_pull_point(self.caller.system_card(), self.pull_point)
            self.nas.destroy_id_list(self.caller.system_card(), self.list_name)
