"""Rules for what a SOSI id card says of system and user: type, level, organisation and role."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.security.idcard.values import VERSION, IdCardType, SubjectIdFormat
from conformance.security.namespaces import Namespace
from conformance.security.roles import NATIONAL_ROLE_PREFIX, NO_ROLE, NationalRole
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

_DATA: Final = (
    "sosi:IDCardID",
    "sosi:IDCardVersion",
    "sosi:IDCardType",
    "sosi:AuthenticationLevel",
    "sosi:OCESCertHash",
)
_SYSTEM: Final = ("medcom:ITSystemName", "medcom:CareProviderID", "medcom:CareProviderName")
_USER: Final = ("medcom:UserCivilRegistrationNumber", "medcom:UserGivenName", "medcom:UserSurName")
_TYPES: Final = tuple(IdCardType)
_LEVEL_OF: Final = {IdCardType.SYSTEM.value: "3", IdCardType.USER.value: "4"}
_TEN_DIGITS: Final = re.compile(r"[0-9]{10}")
_NATIONAL_ROLE: Final = re.compile(re.escape(NATIONAL_ROLE_PREFIX) + r"code:[0-9]+:value:\w+")
_ROLE_WORDS: Final = re.compile(
    r"national-federation-role|SundAssistR|(?<![0-9])4100[12](?![0-9])", re.IGNORECASE
)


@rule(
    "IDCARD-11",
    basis=Basis.SCHEMA,
    fix="Put each attribute once into its AttributeStatement.",
    bad='<saml:AttributeStatement id="IDCardData">…without sosi:IDCardID…',
)
def complete_data(message: Message) -> Iterator[Breach]:
    """The card's own data are complete, each once.

    <saml:AttributeStatement id="IDCardData">
      <saml:Attribute Name="sosi:IDCardID">…</saml:Attribute>
      <saml:Attribute Name="sosi:IDCardVersion">…1.0.1…</saml:Attribute>
      <saml:Attribute Name="sosi:IDCardType">…system…</saml:Attribute>
      <saml:Attribute Name="sosi:AuthenticationLevel">…3…</saml:Attribute>
      <saml:Attribute Name="sosi:OCESCertHash">…</saml:Attribute>
    </saml:AttributeStatement>

    Source: saml.xsd of SFSK; DGWS 1.0.1.
    """
    yield from _complete(message, "IDCardData", _DATA)
    version = _value(message, "IDCardData", "sosi:IDCardVersion")
    if version is not None and text_of(version) != VERSION:
        yield Breach(at=version, expected=VERSION, found=quoted(text_of(version)))


@rule(
    "IDCARD-12",
    basis=Basis.SCHEMA,
    requirement="XDS-10",
    fix="Send a UserLog with a user card, and none with a system card.",
    bad='…sosi:IDCardType system… <saml:AttributeStatement id="UserLog">…',
)
def type_fits_the_content(message: Message) -> Iterator[Breach]:
    """The card is a user's, with a UserLog, or a system's, without.

    <saml:Attribute Name="sosi:IDCardType">
      <saml:AttributeValue>system</saml:AttributeValue>
    </saml:Attribute>

    Source: DGWS 1.0.1.
    """
    card_type = _value(message, "IDCardData", "sosi:IDCardType")
    if card_type is None:
        return
    text = text_of(card_type)
    has_user = bool(_statements(message, "UserLog"))
    if text not in _TYPES:
        yield Breach(at=card_type, expected=one_of(_TYPES), found=quoted(text))
    elif has_user != (text == IdCardType.USER):
        expected = "a UserLog" if text == IdCardType.USER else "no UserLog in a system card"
        yield Breach(at=message.root, expected=expected, found="one" if has_user else "none")


@rule(
    "IDCARD-13",
    basis=Basis.NSP,
    requirement="XDS-10",
    fix="Sign a system card with a system certificate (3), a user card with an employee's (4).",
    bad=(">3<", ">4<"),
)
def level_fits_the_type(message: Message) -> Iterator[Breach]:
    """A system card has authentication level 3, a user card level 4.

    <saml:Attribute Name="sosi:AuthenticationLevel">
      <saml:AttributeValue>3</saml:AttributeValue>
    </saml:Attribute>

    Source: user stories of SFSK.
    """
    level = _value(message, "IDCardData", "sosi:AuthenticationLevel")
    expected = _LEVEL_OF.get(text_of(_value(message, "IDCardData", "sosi:IDCardType")))
    if level is not None and expected is not None and text_of(level) != expected:
        yield Breach(at=level, expected=expected, found=quoted(text_of(level)))


@rule(
    "IDCARD-14",
    basis=Basis.SCHEMA,
    fix="Name system and organisation in the SystemLog.",
    bad='<saml:AttributeStatement id="SystemLog">…without medcom:ITSystemName…',
)
def complete_system_log(message: Message) -> Iterator[Breach]:
    """The calling system and its organisation are named.

    <saml:AttributeStatement id="SystemLog">
      <saml:Attribute Name="medcom:ITSystemName">…</saml:Attribute>
      <saml:Attribute Name="medcom:CareProviderID" NameFormat="medcom:cvrnumber">…</saml:Attribute>
      <saml:Attribute Name="medcom:CareProviderName">…</saml:Attribute>
    </saml:AttributeStatement>

    Source: saml.xsd of SFSK; DGWS 1.0.1.
    """
    yield from _complete(message, "SystemLog", _SYSTEM)


@rule(
    "IDCARD-15",
    basis=Basis.NSP,
    fix="Name the organisation by its CVR number: access to SFSK is granted by it.",
    bad=("medcom:cvrnumber", "medcom:ynumber"),
)
def organisation_by_cvr(message: Message) -> Iterator[Breach]:
    """The organisation is named by its CVR number.

    <saml:Attribute Name="medcom:CareProviderID" NameFormat="medcom:cvrnumber">…</saml:Attribute>

    Source: design of SFSK: access is granted by CVR number.
    """
    for attribute in _attributes(message, "SystemLog", "medcom:CareProviderID"):
        if attribute.get("NameFormat") != SubjectIdFormat.CVR:
            yield Breach(
                at=attribute,
                attribute="NameFormat",
                expected=SubjectIdFormat.CVR,
                found=quoted(attribute.get("NameFormat")),
            )


@rule(
    "IDCARD-16",
    basis=Basis.SCHEMA,
    fix="Name the user by CPR number, given name and surname.",
    bad=("medcom:UserSurName", "medcom:Surname"),
)
def complete_user_log(message: Message) -> Iterator[Breach]:
    """The user is named, the CPR number in ten digits.

    <saml:AttributeStatement id="UserLog">
      <saml:Attribute Name="medcom:UserCivilRegistrationNumber">…0501792275…</saml:Attribute>
      <saml:Attribute Name="medcom:UserGivenName">…</saml:Attribute>
      <saml:Attribute Name="medcom:UserSurName">…</saml:Attribute>
    </saml:AttributeStatement>

    Source: saml.xsd of SFSK; DGWS 1.0.1.
    """
    if not _statements(message, "UserLog"):
        return
    yield from _complete(message, "UserLog", _USER)
    cpr = _value(message, "UserLog", "medcom:UserCivilRegistrationNumber")
    if cpr is not None and not _TEN_DIGITS.fullmatch(text_of(cpr)):
        yield Breach(at=cpr, expected="ten digits", found=quoted(text_of(cpr)))


@rule(
    "IDCARD-17",
    basis=Basis.GUIDE,
    requirement="ROL-03",
    fix=f"Write the role letter for letter: {NationalRole.SUND_ASSIST_R1}.",
    bad=("urn:dk:healthcare:national-federation-role:code:41001:value:SundAssistR1", "41001"),
)
def role_notation(message: Message) -> Iterator[Breach]:
    """A national role stands in its whole notation.

    <saml:Attribute Name="medcom:UserRole">
      <saml:AttributeValue
        >urn:dk:healthcare:national-federation-role:code:41001:value:SundAssistR1</saml:AttributeValue>
    </saml:Attribute>

    Source: implementation guide 2025-06-26.
    """
    for value in _roles(message):
        text = text_of(value)
        if _ROLE_WORDS.search(text) and not _is_sound(text):
            yield Breach(at=value, expected=one_of(tuple(NationalRole)), found=quoted(text))


@rule(
    "IDCARD-18",
    basis=Basis.GUIDE,
    requirement="ROL-04",
    fix="Let the user choose one role, and put only that into the card.",
    bad="…41001:value:SundAssistR1…</saml:AttributeValue>…41002:value:SundAssistR2…",
)
def one_role(message: Message) -> Iterator[Breach]:
    """A card carries at most one role.

    <saml:Attribute Name="medcom:UserRole">
      <saml:AttributeValue>7170</saml:AttributeValue>
    </saml:Attribute>

    Source: implementation guide 2025-06-26.
    """
    roles = _roles(message)
    if len(roles) > 1:
        yield Breach(at=roles[1], expected="one UserRole", found=str(len(roles)))


@rule(
    "IDCARD-19",
    basis=Basis.NSP,
    severity=Severity.WARNING,
    requirement="ROL-02",
    fix="Use a national role that grants reading: 41001 or 41002.",
    bad=("code:41001:value:SundAssistR1", "code:41003:value:PlejeAssR3"),
)
def role_grants_reading(message: Message) -> Iterator[Breach]:
    """A national role is one that grants reading of Fælles Stamkort.

    <saml:Attribute Name="medcom:UserRole">
      <saml:AttributeValue
        >urn:dk:healthcare:national-federation-role:code:41001:value:SundAssistR1</saml:AttributeValue>
    </saml:Attribute>

    Source: user stories of SFSK; a card may be meant for another service.
    """
    for value in _roles(message):
        text = text_of(value)
        if _NATIONAL_ROLE.fullmatch(text) and text not in set(NationalRole) and _is_sound(text):
            yield Breach(at=value, expected=one_of(tuple(NationalRole)), found=quoted(text))


@rule(
    "IDCARD-20",
    basis=Basis.INFERRED,
    requirement="ROL-02",
    fix="Send an authorisation code, or a national role: SFSK refuses a user with neither.",
    bad='<saml:AttributeStatement id="UserLog">…no authorisation code, no role…',
)
def user_has_a_right(message: Message) -> Iterator[Breach]:
    """A user has an authorisation code or a role.

    <saml:Attribute Name="medcom:UserAuthorizationCode">
      <saml:AttributeValue>J0184</saml:AttributeValue>
    </saml:Attribute>

    The STS may fill the code in, so a card on its way to the STS need not hold it.
    Source: derived from the implementation guide 2025-06-26.
    """
    roles = [text for text in map(text_of, _roles(message)) if text and text != NO_ROLE]
    code = _value(message, "UserLog", "medcom:UserAuthorizationCode")
    if _statements(message, "UserLog") and not roles and not text_of(code):
        yield Breach(at=message.root, expected="an authorisation code or a role", found="neither")


def _is_sound(role: str) -> bool:
    """Whether a role's notation is whole; the two that matter are compared letter for letter."""
    if re.search(r"(?<![0-9])4100[12](?![0-9])|SundAssistR[12]", role, re.IGNORECASE):
        return role in set(NationalRole)
    return bool(_NATIONAL_ROLE.fullmatch(role))


def _statements(message: Message, name: str) -> list[Element]:
    statements = message.root.findall(Namespace.SAML.tag("AttributeStatement"))
    return [statement for statement in statements if statement.get("id") == name]


def _attributes(message: Message, statement: str, name: str) -> list[Element]:
    return [
        attribute
        for each in _statements(message, statement)
        for attribute in each.findall(Namespace.SAML.tag("Attribute"))
        if attribute.get("Name") == name
    ]


def _value(message: Message, statement: str, name: str) -> Element | None:
    found = _attributes(message, statement, name)
    return found[0].find(Namespace.SAML.tag("AttributeValue")) if found else None


def _roles(message: Message) -> list[Element]:
    return [
        value
        for attribute in _attributes(message, "UserLog", "medcom:UserRole")
        for value in attribute.findall(Namespace.SAML.tag("AttributeValue"))
    ]


def _complete(message: Message, statement: str, names: tuple[str, ...]) -> Iterator[Breach]:
    statements = _statements(message, statement)
    if len(statements) != 1:
        expected = f"one AttributeStatement with id {statement}"
        yield Breach(at=message.root, expected=expected, found=str(len(statements)))
        return
    for name in names:
        values = [
            value
            for attribute in _attributes(message, statement, name)
            for value in attribute.findall(Namespace.SAML.tag("AttributeValue"))
            if text_of(value)
        ]
        if len(values) != 1:
            found = str(len(values))
            yield Breach(at=statements[0], expected=f"one {name} with a value", found=found)


RULES: Final = (
    complete_data,
    type_fits_the_content,
    level_fits_the_type,
    complete_system_log,
    organisation_by_cvr,
    complete_user_log,
    role_notation,
    one_role,
    role_grants_reading,
    user_has_a_right,
)
