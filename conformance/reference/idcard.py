"""SOSI id cards (DGWS 1.0.1): the self-signed card that is shown to the STS."""

import base64
import secrets
from datetime import datetime, timedelta
from typing import Final

from lxml import etree

from conformance.reference.keys import KeyPair
from conformance.reference.markup import DS, SAML, add
from conformance.reference.shown import User
from conformance.reference.signing import sign

SYSTEM_NAME: Final = "FSK reference system"
"""Name of the system in id cards and in MinLog (there at most 25 characters)."""

SYSTEM_LEVEL: Final = 3
"""Signed with the organisation's certificate (VOCES or FOCES)."""

EMPLOYEE_LEVEL: Final = 4
"""Signed with the employee's certificate (MOCES)."""

_ISSUER: Final = "FSKReferencesystem"
_SLACK: Final = timedelta(minutes=5)
_LIFE: Final = timedelta(hours=24)


def system_card(pair: KeyPair, now: datetime, level: int = SYSTEM_LEVEL) -> etree._Element:
    """Return a signed system card, valid for 24 hours from five minutes before *now*.

    ``saml:Assertion id="IDCard"`` with the statements IDCardData and SystemLog; no user, no role.
    """
    cvr = pair.organisation.cvr
    card = _assertion(("medcom:cvrnumber", cvr), now)
    _card_data(card, "system", level, pair)
    _system_log(card, pair)
    sign(card, pair)
    return card


def user_card(pair: KeyPair, user: User, roles: tuple[str, ...], now: datetime) -> etree._Element:
    """Return a signed user card, level 4: as a system card, with the statement UserLog.

    *roles* are the values of medcom:UserRole; the guide allows one role only.
    """
    card = _assertion(("medcom:cprnumber", user.cpr), now)
    _card_data(card, "user", EMPLOYEE_LEVEL, pair)
    log = _statement(card, "UserLog")
    _attribute(log, "medcom:UserCivilRegistrationNumber", user.cpr)
    _attribute(log, "medcom:UserGivenName", user.given_name)
    _attribute(log, "medcom:UserSurName", user.surname)
    _attribute(log, "medcom:UserRole", *roles)
    if user.authorisation_code:
        _attribute(log, "medcom:UserAuthorizationCode", user.authorisation_code)
    _system_log(card, pair)
    sign(card, pair)
    return card


def _assertion(subject: tuple[str, str], now: datetime) -> etree._Element:
    start = now - _SLACK
    card = etree.Element(f"{{{SAML}}}Assertion", nsmap={"saml": SAML, "ds": DS})
    card.set("IssueInstant", instant(start))
    card.set("Version", "2.0")
    card.set("id", "IDCard")
    add(card, SAML, "Issuer", _ISSUER)
    who = add(card, SAML, "Subject")
    form, name = subject
    add(who, SAML, "NameID", name).set("Format", form)
    confirmation = add(who, SAML, "SubjectConfirmation")
    method = "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key"
    add(confirmation, SAML, "ConfirmationMethod", method)
    data = add(confirmation, SAML, "SubjectConfirmationData")
    add(add(data, DS, "KeyInfo"), DS, "KeyName", "OCESSignature")
    conditions = add(card, SAML, "Conditions")
    conditions.set("NotBefore", instant(start))
    conditions.set("NotOnOrAfter", instant(start + _LIFE))
    return card


def _card_data(card: etree._Element, kind: str, level: int, pair: KeyPair) -> None:
    data = _statement(card, "IDCardData")
    _attribute(data, "sosi:IDCardID", base64.b64encode(secrets.token_bytes(16)).decode())
    _attribute(data, "sosi:IDCardVersion", "1.0.1")
    _attribute(data, "sosi:IDCardType", kind)
    _attribute(data, "sosi:AuthenticationLevel", str(level))
    _attribute(data, "sosi:OCESCertHash", pair.oces_cert_hash)


def _system_log(card: etree._Element, pair: KeyPair) -> None:
    organisation = pair.organisation
    log = _statement(card, "SystemLog")
    _attribute(log, "medcom:ITSystemName", SYSTEM_NAME)
    _attribute(log, "medcom:CareProviderID", organisation.cvr).set("NameFormat", "medcom:cvrnumber")
    _attribute(log, "medcom:CareProviderName", organisation.name)


def _statement(card: etree._Element, name: str) -> etree._Element:
    statement = add(card, SAML, "AttributeStatement")
    statement.set("id", name)
    return statement


def _attribute(statement: etree._Element, name: str, *values: str) -> etree._Element:
    attribute = add(statement, SAML, "Attribute")
    attribute.set("Name", name)
    for value in values:
        add(attribute, SAML, "AttributeValue", value)
    return attribute


def instant(moment: datetime) -> str:
    """Write an instant as DGWS does: UTC, whole seconds, Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
