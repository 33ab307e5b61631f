"""Judges what the service found and served."""

from collections.abc import Iterable
from typing import Final

from conformance.findings import Shortfall
from conformance.pdc.codes import DocumentVersion
from conformance.pdc.read import read
from conformance.pdc.values import (
    Card,
    Coded,
    Custody,
    NoResuscitation,
    TemporaryAddress,
    TimeStamp,
)
from conformance.xds.entries import QueryResponse
from conformance.xds.retrieve import RetrieveResponse

_SEARCH: Final = "the answer to the search (ITI-18)"
_RETRIEVAL: Final = "the answer to the retrieval (ITI-43)"
_CARD: Final = "the card that was served"


def require_hits(answer: QueryResponse, count: int) -> None:
    """The search found exactly *count* cards."""
    if len(answer.entries) != count:
        raise Shortfall(
            expected=f"{count or 'no'} {'card' if count == 1 else 'cards'}",
            found=_hits(answer),
            where=_SEARCH,
        )


def require_format(answer: QueryResponse, format_code: str) -> None:
    """Every hit is offered in this format."""
    wrong = [entry.format_code for entry in answer.entries if entry.format_code != format_code]
    if wrong or not answer.entries:
        raise Shortfall(expected=format_code, found=_hits(answer), where=f"{_SEARCH}, formatCode")


def require_error(answer: RetrieveResponse) -> None:
    """The retrieval says that it failed, in the way of XDS."""
    if not answer.errors:
        raise Shortfall(
            expected="an XDS error (RegistryErrorList)",
            found=f"status {answer.status.rpartition(':')[2]} and no error",
            where=_RETRIEVAL,
        )


def require_no_document(answer: RetrieveResponse) -> None:
    """The retrieval brought no document."""
    if answer.documents:
        raise Shortfall(expected="no document", found=f"{len(answer.documents)}", where=_RETRIEVAL)


def only_document(answer: RetrieveResponse) -> bytes:
    """The one document that was served."""
    if len(answer.documents) != 1:
        codes = ", ".join(error.code for error in answer.errors) or "no error"
        raise Shortfall(
            expected="one document", found=f"{len(answer.documents)}, {codes}", where=_RETRIEVAL
        )
    return answer.documents[0].content


def only_card(answer: RetrieveResponse) -> Card:
    """The one card that was served."""
    return read(only_document(answer))


def require_version(card: Card, version: DocumentVersion, cpr: str) -> None:
    """The card says by template and by marker that it is of this version, and is the citizen's."""
    found = (card.version, card.marker, card.patient.cpr)
    if found != (version, version.value, cpr):
        raise Shortfall(
            expected=f"a card of {cpr} with template and marker of {version.value}",
            found=f"a card of {found[2]}, template of {found[0]}, marker {found[1]}",
            where=f"{_CARD}, templateId and documentationOf",
        )


def require_opt_out(card: Card, *, in_force: bool) -> None:
    """The card says true or false of an active opt-out."""
    entries = card.of(NoResuscitation)
    values = [entry.registered for entry in entries]
    if values != [in_force]:
        raise Shortfall(
            expected=f"the value {str(in_force).lower()}",
            found=", ".join(_value(entry) for entry in entries) or "no entry",
            where=f"{_CARD}, NoResuscitationRegistration",
        )


def custody(card: Card, code: Coded) -> dict[str, str]:
    """Names in the custody entries with this code, and what the patient is to each."""
    return {
        entry.name.full: entry.relation.code or ""
        for entry in card.of(Custody)
        if entry.code.code == code.code
    }


def require_custody(card: Card, code: Coded, names: Iterable[str]) -> None:
    """Exactly these persons stand in the custody entries with this code."""
    found, expected = sorted(custody(card, code)), sorted(names)
    if found != expected:
        raise Shortfall(
            expected=", ".join(expected) or "nobody",
            found=", ".join(found) or "nobody",
            where=f"{_CARD}, {code.code}",
        )


def require_relation(card: Card, name: str, relation: str) -> None:
    """The patient's relation to the person with this name is *relation*."""
    relations = {entry.name.full: entry.relation.code for entry in card.of(Custody)}
    if relations.get(name) != relation:
        raise Shortfall(
            expected=f"the relation '{relation}' beside {name}",
            found=repr(relations.get(name)),
            where=f"{_CARD}, custody entries",
        )


def require_temporary_address(card: Card, lines: Iterable[str]) -> None:
    """The card holds exactly one temporary address, with these street lines."""
    found = [entry.address.lines for entry in card.of(TemporaryAddress)]
    expected = tuple(lines)
    if found != [expected]:
        raise Shortfall(
            expected=f"the temporary address {', '.join(expected)}",
            found=", ".join(str(address) for address in found) or "none",
            where=f"{_CARD}, TempAddrTypedIn",
        )


def require_no_temporary_address(card: Card) -> None:
    """The card holds no temporary address."""
    found = card.of(TemporaryAddress)
    if found:
        raise Shortfall(
            expected="no temporary address",
            found=f"one with the end {_end(found[0])}",
            where=f"{_CARD}, TempAddrTypedIn",
        )


def _end(entry: TemporaryAddress) -> str:
    high = entry.period.high
    return high.text if isinstance(high, TimeStamp) else "left out"


def _hits(answer: QueryResponse) -> str:
    codes = ", ".join(error.code for error in answer.errors)
    hits = ", ".join(entry.format_code for entry in answer.entries)
    return f"{len(answer.entries)} ({hits or codes or 'no error'})"


def _value(entry: NoResuscitation) -> str:
    if entry.registered is not None:
        return str(entry.registered).lower()
    return "NAV" if entry.unavailable else "neither true nor false"
