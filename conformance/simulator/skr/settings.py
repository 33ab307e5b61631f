"""What the simulated Stamkortregister assumes, and what of it a tester may turn another way."""

import re
from dataclasses import dataclass, field
from typing import Final

from conformance.security.faults import FaultCode
from conformance.simulator.state.assumptions import Assumption, Evidence
from conformance.simulator.state.journal import Service
from conformance.simulator.state.setting import Allowed, about

_CVRS: Final = Allowed(
    words="a list of CVR numbers, of eight digits each",
    holds=lambda value: (
        isinstance(value, frozenset) and all(re.fullmatch("[0-9]{8}", each) for each in value)
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkrSettings:
    """How SKR answers where no public source says how; each belongs to one of ASSUMPTIONS."""

    replaces_single: bool = field(
        default=False,
        metadata=about(
            "Whether entering a temporary address, language, contact set or dentist where there "
            "is one replaces it, instead of being refused."
        ),
    )
    reading_roles_write: bool = field(
        default=False,
        metadata=about("Whether a national role that grants reading grants writing too."),
    )
    portals: frozenset[str] | None = field(
        default=None,
        metadata=about(
            "Whose systems, by CVR number, may call for a citizen with a system id card; without "
            "it, everybody's who may call at all.",
            allowed=_CVRS,
            example=frozenset({"20921897"}),
        ),
    )
    refusal_code: FaultCode = field(
        default=FaultCode.REQUEST_PAYLOAD_VALIDATION_ERROR,
        metadata=about("The medcom:FaultCode of a write that breaks a rule."),
    )


def _assumption(
    name: str, assumed: str, evidence: Evidence, source: str, *settings: str
) -> Assumption:
    return Assumption(
        name=name,
        service=Service.SKR,
        assumed=assumed,
        evidence=evidence,
        source=source,
        settings=settings,
    )


_DOSSIER: Final = "NSP protocol dossier 2"
_SISTERS: Final = "NSP protocol dossier 2.1, sister registers ODR, LTR and BTR"
_GUIDE: Final = "implementation guide 2025-06-26"

ASSUMPTIONS: Final[tuple[Assumption, ...]] = (
    _assumption(
        "skr-message-form",
        "Requests have the form of the sister registers': the CPR number as id and one entry, "
        "with element names of ours; an entry carries its UUID as the attribute id.",
        Evidence.INFERRED,
        _SISTERS,
    ),
    _assumption(
        "skr-token-audience",
        "Calls with an OIO-IDWS token come to the path of the id cards, and its audience is that "
        "of Fælles Stamkort.",
        Evidence.UNKNOWN,
        _DOSSIER,
    ),
    _assumption(
        "skr-operations",
        "Create, Update and Delete for Relatives, ContactInformation, TemporaryAddress, Language "
        "and Dentist; only CreateRelatives and CreateTemporaryAddress have been seen.",
        Evidence.INFERRED,
        _DOSSIER,
    ),
    _assumption(
        "skr-soap-action",
        "The SOAPAction is the namespace, #, and the operation's name; it may be left out, and a "
        "SOAPAction that names another operation than the body is refused.",
        Evidence.INFERRED,
        _SISTERS,
    ),
    _assumption(
        "skr-path",
        "The service answers at /skr/dgws20240101, and at every other path below /skr/.",
        Evidence.INFERRED,
        f"{_DOSSIER}: the WSDL addresses /skr/wsdl/dgws20210602 and /skr/wsdl/idws20210602",
    ),
    _assumption(
        "skr-refusal-fault",
        "A write that breaks a rule gives a SOAP fault with medcom:FaultCode "
        "request_payload_validation_error; the texts are ours.",
        Evidence.UNKNOWN,
        f"{_DOSSIER}: text and fault shape are unknown",
        "skr.refusal-code",
    ),
    _assumption(
        "skr-second-entry",
        "Entering a second contact set, temporary address, language or dentist is refused, not "
        "taken in place of the first; a temporary address whose end has passed does not count.",
        Evidence.INFERRED,
        f"{_DOSSIER}: one at any time (2018-10-11)",
        "skr.replaces-single",
    ),
    _assumption(
        "skr-missing-entry",
        "Updating or deleting an id that the citizen has no such entry with is refused.",
        Evidence.INFERRED,
        _DOSSIER,
    ),
    _assumption(
        "skr-delete-by-id",
        "A delete names the entry by its UUID, for every kind of entry.",
        Evidence.UNKNOWN,
        f"{_DOSSIER}: message shape unknown",
    ),
    _assumption(
        "skr-unique-id",
        "A UUID that any entry of the register has is refused when something is created; UUIDs "
        "are compared and kept in small letters.",
        Evidence.INFERRED,
        f"{_DOSSIER}: the client supplies the UUID",
    ),
    _assumption(
        "skr-cpr-writing",
        "A CPR number is ten digits that begin with a day and a month, with at most a hyphen and "
        "blanks before the last four; a number split over name parts counts.",
        Evidence.INFERRED,
        f"{_GUIDE} refuses CPR numbers and does not say how they are recognised",
    ),
    _assumption(
        "skr-entry-codes",
        "A relation is a MedCom Relation Code of any value, a language is two small letters of "
        "ISO 639-1, a dentist is a Yder number, and a telephone number is for H, MC or WP, each "
        "at most once.",
        Evidence.INFERRED,
        f"{_GUIDE}: so the card shows them",
    ),
    _assumption(
        "skr-period",
        "A temporary address needs a start with date, time and offset, of the year 1900 or later, "
        "and at least one part of an address that is not empty; its end may be the instant of the "
        "start, not before. The card tells both by Danish time.",
        Evidence.INFERRED,
        f"{_DOSSIER}: the end is optional (2019-01-04)",
    ),
    _assumption(
        "skr-author-time",
        "The register sets the author's time, from its own clock, at create and at update.",
        Evidence.UNKNOWN,
        f"{_DOSSIER}: who sets it is unknown",
    ),
    _assumption(
        "skr-author",
        "The author is who calls: the professional with the organisation, the citizen, or as "
        "relative who acts for the citizen; the name of a protected person is hidden.",
        Evidence.INFERRED,
        "the entry authors in documents of the live service",
    ),
    _assumption(
        "skr-right-to-write",
        "A professional writes by authorisation code, or on behalf of one who has it; the national "
        "roles 41001 and 41002 grant reading alone, as their descriptions say.",
        Evidence.INFERRED,
        f"{_GUIDE}, descriptions of the national roles",
        "skr.reading-roles-write",
    ),
    _assumption(
        "skr-portal-exception",
        "The exception of sundhed.dk is a system id card of level 3 with a HSUID header that names "
        "the citizen, or a relative who acts for the citizen, in the form that SFSK demands.",
        Evidence.INFERRED,
        f"{_DOSSIER}: whitelisted exception with level 3",
        "skr.portals",
    ),
    _assumption(
        "skr-treatment-relation",
        "The register does not look for a treatment relation, and does not write MinLog.",
        Evidence.UNKNOWN,
        "nothing readable says whether SKR does",
    ),
    _assumption(
        "skr-read-operation",
        "The read operation, reserved for Fælles Stamkort, is not offered.",
        Evidence.GUIDE,
        f"{_GUIDE}; its name is unknown",
    ),
)
