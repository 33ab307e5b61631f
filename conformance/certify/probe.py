"""A first look-up before anything is judged: does the system reach the simulated services at all?

A system that calls another address, or whose certificate the STS does not trust, fails nearly every
scenario without anything being known of it. That is no shortfall: nothing can be said.
"""

from conformance.simulator.state.journal import Exchange, Journal, Service
from conformance.simulator.state.personas import Persona, Staff, citizens, staff_members
from conformance.simulator.state.world import World
from conformance.vendor.profile import Credential, Profile, SystemType
from conformance.vendor.protocol import (
    Ability,
    Citizen,
    LoginRefused,
    Scenario,
    User,
    VendorSystem,
    VendorUnavailable,
)


def require_services_reached(
    system: VendorSystem,
    profile: Profile,
    world: World,
    services: str,
    *,
    bootstrap_token: str | None = None,
) -> None:
    """Let somebody open a card in the system's usual way, and look whether SFSK was reached.

    It is the doctor, or in a portal the citizen. *services* is where the simulated services answer;
    *bootstrap_token* is the doctor's, for a system that calls by token alone. Raises
    VendorUnavailable.
    """
    system.begin(
        Scenario(
            integration_method=profile.integration.methods[0], display=profile.display.scopes[0]
        )
    )
    can = system.about().can
    try:
        if profile.system.type is SystemType.PORTAL and Ability.CITIZENS in can:
            session = system.open_citizen_session(_citizen())
        else:
            only_tokens = Credential.ID_CARD not in profile.integration.credentials
            needs_token = only_tokens and Ability.TOKENS in can
            session = system.open_session(_doctor(bootstrap_token if needs_token else None))
        system.open_card(session, Persona.SOFIE)
    except LoginRefused as refusal:
        raise VendorUnavailable(
            f"the system under test does not let its first user in ({refusal}). Create the "
            "citizens and members of staff that docs/vendor-guide.md lists, with their rights"
        ) from None
    _require_search(world.journal, services)


def _citizen() -> Citizen:
    sofie = next(citizen for citizen in citizens() if citizen.cpr == Persona.SOFIE)
    return Citizen(
        cpr=sofie.cpr,
        given_name=" ".join(sofie.name.given),
        surname=" ".join(sofie.name.family),
    )


def _doctor(bootstrap_token: str | None) -> User:
    doctor = next(member for member in staff_members() if member.cpr == Staff.DOCTOR)
    return User(
        cpr=doctor.cpr,
        given_name=doctor.given_name,
        surname=doctor.surname,
        education_code=doctor.education_code,
        national_roles=doctor.national_roles,
        authorisation_code=doctor.authorisation_code,
        bootstrap_token=bootstrap_token,
    )


def _require_search(journal: Journal, services: str) -> None:
    if not len(journal):
        raise VendorUnavailable(
            "a card was opened, and the system under test called none of the simulated services. "
            f"Point STS, SFSK and MinLog at {services}, with their usual paths"
        )
    searches = journal.of(Service.SFSK_REGISTRY)
    if any(_was_admitted(search) for search in searches):
        return
    told = "; ".join(f"{e.service.value}: {e.outcome}" for e in (*journal,)[:5])
    raise VendorUnavailable(
        "a card was opened, and no search came through to SFSK with an id card or token that it "
        f"accepts. The services answered: {told}. Are the test certificates in place, and the "
        "clock right?"
    )


def _was_admitted(search: Exchange) -> bool:
    """Whether the service knew by id card or token who searched, and read what was asked."""
    is_known = search.caller is not None or search.principal is not None
    return is_known and search.query is not None
