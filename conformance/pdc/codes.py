"""The codes of a PDC-DK card: MedCom message codes, entered-by and relation codes, uses, versions.

Source: implementation guide 2025-06-26 and MedCom's example documents of 2023, unless a member says
otherwise.
"""

from enum import StrEnum
from typing import Final

MESSAGE_CODES_NAME: Final = "MedCom Message Codes"
"""codeSystemName of the message codes."""

RELATION_CODES_NAME: Final = "MedCom Relation Codes"
"""codeSystemName of the relation codes."""

ISO_639_1_NAME: Final = "ISO-639-1"
"""codeSystemName of the language codes."""


class DocumentVersion(StrEnum):
    """Versions of the profile; the value is the version marker (extension) of a document."""

    V2 = "pdc-v2.0"
    """PDC-DK 2.0: no template extension and no .31. Served until 2025-01-15."""

    V3 = "pdc-v3.0"
    """PDC-DK 3.0.0 of 2023-07-01: template extension 3.0."""

    @property
    def template_extension(self) -> str | None:
        """Extension of the document's template id (CONF-DK:524); 2.0 has none."""
        return "3.0" if self is DocumentVersion.V3 else None


class MessageCode(StrEnum):
    """MedCom Message Codes that say what a document or an entry is."""

    PDC = "PDC"
    """The document: Stamkort."""

    LANGUAGE = "LanguageTypedIn"
    """Entry .20."""

    TEMPORARY_ADDRESS = "TempAddrTypedIn"
    """Entry .21."""

    DENTIST = "DentistTypedIn"
    """Entry .22."""

    CHILD_CUSTODY = "ChildCustody"
    """Entry .23: the patient has custody of the person named."""

    CUSTODY_BY = "CustodyBy"
    """Entry .23: the patient is under the custody of the person named. In the guide only."""

    CONTACT_NUMBERS = "PatientContactTypedIn"
    """Entry .24."""

    RELATIVE = "RelativeTypedIn"
    """Entry .25."""

    CITIZEN_NAME_ADDRESS = "CitizenNameAddr"
    """Entry .26."""

    COVERAGE_GROUP = "CoverageGroup"
    """Entry .27."""

    ORGAN_DONOR = "OrganDonorRegistration"
    """Entry .28."""

    TREATMENT_WILL = "TreatmentWillRegistration"
    """Entry .29."""

    LIVING_WILL = "LivingWillRegistration"
    """Entry .30."""

    NO_RESUSCITATION = "NoResuscitationRegistration"
    """Entry .31."""

    @property
    def display_name(self) -> str:
        """The Danish name that MedCom gives the code."""
        return _MESSAGE_NAMES[self]


_MESSAGE_NAMES: Final = {
    MessageCode.PDC: "Stamkort",
    MessageCode.LANGUAGE: "Talt sprog, indtastet",
    MessageCode.TEMPORARY_ADDRESS: "Midlertidig adresse, indtastet",
    MessageCode.DENTIST: "Tandlæge indtastet",
    MessageCode.CHILD_CUSTODY: "Forældremyndighed over",
    MessageCode.CUSTODY_BY: "Under Forældremyndighed",
    MessageCode.CONTACT_NUMBERS: "Kontaktoplysninger, indtastet",
    MessageCode.RELATIVE: "Pårørende, indtastet",
    MessageCode.CITIZEN_NAME_ADDRESS: "Borgerens navn og adresse",
    MessageCode.COVERAGE_GROUP: "Sygesikringsgruppe",
    MessageCode.ORGAN_DONOR: "Registreret organdonor",
    MessageCode.TREATMENT_WILL: "Registreret behandlingstestamente",
    MessageCode.LIVING_WILL: "Registreret livstestamente",
    MessageCode.NO_RESUSCITATION: "Registreret fravalg af genoplivningsforsøg v. hjertestop",
}


class EnteredBy(StrEnum):
    """MedCom Message Codes that say who typed an entry in."""

    CITIZEN = "EnteredCitizen"
    """The citizen."""

    RELATIVE = "EnteredCitizenRelative"
    """A relative of the citizen."""

    PROFESSIONAL = "EnteredHealthcareprofessional"
    """A health professional."""

    @property
    def display_name(self) -> str:
        """The Danish name that MedCom gives the code."""
        return _ENTERED_BY_NAMES[self]


_ENTERED_BY_NAMES: Final = {
    EnteredBy.CITIZEN: "Indtastet af borger",
    EnteredBy.RELATIVE: "Indtastet af borgers pårørende",
    EnteredBy.PROFESSIONAL: "Indtastet af sundhedsprofessionel",
}


class RelationCode(StrEnum):
    """MedCom Relation Codes that have been seen. The complete list is not published: it is open."""

    MOTHER = "mor"
    """Mor."""

    FATHER = "far"
    """Far."""

    CHILD = "barn"
    """Barn."""

    NEIGHBOUR = "nabo"
    """Nabo."""

    COHABITANT = "samboende"
    """Samboende; seen in a draft of 2019."""

    UNSPECIFIED = "uspec_paaroerende"
    """Uspecificeret pårørende."""

    PARENT = "forældre"
    """forældre, in small letters; seen in the live service in 2024."""

    @property
    def display_name(self) -> str:
        """The Danish name that stood beside the code."""
        return _RELATION_NAMES[self]


_RELATION_NAMES: Final = {
    RelationCode.MOTHER: "Mor",
    RelationCode.FATHER: "Far",
    RelationCode.CHILD: "Barn",
    RelationCode.NEIGHBOUR: "Nabo",
    RelationCode.COHABITANT: "Samboende",
    RelationCode.UNSPECIFIED: "Uspecificeret pårørende",
    RelationCode.PARENT: "forældre",
}


class Gender(StrEnum):
    """HL7 AdministrativeGender."""

    FEMALE = "F"
    """Female."""

    MALE = "M"
    """Male."""

    UNDIFFERENTIATED = "UN"
    """Allowed by HL7, not seen in a card."""


class Use(StrEnum):
    """What a telephone number or an address is used for."""

    HOME = "H"
    """Private; also of every address of the citizen."""

    MOBILE = "MC"
    """Mobile telephone."""

    WORK = "WP"
    """Workplace; also of a practice's number and a dentist's address."""

    PRIMARY_HOME = "HP"
    """Seen on a practice's e-mail in the live service in 2024."""


class NullFlavor(StrEnum):
    """HL7 reasons why a value is missing."""

    NO_INFORMATION = "NI"
    """The register gives no time; a protected person's address."""

    NOT_APPLICABLE = "NA"
    """The service period has no end."""

    TEMPORARILY_UNAVAILABLE = "NAV"
    """The no-resuscitation register could not be reached. Also used as an *extension*."""


class AuthorId(StrEnum):
    """Extensions of an entry author's id; never a real number."""

    NONE = "NI"
    """A register."""

    ANONYM = "ANONYM"
    """A person, in the live service."""

    MSK = "MSK"
    """A person, in MedCom's examples."""


CONFIDENTIAL_ADDRESS: Final = "ConfAddr"
"""Extension of the II that marks name and address protection."""

PROTECTED_WORD: Final = "ADRESSEBESKYTTET"
"""Stands for a protected name and address in MedCom's 3.0 example; the word is unsettled."""

PROTECTED_POSTAL_CODE: Final = "0000"
"""Stands for a protected postal code in the header of MedCom's 3.0 example."""

PROTECTED_WORDS: Final = (PROTECTED_WORD, "BESKYTTET NAVN/ADRESSE", "Adressebeskyttelse")
"""All the words seen: MedCom's 3.0 example, the guide, MedCom's 2.0 example."""
