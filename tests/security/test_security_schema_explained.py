"""A breach of the schemas of headers and cards is told in words that a developer can act on."""

from typing import Final

import pytest

from conformance.findings import Finding, Severity
from conformance.security.schema import DGWS_HEADER, HSUID, ID_CARD, TOKEN_EXCHANGE
from conformance.xsd import Schema
from tests.security.security_messages import (
    CARDS,
    HEADER,
    HSUID_HEADER,
    SHA1,
    TOKEN_REQUEST,
    root_of,
)

CARD: Final = CARDS[0]
LEVEL: Final = "<medcom:SecurityLevel>3</medcom:SecurityLevel>"
TIME_OUT: Final = "<medcom:TimeOut>480</medcom:TimeOut>"
CONDITIONS: Final = 'NotOnOrAfter="2026-03-03T09:25:15Z"/>'
SIGNED_INFO: Final = "/Assertion/Signature[1]/SignedInfo[1]"
STATEMENT: Final = "/HsuidHeader/Assertion[1]/AttributeStatement[1]"
LAST_TRANSFORM: Final = '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'

Told = tuple[str, str, str, str, str, str]
HEADERS: Final[dict[str, Told]] = {
    "level that there is not": (
        ">3<",
        ">6<",
        "/Header/SecurityLevel[1]",
        "a security level: 1, 2, 3, 4 or 5",
        '"6"',
        "Write the level of the id card: 3 for a system card, 4 for a user card",
    ),
    "boolean of XML": (
        ">yes<",
        ">true<",
        "/Header/RequireNonRepudiationReceipt[1]",
        "yes or no",
        '"true"',
        "Write yes or no in small letters, without blanks",
    ),
    "code spelt rightly": (
        "succesfully",
        "successfully",
        "/Header/FlowStatus[1]",
        "flow_running or flow_finalized_succesfully",
        '"flow_finalized_successfully"',
        "Write the code as DGWS spells it: succesfully has one s before the f",
    ),
    "blanks round a code": (
        ">480<",
        "> 480 <",
        "/Header/TimeOut[1]",
        "a time-out in minutes: 5, 30, 480, 1440 or unbound",
        '" 480 "',
        "Write one of these, without blanks, or leave TimeOut out",
    ),
    "wrong order": (
        LEVEL + TIME_OUT,
        TIME_OUT + LEVEL,
        "/Header/SecurityLevel[1]",
        "Linking",
        "SecurityLevel",
        "Move SecurityLevel: it stands before TimeOut, Linking",
    ),
    "no MessageID": (
        "<medcom:MessageID>m</medcom:MessageID>",
        "",
        "/Header/Linking[1]/InResponseToMessageID[1]",
        "MessageID",
        "InResponseToMessageID",
        "Add MessageID before InResponseToMessageID",
    ),
    "attribute of no namespace": (
        'x:more="1"',
        'mustUnderstand="1"',
        "/Header/@mustUnderstand",
        "only attributes of Header",
        'mustUnderstand="1"',
        "Remove mustUnderstand: Header does not have it",
    ),
    "newer namespace": (
        "dgws/2006/04/dgws-1.0.xsd",
        "dgws/2006/04/dgws-1.0.1.xsd",
        "/Header",
        "Header in namespace http://www.medcom.dk/dgws/2006/04/dgws-1.0.xsd",
        "Header in namespace http://www.medcom.dk/dgws/2006/04/dgws-1.0.1.xsd",
        (
            "Write Header as the root element, "
            'with xmlns="http://www.medcom.dk/dgws/2006/04/dgws-1.0.xsd"'
        ),
    ),
}
ID_CARDS: Final[dict[str, Told]] = {
    "day that there is not": (
        'IssueInstant="2026-03-02T',
        'IssueInstant="2026-02-30T',
        "/Assertion/@IssueInstant",
        "a day and time of the calendar, such as 2025-08-26T13:50:28Z",
        '"2026-02-30T09:25:15Z"',
        "Write an xs:dateTime in UTC: yyyy-MM-ddTHH:mm:ssZ",
    ),
    "no start": (
        'NotBefore="2026-03-02T09:25:15Z" ',
        "",
        "/Assertion/Conditions[1]",
        "attribute NotBefore on Conditions",
        "Conditions without it",
        "Add NotBefore to Conditions",
    ),
    "issuer of several words": (
        ">ExampleEHR<",
        ">Example EHR A/S<",
        "/Assertion/Issuer[1]",
        "a name without blanks or colons that starts with a letter, such as TEST1-NSP-STS",
        '"Example EHR A/S"',
        "Write one word of letters, digits, hyphens and dots",
    ),
    "format without prefix": (
        "medcom:cprnumber",
        "cprnumber",
        "/Assertion/Subject[1]/NameID[1]/@Format",
        "a format of DGWS, such as medcom:cvrnumber, medcom:cprnumber or medcom:other",
        '"cprnumber"',
        "Write a format of DGWS letter for letter, with medcom: before it",
    ),
    "bearer": (
        "holder-of-key",
        "bearer",
        "/Assertion/Subject[1]/SubjectConfirmation[1]/ConfirmationMethod[1]",
        "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key",
        '"urn:oasis:names:tc:SAML:2.0:cm:bearer"',
        "Write urn:oasis:names:tc:SAML:2.0:cm:holder-of-key: an id card knows no other method",
    ),
    "audience": (
        CONDITIONS,
        CONDITIONS.replace("/>", "><saml:AudienceRestriction/></saml:Conditions>"),
        "/Assertion/Conditions[1]/AudienceRestriction[1]",
        "nothing more in Conditions",
        "AudienceRestriction",
        "Remove AudienceRestriction: Conditions holds no elements",
    ),
    "name in other letters": (
        "medcom:UserSurName",
        "medcom:UserSurname",
        "/Assertion/AttributeStatement[2]/Attribute[3]/@Name",
        (
            "the name of an id card's attribute, such as sosi:IDCardID, medcom:UserRole or "
            "medcom:ITSystemName"
        ),
        '"medcom:UserSurname"',
        "Write a name of DGWS letter for letter, with sosi: or medcom: before it",
    ),
    "digest in hexadecimal": (
        f"{SHA1}</ds:",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709</ds:",
        f"{SIGNED_INFO}/Reference[1]/DigestValue[1]",
        "a digest in base64: 20 bytes (SHA-1) or 32 bytes (SHA-256)",
        '"da39a3ee5e6b4b0d3255bfef95601890afd80709"',
        "Write base64 of the digest's bytes, not of its hexadecimal text: 28 or 44 characters",
    ),
    "algorithm that there is not": (
        "xmldsig#rsa-sha1",
        "xmldsig#rsa-sha256",
        f"{SIGNED_INFO}/SignatureMethod[1]/@Algorithm",
        (
            "http://www.w3.org/2000/09/xmldsig#rsa-sha1 or "
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
        ),
        '"http://www.w3.org/2000/09/xmldsig#rsa-sha256"',
        "Sign with one of these and name it letter for letter",
    ),
    "one transform": (
        LAST_TRANSFORM,
        "",
        f"{SIGNED_INFO}/Reference[1]/Transforms[1]",
        "Transform in Transforms",
        "Transforms that ends after Transform",
        "Add Transform to Transforms",
    ),
    "certificate in PEM": (
        ">MAA=<",
        ">-----BEGIN CERTIFICATE-----MAA=<",
        "/Assertion/Signature[1]/KeyInfo[1]/X509Data[1]/X509Certificate[1]",
        "base64 of at least one byte",
        '"-----BEGIN CERTIFICATE-----MAA="',
        "Write base64: letters, digits, + and /, four at a time, filled up with =",
    ),
    "other name of the signature": (
        '<ds:Signature id="OCESSignature"',
        '<ds:Signature id="Signature"',
        "/Assertion/Signature[1]/@id",
        "OCESSignature",
        '"Signature"',
        'Write id="OCESSignature": the subject confirmation names the signature so',
    ),
}
HSUIDS: Final[dict[str, Told]] = {
    "id in small letters": (
        'id="HSUID"',
        'id="hsuid"',
        "/HsuidHeader/Assertion[1]/@id",
        "HSUID",
        '"hsuid"',
        'Write id="HSUID", in capitals and without blanks',
    ),
    "name of the organisation": (
        "nsi:OrgUsingID",
        "nsi:OrganisationIdentifier",
        f"{STATEMENT}/Attribute[5]/@Name",
        (
            "a name of HSUID, such as nsi:UserType, nsi:ActingUserCivilRegistrationNumber or "
            "nsi:OrgUsingID"
        ),
        '"nsi:OrganisationIdentifier"',
        (
            "Write a name of HSUID 1.1 letter for letter, with nsi: before it; "
            "an organisation is nsi:OrgUsingID"
        ),
    ),
    "format of DGWS": (
        "nsi:sor",
        "medcom:cvrnumber",
        f"{STATEMENT}/Attribute[5]/@NameFormat",
        "nsi:sor, nsi:skskode or nsi:ynumber",
        '"medcom:cvrnumber"',
        "Say by which register the organisation is named: SOR, SKS or provider number",
    ),
    "no issuer": (
        "<hsuid:Issuer>Portal</hsuid:Issuer>",
        "",
        STATEMENT,
        "Issuer",
        "AttributeStatement",
        "Add Issuer before AttributeStatement",
    ),
}
EXCHANGES: Final[dict[str, Told]] = {
    "context in small letters": (
        "Context=",
        "context=",
        "/RequestSecurityToken/@context",
        "only attributes of RequestSecurityToken",
        'context="www.sosi.dk"',
        "Remove context: RequestSecurityToken does not have it",
    ),
    "blank in a URI": (
        "trust/Issue",
        "trust Issue",
        "/RequestSecurityToken/RequestType[1]",
        "a URI without blanks within, such as http://schemas.xmlsoap.org/ws/2005/02/trust/Issue",
        '"http://schemas.xmlsoap.org/ws/2005/02/trust Issue"',
        "Write the URI of WS-Trust or of SAML letter for letter",
    ),
}


def explain(schema: Schema, text: str, told: Told) -> Finding:
    """The one finding of *schema* in *text* after the change."""
    old, new, *_ = told
    assert old in text, old
    (finding,) = schema.check(root_of(text.replace(old, new, 1)))
    return finding


@pytest.mark.parametrize("told", HEADERS.values(), ids=HEADERS)
def test_a_mistake_in_a_medcom_header_is_explained(told: Told) -> None:
    """The finding tells place, expectation, what was found and how to mend it."""
    finding = explain(DGWS_HEADER, HEADER, told)

    assert (finding.where, finding.expected, finding.found, finding.fix) == told[2:]
    assert (finding.rule, finding.severity) == ("DGWS-00", Severity.FAIL)


@pytest.mark.parametrize("told", ID_CARDS.values(), ids=ID_CARDS)
def test_a_mistake_in_an_id_card_is_explained(told: Told) -> None:
    """The finding tells place, expectation, what was found and how to mend it."""
    finding = explain(ID_CARD, CARD, told)

    assert (finding.where, finding.expected, finding.found, finding.fix) == told[2:]
    assert (finding.rule, finding.severity) == ("IDCARD-00", Severity.FAIL)


@pytest.mark.parametrize("told", HSUIDS.values(), ids=HSUIDS)
def test_a_mistake_in_a_hsuid_header_is_explained(told: Told) -> None:
    """The finding tells place, expectation, what was found and how to mend it."""
    finding = explain(HSUID, HSUID_HEADER, told)

    assert (finding.where, finding.expected, finding.found, finding.fix) == told[2:]
    assert (finding.rule, finding.severity) == ("HSUID-00", Severity.FAIL)


@pytest.mark.parametrize("told", EXCHANGES.values(), ids=EXCHANGES)
def test_a_mistake_in_a_request_to_the_sts_is_explained(told: Told) -> None:
    """The finding tells place, expectation, what was found and how to mend it."""
    finding = explain(TOKEN_EXCHANGE, TOKEN_REQUEST, told)

    assert (finding.where, finding.expected, finding.found, finding.fix) == told[2:]
    assert (finding.rule, finding.severity) == ("DGWS-00", Severity.FAIL)


def test_an_id_in_capitals_is_told_as_missing_and_as_too_much() -> None:
    """SAML's own ID, in place of DGWS' id, gives two findings on the assertion."""
    told = list(ID_CARD.check(root_of(CARD.replace(' id="IDCard"', ' ID="IDCard"'))))

    assert [(finding.where, finding.fix) for finding in told] == [
        ("/Assertion", "Add id to Assertion"),
        ("/Assertion/@ID", "Remove ID: Assertion may carry IssueInstant, Version, id"),
    ]
