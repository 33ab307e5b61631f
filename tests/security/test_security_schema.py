"""Our schemas of the security headers accept what this product sends, and change nothing in it."""

import re
import shutil
from pathlib import Path
from typing import Final

import pytest
from lxml import etree
from xmlschema import XMLSchema10

from conformance.reference import idcard as reference
from conformance.reference.keys import KeyPair
from conformance.reference.shown import User
from conformance.safe_xml import parse
from conformance.security import dgws, hsuid, idcard, sts
from conformance.security.hsuid import HsuidAttribute, HsuidUserType
from conformance.security.namespaces import Namespace
from conformance.security.pki import Credential
from conformance.security.schema import DGWS_HEADER, HSUID, ID_CARD, TOKEN_EXCHANGE
from conformance.security.signature import SignatureAlgorithm, TrustList, sign, verify
from conformance.xsd import Schema
from tests.security.security_messages import (
    CARDS,
    HEADER,
    HSUID_HEADER,
    NOW,
    SHA1,
    SIGNED_SHA1,
    SYSTEM,
    TOKEN_REQUEST,
    TOKEN_RESPONSE,
    USER,
    parts,
    root_of,
)

XSD: Final = "{http://www.w3.org/2001/XMLSchema}"
SCHEMAS: Final = (DGWS_HEADER, ID_CARD, HSUID, TOKEN_EXCHANGE)
FILES: Final = sorted(DGWS_HEADER.location.parent.glob("*.xsd"))
SOUND: Final[dict[str, tuple[Schema, str]]] = {
    "header": (DGWS_HEADER, HEADER),
    "hsuid": (HSUID, HSUID_HEADER),
    "request to the STS": (TOKEN_EXCHANGE, TOKEN_REQUEST),
    "answer of the STS": (TOKEN_EXCHANGE, TOKEN_RESPONSE),
    **{f"card {number}": (ID_CARD, card) for number, card in enumerate(CARDS)},
}
BODY: Final = etree.Element("{urn:example}body")


@pytest.mark.parametrize(("schema", "text"), SOUND.values(), ids=SOUND)
def test_a_full_message_is_valid(schema: Schema, text: str) -> None:
    """A message that holds everything that the schema knows is valid."""
    assert list(schema.check(root_of(text))) == []


@pytest.mark.parametrize("algorithm", SignatureAlgorithm)
@pytest.mark.parametrize("card", [SYSTEM, USER], ids=["system", "user"])
def test_signed_cards_are_valid_and_stay_as_they_are(
    card: idcard.IdCard, algorithm: SignatureAlgorithm, client: Credential
) -> None:
    """A card in a request is valid, no byte of it changes, and its signature still holds."""
    request = parse(
        dgws.build_request(
            sign(idcard.build(card), client, algorithm),
            BODY,
            security_level=card.level,
            message_id="m",
            flow_id="f",
            created=NOW,
        )
    )
    (assertion,) = request.iter(Namespace.SAML.tag("Assertion"))
    before = etree.tostring(request)

    assert list(ID_CARD.check(assertion)) == []
    assert etree.tostring(request) == before
    assert verify(assertion, TrustList(certificates=[client.certificate]), NOW).card == card


def test_no_schema_adds_to_what_it_validates() -> None:
    """No file declares a default or a fixed value, which a validator might write into a card."""
    for file in FILES:
        assert not re.search(r'\s(default|fixed)="', file.read_text(encoding="utf-8")), file


def test_headers_that_are_sent_are_valid() -> None:
    """Requests, answers and faults carry a valid medcom header, a citizen's call a valid HSUID."""
    citizen = hsuid.build(
        {HsuidAttribute.USER_TYPE: HsuidUserType.CITIZEN, HsuidAttribute.CITIZEN_CPR: ""},
        issuer="Portal",
        at=NOW,
    )

    request = dgws.build_request(
        None, BODY, security_level=3, message_id="m", flow_id=None, created=NOW, hsuid=citizen
    )
    answer = dgws.build_response(BODY, in_response_to="q", message_id="m", flow_id="f", created=NOW)
    fault = dgws.build_fault(
        dgws.FaultCode.NOT_AUTHORIZED, "no", message_id="m", in_response_to="q", created=NOW
    )

    for message in (request, answer, fault):
        (header,) = parts(parse(message), Namespace.MEDCOM.tag("Header"))
        assert list(DGWS_HEADER.check(header)) == []
    (header,) = parts(parse(request), Namespace.HSUID.tag("HsuidHeader"))
    assert list(HSUID.check(header)) == []


def test_the_exchange_with_the_sts_is_valid() -> None:
    """The request for a card and the answer are valid, each by itself and in its envelope."""
    card = root_of(CARDS[0])
    messages = {
        "RequestSecurityToken": sts.build_request(card, issuer_name="EHR", created=NOW),
        "RequestSecurityTokenResponse": sts.build_response(card, issuer_name="STS", created=NOW),
    }
    for name, message in messages.items():
        (payload,) = parse(message).iter(Namespace.WST.tag(name))
        assert list(TOKEN_EXCHANGE.check(payload)) == []


def test_cards_of_the_reference_system_are_valid(client: Credential) -> None:
    """What the reference system signs for the STS, with code of its own, is valid."""
    pair = KeyPair(key=client.private_key, certificate=client.certificate)
    user = User(
        cpr="0501792275",
        given_name="Lars",
        surname="Larsen",
        authorisation_code="J0184",
        education_code="7170",
        national_roles=(),
    )

    assert list(ID_CARD.check(reference.system_card(pair, NOW))) == []
    assert list(ID_CARD.check(reference.user_card(pair, user, ("7170",), NOW))) == []


VERDICTS: Final[dict[str, tuple[bool, str, str]]] = {
    "unsigned": (True, SIGNED_SHA1, ""),
    "signature twice": (False, SIGNED_SHA1, SIGNED_SHA1 * 2),
    "signed in lines": (True, ">c2lnbmVk<", ">\nc2ln&#13;\nbmVk\n<"),
    "base64 with a stray character": (False, ">c2lnbmVk<", ">c2lnbmVk.<"),
    "base64 cut short": (False, ">c2lnbmVk<", ">c2lnbmV<"),
    "base64 of one byte": (True, ">MAA=<", ">MA==<"),
    "base64 with bits to spare": (False, ">MAA=<", ">MB==<"),
    "nothing signed": (False, ">c2lnbmVk<", "><"),
    "digest of 32 bytes": (True, f"{SHA1}</ds:", "A" * 43 + "=</ds:"),
    "digest of 33 bytes": (False, f"{SHA1}</ds:", "A" * 44 + "</ds:"),
    "other id": (True, 'id="IDCard"', 'id="Card"'),
    "other version": (True, 'Version="2.0"', 'Version="1.1"'),
    "statements in another order": (True, 'id="UserLog"', 'id="SystemLog"'),
    "unknown role": (True, ">7170<", ">none<"),
    "empty value": (True, ">7170<", "><"),
    "time with an offset": (True, "02T09:25:15Z", "02T10:25:15.125+01:00"),
    "time without an offset": (True, "02T09:25:15Z", "02T09:25:15"),
    "29 February in a leap year": (True, "2026-03-02T09:25:15Z", "2028-02-29T09:25:15Z"),
    "29 February in another year": (False, "2026-03-02T09:25:15Z", "2026-02-29T09:25:15Z"),
    "31 April": (False, "2026-03-02T09:25:15Z", "2026-04-31T09:25:15Z"),
    "hour 24": (False, "02T09:25:15Z", "02T24:00:00Z"),
    "typed value": (
        True,
        "<saml:AttributeValue>7170",
        (
            '<saml:AttributeValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
            ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type="xs:string">7170'
        ),
    ),
    "issuer with Danish letters": (True, ">ExampleEHR<", ">Æbleø-Journal.2<"),
    "issuer that starts with a digit": (False, ">ExampleEHR<", ">2EHR<"),
    "NameID of the STS": (True, "cprnumber", "other"),
    "XML signature in SAML's place": (False, "</saml:Issuer>", f"</saml:Issuer>{SIGNED_SHA1}"),
}


@pytest.mark.parametrize(("valid", "old", "new"), VERDICTS.values(), ids=VERDICTS)
def test_verdicts_on_changes_of_a_card(*, valid: bool, old: str, new: str) -> None:
    """Structure and lexical form are the schema's business, what a card must say is not."""
    assert old in CARDS[0]

    assert ID_CARD.accepts(root_of(CARDS[0].replace(old, new, 1))) is valid


@pytest.mark.parametrize(
    "more",
    [
        f'<wst:Lifetime xmlns:wst="{Namespace.WST}"><x:Created xmlns:x="urn:x"/></wst:Lifetime>',
        '<p:AppliesTo xmlns:p="urn:policy">here</p:AppliesTo>',
        "<!-- a note -->",
    ],
)
def test_an_exchange_may_hold_more_than_we_know(more: str) -> None:
    """WS-Trust is open: elements of its own and of others pass, whatever is in them."""
    assert TOKEN_EXCHANGE.accepts(
        root_of(TOKEN_REQUEST.replace("<wst:Claims>", f"{more}<wst:Claims>"))
    )


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.location.stem)
def test_both_validators_take_the_schema_from_any_folder(schema: Schema, tmp_path: Path) -> None:
    """The files refer to one another by name alone, blanks and Danish letters notwithstanding."""
    folder = tmp_path / "Mine værktøjer"
    shutil.copytree(schema.location.parent, folder, ignore=shutil.ignore_patterns("*.py*"))
    moved = Schema(rule="X", location=folder / schema.location.name)

    assert moved.accepts(root_of(next(text for own, text in SOUND.values() if own is schema)))
    assert XMLSchema10(str(moved.location), allow="local").elements


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_everything_is_documented(file: Path) -> None:
    """Each named type, element and group says in English what it is; the file names its source."""
    root = etree.parse(str(file)).getroot()
    kinds = ("complexType", "simpleType", "element", "group")
    named = [part for kind in kinds for part in root.iter(XSD + kind) if part.get("name")]

    assert "Source" in etree.tostring(root, encoding="unicode")
    for part in named:
        text = part.findtext(f"{XSD}annotation/{XSD}documentation")
        assert (text or "").strip(), part.get("name")


def test_a_card_of_hostile_size_is_refused_at_once() -> None:
    """Ten thousand roles give one finding."""
    role = '<saml:Attribute Name="medcom:UserRole"><saml:AttributeValue/></saml:Attribute>'
    end = "</saml:AttributeStatement>"

    (finding,) = ID_CARD.check(root_of(CARDS[0].replace(end, role * 10_000 + end, 1)))

    assert finding.found == "more than that"
