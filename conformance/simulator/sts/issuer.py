"""The tokens that the simulated STS issues for OIO-IDWS, and the identity provider before it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from cryptography import x509
from lxml import etree

from conformance.security.idcard.values import valid_from
from conformance.security.idws.token_building import build, sign
from conformance.security.idws.values import FSK_AUDIENCE, LIFETIME, IdwsToken, TokenAttribute
from conformance.security.pki import Credential, TestPki
from conformance.simulator.state.personas import CVR, ORGANISATION
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.sts.settings import StsSettings

CITIZENS_BOOTSTRAP_AUDIENCE: Final = "https://bootstrap.sts.nspop.dk/"

BOOTSTRAP_AUDIENCES: Final = frozenset({"https://sts.sosi.dk/", CITIZENS_BOOTSTRAP_AUDIENCE})
"""Audiences of bootstrap tokens: an employee's (official sample) and a citizen's (unsealed)."""

IDENTITY_PROVIDER: Final = "FSK Test Identity Provider"
"""Name of the simulated identity provider, as Issuer and in its certificate."""

Attributes = tuple[tuple[str, tuple[str, ...]], ...]


class TokenSigner:
    """Makes tokens in the name of an issuer, and signs them with its key."""

    def __init__(
        self,
        name: str,
        credential: Credential,
        new_uuid: Callable[[], UUID] = uuid4,
        lifetime: timedelta = LIFETIME,
    ) -> None:
        self._name = name
        self._credential = credential
        self._new_uuid = new_uuid
        self._lifetime = lifetime

    def token(
        self,
        name_id: str,
        attributes: Attributes,
        holder: x509.Certificate,
        now: datetime,
        audience: str,
    ) -> IdwsToken:
        """A token with these *attributes*, valid from five minutes back."""
        return IdwsToken(
            token_id=f"_{self._new_uuid()}",
            issuer=self._name,
            name_id=name_id,
            issue_instant=now.replace(microsecond=0),
            not_before=valid_from(now),
            not_on_or_after=now.replace(microsecond=0) + self._lifetime,
            audiences=(audience,),
            holder=holder,
            attributes=attributes,
        )

    def sign(self, token: IdwsToken) -> etree._Element:
        """*token* as an assertion that this issuer has signed."""
        return sign(build(token), self._credential)


class IdwsIssuer(TokenSigner):
    """The STS of a test PKI: issues tokens for citizens and for employees."""

    def __init__(
        self,
        pki: TestPki,
        *,
        new_uuid: Callable[[], UUID] = uuid4,
        settings: StsSettings | None = None,
    ) -> None:
        settings = settings or StsSettings()
        super().__init__(settings.issuer_name, pki.sts, new_uuid, settings.token_lifetime)

    def citizen(
        self, cpr: str, *, holder: x509.Certificate, now: datetime, audience: str = FSK_AUDIENCE
    ) -> etree._Element:
        """A signed token of the citizen, for whoever holds the key of *holder*."""
        attributes = citizen_attributes(cpr)
        return self.sign(self.token(_citizen_name(cpr), attributes, holder, now, audience))

    def employee(
        self,
        member: StaffMember,
        *,
        holder: x509.Certificate,
        now: datetime,
        audience: str = FSK_AUDIENCE,
    ) -> etree._Element:
        """A signed token of the member of staff, as the registers know him or her."""
        name, attributes = professional_uuid(member.cpr), employee_attributes(member)
        return self.sign(self.token(name, attributes, holder, now, audience))


class IdentityProvider(TokenSigner):
    """Issues bootstrap tokens, which the STS exchanges.

    In the test environments of the NSP a client signs them itself with a published test key.
    """

    def __init__(self, credential: Credential, *, new_uuid: Callable[[], UUID] = uuid4) -> None:
        super().__init__(IDENTITY_PROVIDER, credential, new_uuid)

    def citizen(
        self,
        cpr: str,
        *,
        holder: x509.Certificate,
        now: datetime,
        audience: str = CITIZENS_BOOTSTRAP_AUDIENCE,
    ) -> etree._Element:
        """A signed bootstrap token of a citizen."""
        attributes = citizen_attributes(cpr)
        return self.sign(self.token(_citizen_name(cpr), attributes, holder, now, audience))

    def employee(
        self, member: StaffMember, *, holder: x509.Certificate, now: datetime
    ) -> etree._Element:
        """A signed bootstrap token of an employee; it names no CPR number. Source: sample."""
        attributes = _professional(member.cpr, CVR, ORGANISATION)
        name, audience = professional_uuid(member.cpr), "https://sts.sosi.dk/"
        return self.sign(self.token(name, attributes, holder, now, audience))


def professional_uuid(cpr: str) -> str:
    """By which id the simulated registers know a member of staff as an employee."""
    return f"urn:uuid:{uuid5(NAMESPACE_OID, f'professional:{cpr}')}"


def citizen_attributes(cpr: str) -> Attributes:
    """A citizen's: the CPR number by both its names, since it is not known which SFSK reads."""
    return (
        (TokenAttribute.SPEC_VERSION, ("OIO-SAML-3.0",)),
        (TokenAttribute.LEVEL_OF_ASSURANCE, ("Substantial",)),
        (TokenAttribute.CPR, (cpr,)),
        (TokenAttribute.CPR_2, (cpr,)),
    )


def employee_attributes(
    member: StaffMember, cvr: str = CVR, organisation: str = ORGANISATION
) -> Attributes:
    """An employee's: what a user card says of the person, under the names of tokens."""
    known = (
        (TokenAttribute.CPR, (member.cpr,)),
        (TokenAttribute.FIRST_NAME, (member.given_name,)),
        (TokenAttribute.LAST_NAME, (member.surname,)),
        (TokenAttribute.AUTHORISATION_CODE, (member.authorisation_code or "",)),
        (TokenAttribute.ROLE, member.national_roles or (member.education_code,)),
    )
    professional = _professional(member.cpr, cvr, organisation)
    return (*professional, *((name, found) for name, found in known if any(found)))


def _professional(cpr: str, cvr: str, organisation: str) -> Attributes:
    """What the sample of a bootstrap token says of an employee."""
    return (
        (TokenAttribute.SPEC_VERSION, ("OIO-SAML-3.0",)),
        (TokenAttribute.HEALTHCARE_SPEC_VERSION, ("OIO-SAML-H-3.0",)),
        (TokenAttribute.LEVEL_OF_ASSURANCE, ("High",)),
        (TokenAttribute.PROFESSIONAL_UUID, (professional_uuid(cpr),)),
        (TokenAttribute.CVR, (cvr,)),
        (TokenAttribute.ORGANISATION_NAME, (organisation,)),
    )


def _citizen_name(cpr: str) -> str:
    """The NameID of a citizen. Source: bootstrap token of trifork/unsealed."""
    return f"{TokenAttribute.CPR_2}:{cpr}"
