"""A first look-up before anything is judged: does the system reach the simulated services at all?

A system that calls another address, or whose certificate the STS does not trust, fails nearly every
scenario without anything being known of it. That is no shortfall: nothing can be said.
"""

from conformance.simulator.state.journal import Journal, Service
from conformance.simulator.state.personas import Persona, Staff, staff_members
from conformance.simulator.state.world import World
from conformance.vendor.profile import Profile
from conformance.vendor.protocol import (
    LoginRefused,
    Scenario,
    User,
    VendorSystem,
    VendorUnavailable,
)


def require_services_reached(
    system: VendorSystem, profile: Profile, world: World, services: str
) -> None:
    """Let the doctor open a card in the system's usual way, and look whether SFSK was reached.

    *services* is where the simulated services answer. Raises VendorUnavailable.
    """
    system.begin(
        Scenario(
            integration_method=profile.integration.methods[0], display=profile.display.scopes[0]
        )
    )
    try:
        system.open_card(system.open_session(_doctor()), Persona.SOFIE)
    except LoginRefused as refusal:
        raise VendorUnavailable(
            f"the system under test does not let the doctor in ({refusal}). Create the members of "
            "staff that docs/vendor-guide.md lists, with their rights"
        ) from None
    _require_search(world.journal, services)


def _doctor() -> User:
    doctor = next(member for member in staff_members() if member.cpr == Staff.DOCTOR)
    return User(
        cpr=doctor.cpr,
        given_name=doctor.given_name,
        surname=doctor.surname,
        education_code=doctor.education_code,
        national_roles=doctor.national_roles,
        authorisation_code=doctor.authorisation_code,
    )


def _require_search(journal: Journal, services: str) -> None:
    if not len(journal):
        raise VendorUnavailable(
            "a card was opened, and the system under test called none of the simulated services. "
            f"Point STS, SFSK and MinLog at {services}, with their usual paths"
        )
    searches = journal.of(Service.SFSK_REGISTRY)
    if any(search.caller is not None and search.query is not None for search in searches):
        return
    told = "; ".join(f"{e.service.value}: {e.outcome}" for e in (*journal,)[:5])
    raise VendorUnavailable(
        "a card was opened, and no search came through to SFSK with an id card that it accepts. "
        f"The services answered: {told}. Are the test certificates in place, and the clock right?"
    )
