"""A decision that the system has taken, kept so that another system can be asked to take it too."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.reference.markup import UnreadableXml


@dataclass(slots=True, kw_only=True)
class _Call:
    """What was asked of somebody else while the decision was taken, and the answer."""

    whose: int
    args: tuple[object, ...]
    answer: object = None


class _AskedOtherwise(Exception):
    """Somebody asks what was not asked when the decision was taken first."""


class Decision:
    """One decision about these values; a function among them asks somebody else."""

    def __init__(self, values: Sequence[object], options: Mapping[str, object]) -> None:
        self._values = values
        self._options = options
        self._calls: list[_Call] = []
        self._answer: object = None

    def taken(self, decide: Callable[..., object]) -> object:
        """What *decide* answers. Whatever it raises goes on."""
        self._answer = decide(*self._with(self._noting), **self._options)
        return self._answer

    def is_taken_alike(self, decide: Callable[..., object]) -> bool:
        """Whether *decide* asks the same of others, in the same order, and answers the same.

        Nobody else is asked again: each gives the answer that was given before.
        """
        left = iter(self._calls)

        def answering(whose: int, _function: Callable[..., Any]) -> Callable[..., object]:
            def answer(*args: object) -> object:
                call = next(left, None)
                if call is None or (call.whose, call.args) != (whose, args):
                    raise _AskedOtherwise
                return call.answer

            return answer

        try:
            answer = decide(*self._with(answering), **self._options)
        except (_AskedOtherwise, UnreadableXml):
            return False
        return answer == self._answer and next(left, None) is None

    def _noting(self, whose: int, function: Callable[..., Any]) -> Callable[..., object]:
        def ask(*args: object) -> object:
            call = _Call(whose=whose, args=args)
            self._calls.append(call)
            call.answer = function(*args)
            return call.answer

        return ask

    def _with(
        self, standing_in: Callable[[int, Callable[..., Any]], Callable[..., object]]
    ) -> Iterator[object]:
        for number, value in enumerate(self._values):
            yield standing_in(number, value) if callable(value) else value
