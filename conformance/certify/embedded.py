"""Who the suite calls the simulated services as: the personas, with the keys made for them."""

from conformance.security.idcard import SystemLog, UserLog
from conformance.service.callers import Callers
from conformance.simulator.personas import CVR, ORGANISATION, Persona, staff_members
from conformance.simulator.registers import StaffMember
from conformance.simulator.simulation import SYSTEM_NAME, Simulation


def callers_of(simulation: Simulation) -> Callers:
    """The callers of one simulation."""
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
    )


def _user_of(member: StaffMember) -> UserLog:
    return UserLog(
        cpr=member.cpr,
        given_name=member.given_name,
        surname=member.surname,
        roles=member.national_roles or ((member.education_code,) if member.education_code else ()),
        authorisation_code=member.authorisation_code,
    )
