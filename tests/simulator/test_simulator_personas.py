"""Personas: documented test persons or impossible dates, each known, none twice."""

from datetime import datetime

import pytest

from conformance.simulator.state.personas import Persona, Staff, populate, staff_members
from conformance.simulator.state.world import World

# Source: NSP protocol dossier, section 7, and MedCom's own test persons in fsk-rules.
DOCUMENTED = {
    "0108589995",
    "0107729995",
    "0505109990",
    "0408801111",
    "0410009234",
    "2512489996",
    "2512484916",
    "0501792275",
    "0611809735",
    "3001010033",
    "1111111118",
    "0506504003",
    "2305008861",
    "1802602810",
    "2408631478",
    "0411427781",
    "2911245178",
    "0510171632",
    "1403713968",
    "2908993384",
    "1703056748",
    "2509479989",
}


def is_a_day(cpr: str) -> bool:
    """Whether the first four digits are a day of a leap year."""
    try:
        datetime.strptime(f"{cpr[:4]}2024", "%d%m%Y")  # noqa: DTZ007 - a day, no instant
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("cpr", [*Persona, *Staff], ids=lambda p: p.name)
def test_a_number_belongs_to_a_documented_test_person_or_to_nobody(cpr: str) -> None:
    """No number here can be a real person's."""
    assert len(cpr) == 10
    assert cpr.isdecimal()
    assert cpr in DOCUMENTED or not is_a_day(cpr)


def test_no_number_is_used_twice() -> None:
    """Citizens and staff have numbers of their own."""
    numbers = [persona.value for persona in (*Persona, *Staff)]
    assert len(set(numbers)) == len(numbers)
    assert len(set(Persona)) == len(Persona.__members__)


def test_a_world_knows_every_persona_and_every_member_of_staff() -> None:
    """Each name that features use stands for somebody."""
    world = World()
    populate(world)
    assert set(world.citizens) == set(Persona)
    assert set(world.staff) == set(Staff)
    assert {member.cpr for member in staff_members()} == set(Staff)


def test_authorisation_codes_are_not_shared() -> None:
    """Nobody is taken for somebody else by the code."""
    codes = [m.authorisation_code for m in staff_members() if m.authorisation_code]
    assert len(set(codes)) == len(codes)
