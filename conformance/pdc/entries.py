"""The twelve kinds of entry of a card, and the entry that is kept unread.

Source of the shapes: implementation guide 2025-06-26, MedCom's examples of 2023 and live documents.
"""

from dataclasses import dataclass, field
from typing import Final

from conformance.pdc.codes import MESSAGE_CODES_NAME, EnteredBy, MessageCode, NullFlavor
from conformance.pdc.datatypes import (
    Address,
    Coded,
    InstanceId,
    Null,
    Period,
    PersonName,
    Telecom,
    TemplateId,
    Time,
)
from conformance.pdc.oids import Oid, TemplateDate, TemplateOid


def message_code(code: MessageCode | EnteredBy) -> Coded:
    """*code* with its system and the names that MedCom gives them."""
    return Coded(
        code=code,
        system=Oid.MESSAGE_CODES,
        system_name=MESSAGE_CODES_NAME,
        display_name=code.display_name,
    )


CHILD_CUSTODY: Final = message_code(MessageCode.CHILD_CUSTODY)
"""The patient has custody of the child named."""

CUSTODY_BY: Final = message_code(MessageCode.CUSTODY_BY)
"""The patient is under the custody of the person named."""


def _entry_template(root: TemplateOid) -> TemplateId:
    return TemplateId(root=root, extension=TemplateDate.PDC_2019)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryAuthor:
    """Who an entry comes from: a person who typed it in, or a register."""

    template: TemplateId
    time: Time
    id: InstanceId
    code: Coded | None = None
    person: PersonName | None = None
    organization: str | None = None

    @property
    def typed_in(self) -> bool:
        """Whether the template says that a person typed the entry in."""
        return self.template.root == TemplateOid.AUTHOR_TYPED_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What all twelve have: template, id, code and author."""

    id: InstanceId
    author: EntryAuthor
    template: TemplateId
    code: Coded


@dataclass(frozen=True, slots=True, kw_only=True)
class Language(Entry):
    """.20: the language spoken (ISO 639-1). Its display name is free: never compare it."""

    template: TemplateId = field(default=_entry_template(TemplateOid.LANGUAGE))
    code: Coded = field(default=message_code(MessageCode.LANGUAGE))
    language: Coded


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryAddress(Entry):
    """.21: where the citizen stays, from `period.low` to `period.high` (which may be left out)."""

    template: TemplateId = field(default=_entry_template(TemplateOid.TEMPORARY_ADDRESS))
    code: Coded = field(default=message_code(MessageCode.TEMPORARY_ADDRESS))
    period: Period
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Dentist(Entry):
    """.22: the dentist's number (Yder) and clinic (TN); some documents name a person (PN, EN)."""

    template: TemplateId = field(default=_entry_template(TemplateOid.DENTIST))
    code: Coded = field(default=message_code(MessageCode.DENTIST))
    provider: InstanceId | None
    clinic: str | None = None
    person: PersonName | None = None
    entity: PersonName | None = None
    address: Address | None = None
    telecoms: tuple[Telecom, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody(Entry):
    """.23: custody. `code` is CHILD_CUSTODY or CUSTODY_BY.

    The person named (`name`, `person`) is the child under CHILD_CUSTODY and the holder of custody
    under CUSTODY_BY. `relation` is what the **patient** is to that person, the opposite way round
    of a relative's: "far" beside a child's name means that the patient is the father.
    """

    template: TemplateId = field(default=_entry_template(TemplateOid.CUSTODY))
    person: InstanceId | None = None
    name: PersonName
    relation: Coded


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactNumbers(Entry):
    """.24: the citizen's own telephone numbers, at most one of each use."""

    template: TemplateId = field(default=_entry_template(TemplateOid.CONTACT_NUMBERS))
    code: Coded = field(default=message_code(MessageCode.CONTACT_NUMBERS))
    telecoms: tuple[Telecom, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative(Entry):
    """.25: a relative. `relation` is what the **relative** is to the patient."""

    template: TemplateId = field(default=_entry_template(TemplateOid.RELATIVE))
    code: Coded = field(default=message_code(MessageCode.RELATIVE))
    name: PersonName
    relation: Coded | None = None
    telecoms: tuple[Telecom, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenNameAddress(Entry):
    """.26: name and address from CPR; `confidential` is the II ConfAddr of a protected citizen."""

    template: TemplateId = field(default=_entry_template(TemplateOid.CITIZEN_NAME_ADDRESS))
    code: Coded = field(default=message_code(MessageCode.CITIZEN_NAME_ADDRESS))
    name: PersonName
    confidential: InstanceId | None = None
    address: Address

    @property
    def protected(self) -> bool:
        """Whether the citizen has name and address protection."""
        return self.confidential is not None and self.confidential.confidential


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageGroup(Entry):
    """.27: the coverage group, `1` or `2`, as the extension of `group`."""

    template: TemplateId = field(default=_entry_template(TemplateOid.COVERAGE_GROUP))
    code: Coded = field(default=message_code(MessageCode.COVERAGE_GROUP))
    group: InstanceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration(Entry):
    """What .28 to .31 share: whether a registration exists, never its content."""

    registration: InstanceId | Null

    @property
    def registered(self) -> bool | None:
        """True or False as sent; None when the document says neither."""
        if isinstance(self.registration, Null):
            return None
        return {"true": True, "false": False}.get(self.registration.extension or "")

    @property
    def unavailable(self) -> bool:
        """Whether the register could not be reached: nullFlavor NAV or extension NAV."""
        if isinstance(self.registration, Null):
            return self.registration.flavor == NullFlavor.TEMPORARILY_UNAVAILABLE
        return self.registration.extension == NullFlavor.TEMPORARILY_UNAVAILABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganDonor(Registration):
    """.28: whether the citizen is in the organ donor register."""

    template: TemplateId = field(default=_entry_template(TemplateOid.ORGAN_DONOR))
    code: Coded = field(default=message_code(MessageCode.ORGAN_DONOR))


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentWill(Registration):
    """.29: whether a treatment will is registered."""

    template: TemplateId = field(default=_entry_template(TemplateOid.TREATMENT_WILL))
    code: Coded = field(default=message_code(MessageCode.TREATMENT_WILL))


@dataclass(frozen=True, slots=True, kw_only=True)
class LivingWill(Registration):
    """.30: whether a living will is registered."""

    template: TemplateId = field(default=_entry_template(TemplateOid.LIVING_WILL))
    code: Coded = field(default=message_code(MessageCode.LIVING_WILL))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoResuscitation(Registration):
    """.31: whether a refusal of resuscitation at cardiac arrest is registered (3.0 only).

    The two answers with NAV are kept apart: `Null(flavor="NAV")` was sent by the live service in
    2024, `InstanceId(extension="NAV")` stands in MedCom's example. Under the guide of 2025-06-26
    neither is sent any more: the whole document gives way to an XDS error.
    """

    template: TemplateId = field(
        default=TemplateId(
            root=TemplateOid.NO_RESUSCITATION, extension=TemplateDate.NO_RESUSCITATION
        )
    )
    code: Coded = field(default=message_code(MessageCode.NO_RESUSCITATION))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownEntry:
    """An entry that no class above holds without loss: its XML, in exclusive canonical form."""

    xml: str


AnyEntry = (
    Language
    | TemporaryAddress
    | Dentist
    | Custody
    | ContactNumbers
    | Relative
    | CitizenNameAddress
    | CoverageGroup
    | OrganDonor
    | TreatmentWill
    | LivingWill
    | NoResuscitation
    | UnknownEntry
)
"""Any entry of a card."""
