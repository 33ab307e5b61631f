"""What is on the screen of a system under test: the values of a view of a card.

They mirror `docs/vendor-driver.openapi.yaml`; a test holds that they do. A value with a field that
is not described is refused, so that a misspelt field cannot pass as "not shown".
"""

from datetime import datetime
from enum import StrEnum

import msgspec


class ViewOutcome(StrEnum):
    """What came of opening a card."""

    SHOWN = "shown"
    """The card is on the screen."""

    REFUSED = "refused"
    """The user may not see it."""

    UNAVAILABLE = "unavailable"
    """It could not be fetched, and the user is told."""

    NOT_FOUND = "not-found"
    """The service knows of no card, and the user is told."""


class ShownStatus(StrEnum):
    """What the screen says about a registration."""

    YES = "yes"
    """Registered and in force."""

    NO = "no"
    """Nothing in force is registered."""

    UNAVAILABLE = "unavailable"
    """It is not known."""


class NumberUse(StrEnum):
    """What a telephone number is for."""

    HOME = "home"
    """At home."""

    MOBILE = "mobile"
    """Carried about."""

    WORK = "work"
    """At work."""


class RoleOf(StrEnum):
    """Whose role the screen says it is."""

    CITIZEN = "citizen"
    """The role of the citizen whose card is shown, as the card gives it."""

    OTHER_PERSON = "other-person"
    """The role of the person who is named beside it."""


class EnteredBy(StrEnum):
    """Where the screen says that an entry comes from."""

    CITIZEN = "citizen"
    """The citizen typed it in."""

    RELATIVE = "relative"
    """A relative of the citizen typed it in."""

    HEALTH_PROFESSIONAL = "health-professional"
    """A health professional typed it in."""

    REGISTER = "register"
    """A national register."""


class CardPart(StrEnum):
    """The parts of a card that a system may let its user edit; names of fields of ShownCard."""

    NAME = "name"
    """Name, from CPR."""

    ADDRESS = "address"
    """Address, from CPR."""

    NO_RESUSCITATION = "no_resuscitation"
    """Opt-out of resuscitation."""

    TREATMENT_WILL = "treatment_will"
    """Treatment will."""

    LIVING_WILL = "living_will"
    """Living will."""

    ORGAN_DONOR = "organ_donor"
    """Registration of organ donors."""

    COVERAGE_GROUP = "coverage_group"
    """Coverage group of the health insurance."""

    LANGUAGE = "language"
    """Language."""

    TEMPORARY_ADDRESS = "temporary_address"
    """Temporary address."""

    GENERAL_PRACTITIONER = "general_practitioner"
    """Own general practitioner."""

    DENTIST = "dentist"
    """Dentist."""

    CONTACT_NUMBERS = "contact_numbers"
    """Telephone numbers."""

    RELATIVES = "relatives"
    """Relatives."""

    CHILDREN_IN_CUSTODY = "children_in_custody"
    """Children in custody."""

    CUSTODY_HOLDERS = "custody_holders"
    """Holders of custody."""


class Value(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Common shape of the values: immutable, named, and closed to unknown fields."""


class Status(Value, frozen=True):
    """A registration as shown: what it says, and in which words."""

    status: ShownStatus
    text: str


class ContactNumber(Value, frozen=True):
    """A telephone number as shown, without `tel:`."""

    number: str
    use: NumberUse | None = None


class Provenance(Value, frozen=True):
    """Who entered something and when, as shown beside it. *name* is a person or organisation."""

    entered_by: EnteredBy | None = None
    name: str | None = None
    at: datetime | None = None


class Relative(Value, frozen=True):
    """A relative as shown; *relation* is what the relative is to the citizen."""

    name: str
    relation: str | None = None
    numbers: tuple[ContactNumber, ...] = ()
    note: str | None = None
    provenance: Provenance | None = None


class CustodyRelation(Value, frozen=True):
    """A child in custody or a holder of custody, as shown.

    *role* is the card's relation code and *role_of* whose role the screen says it is. The card
    gives the citizen's role (PDC-DK, errata of October 2022).
    """

    name: str
    role: str
    role_of: RoleOf
    cpr: str | None = None


class TemporaryAddress(Value, frozen=True):
    """A temporary address as shown, with its period."""

    lines: tuple[str, ...]
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    provenance: Provenance | None = None


class ShownCard(Value, frozen=True):
    """The fields on the screen; None means that the field is not shown.

    *protection* are the words by which the screen tells that name and address are protected.
    """

    cpr: str | None = None
    name: str | None = None
    protection: str | None = None
    address: tuple[str, ...] | None = None
    no_resuscitation: Status | None = None
    treatment_will: Status | None = None
    living_will: Status | None = None
    organ_donor: Status | None = None
    coverage_group: str | None = None
    language: str | None = None
    language_provenance: Provenance | None = None
    temporary_address: TemporaryAddress | None = None
    general_practitioner: str | None = None
    dentist: str | None = None
    dentist_provenance: Provenance | None = None
    contact_numbers: tuple[ContactNumber, ...] | None = None
    contact_numbers_provenance: Provenance | None = None
    relatives: tuple[Relative, ...] | None = None
    children_in_custody: tuple[CustodyRelation, ...] | None = None
    custody_holders: tuple[CustodyRelation, ...] | None = None

    def shown_fields(self) -> tuple[str, ...]:
        """Names of the fields that are on the screen; an empty list shows nothing."""
        return tuple(
            name for name in self.__struct_fields__ if getattr(self, name) not in (None, ())
        )


class View(Value, frozen=True):
    """What the user sees after opening a card.

    *editable* are the parts that the screen lets the user edit; None does not say.
    """

    outcome: ViewOutcome
    message: str | None = None
    card: ShownCard | None = None
    editable: tuple[CardPart, ...] | None = None
