"""Signing, and what verification lets through and refuses."""

from base64 import b64encode
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from conformance.safe_xml import UnsafeXml, parse
from conformance.security import idcard
from conformance.security.faults import FaultCode
from conformance.security.idcard import IdCard
from conformance.security.namespaces import PREFIXES, Namespace
from conformance.security.pki import TestPki
from conformance.security.signature import (
    Refusal,
    Refused,
    SignatureAlgorithm,
    TrustList,
    sign,
    verify,
)
from conformance.security.signed_form import read_form
from tests.official import official

SAMPLES = {
    "seal-dgws-request-with-sts-signed-system-idcard": datetime(2025, 8, 26, 14, tzinfo=UTC),
    "seal-to-sts-organization-request": datetime(2025, 8, 26, 14, tzinfo=UTC),
    "unsealed-sts-request-1": datetime(2020, 4, 4, 10, tzinfo=UTC),
    "unsealed-sts-request-2": datetime(2020, 4, 1, 14, tzinfo=UTC),
    "unsealed-sts-response-1": datetime(2020, 4, 1, 14, tzinfo=UTC),
}


def sample(name: str) -> etree._Element:
    return parse(official(f"samples/dgws/{name}.min.xml").read_bytes())


def assertion_of(root: etree._Element) -> etree._Element:
    (assertion,) = root.iter(Namespace.SAML.tag("Assertion"))
    return assertion


def find(root: etree._Element, path: str) -> etree._Element:
    (found,) = root.xpath(path, namespaces=PREFIXES)
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_official_sample_verifies(name: str) -> None:
    """A real card verifies at its own time when its signer is trusted."""
    root = sample(name)
    trust = TrustList(certificates=[read_form(assertion_of(root)).certificate])

    verified = verify(root, trust, SAMPLES[name])

    assert verified.card == idcard.read(assertion_of(root))
    assert verified.algorithm is SignatureAlgorithm.RSA_SHA1


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(
    "path", ["//saml:Issuer", "//saml:NameID", "//*[@Name='medcom:ITSystemName']/*"]
)
def test_changed_official_sample_does_not_verify(name: str, path: str) -> None:
    """One letter more anywhere in a real card breaks its signature."""
    root = sample(name)
    found = assertion_of(root).xpath(f".{path}", namespaces=PREFIXES)[0]
    found.text += "x"

    assert refusal(root, SAMPLES[name]) is Refusal.WRONG_SIGNATURE


def test_official_sample_of_another_signer_is_refused(trust: TrustList) -> None:
    """A real card is refused when only our own STS is trusted."""
    name = "seal-dgws-request-with-sts-signed-system-idcard"

    with pytest.raises(Refused) as refused:
        verify(sample(name), trust, datetime(2026, 1, 1, tzinfo=UTC))

    assert refused.value.reason is Refusal.CERTIFICATE_UNTRUSTED


def test_layout_of_the_signature_is_that_of_the_official_samples(
    signed: etree._Element,
) -> None:
    """Elements, their order, attributes and algorithms are those of a card that the STS signed."""
    real = assertion_of(sample("seal-dgws-request-with-sts-signed-system-idcard"))[-1]

    assert layout(signed[-1]) == layout(real)


def layout(element: etree._Element) -> list[tuple[str, dict[str, str]]]:
    return [(str(part.tag), dict(part.attrib)) for part in element.iter()]


def test_certificate_stands_in_one_line(signed: etree._Element, pki: TestPki) -> None:
    """The certificate is the signer's, without line breaks, as in the samples."""
    assert signed.findtext(".//ds:X509Certificate", "", PREFIXES) == b64encode(
        pki.sts.der()
    ).decode("ascii")


def test_signed_card_keeps_the_official_schema(signed: etree._Element) -> None:
    """A card signed with RSA-SHA1 is valid by saml.xsd."""
    schema = etree.XMLSchema(etree.parse(official("schemas/sfsk/xsd/saml.xsd")))

    schema.assertValid(signed)


@pytest.mark.parametrize("algorithm", SignatureAlgorithm)
@pytest.mark.parametrize("kind", ["system_card", "user_card"])
def test_signed_card_verifies(
    algorithm: SignatureAlgorithm,
    kind: str,
    request: pytest.FixtureRequest,
    pki: TestPki,
    now: datetime,
) -> None:
    """What was signed comes back, with its signer, for both algorithms and both card types."""
    card: IdCard = request.getfixturevalue(kind)

    verified = verify(sign(idcard.build(card), pki.sts, algorithm), AnyCertificate(), now)

    assert verified.card == card
    assert verified.certificate == pki.sts.certificate
    assert verified.algorithm is algorithm


def test_signing_leaves_its_input_alone(system_card: IdCard, pki: TestPki) -> None:
    """The unsigned assertion is as it was, and what follows it in its document is not signed."""
    envelope = etree.Element("envelope")
    envelope.append(idcard.build(system_card))
    envelope[0].tail = "after"
    before = etree.tostring(envelope)

    signed = sign(envelope[0], pki.sts)

    assert etree.tostring(envelope) == before
    assert signed.tail is None


def test_card_is_not_signed_twice(signed: etree._Element, pki: TestPki) -> None:
    """A card that bears a signature is not signed again."""
    with pytest.raises(ValueError, match="expected an unsigned id card"):
        sign(signed, pki.sts)


def test_verifies_wherever_it_stands(
    signed: etree._Element, trust: TrustList, now: datetime, system_card: IdCard
) -> None:
    """Namespaces of an envelope and a reading of its bytes do not disturb the signature."""
    envelope = etree.Element("envelope", nsmap={"saml": PREFIXES["saml"], "other": "urn:other"})
    etree.SubElement(envelope, "header").append(signed)

    read_back = parse(etree.tostring(envelope))

    assert verify(read_back, trust, now).card == system_card
    assert verify(assertion_of(read_back), trust, now).card == system_card


def test_client_signed_card_is_trusted_by_its_issuer(
    system_card: IdCard, pki: TestPki, now: datetime
) -> None:
    """A trusted CA vouches for the cards that its clients sign."""
    client = pki.issue_system("Example EHR", "33257872", "Sundhedsdatastyrelsen")

    verified = verify(
        sign(idcard.build(system_card), client), TrustList(issuers=[pki.ca.certificate]), now
    )

    assert verified.certificate == client.certificate


def test_client_cannot_play_the_sts(
    system_card: IdCard, pki: TestPki, trust: TrustList, now: datetime
) -> None:
    """Where only the STS is trusted, a card signed by a client of the same CA is refused."""
    client = pki.issue_system("Example EHR", "33257872", "Sundhedsdatastyrelsen")

    with pytest.raises(Refused) as refused:
        verify(sign(idcard.build(system_card), client), trust, now)

    assert refused.value.reason is Refusal.CERTIFICATE_UNTRUSTED
    assert refused.value.code is FaultCode.INVALID_CERTIFICATE


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("untrusted", Refusal.CERTIFICATE_UNTRUSTED),
        ("expired", Refusal.CERTIFICATE_EXPIRED),
    ],
)
def test_bad_signer_is_refused(
    kind: str, reason: Refusal, system_card: IdCard, pki: TestPki, now: datetime
) -> None:
    """An impostor of our CA and a certificate that ran out are told apart."""
    signer = getattr(pki, kind)("Example EHR", "33257872", "Sundhedsdatastyrelsen")
    signed = sign(idcard.build(system_card), signer)

    with pytest.raises(Refused) as refused:
        verify(signed, TrustList(issuers=[pki.ca.certificate]), now)

    assert refused.value.reason is reason
    assert refused.value.code is FaultCode.INVALID_CERTIFICATE


def test_issuer_that_ran_out_vouches_for_nobody(
    system_card: IdCard, pki: TestPki, now: datetime
) -> None:
    """A CA that is not valid now gives no trust, though the client's certificate is valid."""
    late = now + timedelta(days=12 * 365)
    renewed = TestPki.create(late)
    trust = TrustList(issuers=[pki.ca.certificate])
    card = replace(system_card, not_on_or_after=late + timedelta(days=1))

    assert not trust.covers(renewed.issue_system("A", "33257872", "B").certificate, late)
    assert not trust.covers(pki.sts.certificate, late)
    assert trust.covers(pki.sts.certificate, now)
    with pytest.raises(Refused):
        verify(sign(idcard.build(card), pki.sts), trust, late)


@pytest.mark.parametrize(
    ("seconds", "reason"),
    [
        (-1, Refusal.CARD_NOT_YET_VALID),
        (0, None),
        (24 * 3600 - 1, None),
        (24 * 3600, Refusal.CARD_EXPIRED),
    ],
)
def test_validity_of_the_card(
    seconds: int,
    reason: Refusal | None,
    signed: etree._Element,
    system_card: IdCard,
) -> None:
    """A card holds from NotBefore until just before NotOnOrAfter."""
    now = system_card.not_before + timedelta(seconds=seconds)

    assert refusal(signed, now) is reason


class AnyCertificate:
    """Trusts every certificate: these tests are about the signature alone."""

    def covers(self, certificate: x509.Certificate, now: datetime) -> bool:
        return bool(certificate and now)


def refusal(element: etree._Element, now: datetime) -> Refusal | None:
    try:
        verify(element, AnyCertificate(), now)
    except Refused as refused:
        return refused.reason
    return None


Attack = Callable[[etree._Element], etree._Element]


def attack(path: str, act: Callable[[etree._Element], object]) -> Attack:
    def on(signed: etree._Element) -> etree._Element:
        act(find(signed, path))
        return signed

    return on


def retext(path: str, change: Callable[[str], str]) -> Attack:
    def act(found: etree._Element) -> None:
        found.text = change(found.text or "")

    return attack(path, act)


def remove(path: str) -> Attack:
    def act(found: etree._Element) -> None:
        parent = found.getparent()
        assert parent is not None
        parent.remove(found)

    return attack(path, act)


def double(path: str) -> Attack:
    return attack(path, lambda found: found.addnext(deepcopy(found)))


def algorithm(path: str, uri: str) -> Attack:
    return attack(path, lambda found: found.set("Algorithm", uri))


def second_assertion(signed: etree._Element) -> etree._Element:
    """Signature wrapping: a forged card in front of the signed one."""
    forged = deepcopy(signed)
    find(forged, "//saml:NameID").text = "99999999"
    envelope = etree.Element("envelope")
    envelope.extend([forged, signed])
    return envelope


def second_assertion_without_id(signed: etree._Element) -> etree._Element:
    """Signature wrapping: the forged card leaves the id to the signed one."""
    envelope = second_assertion(signed)
    del envelope[0].attrib["id"]
    return envelope


def nested_assertion(signed: etree._Element) -> etree._Element:
    """Signature wrapping: the signed card sits inside the forged one's signature."""
    forged = deepcopy(signed)
    find(forged, "//saml:NameID").text = "99999999"
    etree.SubElement(forged[-1], Namespace.DS.tag("Object")).append(signed)
    return forged


def second_id(attribute: str) -> Attack:
    def on(signed: etree._Element) -> etree._Element:
        envelope = etree.Element("envelope")
        envelope.append(signed)
        etree.SubElement(envelope, "body").set(attribute, "IDCard")
        return envelope

    return on


def reference_to_a_stranger(signed: etree._Element) -> etree._Element:
    """The signature covers another element of the document."""
    find(signed, "//ds:Reference").set("URI", "#Body")
    envelope = etree.Element("envelope")
    envelope.append(signed)
    etree.SubElement(envelope, "body").set("id", "Body")
    return envelope


def signature_first(signed: etree._Element) -> etree._Element:
    signed.insert(0, signed[-1])
    return signed


def add_prefix_list(found: etree._Element) -> None:
    child = etree.SubElement(found, "{http://www.w3.org/2001/10/xml-exc-c14n#}InclusiveNamespaces")
    child.set("PrefixList", "xs")


XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
HMAC = "http://www.w3.org/2000/09/xmldsig#hmac-sha1"
MD5 = "http://www.w3.org/2001/04/xmldsig-more#md5"
LAST_TRANSFORM = "//ds:Transform[last()]"

ATTACKS: dict[str, tuple[Attack, Refusal]] = {
    "NameID changed": (retext("//saml:NameID", lambda _: "1"), Refusal.WRONG_SIGNATURE),
    "validity extended": (
        attack("//saml:Conditions", lambda c: c.set("NotOnOrAfter", "2099-01-01T00:00:00Z")),
        Refusal.WRONG_SIGNATURE,
    ),
    "attribute added": (double("//*[@Name='medcom:ITSystemName']"), Refusal.WRONG_SIGNATURE),
    "digest changed": (
        retext("//ds:DigestValue", lambda _: "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
        Refusal.WRONG_SIGNATURE,
    ),
    "signature value changed": (
        retext("//ds:SignatureValue", lambda text: text[::-1].strip("=")),
        Refusal.WRONG_SIGNATURE,
    ),
    "signature value no base64": (
        retext("//ds:SignatureValue", lambda _: "%"),
        Refusal.WRONG_SIGNATURE,
    ),
    "signature value empty": (retext("//ds:SignatureValue", lambda _: ""), Refusal.SIGNATURE_FORM),
    "digest empty": (retext("//ds:DigestValue", lambda _: " "), Refusal.SIGNATURE_FORM),
    "signature removed": (remove("/*/ds:Signature"), Refusal.NOT_SIGNED),
    "two signatures": (double("/*/ds:Signature"), Refusal.SIGNATURE_FORM),
    "signature moved": (signature_first, Refusal.SIGNATURE_FORM),
    "two references": (double("//ds:Reference"), Refusal.SIGNATURE_FORM),
    "no reference": (remove("//ds:Reference"), Refusal.SIGNATURE_FORM),
    "reference to the whole document": (
        attack("//ds:Reference", lambda found: found.set("URI", "")),
        Refusal.SIGNATURE_FORM,
    ),
    "reference to a file": (
        attack("//ds:Reference", lambda found: found.set("URI", "file:///etc/passwd")),
        Refusal.SIGNATURE_FORM,
    ),
    "reference to a stranger": (reference_to_a_stranger, Refusal.SIGNATURE_FORM),
    "third transform": (double(LAST_TRANSFORM), Refusal.SIGNATURE_FORM),
    "no transforms": (remove("//ds:Transforms"), Refusal.SIGNATURE_FORM),
    "one transform": (remove(LAST_TRANSFORM), Refusal.SIGNATURE_FORM),
    "not enveloped": (
        algorithm("//ds:Transform[1]", "http://www.w3.org/2001/10/xml-exc-c14n#"),
        Refusal.ALGORITHM,
    ),
    "XPath transform": (algorithm(LAST_TRANSFORM, XPATH), Refusal.ALGORITHM),
    "prefix list": (attack(LAST_TRANSFORM, add_prefix_list), Refusal.SIGNATURE_FORM),
    "inclusive c14n": (algorithm("//ds:CanonicalizationMethod", C14N), Refusal.ALGORITHM),
    "HMAC": (algorithm("//ds:SignatureMethod", HMAC), Refusal.ALGORITHM),
    "MD5": (algorithm("//ds:DigestMethod", MD5), Refusal.ALGORITHM),
    "no certificate": (remove("//ds:X509Certificate"), Refusal.CERTIFICATE_UNREADABLE),
    "two certificates": (double("//ds:X509Certificate"), Refusal.CERTIFICATE_UNREADABLE),
    "certificate no base64": (
        retext("//ds:X509Certificate", lambda _: "%%%"),
        Refusal.CERTIFICATE_UNREADABLE,
    ),
    "certificate no certificate": (
        retext("//ds:X509Certificate", lambda _: "AAAA"),
        Refusal.CERTIFICATE_UNREADABLE,
    ),
    "no key info": (remove("/*/ds:Signature/ds:KeyInfo"), Refusal.SIGNATURE_FORM),
    "second assertion": (second_assertion, Refusal.SEVERAL_ASSERTIONS),
    "second assertion, no id": (second_assertion_without_id, Refusal.SEVERAL_ASSERTIONS),
    "assertion inside": (nested_assertion, Refusal.SEVERAL_ASSERTIONS),
    "second id": (second_id("id"), Refusal.AMBIGUOUS_ID),
    "second ID": (second_id("ID"), Refusal.AMBIGUOUS_ID),
    "second wsu:Id": (second_id(Namespace.WSU.tag("Id")), Refusal.AMBIGUOUS_ID),
    "second xml:id": (
        second_id("{http://www.w3.org/XML/1998/namespace}id"),
        Refusal.AMBIGUOUS_ID,
    ),
    "no id": (attack("/*", lambda card: card.attrib.pop("id")), Refusal.AMBIGUOUS_ID),
    "no assertion": (lambda _: etree.Element("envelope"), Refusal.NO_ASSERTION),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_is_refused(name: str, signed: etree._Element, now: datetime) -> None:
    """Each attack is refused for its own reason, in the tree and after a reading of its bytes."""
    act, reason = ATTACKS[name]

    attacked = act(signed)

    assert refusal(parse(etree.tostring(attacked)), now) is reason
    assert refusal(attacked, now) is reason


def test_every_byte_counts(signed: etree._Element, trust: TrustList, now: datetime) -> None:
    """No single changed byte in the signed content goes unnoticed."""
    data = bytearray(etree.tostring(signed))
    end = data.index(b"<ds:Signature ")
    for position in range(data.index(b"IssueInstant"), end, 7):
        changed = data.copy()
        changed[position] ^= 0x01
        try:
            root = parse(bytes(changed))
        except ValueError:
            continue
        with pytest.raises(Refused):
            verify(root, trust, now)


def test_another_certificate_of_the_same_name_does_not_verify(
    signed: etree._Element, pki: TestPki, now: datetime
) -> None:
    """A card is bound to the key that signed it: swapping the certificate is noticed."""
    other = pki.issue_system("FSK Test STS", "00000000", "FSK Conformance")
    find(signed, "//ds:X509Certificate").text = b64encode(other.der()).decode("ascii")

    assert refusal(signed, now) is Refusal.WRONG_SIGNATURE


def test_certificate_of_another_kind_of_key_is_refused(
    signed: etree._Element, pki: TestPki, now: datetime
) -> None:
    """A certificate with an elliptic-curve key cannot have made an RSA signature."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(pki.sts.certificate.subject)
        .issuer_name(pki.sts.certificate.issuer)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    der = certificate.public_bytes(Encoding.DER)
    find(signed, "//ds:X509Certificate").text = b64encode(der).decode("ascii")

    assert refusal(signed, now) is Refusal.WRONG_SIGNATURE


@given(
    changes=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=3)
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_damaged_certificate_is_never_trusted(
    signed: etree._Element, pki: TestPki, now: datetime, changes: list[tuple[int, int]]
) -> None:
    """Whatever happens to the bytes of a certificate: it is refused, and nothing else is raised."""
    der = bytearray(pki.sts.der())
    for position, value in changes:
        der[position % len(der)] = value
    assume(der != pki.sts.der())
    find(signed, "//ds:X509Certificate").text = b64encode(der).decode("ascii")

    with pytest.raises(Refused):
        verify(signed, TrustList(issuers=[pki.ca.certificate]), now)


def test_only_the_certificate_says_which_key_signed(
    signed: etree._Element, trust: TrustList, now: datetime, system_card: IdCard
) -> None:
    """A KeyValue beside the certificate, which is not signed, has no say."""
    key_info = find(signed, "/*/ds:Signature/ds:KeyInfo")
    key_value = etree.SubElement(key_info, Namespace.DS.tag("KeyValue"))
    etree.SubElement(key_value, Namespace.DS.tag("RSAKeyValue"))

    assert verify(signed, trust, now).card == system_card


@given(data=st.data())
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_signature_is_refused_and_nothing_else(
    data: st.DataObject, signed: etree._Element, now: datetime
) -> None:
    """Whatever happens to the bytes of a signature: the card is unharmed, or refused, or no XML."""
    message = bytearray(etree.tostring(signed))
    begin = message.index(b"<ds:Signature ")
    for _ in range(data.draw(st.integers(1, 4))):
        position = data.draw(st.integers(begin, len(message) - 1))
        length = data.draw(st.integers(0, 30))
        message[position : position + length] = data.draw(st.binary(max_size=5))
    try:
        root = parse(bytes(message))
    except UnsafeXml:
        return

    refusal(root, now)


def test_comment_cannot_split_a_value(
    signed: etree._Element, trust: TrustList, now: datetime, system_card: IdCard
) -> None:
    """A comment, which is not signed, does not cut a value short: signed bytes are what is read."""
    name_id = find(signed, "//saml:NameID")
    text = name_id.text or ""
    name_id.text = text[:2]
    comment = etree.Comment("cut")
    comment.tail = text[2:]
    name_id.append(comment)

    assert verify(parse(etree.tostring(signed)), trust, now).card == system_card


def test_sound_signature_on_a_malformed_card_is_refused(
    system_card: IdCard, pki: TestPki, now: datetime
) -> None:
    """A card that is signed but is no id card is refused as such."""
    assertion = idcard.build(system_card)
    find(assertion, "//saml:NameID").set("Format", "medcom:passport")

    with pytest.raises(Refused, match="NameID/@Format") as refused:
        verify(sign(assertion, pki.sts), AnyCertificate(), now)

    assert refused.value.reason is Refusal.MALFORMED
    assert refused.value.code is FaultCode.INVALID_IDCARD


def test_every_reason_has_its_own_name() -> None:
    """Reasons with the same fault code stay apart (an Enum would merge equal values)."""
    assert len({reason.value for reason in Refusal}) == len(Refusal.__members__)


@pytest.mark.parametrize(
    "swell",
    [
        lambda card: [etree.SubElement(card, f"{{urn:{'x' * 201}}}a") for _ in range(50)],
        lambda card: card.set(f"{{urn:{'x' * 201}}}a", "1"),
        lambda card: [etree.SubElement(card, "a") for _ in range(1_000)],
    ],
    ids=["long namespaces", "long namespace of an attribute", "many elements"],
)
def test_a_card_that_would_swell_is_refused_before_it_is_canonicalized(
    swell: Callable[[etree._Element], object],
    signed: etree._Element,
    trust: TrustList,
    now: datetime,
) -> None:
    """Gigabytes of repeated namespaces are never written, and what is refused says why."""
    swell(signed)
    with pytest.raises(Refused, match="expected an id card of at most") as refused:
        verify(signed, trust, now)
    assert refused.value.reason is Refusal.MALFORMED
