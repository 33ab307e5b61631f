"""The record: written as things happen, read back whole, honest about what is missing."""

import hashlib
from pathlib import Path

import msgspec
import pytest
from evidence_values import (
    FINISHED,
    NOW,
    record,
    requirement,
    scenario,
    started,
    waiver,
    write_record,
)

from conformance.evidence.events import (
    AnyEvent,
    Attachment,
    ExchangeSeen,
    ObservationMade,
    Outcome,
    PlannedStep,
    ScenarioFinished,
    ScenarioPlanned,
    ScenarioStarted,
    SeenBy,
    StepFinished,
    StepKind,
    StepStatus,
)
from conformance.evidence.record import (
    FolderRecorder,
    RecordUnreadable,
    merge_parts,
    read_record,
)

FILE = Attachment(name="x request", media_type="application/xml", sha256="ab" * 32, size=3)

EVENTS: list[AnyEvent] = [
    started(requirement(), waivers=(waiver(),), profile={"scope": "full"}, selection="-m vendor"),
    ScenarioPlanned(
        id="a--b",
        step="1.01",
        title="Æøå",
        feature="f",
        steps=(
            PlannedStep(keyword="Given", kind=StepKind.GIVEN, text="x", table=(("a",), ("b",))),
        ),
    ),
    ScenarioStarted(id="a--b", at=NOW),
    StepFinished(
        scenario="a--b",
        index=0,
        keyword="Given",
        kind=StepKind.GIVEN,
        text="x",
        status=StepStatus.NOT_RUN,
        table=(("a",),),
        docstring="one\ntwo",
    ),
    ExchangeSeen(
        scenario="a--b",
        at=NOW,
        service="SFSK",
        operation="ITI-18",
        caller="",
        outcome="Success",
        request=FILE,
        response=FILE,
        documents=(FILE,),
    ),
    ObservationMade(
        scenario="a--b", step=0, at=NOW, seen_by=SeenBy.PERSON, title="Seen", content=FILE
    ),
    ScenarioFinished(id="a--b", at=NOW, outcome=Outcome.FAILED, expected="1", found="2", fix="x"),
    FINISHED,
]


def test_every_kind_of_event_is_tried_here() -> None:
    """EVENTS holds one of each kind, so that a new kind cannot be forgotten."""
    assert {type(event) for event in EVENTS} == set(AnyEvent.__args__)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_comes_back_as_it_was(event: AnyEvent, tmp_path: Path) -> None:
    """What is written is read back equal."""
    write_record(tmp_path, [event])
    assert read_record(tmp_path).events == (event,)


def test_a_line_is_there_as_soon_as_the_event_is_recorded(tmp_path: Path) -> None:
    """A run that is killed keeps everything recorded before."""
    recorder = FolderRecorder(tmp_path)
    recorder.record(EVENTS[0])
    assert read_record(tmp_path).events == (EVENTS[0],)
    recorder.close()


def test_a_cut_last_line_is_left_out_and_said(tmp_path: Path) -> None:
    """A run killed while it wrote loses that event only, and the record says so."""
    path = write_record(tmp_path, EVENTS)
    path.write_bytes(path.read_bytes()[:-9])
    found = read_record(tmp_path)
    assert found.events == tuple(EVENTS[:-1])
    assert "cut short" in found.damage
    assert found.finished is None


def test_going_on_cuts_off_the_half_line(tmp_path: Path) -> None:
    """Going on with a killed run leaves a record that can be read."""
    path = write_record(tmp_path, EVENTS)
    path.write_bytes(path.read_bytes()[:-9])
    write_record(tmp_path, [FINISHED])
    found = read_record(tmp_path)
    assert found.events == tuple(EVENTS)
    assert found.damage is None


def test_a_broken_line_in_the_middle_is_refused(tmp_path: Path) -> None:
    """A record damaged elsewhere is not read as if nothing were missing."""
    path = write_record(tmp_path, EVENTS)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b'{"event":"nonsense"}\n' + lines[1])
    with pytest.raises(RecordUnreadable, match="line 2"):
        read_record(tmp_path)


@pytest.mark.parametrize("content", [None, b""])
def test_no_record_is_an_empty_record_with_damage(content: bytes | None, tmp_path: Path) -> None:
    """A missing or empty file can be judged, and says what it is."""
    if content is not None:
        (tmp_path / "record.jsonl").write_bytes(content)
    found = read_record(tmp_path)
    assert found.events == ()
    assert found.damage


def test_attachments_are_named_by_their_content(tmp_path: Path) -> None:
    """The same bytes are kept once; the event carries their hash."""
    with FolderRecorder(tmp_path) as recorder:
        one = recorder.attach(name="a", media_type="application/xml", data=b"<a/>")
        two = recorder.attach(name="b", media_type="application/xml", data=b"<a/>")
    assert one.file == two.file
    assert one.sha256 == hashlib.sha256(b"<a/>").hexdigest()
    assert (tmp_path / one.file).read_bytes() == b"<a/>"
    assert len(list((tmp_path / "attachments").iterdir())) == 1


def test_an_instant_without_a_time_zone_is_refused() -> None:
    """A record that does not say when is not read."""
    line = b'{"event":"run-finished","at":"2026-03-02T09:00:00","how":"complete"}'
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(line, type=AnyEvent)


def test_the_records_of_workers_become_one(tmp_path: Path) -> None:
    """Plans that every worker wrote are kept once; each result is kept."""
    one = scenario("a", Outcome.PASSED)
    two = scenario("b", Outcome.FAILED)
    for name, own in (("record-gw0.jsonl", one), ("record-gw1.jsonl", two)):
        with FolderRecorder(tmp_path, name=name) as part:
            for event in [one[0], two[0], *own[1:]]:
                part.record(event)
    with FolderRecorder(tmp_path) as whole:
        whole.record(started(requirement()))
        merge_parts(tmp_path, whole)
    events = read_record(tmp_path).events
    assert [e.id for e in events if isinstance(e, ScenarioPlanned)] == ["a", "b"]
    assert {e.id for e in events if isinstance(e, ScenarioFinished)} == {"a", "b"}
    assert not list(tmp_path.glob("record-*.jsonl"))


def test_a_run_gone_on_with_has_the_latest_start_and_end() -> None:
    """The end of an earlier part does not stand for a later part."""
    later = started(requirement(), run_id="run-2")
    assert record(started(), FINISHED, later).started == later
    assert record(started(), FINISHED, later).finished is None
