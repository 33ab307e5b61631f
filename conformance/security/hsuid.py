"""The HSUID header: on whose behalf a call is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from lxml import etree

from conformance.security import instants
from conformance.security.namespaces import Namespace, prefixes

_ASSERTION_ID: Final = "HSUID"
_STATEMENT_ID: Final = "HSUIDdata"


class MalformedHsuid(ValueError):
    """The element is not a HSUID header; the message says what was expected and found."""


class HsuidAttribute(StrEnum):
    """The attributes of the header. Source: hsuid-1_1.xsd, NSP protocol dossier 4.6."""

    USER_TYPE = "nsi:UserType"
    """Required; see HsuidUserType."""

    ACTING_CPR = "nsi:ActingUserCivilRegistrationNumber"
    """Required: CPR number of the person who acts."""

    RESPONSIBLE_CPR = "nsi:ResponsibleUserCivilRegistrationNumber"
    """CPR number of the person on whose behalf the other acts."""

    RESPONSIBLE_USER_AUTHORISATION = "nsi:ResponsibleUserAuthorizationCode"
    """Authorisation code of a professional on whose behalf the other acts."""

    ORGANISATION_USING = "nsi:OrgUsingID"
    """The organisation that uses the system; carries a NameFormat."""

    CONSENT_OVERRIDE = "nsi:ConsentOverride"
    """`true` or `false`."""

    SYSTEM_OWNER = "nsi:SystemOwnerName"
    """Free text."""

    SYSTEM_NAME = "nsi:SystemName"
    """Free text."""

    SYSTEM_VERSION = "nsi:SystemVersion"
    """Free text."""

    ORGANISATION_RESPONSIBLE = "nsi:OrgResponsibleName"
    """Free text."""

    CITIZEN_CPR = "nsi:CitizenCivilRegistrationNumber"
    """CPR number; must be empty when a citizen calls SFSK on the citizen's own behalf."""

    CITIZEN_RELATION = "nsi:CitizenUserRelation"
    """A relation code; the values are not known."""


class HsuidUserType(StrEnum):
    """The values of `nsi:UserType`."""

    CITIZEN = "nsi:Citizen"
    """The citizen, or someone acting for the citizen."""

    HEALTHCARE_PROFESSIONAL = "nsi:HealthcareProfessional"
    """A health professional."""


class OrganisationIdFormat(StrEnum):
    """The NameFormat of `nsi:OrgUsingID`."""

    SOR = "nsi:sor"
    """A SOR code."""

    SKS = "nsi:skskode"
    """A hospital department code (SKS)."""

    YDER = "nsi:ynumber"
    """A provider number (ydernummer)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hsuid:
    """What the header says: *attributes* as name and value, unknown names included."""

    issuer: str
    issue_instant: datetime
    attributes: tuple[tuple[str, str], ...]

    def get(self, name: HsuidAttribute) -> str | None:
        """The value of *name*, or None when the header lacks it."""
        return dict(self.attributes).get(name)

    @property
    def acting_cpr(self) -> str | None:
        """CPR number of the person who acts."""
        return self.get(HsuidAttribute.ACTING_CPR)

    @property
    def responsible_cpr(self) -> str | None:
        """CPR number of the person on whose behalf the other acts; None when left empty."""
        return self.get(HsuidAttribute.RESPONSIBLE_CPR) or None

    @property
    def user_type(self) -> HsuidUserType:
        """Who calls."""
        return HsuidUserType(self.get(HsuidAttribute.USER_TYPE) or "")

    @property
    def is_own_call(self) -> bool:
        """Whether a citizen calls, and not on behalf of somebody else.

        `nsi:CitizenCivilRegistrationNumber` has no say: SFSK demands it empty, and a citizen who
        fills it in must not come to count as a system.
        """
        return self.user_type is HsuidUserType.CITIZEN and self.responsible_cpr is None


def build(
    attributes: Mapping[str, str],
    *,
    issuer: str,
    at: datetime,
    organisation_format: OrganisationIdFormat = OrganisationIdFormat.SOR,
) -> etree._Element:
    """Return a `hsuid:HsuidHeader` with *attributes* by name, in that order, issued *at*.

    As clients do, only `nsi:OrgUsingID` gets a NameFormat, although the schema demands it on
    every attribute. Source: NSP protocol dossier 4.6.
    """
    header = etree.Element(Namespace.HSUID.tag("HsuidHeader"), nsmap=prefixes("hsuid"))
    assertion = _hsuid(header, "Assertion")
    assertion.set("IssueInstant", instants.to_wire(instants.whole_seconds(at)))
    assertion.set("Version", "2.0")
    assertion.set("id", _ASSERTION_ID)
    _hsuid(assertion, "Issuer", issuer)
    statement = _hsuid(assertion, "AttributeStatement")
    statement.set("id", _STATEMENT_ID)
    for name, value in attributes.items():
        attribute = _hsuid(statement, "Attribute")
        attribute.set("Name", name)
        if name == HsuidAttribute.ORGANISATION_USING:
            attribute.set("NameFormat", organisation_format)
        _hsuid(attribute, "AttributeValue", value)
    return header


def read(header: etree._Element) -> Hsuid:
    """Return what a `hsuid:HsuidHeader` says; lenient about NameFormat and unknown names.

    Raises MalformedHsuid when the assertion, its instant, the user type or the acting user is
    missing, or an attribute is there twice.
    """
    assertions = header.findall(Namespace.HSUID.tag("Assertion"))
    if len(assertions) != 1:
        raise MalformedHsuid(f"expected one Assertion in HsuidHeader, found {len(assertions)}")
    found = Hsuid(
        issuer=assertions[0].findtext(Namespace.HSUID.tag("Issuer"), ""),
        issue_instant=_issue_instant(assertions[0]),
        attributes=tuple(
            (
                attribute.get("Name", ""),
                attribute.findtext(Namespace.HSUID.tag("AttributeValue"), "").strip(),
            )
            for attribute in assertions[0].iter(Namespace.HSUID.tag("Attribute"))
        ),
    )
    _check(found)
    return found


def _check(hsuid: Hsuid) -> None:
    names = [name for name, _ in hsuid.attributes]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise MalformedHsuid(f"HsuidHeader: expected each attribute once, found more {doubled}")
    user_type = hsuid.get(HsuidAttribute.USER_TYPE)
    if user_type not in set(HsuidUserType):
        allowed = " or ".join(HsuidUserType)
        raise MalformedHsuid(f"nsi:UserType: expected {allowed}, found {user_type!r}")
    if not hsuid.acting_cpr:
        raise MalformedHsuid(f"expected {HsuidAttribute.ACTING_CPR} in HsuidHeader, found none")


def _issue_instant(assertion: etree._Element) -> datetime:
    try:
        return instants.from_wire(assertion.get("IssueInstant", ""))
    except ValueError as error:
        raise MalformedHsuid(f"HSUID IssueInstant: {error}") from None


def _hsuid(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, Namespace.HSUID.tag(name))
    element.text = text
    return element
