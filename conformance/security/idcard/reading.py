"""Reads a `saml:Assertion` as an id card, and refuses what is not one."""

from datetime import datetime
from enum import Enum
from typing import Final, TypeVar

from lxml import etree

from conformance.security import instants
from conformance.security.idcard.values import (
    ID_CARD_ID,
    VERSION,
    AuthenticationLevel,
    IdCard,
    IdCardType,
    MalformedIdCard,
    SubjectIdFormat,
    SystemLog,
    UserLog,
)
from conformance.security.namespaces import Namespace

_ROLE: Final = "medcom:UserRole"
_Code = TypeVar("_Code", bound=Enum)


def read(assertion: etree._Element) -> IdCard:
    """Return what *assertion* says. Its signature is not looked at: see `signature.verify`.

    Raises MalformedIdCard when a part is missing, doubled or not of the form of DGWS 1.0.1.
    """
    _expect(etree.QName(assertion).text, Namespace.SAML.tag("Assertion"), "the element")
    _expect(assertion.get("id"), ID_CARD_ID, "Assertion/@id")
    _expect(assertion.get("Version"), "2.0", "Assertion/@Version")
    name_id = _only(_only(assertion, "Subject"), "NameID")
    conditions = _only(assertion, "Conditions")
    statements = _statements(assertion)
    data = _statement(statements, "IDCardData")
    _expect(data.one("sosi:IDCardVersion"), VERSION, "sosi:IDCardVersion")
    card_type = _code(IdCardType, data.one("sosi:IDCardType"), "sosi:IDCardType")
    return IdCard(
        card_id=data.one("sosi:IDCardID"),
        issuer=_text(_only(assertion, "Issuer")),
        name_id=_text(name_id),
        name_id_format=_code(SubjectIdFormat, name_id.get("Format"), "NameID/@Format"),
        issue_instant=_instant(assertion, "IssueInstant"),
        not_before=_instant(conditions, "NotBefore"),
        not_on_or_after=_instant(conditions, "NotOnOrAfter"),
        card_type=card_type,
        level=_level(data.one("sosi:AuthenticationLevel")),
        cert_hash=data.one("sosi:OCESCertHash"),
        system=_system_log(_statement(statements, "SystemLog")),
        user=_user_log(statements, card_type),
    )


class _Statement:
    """The attributes of one AttributeStatement by name."""

    def __init__(self, element: etree._Element) -> None:
        self._where = f"AttributeStatement {element.get('id')}"
        self._attributes: dict[str, list[etree._Element]] = {}
        for attribute in element.findall(Namespace.SAML.tag("Attribute")):
            self._attributes.setdefault(attribute.get("Name", ""), []).append(attribute)

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(
            _text(value)
            for attribute in self._attributes.get(name, [])
            for value in attribute.findall(Namespace.SAML.tag("AttributeValue"))
        )

    def optional(self, name: str) -> str | None:
        values = self.all(name)
        if len(values) > 1:
            raise MalformedIdCard(
                f"expected at most one {name} in {self._where}, found {len(values)}"
            )
        return values[0] if values else None

    def one(self, name: str) -> str:
        value = self.optional(name)
        if value is None:
            raise MalformedIdCard(f"expected one {name} in {self._where}, found none")
        return value

    def name_format(self, name: str) -> SubjectIdFormat:
        found = self._attributes[name][0].get("NameFormat")
        return _code(SubjectIdFormat, found, f"{name}/@NameFormat")


def _statements(assertion: etree._Element) -> dict[str, _Statement]:
    statements: dict[str, _Statement] = {}
    for element in assertion.findall(Namespace.SAML.tag("AttributeStatement")):
        name = element.get("id", "")
        if name in statements:
            raise MalformedIdCard(f"expected one AttributeStatement with id {name!r}, found more")
        statements[name] = _Statement(element)
    return statements


def _statement(statements: dict[str, _Statement], name: str) -> _Statement:
    if name not in statements:
        raise MalformedIdCard(f"expected an AttributeStatement with id {name}, found none")
    return statements[name]


def _system_log(statement: _Statement) -> SystemLog:
    return SystemLog(
        it_system_name=statement.one("medcom:ITSystemName"),
        care_provider_id=statement.one("medcom:CareProviderID"),
        care_provider_id_format=statement.name_format("medcom:CareProviderID"),
        care_provider_name=statement.one("medcom:CareProviderName"),
    )


def _user_log(statements: dict[str, _Statement], card_type: IdCardType) -> UserLog | None:
    if card_type is IdCardType.SYSTEM:
        if "UserLog" in statements:
            raise MalformedIdCard("expected no UserLog in a system card, found one")
        return None
    statement = _statement(statements, "UserLog")
    return UserLog(
        cpr=statement.one("medcom:UserCivilRegistrationNumber"),
        given_name=statement.one("medcom:UserGivenName"),
        surname=statement.one("medcom:UserSurName"),
        email=statement.optional("medcom:UserEmailAddress"),
        roles=statement.all(_ROLE),
        occupation=statement.optional("medcom:UserOccupation"),
        authorisation_code=statement.optional("medcom:UserAuthorizationCode"),
    )


def _only(parent: etree._Element, name: str) -> etree._Element:
    found = parent.findall(Namespace.SAML.tag(name))
    if len(found) != 1:
        where = etree.QName(parent).localname
        raise MalformedIdCard(f"expected one {name} in {where}, found {len(found)}")
    return found[0]


def _text(element: etree._Element) -> str:
    if len(element):
        name = etree.QName(element).localname
        raise MalformedIdCard(f"expected only text in {name}, found other content in it")
    return element.text or ""


def _instant(element: etree._Element, name: str) -> datetime:
    try:
        return instants.from_wire(element.get(name, ""))
    except ValueError as error:
        raise MalformedIdCard(f"{name}: {error}") from None


def _level(text: str) -> AuthenticationLevel:
    levels = {str(int(level)): level for level in AuthenticationLevel}
    if text not in levels:
        raise MalformedIdCard(f"sosi:AuthenticationLevel: expected 1 to 5, found {text!r}")
    return levels[text]


def _code(codes: type[_Code], found: str | None, where: str) -> _Code:
    try:
        return codes(found)
    except ValueError:
        allowed = ", ".join(str(code.value) for code in codes)
        raise MalformedIdCard(f"{where}: expected one of {allowed}, found {found!r}") from None


def _expect(found: str | None, expected: str, where: str) -> None:
    if found != expected:
        raise MalformedIdCard(f"{where}: expected {expected}, found {found!r}")
