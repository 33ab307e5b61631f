"""Who the suite calls the simulated services as: the personas, with the keys made for them."""

from datetime import datetime

from cryptography import x509
from lxml import etree

from conformance.security.idcard import SystemLog, UserLog
from conformance.service.callers import Callers, Relations
from conformance.simulator.sfsk.access import AccessSettings
from conformance.simulator.simulation import SYSTEM_NAME, Simulation
from conformance.simulator.state.personas import CVR, ORGANISATION, Persona, dentists, staff_members
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.sts.issuer import IdwsIssuer


def callers_of(simulation: Simulation) -> Callers:
    """The callers of one simulation, who may do everything."""
    settings = AccessSettings()
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
        relations=Relations(custody=settings.custody_relation, proxy=settings.proxy_relation),
        dentists=tuple(clinic.yder for clinic in dentists())[:2],
    )


class _Issuer:
    """The STS of the simulation as a source of tokens for its personas."""

    def __init__(self, simulation: Simulation) -> None:
        self._issuer = IdwsIssuer(simulation.pki)
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


def _user_of(member: StaffMember) -> UserLog:
    return UserLog(
        cpr=member.cpr,
        given_name=member.given_name,
        surname=member.surname,
        roles=member.national_roles or ((member.education_code,) if member.education_code else ()),
        authorisation_code=member.authorisation_code,
    )
