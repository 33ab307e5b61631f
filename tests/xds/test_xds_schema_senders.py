"""The messages that the reference system sends keep our schemas."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from lxml import etree

from conformance.reference.behaviour import Behaviour
from conformance.reference.sfsk_client import DocumentEntry, Sfsk
from conformance.reference.soap import Body, Caller, ServiceUnavailable
from conformance.reference.sts_client import IdCard
from conformance.safe_xml import parse
from conformance.xds.schema import ITI_18, ITI_43
from tests.xds.xds_documents import CPR, HOME, REPOSITORY, UNIQUE_ID

NOW: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
BODY: Final = "{http://schemas.xmlsoap.org/soap/envelope/}Body"
CARD: Final = IdCard(
    assertion=etree.Element("{urn:oasis:names:tc:SAML:2.0:assertion}Assertion"),
    level=3,
    not_before=NOW,
    not_on_or_after=NOW + timedelta(hours=24),
)


class Unplugged(Caller):
    """Keeps what it is given to send, and sends nothing."""

    def __init__(self) -> None:
        super().__init__(timeout=1.0)
        self.sent: list[bytes] = []

    def call(self, _url: str, _action: str, message: bytes) -> Body:
        self.sent.append(message)
        raise ServiceUnavailable("unplugged")

    def body(self) -> etree._Element:
        """What the one message that was to be sent carries."""
        (message,) = self.sent
        body = parse(message).find(BODY)
        assert body is not None
        return body[0]


def test_the_reference_systems_search_is_valid() -> None:
    """The search for a citizen's card keeps the schema, as part of its envelope too."""
    caller = Unplugged()
    with pytest.raises(ServiceUnavailable):
        Sfsk("", caller, Behaviour()).search(CPR, CARD, NOW)

    assert list(ITI_18.check(caller.body())) == []


@pytest.mark.parametrize("home", [HOME, ""])
def test_the_reference_systems_retrieval_is_valid(home: str) -> None:
    """The retrieval of a card keeps the schema, with and without a home community."""
    caller = Unplugged()
    entry = DocumentEntry(
        home=home, repository=REPOSITORY, unique_id=UNIQUE_ID, object_type="urn:x"
    )
    with pytest.raises(ServiceUnavailable):
        Sfsk("", caller, Behaviour()).retrieve(entry, CARD, NOW)

    assert list(ITI_43.check(caller.body())) == []
