"""What happens to Bente in other registers than the Stamkortregister, in the features' words."""

from collections.abc import Callable, Mapping
from typing import Final

from conformance.pdc.codes import Use
from conformance.pdc.datatypes import Address, PersonName
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World

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
