"""Where scenarios use the system under test: who is logged in, what is on the screen."""

from dataclasses import dataclass, field

import msgspec

from conformance.evidence.scenario import ScenarioEvidence
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.state.world import World
from conformance.vendor.protocol import LoginRefused, User, VendorSystem, View, ViewOutcome


@dataclass
class Desk:
    """Opens cards as members of staff, and keeps what was seen."""

    vendor: VendorSystem
    world: World
    evidence: ScenarioEvidence
    opened: list[View] = field(default_factory=list)

    @property
    def view(self) -> View:
        """What is on the screen now."""
        return self.opened[-1]

    def open_session(self, member: StaffMember) -> str:
        """Log *member* in; raises LoginRefused."""
        return self.vendor.open_session(_user(member))

    def open_card(self, member: StaffMember, cpr: str) -> View:
        """Log *member* in and open the citizen's card. A refused login shows nothing."""
        try:
            view = self.vendor.open_card(self.open_session(member), cpr)
        except LoginRefused as refusal:
            view = View(outcome=ViewOutcome.REFUSED, message=str(refusal))
        self.opened.append(view)
        self.evidence.observation(
            seen_by="machine",
            title=f"What {member.given_name} {member.surname} sees of {cpr}",
            content=msgspec.to_builtins(view),
        )
        return view


def _user(member: StaffMember) -> User:
    return User(
        cpr=member.cpr,
        given_name=member.given_name,
        surname=member.surname,
        education_code=member.education_code,
        national_roles=member.national_roles,
        authorisation_code=member.authorisation_code,
    )
