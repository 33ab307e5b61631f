"""The words by which features, plans and guides name the personas."""

from typing import Final

from conformance.simulator.state.personas import Persona, Staff, citizens, staff_members

CITIZENS: Final = {
    "Bente": Persona.BENTE,
    "Jens": Persona.JENS,
    "Sofie": Persona.SOFIE,
    "Bruno": Persona.BRUNO,
    "Max": Persona.MAX,
    "Alma": Persona.CHILD,
    "Østen": Persona.SECOND_CHILD,
    "Åse": Persona.WARD,
}
STAFF: Final = {
    "the doctor": Staff.DOCTOR,
    "the nurse": Staff.NURSE,
    "an assistant with SundAssistR1": Staff.ASSISTANT_R1,
    "an assistant with SundAssistR2": Staff.ASSISTANT_R2,
    "an assistant with PlejeAssR3": Staff.ASSISTANT_R3,
    "an assistant with both national roles": Staff.ASSISTANT_BOTH,
    "an assistant without national role": Staff.ASSISTANT_NONE,
}


def cast() -> dict[str, str]:
    """Who is meant by each word: full name and CPR number, as a tester must create them."""
    people = {citizen.cpr: citizen.name.full for citizen in citizens()}
    people |= {member.cpr: f"{member.given_name} {member.surname}" for member in staff_members()}
    words: dict[str, str] = {**CITIZENS, **STAFF}
    return {word: f"{people[cpr]}, {cpr}" for word, cpr in words.items()}
