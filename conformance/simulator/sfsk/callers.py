"""An admitted caller of SFSK, whichever kind of security the call came with."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from cryptography import x509
from cryptography.x509.oid import NameOID

from conformance.security.idcard import SystemLog, UserLog
from conformance.security.idws import IdwsToken, TokenAttribute
from conformance.simulator.state.registers import StaffMember

_CVR_PREFIX: Final = "NTRDK-"
"""How an OCES3 certificate writes a CVR number. Source: NSP protocol dossier 4.3."""


class CallerKind(StrEnum):
    """What SFSK tells apart once a caller is admitted."""

    SYSTEM = "system"
    """A system on its own behalf; it writes MinLog itself."""

    PROFESSIONAL = "professional"
    """A health professional; SFSK writes MinLog."""

    CITIZEN = "citizen"
    """A citizen or someone acting for the citizen; nobody writes MinLog."""


class UserType(StrEnum):
    """The eight user types of SFSK. Source: SFSK user stories and design, dossier 1.8."""

    SYSTEM = "system"
    """System id card, level 3, no HSUID header."""

    AUTHORISED = "professional by authorisation"
    """User card, level 4, with an authorisation code."""

    NATIONAL_ROLE = "professional by national role"
    """User card, level 4, with a national role that grants reading."""

    PROFESSIONAL_ON_BEHALF = "professional on behalf of another"
    """User card, level 4, and the authorisation code of the responsible in the HSUID header."""

    CITIZEN = "citizen"
    """System id card, level 3, and a HSUID header that names the citizen."""

    CITIZEN_ON_BEHALF = "citizen on behalf of another"
    """The same, with the responsible citizen and the relation to them."""

    IDWS_CITIZEN = "citizen by token"
    """OIO-IDWS token of a citizen."""

    IDWS_EMPLOYEE = "employee by token"
    """OIO-IDWS token of an employee."""

    @property
    def kind(self) -> CallerKind:
        """How the service treats callers of this type."""
        return _KINDS[self]


_KINDS: Final = {
    UserType.SYSTEM: CallerKind.SYSTEM,
    UserType.AUTHORISED: CallerKind.PROFESSIONAL,
    UserType.NATIONAL_ROLE: CallerKind.PROFESSIONAL,
    UserType.PROFESSIONAL_ON_BEHALF: CallerKind.PROFESSIONAL,
    UserType.CITIZEN: CallerKind.CITIZEN,
    UserType.CITIZEN_ON_BEHALF: CallerKind.CITIZEN,
    UserType.IDWS_CITIZEN: CallerKind.CITIZEN,
    UserType.IDWS_EMPLOYEE: CallerKind.PROFESSIONAL,
}


class Presented(Protocol):
    """Who calls, as an id card or a token presents it."""

    @property
    def system(self) -> SystemLog: ...

    @property
    def user(self) -> UserLog | None: ...

    @property
    def national_roles(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An admitted caller: the calling *system*, and the *user* who works in it, if any.

    *citizen* is the only CPR number that a citizen may ask for: the citizen's own, or that of the
    one on whose behalf the call is made. *responsible* is on whose behalf a professional acts.
    """

    user_type: UserType
    system: SystemLog
    user: UserLog | None = None
    citizen: str | None = None
    responsible: StaffMember | None = None

    @property
    def kind(self) -> CallerKind:
        """How the service treats this caller."""
        return self.user_type.kind

    @property
    def national_roles(self) -> tuple[str, ...]:
        """The national roles of the user; empty where there is none."""
        return self.user.national_roles if self.user else ()


def bearer_of(token: IdwsToken) -> Caller:
    """The caller that *token* presents, admitted to nothing yet."""
    if not token.is_employee:
        return Caller(
            user_type=UserType.IDWS_CITIZEN, system=_organisation_of(token), citizen=token.cpr
        )
    return Caller(
        user_type=UserType.IDWS_EMPLOYEE,
        system=_organisation_of(token),
        user=_employee_of(token),
    )


def _organisation_of(token: IdwsToken) -> SystemLog:
    """The organisation that calls with *token*: the employer, else that of the holder's key.

    The holder of a citizen's token is the portal. That the whitelist looks at the CVR number in
    its certificate is our assumption.
    """
    holder = token.holder.subject
    return SystemLog(
        it_system_name=_first(holder, NameOID.COMMON_NAME),
        care_provider_id=token.get(TokenAttribute.CVR)
        or _first(holder, NameOID.ORGANIZATION_IDENTIFIER).removeprefix(_CVR_PREFIX),
        care_provider_name=token.get(TokenAttribute.ORGANISATION_NAME)
        or _first(holder, NameOID.ORGANIZATION_NAME),
    )


def _employee_of(token: IdwsToken) -> UserLog:
    """The employee that *token* names, in the terms of a user card."""
    return UserLog(
        cpr=token.cpr or "",
        given_name=token.get(TokenAttribute.FIRST_NAME) or "",
        surname=token.get(TokenAttribute.LAST_NAME) or "",
        roles=token.values(TokenAttribute.ROLE),
        authorisation_code=token.get(TokenAttribute.AUTHORISATION_CODE),
    )


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
