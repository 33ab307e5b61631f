"""What a registry tells of a document, and how it answers a search: values."""

from dataclasses import dataclass, field

from conformance.xds.codes import CLINICAL_REPORT, NORMAL, SHARED_PATIENT_CARD, CodedValue
from conformance.xds.errors import RegistryError
from conformance.xds.vocabulary import AvailabilityStatus, EntryType, ResponseStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """A hit: what the registry tells about one card.

    *unique_id* is `<repository oid>^<uuid>` and is also the entry's id, as seen from the service
    in NSP's test environment, unless *entry_uuid* names another. Source: the data authority's
    client, 2026. Times are in UTC, of 14 digits; *patient_info* are the fields of HL7's PID.
    """

    unique_id: str
    repository_id: str
    home_community_id: str
    cpr: str
    format_code: str
    title: str
    entry_type: str = EntryType.ON_DEMAND
    status: str = AvailabilityStatus.APPROVED
    language: str = "da-DK"
    mime_type: str = "text/xml"
    entry_uuid: str | None = None
    class_code: CodedValue | None = CLINICAL_REPORT
    type_code: CodedValue | None = SHARED_PATIENT_CARD
    confidentiality: tuple[CodedValue, ...] = (NORMAL,)
    event_codes: tuple[CodedValue, ...] = ()
    healthcare_facility: CodedValue | None = None
    practice_setting: CodedValue | None = None
    author_institution: str | None = None
    author_person: str | None = None
    creation_time: str | None = None
    service_start: str | None = None
    service_stop: str | None = None
    patient_info: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of the entry, as ObjectRef and GetDocuments name it."""
        return self.entry_uuid or self.unique_id


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryResponse:
    """An AdhocQueryResponse: hits, errors, or both."""

    status: str = ResponseStatus.SUCCESS
    entries: tuple[DocumentEntry, ...] = ()
    errors: tuple[RegistryError, ...] = field(default=())
