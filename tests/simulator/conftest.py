"""One simulation for the session, a fresh world for each test, and callers of its services."""

from collections.abc import Iterator
from typing import Any

import pytest

from conformance.simulator.http import serve
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.world import World
from tests.simulator.direct_calls import DirectCaller


@pytest.fixture(scope="session")
def simulation() -> Simulation:
    return Simulation.create()


@pytest.fixture
def world(simulation: Simulation) -> World:
    """A fresh world whose clock stands still at the time when the keys were made."""
    world = simulation.new_world(slow_seconds=0.2)
    world.clock.set(simulation.pki.now)
    return world


@pytest.fixture
def caller(simulation: Simulation, world: World) -> DirectCaller:  # noqa: ARG001 - a fresh world first
    return DirectCaller(simulation=simulation)


@pytest.fixture(scope="module")
def url(simulation: Simulation) -> Iterator[str]:
    with serve(simulation.services) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real browser; the test is skipped where there is none."""
    from tests.simulator import console_page  # noqa: PLC0415 - not every test needs a browser

    with console_page.sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=console_page.CHROMIUM, args=console_page.ARGUMENTS
        )
        yield running
        running.close()


@pytest.fixture
def page(browser: Any, url: str, world: World) -> Iterator[Any]:  # noqa: ARG001 - a fresh world first
    """The console, open. Afterwards: not a word of complaint, and nothing asked of others."""
    from tests.simulator.console_page import REFUSED, SIZES  # noqa: PLC0415

    context = browser.new_context(viewport=SIZES[0])
    context.set_default_timeout(5000)
    opened, complaints, strangers = context.new_page(), [], []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: dialog.accept())
    opened.on("request", lambda r: r.url.startswith(url) or strangers.append(r.url))
    opened.goto(url)
    opened.get_by_text("live", exact=True).wait_for()
    yield opened
    context.close()
    assert [each for each in complaints if not each.startswith(REFUSED)] == []
    assert strangers == []
