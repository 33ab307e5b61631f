"""What is seen of one reference system, right or wrong, in one small situation."""

from datetime import timedelta

from card_documents import CITIZEN, card
from lxml import etree
from national_services import NationalServices
from reference_persons import NOW, Start, user

from conformance.reference.behaviour import Behaviour
from conformance.reference.ehr import Ehr
from conformance.reference.shown import Display, IntegrationMethod, ShownCard, User, View

COPY, SYSTEM, USER = IntegrationMethod
FULL, RESTRICTED = Display


class Trial:
    """One system under trial: what is seen of it in one small situation."""

    def __init__(
        self, start: Start, services: NationalServices, behaviour: Behaviour | None
    ) -> None:
        self.start = lambda method=SYSTEM, display=FULL: start(method, display, behaviour)
        self.services = services

    def shown(
        self,
        entries: list[etree._Element] | None = None,
        method: IntegrationMethod = SYSTEM,
        display: Display = FULL,
        **document: str,
    ) -> ShownCard:
        self.services.cards[CITIZEN] = card(entries, **document)
        return self.view(self.start(method, display)).card

    def view(self, ehr: Ehr, who: User | None = None) -> View:
        return ehr.open_card(ehr.sessions.log_in(who or user()), CITIZEN)

    def logged(
        self, method: IntegrationMethod = SYSTEM, who: User | None = None
    ) -> list[etree._Element]:
        ehr = self.start(method)
        self.view(ehr, who)
        ehr.set_clock(NOW + timedelta(hours=1))
        ehr.flush_log()
        return self.services.logged
