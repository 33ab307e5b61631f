"""Rules for a HSUID header: the person behind a call, and on whose behalf."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.security.hsuid import HsuidAttribute, HsuidUserType, OrganisationIdFormat
from conformance.security.namespaces import PREFIXES, Namespace
from conformance.validate.messages.idcard import NC_NAME
from conformance.validate.messages.instants import instant_of
from conformance.validate.messages.rule import (
    Basis,
    Breach,
    Element,
    Message,
    one_of,
    quoted,
    rule,
    text_of,
)

_TEN_DIGITS: Final = re.compile(r"[0-9]{10}")
_NAMES: Final = frozenset(HsuidAttribute)


@rule(
    "HSUID-01",
    basis=Basis.SCHEMA,
    requirement="XDS-12",
    fix='Send one Assertion with id="HSUID", and in it Issuer and AttributeStatement "HSUIDdata".',
    bad=('id="HSUID"', 'ID="HSUID"'),
)
def form(message: Message) -> Iterator[Breach]:
    """The header holds one assertion with its issuer and its statement.

    <hsuid:HsuidHeader>
      <hsuid:Assertion IssueInstant="2025-01-01T12:00:00Z" Version="2.0" id="HSUID">
        <hsuid:Issuer>ExampleVendor</hsuid:Issuer>
        <hsuid:AttributeStatement id="HSUIDdata">…</hsuid:AttributeStatement>
      </hsuid:Assertion>
    </hsuid:HsuidHeader>

    Source: hsuid-1_1.xsd of SFSK.
    """
    assertions = message.root.findall(Namespace.HSUID.tag("Assertion"))
    if len(assertions) != 1:
        yield Breach(at=message.root, expected="one Assertion", found=str(len(assertions)))
        return
    yield from _expect(assertions[0], "id", "HSUID")
    yield from _expect(assertions[0], "Version", "2.0")
    if instant_of(assertions[0].get("IssueInstant", "")) is None:
        found = quoted(assertions[0].get("IssueInstant"))
        yield Breach(
            at=assertions[0], attribute="IssueInstant", expected="an xs:dateTime", found=found
        )
    statements = assertions[0].findall(Namespace.HSUID.tag("AttributeStatement"))
    if len(statements) == 1:
        yield from _expect(statements[0], "id", "HSUIDdata")
    else:
        found = str(len(statements))
        yield Breach(at=assertions[0], expected="one AttributeStatement", found=found)


@rule(
    "HSUID-02",
    basis=Basis.SCHEMA,
    fix="Name the issuer by one word.",
    bad=("ExampleVendor", "Example Vendor A/S"),
)
def issuer(message: Message) -> Iterator[Breach]:
    """The issuer is named by an XML name without a colon.

    <hsuid:Issuer>ExampleVendor</hsuid:Issuer>

    Source: hsuid-1_1.xsd of SFSK.
    """
    found = message.root.findall("hsuid:Assertion/hsuid:Issuer", PREFIXES)
    if len(found) != 1:
        yield Breach(at=message.root, expected="one Issuer", found=str(len(found)))
    elif not NC_NAME.fullmatch(text_of(found[0])):
        yield Breach(at=found[0], expected="a name without blanks", found=quoted(text_of(found[0])))


@rule(
    "HSUID-03",
    basis=Basis.NSP,
    requirement="XDS-12",
    fix="Say whether a citizen or a health professional acts.",
    bad=("nsi:Citizen", "Citizen"),
)
def user_type(message: Message) -> Iterator[Breach]:
    """The header says who acts: a citizen or a health professional.

    <hsuid:Attribute Name="nsi:UserType">
      <hsuid:AttributeValue>nsi:Citizen</hsuid:AttributeValue>
    </hsuid:Attribute>

    Source: NSP's HSUID guide.
    """
    types = tuple(HsuidUserType)
    found = _attributes(message, HsuidAttribute.USER_TYPE)
    if not found:
        yield Breach(at=message.root, expected=HsuidAttribute.USER_TYPE, found="none")
    for attribute in found:
        if _value(attribute) not in types:
            yield Breach(at=attribute, expected=one_of(types), found=quoted(_value(attribute)))


@rule(
    "HSUID-04",
    basis=Basis.NSP,
    requirement="XDS-12",
    fix="Send the CPR number of the person who acts, in ten digits.",
    bad=("2512489996", "251248-9996"),
)
def acting_user(message: Message) -> Iterator[Breach]:
    """The header names who acts by CPR number.

    <hsuid:Attribute Name="nsi:ActingUserCivilRegistrationNumber">
      <hsuid:AttributeValue>2512489996</hsuid:AttributeValue>
    </hsuid:Attribute>

    Source: NSP's HSUID guide.
    """
    found = _attributes(message, HsuidAttribute.ACTING_CPR)
    if not found:
        yield Breach(at=message.root, expected=HsuidAttribute.ACTING_CPR, found="none")
    for attribute in found:
        if not _TEN_DIGITS.fullmatch(_value(attribute)):
            yield Breach(at=attribute, expected="ten digits", found=quoted(_value(attribute)))


@rule(
    "HSUID-05",
    basis=Basis.NSP,
    requirement="XDS-12",
    fix="Leave the responsible user out when a person acts on his or her own behalf.",
    bad="nsi:ResponsibleUserCivilRegistrationNumber with the CPR number of the acting user",
)
def responsible_is_another(message: Message) -> Iterator[Breach]:
    """Who acts on behalf of somebody acts on behalf of another.

    <hsuid:Attribute Name="nsi:ResponsibleUserCivilRegistrationNumber">…another…</hsuid:Attribute>

    Source: NSP's HSUID guide.
    """
    acting = {_value(each) for each in _attributes(message, HsuidAttribute.ACTING_CPR)}
    for attribute in _attributes(message, HsuidAttribute.RESPONSIBLE_CPR):
        if _value(attribute) in acting - {""}:
            found = "the acting user's number"
            yield Breach(at=attribute, expected="another CPR number", found=found)


@rule(
    "HSUID-06",
    basis=Basis.NSP,
    requirement="XDS-12",
    fix="Send the attribute empty, or leave it out, when a citizen calls.",
    bad=("<hsuid:AttributeValue/>", "<hsuid:AttributeValue>2512489996</hsuid:AttributeValue>"),
)
def citizen_number_is_empty(message: Message) -> Iterator[Breach]:
    """When a citizen calls SFSK, the citizen's number stays empty: the acting user is the citizen.

    <hsuid:Attribute Name="nsi:CitizenCivilRegistrationNumber">
      <hsuid:AttributeValue/>
    </hsuid:Attribute>

    Source: user stories of SFSK.
    """
    if not _is_citizen(message) or _attributes(message, HsuidAttribute.RESPONSIBLE_CPR):
        return
    for attribute in _attributes(message, HsuidAttribute.CITIZEN_CPR):
        if _value(attribute):
            yield Breach(at=attribute, expected="no value", found=quoted(_value(attribute)))


@rule(
    "HSUID-07",
    basis=Basis.NSP,
    requirement="XDS-12",
    fix="Send the relation when a citizen acts on behalf of another.",
    bad="nsi:ResponsibleUserCivilRegistrationNumber without nsi:CitizenUserRelation",
)
def relation_is_told(message: Message) -> Iterator[Breach]:
    """A citizen who acts on behalf of another says by which relation; the codes are not public.

    <hsuid:Attribute Name="nsi:CitizenUserRelation">…</hsuid:Attribute>

    Source: user stories of SFSK.
    """
    on_behalf = any(map(_value, _attributes(message, HsuidAttribute.RESPONSIBLE_CPR)))
    related = any(map(_value, _attributes(message, HsuidAttribute.CITIZEN_RELATION)))
    if _is_citizen(message) and on_behalf and not related:
        yield Breach(at=message.root, expected=HsuidAttribute.CITIZEN_RELATION, found="none")


@rule(
    "HSUID-08",
    basis=Basis.SCHEMA,
    fix="Use the name of the schema; the organisation is nsi:OrgUsingID.",
    bad=("nsi:OrgUsingID", "nsi:OrganisationIdentifier"),
)
def known_names_once(message: Message) -> Iterator[Breach]:
    """Each attribute has a name of the schema, and comes once.

    <hsuid:Attribute Name="nsi:OrgUsingID" NameFormat="nsi:sor">…</hsuid:Attribute>

    Source: hsuid-1_1.xsd of SFSK.
    """
    seen = set()
    for attribute in _all(message):
        name = attribute.get("Name")
        if name not in _NAMES:
            yield Breach(
                at=attribute,
                attribute="Name",
                expected="a name of the schema",
                found=quoted(name),
            )
        elif name in seen:
            yield Breach(at=attribute, expected=f"one {name}", found="another")
        seen.add(name)


@rule(
    "HSUID-09",
    basis=Basis.SCHEMA,
    fix="Say whether the organisation is a SOR code, an SKS code or a provider number.",
    bad=("nsi:sor", "sor"),
)
def organisation_format(message: Message) -> Iterator[Breach]:
    """The organisation says of which kind its id is.

    <hsuid:Attribute Name="nsi:OrgUsingID" NameFormat="nsi:sor">…</hsuid:Attribute>

    Source: hsuid-1_1.xsd of SFSK; NSP's HSUID guide.
    """
    formats = tuple(OrganisationIdFormat)
    for attribute in _attributes(message, HsuidAttribute.ORGANISATION_USING):
        if attribute.get("NameFormat") not in formats:
            yield Breach(
                at=attribute,
                attribute="NameFormat",
                expected=one_of(formats),
                found=quoted(attribute.get("NameFormat")),
            )


@rule(
    "HSUID-10",
    basis=Basis.SCHEMA,
    severity=Severity.WARNING,
    fix="Nothing need be done: guides and clients leave NameFormat out as well.",
    bad='<hsuid:Attribute Name="nsi:UserType">…',
)
def name_format_everywhere(message: Message) -> Iterator[Breach]:
    """The schema demands a NameFormat on every attribute; nobody sends it.

    <hsuid:Attribute Name="nsi:UserType" NameFormat="nsi:sor">…</hsuid:Attribute>

    Source: hsuid-1_1.xsd of SFSK, against NSP's HSUID guide and known clients.
    """
    bare = [
        attribute
        for attribute in _all(message)
        if attribute.get("NameFormat") is None
        and attribute.get("Name") != HsuidAttribute.ORGANISATION_USING
    ]
    if bare:
        found = f"none on {len(bare)} attributes"
        yield Breach(at=bare[0], attribute="NameFormat", expected="a NameFormat", found=found)


@rule(
    "HSUID-11",
    basis=Basis.NSP,
    fix="Write true or false.",
    bad=("true", "ja"),
)
def consent_override(message: Message) -> Iterator[Breach]:
    """An override of consent is told by true or false.

    <hsuid:Attribute Name="nsi:ConsentOverride">
      <hsuid:AttributeValue>true</hsuid:AttributeValue>
    </hsuid:Attribute>

    Source: NSP's HSUID guide.
    """
    for attribute in _attributes(message, HsuidAttribute.CONSENT_OVERRIDE):
        if _value(attribute) not in {"true", "false"}:
            yield Breach(at=attribute, expected="true or false", found=quoted(_value(attribute)))


def _all(message: Message) -> list[Element]:
    return message.root.findall(
        "hsuid:Assertion/hsuid:AttributeStatement/hsuid:Attribute", PREFIXES
    )


def _attributes(message: Message, name: HsuidAttribute) -> list[Element]:
    return [attribute for attribute in _all(message) if attribute.get("Name") == name]


def _value(attribute: Element) -> str:
    return text_of(attribute.find(Namespace.HSUID.tag("AttributeValue")))


def _is_citizen(message: Message) -> bool:
    types = _attributes(message, HsuidAttribute.USER_TYPE)
    return any(_value(attribute) == HsuidUserType.CITIZEN for attribute in types)


def _expect(element: Element, attribute: str, value: str) -> Iterator[Breach]:
    if element.get(attribute) != value:
        yield Breach(
            at=element,
            attribute=attribute,
            expected=repr(value),
            found=quoted(element.get(attribute)),
        )


RULES: Final = (
    form,
    issuer,
    user_type,
    acting_user,
    responsible_is_another,
    citizen_number_is_empty,
    relation_is_told,
    known_names_once,
    organisation_format,
    name_format_everywhere,
    consent_override,
)
