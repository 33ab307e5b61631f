"""Who may search and fetch at SFSK: the eight user types, and the rules that admit each."""

from dataclasses import dataclass, field

from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.hsuid import Hsuid, HsuidAttribute, HsuidUserType
from conformance.security.idcard import AuthenticationLevel, IdCard, SystemLog, UserLog
from conformance.security.idws import IdwsToken
from conformance.security.roles import NationalRole
from conformance.simulator.sfsk.callers import Caller, CallerKind, Presented, UserType, bearer_of
from conformance.simulator.state.registers import Bond, Kinship, StaffMember
from conformance.simulator.state.setting import TEXT, about
from conformance.simulator.state.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessSettings:
    """What is assumed of SFSK's access rules, for a tester to turn another way.

    The user stories name the relations; their codes are not public, nor are those of refusals.
    """

    custody_relation: str = field(
        default="child-custody-holder",
        metadata=about(
            "The value of nsi:CitizenUserRelation for a holder of custody.", allowed=TEXT
        ),
    )
    proxy_relation: str = field(
        default="proxy-holder",
        metadata=about(
            "The value of nsi:CitizenUserRelation for whoever has a power of attorney.",
            allowed=TEXT,
        ),
    )
    acting_needs_right: bool = field(
        default=True,
        metadata=about(
            "Whether a professional who acts for another needs a right to read as well."
        ),
    )
    refusal_code: FaultCode = field(
        default=FaultCode.NOT_AUTHORIZED,
        metadata=about("The medcom:FaultCode of a caller who is not admitted."),
    )

    def __post_init__(self) -> None:
        if self.custody_relation == self.proxy_relation:
            raise ValueError(
                "expected custody-relation and proxy-relation to differ, found "
                f"{self.custody_relation} for both"
            )


class AccessRules:
    """Decides who is admitted. Each rule is a method, so that a mutant can get one wrong.

    Which code the real service uses for which refusal is not public; these are the codes of DGWS
    that say it best.
    """

    def __init__(self, settings: AccessSettings | None = None) -> None:
        self._settings = settings or AccessSettings()

    def is_proxy(self, hsuid: Hsuid | None) -> bool:
        """Whether the header says that its acting user has a power of attorney."""
        relation = None if hsuid is None else hsuid.get(HsuidAttribute.CITIZEN_RELATION)
        return relation == self._settings.proxy_relation

    def admit(self, world: World, card: IdCard, hsuid: Hsuid | None) -> Caller:
        """The caller behind an id card. DgwsFault: not_authorized or security_level_failed."""
        self.check_whitelist(world, card)
        if card.user is not None:
            _check_level(card, AuthenticationLevel.EMPLOYEE_SIGNATURE)
            return self._admit_user(world, card, card.user, hsuid)
        _check_level(card, AuthenticationLevel.SYSTEM_SIGNATURE)
        if hsuid is None:
            return Caller(user_type=UserType.SYSTEM, system=card.system)
        return self._admit_citizen(world, card.system, hsuid)

    def admit_token(self, world: World, token: IdwsToken) -> Caller:
        """The caller behind a token of OIO-IDWS. Raises DgwsFault with not_authorized."""
        caller = bearer_of(token)
        self.check_whitelist(world, caller)
        self.check_subject(token)
        if caller.kind is CallerKind.PROFESSIONAL:
            self.check_single_role(caller)
            self.check_right(caller)
        return caller

    def check_whitelist(self, world: World, caller: Presented) -> None:
        """Access is granted by CVR number; a world without a list admits every organisation."""
        cvr = caller.system.care_provider_id
        if world.whitelist is not None and cvr not in world.whitelist:
            raise self._refused(f"expected a whitelisted CVR number, found {cvr or 'none'}")

    def check_single_role(self, caller: Presented) -> None:
        """A person holds one national role at a time. That SFSK checks it is our assumption."""
        if len(caller.national_roles) > 1:
            raise self._refused(f"expected one national role, found {len(caller.national_roles)}")

    def check_right(self, caller: Presented) -> None:
        """An authorisation code, or a national role that grants reading."""
        if caller.user is not None and caller.user.authorisation_code:
            return
        if not set(caller.national_roles).intersection(NationalRole):
            raise self._refused(
                "expected an authorisation code or a national role that grants reading, "
                "found neither"
            )

    def check_subject(self, token: IdwsToken) -> None:
        """A token names its subject by CPR number. Source: SFSK design, for citizens."""
        if token.cpr is None:
            raise self._refused("expected one CPR number in the token, found none or several")

    def check_citizen_left_out(self, hsuid: Hsuid) -> None:
        """The header names no citizen on a citizen's own call. Source: SFSK design.

        Where a citizen acts for another, the number may stand there if it is that of the other:
        our assumption.
        """
        allowed = (None, "", hsuid.responsible_cpr)
        if hsuid.get(HsuidAttribute.CITIZEN_CPR) not in allowed:
            raise self._refused(
                "expected nsi:CitizenCivilRegistrationNumber to be empty, found a value"
            )

    def check_no_relation(self, hsuid: Hsuid) -> None:
        """A relation with nobody to relate to is half a call on behalf of another.

        A portal that forgets the responsible user would else be shown the acting user's own card.
        That SFSK refuses it is our assumption.
        """
        if hsuid.get(HsuidAttribute.CITIZEN_RELATION):
            raise self._refused(
                "expected a responsible user beside nsi:CitizenUserRelation, found none"
            )

    def check_two_persons(self, hsuid: Hsuid) -> None:
        """Nobody acts on behalf of themselves. Source: SFSK user stories."""
        if hsuid.acting_cpr == hsuid.responsible_cpr:
            raise self._refused(
                "expected the responsible user to be another than the acting, found one"
            )

    def check_relation(self, hsuid: Hsuid) -> None:
        """The relation is that of a custody holder or of a proxy. Source: SFSK user stories."""
        known = (self._settings.custody_relation, self._settings.proxy_relation)
        found = hsuid.get(HsuidAttribute.CITIZEN_RELATION)
        if found not in known:
            raise self._refused(
                f"nsi:CitizenUserRelation: expected {' or '.join(known)}, found {found or 'none'}"
            )

    def check_custody(self, world: World, hsuid: Hsuid) -> None:
        """A custody holder is known as holder of custody, or as guardian, of the other.

        A power of attorney is not looked up. Source: SFSK user stories.
        """
        acting, child = hsuid.acting_cpr, hsuid.responsible_cpr
        if hsuid.get(HsuidAttribute.CITIZEN_RELATION) != self._settings.custody_relation:
            return
        assert acting is not None
        assert child is not None
        bonds = {
            Bond(adult=acting, child=child, kinship=kinship)
            for kinship in (Kinship.CUSTODY, Kinship.GUARDIAN)
        }
        if not bonds & world.bonds:
            raise self._refused(
                f"expected {acting} to hold custody of {child}, found no such relation"
            )

    def responsible_for(self, world: World, code: str) -> StaffMember:
        """The professional with this authorisation code, as SEAS would find it."""
        found = [member for member in world.staff.values() if member.authorisation_code == code]
        if not found:
            raise self._refused(
                f"nsi:ResponsibleUserAuthorizationCode: expected a code of the register of "
                f"authorisations, found {code}"
            )
        return found[0]

    def check_header_fits(self, user: UserLog, hsuid: Hsuid, responsible: StaffMember) -> None:
        """The acting user is the card's, the responsible another, and the code is that one's.

        That SFSK compares header, card and register so is our assumption.
        """
        if hsuid.acting_cpr != user.cpr:
            raise self._refused("expected the acting user to be the id card's user, found another")
        if responsible.cpr == user.cpr:
            raise self._refused(
                "expected the responsible user to be another than the acting, found one"
            )
        if hsuid.responsible_cpr not in (None, responsible.cpr):
            raise self._refused(
                "expected the authorisation code of the responsible user, found another"
            )

    def _admit_citizen(self, world: World, system: SystemLog, hsuid: Hsuid) -> Caller:
        """A citizen through a portal, for the citizen's own card or on behalf of another."""
        if hsuid.user_type != HsuidUserType.CITIZEN:
            raise self._refused(
                f"expected user type nsi:Citizen with a system's id card, found {hsuid.user_type}"
            )
        self.check_citizen_left_out(hsuid)
        if hsuid.is_own_call:
            self.check_no_relation(hsuid)
            return Caller(user_type=UserType.CITIZEN, system=system, citizen=hsuid.acting_cpr)
        self.check_two_persons(hsuid)
        self.check_relation(hsuid)
        self.check_custody(world, hsuid)
        return Caller(
            user_type=UserType.CITIZEN_ON_BEHALF, system=system, citizen=hsuid.responsible_cpr
        )

    def _admit_user(self, world: World, card: IdCard, user: UserLog, hsuid: Hsuid | None) -> Caller:
        """A professional, for himself or herself or on behalf of another."""
        self.check_single_role(card)
        responsible = None if hsuid is None else self._responsible(world, user, hsuid)
        if responsible is None or self._settings.acting_needs_right:
            self.check_right(card)
        by = UserType.AUTHORISED if user.authorisation_code else UserType.NATIONAL_ROLE
        return Caller(
            user_type=by if responsible is None else UserType.PROFESSIONAL_ON_BEHALF,
            system=card.system,
            user=user,
            responsible=responsible,
        )

    def _responsible(self, world: World, user: UserLog, hsuid: Hsuid) -> StaffMember | None:
        """The professional on whose behalf *user* acts; None when nobody else is named."""
        if hsuid.user_type != HsuidUserType.HEALTHCARE_PROFESSIONAL:
            raise self._refused(
                "expected user type nsi:HealthcareProfessional with a user's id card, "
                f"found {hsuid.user_type}"
            )
        code = hsuid.get(HsuidAttribute.RESPONSIBLE_USER_AUTHORISATION)
        if not code:
            if hsuid.responsible_cpr:
                raise self._refused("expected nsi:ResponsibleUserAuthorizationCode, found none")
            return None
        responsible = self.responsible_for(world, code)
        self.check_header_fits(user, hsuid, responsible)
        return responsible

    def _refused(self, text: str) -> DgwsFault:
        return DgwsFault(self._settings.refusal_code, text)


def _check_level(card: IdCard, needed: AuthenticationLevel) -> None:
    if card.level < needed:
        raise DgwsFault(
            FaultCode.SECURITY_LEVEL_FAILED,
            f"expected authentication level {needed.value}, found {card.level.value}",
        )
