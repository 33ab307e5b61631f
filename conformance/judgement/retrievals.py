"""Judges how the service answered retrievals (ITI-43): what came, as what, and made when."""

from datetime import datetime, timedelta
from typing import Final

from conformance.findings import Shortfall
from conformance.pdc.values import Card, NotATime, TimeStamp
from conformance.xds.retrieve import RetrieveResponse
from conformance.xds.vocabulary import ResponseStatus

NEAR: Final = timedelta(minutes=5)
"""How far the clocks of service and suite may differ."""

_RETRIEVAL: Final = "the answer to the retrieval (ITI-43)"


def require_error_code(answer: RetrieveResponse, code: str) -> None:
    """The retrieval tells this XDS error, and no other."""
    found = [error.code for error in answer.errors]
    if found != [code]:
        _fall_short(f"the XDS error {code}", ", ".join(found) or "no error", "RegistryErrorList")


def require_one_and_an_error(answer: RetrieveResponse) -> None:
    """One document came, and one error for the other."""
    _require_numbers(answer, documents=1, errors=1)


def require_part(answer: RetrieveResponse) -> None:
    """The status says that it is a part of what was asked for."""
    _require_status(answer, ResponseStatus.PARTIAL_SUCCESS)


def require_whole(answer: RetrieveResponse, documents: int) -> None:
    """All documents came, without an error, and the status says so."""
    _require_numbers(answer, documents=documents, errors=0)
    _require_status(answer, ResponseStatus.SUCCESS)


def require_new_document(before: Card, after: Card) -> None:
    """The two cards are two documents: their ids differ."""
    if before.id == after.id:
        _fall_short(f"an id other than {before.id.extension}", "the same", "ClinicalDocument/id")


def require_made_at(card: Card, now: datetime) -> None:
    """The document was made at *now*, as near as clocks agree."""
    time = card.effective_time
    try:
        made = time.instant if isinstance(time, TimeStamp) else None
    except NotATime:
        made = None
    if made is None or abs(made - now) > NEAR:
        found = made.isoformat(timespec="seconds") if made else str(time)
        expected = f"the time {now.isoformat(timespec='seconds')}"
        _fall_short(expected, found, "ClinicalDocument/effectiveTime")


def _require_numbers(answer: RetrieveResponse, *, documents: int, errors: int) -> None:
    found = (len(answer.documents), len(answer.errors))
    if found != (documents, errors):
        _fall_short(
            f"{documents} documents and {errors} errors",
            f"{found[0]} documents and {found[1]} errors",
            "RetrieveDocumentSetResponse",
        )


def _require_status(answer: RetrieveResponse, status: ResponseStatus) -> None:
    if answer.status != status:
        _fall_short(status.rpartition(":")[2], answer.status.rpartition(":")[2], "status")


def _fall_short(expected: str, found: str, place: str) -> None:
    raise Shortfall(expected=expected, found=found, where=f"{_RETRIEVAL}, {place}")
