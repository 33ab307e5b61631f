"""Finds the card that the services served last, in the journal of their exchanges."""

from collections.abc import Iterator
from typing import Final

from conformance.findings import Shortfall
from conformance.pdc.read import NotACard, read
from conformance.pdc.values import Card
from conformance.safe_xml import parse
from conformance.simulator.state.journal import Exchange, Journal, Service
from conformance.xds import retrieve
from conformance.xds.vocabulary import Namespace, q

_ANSWER: Final = q(Namespace.IHE, "RetrieveDocumentSetResponse")


def served_card(journal: Journal, cpr: str) -> Card:
    """The citizen's card that was served last. Shortfall when none was fetched."""
    for exchange in reversed(journal.of(Service.SFSK_REPOSITORY)):
        for card in _cards(exchange):
            if card.patient.cpr == cpr:
                return card
    raise Shortfall(
        expected=f"a card of {cpr} that was fetched, to compare the screen with",
        found="no retrieval (ITI-43) that brought one",
        where="the journal of the simulated services",
        fix="fetch the card from the service when a user opens it",
    )


def _cards(exchange: Exchange) -> Iterator[Card]:
    if not exchange.response:
        return
    for answer in parse(exchange.response, source="answer").iter(_ANSWER):
        for document in retrieve.read_response(answer).documents:
            try:
                yield read(document.content)
            except NotACard:
                continue
