"""Names, URIs and codes of IHE XDS.b, as far as Fælles Stamkort uses them."""

from enum import StrEnum
from functools import cache
from typing import Final


class Namespace(StrEnum):
    """XML namespaces of the ITI-18 and ITI-43 messages."""

    QUERY = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"
    """ebXML registry queries: AdhocQueryRequest and AdhocQueryResponse."""

    RIM = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
    """ebXML registry information model: slots, classifications, extrinsic objects."""

    RS = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
    """ebXML registry services: RegistryResponse and its errors."""

    IHE = "urn:ihe:iti:xds-b:2007"
    """IHE XDS.b: RetrieveDocumentSet."""


NSMAP: Final = {
    "query": Namespace.QUERY.value,
    "rim": Namespace.RIM.value,
    "rs": Namespace.RS.value,
    "ihe": Namespace.IHE.value,
}


class Action(StrEnum):
    """SOAP actions (official SFSK WSDL)."""

    REGISTRY_STORED_QUERY = "urn:ihe:iti:2007:RegistryStoredQuery"
    """ITI-18."""

    RETRIEVE_DOCUMENT_SET = "urn:ihe:iti:2007:RetrieveDocumentSet"
    """ITI-43."""


class StoredQuery(StrEnum):
    """Stored queries of ITI-18 that SFSK answers."""

    FIND_DOCUMENTS = "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d"
    """FindDocuments: by patient and metadata."""

    GET_DOCUMENTS = "urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4"
    """GetDocuments: by id."""


class ReturnType(StrEnum):
    """How much of a hit is wanted. IHE ITI TF-2, 3.18.4.1.2.3.1 allows these two."""

    LEAF_CLASS = "LeafClass"
    """Whole entries."""

    OBJECT_REF = "ObjectRef"
    """Ids only."""


class Parameter(StrEnum):
    """Slots of the stored queries FindDocuments and GetDocuments (IHE ITI TF-2, 3.18.4.1.2.3.7)."""

    PATIENT_ID = "$XDSDocumentEntryPatientId"
    """Required by IHE: whose documents; a CX in single quotes."""

    STATUS = "$XDSDocumentEntryStatus"
    """Required by IHE."""

    TYPE = "$XDSDocumentEntryType"
    """Stable and on-demand; left out means stable only (IHE)."""

    FORMAT_CODE = "$XDSDocumentEntryFormatCode"
    """Which document format, as `code^^scheme`."""

    CLASS_CODE = "$XDSDocumentEntryClassCode"
    """Which class of document."""

    TYPE_CODE = "$XDSDocumentEntryTypeCode"
    """Which type of document."""

    PRACTICE_SETTING = "$XDSDocumentEntryPracticeSettingCode"
    """Which clinical speciality."""

    HEALTHCARE_FACILITY = "$XDSDocumentEntryHealthcareFacilityTypeCode"
    """Which kind of organisation."""

    EVENT_CODES = "$XDSDocumentEntryEventCodeList"
    """Which events; a repeated slot means that all of them apply."""

    CONFIDENTIALITY = "$XDSDocumentEntryConfidentialityCode"
    """Which confidentiality; a repeated slot means that all of them apply."""

    AUTHOR_PERSON = "$XDSDocumentEntryAuthorPerson"
    """Whose document; `%` stands for any text and `_` for any letter."""

    CREATION_FROM = "$XDSDocumentEntryCreationTimeFrom"
    """Earliest creation, itself included."""

    CREATION_TO = "$XDSDocumentEntryCreationTimeTo"
    """Latest creation, itself left out."""

    SERVICE_START_FROM = "$XDSDocumentEntryServiceStartTimeFrom"
    """Earliest begin of the service, itself included."""

    SERVICE_START_TO = "$XDSDocumentEntryServiceStartTimeTo"
    """Latest begin of the service, itself left out."""

    SERVICE_STOP_FROM = "$XDSDocumentEntryServiceStopTimeFrom"
    """Earliest end of the service, itself included."""

    SERVICE_STOP_TO = "$XDSDocumentEntryServiceStopTimeTo"
    """Latest end of the service, itself left out."""

    ENTRY_UUID = "$XDSDocumentEntryEntryUUID"
    """GetDocuments: which entries, by the id of the entry."""

    UNIQUE_ID = "$XDSDocumentEntryUniqueId"
    """GetDocuments: which entries, by the id of the document."""


class EntryType(StrEnum):
    """What kind of document entry it is (ExtrinsicObject/@objectType)."""

    ON_DEMAND = "urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248"
    """Made when it is fetched; a shared patient card is one."""

    STABLE = "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1"
    """Kept as it was submitted."""


class AvailabilityStatus(StrEnum):
    """Life of a document entry."""

    APPROVED = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved"
    """In force."""

    DEPRECATED = "urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated"
    """Replaced."""


class ResponseStatus(StrEnum):
    """Status of an ebXML registry response."""

    SUCCESS = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"
    """All that was asked for."""

    PARTIAL_SUCCESS = "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess"
    """Some of it, and errors."""

    FAILURE = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure"
    """Nothing, and errors."""


class ErrorSeverity(StrEnum):
    """Weight of a registry error."""

    ERROR = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"
    """The request was not carried out."""

    WARNING = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning"
    """It was carried out."""


class ErrorCode(StrEnum):
    """XDS error codes (IHE ITI TF-3, table 4.2.4.1-2).

    Which of them SFSK sends in which case is not public; a client is judged on surviving them all.
    """

    REGISTRY_ERROR = "XDSRegistryError"
    """Internal error of the registry."""

    REPOSITORY_ERROR = "XDSRepositoryError"
    """Internal error of the repository."""

    MISSING_PARAMETER = "XDSStoredQueryMissingParam"
    """A required parameter is missing."""

    PARAMETER_NUMBER = "XDSStoredQueryParamNumber"
    """A parameter holds a wrong number of values."""

    UNKNOWN_QUERY = "XDSUnknownStoredQuery"
    """The stored query is not supported."""

    UNKNOWN_PATIENT = "XDSUnknownPatientId"
    """The patient is not known."""

    DOCUMENT_UNIQUE_ID = "XDSDocumentUniqueIdError"
    """No document has this id."""

    UNKNOWN_REPOSITORY = "XDSUnknownRepositoryId"
    """This is not the id of the repository."""

    UNKNOWN_COMMUNITY = "XDSUnknownCommunity"
    """This is not the home community."""

    NOT_SINGLE_PATIENT = "XDSResultNotSinglePatient"
    """The metadata asked for by id would be of several patients."""

    REPOSITORY_OUT_OF_RESOURCES = "XDSRepositoryOutOfResources"
    """More is asked for than the repository can give."""


class FormatCode(StrEnum):
    """MedCom format codes of the shared patient card."""

    PDC_V3 = "urn:ad:dk:medcom:pdc-v3.0:full"
    """PDC-DK 3.0, served since 2023."""

    PDC_V2 = "urn:ad:dk:medcom:pdc-v2.0:full"
    """PDC-DK 2.0, closed on 2025-01-15."""


class Classification(StrEnum):
    """Classification schemes of a document entry (IHE ITI TF-3)."""

    CLASS = "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a"
    """classCode."""

    FORMAT = "urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d"
    """formatCode."""

    TYPE = "urn:uuid:f0306f51-975f-434e-a61c-c59651d33983"
    """typeCode."""

    CONFIDENTIALITY = "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f"
    """confidentialityCode."""

    HEALTHCARE_FACILITY = "urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1"
    """healthcareFacilityTypeCode."""

    PRACTICE_SETTING = "urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead"
    """practiceSettingCode."""

    EVENT = "urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4"
    """eventCodeList."""

    AUTHOR = "urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d"
    """author."""


class ExternalIdentifier(StrEnum):
    """External identifiers of a document entry (IHE ITI TF-3)."""

    PATIENT_ID = "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"
    """XDSDocumentEntry.patientId."""

    UNIQUE_ID = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"
    """XDSDocumentEntry.uniqueId."""


CPR_OID: Final = "1.2.208.176.1.2"
FORMAT_CODE_SCHEME: Final = "1.2.208.184.100.10"
MEDCOM_MESSAGE_CODES: Final = "1.2.208.184.100.1"
CLASS_CODE_SCHEME: Final = "1.2.208.184.100.9"
CONFIDENTIALITY_SCHEME: Final = "2.16.840.1.113883.5.25"


@cache
def q(namespace: Namespace, name: str) -> str:
    """The name in lxml's form."""
    return f"{{{namespace.value}}}{name}"
