"""The console in a real browser: what comes is seen, what is pressed happens, nothing leaks."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest

from conformance.pdc.datatypes import PersonName
from conformance.simulator.http import serve
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import System
from conformance.simulator.state.personas import CVR, Persona, Staff
from conformance.simulator.state.world import World
from conformance.validate.judge import message_findings
from conformance.xds.retrieve import DocumentRequest
from tests.simulator.console_page import SIZES, eventually, expect, go_to
from tests.simulator.direct_calls import DirectCaller, hits
from tests.simulator.minlog_entries import BY_CVR
from tests.simulator.nas_calls import NasCaller

BENTE, SOFIE = Persona.BENTE.value, Persona.SOFIE.value
PARTS: Final = (
    "Exchanges",
    "Citizens",
    "Faults",
    "Notifications",
    "MinLog",
    "Registers",
    "Settings",
)


@pytest.fixture(scope="module")
def url(simulation: Simulation) -> Iterator[str]:
    with serve(simulation.services, judge=message_findings) as address:
        yield address


def retrieve(caller: DirectCaller) -> None:
    card = caller.system_card()
    (entry,) = hits(caller.search(card, BENTE)).entries
    wanted = DocumentRequest(
        repository_id=entry.repository_id,
        unique_id=entry.unique_id,
        home_community_id=entry.home_community_id,
    )
    caller.retrieve(card, wanted)


def test_a_call_appears_as_it_comes(page: Any, caller: DirectCaller) -> None:
    """Who called, about whom, what came of it, and what the message rules say."""
    assert page.get_by_text("No exchange yet").is_visible()
    caller.search(caller.system_card(), BENTE)
    row = page.locator(".row", has_text="RegistryStoredQuery")
    row.wait_for()
    assert "system Test system → Bente Kirkegård Knudsen" in row.inner_text()
    assert "Success" in row.inner_text()
    assert "keeps the rules" in row.inner_text()
    caller.search(None, BENTE)
    refused = page.locator(".row", has=page.locator(".refused"))
    eventually(refused, "missing_required_header")


def test_a_chosen_exchange_shows_messages_documents_and_findings(
    page: Any, caller: DirectCaller
) -> None:
    """The XML in colours, exactly as the control API tells it; the card inside by itself."""
    retrieve(caller)
    page.locator(".row", has_text="RetrieveDocumentSet").click()
    eventually(page.locator(".findings"), "PDC-H05")
    shown = page.locator(".detail .xml")
    told = page.evaluate("fetch('/control/journal/3').then((answer) => answer.json())")
    assert shown.evaluate("(each) => each.textContent") == told["request"]
    assert page.locator(".detail .x-name").count() > 50
    page.get_by_role("tab", name="Document").click()
    assert shown.evaluate("(each) => each.textContent") == told["documents"][0]
    assert "<given>Kirkegård</given>" in shown.inner_text()


def test_the_list_is_used_with_the_keyboard(page: Any, caller: DirectCaller) -> None:
    """Up and down go from exchange to exchange."""
    retrieve(caller)
    page.locator(".row").nth(2).wait_for()
    page.locator(".row").first.focus()
    page.keyboard.press("ArrowDown")
    eventually(page.locator(".detail h2"), "#2")
    page.keyboard.press("ArrowDown")
    eventually(page.locator(".detail h2"), "#1")


def test_exchanges_are_filtered_and_held_back(page: Any, caller: DirectCaller) -> None:
    """By words, by trouble; while paused they wait."""
    caller.search(caller.system_card(), BENTE)
    caller.search(None, BENTE)
    rows = page.locator(".row[data-number]")
    expect(rows).to_have_count(3)
    page.get_by_label("Filter", exact=True).fill("kirkegård")
    expect(rows).to_have_count(1)
    page.get_by_label("Filter", exact=True).fill("")
    page.get_by_label("Trouble only").check()
    expect(rows).to_have_count(1)
    page.get_by_label("Trouble only").uncheck()
    page.get_by_role("button", name="Pause").click()
    caller.system_card()
    page.get_by_role("button", name="Go on (1)").click()
    expect(rows).to_have_count(4)


def test_faults_stand_by_system_and_can_be_folded(page: Any, world: World) -> None:
    """A system that is folded stays so when the state changes; what is looked for is shown."""
    go_to(page, "Faults")
    systems = page.locator("details.system > summary")
    expect(systems).to_have_count(len(System))
    assert [each.split()[0] for each in systems.all_inner_texts()] == [*System]
    switch = page.get_by_role("switch", name="SKR slow")
    page.locator("summary", has_text="SKR").click()
    expect(switch).not_to_be_visible()
    world.inject(Fault.NAS_SLOW)
    expect(page.locator("summary", has_text="NAS")).to_contain_text("1 on")
    expect(switch).not_to_be_visible()
    page.get_by_label("Filter the faults").fill("skr slow")
    expect(switch).to_be_visible()
    expect(systems).to_have_count(1)
    page.get_by_label("Filter the faults").fill("")
    expect(switch).not_to_be_visible()


def test_a_fault_of_the_sts_is_injected_for_a_member_of_staff(page: Any, world: World) -> None:
    """Who is chosen among the staff, and told by name."""
    go_to(page, "Faults")
    page.get_by_label("For", exact=True).select_option(Staff.DOCTOR.value)
    page.get_by_role("switch", name="STS down").click()
    expect(page.locator(".badges", has_text="Lars Larsen")).to_be_visible()
    assert world.faults == {(Fault.STS_DOWN, Staff.DOCTOR)}


def test_a_fault_is_injected_and_mended_with_the_keyboard(page: Any, world: World) -> None:
    """For one citizen; the switch tells what is on."""
    go_to(page, "Faults")
    page.get_by_label("For", exact=True).select_option(BENTE)
    switch = page.get_by_role("switch", name="SFSK down")
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).to_be_checked()
    assert world.faults == {(Fault.SFSK_DOWN, BENTE)}
    expect(switch).to_be_focused()
    page.keyboard.press("Space")
    expect(switch).not_to_be_checked()
    assert world.faults == frozenset()


def test_what_a_script_does_is_seen_too(page: Any, world: World) -> None:
    """The page follows the world, whoever changes it."""
    go_to(page, "Citizens")
    world.protect(SOFIE)
    eventually(page.locator(".citizen", has_text="Sofie Bach"), "protected")


def test_a_card_is_read_and_changes_at_once(page: Any) -> None:
    """As a person reads it, and as XML; a button changes it under one's eyes."""
    go_to(page, "Citizens")
    page.locator(".citizen", has_text="Østen Test Berggren").click()
    card = page.locator("table.card")
    eventually(card, "Østen Test Berggren")
    row = card.get_by_role("row", name="Registreret organdonor")
    eventually(row, "Nej")
    page.locator(".group", has_text="Organ donor").get_by_role("button", name="Register").click()
    eventually(row, "Ja")
    page.get_by_role("tab", name="XML").click()
    eventually(page.locator(".person .xml"), "<given>Østen</given>")


def test_a_form_changes_what_it_says(page: Any, world: World) -> None:
    """With Danish letters; a refusal is told in words."""
    go_to(page, "Citizens")
    page.locator(".citizen", has_text="Sofie Bach").click()
    form = page.locator("details.form", has=page.get_by_text("Change name", exact=True))
    form.locator("summary").click()
    form.get_by_label("Given names").fill("Sofie Åse")
    form.get_by_label("Family name").fill("Bæk-Ørsted")
    form.get_by_role("button").click()
    eventually(page.locator(".person h2"), "Sofie Åse Bæk-Ørsted")
    assert world.citizen(SOFIE).name.given == ("Sofie", "Åse")
    page.locator(".group", has_text="Opt-out").get_by_role("button", name="Register").click()
    eventually(page.locator(".toast.fail"), "expected a citizen of 60 or more")


def numbers_on(page: Any) -> set[str]:
    """CPR numbers that can be read in full anywhere on the page, hidden parts included."""
    text = page.locator("body").text_content()
    return {persona.value for persona in Persona if persona in text}


def test_cpr_numbers_are_hidden_everywhere_and_come_back(page: Any, caller: DirectCaller) -> None:
    """In lists, cards and XML, what is there and what comes; the last four digits are gone."""
    retrieve(caller)
    page.locator(".row", has_text="RetrieveDocumentSet").click()
    eventually(page.locator(".detail"), BENTE)
    page.get_by_label("Hide CPR numbers").check()
    caller.search(caller.system_card(), SOFIE)
    page.locator(".row", has_text="Sofie").wait_for()
    for part in ("Registers", "Exchanges", "Faults", "Citizens"):
        go_to(page, part)
        assert numbers_on(page) == set()
    for tab in ("XML", "Registers"):
        page.get_by_role("tab", name=tab).click()
        eventually(page.locator(".person .panel"), "251248••••")
        assert numbers_on(page) == set()
    assert BENTE not in page.url
    page.get_by_label("Hide CPR numbers").uncheck()
    eventually(page.locator(".person .panel"), BENTE)


def test_a_hostile_name_is_a_name(page: Any, world: World) -> None:
    """Markup in a register is text: no element, no script, no request."""
    name = '<img src="http://evil.example/x" onerror="document.title=1"><script>1</script>'
    world.rename(SOFIE, PersonName(given=(name,), family=("</td>&amp;",)))
    go_to(page, "Citizens")
    page.locator(".citizen", has_text="<img").click()
    eventually(page.locator(".person h2"), "</td>&amp;")
    eventually(page.locator("table.card"), "<script>")
    page.get_by_role("tab", name="Registers").click()
    eventually(page.locator(".person .tree").first, "<img")
    assert page.locator("main img, main script").count() == 0
    assert page.title() == "FSK simulator"


def test_the_clock_is_moved_and_released(page: Any, world: World) -> None:
    """It tells whether it stands."""
    before = world.now
    page.locator("#clock-face").click()
    page.get_by_role("button", name="8 days").click()
    eventually(page.locator(".toast"), "8 days later")
    assert world.now == before + timedelta(days=8)
    eventually(page.locator("#clock-face"), "stands still")
    page.get_by_role("button", name="Let it run").click()
    eventually(page.locator("#clock-face"), "runs")


def test_minlog_is_shown_as_the_citizen_sees_it(page: Any, world: World) -> None:
    """With a pseudonym in place of the name, and beside it what is registered."""
    world.write_log([BY_CVR])
    world.blur_organisation(CVR, BENTE)
    go_to(page, "Citizens")
    page.get_by_role("tab", name="MinLog").click()
    seen, kept = page.locator(".person table").nth(0), page.locator(".person table").nth(1)
    eventually(seen, "pseudonym")
    assert "Lars Larsen" not in seen.inner_text()
    assert "Lars Larsen" in kept.inner_text()


def test_waiting_notifications_are_seen(page: Any, caller: DirectCaller, world: World) -> None:
    """Whom they are about, and what is in them."""
    NasCaller(caller=caller, card=caller.system_card()).listen(BENTE)
    world.leave_temporary_address(BENTE)
    go_to(page, "Notifications")
    waiting = page.locator(".waiting li")
    eventually(waiting, "Bente Kirkegård Knudsen")
    waiting.locator("summary").click()
    eventually(waiting, "DataCardUpdated")


def test_a_fresh_start_empties_the_list(page: Any, caller: DirectCaller) -> None:
    """After a question, which is answered with yes."""
    caller.system_card()
    page.locator(".row[data-number]").wait_for()
    page.locator("#clock-face").click()
    page.get_by_role("button", name="Start over").click()
    expect(page.locator(".row[data-number]")).to_have_count(0)
    eventually(page.locator(".detail"), "A new world has begun")


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_of_the_page(
    scheme: str, size: dict[str, int], page: Any, caller: DirectCaller
) -> None:
    """In every part, in light and dark."""
    retrieve(caller)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.locator(".row[data-number]").nth(2).click()
    page.locator(".detail .xml").wait_for()
    for part in PARTS:
        go_to(page, part)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], part


def test_the_colours_are_chosen_by_hand_too(page: Any) -> None:
    """Auto, light, dark; the choice is kept."""
    button = page.locator("#theme")
    for theme in ("light", "dark"):
        button.click()
        assert page.locator("html").get_attribute("data-theme") == theme
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
