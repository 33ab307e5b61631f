"""Judges what the service answered to searches (ITI-18), beyond the number of hits."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from conformance.findings import Shortfall
from conformance.simulator.state.registers import Citizen
from conformance.xds.codes import NORMAL, SHARED_PATIENT_CARD
from conformance.xds.entries import DocumentEntry, QueryResponse
from conformance.xds.references import ReferenceResponse
from conformance.xds.vocabulary import AvailabilityStatus, EntryType, FormatCode

_SEARCH: Final = "the answer to the search (ITI-18)"
_OID: Final = re.compile(r"[0-2](\.(0|[1-9][0-9]*))+")
_WHOLE_ID: Final = re.compile(r"(?P<oid>[0-9.]+)\^.+")
_HOME: Final = re.compile(r"urn:oid:[0-9.]+")


def only_hit(answer: QueryResponse) -> DocumentEntry:
    """The one card that was found."""
    if len(answer.entries) != 1:
        codes = ", ".join(error.code for error in answer.errors) or "no error"
        _fall_short("one card", f"{len(answer.entries)} ({codes})")
    return answer.entries[0]


def require_no_card(found: Sequence[DocumentEntry]) -> None:
    """No card was found, in whatever way that was told: by no hit, an XDS error or a refusal."""
    if found:
        _fall_short("no card", f"{len(found)}, the first of {found[0].cpr}")


def require_on_demand(answer: QueryResponse) -> None:
    """The hit is a document that is made on demand."""
    found = only_hit(answer).entry_type
    if found != EntryType.ON_DEMAND:
        _fall_short(f"the kind of document {EntryType.ON_DEMAND}", found or "none", "objectType")


def require_failure(answer: QueryResponse, code: str) -> None:
    """The search failed with this XDS error, and no other."""
    found = [error.code for error in answer.errors]
    if found != [code]:
        told = ", ".join(found) or f"no error, {len(answer.entries)} hits"
        _fall_short(f"the XDS error {code}", told, "RegistryErrorList")


def require_address(entry: DocumentEntry) -> None:
    """The hit tells home community, repository and a document id that is in that repository."""
    if not _HOME.fullmatch(entry.home_community_id):
        _fall_short("a home community urn:oid:…", entry.home_community_id or "none", "home")
    if not _OID.fullmatch(entry.repository_id):
        _fall_short("an OID", entry.repository_id or "none", "repositoryUniqueId")
    match = _WHOLE_ID.fullmatch(entry.unique_id)
    if match is None or match["oid"] != entry.repository_id:
        _fall_short(f"a document id {entry.repository_id}^…", entry.unique_id or "none", "uniqueId")


def require_label(entry: DocumentEntry, cpr: str) -> None:
    """The hit says that it is an approved card of this citizen in version 3."""
    expected = {
        "patientId": cpr,
        "formatCode": FormatCode.PDC_V3.value,
        "typeCode": SHARED_PATIENT_CARD.parameter,
        "confidentialityCode": NORMAL.parameter,
        "availabilityStatus": AvailabilityStatus.APPROVED.value,
        "languageCode": "da-DK",
        "mimeType": "text/xml",
        "title": f"Personal Data Card for {cpr}",
    }
    found = {
        "patientId": entry.cpr,
        "formatCode": entry.format_code,
        "typeCode": entry.type_code.parameter if entry.type_code else "none",
        "confidentialityCode": ", ".join(code.parameter for code in entry.confidentiality),
        "availabilityStatus": entry.status,
        "languageCode": entry.language,
        "mimeType": entry.mime_type,
        "title": entry.title,
    }
    for name, value in expected.items():
        if found[name] != value:
            _fall_short(f"the {name} {value}", found[name] or "none", name)


def require_hidden(entry: DocumentEntry, citizen: Citizen) -> None:
    """Neither a name nor a street line of *citizen* stands in the hit."""
    address = (line for line in citizen.address.lines if isinstance(line, str))
    secrets = (*citizen.name.given[:1], *citizen.name.family, *address)
    texts = tuple(_texts(msgspec.to_builtins(entry)))
    found = [secret for secret in secrets if any(secret in text for text in texts)]
    if found:
        _fall_short(f"nothing of {citizen.cpr}'s name and address", ", ".join(found), "metadata")


def require_same_id(before: QueryResponse, after: QueryResponse) -> None:
    """Both searches found one card, under the same id."""
    first, second = only_hit(before).unique_id, only_hit(after).unique_id
    if first != second:
        _fall_short(f"the id {first}", second, "uniqueId")


def require_another_id(before: QueryResponse, after: QueryResponse) -> None:
    """Both searches found one card, not under the same id."""
    first, second = only_hit(before).unique_id, only_hit(after).unique_id
    if first == second:
        _fall_short(f"an id other than {first}", "the same", "uniqueId")


def require_reference(answer: ReferenceResponse, found: QueryResponse) -> None:
    """The id that was answered is that of the card that was found."""
    expected = only_hit(found).id
    if answer.ids != (expected,):
        _fall_short(f"the id {expected}", ", ".join(answer.ids) or "none", "ObjectRef")


def require_id_alone(answer: ReferenceResponse) -> None:
    """One id was answered, and no entry with it."""
    if len(answer.ids) != 1 or answer.entries:
        found = f"{len(answer.ids)} ids and {len(answer.entries)} entries"
        _fall_short("one id and no entry", found, "RegistryObjectList")


def _texts(value: object) -> Iterator[str]:
    """All texts in a value made of mappings, lists and texts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _fall_short(expected: str, found: str, place: str = "RegistryObjectList") -> None:
    raise Shortfall(expected=expected, found=found, where=f"{_SEARCH}, {place}")
