"""Who the suite calls the simulated services as: the personas, with the keys made for them."""

from base64 import b64encode
from datetime import datetime

from cryptography import x509
from lxml import etree

from conformance.security.idcard import SystemLog, UserLog
from conformance.service.callers import Callers, Relations
from conformance.simulator.simulation import SYSTEM_NAME, Simulation
from conformance.simulator.state.personas import CVR, ORGANISATION, Persona, dentists, staff_members
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.sts.issuer import IdentityProvider, IdwsIssuer


def callers_of(simulation: Simulation) -> Callers:
    """The callers of one simulation, who may do everything."""
    settings = simulation.settings.access
    return Callers(
        system=SystemLog(
            it_system_name=SYSTEM_NAME, care_provider_id=CVR, care_provider_name=ORGANISATION
        ),
        system_credential=simulation.system,
        citizens={citizen.value: citizen.value for citizen in Persona},
        employees={
            member.cpr: (_user_of(member), simulation.employees[member.cpr])
            for member in staff_members()
        },
        writes=True,
        tokens=_Issuer(simulation),
        bootstraps=_IdentityProvider(simulation),
        relations=Relations(custody=settings.custody_relation, proxy=settings.proxy_relation),
        dentists=tuple(clinic.yder for clinic in dentists())[:2],
    )


def bootstrap_token(simulation: Simulation, member: StaffMember) -> str:
    """What the identity provider gives a member of staff at login: base64 of an assertion.

    It counts in the hand of who has the key of the system's certificate.
    """
    token = IdentityProvider(simulation.identity_provider).employee(
        member, holder=simulation.system.certificate, now=simulation.services.world.now
    )
    return b64encode(etree.tostring(token)).decode("ascii")


class _Issuer:
    """The STS of the simulation as a source of tokens for its personas."""

    def __init__(self, simulation: Simulation) -> None:
        self._issuer = IdwsIssuer(simulation.pki, settings=simulation.settings.sts)
        self._staff = {member.cpr: member for member in staff_members()}

    def citizen(
        self, cpr: str, *, holder: x509.Certificate, now: datetime, audience: str
    ) -> etree._Element:
        """A signed token of the citizen."""
        return self._issuer.citizen(cpr, holder=holder, now=now, audience=audience)

    def employee(
        self, cpr: str, *, holder: x509.Certificate, now: datetime, audience: str
    ) -> etree._Element:
        """A signed token of the member of staff."""
        member = self._staff[cpr]
        return self._issuer.employee(member, holder=holder, now=now, audience=audience)


class _IdentityProvider:
    """The identity provider of the simulation as a source of bootstrap tokens for its personas."""

    def __init__(self, simulation: Simulation) -> None:
        self._provider = IdentityProvider(simulation.identity_provider)
        self._staff = {member.cpr: member for member in staff_members()}

    def citizen(
        self, cpr: str, *, holder: x509.Certificate, now: datetime, audience: str
    ) -> etree._Element:
        """A signed bootstrap token of the citizen."""
        return self._provider.citizen(cpr, holder=holder, now=now, audience=audience)

    def employee(self, cpr: str, *, holder: x509.Certificate, now: datetime) -> etree._Element:
        """A signed bootstrap token of the member of staff."""
        return self._provider.employee(self._staff[cpr], holder=holder, now=now)


def _user_of(member: StaffMember) -> UserLog:
    return UserLog(
        cpr=member.cpr,
        given_name=member.given_name,
        surname=member.surname,
        roles=member.national_roles or ((member.education_code,) if member.education_code else ()),
        authorisation_code=member.authorisation_code,
    )
