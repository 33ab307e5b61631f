"""The purse: an id card is asked for once, used while it holds, and never handed out itself."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from conformance.security import idcard
from conformance.security.idcard import SystemLog
from conformance.service.purse import Purse

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


class Issuer:
    """Stands for the STS: makes a card at the time that it is told."""

    def __init__(self) -> None:
        self.issued = 0
        self.now = NOW

    def __call__(self) -> etree._Element:
        self.issued += 1
        return idcard.build(
            idcard.system_card(
                card_id=str(self.issued),
                issuer="a test",
                cert_hash="aGFzaA==",
                system=SystemLog(
                    it_system_name="a test", care_provider_id="12345678", care_provider_name="b"
                ),
                now=self.now,
            )
        )


@pytest.mark.parametrize(
    ("later", "issued"),
    [
        (timedelta(), 1),
        (timedelta(hours=23, minutes=40), 1),
        (timedelta(hours=23, minutes=50), 2),
        (timedelta(hours=25), 2),
        (-timedelta(hours=1), 2),
    ],
)
def test_a_card_is_used_while_it_holds(later: timedelta, issued: int) -> None:
    """Another is asked for shortly before it runs out, and when the clock was put back."""
    purse, issuer = Purse(), Issuer()
    purse.card("system", now=NOW, issue=issuer)
    issuer.now = NOW + later
    card = purse.card("system", now=NOW + later, issue=issuer)
    assert issuer.issued == issued
    assert idcard.read(card).card_id == str(issued)


def test_each_holder_has_a_card() -> None:
    """One does not get the other's."""
    purse, issuer = Purse(), Issuer()
    first = purse.card("system", now=NOW, issue=issuer)
    assert idcard.read(purse.card("nurse", now=NOW, issue=issuer)).card_id == "2"
    assert idcard.read(first).card_id == "1"


def test_what_is_done_to_a_card_is_done_to_a_copy() -> None:
    """An altered card does not spoil the calls that follow."""
    purse, issuer = Purse(), Issuer()
    purse.card("system", now=NOW, issue=issuer).clear()
    assert idcard.read(purse.card("system", now=NOW, issue=issuer)).card_id == "1"
