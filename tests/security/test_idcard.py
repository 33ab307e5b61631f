"""The id card as a value and as an assertion."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conformance.safe_xml import parse
from conformance.security import idcard
from conformance.security.idcard import (
    AuthenticationLevel,
    IdCard,
    IdCardType,
    MalformedIdCard,
    SubjectIdFormat,
    SystemLog,
    UserLog,
)
from conformance.security.namespaces import PREFIXES, Namespace
from conformance.security.roles import NO_ROLE, NationalRole
from tests.official import official

SAMPLES = [
    "seal-dgws-request-with-sts-signed-system-idcard",
    "seal-to-sts-organization-request",
    "unsealed-sts-request-1",
    "unsealed-sts-response-1",
]

texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\t\n\r"), max_size=20
)
instants = st.datetimes(timezones=st.just(UTC))
users = st.builds(
    UserLog,
    cpr=texts,
    given_name=texts,
    surname=texts,
    email=st.none() | texts,
    roles=st.lists(texts, max_size=3).map(tuple),
    occupation=st.none() | texts,
    authorisation_code=st.none() | texts,
)


@st.composite
def cards(draw: st.DrawFn) -> IdCard:
    card_type = draw(st.sampled_from(IdCardType))
    return IdCard(
        card_id=draw(texts),
        issuer=draw(texts),
        name_id=draw(texts),
        name_id_format=draw(st.sampled_from(SubjectIdFormat)),
        issue_instant=draw(instants),
        not_before=draw(instants),
        not_on_or_after=draw(instants),
        card_type=card_type,
        level=draw(st.sampled_from(AuthenticationLevel)),
        cert_hash=draw(texts),
        system=draw(
            st.builds(
                SystemLog,
                it_system_name=texts,
                care_provider_id=texts,
                care_provider_id_format=st.sampled_from(SubjectIdFormat),
                care_provider_name=texts,
            )
        ),
        user=draw(users) if card_type is IdCardType.USER else None,
    )


def canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)


@given(cards())
def test_round_trip(card: IdCard) -> None:
    """Every card is read back as it was written, through bytes."""
    assert idcard.read(parse(etree.tostring(idcard.build(card)))) == card


@pytest.mark.parametrize("name", SAMPLES)
def test_official_card_is_written_byte_for_byte(name: str) -> None:
    """A real card, read and written again, has the same canonical bytes (signature aside)."""
    root = parse(official(f"samples/dgws/{name}.min.xml").read_bytes())
    (assertion,) = root.iter(Namespace.SAML.tag("Assertion"))
    card = idcard.read(assertion)
    assertion.remove(assertion[-1])

    assert canonical(idcard.build(card)) == canonical(assertion)


@pytest.mark.parametrize("kind", ["system_card", "user_card"])
def test_unsigned_card_keeps_the_official_schema(kind: str, request: pytest.FixtureRequest) -> None:
    """An unsigned card of either type is valid by saml.xsd."""
    schema = etree.XMLSchema(etree.parse(official("schemas/sfsk/xsd/saml.xsd")))

    schema.assertValid(idcard.build(request.getfixturevalue(kind)))


def test_card_is_valid_from_five_minutes_ago_for_a_day(system_card: IdCard) -> None:
    """A new card begins five minutes back, in whole seconds, and lasts 24 hours."""
    assert system_card.not_before == datetime(2026, 3, 2, 9, 25, 15, tzinfo=UTC)
    assert system_card.issue_instant == system_card.not_before
    assert system_card.not_on_or_after == datetime(2026, 3, 3, 9, 25, 15, tzinfo=UTC)


def test_user_card_names_the_user(user_card: IdCard) -> None:
    """A user card has level 4 and bears its user's CPR number."""
    assert user_card.card_type is IdCardType.USER
    assert user_card.level is AuthenticationLevel.EMPLOYEE_SIGNATURE
    assert (user_card.name_id, user_card.name_id_format) == ("0501792275", SubjectIdFormat.CPR)


def test_several_role_attributes_are_all_read(user_card: IdCard) -> None:
    """Two UserRole attributes on a broken card come back as two roles."""
    assert user_card.user is not None
    both = replace(user_card, user=replace(user_card.user, roles=("7170", *NationalRole)))

    assert idcard.read(idcard.build(both)).user == both.user
    assert both.national_roles == tuple(NationalRole)


def test_several_values_of_one_role_attribute_are_all_read(user_card: IdCard) -> None:
    """Two values in one UserRole attribute come back as two roles."""
    assertion = idcard.build(user_card)
    (role,) = assertion.xpath("//*[@Name='medcom:UserRole']")
    etree.SubElement(role, Namespace.SAML.tag("AttributeValue")).text = "7170"

    assert idcard.read(assertion).user == replace(
        user_card.user, roles=(NationalRole.SUND_ASSIST_R1, "7170")
    )


@pytest.mark.parametrize("role", ["7170", NO_ROLE, "", "code:41001:value:SundAssistR1"])
def test_other_roles_are_not_national(user_card: IdCard, role: str) -> None:
    """An education code, the absence of a role and a bare code are no national roles."""
    assert user_card.user is not None
    assert replace(user_card.user, roles=(role,)).national_roles == ()


def test_system_card_has_no_national_roles(system_card: IdCard) -> None:
    """A card without a user has no roles."""
    assert system_card.national_roles == ()


def find(assertion: etree._Element, path: str) -> etree._Element:
    (found,) = assertion.xpath(path, namespaces=PREFIXES)
    return found


def drop(path: str) -> Callable[[etree._Element], None]:
    def damage(assertion: etree._Element) -> None:
        found = find(assertion, path)
        found.getparent().remove(found)

    return damage


def double(path: str) -> Callable[[etree._Element], None]:
    def damage(assertion: etree._Element) -> None:
        found = find(assertion, path)
        found.addnext(etree.fromstring(etree.tostring(found)))

    return damage


def put(path: str, text: str) -> Callable[[etree._Element], None]:
    def damage(assertion: etree._Element) -> None:
        find(assertion, path).text = text

    return damage


def put_attribute(path: str, name: str, value: str) -> Callable[[etree._Element], None]:
    def damage(assertion: etree._Element) -> None:
        find(assertion, path).set(name, value)

    return damage


def nest(path: str) -> Callable[[etree._Element], None]:
    def damage(assertion: etree._Element) -> None:
        etree.SubElement(find(assertion, path), "nested").text = "x"

    return damage


def value_of(name: str) -> str:
    return f"//saml:Attribute[@Name='{name}']/saml:AttributeValue"


DAMAGES = {
    "no NameID": (drop("//saml:NameID"), "expected one NameID in Subject, found 0"),
    "two Subjects": (double("//saml:Subject"), "expected one Subject in Assertion, found 2"),
    "no Conditions": (drop("//saml:Conditions"), "expected one Conditions"),
    "no card data": (drop("//*[@id='IDCardData']"), "with id IDCardData, found none"),
    "no SystemLog": (drop("//*[@id='SystemLog']"), "with id SystemLog, found none"),
    "no UserLog": (drop("//*[@id='UserLog']"), "with id UserLog, found none"),
    "two SystemLogs": (double("//*[@id='SystemLog']"), "expected one AttributeStatement"),
    "UserLog in a system card": (
        put(value_of("sosi:IDCardType"), "system"),
        "expected no UserLog in a system card",
    ),
    "unknown type": (put(value_of("sosi:IDCardType"), "robot"), "expected one of system, user"),
    "level 0": (put(value_of("sosi:AuthenticationLevel"), "0"), "expected 1 to 5, found '0'"),
    "level 04": (put(value_of("sosi:AuthenticationLevel"), "04"), "expected 1 to 5, found '04'"),
    "other version": (put(value_of("sosi:IDCardVersion"), "2.0"), "expected 1.0.1, found '2.0'"),
    "no hash": (drop("//*[@Name='sosi:OCESCertHash']"), "expected one sosi:OCESCertHash"),
    "two CPR numbers": (
        double("//*[@Name='medcom:UserCivilRegistrationNumber']"),
        "at most one medcom:UserCivilRegistrationNumber in AttributeStatement UserLog, found 2",
    ),
    "no time zone": (
        put_attribute("//saml:Conditions", "NotBefore", "2026-03-02T09:25:15"),
        "NotBefore: expected an instant with a time zone",
    ),
    "unknown NameID format": (
        put_attribute("//saml:NameID", "Format", "medcom:passport"),
        "NameID/@Format: expected one of",
    ),
    "unknown provider id format": (
        put_attribute("//*[@Name='medcom:CareProviderID']", "NameFormat", "cvr"),
        "medcom:CareProviderID/@NameFormat",
    ),
    "markup in a value": (nest(value_of("medcom:UserRole")), "expected only text"),
    "other id": (put_attribute("/saml:Assertion", "id", "Card"), "Assertion/@id"),
    "SAML 1.1": (put_attribute("/saml:Assertion", "Version", "1.1"), "Assertion/@Version"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_broken_card_is_refused(user_card: IdCard, damage: str) -> None:
    """A card that is not of DGWS' form is refused, with what was expected and where."""
    assertion = idcard.build(user_card)
    act, message = DAMAGES[damage]
    act(assertion)

    with pytest.raises(MalformedIdCard) as refusal:
        idcard.read(assertion)

    assert message in str(refusal.value)


def test_other_element_is_refused() -> None:
    """Something else than a saml:Assertion is no id card."""
    with pytest.raises(MalformedIdCard, match=r"expected .*Assertion, found 'other'"):
        idcard.read(etree.Element("other"))
