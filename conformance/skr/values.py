"""What is written to the Stamkortregister, as values that keep what was sent."""

from dataclasses import dataclass

from conformance.pdc.datatypes import Address, Coded, InstanceId, Period, PersonName, Telecom
from conformance.skr.vocabulary import Operation, Part, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A relative. *relation* is what the relative is to the citizen."""

    id: str
    name: PersonName
    relation: Coded | None = None
    telecoms: tuple[Telecom, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactInformation:
    """The citizen's own telephone numbers."""

    id: str
    telecoms: tuple[Telecom, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryAddress:
    """Where the citizen stays, from `period.low` to `period.high`, which may be left out."""

    id: str
    address: Address
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The language that the citizen speaks."""

    id: str
    language: Coded


@dataclass(frozen=True, slots=True, kw_only=True)
class Dentist:
    """The dentist that the citizen has chosen, by number alone: SKR holds nothing else."""

    id: str
    provider: InstanceId


Entry = Relative | ContactInformation | TemporaryAddress | Language | Dentist
"""What is created or updated. *id* is the UUID that the client has given it."""

_PARTS: dict[type[Entry], Part] = {
    Relative: Part.RELATIVES,
    ContactInformation: Part.CONTACT_INFORMATION,
    TemporaryAddress: Part.TEMPORARY_ADDRESS,
    Language: Part.LANGUAGE,
    Dentist: Part.DENTIST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Create:
    """Enter *entry* for the citizen."""

    citizen: InstanceId
    entry: Entry

    @property
    def operation(self) -> Operation:
        """The operation that carries this."""
        return Operation(Verb.CREATE, _PARTS[type(self.entry)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Put *entry* in place of the one with the same id."""

    citizen: InstanceId
    entry: Entry

    @property
    def operation(self) -> Operation:
        """The operation that carries this."""
        return Operation(Verb.UPDATE, _PARTS[type(self.entry)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """Remove the entry of *part* with this *id*."""

    citizen: InstanceId
    part: Part
    id: str

    @property
    def operation(self) -> Operation:
        """The operation that carries this."""
        return Operation(Verb.DELETE, self.part)


Request = Create | Update | Delete
"""A request to write."""
