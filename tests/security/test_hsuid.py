"""The HSUID header."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conformance.safe_xml import parse
from conformance.security import hsuid
from conformance.security.hsuid import HsuidAttribute, HsuidUserType, MalformedHsuid
from conformance.security.namespaces import Namespace
from tests.official import official

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CITIZEN = {
    HsuidAttribute.USER_TYPE: HsuidUserType.CITIZEN,
    HsuidAttribute.ACTING_CPR: "2512489996",
}

texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=20).map(str.strip)


@given(st.dictionaries(texts, texts), texts)
def test_round_trip(extra: dict[str, str], issuer: str) -> None:
    """Every header is read back as it was written, unknown names included."""
    attributes = {**extra, **CITIZEN}

    found = hsuid.read(parse(etree.tostring(hsuid.build(attributes, issuer=issuer, at=AT))))

    assert (found.issuer, found.issue_instant) == (issuer, AT)
    assert dict(found.attributes) == attributes


def test_header_keeps_the_official_schema_but_for_name_formats() -> None:
    """With a NameFormat put on every attribute, the header is valid by hsuid-1_1.xsd."""
    schema = etree.XMLSchema(etree.parse(official("schemas/sfsk/xsd/hsuid-1_1.xsd")))
    header = hsuid.build(dict.fromkeys(HsuidAttribute, "x"), issuer="ExampleEHR", at=AT)
    assert not schema.validate(header)

    for attribute in header.iter(Namespace.HSUID.tag("Attribute")):
        attribute.set("NameFormat", "nsi:sor")

    schema.assertValid(header)


def test_layout_is_that_of_the_dossiers_example() -> None:
    """An example header, read and written again, is the same but for blanks."""
    example = parse(official("samples/messages/hsuid-citizen.xml").read_bytes())
    found = hsuid.read(example)
    for element in example.iter():
        element.tail = None
        element.text = (element.text or "").strip() or None

    ours = hsuid.build(dict(found.attributes), issuer=found.issuer, at=found.issue_instant)

    assert etree.tostring(ours, method="c14n") == etree.tostring(example, method="c14n")


@pytest.mark.parametrize(
    ("change", "own"),
    [
        ({}, True),
        ({HsuidAttribute.RESPONSIBLE_CPR: ""}, True),
        ({HsuidAttribute.CITIZEN_CPR: "2512489996"}, True),
        ({HsuidAttribute.RESPONSIBLE_CPR: "2512484916"}, False),
        ({HsuidAttribute.USER_TYPE: HsuidUserType.HEALTHCARE_PROFESSIONAL}, False),
    ],
)
def test_own_call(change: dict[str, str], own: bool) -> None:
    """A call is the citizen's own when a citizen acts and nobody else is responsible."""
    found = hsuid.read(hsuid.build({**CITIZEN, **change}, issuer="Portal", at=AT))

    assert found.is_own_call is own
    assert found.acting_cpr == "2512489996"


def test_missing_attribute_is_none() -> None:
    """An attribute that is not there is None, an empty one is empty."""
    found = hsuid.read(
        hsuid.build({**CITIZEN, HsuidAttribute.CITIZEN_CPR: ""}, issuer="Portal", at=AT)
    )

    assert found.get(HsuidAttribute.CITIZEN_CPR) == ""
    assert found.get(HsuidAttribute.RESPONSIBLE_CPR) is None


def without(name: HsuidAttribute) -> etree._Element:
    kept = {key: value for key, value in CITIZEN.items() if key is not name}
    return hsuid.build(kept, issuer="Portal", at=AT)


def doubled() -> etree._Element:
    header = hsuid.build(CITIZEN, issuer="Portal", at=AT)
    attributes = list(header.iter(Namespace.HSUID.tag("Attribute")))
    attributes[0].addnext(parse(etree.tostring(attributes[1])))
    return header


def undated() -> etree._Element:
    header = hsuid.build(CITIZEN, issuer="Portal", at=AT)
    del header[0].attrib["IssueInstant"]
    return header


def other_user_type() -> etree._Element:
    return hsuid.build({**CITIZEN, HsuidAttribute.USER_TYPE: "Citizen"}, issuer="P", at=AT)


BROKEN = {
    "no assertion": (
        etree.Element(Namespace.HSUID.tag("HsuidHeader")),
        "expected one Assertion in HsuidHeader, found 0",
    ),
    "no instant": (undated(), "HSUID IssueInstant: expected an instant"),
    "no user type": (without(HsuidAttribute.USER_TYPE), "nsi:UserType: expected"),
    "other user type": (other_user_type(), "found 'Citizen'"),
    "no acting user": (without(HsuidAttribute.ACTING_CPR), "expected nsi:ActingUserCivil"),
    "doubled": (doubled(), "expected each attribute once"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_header_is_refused(name: str) -> None:
    """A header that lacks what is required, or says something twice, is refused."""
    header, message = BROKEN[name]

    with pytest.raises(MalformedHsuid) as refusal:
        hsuid.read(header)

    assert message in str(refusal.value)
