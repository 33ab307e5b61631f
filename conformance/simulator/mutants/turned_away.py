"""The simulator with one thing wrong in who is turned away, though the service is for them."""

from typing import Final, Never

from cryptography import x509
from lxml import etree

from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.hsuid import Hsuid
from conformance.security.idws import IdwsToken
from conformance.security.roles import NationalRole
from conformance.security.signature import IdCardVerifier
from conformance.simulator.mutants.mutant import named
from conformance.simulator.mutants.replaced import WithAccess
from conformance.simulator.parts import Parts
from conformance.simulator.sfsk.access import AccessRules
from conformance.simulator.sfsk.callers import Caller, Presented
from conformance.simulator.state.registers import Bond, Kinship, StaffMember
from conformance.simulator.state.world import World


class _MissingIsInvalidParts(Parts):
    def verifier(self, sts: x509.Certificate) -> IdCardVerifier:
        return _MissingIsInvalid(trusted_certificates=(sts,))


def _refuse(text: str) -> Never:
    raise DgwsFault(FaultCode.NOT_AUTHORIZED, text)


class _MissingIsInvalid(IdCardVerifier):
    def presented(self, element: etree._Element | None) -> etree._Element:
        if element is None:
            raise DgwsFault(FaultCode.INVALID_IDCARD, "the id card is not valid")
        return element


class _RolesOnly(AccessRules):
    def check_right(self, caller: Presented) -> None:
        super().check_right(caller)
        if not caller.national_roles:
            _refuse("expected a national role, found none")


class _RefusesR1(AccessRules):
    def check_right(self, caller: Presented) -> None:
        super().check_right(caller)
        if NationalRole.SUND_ASSIST_R1 in caller.national_roles:
            _refuse("SundAssistR1 is refused")


class _NobodyOnBehalf(AccessRules):
    def responsible_for(self, world: World, code: str) -> StaffMember:
        del world
        _refuse(f"nobody acts on behalf of {code}")


class _NoOwnCalls(AccessRules):
    def check_no_relation(self, hsuid: Hsuid) -> None:
        super().check_no_relation(hsuid)
        _refuse("expected somebody who acts for a citizen, found the citizen")


class _NoCustody(AccessRules):
    def check_custody(self, world: World, hsuid: Hsuid) -> None:
        if self.is_proxy(hsuid):
            super().check_custody(world, hsuid)
        else:
            _refuse("holders of custody are refused")


class _NoGuardians(AccessRules):
    def check_custody(self, world: World, hsuid: Hsuid) -> None:
        super().check_custody(world, hsuid)
        bond = Bond(
            adult=hsuid.acting_cpr or "",
            child=hsuid.responsible_cpr or "",
            kinship=Kinship.GUARDIAN,
        )
        if bond in world.bonds:
            _refuse("guardians are refused")


class _ListedIsRefused(AccessRules):
    def check_whitelist(self, world: World, caller: Presented) -> None:
        super().check_whitelist(world, caller)
        if world.whitelist is not None:
            _refuse("organisations with access are refused")


class _NoTokens(AccessRules):
    def admit_token(self, world: World, token: IdwsToken) -> Caller:
        super().admit_token(world, token)
        _refuse("tokens are refused")


class _NoTokensOfEmployees(AccessRules):
    def admit_token(self, world: World, token: IdwsToken) -> Caller:
        caller = super().admit_token(world, token)
        if token.is_employee:
            _refuse("tokens of employees are refused")
        return caller


MUTANTS: Final = named(
    (
        "service-missing-is-invalid",
        "A call without an id card is told that its id card is invalid.",
        _MissingIsInvalidParts(),
    ),
    ("service-roles-only", "An authorisation alone lets nobody in.", WithAccess(_RolesOnly)),
    ("service-refuses-r1", "Only the second national role is let in.", WithAccess(_RefusesR1)),
    (
        "service-nobody-on-behalf",
        "No professional acts on behalf of another.",
        WithAccess(_NobodyOnBehalf),
    ),
    ("service-no-own-calls", "A citizen does not find the own card.", WithAccess(_NoOwnCalls)),
    ("service-no-custody", "A holder of custody acts for nobody.", WithAccess(_NoCustody)),
    ("service-no-guardians", "A guardian acts for nobody.", WithAccess(_NoGuardians)),
    (
        "service-listed-is-refused",
        "Once access is granted by list, who is on it is refused.",
        WithAccess(_ListedIsRefused),
    ),
    ("service-no-tokens", "Nobody is let in by token.", WithAccess(_NoTokens)),
    (
        "service-no-tokens-of-employees",
        "Employees are not let in by token.",
        WithAccess(_NoTokensOfEmployees),
    ),
)
"""Deviations by name."""
