"""Identity blurring: whom a citizen sees by name, whom by pseudonym, and for how long."""

from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

import pytest

from conformance.minlog.lookup import LogStatement
from conformance.minlog.registration import LogEntry
from conformance.simulator.state.blurring import (
    Blurring,
    BlurringRegister,
    BlurringSettings,
    NotBlurred,
)
from conformance.simulator.state.personas import CVR, Persona
from conformance.simulator.state.world import NotPermitted, UnknownCitizen, World
from tests.simulator.minlog_entries import BY_CVR

BENTE: Final = Persona.BENTE
DEPARTMENT: Final = "440861000016004"
BY_SOR: Final = replace(BY_CVR, organisation_id=DEPARTMENT, organisation_id_source="SOR")
DAY: Final = timedelta(days=1)


def shown(world: World, entry: LogEntry = BY_CVR) -> LogStatement:
    return Blurring().shown(world.blurring, entry, world.now)


def is_open(world: World, entry: LogEntry = BY_CVR) -> bool:
    return shown(world, entry) == LogStatement(entry=entry)


def later(world: World, by: timedelta) -> None:
    world.clock.advance(by)


def test_the_pseudonym_is_that_of_the_rule() -> None:
    """Names in capitals, blanks and joints as plus signs, the salt as text; version 5 over OID."""
    found = Blurring().pseudonym("Jens Hansen", "2101691234", "c2FsdA==")
    assert found == "ec18ff8e-c974-579d-8b58-e955f2d7177b"
    assert UUID(found).version == 5


def test_letters_beyond_ascii_are_hashed_as_utf_8() -> None:
    """Every blank of several names is a plus sign, and æøå have capitals."""
    rule = Blurring()
    assert rule.pseudonym("søren åge sø", "1", "x") == rule.pseudonym("SØREN+ÅGE+SØ", "1", "x")


def test_an_organisation_is_blurred_towards_one_citizen(world: World) -> None:
    """By pseudonym and no number; role and organisation stay; other citizens see the name."""
    world.blur_organisation(CVR, BENTE)
    statement = shown(world)
    salt = world.blurring.salt(world.now)
    assert statement.hides_user
    assert statement.entry == replace(
        BY_CVR, user_name=Blurring().pseudonym("Lars Larsen", BENTE, salt)
    )
    assert is_open(world, replace(BY_CVR, citizen=Persona.JENS.value))
    assert is_open(world, replace(BY_CVR, organisation_id="1"))
    assert world.blurring.blurred_organisations(BENTE, world.now) == (CVR,)


def test_a_department_is_blurred_towards_all(world: World) -> None:
    """By its SOR code, whoever the citizen is; the rest of the organisation is not."""
    world.blur_department(DEPARTMENT)
    assert not is_open(world, BY_SOR)
    assert not is_open(world, replace(BY_SOR, citizen=Persona.JENS.value))
    assert is_open(world)
    assert world.blurring.blurred_departments(world.now) == (DEPARTMENT,)
    assert world.blurring.blurred_organisations(BENTE, world.now) == ()


@pytest.mark.parametrize("source", [None, "YDER", "SOR", "EuropeanHealthcareOrganisation"])
def test_an_entry_that_does_not_tell_the_organisation_is_open(
    source: str | None, world: World
) -> None:
    """The same number of another kind is another organisation."""
    world.blur_organisation(CVR, BENTE)
    assert is_open(world, replace(BY_CVR, organisation_id_source=source))


def test_who_the_user_acted_for_is_blurred_too(world: World) -> None:
    """A name of staff like the other."""
    world.blur_organisation(CVR, BENTE)
    entry = replace(BY_CVR, on_behalf_of_name="Mette Meyer", on_behalf_of_id="1")
    statement = shown(world, entry)
    salt = world.blurring.salt(world.now)
    assert statement.hides_principal
    assert statement.entry.on_behalf_of_name == Blurring().pseudonym("Mette Meyer", BENTE, salt)


def test_who_has_no_name_gets_no_pseudonym(world: World) -> None:
    """The number is left out all the same."""
    world.blur_organisation(CVR, BENTE)
    nameless = replace(BY_CVR, user_name=None)
    assert shown(world, nameless) == LogStatement(entry=nameless, hides_user=True)


def test_a_decision_holds_for_90_days(world: World) -> None:
    """From the very instant, up to and without the end."""
    world.blur_organisation(CVR, BENTE)
    assert not is_open(world)
    later(world, 90 * DAY - timedelta(microseconds=1))
    assert not is_open(world)
    later(world, timedelta(microseconds=1))
    assert is_open(world)
    assert world.blurring.blurred_organisations(BENTE, world.now) == ()


def test_an_extension_adds_90_days(world: World) -> None:
    """To the end of the decision that is in force."""
    world.blur_organisation(CVR, BENTE)
    later(world, 60 * DAY)
    world.extend_blurring(CVR, BENTE)
    later(world, 120 * DAY - timedelta(microseconds=1))
    assert not is_open(world)
    later(world, timedelta(microseconds=1))
    assert is_open(world)


def test_a_decision_that_has_ended_cannot_be_extended(world: World) -> None:
    """It takes a new one, which holds for its own 90 days."""
    world.blur_department(DEPARTMENT)
    later(world, 90 * DAY)
    with pytest.raises(NotBlurred, match=f"to blur {DEPARTMENT} towards all citizens, found none"):
        world.extend_blurring(DEPARTMENT)
    world.blur_department(DEPARTMENT)
    later(world, 89 * DAY)
    assert not is_open(world, BY_SOR)
    assert len(world.blurring.decisions) == 1


def test_a_decision_is_about_its_own_citizen(world: World) -> None:
    """Extending or lifting one towards another citizen finds nothing."""
    world.blur_organisation(CVR, BENTE)
    with pytest.raises(NotBlurred, match=f"towards {Persona.JENS.value}"):
        world.extend_blurring(CVR, Persona.JENS)
    with pytest.raises(NotBlurred):
        world.lift_blurring(CVR)


def test_a_decision_can_be_lifted(world: World) -> None:
    """The names are open at once, those of other decisions stay hidden."""
    world.blur_organisation(CVR, BENTE)
    world.blur_department(DEPARTMENT)
    world.lift_blurring(CVR, BENTE)
    assert is_open(world)
    assert not is_open(world, BY_SOR)


def test_a_disclosure_opens_one_person_towards_one_citizen(world: World) -> None:
    """On request; colleagues stay hidden, and so does this person towards others."""
    other = replace(BY_CVR, user_id="2", user_name="Mette Meyer")
    abroad = replace(BY_CVR, citizen=Persona.JENS.value)
    world.write_log([BY_CVR, other, abroad])
    world.blur_organisation(CVR, BENTE)
    world.blur_organisation(CVR, Persona.JENS)
    world.disclose(BENTE, BY_CVR.user_id)
    assert is_open(world)
    assert not is_open(world, other)
    assert not is_open(world, abroad)


def test_only_who_stands_in_the_log_can_be_disclosed(world: World) -> None:
    """There is nothing else that the citizen could ask about."""
    with pytest.raises(NotPermitted, match="expected a user in the MinLog of 2512489996"):
        world.disclose(BENTE, "1")


def test_towards_whom_must_be_known(world: World) -> None:
    """A mistyped number is no citizen."""
    with pytest.raises(UnknownCitizen):
        world.blur_organisation(CVR, "1")


def test_the_salt_changes_with_its_period(world: World) -> None:
    """And with it every pseudonym; within the period it is one and the same."""
    world.clock.set(world.now.replace(hour=1, minute=0))
    salt, before = world.blurring.salt(world.now), world.now
    assert len(b64decode(salt, validate=True)) == 32
    later(world, timedelta(hours=22))
    assert world.blurring.salt(world.now) == salt
    later(world, timedelta(hours=2))
    assert world.blurring.salt(world.now) != salt
    assert world.blurring.salt(before) == salt


def test_term_and_salt_can_be_set_otherwise(world: World) -> None:
    """What the sources leave open is for the tester to say."""
    settings = BlurringSettings(term=730 * DAY, salt_period=timedelta(hours=1))
    world.blurring = BlurringRegister(settings=settings)
    world.blur_organisation(CVR, BENTE)
    salt = world.blurring.salt(world.now)
    later(world, 729 * DAY)
    assert not is_open(world)
    assert world.blurring.salt(world.now + timedelta(hours=1)) != world.blurring.salt(world.now)
    assert salt != world.blurring.salt(world.now)
