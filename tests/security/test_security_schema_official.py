"""Whatever our schemas of headers and cards accept, the official ones do, live forms aside."""

import string
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from xmlschema import XMLSchema10, XMLSchemaException

from conformance.safe_xml import parse
from conformance.security.namespaces import Namespace
from conformance.security.schema import DGWS_HEADER, HSUID, ID_CARD, TOKEN_EXCHANGE
from conformance.xsd import Schema
from tests.official import official
from tests.security.security_messages import (
    CARDS,
    HEADER,
    HSUID_HEADER,
    SIGNED_SHA1,
    SYSTEM,
    TOKEN_REQUEST,
    TOKEN_RESPONSE,
    as_official,
    card_text,
    official_card,
    official_header,
    official_hsuid,
    parts,
    root_of,
)
from tests.validate import message_examples
from tests.xsd.mutations import Fault, faults

FAMILIES: Final = {
    Namespace.MEDCOM.tag("Header"): (DGWS_HEADER, official_header),
    Namespace.SAML.tag("Assertion"): (ID_CARD, official_card),
    Namespace.HSUID.tag("HsuidHeader"): (HSUID, official_hsuid),
}
WHOLE: Final = {
    Namespace.MEDCOM.tag("Header"): (HEADER,),
    Namespace.SAML.tag("Assertion"): CARDS,
    Namespace.HSUID.tag("HsuidHeader"): (HSUID_HEADER,),
}
SAMPLES: Final = (
    "dgws/seal-dgws-request-with-sts-signed-system-idcard.min.xml",
    "dgws/seal-to-sts-organization-request.min.xml",
    "dgws/unsealed-sts-request-1.min.xml",
    "dgws/unsealed-sts-request-2.min.xml",
    "dgws/unsealed-sts-response-1.min.xml",
    "messages/hsuid-citizen.xml",
    "messages/medcom-header.xml",
)
_AGREED: Final = 150
BASE64: Final = string.ascii_letters + string.digits + "+/= \n"
by_family = pytest.mark.parametrize("tag", FAMILIES, ids=lambda tag: str(tag).rpartition("}")[2])


@cache
def all_faults(tag: str) -> tuple[Fault, ...]:
    """Every single fault in the documents of a family that hold everything."""
    return tuple(fault for text in WHOLE[tag] for fault in faults(root_of(text)))


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_valid(name: str) -> None:
    """Each id card, header and exchange that was recorded or published is valid for both."""
    root = parse(official(f"samples/{name}").read_bytes())
    found = [part for tag in FAMILIES for part in parts(root, tag)]

    assert found
    for part in found:
        ours, theirs = FAMILIES[str(part.tag)]
        assert list(ours.check(part)) == []
        assert theirs().accepts(as_official(part))
    for exchange in root.iter(f"{{{Namespace.WST}}}*"):
        if exchange.get("Context") is not None:
            assert list(TOKEN_EXCHANGE.check(exchange)) == []


def test_the_official_schemas_refuse_what_live_messages_hold() -> None:
    """SHA-256 and a HSUID attribute without NameFormat need the exceptions that we make."""
    for text, ours, theirs in (
        (CARDS[1], ID_CARD, official_card()),
        (HSUID_HEADER, HSUID, official_hsuid()),
    ):
        assert ours.accepts(root_of(text))
        assert not theirs.accepts(root_of(text))
        assert theirs.accepts(as_official(root_of(text)))


@pytest.mark.parametrize("name", message_examples.SOUND)
def test_sound_examples_are_valid(name: str) -> None:
    """The messages of the rules' tests are valid for both, their cards once they are signed."""
    root = root_of(message_examples.SOUND[name])
    for part in (part for tag in FAMILIES for part in parts(root, tag)):
        if part.get("ID") is not None:
            continue  # an OIOIDWS token, which is no id card
        for signature in part.findall(Namespace.DS.tag("Signature")):
            part.replace(signature, _signature())
        ours, theirs = FAMILIES[str(part.tag)]
        assert list(ours.check(part)) == []
        assert theirs().accepts(as_official(part))


def _signature() -> etree._Element:
    return root_of(card_text(SYSTEM, SIGNED_SHA1))[-1]


@by_family
def test_no_single_fault_passes_ours_alone(tag: str) -> None:
    """Each element and attribute dropped, doubled, renamed, moved or altered: ours is stricter."""
    ours, theirs = FAMILIES[tag][0], FAMILIES[tag][1]()
    accepted = 0
    for fault in all_faults(tag):
        root = fault.spoilt()
        if ours.accepts(root):
            accepted += 1
            assert theirs.accepts(as_official(root)), fault.name

    assert 50 < accepted < len(all_faults(tag)) / 4


@by_family
def test_no_pair_of_faults_passes_ours_alone(tag: str) -> None:
    """Of documents spoilt in two places, too, ours accepts none alone."""
    ours, theirs = FAMILIES[tag][0], FAMILIES[tag][1]()
    pick = Random(1)
    for first in pick.sample(all_faults(tag), 40):
        second = list(faults(first.spoilt()))
        for fault in pick.sample(second, min(40, len(second))):
            root = fault.spoilt()
            assert not ours.accepts(root) or theirs.accepts(as_official(root)), fault.name


@settings(deadline=None)
@given(
    name=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=12),
    instant=st.from_regex(
        r" ?[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:0[0-9](\.[0-9]+)?"
        r"([+-][01][0-9]:[0-6][0-9]|Z)?",
        fullmatch=True,
    ),
    digest=st.text(BASE64, min_size=26, max_size=46)
    | st.binary(max_size=40).map(lambda data: b64encode(data).decode()),
)
def test_no_value_passes_ours_alone(name: str, instant: str, digest: str) -> None:
    """Names, instants and base64 of any kind: what ours accepts, the official schema accepts."""
    for path, value in (
        ("{*}Issuer", name),
        ("{*}Subject/{*}NameID", name),
        (".//{*}ConfirmationMethod/..//{*}KeyName", name),
        (".//{*}DigestValue", digest),
        (".//{*}SignatureValue", digest),
    ):
        root = root_of(CARDS[0])
        element = root.find(path)
        assert element is not None
        element.text = value
        assert not ID_CARD.accepts(root) or official_card().accepts(root), value
    root = root_of(CARDS[0])
    root.set("IssueInstant", instant)
    assert not ID_CARD.accepts(root) or official_card().accepts(root), instant


@pytest.mark.parametrize("schema", [DGWS_HEADER, ID_CARD, HSUID, TOKEN_EXCHANGE])
def test_lxml_and_xmlschema_agree(schema: Schema) -> None:
    """Of a sample of the faults, both validators accept the same."""
    slow = XMLSchema10(str(schema.location))

    def accepts(root: etree._Element) -> bool:
        try:
            return slow.is_valid(root)
        except XMLSchemaException:
            return False

    # xmlschema takes a comment in a text for an element.
    candidates = [fault for fault in _faults_for(schema) if "a comment within" not in fault.name]
    for fault in Random(1).sample(candidates, _AGREED):
        root = fault.spoilt()
        assert schema.accepts(root) == accepts(root), fault.name


def _faults_for(schema: Schema) -> Iterator[Fault]:
    for tag, (ours, _) in FAMILIES.items():
        if ours is schema:
            yield from all_faults(tag)
    if schema is TOKEN_EXCHANGE:
        yield from faults(root_of(TOKEN_REQUEST))
        yield from faults(root_of(TOKEN_RESPONSE))
