"""What a search for a card is made of, and what it finds."""

from dataclasses import dataclass
from typing import Final

FIND_DOCUMENTS: Final = "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d"
ON_DEMAND: Final = "urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248"
STABLE: Final = "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1"
APPROVED: Final = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchForm:
    """How a search is put. *patient_id* has `{cpr}` where the number goes.

    The quotes are part of the value (ITI TF-2 3.18).
    """

    format_codes: tuple[str, ...]
    query: str = FIND_DOCUMENTS
    patient_id: str = "'{cpr}^^^&1.2.208.176.1.2&ISO'"
    entry_types: tuple[str, ...] = (ON_DEMAND, STABLE)
    statuses: tuple[str, ...] = (APPROVED,)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """What the search says of a document: the three values that retrieve it."""

    home: str
    repository: str
    unique_id: str
    object_type: str
