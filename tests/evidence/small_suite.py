"""A small suite in a folder of its own, run by pytest in a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from conformance.catalogue.step_numbers import LOCK_NAME, assign, render_steps
from conformance.evidence.plan import written_steps
from conformance.evidence.record import Record, read_record
from conformance.evidence.results import ScenarioResult, scenario_results

ROOT = Path(__file__).parents[2]

FEATURE = """@chapter:search
Feature: Search for a card
  A consumer finds the card.

  Rule: A consumer MUST ask for approved cards only

    Background:
      Given a citizen

    @req:R-1 @vendor @positive
    Scenario: It passes
      When it asks with the table:
        | card   | status   |
        | card-1 | approved |
      Then all is well

    @req:R-1 @vendor @negative
    Scenario: It falls short
      When it asks
      Then it falls short
      And all is well

    @req:R-1 @vendor
    Scenario: An assertion fails
      Then an assertion fails

    @req:R-1 @vendor
    Scenario: The tool breaks
      When the tool breaks
      Then all is well

    @req:R-1 @vendor
    Scenario: It is skipped
      When it is skipped
      Then all is well

    @req:R-1 @vendor
    Scenario: It does not apply
      When it does not apply
      Then all is well

    @req:R-1 @vendor
    Scenario: A step is not written
      When nobody has written this
      Then all is well

    @req:R-2 @vendor
    Scenario: It is advisory
      Then it falls short

    @req:R-3 @vendor
    Scenario: It is not for this profile
      Then all is well

    @req:R-1 @service
    Scenario: A person looks
      When a person looks
      Then all is well

    @req:R-1 @vendor @xfail
    Scenario: It is expected to fail
      Then it falls short

    @req:R-1 @vendor @xfail
    Scenario: It passes against expectation
      Then all is well

    @req:R-1 @vendor
    Scenario: Its fixture breaks at the end
      When the end will break
      Then all is well

    @req:R-1 @vendor
    Scenario Outline: A card that arrives <how> is refused
      When it arrives <how>
      Then all is well

      Examples:
        | how            |
        | one byte short |
        | empty          |

    @req:R-1 @vendor
    Scenario Outline: Rows under one title
      When it arrives <how>
      Then all is well

      Examples:
        | how | number |
        | æ   | 1      |
        | ø   | 2      |
"""

CONFTEST = """
from datetime import date
import pytest
from conformance.evidence.collect import RUN_CONTEXT
from conformance.evidence.context import RunContext
from conformance.catalogue import Level, Side, Verification
from conformance.evidence.events import (RequirementSnapshot, SystemUnderTest,)

pytest_plugins = ["conformance.evidence.collect", "conformance.evidence.allure_bridge"]


def requirement(name, **changes):
    given = dict(id=name, title=name, level=Level.MUST, certain=True, side=Side.VENDOR,
                 verification=Verification.MACHINE, source="a source")
    return RequirementSnapshot(**{**given, **changes})


def pytest_configure(config):
    config.stash[RUN_CONTEXT] = RunContext(
        run_id="run-1", tool_version="0", edition="e",
        system_under_test=SystemUnderTest(name="s", version="1"),
        requirements=(
            requirement("R-1"),
            requirement("R-2", certain=False),
            requirement("R-3", applies=False, reason_not="it is no portal"),
        ),
    )


def pytest_bdd_apply_tag(tag, function):
    if tag == "xfail":
        pytest.mark.xfail(reason="known", strict=True)(function)
        return True
"""

STEPS = """
import base64
from datetime import UTC, datetime
import pytest
from pytest_bdd import given, parsers, scenarios, then, when
from conformance.evidence.collect import NotApplicable
from conformance.findings import Shortfall

scenarios("search.feature")

SECRET = "c2VjcmV0c2VjcmV0c2VjcmV0"
CARD = base64.b64encode(b'<ClinicalDocument xmlns="urn:hl7-org:v3"/>').decode()


@pytest.fixture
def key():
    return f"-----BEGIN PRIVATE KEY-----\\n{SECRET}\\n-----END PRIVATE KEY-----"


@pytest.fixture
def journal(evidence):
    seen = []
    def drain():
        new = list(seen)
        seen.clear()
        return new
    evidence.follow(drain)
    return seen


def exchange():
    return dict(
        at=datetime.now(UTC), service="SFSK", operation="ITI-43", caller="J0184",
        outcome="Success",
        request=f"<E><SignatureValue>{SECRET}</SignatureValue><Role>7170</Role></E>".encode(),
        response=f'<R xmlns="urn:ihe:iti:xds-b:2007"><Document>{CARD}</Document></R>'.encode(),
    )


@given("a citizen")
def citizen(): pass

@when("it asks with the table:")
def asks_with(datatable, journal): journal.append(exchange())

@when("it asks")
def asks(evidence, key):
    evidence.exchange(**exchange())
    evidence.observation(seen_by="machine", title="Shown", content={"name": "x", "token": SECRET})

@then("all is well")
def well(): pass

@then("it falls short")
def short(key):
    raise Shortfall(expected="one card", found=f"no card {key}", where="the answer", fix="Ask so.")

@then("an assertion fails")
def fails(): assert 1 == 2, "one is two"

@when("the tool breaks")
def breaks(): raise RuntimeError(f"no connection, Authorization: Bearer {SECRET}")

@when("it is skipped")
def skipped(): pytest.skip("no browser")

@when("it does not apply")
def not_applicable(): raise NotApplicable("it writes nothing")

@when("a person looks")
def person(evidence):
    evidence.observation(seen_by="person", title="Seen", content="the card")
    evidence.screen_dump(seen_by="person", title="Screen", data=b"\\x89PNG")

@pytest.fixture
def ending():
    yield
    raise OSError("the end broke")

@when("the end will break")
def will_break(ending): pass

@when(parsers.parse("it arrives {how}"))
def arrives(how):
    assert how != "empty", "it was shown"
"""

SECRET = "c2VjcmV0c2VjcmV0c2VjcmV0"


@dataclass(frozen=True)
class Session:
    """One pytest session in a folder of its own."""

    folder: Path
    done: subprocess.CompletedProcess[str]

    @property
    def record(self) -> Record:
        """What it wrote down."""
        return read_record(self.folder / "out")

    def scenario(self, title: str) -> ScenarioResult:
        """The only scenario with *title*."""
        [found] = [r for r in scenario_results(self.record) if r.planned.title == title]
        return found


def start(folder: Path, *options: str, steps: str = STEPS, feature: str = FEATURE) -> Session:
    """Run the small suite in *folder*."""
    (folder / "features" / "03_search").mkdir(parents=True)
    (folder / "features" / "03_search" / "search.feature").write_text(feature, encoding="utf-8")
    numbers = render_steps(assign({}, written_steps(folder / "features"), "e"))
    (folder / "features" / LOCK_NAME).write_text(numbers, encoding="utf-8")
    (folder / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    text = steps.replace('"search.feature"', '"03_search/search.feature"')
    (folder / "test_search.py").write_text(text, encoding="utf-8")
    settings = "[pytest]\nstrict = true\nfilterwarnings = error\nbdd_features_base_dir = features\n"
    (folder / "pytest.ini").write_text(settings, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-ra", "-p", "no:cacheprovider", *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Session(folder, done)
