"""Who may write to the Stamkortregister: professionals themselves, citizens through a portal."""

from conformance.pdc import compose
from conformance.pdc.codes import EnteredBy
from conformance.pdc.datatypes import PersonName
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.hsuid import Hsuid
from conformance.security.idcard import IdCard, UserLog
from conformance.security.idws import IdwsToken
from conformance.simulator.sfsk.access import AccessRules
from conformance.simulator.sfsk.callers import Caller, CallerKind, UserType
from conformance.simulator.skr.settings import SkrSettings
from conformance.simulator.skr.stamkort_register import Writer
from conformance.simulator.state.world import World


class WriteAccess:
    """Decides who may write. Each rule is a method, so that a mutant can get one wrong.

    Who the caller is, and that the card's level, the whitelist and the HSUID header are right,
    the rules of *readers* say: that SKR tells its callers apart as SFSK does is our assumption,
    and so are the fault codes. Source of the levels: NSP protocol dossier 2.
    """

    def __init__(self, readers: AccessRules, settings: SkrSettings | None = None) -> None:
        self._readers = readers
        self._settings = settings or SkrSettings()

    def admit(self, world: World, card: IdCard, hsuid: Hsuid | None) -> Writer:
        """The writer behind an id card. DgwsFault: not_authorized or security_level_failed."""
        caller = self._readers.admit(world, card, hsuid)
        self.check_not_system(caller)
        if caller.kind is CallerKind.CITIZEN:
            self.check_portal(caller)
        return self._writer(world, caller, None if hsuid is None else hsuid.acting_cpr)

    def admit_token(self, world: World, token: IdwsToken) -> Writer:
        """The writer behind a token of OIO-IDWS. Raises DgwsFault with not_authorized."""
        return self._writer(world, self._readers.admit_token(world, token), token.cpr)

    def check_not_system(self, caller: Caller) -> None:
        """A system does not write on its own: an employee's card of level 4 is needed."""
        if caller.kind is CallerKind.SYSTEM:
            raise DgwsFault(
                FaultCode.SECURITY_LEVEL_FAILED,
                "expected an employee id card of level 4, or a system id card of level 3 with a "
                "citizen's HSUID header, found a system id card without one",
            )

    def check_portal(self, caller: Caller) -> None:
        """A system card writes for citizens by exception."""
        portals, cvr = self._settings.portals, caller.system.care_provider_id
        if portals is not None and cvr not in portals:
            raise DgwsFault(
                FaultCode.NOT_AUTHORIZED,
                f"expected a CVR number that may write for citizens, found {cvr}",
            )

    def check_right_to_write(self, caller: Caller) -> None:
        """A professional is authorised, or acts for one who is; a role that reads only reads."""
        if self._settings.reading_roles_write or caller.responsible is not None:
            return
        if caller.user is None or not caller.user.authorisation_code:
            raise DgwsFault(
                FaultCode.NOT_AUTHORIZED, "expected an authorisation code of the user, found none"
            )

    def check_own_card(self, writer: Writer, cpr: str) -> None:
        """A citizen writes for the one whose card it is: the citizen, or who is acted for."""
        if writer.citizen not in (None, cpr):
            raise DgwsFault(
                FaultCode.NOT_AUTHORIZED,
                "expected the CPR number of the citizen who calls, or is acted for, in id, "
                "found another",
            )

    def _writer(self, world: World, caller: Caller, acting: str | None) -> Writer:
        if caller.kind is not CallerKind.CITIZEN:
            self.check_right_to_write(caller)
            assert caller.user is not None
            return Writer(
                role=EnteredBy.PROFESSIONAL,
                name=_name_of(caller.user),
                organization=caller.system.care_provider_name,
            )
        on_behalf = caller.user_type is UserType.CITIZEN_ON_BEHALF
        name = _name_in_card(world, acting)
        return Writer(
            role=EnteredBy.RELATIVE if on_behalf else EnteredBy.CITIZEN,
            name=name,
            organization=None if name else caller.system.care_provider_name,
            citizen=caller.citizen or "",
        )


def _name_of(user: UserLog) -> PersonName:
    return PersonName(
        given=tuple(user.given_name.split()), family=(user.surname,) if user.surname else ()
    )


def _name_in_card(world: World, cpr: str | None) -> PersonName | None:
    """The name under which a person stands in a card: a protected one is hidden."""
    person = world.citizens.get(cpr or "")
    if person is None:
        return None
    return compose.PROTECTED_NAME if person.protected else person.name
