"""What can happen in a run, as values: the vocabulary of the record."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from conformance.catalogue import Level, Side, Verification

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""A point in time that always carries its time zone."""


class SeenBy(StrEnum):
    """Who made an observation."""

    MACHINE = "machine"
    PERSON = "person"


class Outcome(StrEnum):
    """How one scenario ended."""

    PASSED = "passed"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"
    NOT_APPLICABLE = "not-applicable"


class StepStatus(StrEnum):
    """How one Gherkin step ended."""

    PASSED = "passed"
    FAILED = "failed"
    BROKEN = "broken"
    NOT_RUN = "not-run"
    SKIPPED = "skipped"


class StepKind(StrEnum):
    """What a Gherkin step is, after `And` and `But` have taken the kind of the step before."""

    GIVEN = "given"
    WHEN = "when"
    THEN = "then"


class Polarity(StrEnum):
    """Whether a scenario shows the rule kept or its breach seen."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Ending(StrEnum):
    """How a run ended."""

    COMPLETE = "complete"
    INTERRUPTED = "interrupted"


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the run's attachment store, named by its content."""

    name: str
    media_type: str
    sha256: str
    size: int

    @property
    def file(self) -> str:
        """The path below the run folder, with forward slashes."""
        return f"attachments/{self.sha256[:16]}.{_EXTENSIONS.get(self.media_type, 'bin')}"


_EXTENSIONS = {
    "application/xml": "xml",
    "application/json": "json",
    "text/plain": "txt",
    "image/png": "png",
    "image/jpeg": "jpeg",
}


class SystemUnderTest(msgspec.Struct, frozen=True, kw_only=True):
    """The system that is judged and its supplier; what is not known is an empty string."""

    name: str
    version: str
    organisation: str = ""
    supplier: str = ""
    address: str = ""
    contact: str = ""
    telephone: str = ""
    email: str = ""
    description: str = ""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A test person: nobody real."""

    cpr: str
    name: str


class RequirementSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement as it was worded when the run was made."""

    id: str
    title: str
    title_da: str = ""
    statement: str = ""
    level: Level
    certain: bool
    """False: the basis is derived or unsure; it reports and never fails the run."""

    basis: str = ""
    """How well founded it is, in the catalogue's word: stated, observed or derived."""

    rests_on: tuple[str, ...] = ()
    """What is assumed of real services to see it; then it reports and never fails the run."""

    side: Side
    verification: Verification
    source: str
    applies: bool = True
    reason_not: str | None = None
    not_tested_because: str = ""
    """Why this edition has no scenario for it; then nothing that is seen can break it."""

    inspect: str = ""
    """What the reviewer asks to see of it."""

    grade: str = ""
    """What a breach may deserve, F1 to F4, as the catalogue suggests."""


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """A known shortfall that somebody has approved until a date, that day included.

    With *steps* it holds for the test steps of these numbers only.
    """

    requirement: str
    reason: str
    approved_by: str
    expires: date
    steps: tuple[str, ...] = ()


class RunStarted(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="run-started"):
    """A run, or the continuation of one, began; carries everything the verdict depends on."""

    at: Instant
    run_id: str
    tool_version: str
    edition: str
    sides: tuple[Side, ...]
    system_under_test: SystemUnderTest
    profile: dict[str, str] = {}
    environment: dict[str, str] = {}
    selection: str | None = None
    requirements: tuple[RequirementSnapshot, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    chapters: dict[str, str] = {}
    """Title of each chapter by its id."""

    test_persons: tuple[Person, ...] = ()


class PlannedStep(msgspec.Struct, frozen=True, kw_only=True):
    """A Gherkin step as it is written, with the values of the outline row filled in."""

    keyword: str
    kind: StepKind
    text: str
    table: tuple[tuple[str, ...], ...] = ()
    docstring: str = ""


class ScenarioPlanned(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="scenario-planned"
):
    """A scenario exists in the edition; *selected* says whether it is to run."""

    id: str
    step: str
    """Number in the protocol, for instance 1.03."""

    title: str
    feature: str
    rule: str = ""
    chapter: str = ""
    side: Side | None = None
    requirements: tuple[str, ...] = ()
    polarity: Polarity | None = None
    steps: tuple[PlannedStep, ...] = ()
    selected: bool = True


class ScenarioStarted(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="scenario-started"
):
    """A scenario began."""

    id: str
    at: Instant


class StepFinished(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="step-finished"
):
    """A Gherkin step ended, or was never reached."""

    scenario: str
    index: int
    keyword: str
    kind: StepKind
    text: str
    status: StepStatus
    message: str = ""
    duration_ms: int = 0
    table: tuple[tuple[str, ...], ...] = ()
    docstring: str = ""


class ExchangeSeen(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="exchange-seen"
):
    """A request and its answer went over the wire; the attachments are redacted."""

    scenario: str
    step: int | None = None
    """Index of the step in which it was seen; None outside every step."""

    at: Instant
    service: str
    operation: str
    caller: str
    outcome: str
    request: Attachment
    response: Attachment
    documents: tuple[Attachment, ...] = ()
    """The documents that the messages carried, decoded."""


class ObservationMade(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="observation-made"
):
    """A machine or a person saw what the system showed or did."""

    scenario: str
    step: int | None = None
    at: Instant
    seen_by: SeenBy
    title: str
    content: Attachment


class ScenarioFinished(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="scenario-finished"
):
    """A scenario ended."""

    id: str
    at: Instant
    outcome: Outcome
    reason: str = ""
    expected: str = ""
    found: str = ""
    where: str = ""
    fix: str = ""


class RunFinished(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="run-finished"):
    """The run ended in an orderly way; without this event it was killed."""

    at: Instant
    how: Ending
    reason: str = ""


AnyEvent = (
    RunStarted
    | ScenarioPlanned
    | ScenarioStarted
    | StepFinished
    | ExchangeSeen
    | ObservationMade
    | ScenarioFinished
    | RunFinished
)
