"""Judges whether a service refused what it should refuse, with whatever fault code."""

from collections.abc import Sequence

from conformance.findings import Shortfall
from conformance.security.dgws import ReceivedFault


def require_refused(refusals: Sequence[ReceivedFault], what: str, *, by: str) -> None:
    """The service *by* this name refused *what* was just asked of it."""
    if not refusals:
        raise Shortfall(
            expected=f"that {what} is refused", found="an answer", where=f"the answer of {by}"
        )


def require_admitted(refusals: Sequence[ReceivedFault], *, by: str) -> None:
    """The service *by* this name refused nothing."""
    if refusals:
        raise Shortfall(expected="an answer", found=str(refusals[-1]), where=f"the answer of {by}")
