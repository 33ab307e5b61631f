"""The rows of the test protocol: each scenario with its steps, its evidence and its files."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from string import ascii_uppercase
from typing import Final

import msgspec

from conformance.evidence.events import (
    Attachment,
    ExchangeSeen,
    ObservationMade,
    Outcome,
    PlannedStep,
    StepFinished,
    StepKind,
)
from conformance.evidence.results import ScenarioResult
from conformance.evidence.verdict import RunVerdict, Verdict, scenario_verdict

STANDARD: Final = "FSK"
"""First part of the name of an evidence file: standard, test step, letter."""

MAX_INLINE: Final = 3_000
"""Characters of a file shown in the page; the file itself holds the rest.

Of a scenario that passed what was seen is shown, and the messages are left in their files: a page
with all messages of some hundred scenarios is more than a browser or a printer likes.
"""

MAX_IMAGE: Final = 1_500_000
"""Bytes of a picture shown in the page."""


class ComparedRow(msgspec.Struct, frozen=True, kw_only=True):
    """One fact on both sides, as an observation keeps it under the key `comparison`."""

    field: str
    expected: str
    found: str
    mark: str
    why: str = ""
    fix: str = ""


class _Compared(msgspec.Struct, frozen=True):
    comparison: tuple[ComparedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """A file of the run, named in MedCom's form, and as much of it as the page shows."""

    name: str
    attachment: Attachment
    state: str = ""
    """Empty, or what is wrong with the file: missing, or not what was recorded."""

    text: str = ""
    comparison: tuple[ComparedRow, ...] = ()
    """What is shown as a table in place of the text."""

    image: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An exchange or an observation with its files."""

    exchange: ExchangeSeen | None = None
    observation: ObservationMade | None = None
    files: tuple[EvidenceFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A step as written, how it ended, and the evidence that came in it."""

    written: PlannedStep
    finished: StepFinished | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the protocol: a scenario."""

    result: ScenarioResult
    verdict: Verdict
    steps: tuple[StepRow, ...]
    outside: tuple[Evidence, ...]
    """Evidence that came outside every step."""

    @property
    def action(self) -> tuple[StepRow, ...]:
        """What is done: Given and When."""
        return tuple(step for step in self.steps if step.written.kind is not StepKind.THEN)

    @property
    def expected(self) -> tuple[StepRow, ...]:
        """What is to be seen: Then."""
        return tuple(step for step in self.steps if step.written.kind is StepKind.THEN)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All evidence of the scenario, in order."""
        return (*chain.from_iterable(step.evidence for step in self.steps), *self.outside)

    @property
    def files(self) -> tuple[EvidenceFile, ...]:
        """All files of the scenario, in order."""
        return tuple(chain.from_iterable(each.files for each in self.evidence))

    @property
    def relevant(self) -> bool:
        """Whether the scenario concerns the system."""
        return self.result.outcome is not Outcome.NOT_APPLICABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter of the protocol."""

    title: str
    rows: tuple[Row, ...]


def chapters(
    verdict: RunVerdict, titles: dict[str, str], folder: Path | None
) -> tuple[Chapter, ...]:
    """The protocol by chapter; *titles* by chapter id, files are looked for below *folder*."""
    grouped: dict[str, list[Row]] = {}
    for result in verdict.scenarios:
        grouped.setdefault(result.planned.chapter, []).append(_row(result, folder))
    return tuple(
        Chapter(title=titles.get(identifier, identifier) or "Without chapter", rows=tuple(rows))
        for identifier, rows in grouped.items()
    )


def _row(result: ScenarioResult, folder: Path | None) -> Row:
    letters = _letters()
    written = _written(result)
    judged = scenario_verdict(result)
    of_messages = 0 if judged is Verdict.PASSED else MAX_INLINE
    finished = {step.index: step for step in result.steps}
    steps = tuple(
        StepRow(
            written=step,
            finished=finished.get(index),
            evidence=tuple(_evidence(result, index, letters, folder, of_messages)),
        )
        for index, step in enumerate(written)
    )
    return Row(
        result=result,
        verdict=judged,
        steps=steps,
        outside=tuple(_evidence(result, None, letters, folder, of_messages)),
    )


def _written(result: ScenarioResult) -> tuple[PlannedStep, ...]:
    """The steps as planned; as they ran, in a record that plans none."""
    return result.planned.steps or tuple(
        PlannedStep(
            keyword=step.keyword,
            kind=step.kind,
            text=step.text,
            table=step.table,
            docstring=step.docstring,
        )
        for step in sorted(result.steps, key=lambda step: step.index)
    )


def _evidence(
    result: ScenarioResult,
    index: int | None,
    letters: Iterator[str],
    folder: Path | None,
    most: int,
) -> Iterator[Evidence]:
    def files(attachments: Iterable[Attachment], most: int) -> tuple[EvidenceFile, ...]:
        step = result.planned.step or result.planned.id
        return tuple(_file(step, next(letters), each, folder, most) for each in attachments)

    for exchange in (e for e in result.exchanges if e.step == index):
        parts = (exchange.request, exchange.response, *exchange.documents)
        yield Evidence(exchange=exchange, files=files(parts, most))
    for observation in (o for o in result.observations if o.step == index):
        yield Evidence(observation=observation, files=files([observation.content], MAX_INLINE))


def _file(
    step: str, letter: str, attachment: Attachment, folder: Path | None, most: int
) -> EvidenceFile:
    extension = attachment.file.rpartition(".")[2]
    name = f"{STANDARD}_{step}_{letter}.{extension}"
    path = folder / attachment.file if folder else None
    if path is None or not path.is_file():
        return EvidenceFile(name=name, attachment=attachment, state="the file is missing")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != attachment.sha256:
        state = "the file is not what was recorded: its hash differs"
        return EvidenceFile(name=name, attachment=attachment, state=state)
    if attachment.media_type.startswith("image/"):
        return EvidenceFile(name=name, attachment=attachment, image=_image(attachment, data))
    if compared := _compared(attachment, data):
        return EvidenceFile(name=name, attachment=attachment, comparison=compared)
    text = data.decode("utf-8", errors="replace")
    return EvidenceFile(name=name, attachment=attachment, text=text[:most], cut=len(text) > most)


def _compared(attachment: Attachment, data: bytes) -> tuple[ComparedRow, ...]:
    """The rows of a comparison; none when the file is something else."""
    if attachment.media_type != "application/json":
        return ()
    try:
        return msgspec.json.decode(data, type=_Compared).comparison
    except msgspec.MsgspecError:
        return ()


def _image(attachment: Attachment, data: bytes) -> str:
    if len(data) > MAX_IMAGE:
        return ""
    return f"data:{attachment.media_type};base64,{base64.b64encode(data).decode()}"


def _letters() -> Iterator[str]:
    """A, B, … Z, AA, AB, … as MedCom names the files of one test step."""
    for number in count():
        high, low = divmod(number, len(ascii_uppercase))
        yield (ascii_uppercase[high - 1] if high else "") + ascii_uppercase[low]
