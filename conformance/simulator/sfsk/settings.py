"""What a tester may turn in the simulated SFSK where the sources do not tell, with defaults."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from conformance.simulator.sfsk.document_ids import HOME_COMMUNITY_ID
from conformance.simulator.state.setting import Allowed, about, count_up_to
from conformance.xds.codes import CLINICAL_REPORT, CodedValue
from conformance.xds.vocabulary import ErrorCode

_HOME: Final = re.compile(r"urn:oid:[0-2](\.(0|[1-9][0-9]*))+")

_URN_OID: Final = Allowed(
    words="an OID as a URN: urn:oid:1.2.3",
    holds=lambda value: isinstance(value, str) and _HOME.fullmatch(value) is not None,
)


class UnknownCitizen(StrEnum):
    """How a search for a citizen whom the registers do not know is answered."""

    EMPTY = "empty success"
    """Success and no hit."""

    UNKNOWN_PATIENT = "XDSUnknownPatientId"
    """Failure with IHE's code."""

    FAULT = "internal_error_minlog"
    """A SOAP fault with this text, as the document sharing service (DDS) gives it."""


class EntryId(StrEnum):
    """What a hit has as its own id."""

    UNIQUE_ID = "unique id"
    """The id of the document, as the data authority's client has seen it."""

    URN_UUID = "urn:uuid"
    """A UUID, as IHE and MedCom's metadata have it."""


class Quoting(StrEnum):
    """How closely the quotes and parentheses of parameters are looked at."""

    STRICT = "strict"
    """What is not written as IHE writes it is refused with XDSRegistryError."""

    LENIENT = "lenient"
    """A text without quotes is a value as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SfskSettings:
    """How SFSK answers where no public source says how; each belongs to one of ASSUMPTIONS."""

    unknown_citizen: UnknownCitizen = field(
        default=UnknownCitizen.EMPTY,
        metadata=about("How a search for a citizen whom no register knows is answered."),
    )
    entry_id: EntryId = field(
        default=EntryId.UNIQUE_ID, metadata=about("What a hit has as its own id.")
    )
    quoting: Quoting = field(
        default=Quoting.STRICT,
        metadata=about("How closely the quotes and parentheses of parameters are looked at."),
    )
    home_community: str = field(
        default=HOME_COMMUNITY_ID,
        metadata=about("The home community that hits name.", allowed=_URN_OID),
    )
    class_code: CodedValue = field(
        default=CLINICAL_REPORT, metadata=about("The class code that each hit carries.")
    )
    healthcare_facility: CodedValue | None = field(
        default=None,
        metadata=about(
            "The healthcare facility type code that each hit carries; without it, none.",
            example=CodedValue(code="my code", scheme="1.2.3", display_name="in words"),
        ),
    )
    practice_setting: CodedValue | None = field(
        default=None,
        metadata=about(
            "The practice setting code that each hit carries; without it, none.",
            example=CodedValue(code="my code", scheme="1.2.3", display_name="in words"),
        ),
    )
    offers_get_documents: bool = field(
        default=True,
        metadata=about("Whether the query GetDocuments is answered beside FindDocuments."),
    )
    gives_new_ids: bool = field(
        default=False,
        metadata=about("Whether ITI-43 fills NewRepositoryUniqueId and NewDocumentUniqueId."),
    )
    checks_home_community: bool = field(
        default=True,
        metadata=about("Whether ITI-43 refuses another home community than that of the hits."),
    )
    most_documents: int = field(
        default=100,
        metadata=about(
            "How many documents one ITI-43 request may ask for.", allowed=count_up_to(10_000)
        ),
    )
    error_at_search: ErrorCode = field(
        default=ErrorCode.REGISTRY_ERROR,
        metadata=about(
            "The error code of a search when the no-resuscitation register is out of reach."
        ),
    )
    error_at_retrieval: ErrorCode = field(
        default=ErrorCode.REPOSITORY_ERROR,
        metadata=about("The error code of a retrieval when a register is out of reach."),
    )
