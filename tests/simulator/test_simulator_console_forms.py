"""The console's forms and settings in a real browser: what is filled in is what happens."""

from typing import Any, Final

from conformance.security.roles import NationalRole
from conformance.simulator.settings import SimulatorSettings
from conformance.simulator.state.blurring import TERM
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from tests.simulator.console_page import eventually, expect, go_to
from tests.simulator.minlog_entries import BY_CVR

BENTE: Final = Persona.BENTE.value
NEW: Final = "3102159998"
"""An impossible number, which no register knows."""


def open_form(page: Any, name: str) -> Any:
    """The form of that name, opened."""
    form = page.locator(
        "main > :not([hidden]) details.form", has=page.get_by_text(name, exact=True)
    )
    form.locator("summary").click()
    return form


def test_a_citizen_is_admitted_and_forgotten(page: Any, world: World) -> None:
    """Who is new in the registers is among the citizens, and gone when forgotten."""
    go_to(page, "Registers")
    form = open_form(page, "New citizen")
    filled = {
        "CPR number, of a test person": NEW,
        "Given names": "Ny Test",
        "Family name": "Borger",
        "Born": "1950-02-28",
        "Street and number": "Åvej 1",
        "Postal code": "5970",
        "City": "Ærøskøbing",
    }
    for label, value in filled.items():
        form.get_by_label(label).fill(value)
    form.get_by_role("button").click()
    eventually(page.locator(".toast"), "Admitted")
    assert world.citizen(NEW).address.city == "Ærøskøbing"
    go_to(page, "Citizens")
    page.locator(".citizen", has_text="Ny Test Borger").click()
    eventually(page.locator(".person h2"), "Ny Test Borger")
    open_form(page, "Forget the citizen").get_by_role("button").click()
    eventually(page.locator(".person"), "Choose a citizen")
    assert NEW not in world.citizens


def test_staff_and_dentists_are_entered_and_listed(page: Any, world: World) -> None:
    """With a national role in full; both tables grow."""
    go_to(page, "Registers")
    form = open_form(page, "New member of staff")
    form.get_by_label("CPR number, of a test person").fill(NEW)
    form.get_by_label("Given names").fill("Nye")
    form.get_by_label("Family name").fill("Kræfter")
    form.get_by_label("National role").select_option(label="SundAssistR2")
    form.get_by_role("button").click()
    eventually(page.locator("main > :not([hidden]) table").nth(0), "Nye Kræfter")
    assert world.staff[NEW].national_roles == (NationalRole.SUND_ASSIST_R2,)
    form = open_form(page, "Dentist in the Yderregister")
    for label, value in {
        "Provider number": "321999",
        "Clinic": "Tænder",
        "Telephone": "62520002",
        "Street and number": "Åvej 1",
        "Postal code": "5970",
        "City": "Ærøskøbing",
    }.items():
        form.get_by_label(label).fill(value)
    form.get_by_role("button").click()
    eventually(page.locator("main > :not([hidden]) table").nth(1), "Tænder")


def test_a_relative_is_removed_by_name(page: Any, world: World) -> None:
    """The form offers those whom the citizen has named."""
    before = world.citizen(BENTE).relatives
    go_to(page, "Citizens")
    page.locator(".citizen", has_text="Bente").click()
    form = open_form(page, "Remove a relative")
    expect(form.locator("option")).to_have_count(len(before))
    form.get_by_label("Relative").select_option(before[0].id)
    form.get_by_role("button").click()
    eventually(page.locator(".toast"), "Removed")
    assert world.citizen(BENTE).relatives == before[1:]


def test_blurring_is_extended_and_lifted_and_who_looked_disclosed(page: Any, world: World) -> None:
    """For a department towards everybody; towards one citizen by the number in MinLog."""
    world.write_log([BY_CVR])
    go_to(page, "Registers")
    ends = []
    for name in ("Blur", "Extend"):
        open_form(page, f"{name} a department's {'staff' if name == 'Blur' else 'blurring'}")
        page.locator("main > :not([hidden]) details[open] button").last.click()
        eventually(page.locator(".toast").last, "Blurred" if name == "Blur" else "Extended")
        ends.append(world.blurring.decisions[0].ends_at)
    assert ends[1] - ends[0] == TERM
    open_form(page, "Lift a department's blurring").get_by_role("button").click()
    eventually(page.locator(".toast").last, "Lifted")
    assert world.blurring.decisions == ()
    go_to(page, "Citizens")
    page.locator(".citizen", has_text="Bente").click()
    form = open_form(page, "Disclose who looked")
    form.get_by_label("User in MinLog").select_option(BY_CVR.user_id)
    form.get_by_role("button").click()
    eventually(page.locator(".toast").last, "Disclosed")
    assert {each.user_id for each in world.blurring.disclosures} == {BY_CVR.user_id}


def test_the_settings_are_told_and_cannot_be_turned(page: Any) -> None:
    """Each with its value and its assumption; found by a word."""
    go_to(page, "Settings")
    each = page.locator(".choices .box")
    expect(each).to_have_count(len(SimulatorSettings().every()))
    page.get_by_label("Filter the settings").fill("internal_error_minlog")
    expect(each).to_have_count(1)
    eventually(each, "sfsk.unknown-citizen")
    eventually(each, '"empty success"')
    assert each.locator("input, button, select").count() == 0
    page.get_by_label("Filter the settings").fill("")
    page.get_by_label("Turned only").check()
    eventually(page.locator(".choices"), "Everything is as it is by default")
