"""Writes an id card as an unsigned `saml:Assertion`."""

from collections.abc import Iterator

from lxml import etree

from conformance.security import instants
from conformance.security.idcard.values import (
    HOLDER_OF_KEY,
    ID_CARD_ID,
    SIGNATURE_ID,
    VERSION,
    IdCard,
    SystemLog,
    UserLog,
)
from conformance.security.namespaces import Namespace, prefixes


def build(card: IdCard) -> etree._Element:
    """Return *card* as an unsigned `saml:Assertion`, in the element order of real cards.

    Source: NSP protocol dossier 4.3 and the official samples.
    """
    assertion = etree.Element(
        Namespace.SAML.tag("Assertion"),
        {
            "IssueInstant": instants.to_wire(card.issue_instant),
            "Version": "2.0",
            "id": ID_CARD_ID,
        },
        nsmap=prefixes("saml", "ds"),
    )
    _saml(assertion, "Issuer", card.issuer)
    _build_subject(assertion, card)
    conditions = _saml(assertion, "Conditions")
    conditions.set("NotBefore", instants.to_wire(card.not_before))
    conditions.set("NotOnOrAfter", instants.to_wire(card.not_on_or_after))
    _build_statement(assertion, "IDCardData", _card_data(card))
    if card.user:
        _build_statement(assertion, "UserLog", _user_log(card.user))
    system = _build_statement(assertion, "SystemLog", _system_log(card.system))
    system[1].set("NameFormat", card.system.care_provider_id_format)
    return assertion


def _build_subject(assertion: etree._Element, card: IdCard) -> None:
    subject = _saml(assertion, "Subject")
    _saml(subject, "NameID", card.name_id).set("Format", card.name_id_format)
    confirmation = _saml(subject, "SubjectConfirmation")
    _saml(confirmation, "ConfirmationMethod", HOLDER_OF_KEY)
    data = _saml(confirmation, "SubjectConfirmationData")
    key_info = etree.SubElement(data, Namespace.DS.tag("KeyInfo"))
    etree.SubElement(key_info, Namespace.DS.tag("KeyName")).text = SIGNATURE_ID


def _build_statement(
    assertion: etree._Element, name: str, attributes: Iterator[tuple[str, str | None]]
) -> etree._Element:
    statement = _saml(assertion, "AttributeStatement")
    statement.set("id", name)
    for attribute_name, value in attributes:
        if value is not None:
            attribute = _saml(statement, "Attribute")
            attribute.set("Name", attribute_name)
            _saml(attribute, "AttributeValue", value)
    return statement


def _card_data(card: IdCard) -> Iterator[tuple[str, str | None]]:
    yield "sosi:IDCardID", card.card_id
    yield "sosi:IDCardVersion", VERSION
    yield "sosi:IDCardType", card.card_type
    yield "sosi:AuthenticationLevel", str(int(card.level))
    yield "sosi:OCESCertHash", card.cert_hash


def _user_log(user: UserLog) -> Iterator[tuple[str, str | None]]:
    yield "medcom:UserCivilRegistrationNumber", user.cpr
    yield "medcom:UserGivenName", user.given_name
    yield "medcom:UserSurName", user.surname
    yield "medcom:UserEmailAddress", user.email
    for role in user.roles:
        yield "medcom:UserRole", role
    yield "medcom:UserAuthorizationCode", user.authorisation_code
    yield "medcom:UserOccupation", user.occupation


def _system_log(system: SystemLog) -> Iterator[tuple[str, str | None]]:
    yield "medcom:ITSystemName", system.it_system_name
    yield "medcom:CareProviderID", system.care_provider_id
    yield "medcom:CareProviderName", system.care_provider_name


def _saml(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, Namespace.SAML.tag(name))
    element.text = text
    return element
