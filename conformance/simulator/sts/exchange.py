"""Bst2Idws of the simulated STS: exchanges a bootstrap token for a token to a service."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from cryptography import x509
from cryptography.x509.oid import NameOID

from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.idws import FSK_AUDIENCE
from conformance.security.idws.exchange import (
    ACTION,
    ExchangeRequest,
    build_response,
)
from conformance.security.idws.exchange_verification import ExchangeVerifier
from conformance.security.idws.values import IdwsToken, TokenAttribute
from conformance.security.sts import ACTION as ISSUE
from conformance.security.sts import TrustFault, TrustFaultCode
from conformance.security.trust import TrustList
from conformance.simulator.doors.endpoint import Note, Route
from conformance.simulator.doors.messages import Call, Reply
from conformance.simulator.state.journal import Service
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.state.world import World
from conformance.simulator.sts.issuer import (
    BOOTSTRAP_AUDIENCES,
    IDENTITY_PROVIDER,
    Attributes,
    IdwsIssuer,
    citizen_attributes,
    employee_attributes,
    professional_uuid,
)

ROUTES: Final = (
    Route(
        path="/sts/services/Bst2Idws",
        service=Service.STS_EXCHANGE,
        actions=frozenset({ISSUE, ACTION}),
    ),
)
"""Source: NSP protocol dossier 4.4. Public clients send the SOAPAction `Issue`."""

_CPR_CLAIM: Final = TokenAttribute.CPR_2.value
_NAME_CLAIM: Final = "sosi:SubjectNameID"
_IGNORED_CLAIMS: Final = frozenset({"medcom:ITSystemName"})


class IdentityProviders:
    """Trusts the certificates that *authority* has issued to the identity provider *name*.

    By name, so that a key that was handed out earlier still counts after a restart.
    """

    def __init__(self, authority: x509.Certificate, name: str = IDENTITY_PROVIDER) -> None:
        self._issued = TrustList(issuers=(authority,))
        self._name = name

    def covers(self, certificate: x509.Certificate, now: datetime) -> bool:
        """Whether *certificate* is one of the identity provider's."""
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        is_named = [name.value for name in names] == [self._name]
        return is_named and self._issued.covers(certificate, now)


class TokenExchange:
    """Decides who gets a token, and what stands in it. Each rule is a method of its own."""

    def __init__(
        self,
        issuer: IdwsIssuer,
        *,
        verifier: ExchangeVerifier,
        audiences: Iterable[str] = (FSK_AUDIENCE,),
    ) -> None:
        self._issuer = issuer
        self._verifier = verifier
        self._audiences = frozenset(audiences)

    def exchange(self, world: World, data: bytes) -> tuple[ExchangeRequest, IdwsToken]:
        """The request in *data*, and the token for it. Raises TrustFault."""
        try:
            request = self._verifier.verify(data, world.now)
        except DgwsFault as fault:
            raise _trust_fault(fault) from None
        self.check_audiences(request)
        self.check_claims(request)
        bootstrap = request.bootstrap
        attributes = self.attributes(world, bootstrap)
        return request, self._issuer.token(
            bootstrap.name_id, attributes, bootstrap.holder, world.now, request.audience
        )

    def answer(self, request: ExchangeRequest, token: IdwsToken, message_id: str) -> bytes:
        """The answer that hands out *token*."""
        signed = self._issuer.sign(token)
        return build_response(signed, request, message_id=message_id, lifetime=token)

    def check_audiences(self, request: ExchangeRequest) -> None:
        """The bootstrap token is meant for the STS, and the service is one that it knows."""
        found = request.bootstrap.audiences
        if not BOOTSTRAP_AUDIENCES.intersection(found):
            raise _failed(
                f"invalid audience of the bootstrap token: expected "
                f"{' or '.join(sorted(BOOTSTRAP_AUDIENCES))}, found {', '.join(found) or 'none'}"
            )
        if request.audience not in self._audiences:
            raise _failed(
                f"wsp:AppliesTo: expected {' or '.join(sorted(self._audiences))}, "
                f"found {request.audience or 'none'}"
            )

    def check_claims(self, request: ExchangeRequest) -> None:
        """What is claimed is what the bootstrap token vouches for. Other claims are refused."""
        for name, value in request.claims:
            vouched = {
                _CPR_CLAIM: request.bootstrap.cpr,
                _NAME_CLAIM: request.bootstrap.name_id,
            }
            if name in _IGNORED_CLAIMS:
                continue
            if name not in vouched:
                raise _failed(f"expected no claim {name}, which the simulated STS does not know")
            if value != vouched[name]:
                raise _failed(f"claim {name}: expected {vouched[name]}, found {value}")

    def attributes(self, world: World, bootstrap: IdwsToken) -> Attributes:
        """What the token says of its subject: the citizen, or the employee as registers know."""
        if bootstrap.is_employee:
            return employee_attributes(
                _employee(world, bootstrap),
                bootstrap.get(TokenAttribute.CVR) or "",
                bootstrap.get(TokenAttribute.ORGANISATION_NAME) or "",
            )
        if bootstrap.cpr is None:
            raise _failed("expected one CPR number in the citizen's bootstrap token, found none")
        return citizen_attributes(bootstrap.cpr)


class ExchangeEndpoint:
    """Bst2Idws at its address."""

    routes: Sequence[Route] = ROUTES

    def __init__(self, exchange: TokenExchange, *, new_uuid: Callable[[], UUID] = uuid4) -> None:
        self._exchange = exchange
        self._new_uuid = new_uuid

    def answer(self, call: Call, note: Note) -> Reply:
        """The issued token. Raises TrustFault and ServiceDown."""
        request, token = self._exchange.exchange(note.world, call.body)
        note.concern((token.cpr,) if token.cpr else ())
        note.principal = token.subject
        note.outcome = "Success"
        answer = self._exchange.answer(request, token, f"urn:uuid:{self._new_uuid()}")
        return Reply.ok(answer, version=request.version)


def _employee(world: World, bootstrap: IdwsToken) -> StaffMember:
    found = [m for m in world.staff.values() if professional_uuid(m.cpr) == bootstrap.name_id]
    if not found:
        raise _failed(
            f"expected the NameID of a member of staff, found {bootstrap.name_id}. The id of a "
            "test person is given in the documentation of the simulator"
        )
    return found[0]


def _trust_fault(fault: DgwsFault) -> TrustFault:
    """A malformed request, or one that proves nothing."""
    if fault.code is FaultCode.SYNTAX_ERROR:
        return TrustFault(TrustFaultCode.INVALID_REQUEST, fault.text)
    return TrustFault(TrustFaultCode.FAILED_AUTHENTICATION, fault.text)


def _failed(text: str) -> TrustFault:
    return TrustFault(TrustFaultCode.REQUEST_FAILED, text)
