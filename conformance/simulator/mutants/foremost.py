"""The simulator wrong in what matters most: version, opt-out, custody, access and log."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from cryptography import x509
from lxml import etree

from conformance.clock import COPENHAGEN
from conformance.pdc.codes import DocumentVersion, RelationCode
from conformance.pdc.values import Card
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.hsuid import Hsuid
from conformance.security.idcard import AuthenticationLevel, IdCard, read
from conformance.security.roles import NationalRole
from conformance.security.signature import IdCardVerifier, sole_assertion
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.mutants.mutant import named
from conformance.simulator.mutants.replaced import WithAccess, WithCards, WithSfsk
from conformance.simulator.parts import Parts
from conformance.simulator.sfsk.access import AccessRules
from conformance.simulator.sfsk.callers import Caller, CallerKind, Presented
from conformance.simulator.sfsk.service import Sfsk
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.registers import OPT_OUT_DELAY, Bond, Citizen, Kinship
from conformance.simulator.state.world import World
from conformance.xds.errors import RegistryError


class _Verifier(Parts):
    def __init__(self, kind: type[IdCardVerifier]) -> None:
        self._kind = kind

    def verifier(self, sts: x509.Certificate) -> IdCardVerifier:
        return self._kind(trusted_certificates=(sts,))


class _Version2NeverCloses(CardMaker):
    def serves_version_2(self, world: World) -> bool:  # noqa: ARG002 - the deviation
        return True


class _Version2NeverOpen(CardMaker):
    def serves_version_2(self, world: World) -> bool:  # noqa: ARG002 - the deviation
        return False


class _AnswersWithVersion2(CardMaker):
    def make(self, world: World, cpr: str, version: DocumentVersion = DocumentVersion.V3) -> Card:
        del version
        return super().make(world, cpr, DocumentVersion.V2)


class _OptOutAtOnce(CardMaker):
    def opted_out(self, world: World, citizen: Citizen) -> bool:  # noqa: ARG002 - the deviation
        return citizen.opted_out_at is not None


class _OptOutAfterEightDays(CardMaker):
    def opted_out(self, world: World, citizen: Citizen) -> bool:
        yesterday = world.now - (OPT_OUT_DELAY / 7)
        return citizen.has_active_opt_out(yesterday)


class _ParentWithoutCustody(CardMaker):
    def _custody(self, bonds: frozenset[Bond]) -> Iterator[Bond]:
        return (bond for bond in bonds if bond.kinship is not Kinship.GUARDIAN)


class _GuardianWithoutCustody(CardMaker):
    def _custody(self, bonds: frozenset[Bond]) -> Iterator[Bond]:
        return (bond for bond in bonds if bond.kinship is not Kinship.PARENT)


class _FirstChildOnly(CardMaker):
    def children(self, world: World, citizen: Citizen) -> tuple[str, ...]:
        return super().children(world, citizen)[:1]


class _RelationFromTheOtherSide(CardMaker):
    def role_towards_child(self, citizen: Citizen, *, is_parent: bool) -> RelationCode:
        del citizen, is_parent
        return RelationCode.CHILD


class _ServesLapsedAddress(CardMaker):
    def serves_stay(self, world: World, citizen: Citizen) -> bool:  # noqa: ARG002 - the deviation
        return citizen.stay is not None


class _DropsAddressWithoutEnd(CardMaker):
    def serves_stay(self, world: World, citizen: Citizen) -> bool:
        stay = citizen.stay
        return stay is not None and stay.end is not None and super().serves_stay(world, citizen)


class _DropsAddressAtItsEnd(CardMaker):
    def serves_stay(self, world: World, citizen: Citizen) -> bool:
        at_its_end = citizen.stay is not None and citizen.stay.end == world.now
        return super().serves_stay(world, citizen) and not at_its_end


class _ComparesWallClocks(CardMaker):
    def serves_stay(self, world: World, citizen: Citizen) -> bool:
        stay = citizen.stay
        if stay is None or stay.end is None:
            return stay is not None
        return stay.end.replace(tzinfo=None) >= world.now.astimezone(COPENHAGEN).replace(
            tzinfo=None
        )


class _AdmitsTwoRoles(AccessRules):
    def check_single_role(self, card: Presented) -> None:
        """Let any number of roles pass."""


class _AdmitsAnybody(AccessRules):
    def check_right(self, card: Presented) -> None:
        """Let users without authorisation or role pass."""


class _RefusesR2(AccessRules):
    def check_right(self, card: Presented) -> None:
        super().check_right(card)
        if NationalRole.SUND_ASSIST_R2 in card.national_roles:
            raise DgwsFault(FaultCode.NOT_AUTHORIZED, "SundAssistR2 is refused")


class _IgnoresLevel(AccessRules):
    def admit(self, world: World, card: IdCard, hsuid: Hsuid | None) -> Caller:
        high = AuthenticationLevel.EMPLOYEE_SIGNATURE
        return super().admit(world, replace(card, level=high), hsuid)


class _IgnoresSignature(IdCardVerifier):
    def verify(self, element: etree._Element, now: datetime) -> IdCard:
        del now
        return read(sole_assertion(element))


class _IgnoresValidity(IdCardVerifier):
    def verify(self, element: etree._Element, now: datetime) -> IdCard:
        del now
        return super().verify(element, read(sole_assertion(element)).not_before)


class _NavInsteadOfError(Sfsk):
    def cannot_serve(self, world: World, cpr: str) -> RegistryError | None:
        if super().cannot_serve(world, cpr):
            world.inject(Fault.LEGACY_NAV, cpr)
        return None


class _FalseInsteadOfError(Sfsk):
    def cannot_serve(self, world: World, cpr: str) -> RegistryError | None:
        del world, cpr
        return None


class _LogsNobody(Sfsk):
    def log(self, world: World, caller: Caller, cpr: str) -> None:
        """Forget the registration."""


class _LogsSystems(Sfsk):
    def log(self, world: World, caller: Caller, cpr: str) -> None:
        if caller.kind is not CallerKind.CITIZEN:
            self._write_log(world, caller, cpr)


class _LogsCitizens(Sfsk):
    def log(self, world: World, caller: Caller, cpr: str) -> None:
        if caller.kind is not CallerKind.SYSTEM:
            self._write_log(world, caller, cpr)


class _LogsTheOrganisation(Sfsk):
    def _write_log(self, world: World, caller: Caller, cpr: str) -> None:
        super()._write_log(world, replace(caller, user=None), cpr)


MUTANTS: Final = named(
    (
        "service-v2-never-closes",
        "Version 2 is found and served after the shutdown.",
        WithCards(_Version2NeverCloses),
    ),
    (
        "service-v2-never-open",
        "Version 2 is not served before the shutdown either.",
        WithCards(_Version2NeverOpen),
    ),
    (
        "service-answers-with-v2",
        "A version 2 document is served whatever was asked for.",
        WithCards(_AnswersWithVersion2),
    ),
    (
        "service-opt-out-at-once",
        "An opt-out counts from its registration.",
        WithCards(_OptOutAtOnce),
    ),
    (
        "service-opt-out-after-eight-days",
        "An opt-out counts a day too late.",
        WithCards(_OptOutAfterEightDays),
    ),
    (
        "service-nav-instead-of-error",
        "An unreachable register gives a card with the value NAV.",
        WithSfsk(_NavInsteadOfError),
    ),
    (
        "service-no-instead-of-error",
        "An unreachable register gives a card as if nothing had happened.",
        WithSfsk(_FalseInsteadOfError),
    ),
    (
        "service-parent-without-custody",
        "Biological parenthood counts as custody.",
        WithCards(_ParentWithoutCustody),
    ),
    (
        "service-guardian-without-custody",
        "Guardianship counts as custody.",
        WithCards(_GuardianWithoutCustody),
    ),
    ("service-first-child-only", "Only one child is in the card.", WithCards(_FirstChildOnly)),
    (
        "service-relation-from-other-side",
        "The relation is the child's to the citizen.",
        WithCards(_RelationFromTheOtherSide),
    ),
    (
        "service-serves-lapsed-address",
        "A temporary address is served after its end.",
        WithCards(_ServesLapsedAddress),
    ),
    (
        "service-drops-address-without-end",
        "A temporary address without an end is left out.",
        WithCards(_DropsAddressWithoutEnd),
    ),
    (
        "service-drops-address-at-its-end",
        "A temporary address is left out at the very instant of its end.",
        WithCards(_DropsAddressAtItsEnd),
    ),
    (
        "service-compares-wall-clocks",
        "The end of a temporary address is compared without its offset.",
        WithCards(_ComparesWallClocks),
    ),
    (
        "service-admits-two-roles",
        "An id card with two roles is let in.",
        WithAccess(_AdmitsTwoRoles),
    ),
    (
        "service-admits-anybody",
        "A user with neither authorisation nor role is let in.",
        WithAccess(_AdmitsAnybody),
    ),
    ("service-refuses-r2", "Only the first national role is let in.", WithAccess(_RefusesR2)),
    (
        "service-ignores-level",
        "The authentication level is not looked at.",
        WithAccess(_IgnoresLevel),
    ),
    (
        "service-ignores-signature",
        "The signature of the id card is not verified.",
        _Verifier(_IgnoresSignature),
    ),
    (
        "service-ignores-validity",
        "An id card counts before and after its time.",
        _Verifier(_IgnoresValidity),
    ),
    ("service-logs-nobody", "A professional's look-up is not registered.", WithSfsk(_LogsNobody)),
    ("service-logs-systems", "A system's look-up is registered.", WithSfsk(_LogsSystems)),
    ("service-logs-citizens", "A citizen's own look-up is registered.", WithSfsk(_LogsCitizens)),
    (
        "service-logs-organisation",
        "The organisation is registered in place of the professional.",
        WithSfsk(_LogsTheOrganisation),
    ),
)
