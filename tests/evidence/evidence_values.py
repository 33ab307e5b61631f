"""Small values from which the tests of evidence build records."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from conformance.catalogue import Level, Side, Verification
from conformance.evidence.events import (
    AnyEvent,
    Attachment,
    Ending,
    ObservationMade,
    Outcome,
    Person,
    RequirementSnapshot,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    ScenarioPlanned,
    ScenarioStarted,
    SeenBy,
    SystemUnderTest,
    Waiver,
)
from conformance.evidence.record import RECORD_NAME, FolderRecorder, Record

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

SYSTEM = SystemUnderTest(name="Example EHR", version="4.2", supplier="Example A/S")


def requirement(identifier: str = "R-1", **changes: object) -> RequirementSnapshot:
    """A must on a certain basis, seen by a machine, on the vendor's side."""
    given: dict[str, object] = {
        "id": identifier,
        "title": f"Requirement {identifier}",
        "level": Level.MUST,
        "certain": True,
        "side": Side.VENDOR,
        "verification": Verification.MACHINE,
        "source": "Implementation guide 2025-06-26",
    }
    return RequirementSnapshot(**{**given, **changes})


def waiver(identifier: str = "R-1", expires: date = date(2026, 12, 31)) -> Waiver:
    """A waiver of one requirement."""
    return Waiver(
        requirement=identifier, reason="known fault", approved_by="MedCom", expires=expires
    )


def started(*requirements: RequirementSnapshot, **changes: object) -> RunStarted:
    """The start of a run that judges both sides."""
    given: dict[str, object] = {
        "at": NOW,
        "run_id": "run-1",
        "tool_version": "0.1.0",
        "edition": "2025-06-26",
        "sides": (Side.VENDOR, Side.SERVICE),
        "system_under_test": SYSTEM,
        "requirements": requirements,
        "chapters": {"search": "Search and retrieval"},
        "test_persons": (Person(cpr="2512489996", name="Test Person"),),
    }
    return RunStarted(**{**given, **changes})


def scenario(
    identifier: str, outcome: Outcome | None, *requirements: str, **changes: object
) -> list[AnyEvent]:
    """The events of one scenario; without *outcome* it is planned and never begins."""
    planned = ScenarioPlanned(
        id=identifier,
        step=str(changes.pop("step", "1.01")),
        title=str(changes.pop("title", identifier)),
        feature="A feature",
        chapter="search",
        requirements=requirements or ("R-1",),
        **changes,
    )
    if outcome is None:
        return [planned]
    reason = "" if outcome is Outcome.PASSED else f"{outcome} for a reason"
    return [
        planned,
        ScenarioStarted(id=identifier, at=NOW),
        ScenarioFinished(id=identifier, at=NOW, outcome=outcome, reason=reason),
    ]


def seen_by_person(identifier: str) -> ObservationMade:
    """A person's observation in one scenario."""
    return ObservationMade(
        scenario=identifier,
        at=NOW,
        seen_by=SeenBy.PERSON,
        title="Seen",
        content=Attachment(name="Seen", media_type="text/plain", sha256="0" * 64, size=4),
    )


FINISHED = RunFinished(at=NOW, how=Ending.COMPLETE)


def record(*events: AnyEvent | list[AnyEvent]) -> Record:
    """A record of *events*; lists among them are laid out flat."""
    flat: list[AnyEvent] = []
    for event in events:
        flat.extend(event if isinstance(event, list) else [event])
    return Record(events=tuple(flat))


def write_record(folder: Path, events: Iterable[AnyEvent]) -> Path:
    """Append *events* to the record in *folder* and return the path of the record."""
    with FolderRecorder(folder) as recorder:
        for event in events:
            recorder.record(event)
    return folder / RECORD_NAME
