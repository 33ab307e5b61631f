"""The HSUID header, by which a portal tells the services which citizen acts, and for whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree

from conformance.reference.acting import Acting
from conformance.reference.idcard import SYSTEM_NAME, instant
from conformance.reference.markup import add
from conformance.reference.soap import envelope
from conformance.reference.sts_client import IdCard

_HSUID: Final = "http://www.nsi.dk/hsuid/2016/08/hsuid-1.1.xsd"
_CITIZEN: Final = "nsi:Citizen"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizensCall:
    """The system's id card with the header beside it."""

    id_card: IdCard
    acting: Acting

    def sealed(self, body: etree._Element, *, action: str, now: datetime) -> bytes:
        """Return a message with *body*, the card and the header; no operation stands in it."""
        del action
        return envelope(
            body,
            now=now,
            id_card=self.id_card.assertion,
            level=self.id_card.level,
            beside=_header(self.acting, now),
        )


def _header(acting: Acting, now: datetime) -> etree._Element:
    """Return ``hsuid:HsuidHeader``; what is empty is left out, the citizen's number excepted."""
    header = etree.Element(f"{{{_HSUID}}}HsuidHeader", nsmap={"hsuid": _HSUID})
    assertion = add(header, _HSUID, "Assertion")
    assertion.set("IssueInstant", instant(now))
    assertion.set("Version", "2.0")
    assertion.set("id", "HSUID")
    add(assertion, _HSUID, "Issuer", "FSKReferencesystem")
    statement = add(assertion, _HSUID, "AttributeStatement")
    statement.set("id", "HSUIDdata")
    _attribute(statement, "UserType", _CITIZEN)
    _attribute(statement, "ActingUserCivilRegistrationNumber", acting.acting)
    if acting.responsible:
        _attribute(statement, "ResponsibleUserCivilRegistrationNumber", acting.responsible)
    if acting.relation:
        _attribute(statement, "CitizenUserRelation", acting.relation)
    _attribute(statement, "CitizenCivilRegistrationNumber", acting.citizen)
    _attribute(statement, "SystemOwnerName", SYSTEM_NAME)
    _attribute(statement, "SystemName", SYSTEM_NAME)
    return header


def _attribute(statement: etree._Element, name: str, value: str) -> None:
    attribute = add(statement, _HSUID, "Attribute")
    attribute.set("Name", f"nsi:{name}")
    add(attribute, _HSUID, "AttributeValue", value)
