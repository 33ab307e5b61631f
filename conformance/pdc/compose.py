"""Makes cards and entries with the ids and names that are constant in live documents.

Ids and times come in as arguments. Source of the constants: documents of the live service of
2024-02-14 and 2026-03-02, and MedCom's examples of 2023 for name and address protection.
"""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Final, TypeVar

from conformance.pdc.codes import (
    CONFIDENTIAL_ADDRESS,
    ISO_639_1_NAME,
    PROTECTED_POSTAL_CODE,
    PROTECTED_WORD,
    RELATION_CODES_NAME,
    AuthorId,
    DocumentVersion,
    EnteredBy,
    Gender,
    NullFlavor,
    RelationCode,
    Use,
)
from conformance.pdc.narrative import narrative_of
from conformance.pdc.oids import FSK_SOR, Oid, TemplateDate, TemplateOid
from conformance.pdc.values import (
    NA,
    NI,
    Address,
    AnyEntry,
    Card,
    CitizenNameAddress,
    Coded,
    CoverageGroup,
    DocumentAuthor,
    EntryAuthor,
    InstanceId,
    LivingWill,
    NoResuscitation,
    OrganDonor,
    Organization,
    Patient,
    Period,
    PersonName,
    ProviderOrganization,
    ServiceEvent,
    Telecom,
    TemplateId,
    Time,
    TimeStamp,
    TreatmentWill,
    message_code,
)

SDS: Final = "Sundhedsdatastyrelsen"
DCO: Final = "Dansk Center For Organdonation"
SYGESIKRINGEN: Final = "Sygesikringen"

FSK_ID: Final = InstanceId(root=Oid.SOR, extension=FSK_SOR, authority="SOR")
"""The service's own id, as author and as custodian of every card."""

PROTECTED_NAME: Final = PersonName.of(PROTECTED_WORD, family=PROTECTED_WORD)
"""A protected citizen's name, in the header and in .26."""

R = TypeVar("R", OrganDonor, TreatmentWill, LivingWill, NoResuscitation)


class Register(StrEnum):
    """A register that an entry comes from."""

    CPR = "CPR"
    """Author of .23 and .26."""

    SYGESIKRING = "Sygesikring"
    """Author of .27."""

    ORGAN_DONOR = "ODR"
    """Author of .28."""

    TREATMENT_WILL = "BTR"
    """Author of .29."""

    LIVING_WILL = "LTR"
    """Author of .30."""

    NO_RESUSCITATION = "FGVHR"
    """Author of .31."""


# Two oddities are really sent: CPR as authority of the organ donor register, and the living wills'
# root as that of the no-resuscitation register.
_AUTHORS: Final = {
    Register.CPR: (Oid.CPR, "CPR", "CPR"),
    Register.SYGESIKRING: (Oid.SYGESIKRING, SYGESIKRINGEN, SYGESIKRINGEN),
    Register.ORGAN_DONOR: (Oid.ORGAN_DONOR, "CPR", DCO),
    Register.TREATMENT_WILL: (Oid.TREATMENT_WILL, SDS, SDS),
    Register.LIVING_WILL: (Oid.LIVING_WILL, SDS, SDS),
    Register.NO_RESUSCITATION: (Oid.LIVING_WILL, SDS, SDS),
}

_REGISTRATIONS: Final = {
    OrganDonor: (Register.ORGAN_DONOR, Oid.ORGAN_DONOR, DCO),
    TreatmentWill: (Register.TREATMENT_WILL, Oid.TREATMENT_WILL, SDS),
    LivingWill: (Register.LIVING_WILL, Oid.LIVING_WILL, SDS),
    NoResuscitation: (Register.NO_RESUSCITATION, Oid.NO_RESUSCITATION, SDS),
}


def register_author(register: Register, *, time: Time = NI) -> EntryAuthor:
    """The author of an entry that comes from *register*; its time is unknown unless given."""
    root, authority, organization = _AUTHORS[register]
    return EntryAuthor(
        template=TemplateId(root=TemplateOid.AUTHOR_REGISTER, extension=TemplateDate.PDC_2019),
        time=time,
        id=InstanceId(root=root, extension=AuthorId.NONE, authority=authority),
        organization=organization,
    )


def typed_in_author(
    *,
    time: Time,
    person: PersonName | None = None,
    organization: str | None = None,
    entered_by: EnteredBy = EnteredBy.CITIZEN,
) -> EntryAuthor:
    """The author of an entry that a person typed in; the id is blurred to ANONYM, as sent live."""
    return EntryAuthor(
        template=TemplateId(root=TemplateOid.AUTHOR_TYPED_IN, extension=TemplateDate.PDC_2019),
        time=time,
        id=InstanceId(root=Oid.CPR, extension=AuthorId.ANONYM, authority="CPR"),
        code=message_code(entered_by),
        person=person,
        organization=organization,
    )


def entry_id(uuid: str) -> InstanceId:
    """Id of a register's entry or of contact numbers. An id of 3.0 is a UUID in small letters."""
    return InstanceId(root=Oid.MEDCOM, extension=uuid)


def skr_id(root: Oid, uuid: str) -> InstanceId:
    """Id of a typed-in entry under one of the roots `Oid.SKR_…`; only a language names FSK."""
    authority = "FSK" if root is Oid.SKR_LANGUAGE else None
    return InstanceId(root=root, extension=uuid, authority=authority)


def relation(code: RelationCode) -> Coded:
    """A relation with its system and name."""
    return Coded(
        code=code,
        system=Oid.RELATION_CODES,
        system_name=RELATION_CODES_NAME,
        display_name=code.display_name,
    )


def spoken(code: str, display_name: str) -> Coded:
    """A language by its ISO 639-1 code, for instance `spoken("de", "German")`."""
    return Coded(
        code=code, system=Oid.ISO_639_1, system_name=ISO_639_1_NAME, display_name=display_name
    )


def cpr_id(number: str) -> InstanceId:
    """A CPR number as id, of the citizen or of the other person in .23."""
    return InstanceId(root=Oid.CPR, extension=number, authority="CPR")


def yder_id(number: str) -> InstanceId:
    """A provider's number as id, of a general practitioner or a dentist."""
    return InstanceId(root=Oid.YDER, extension=number, authority="Yderregisteret")


def registration(kind: type[R], *, uuid: str, registered: bool, time: Time = NI) -> R:
    """An entry .28 to .31 that says whether the citizen is registered."""
    return _registration(kind, uuid=uuid, extension="true" if registered else "false", time=time)


def unavailable(*, uuid: str) -> NoResuscitation:
    """.31 with extension NAV, as in MedCom's example for a register that cannot be reached."""
    return _registration(
        NoResuscitation, uuid=uuid, extension=NullFlavor.TEMPORARILY_UNAVAILABLE, time=NI
    )


def _registration(kind: type[R], *, uuid: str, extension: str, time: Time) -> R:
    register, root, authority = _REGISTRATIONS[kind]
    return kind(
        id=entry_id(uuid),
        author=register_author(register, time=time),
        registration=InstanceId(root=root, extension=extension, authority=authority),
    )


def coverage_group(*, uuid: str, group: str) -> CoverageGroup:
    """.27 with *group* `1` or `2`."""
    return CoverageGroup(
        id=entry_id(uuid),
        author=register_author(Register.SYGESIKRING),
        group=InstanceId(root=Oid.SYGESIKRING, extension=group, authority=SYGESIKRINGEN),
    )


def citizen_name_address(*, uuid: str, name: PersonName, address: Address) -> CitizenNameAddress:
    """.26 of a citizen without protection."""
    return CitizenNameAddress(
        id=entry_id(uuid), author=register_author(Register.CPR), name=name, address=address
    )


def protected_name_address(*, uuid: str) -> CitizenNameAddress:
    """.26 of a citizen with name and address protection, as in MedCom's 3.0 example."""
    return CitizenNameAddress(
        id=entry_id(uuid),
        author=register_author(Register.CPR),
        name=PROTECTED_NAME,
        confidential=InstanceId(
            root=Oid.MESSAGE_CODES, extension=CONFIDENTIAL_ADDRESS, authority="MedCom"
        ),
        address=Address(lines=(PROTECTED_WORD,), postal_code=NI, city=NI, country=NI),
    )


def gender_code(gender: Gender) -> Coded:
    """A gender as `Patient.gender` holds it: without names, as sent live."""
    return Coded(code=gender, system=Oid.GENDER)


def protect(citizen: Patient) -> Patient:
    """*citizen* with name and address hidden in the header, as in MedCom's 3.0 example."""
    return replace(
        citizen,
        name=PROTECTED_NAME,
        address=Address(
            lines=(PROTECTED_WORD,), postal_code=PROTECTED_POSTAL_CODE, city=PROTECTED_WORD
        ),
    )


def own_practitioner(
    *, yder: str, name: str, telephone: str, address: Address
) -> ProviderOrganization:
    """The citizen's own general practitioner, with a telephone number for work."""
    return ProviderOrganization(
        id=yder_id(yder), name=name, telecoms=(Telecom.tel(telephone, Use.WORK),), address=address
    )


def compose(
    *,
    uuid: str,
    at: TimeStamp,
    patient: Patient,
    entries: Iterable[AnyEntry],
    version: DocumentVersion = DocumentVersion.V3,
) -> Card:
    """A card made at *at*, with the narrative that follows from its entries.

    `dataclasses.replace(card, narrative=…)` gives it another narrative. 2.0 knows no .31: such
    entries are left out of a card of that version.
    """
    kept = tuple(entries)
    if version is DocumentVersion.V2:
        kept = tuple(entry for entry in kept if not isinstance(entry, NoResuscitation))
    return Card(
        id=InstanceId(root=Oid.MEDCOM, extension=uuid, authority="MedCom"),
        title=f"Personal Data Card for {patient.cpr}",
        effective_time=at,
        patient=patient,
        author=DocumentAuthor(time=at, id=FSK_ID, organization=SDS),
        custodian=Organization(id=FSK_ID, name=SDS),
        documentation_of=(_service_time(at, version), _service_version(version)),
        templates=(TemplateId(root=TemplateOid.DOCUMENT, extension=version.template_extension),),
        narrative=narrative_of(kept),
        entries=kept,
    )


def _service_time(at: TimeStamp, version: DocumentVersion) -> ServiceEvent:
    """In 2.0 this service event has no template."""
    template = TemplateId(root=TemplateOid.SERVICE_TIME)
    return ServiceEvent(
        template=None if version is DocumentVersion.V2 else template,
        period=Period(low=at, high=NA),
    )


def _service_version(version: DocumentVersion) -> ServiceEvent:
    return ServiceEvent(
        template=TemplateId(
            root=TemplateOid.SERVICE_VERSION, extension=TemplateDate.SERVICE_VERSION
        ),
        id=InstanceId(root=Oid.FORMAT_CODES, extension=version, authority="MedCom"),
    )
