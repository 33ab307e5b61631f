"""Shows how far a run has come, by reading its record as it grows."""

from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class _Event(msgspec.Struct):
    """As much of an event as progress needs."""

    event: str
    id: str = ""
    selected: bool = True
    outcome: str = ""


class RunProgress:
    """A progress bar over the scenarios of a run; call it with the path of the record."""

    def __init__(self, console: Console) -> None:
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("Starting services and system", total=None)
        self._read: dict[Path, int] = {}
        self._planned: set[str] = set()
        self._shared = False
        self._finished = 0
        self._failed = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def __call__(self, record: Path) -> None:
        for event in self._fresh(record):
            if event.event == "scenario-planned" and event.selected:
                self._planned.add(event.id)
            self._finished += event.event == "scenario-finished"
            self._failed += event.outcome == "failed"
        if self._planned:
            shortfalls = f", {self._failed} fell short" if self._failed else ""
            self._bar.update(
                self._task,
                description=f"Scenarios{shortfalls}",
                total=len(self._planned),
                completed=self._finished,
            )

    def _fresh(self, record: Path) -> list[_Event]:
        """The events of whole lines that were not read before, of the workers' records too.

        When the run ends, their events move to the record: those are not read twice.
        """
        parts = sorted(record.parent.glob(f"{record.stem}-*{record.suffix}"))
        self._shared = self._shared or bool(parts)
        return [
            event
            for path in parts or ([] if self._shared else [record])
            for event in self._new(path)
        ]

    def _new(self, record: Path) -> list[_Event]:
        try:
            with record.open("rb") as file:
                file.seek(self._read.get(record, 0))
                data = file.read()
        except FileNotFoundError:
            return []
        whole = data[: data.rfind(b"\n") + 1]
        self._read[record] = self._read.get(record, 0) + len(whole)
        return [msgspec.json.decode(line, type=_Event) for line in whole.splitlines() if line]
