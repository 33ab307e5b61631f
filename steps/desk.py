"""Where scenarios use the system under test: who is logged in, what is on the screen."""

from base64 import b64encode
from dataclasses import dataclass, field

import msgspec
from lxml import etree

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

    def open_session(self, member: StaffMember, token: etree._Element | None = None) -> str:
        """Log *member* in, with a bootstrap *token* if there is one; raises LoginRefused."""
        user = _user(member)
        if token is not None:
            told = b64encode(etree.tostring(token)).decode()
            user = msgspec.structs.replace(user, bootstrap_token=told)
        return self.vendor.open_session(user)

    def open_card(self, member: StaffMember, cpr: str, token: etree._Element | None = None) -> View:
        """Log *member* in and open the citizen's card. A refused login shows nothing."""
        try:
            view = self.vendor.open_card(self.open_session(member, token), cpr)
        except LoginRefused as refusal:
            view = View(outcome=ViewOutcome.REFUSED, message=str(refusal))
        self.show(f"What {member.given_name} {member.surname} sees of {cpr}", view)
        return view

    def show(self, title: str, view: View) -> None:
        """Keep what is on the screen now, under this title."""
        self.opened.append(view)
        self.evidence.observation(seen_by="machine", title=title, content=msgspec.to_builtins(view))


def _user(member: StaffMember) -> User:
    return User(
        cpr=member.cpr,
        given_name=member.given_name,
        surname=member.surname,
        education_code=member.education_code,
        national_roles=member.national_roles,
        authorisation_code=member.authorisation_code,
    )
