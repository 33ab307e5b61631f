"""What the steps of one scenario hand in as evidence: exchanges, observations, screen dumps."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypedDict, Unpack

import msgspec

from conformance.clock import Clock, system_clock
from conformance.evidence.events import Attachment, ExchangeSeen, ObservationMade, SeenBy
from conformance.evidence.record import MemoryRecorder, Recorder
from conformance.evidence.redact import SafeMessage, redact, redact_text


class SeenExchange(TypedDict):
    """One request and its answer, as bytes from the wire."""

    at: datetime
    """When, with a time zone."""

    service: str
    operation: str
    caller: str
    """Who asked, from the id card."""

    outcome: str
    request: bytes
    response: bytes


class Attached(Protocol):
    """Is told of each attachment when it is kept."""

    def __call__(self, *, name: str, media_type: str, data: bytes, file: Path | None) -> object: ...


def _unseen(*, name: str, media_type: str, data: bytes, file: Path | None) -> None:
    """Nobody watches."""


class ScenarioEvidence:
    """Keeps the evidence of one scenario, under the step in which it came."""

    def __init__(
        self,
        scenario: str,
        recorder: Recorder | None = None,
        *,
        clock: Clock = system_clock,
        attached: Attached = _unseen,
    ) -> None:
        self.scenario = scenario
        self.step: int | None = None
        self._recorder = recorder or MemoryRecorder()
        self._clock = clock
        self._attached = attached
        self._sources: list[Callable[[], Iterable[SeenExchange]]] = []

    def exchange(self, **seen: Unpack[SeenExchange]) -> None:
        """Keep one exchange, redacted. Raises ValueError when *at* has no time zone."""
        if seen["at"].tzinfo is None:
            raise ValueError(f"expected an instant with a time zone, found {seen['at']}")
        request, response = redact(seen["request"]), redact(seen["response"])
        operation = seen["operation"]
        self._recorder.record(
            ExchangeSeen(
                scenario=self.scenario,
                step=self.step,
                at=seen["at"],
                service=seen["service"],
                operation=operation,
                caller=redact_text(seen["caller"]),
                outcome=redact_text(seen["outcome"]),
                request=self._keep(f"{operation} request", request),
                response=self._keep(f"{operation} response", response),
                documents=tuple(
                    self._keep(f"{operation} document {number}", document)
                    for number, document in enumerate(_all_documents(request, response), 1)
                ),
            )
        )

    def observation(self, *, seen_by: str, title: str, content: str | Mapping[str, object]) -> None:
        """Keep what *seen_by*, "machine" or "person", saw (ValueError for anybody else)."""
        if isinstance(content, str):
            text, media_type = content, "text/plain"
        else:
            text = msgspec.json.format(msgspec.json.encode(content), indent=2).decode()
            media_type = "application/json"
        data = redact_text(text).encode()
        self._observe(SeenBy(seen_by), title, self._attach(title, media_type, data))

    def screen_dump(
        self, *, seen_by: str, title: str, data: bytes, media_type: str = "image/png"
    ) -> None:
        """Keep a picture of the screen, PNG or JPEG, as it is."""
        self._observe(SeenBy(seen_by), title, self._attach(title, media_type, data))

    def follow(self, source: Callable[[], Iterable[SeenExchange]]) -> None:
        """Ask *source* after each step for the exchanges that are new since it was asked last."""
        self._sources.append(source)

    def gather(self) -> None:
        """Keep what the followed sources have seen up to now."""
        for source in self._sources:
            for seen in source():
                self.exchange(**seen)

    def _observe(self, seen_by: SeenBy, title: str, content: Attachment) -> None:
        self._recorder.record(
            ObservationMade(
                scenario=self.scenario,
                step=self.step,
                at=self._clock(),
                seen_by=seen_by,
                title=title,
                content=content,
            )
        )

    def _keep(self, name: str, message: SafeMessage) -> Attachment:
        return self._attach(name, message.media_type, message.text.encode())

    def _attach(self, name: str, media_type: str, data: bytes) -> Attachment:
        kept = self._recorder.attach(name=name, media_type=media_type, data=data)
        file = self._recorder.path(kept)
        self._attached(name=name, media_type=media_type, data=data, file=file)
        return kept


class NothingKept(ScenarioEvidence):
    """Keeps nothing: for runs of which nobody asks more than how each scenario ended."""

    def exchange(self, **seen: Unpack[SeenExchange]) -> None:
        """Let it pass."""

    def observation(self, *, seen_by: str, title: str, content: str | Mapping[str, object]) -> None:
        """Let it pass."""

    def screen_dump(
        self, *, seen_by: str, title: str, data: bytes, media_type: str = "image/png"
    ) -> None:
        """Let it pass."""

    def follow(self, source: Callable[[], Iterable[SeenExchange]]) -> None:
        """Ask nobody."""


def _all_documents(*messages: SafeMessage) -> Iterable[SafeMessage]:
    for message in messages:
        yield from message.documents
