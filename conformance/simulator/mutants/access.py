"""The simulator with one thing wrong in who is let in: citizens, those who act for them, tokens."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from cryptography import x509
from lxml import etree

from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.hsuid import Hsuid
from conformance.security.idcard import IdCard
from conformance.security.idws import FSK_AUDIENCE, IdwsRefused, IdwsToken, IdwsVerifier
from conformance.security.idws.message_parts import MessageParts
from conformance.security.idws.refusal import IdwsRefusal
from conformance.security.idws.token_reading import read
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.doors.endpoint import Answer, Asked, Note
from conformance.simulator.mutants.mutant import named
from conformance.simulator.mutants.replaced import WithAccess, WithWriteAccess
from conformance.simulator.parts import Parts
from conformance.simulator.sfsk.access import AccessRules
from conformance.simulator.sfsk.callers import Caller, Presented, UserType
from conformance.simulator.sfsk.service import Sfsk
from conformance.simulator.sfsk.settings import SfskSettings
from conformance.simulator.skr.access import WriteAccess
from conformance.simulator.skr.endpoint import ROUTES, SkrEndpoint
from conformance.simulator.skr.stamkort_register import StamkortRegister, Writer
from conformance.simulator.state.registers import OPT_OUT_DELAY, Bond, Kinship, StaffMember
from conformance.simulator.state.world import World
from conformance.skr.vocabulary import Namespace
from conformance.xds.entries import QueryResponse
from conformance.xds.query import StoredQueryRequest


class _Idws(Parts):
    def __init__(self, kind: type[IdwsVerifier]) -> None:
        self._kind = kind

    def idws_verifier(self, sts: x509.Certificate) -> IdwsVerifier:
        return self._kind(audience=FSK_AUDIENCE, trusted_certificates=(sts,))


class _AnyCode(AccessRules):
    def responsible_for(self, world: World, code: str) -> StaffMember:
        try:
            return super().responsible_for(world, code)
        except DgwsFault:
            return StaffMember(cpr="", given_name="", surname="", authorisation_code=code)


class _SeesAll(Sfsk):
    """Serves every card to callers of one user type."""

    def __init__(self, cards: CardMaker, user_type: UserType, settings: SfskSettings) -> None:
        super().__init__(cards, settings)
        self._user_type = user_type

    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        if caller.user_type is self._user_type:
            caller = replace(caller, citizen=None)
        return super().search(world, caller, request)


class _SeesAllParts(Parts):
    def __init__(self, user_type: UserType) -> None:
        self._user_type = user_type

    def sfsk(self, cards: CardMaker) -> Sfsk:
        return _SeesAll(cards, self._user_type, self.settings.sfsk)


class _AnyCitizenNamed(AccessRules):
    def check_citizen_left_out(self, hsuid: Hsuid) -> None:
        """Let a header name whom it likes."""


class _AnyRelation(AccessRules):
    def check_relation(self, hsuid: Hsuid) -> None:
        """Let every relation count."""


class _OnePersonTwice(AccessRules):
    def check_two_persons(self, hsuid: Hsuid) -> None:
        """Let somebody act for himself or herself."""


class _CustodyOnTrust(AccessRules):
    def check_custody(self, world: World, hsuid: Hsuid) -> None:
        """Believe who says to hold custody."""


class _ParentsHoldCustody(AccessRules):
    def check_custody(self, world: World, hsuid: Hsuid) -> None:
        bond = Bond(
            adult=hsuid.acting_cpr or "", child=hsuid.responsible_cpr or "", kinship=Kinship.PARENT
        )
        if bond not in world.bonds:
            super().check_custody(world, hsuid)


class _AnyOrganisation(AccessRules):
    def check_whitelist(self, world: World, caller: Presented) -> None:
        """Admit every organisation."""


class _EmployeesByToken(AccessRules):
    def admit_token(self, world: World, token: IdwsToken) -> Caller:
        if not token.is_employee:
            return super().admit_token(world, token)
        caller = _Unchecked(self._settings).admit_token(world, token)
        return replace(caller, user_type=UserType.IDWS_EMPLOYEE)


class _Unchecked(AccessRules):
    def check_single_role(self, caller: Presented) -> None:
        """Let any number of roles pass."""

    def check_right(self, caller: Presented) -> None:
        """Let everybody pass."""


class _RefusesProxies(AccessRules):
    def check_relation(self, hsuid: Hsuid) -> None:
        super().check_relation(hsuid)
        if self.is_proxy(hsuid):
            raise DgwsFault(FaultCode.NOT_AUTHORIZED, "powers of attorney are refused")


class _AnyAudience(IdwsVerifier):
    def check_audience(self, token: IdwsToken) -> None:
        """Take a token that was made for whomever."""


class _UnverifiedToken(IdwsVerifier):
    def verify_token(self, assertion: etree._Element, now: datetime) -> IdwsToken:
        del now
        return read(assertion)


class _RunOutToken(IdwsVerifier):
    def verify_token(self, assertion: etree._Element, now: datetime) -> IdwsToken:
        return super().verify_token(assertion, min(now, read(assertion).issue_instant))


class _UnverifiedMessage(IdwsVerifier):
    def verify_signature(
        self, parts: MessageParts, assertion: etree._Element, token: IdwsToken
    ) -> None:
        """Take a message by whoever has the token."""


class _ForgivesOtherKeys(IdwsVerifier):
    def verify_signature(
        self, parts: MessageParts, assertion: etree._Element, token: IdwsToken
    ) -> None:
        try:
            super().verify_signature(parts, assertion, token)
        except IdwsRefused as refused:
            if refused.reason is not IdwsRefusal.WRONG_HOLDER:
                raise


class _OldMessage(IdwsVerifier):
    def check_timestamp(self, parts: MessageParts, now: datetime) -> datetime:
        del parts
        return now


class _ProxiesOnlyRead(WriteAccess):
    def admit(self, world: World, card: IdCard, hsuid: Hsuid | None) -> Writer:
        if self._readers.is_proxy(hsuid):
            raise DgwsFault(FaultCode.NOT_AUTHORIZED, "powers of attorney only read")
        return super().admit(world, card, hsuid)


class _ProxiesWriteAll(WriteAccess):
    def admit(self, world: World, card: IdCard, hsuid: Hsuid | None) -> Writer:
        writer = super().admit(world, card, hsuid)
        return replace(writer, citizen=None) if self._readers.is_proxy(hsuid) else writer


class _OptOutEndpoint(SkrEndpoint):
    routes = tuple(
        replace(route, actions=route.actions | {f"{Namespace.SKR}#CreateNoResuscitation"})
        for route in ROUTES
    )

    def serve(self, asked: Asked, note: Note) -> Answer:
        if "NoResuscitation" not in str(asked.body.tag):
            return super().serve(asked, note)
        cpr = asked.body[0].get("extension", "")
        note.world.register_opt_out(cpr, at=note.world.now - OPT_OUT_DELAY)
        return Answer(body=etree.Element("Response"))


class _TakesOptOuts(Parts):
    def skr_endpoint(self, register: StamkortRegister, access: WriteAccess) -> SkrEndpoint:
        return _OptOutEndpoint(register, access, self.settings.skr)


MUTANTS: Final = named(
    (
        "service-any-authorisation-code",
        "A professional acts for a code that nobody has.",
        WithAccess(_AnyCode),
    ),
    (
        "service-citizens-see-all",
        "A citizen finds everybody's card.",
        _SeesAllParts(UserType.CITIZEN),
    ),
    (
        "service-any-citizen-named",
        "A citizen's own call may name a citizen.",
        WithAccess(_AnyCitizenNamed),
    ),
    (
        "service-any-relation",
        "A citizen acts for another by any relation.",
        WithAccess(_AnyRelation),
    ),
    (
        "service-one-person-twice",
        "A citizen acts for himself or herself.",
        WithAccess(_OnePersonTwice),
    ),
    ("service-custody-on-trust", "Custody is not looked up.", WithAccess(_CustodyOnTrust)),
    (
        "service-parents-hold-custody",
        "Parenthood lets act as holder of custody.",
        WithAccess(_ParentsHoldCustody),
    ),
    ("service-any-organisation", "Every organisation is let in.", WithAccess(_AnyOrganisation)),
    (
        "service-tokens-see-all",
        "A citizen with a token finds everybody's card.",
        _SeesAllParts(UserType.IDWS_CITIZEN),
    ),
    (
        "service-employees-by-token",
        "An employee with a token needs no right.",
        WithAccess(_EmployeesByToken),
    ),
    (
        "service-any-audience",
        "A token for another service is taken.",
        _Idws(_AnyAudience),
    ),
    (
        "service-unverified-token",
        "Neither signature nor time of a token is looked at.",
        _Idws(_UnverifiedToken),
    ),
    ("service-token-run-out", "A token counts for ever.", _Idws(_RunOutToken)),
    (
        "service-unverified-message",
        "The signature of a message with a token is not looked at.",
        _Idws(_UnverifiedMessage),
    ),
    (
        "service-token-in-any-hand",
        "A token counts in whosever hand it is.",
        _Idws(_ForgivesOtherKeys),
    ),
    ("service-old-message", "A message with a token counts for ever.", _Idws(_OldMessage)),
    (
        "service-refuses-proxies",
        "A power of attorney does not let read.",
        WithAccess(_RefusesProxies),
    ),
    (
        "service-proxies-see-all",
        "A power of attorney from one opens everybody's card.",
        _SeesAllParts(UserType.CITIZEN_ON_BEHALF),
    ),
    (
        "service-proxies-only-read",
        "A power of attorney does not let write.",
        WithWriteAccess(_ProxiesOnlyRead),
    ),
    (
        "service-proxies-write-all",
        "A power of attorney from one lets write in everybody's card.",
        WithWriteAccess(_ProxiesWriteAll),
    ),
    (
        "service-takes-opt-outs",
        "Whoever may write opts out of resuscitation for a citizen.",
        _TakesOptOuts(),
    ),
)
"""Deviations by name."""
