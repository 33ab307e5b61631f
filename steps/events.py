"""What happens in other registers than the Stamkortregister, in the features' words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from conformance.pdc.codes import Use
from conformance.pdc.datatypes import Address, PersonName
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.vendor.protocol import CardPart

_HOME: Final = Address(
    lines=("Strandvejen 12",), postal_code="3000", city="Helsingør", country="DK", use=Use.HOME
)

EVENTS: Final[Mapping[str, Callable[[World], None]]] = {
    "moves": lambda world: world.move(Persona.BENTE, _HOME),
    "changes name": lambda world: world.rename(
        Persona.BENTE, PersonName.of("Bente", family="Nygift")
    ),
    "loses the practitioner": lambda world: world.leave_practitioner(Persona.BENTE),
    "opts out of resuscitation": lambda world: world.register_opt_out(Persona.BENTE),
    "withdraws the treatment will": lambda world: world.withdraw_treatment_will(Persona.BENTE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A registration of the citizen's in a register of its own, and the part of the card it is."""

    part: CardPart
    register: Callable[[World, str], None]
    withdraw: Callable[[World, str], None]


REGISTRATIONS: Final[Mapping[str, Registration]] = {
    "treatment will": Registration(
        part=CardPart.TREATMENT_WILL,
        register=World.register_treatment_will,
        withdraw=World.withdraw_treatment_will,
    ),
    "living will": Registration(
        part=CardPart.LIVING_WILL,
        register=World.register_living_will,
        withdraw=World.withdraw_living_will,
    ),
    "organ donation": Registration(
        part=CardPart.ORGAN_DONOR,
        register=World.register_organ_donor,
        withdraw=World.withdraw_organ_donor,
    ),
}
