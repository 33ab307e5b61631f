"""The verdict of the message rules on an exchange, from a judge that is handed in."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from conformance.findings import Finding, Severity
from conformance.simulator.state.journal import Exchange

Judge = Callable[[bytes], Sequence[Finding]]
"""What the message rules find in a message."""

_KEPT: Final = 256
"""Messages whose findings are remembered: several readers see the same."""

_WORST_FIRST: Final = (Severity.FAIL, Severity.WARNING, Severity.NOTICE)


class Verdicts:
    """Judges exchanges, if there is a judge, and remembers the latest findings."""

    def __init__(self, judge: Judge | None) -> None:
        self._judge = None if judge is None else lru_cache(maxsize=_KEPT)(judge)

    def verdict(self, exchange: Exchange) -> dict[str, object] | None:
        """The gravest severity (null: nothing found) and how many findings; None unjudged."""
        if self._judge is None:
            return None
        severities = [finding.severity for _, finding in self._found(exchange)]
        worst = next((each for each in _WORST_FIRST if each in severities), None)
        return {"worst": worst, "findings": len(severities)}

    def findings(self, exchange: Exchange) -> list[dict[str, object]]:
        """Each finding, with the message that it is about: request or response."""
        return [
            {
                "message": message,
                "rule": each.rule,
                "severity": each.severity,
                "expected": each.expected,
                "found": each.found,
                "where": each.where,
                "line": each.line,
                "requirement": each.requirement,
                "fix": each.fix,
            }
            for message, each in self._found(exchange)
        ]

    def _found(self, exchange: Exchange) -> Iterator[tuple[str, Finding]]:
        """An empty body, as a gateway sends with HTTP 503, is no message."""
        if self._judge is None:
            return
        for message, body in (("request", exchange.request), ("response", exchange.response)):
            if body:
                yield from ((message, finding) for finding in self._judge(body))
