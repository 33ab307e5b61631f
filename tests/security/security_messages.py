"""Headers and cards that hold all that our schemas know, and what the official schemas lack."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from conformance.safe_xml import parse
from conformance.security import hsuid, idcard
from conformance.security.hsuid import HsuidAttribute
from conformance.security.idcard import SystemLog, UserLog
from conformance.security.namespaces import PREFIXES, Namespace
from conformance.xsd import Schema
from tests.official import official

NOW: Final = datetime(2026, 3, 2, 9, 30, 15, tzinfo=UTC)
SHA1: Final = "2jmj7l5rSw0yVb/vlWAYkK/YBwk="
SHA256: Final = "9VXDKjYOIKCYTqp+CMN9WcNt73FLMsqZvJ/k9nW5RWU="

_DS: Final = "http://www.w3.org/2000/09/xmldsig#"
_KEY_NAME: Final = "<ds:KeyInfo><ds:KeyName>OCESSignature</ds:KeyName></ds:KeyInfo>"
_OTHER_KEYS: Final = (
    (
        "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>MAA=</ds:X509Certificate></ds:X509Data>"
        "</ds:KeyInfo>"
    ),
    "<ds:KeyInfo><ds:X509Data><ds:KeyName>key</ds:KeyName></ds:X509Data></ds:KeyInfo>",
    (
        f'<wsse:UsernameToken xmlns:wsse="{Namespace.WSSE}"><wsse:Username>lars</wsse:Username>'
        "<wsse:Password>secret</wsse:Password></wsse:UsernameToken>"
    ),
)

SYSTEM: Final = idcard.system_card(
    card_id="Hgx6eTR/bD2U+dcByz+GPA==",
    issuer="ExampleEHR",
    cert_hash=SHA1,
    system=SystemLog(
        it_system_name="Example EHR",
        care_provider_id="33257872",
        care_provider_name="Sundhedsdatastyrelsen",
    ),
    now=NOW,
)
USER: Final = idcard.user_card(
    SYSTEM,
    UserLog(
        cpr="0501792275",
        given_name="Lars",
        surname="Larsen",
        email="lars@example.org",
        roles=("7170",),
        occupation="Læge",
        authorisation_code="J0184",
    ),
)

HEADER: Final = (
    f'<medcom:Header xmlns:medcom="{Namespace.MEDCOM}" xmlns:x="urn:other" x:more="1">'
    "<medcom:SecurityLevel>3</medcom:SecurityLevel><medcom:TimeOut>480</medcom:TimeOut>"
    "<medcom:Linking><medcom:FlowID>f</medcom:FlowID><medcom:MessageID>m</medcom:MessageID>"
    "<medcom:InResponseToMessageID>q</medcom:InResponseToMessageID></medcom:Linking>"
    "<medcom:FlowStatus>flow_finalized_succesfully</medcom:FlowStatus>"
    "<medcom:Priority>HASTER</medcom:Priority>"
    "<medcom:RequireNonRepudiationReceipt>yes</medcom:RequireNonRepudiationReceipt>"
    "</medcom:Header>"
)
HSUID_HEADER: Final = etree.tostring(
    hsuid.build(
        {str(name): "" if name is HsuidAttribute.CITIZEN_CPR else "x" for name in HsuidAttribute},
        issuer="Portal",
        at=NOW,
    )
).decode()


def _signature(family: str, method: str, digest: str, value: str) -> str:
    """A signature of the form of DGWS that signs nothing."""
    return (
        '<ds:Signature id="OCESSignature"><ds:SignedInfo><ds:CanonicalizationMethod'
        ' Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'
        f'<ds:SignatureMethod Algorithm="{family}{method}"/><ds:Reference URI="#IDCard">'
        f'<ds:Transforms><ds:Transform Algorithm="{_DS}enveloped-signature"/>'
        '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>'
        f'<ds:DigestMethod Algorithm="{digest}"/><ds:DigestValue>{value}</ds:DigestValue>'
        "</ds:Reference></ds:SignedInfo><ds:SignatureValue>c2lnbmVk</ds:SignatureValue>"
        "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>MAA=</ds:X509Certificate></ds:X509Data>"
        "</ds:KeyInfo></ds:Signature>"
    )


SIGNED_SHA1: Final = _signature(_DS, "rsa-sha1", f"{_DS}sha1", SHA1)
SIGNED_SHA256: Final = _signature(
    "http://www.w3.org/2001/04/xmldsig-more#",
    "rsa-sha256",
    "http://www.w3.org/2001/04/xmlenc#sha256",
    SHA256,
)


def card_text(card: idcard.IdCard, signature: str = SIGNED_SHA1) -> str:
    """The card with a signature that signs nothing."""
    text = etree.tostring(idcard.build(card)).decode()
    return text.replace("</saml:Assertion>", f"{signature}</saml:Assertion>")


CARDS: Final = (
    card_text(USER),
    card_text(SYSTEM, SIGNED_SHA256),
    card_text(SYSTEM, ""),
    *(card_text(SYSTEM).replace(_KEY_NAME, key) for key in _OTHER_KEYS),
)
"""Of a user and of a system, with each way to sign and to confirm the subject."""

_TOKEN: Final = f'<saml:Assertion xmlns:saml="{Namespace.SAML}" id="IDCard"/>'
TOKEN_REQUEST: Final = (
    f'<wst:RequestSecurityToken xmlns:wst="{Namespace.WST}" Context="www.sosi.dk">'
    "<wst:TokenType>urn:oasis:names:tc:SAML:2.0:assertion:</wst:TokenType>"
    f"<wst:RequestType>{Namespace.WST}/Issue</wst:RequestType>"
    f"<wst:Claims>{_TOKEN}</wst:Claims><wst:Issuer>"
    f'<wsa:Address xmlns:wsa="{Namespace.WSA}">ExampleEHR</wsa:Address></wst:Issuer>'
    "</wst:RequestSecurityToken>"
)
TOKEN_RESPONSE: Final = (
    f'<wst:RequestSecurityTokenResponse xmlns:wst="{Namespace.WST}" Context="www.sosi.dk">'
    f"<wst:RequestedSecurityToken>{_TOKEN}</wst:RequestedSecurityToken>"
    f"<wst:Status><wst:Code>{Namespace.WST}/status/valid</wst:Code><wst:Reason>fine</wst:Reason>"
    "</wst:Status></wst:RequestSecurityTokenResponse>"
)


def root_of(text: str) -> etree._Element:
    """The message in *text*."""
    return parse(text.encode())


def official_header() -> Schema:
    """The medcom.xsd of SFSK."""
    return _official("medcom.xsd")


def official_card() -> Schema:
    """The saml.xsd of SFSK, with its ds.xsd and wsse.xsd."""
    return _official("saml.xsd")


def official_hsuid() -> Schema:
    """The hsuid-1_1.xsd of SFSK."""
    return _official("hsuid-1_1.xsd")


def _official(name: str) -> Schema:
    return Schema(rule="official", location=official(f"schemas/sfsk/xsd/{name}"), name=name)


def as_official(root: etree._Element) -> etree._Element:
    """A copy of *root* with that mended which live messages have and official schemas refuse.

    SHA-256 becomes SHA-1, and attributes of a HSUID header get a NameFormat.
    """
    copy = deepcopy(root)
    for element in copy.iterfind(".//ds:*[@Algorithm]", PREFIXES):
        element.set("Algorithm", _AS_SHA1.get(_trimmed(element), element.get("Algorithm", "")))
    for attribute in copy.iterfind(".//hsuid:Attribute", PREFIXES):
        attribute.set("NameFormat", attribute.get("NameFormat", "nsi:sor"))
    return copy


_AS_SHA1: Final = {
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256": f"{_DS}rsa-sha1",
    "http://www.w3.org/2001/04/xmlenc#sha256": f"{_DS}sha1",
}


def _trimmed(element: etree._Element) -> str:
    return element.get("Algorithm", "").strip()


def parts(root: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Each element of that name in *root*, as a document of its own."""
    for element in root.iter(tag):
        yield parse(etree.tostring(element, with_tail=False))
