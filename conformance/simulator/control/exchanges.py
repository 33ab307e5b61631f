"""The journal as the control API tells it: a line for each exchange, and one in full."""

import re
from typing import Final

from conformance.simulator.control.pretty import carried, pretty
from conformance.simulator.control.verdicts import Verdicts
from conformance.simulator.state.journal import Exchange

_REFUSAL: Final = re.compile(
    rb'<(?:[\w.-]+:)?Fault[\s>]|ResponseStatusType:(?:Failure|PartialSuccess)"'
    rb"|<(?:[\w.-]+:)?NumberFailed>0*[1-9]"
)
"""A fault element, the status of an XDS answer that is no success, a failed registration."""


def summary(number: int, exchange: Exchange) -> dict[str, object]:
    """An exchange in a line; *number* counts all that there ever were, from 1."""
    return {
        "number": number,
        "at": exchange.at,
        "service": exchange.service,
        "operation": exchange.operation,
        "caller": exchange.caller_name,
        "citizens": exchange.citizens,
        "outcome": exchange.outcome,
        "refused": is_refused(exchange),
        "request_bytes": len(exchange.request),
        "response_bytes": len(exchange.response),
    }


def in_full(number: int, exchange: Exchange, verdicts: Verdicts) -> dict[str, object]:
    """An exchange with its messages, indented, the documents in them, and what is wrong there."""
    return summary(number, exchange) | {
        "request": pretty(exchange.request),
        "response": pretty(exchange.response),
        "documents": [pretty(document) for document in carried(exchange.response)],
        "verdict": verdicts.verdict(exchange),
        "findings": verdicts.findings(exchange),
    }


def is_refused(exchange: Exchange) -> bool:
    """Whether the answer was a fault, an XDS failure, a failed registration, or nothing at all."""
    return not exchange.response or _REFUSAL.search(exchange.response) is not None
