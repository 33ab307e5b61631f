"""Who may search and fetch at SFSK: callers told apart by their id card and HSUID header."""

from dataclasses import dataclass
from enum import StrEnum

from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.hsuid import Hsuid, HsuidAttribute
from conformance.security.idcard import AuthenticationLevel, IdCard
from conformance.security.roles import NationalRole
from conformance.simulator.world import World


class CallerKind(StrEnum):
    """User types of SFSK. Source: SFSK user stories."""

    SYSTEM = "system"
    """A system on its own behalf; it writes MinLog itself."""

    PROFESSIONAL = "professional"
    """A health professional by authorisation or national role; SFSK writes MinLog."""

    CITIZEN = "citizen"
    """A citizen through a portal; nobody writes MinLog."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An admitted caller. *citizen* is the only CPR number that a citizen may ask for."""

    kind: CallerKind
    card: IdCard
    citizen: str | None = None


class AccessRules:
    """Decides who is admitted. Each rule is a method, so that a mutant can get one wrong."""

    def admit(self, world: World, card: IdCard, hsuid: Hsuid | None) -> Caller:
        """The caller. Raises DgwsFault: not_authorized or security_level_failed.

        Which code the real service uses for which refusal is not public; these are the codes of
        DGWS that say it best.
        """
        self.check_whitelist(world, card)
        if card.user is not None:
            return self._admit_user(card)
        if card.level < AuthenticationLevel.SYSTEM_SIGNATURE:
            raise _too_low(card, AuthenticationLevel.SYSTEM_SIGNATURE)
        if hsuid is None:
            return Caller(kind=CallerKind.SYSTEM, card=card)
        return self._admit_citizen(card, hsuid)

    def check_whitelist(self, world: World, card: IdCard) -> None:
        """Access is granted by CVR number; a world without a list admits every organisation."""
        cvr = card.system.care_provider_id
        if world.whitelist is not None and cvr not in world.whitelist:
            raise DgwsFault(
                FaultCode.NOT_AUTHORIZED, f"expected a whitelisted CVR number, found {cvr}"
            )

    def check_single_role(self, card: IdCard) -> None:
        """A person holds one national role at a time. That SFSK checks it is our assumption."""
        if len(card.national_roles) > 1:
            raise DgwsFault(
                FaultCode.NOT_AUTHORIZED,
                f"expected one national role in the id card, found {len(card.national_roles)}",
            )

    def check_right(self, card: IdCard) -> None:
        """An authorisation code, or a national role that grants reading."""
        assert card.user is not None
        if card.user.authorisation_code:
            return
        if not set(card.national_roles).intersection(NationalRole):
            raise DgwsFault(
                FaultCode.NOT_AUTHORIZED,
                "expected an authorisation code or a national role that grants reading, "
                "found neither in the id card",
            )

    def _admit_citizen(self, card: IdCard, hsuid: Hsuid) -> Caller:
        """A citizen's own call. Source: SFSK design, the citizen's CPR number must be empty.

        Calls on behalf of somebody are refused: the simulator does not know them yet.
        """
        if not hsuid.is_own_call or hsuid.get(HsuidAttribute.CITIZEN_CPR):
            raise DgwsFault(
                FaultCode.NOT_AUTHORIZED,
                "expected a citizen's own call: user type nsi:Citizen, an acting user, and no "
                "responsible user or citizen in the HSUID header",
            )
        return Caller(kind=CallerKind.CITIZEN, card=card, citizen=hsuid.acting_cpr)

    def _admit_user(self, card: IdCard) -> Caller:
        if card.level < AuthenticationLevel.EMPLOYEE_SIGNATURE:
            raise _too_low(card, AuthenticationLevel.EMPLOYEE_SIGNATURE)
        self.check_single_role(card)
        self.check_right(card)
        return Caller(kind=CallerKind.PROFESSIONAL, card=card)


def _too_low(card: IdCard, needed: AuthenticationLevel) -> DgwsFault:
    return DgwsFault(
        FaultCode.SECURITY_LEVEL_FAILED,
        f"expected authentication level {needed.value}, found {card.level.value}",
    )
