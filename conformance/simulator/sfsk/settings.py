"""What a tester may turn in the simulated SFSK where the sources do not tell, with defaults."""

from dataclasses import dataclass
from enum import StrEnum

from conformance.xds.codes import CodedValue


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
    """How SFSK answers where no public source says how; the defaults are in ASSUMPTIONS.

    *healthcare_facility* and *practice_setting* are codes that each hit carries (None: left out).
    *offers_get_documents*: GetDocuments is answered beside FindDocuments. *gives_new_ids*: ITI-43
    fills NewRepositoryUniqueId and NewDocumentUniqueId. *checks_home_community*: ITI-43 refuses
    another home community than the service's own. *most_documents* is how many documents one
    ITI-43 request may ask for.
    """

    unknown_citizen: UnknownCitizen = UnknownCitizen.EMPTY
    entry_id: EntryId = EntryId.UNIQUE_ID
    quoting: Quoting = Quoting.STRICT
    healthcare_facility: CodedValue | None = None
    practice_setting: CodedValue | None = None
    offers_get_documents: bool = True
    gives_new_ids: bool = False
    checks_home_community: bool = True
    most_documents: int = 100
