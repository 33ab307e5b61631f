"""The verifier that remembers: what it saves, and what it never skips."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from lxml import etree

from conformance.safe_xml import parse
from conformance.security import idcard, signature
from conformance.security.idcard import IdCard
from conformance.security.namespaces import Namespace
from conformance.security.pki import TestPki
from conformance.security.signature import IdCardVerifier, Refusal, Refused, VerifiedIdCard, sign


@pytest.fixture
def verifier(pki: TestPki) -> IdCardVerifier:
    return IdCardVerifier(trusted_certificates=[pki.sts.certificate])


@pytest.fixture
def verified_bytes(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The canonical bytes whose signature was really verified, in order."""
    seen: list[bytes] = []
    original = signature._verified

    def spy(canonical: bytes) -> VerifiedIdCard:
        seen.append(canonical)
        return original(canonical)

    monkeypatch.setattr(signature, "_verified", spy)
    return seen


def test_signature_is_verified_once(
    verifier: IdCardVerifier,
    verified_bytes: list[bytes],
    signed: etree._Element,
    system_card: IdCard,
    now: datetime,
) -> None:
    """The same card in other envelopes costs one verification of its signature."""
    for size in range(3):
        envelope = etree.Element("envelope", nsmap={f"n{size}": "urn:other"})
        envelope.append(parse(etree.tostring(signed)))
        assert verifier.verify(envelope, now) == system_card

    assert len(verified_bytes) == 1


def test_changed_card_is_not_taken_for_a_remembered_one(
    verifier: IdCardVerifier, signed: etree._Element, now: datetime
) -> None:
    """A card that differs from a remembered one is verified, and refused."""
    verifier.verify(signed, now)
    signed.find(".//" + Namespace.SAML.tag("NameID")).text = "99999999"

    with pytest.raises(Refused) as refused:
        verifier.verify(signed, now)

    assert refused.value.reason is Refusal.WRONG_SIGNATURE


def test_changed_signature_is_not_taken_for_a_remembered_one(
    verifier: IdCardVerifier, signed: etree._Element, now: datetime
) -> None:
    """The signature is part of what is remembered: without it the card is refused."""
    verifier.verify(signed, now)
    signed.remove(signed[-1])

    with pytest.raises(Refused) as refused:
        verifier.verify(signed, now)

    assert refused.value.reason is Refusal.NOT_SIGNED


def test_remembered_card_runs_out(
    verifier: IdCardVerifier, signed: etree._Element, now: datetime
) -> None:
    """Time is checked at every call: a remembered card expires."""
    verifier.verify(signed, now)

    with pytest.raises(Refused) as refused:
        verifier.verify(signed, now + timedelta(hours=24))

    assert refused.value.reason is Refusal.CARD_EXPIRED


def test_certificate_of_a_remembered_card_runs_out(
    verifier: IdCardVerifier, system_card: IdCard, pki: TestPki, now: datetime
) -> None:
    """A remembered card falls with its signer's certificate, however long it says it lasts."""
    late = pki.sts.certificate.not_valid_after_utc + timedelta(seconds=1)
    lasting = replace(system_card, not_on_or_after=late + timedelta(days=1))
    signed = sign(idcard.build(lasting), pki.sts)
    verifier.verify(signed, now)

    with pytest.raises(Refused) as refused:
        verifier.verify(signed, late)

    assert refused.value.reason is Refusal.CERTIFICATE_EXPIRED


def test_wrapping_of_a_remembered_card_is_refused(
    verifier: IdCardVerifier, signed: etree._Element, now: datetime
) -> None:
    """The document's form is checked at every call: a second id is seen beside a known card."""
    verifier.verify(signed, now)
    envelope = etree.Element("envelope")
    envelope.append(signed)
    etree.SubElement(envelope, "body").set("id", "IDCard")

    with pytest.raises(Refused) as refused:
        verifier.verify(signed, now)

    assert refused.value.reason is Refusal.AMBIGUOUS_ID


def test_refused_card_is_not_remembered(
    verifier: IdCardVerifier,
    verified_bytes: list[bytes],
    system_card: IdCard,
    pki: TestPki,
    now: datetime,
) -> None:
    """Cards of strangers take no room."""
    stranger = sign(idcard.build(system_card), pki.untrusted("S", "33257872", "T"))
    for _ in range(2):
        with pytest.raises(Refused):
            verifier.verify(stranger, now)

    assert len(verified_bytes) == 2


def test_memory_is_bounded_and_forgets_the_longest_unused(
    pki: TestPki, verified_bytes: list[bytes], system_card: IdCard, now: datetime
) -> None:
    """With room for two cards, the one unused for longest is verified again."""
    verifier = IdCardVerifier(trusted_certificates=[pki.sts.certificate], capacity=2)
    one, two, three = (
        sign(idcard.build(replace(system_card, card_id=str(number))), pki.sts)
        for number in range(3)
    )

    for card in (one, two, one, three, one, two):
        verifier.verify(card, now)

    assert len(verified_bytes) == 4


def test_issuers_may_be_trusted(pki: TestPki, signed: etree._Element, now: datetime) -> None:
    """A verifier that trusts the CA accepts what the CA's STS signed."""
    verifier = IdCardVerifier(trusted_issuers=[pki.ca.certificate])

    assert verifier.verify(signed, now).card_id


def test_shared_between_threads(pki: TestPki, system_card: IdCard, now: datetime) -> None:
    """Many threads with more cards than there is room for get the right card each."""
    verifier = IdCardVerifier(trusted_certificates=[pki.sts.certificate], capacity=3)
    cards = [replace(system_card, card_id=str(number)) for number in range(6)]
    messages = [etree.tostring(sign(idcard.build(card), pki.sts)) for card in cards] * 10

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda data: verifier.verify(parse(data), now), messages))

    assert found == cards * 10
