"""The STS: its messages, and what it changes in a card."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from lxml import etree

from conformance.safe_xml import parse
from conformance.security import idcard, sts
from conformance.security.distinguished_names import sts_name_id
from conformance.security.faults import ReceivedFault
from conformance.security.idcard import IdCard, SubjectIdFormat
from conformance.security.namespaces import PREFIXES, Namespace
from conformance.security.pki import Credential, TestPki
from conformance.security.signature import TrustList, sign, verify
from conformance.security.signed_form import read_form
from conformance.security.sts import TrustFault, TrustFaultCode
from tests.official import official

REQUESTS = ["seal-to-sts-organization-request", "unsealed-sts-request-1"]


def sample(name: str) -> bytes:
    return official(f"samples/dgws/{name}.min.xml").read_bytes()


def layout(root: etree._Element) -> list[tuple[str, set[str], str | None]]:
    """Elements in order with their attributes; SEAL's own `id` on envelope and security aside."""
    seal = {Namespace.SOAP.tag("Envelope"), Namespace.WSSE.tag("Security")}
    return [
        (
            str(part.tag),
            set(part.attrib) - ({"id"} if part.tag in seal else set()),
            part.get("Name"),
        )
        for part in root.iter(etree.Element)
    ]


@pytest.fixture
def request_bytes(system_card: IdCard, client: Credential, now: datetime) -> bytes:
    signed = sign(idcard.build(system_card), client)
    return sts.build_request(signed, issuer_name="ExampleEHR", created=now)


@pytest.mark.parametrize("name", REQUESTS)
def test_official_request_is_read(name: str) -> None:
    """A real request is taken apart."""
    request = sts.read_request(sample(name))

    assert request.context == "www.sosi.dk"
    assert request.issuer == idcard.read(request.assertion).issuer


def test_request_round_trip(
    request_bytes: bytes, now: datetime, pki: TestPki, system_card: IdCard
) -> None:
    """A request is read back as it was built, and the client's signature is good."""
    request = sts.read_request(request_bytes)

    assert request.context == sts.CONTEXT
    assert request.issuer == "ExampleEHR"
    assert request.created == now.replace(microsecond=0)
    trust = TrustList(issuers=[pki.ca.certificate])
    assert verify(request.assertion, trust, now).card == system_card


def test_layout_of_the_request_is_official(request_bytes: bytes) -> None:
    """Elements, order and attributes are those of a real request for a system card."""
    assert layout(parse(request_bytes)) == layout(parse(sample("seal-to-sts-organization-request")))


def test_fixed_texts_of_the_request_are_official(request_bytes: bytes) -> None:
    """Token type, request type and context are letter for letter those of a real request."""
    ours, real = parse(request_bytes), parse(sample("seal-to-sts-organization-request"))
    for path in ("//wst:TokenType/text()", "//wst:RequestType/text()", "//@Context"):
        assert ours.xpath(path, namespaces=PREFIXES) == real.xpath(path, namespaces=PREFIXES)


def test_layout_of_the_response_is_official(user_card: IdCard, pki: TestPki, now: datetime) -> None:
    """Elements, order and attributes are those of a real answer with a user card."""
    signed = sign(idcard.build(user_card), pki.sts)
    ours = parse(sts.build_response(signed, issuer_name="TEST1-NSP-STS", created=now))
    real = parse(sample("unsealed-sts-response-1"))

    assert layout(ours) == layout(real)
    path = "//wst:TokenType/text() | //wst:Code/text() | //wsa:Address/text()"
    assert ours.xpath(path, namespaces=PREFIXES) == real.xpath(path, namespaces=PREFIXES)


def test_response_round_trip(
    signed: etree._Element, trust: TrustList, now: datetime, system_card: IdCard
) -> None:
    """The card handed out is read back with a good signature, though it moved between trees."""
    data = sts.build_response(signed, issuer_name="FSK-TEST-STS", created=now, context="mine")

    assert parse(data).xpath("//@Context") == ["mine"]
    assert verify(sts.read_response(data), trust, now).card == system_card


def test_official_response_is_read() -> None:
    """The card in a real answer is found."""
    card = idcard.read(sts.read_response(sample("unsealed-sts-response-1")))

    assert card.user is not None
    assert card.user.authorisation_code == "J0184"


@pytest.mark.parametrize("code", TrustFaultCode)
def test_fault_round_trip(code: TrustFaultCode) -> None:
    """A fault has its code, text and actor, and raises at the client."""
    data = sts.build_fault(code, "Token in request signed by untrusted party", service="sts")

    fault = parse(data).find(f".//{Namespace.SOAP.tag('Fault')}")
    assert [(part.tag, part.text) for part in fault] == [
        ("faultcode", code),
        ("faultstring", "Token in request signed by untrusted party"),
        ("faultactor", "dk:sosi:sts:sts"),
    ]
    assert fault.nsmap["wst"] == Namespace.WST
    with pytest.raises(ReceivedFault) as received:
        sts.read_response(data)
    assert received.value.code == code


def drop(path: str) -> Callable[[etree._Element], object]:
    def edit(root: etree._Element) -> None:
        (found,) = root.xpath(path, namespaces=PREFIXES)
        found.getparent().remove(found)

    return edit


def put(path: str, text: str) -> Callable[[etree._Element], object]:
    def edit(root: etree._Element) -> None:
        (found,) = root.xpath(path, namespaces=PREFIXES)
        found.text = text

    return edit


def other_trust_version(root: etree._Element) -> None:
    (found,) = root.xpath("//wst:RequestSecurityToken", namespaces=PREFIXES)
    found.tag = "{http://docs.oasis-open.org/ws-sx/ws-trust/200512}RequestSecurityToken"


EDITS = {
    "no security": (drop("//wsse:Security"), "expected Security"),
    "no card": (drop("//saml:Assertion"), "expected Assertion in Claims"),
    "no claims": (drop("//wst:Claims"), "expected Claims"),
    "other token type": (put("//wst:TokenType", "jwt"), "wst:TokenType: expected"),
    "other request type": (put("//wst:RequestType", "Renew"), "wst:RequestType: expected"),
    "other WS-Trust": (other_trust_version, "RequestSecurityToken in Body"),
}


@pytest.mark.parametrize("name", EDITS)
def test_broken_request_is_invalid(name: str, request_bytes: bytes) -> None:
    """A request that is not of the STS' form is an InvalidRequest, with a clear text."""
    edit, message = EDITS[name]
    root = parse(request_bytes)
    edit(root)

    with pytest.raises(TrustFault) as fault:
        sts.read_request(etree.tostring(root))

    assert fault.value.code is TrustFaultCode.INVALID_REQUEST
    assert message in fault.value.text


def test_hostile_request_is_invalid() -> None:
    """A document type declaration is refused here too."""
    with pytest.raises(TrustFault, match="document type declaration"):
        sts.read_request(b"<!DOCTYPE a []><a/>")


def test_name_id_is_that_of_the_official_sample() -> None:
    """From a client's real certificate comes the NameID that the real STS wrote for it."""
    requested = sts.read_request(sample("seal-to-sts-organization-request")).assertion
    root = parse(sample("seal-dgws-request-with-sts-signed-system-idcard"))
    (real,) = root.xpath("//saml:NameID/text()", namespaces=PREFIXES)

    assert sts_name_id(read_form(requested).certificate) == real


def test_name_id_joins_and_quotes(pki: TestPki, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of one level are joined by plus, and a value with a comma is quoted."""
    name = x509.Name(
        [
            x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.COUNTRY_NAME, "DK")]),
            x509.RelativeDistinguishedName(
                [
                    x509.NameAttribute(NameOID.COMMON_NAME, 'Larsen, "Lars"'),
                    x509.NameAttribute(NameOID.SERIAL_NUMBER, "CVR:20921897-RID:52723247"),
                ]
            ),
        ]
    )
    monkeypatch.setattr("conformance.security.pki._name", lambda **_: name)

    certificate = pki.issue_system("ignored", "20921897", "ignored").certificate

    subject = sts_name_id(certificate).partition(",IssuerDN")[0]
    assert set(subject.removeprefix("SubjectDN={").removesuffix(", C=DK}").split(" + ")) == {
        'CN="Larsen, \\"Lars\\""',
        "SERIALNUMBER=CVR:20921897-RID:52723247",
    }


def test_issue_changes_what_the_sts_changes(
    user_card: IdCard, client: Credential, now: datetime
) -> None:
    """Issuer, NameID and validity become the STS's own; everything else is kept."""
    later = now + timedelta(minutes=3)

    issued = sts.issue(
        user_card, client_certificate=client.certificate, issuer_name="FSK-TEST-STS", now=later
    )

    begin = datetime(2026, 3, 2, 9, 28, 15, tzinfo=UTC)
    assert issued == replace(
        user_card,
        issuer="FSK-TEST-STS",
        name_id=sts_name_id(client.certificate),
        name_id_format=SubjectIdFormat.OTHER,
        issue_instant=begin,
        not_before=begin,
        not_on_or_after=begin + timedelta(hours=24),
    )


def test_issue_fills_in_the_authorisation(
    user_card: IdCard, system_card: IdCard, client: Credential, now: datetime
) -> None:
    """The authorisation code comes into a user card, and never into a system card."""
    user, system = (
        sts.issue(
            card,
            client_certificate=client.certificate,
            issuer_name="FSK-TEST-STS",
            now=now,
            authorisation_code="5GXFR",
        ).user
        for card in (user_card, system_card)
    )

    assert user is not None
    assert user.authorisation_code == "5GXFR"
    assert system is None


def test_from_request_to_call(
    request_bytes: bytes, pki: TestPki, trust: TrustList, now: datetime
) -> None:
    """The whole exchange: the client asks, the STS verifies and signs, the service verifies."""
    request = sts.read_request(request_bytes)
    asked = verify(request.assertion, TrustList(issuers=[pki.ca.certificate]), now)
    issued = sts.issue(
        asked.card, client_certificate=asked.certificate, issuer_name="FSK-TEST-STS", now=now
    )
    answer = sts.build_response(
        sign(idcard.build(issued), pki.sts), issuer_name="FSK-TEST-STS", created=now
    )

    verified = verify(sts.read_response(answer), trust, now)

    assert verified.card == issued
    assert verified.certificate == pki.sts.certificate
