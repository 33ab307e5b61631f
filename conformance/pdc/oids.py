"""The object identifiers of a PDC-DK card: identifier roots, code systems, templates.

Source: implementation guide 2025-06-26, MedCom's example documents of 2023 and documents of the
live service of 2024-02-14 and 2026-03-02.
"""

from enum import StrEnum
from typing import Final


class Oid(StrEnum):
    """Identifier roots and code systems."""

    MEDCOM = "1.2.208.184"
    """Root of the document id and of most entry ids."""

    SKR_TEMPORARY_ADDRESS = "1.2.208.184.15.2"
    """Root of the entry id of a temporary address. Seen, not stated: identify by extension only."""

    SKR_RELATIVE = "1.2.208.184.15.3"
    """Root of the entry id of a relative. Seen, not stated."""

    SKR_LANGUAGE = "1.2.208.184.15.7"
    """Root of the entry id of a spoken language. Seen, not stated."""

    SKR_DENTIST = "1.2.208.184.15.13"
    """Root of the entry id of a dentist. Seen, not stated."""

    MESSAGE_CODES = "1.2.208.184.100.1"
    """MedCom Message Codes: document, entry and entered-by codes."""

    RELATION_CODES = "1.2.208.184.100.2"
    """MedCom Relation Codes."""

    CLASS_CODES = "1.2.208.184.100.9"
    """DK IHE class codes."""

    FORMAT_CODES = "1.2.208.184.100.10"
    """DK IHE format codes; also the root of a card's version marker."""

    SOR = "1.2.208.176.1.1"
    """Sundhedsvæsenets Organisationsregister."""

    CPR = "1.2.208.176.1.2"
    """Det Centrale Personregister: the citizen's number."""

    AUTHORISATION = "1.2.208.176.1.3"
    """Autorisationsregisteret."""

    YDER = "1.2.208.176.1.4"
    """Yderregisteret: general practitioners and dentists."""

    LIVING_WILL = "1.2.208.176.1.8"
    """Livstestamenteregisteret; also the author id root of the no-resuscitation entry."""

    TREATMENT_WILL = "1.2.208.176.1.9"
    """Behandlingstestamenteregisteret."""

    ORGAN_DONOR = "1.2.208.176.1.10"
    """Organdonorregisteret."""

    NO_RESUSCITATION = "1.2.208.176.1.11"
    """The register of refusals of resuscitation at cardiac arrest (FGVH)."""

    SYGESIKRING = "1.2.208.176.2.7"
    """Sygesikringen: root of the coverage group. Source: implementation guide 2025-06-26."""

    SYGESIKRING_PLACEHOLDER = "1.2.208.176.1.99.99.99"
    """Stands for Sygesikringen in all MedCom examples and in the live service in 2024."""

    ISO_639_1 = "1.0.639.1"
    """Two-letter language codes."""

    GENDER = "2.16.840.1.113883.5.1"
    """HL7 AdministrativeGender."""

    CONFIDENTIALITY = "2.16.840.1.113883.5.25"
    """HL7 Confidentiality."""

    CDA_TYPE = "2.16.840.1.113883.1.3"
    """Root of the type id that every CDA document carries."""


class TemplateOid(StrEnum):
    """Template identifier roots."""

    DOCUMENT = "1.2.208.184.16.1"
    """PDC document. Source: CONF-DK:524."""

    MEDCOM_HEADER = "1.2.208.184.10.1.13"
    """MedCom CDA header: in MedCom's examples, never in the live service."""

    SERVICE_TIME = "1.2.208.184.10.1.11"
    """The service event that holds the document's time."""

    SERVICE_VERSION = "1.2.208.184.10.1.10"
    """The service event that holds the version marker."""

    SECTION = "1.2.208.184.16.1.10.20.1"
    """The one section."""

    AUTHOR_TYPED_IN = "1.2.208.184.16.1.10.20.30"
    """Author of an entry that a person typed in."""

    AUTHOR_REGISTER = "1.2.208.184.16.1.10.20.31"
    """Author of an entry that comes from a register. One arc shorter than NO_RESUSCITATION."""

    LANGUAGE = "1.2.208.184.16.1.10.20.1.20"
    """Spoken language."""

    TEMPORARY_ADDRESS = "1.2.208.184.16.1.10.20.1.21"
    """Temporary address."""

    DENTIST = "1.2.208.184.16.1.10.20.1.22"
    """Dentist."""

    CUSTODY = "1.2.208.184.16.1.10.20.1.23"
    """Custody, both ways round; told apart by the entry's code."""

    CONTACT_NUMBERS = "1.2.208.184.16.1.10.20.1.24"
    """The citizen's own telephone numbers."""

    RELATIVE = "1.2.208.184.16.1.10.20.1.25"
    """A relative."""

    CITIZEN_NAME_ADDRESS = "1.2.208.184.16.1.10.20.1.26"
    """The citizen's name and address."""

    COVERAGE_GROUP = "1.2.208.184.16.1.10.20.1.27"
    """Coverage group (sygesikringsgruppe)."""

    ORGAN_DONOR = "1.2.208.184.16.1.10.20.1.28"
    """Whether the citizen is in the organ donor register."""

    TREATMENT_WILL = "1.2.208.184.16.1.10.20.1.29"
    """Whether a treatment will is registered."""

    LIVING_WILL = "1.2.208.184.16.1.10.20.1.30"
    """Whether a living will is registered."""

    NO_RESUSCITATION = "1.2.208.184.16.1.10.20.1.31"
    """Whether a refusal of resuscitation is registered (3.0 only)."""


class TemplateDate(StrEnum):
    """Template extensions that are dates."""

    SERVICE_VERSION = "2019-09-10"
    """Of the version marker's service event."""

    PDC_2019 = "2019-08-14"
    """Of the section, both author templates and the entries .20 to .30."""

    NO_RESUSCITATION = "2023-07-01"
    """Of .31. The guide's code column also prints 2023-07-11: a misprint, no document has it."""


FSK_SOR: Final = "1126211000016009"
"""SOR id of Fælles Stamkort udstedelse, author and custodian of every card."""
