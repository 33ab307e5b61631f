"""A card as a value: header, narrative and entries, exactly as a document holds them.

All that makes up a card can be imported from here. `conformance.pdc.compose` makes cards and
entries with the names and ids that are constant in live documents.
"""

from dataclasses import dataclass, field
from typing import TypeVar

from conformance.pdc.codes import DocumentVersion, MessageCode
from conformance.pdc.datatypes import (
    NA,
    NAV,
    NI,
    Address,
    Coded,
    InstanceId,
    NotATime,
    Null,
    Period,
    PersonName,
    Telecom,
    TemplateId,
    Time,
    TimeStamp,
)
from conformance.pdc.entries import (
    CHILD_CUSTODY,
    CUSTODY_BY,
    AnyEntry,
    CitizenNameAddress,
    ContactNumbers,
    CoverageGroup,
    Custody,
    Dentist,
    Entry,
    EntryAuthor,
    Language,
    LivingWill,
    NoResuscitation,
    OrganDonor,
    Registration,
    Relative,
    TemporaryAddress,
    TreatmentWill,
    UnknownEntry,
    message_code,
)
from conformance.pdc.narrative import AnyNarrative, Narrative, NarrativeRow, UnknownNarrative
from conformance.pdc.oids import Oid, TemplateDate, TemplateOid

E = TypeVar("E", bound=Entry | UnknownEntry)

__all__ = [
    "CHILD_CUSTODY",
    "CUSTODY_BY",
    "NA",
    "NAV",
    "NI",
    "Address",
    "AnyEntry",
    "AnyNarrative",
    "Card",
    "CitizenNameAddress",
    "Coded",
    "ContactNumbers",
    "CoverageGroup",
    "Custody",
    "Dentist",
    "DocumentAuthor",
    "Entry",
    "EntryAuthor",
    "InstanceId",
    "Language",
    "LivingWill",
    "Narrative",
    "NarrativeRow",
    "NoResuscitation",
    "NotATime",
    "Null",
    "OrganDonor",
    "Organization",
    "Patient",
    "Period",
    "PersonName",
    "ProviderOrganization",
    "Registration",
    "Relative",
    "ServiceEvent",
    "Telecom",
    "TemplateId",
    "TemporaryAddress",
    "Time",
    "TimeStamp",
    "TreatmentWill",
    "UnknownEntry",
    "UnknownNarrative",
    "message_code",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """An id and a name: the custodian."""

    id: InstanceId
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAuthor:
    """The author in the header: the service itself, at the document's time."""

    time: Time
    id: InstanceId
    organization: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderOrganization:
    """The citizen's own general practitioner."""

    id: InstanceId | None
    name: str | None
    telecoms: tuple[Telecom, ...] = ()
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """The citizen. `ids` is the CPR number; 2.0 could add a second id, ConfAddr."""

    ids: tuple[InstanceId, ...]
    address: Address | None
    name: PersonName | None
    gender: Coded | None
    birth_time: Time | None
    provider: ProviderOrganization | None = None

    @property
    def cpr(self) -> str | None:
        """The CPR number as written; None when no id has the CPR root."""
        return next((i.extension for i in self.ids if i.root == Oid.CPR), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceEvent:
    """A `documentationOf/serviceEvent`: the document's time, or the version marker (`id`)."""

    template: TemplateId | None = None
    id: InstanceId | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A personal data card, 3.0 or 2.0."""

    id: InstanceId
    title: str | None
    effective_time: Time
    patient: Patient
    author: DocumentAuthor
    custodian: Organization
    documentation_of: tuple[ServiceEvent, ...]
    templates: tuple[TemplateId, ...]
    narrative: AnyNarrative | None
    entries: tuple[AnyEntry, ...]
    code: Coded = field(default=message_code(MessageCode.PDC))
    realm: str | None = "DK"
    confidentiality: Coded | None = field(default=Coded(code="N", system=Oid.CONFIDENTIALITY))
    language: str | None = "da-DK"
    section_template: TemplateId | None = field(
        default=TemplateId(root=TemplateOid.SECTION, extension=TemplateDate.PDC_2019)
    )

    @property
    def marker(self) -> str | None:
        """The version marker, for instance pdc-v3.0; None when there is none."""
        ids = (event.id for event in self.documentation_of if event.id)
        return next((i.extension for i in ids if i.root == Oid.FORMAT_CODES), None)

    @property
    def version(self) -> DocumentVersion | None:
        """The version that the document's template id tells; None when it has no PDC template.

        The marker may tell another: the live service sent template 3.0 with pdc-v2.0 in 2024.
        """
        roots = {t.root: t.extension for t in self.templates}
        if TemplateOid.DOCUMENT not in roots:
            return None
        extension = roots[TemplateOid.DOCUMENT]
        return next((v for v in DocumentVersion if v.template_extension == extension), None)

    def of(self, kind: type[E]) -> tuple[E, ...]:
        """The entries of one kind in document order: of a class, or of Entry or Registration."""
        return tuple(entry for entry in self.entries if isinstance(entry, kind))
