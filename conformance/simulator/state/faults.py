"""Named faults of the simulated services: how they can go wrong on demand."""

from collections.abc import Mapping
from enum import Enum, StrEnum, auto
from typing import Final, Self

from conformance.simulator.state.journal import System


class Kind(Enum):
    """In which way a system goes wrong; OWN is for what no other system can do as well."""

    OWN = auto()
    """In a way of its own, by rules or content."""

    DOWN = auto()
    """It answers HTTP 503, and does nothing."""

    SLOW = auto()
    """It answers late."""

    CONNECTION_RESET = auto()
    """Its answer is cut off, and the connection reset."""

    MALFORMED_XML = auto()
    """Its answer lacks its end, and HTTP knows nothing of it."""

    WRONG_CONTENT_TYPE = auto()
    """Its answer is called a web page."""

    FAULT_WITH_200 = auto()
    """It answers with a fault, and HTTP says that all is well."""

    GATEWAY_FAULT = auto()
    """The gateway before it answers with a fault."""

    CLOCK_AHEAD = auto()
    """Its clock is ahead."""

    CLOCK_BEHIND = auto()
    """Its clock is behind."""


_WAYS: Final = {
    Kind.DOWN: ("down", "Each call is answered HTTP 503, and nothing is done."),
    Kind.SLOW: ("slow", "What is asked for is done, and answered late."),
    Kind.CONNECTION_RESET: (
        "connection reset",
        "What is asked for is done, and the connection is reset in the middle of the answer.",
    ),
    Kind.MALFORMED_XML: (
        "malformed XML",
        (
            "What is asked for is done, and the answer ends before its last end tag. Its length is "
            "told rightly."
        ),
    ),
    Kind.WRONG_CONTENT_TYPE: (
        "wrong content type",
        "The answer is sound, and HTTP says that it is text/html.",
    ),
}
"""The ways in which every system can go wrong: the end of the fault's name, and what happens."""

_NAMED_AT_NAS: Final = (
    "For one citizen: where a list, a subscription or a notification names the citizen; a call "
    "that names nobody is served."
)

LOSING: Final = frozenset({Kind.CONNECTION_RESET, Kind.MALFORMED_XML})
"""The kinds by which an answer is lost."""

_FOR_ONE: Final = {
    System.STS: "For one person: where the person's own id card or token is asked for.",
    System.NAS: _NAMED_AT_NAS,
}
"""What it means to go wrong for one citizen, where that is not plain."""


def _way(system: System, kind: Kind) -> tuple[str, str, System, Kind]:
    """A fault that every system knows: its name and explanation, as far as *system* differs."""
    name, happens = _WAYS[kind]
    says = [happens]
    if system is System.NAS and kind in LOSING:
        says.append("Notifications in that answer stay in the queue.")
    if system in _FOR_ONE:
        says.append(_FOR_ONE[system])
    return f"{system} {name}", " ".join(says), system, kind


class Fault(StrEnum):
    """What goes wrong, *system* by system. Each belongs to one citizen or to all, as is chosen.

    *explanation* says it in a sentence, for the list that `fsk simulate --faults` prints; *kind*
    is what the fault has in common with those of other systems.
    """

    explanation: str
    system: System
    kind: Kind

    def __new__(cls, name: str, explanation: str, system: System, kind: Kind = Kind.OWN) -> Self:
        fault = str.__new__(cls, name)
        fault._value_ = name
        fault.explanation = explanation
        fault.system = system
        fault.kind = kind
        return fault

    STS_DOWN = _way(System.STS, Kind.DOWN)
    STS_SLOW = _way(System.STS, Kind.SLOW)
    STS_CONNECTION_RESET = _way(System.STS, Kind.CONNECTION_RESET)
    STS_MALFORMED_XML = _way(System.STS, Kind.MALFORMED_XML)
    STS_WRONG_CONTENT_TYPE = _way(System.STS, Kind.WRONG_CONTENT_TYPE)

    REGISTER_OUT_OF_REACH = (
        "no-resuscitation register out of reach",
        (
            "ITI-43 answers with an XDS error and no document (guide 2.0.3, 2024-10-22). That "
            "it is XDSRepositoryError is our assumption: the code is not public."
        ),
        System.SFSK,
    )

    REGISTER_OUT_OF_REACH_AT_SEARCH = (
        "no-resuscitation register out of reach at search",
        "The same in ITI-18, as XDSRegistryError: on which operation it comes is not public.",
        System.SFSK,
    )

    OTHER_REGISTER_OUT_OF_REACH = (
        "another register out of reach",
        (
            "ITI-43 answers XDSRepositoryError and no document because another register than the "
            "no-resuscitation register is out of reach. What the service does then is not public."
        ),
        System.SFSK,
    )

    LEGACY_NULL_FLAVOR = (
        "no-resuscitation value with nullFlavor NAV",
        (
            "As a document of 2024-02-14 had it, with no row in the narrative. Superseded by the "
            "error."
        ),
        System.SFSK,
    )

    LEGACY_NAV = (
        "no-resuscitation value NAV",
        "As MedCom's example of 2023 has it. Superseded by the error.",
        System.SFSK,
    )

    ENTRY_MISSING = (
        "no-resuscitation entry missing",
        "Not seen in any document; a client should survive it.",
        System.SFSK,
    )

    VERSION_2_DOCUMENT = (
        "version 2 document",
        "The service hands out a PDC-DK 2.0 document when version 3.0 was asked for.",
        System.SFSK,
    )

    VERSION_2_MARKER = (
        "version 2 marker in a version 3 document",
        "The document says pdc-v2.0 of itself and is of version 3.0, as one of 2024-02-14 did.",
        System.SFSK,
    )

    TELEPHONE_NULL = (
        "telephone number null",
        (
            "Private and mobile numbers of the citizen and of relatives are tel:null, as in a "
            "document of 2024-02-14."
        ),
        System.SFSK,
    )

    STREET_NULL = (
        "street null",
        "The citizen's street is the word null, as in a document of 2024-02-14.",
        System.SFSK,
    )

    BOTH_WILLS = (
        "both wills",
        "Treatment will and living will are both true, as in a document of 2024-02-14.",
        System.SFSK,
    )

    CONTRADICTING_NARRATIVE = (
        "narrative that contradicts the entries",
        (
            "The text shows another name, other registrations and fewer telephone numbers than the "
            "entries, as an example of MedCom's does: a client uses the entries."
        ),
        System.SFSK,
    )

    UNKNOWN_ENTRY = (
        "entry of an unknown kind",
        "The card holds one entry more, of a template and a code that no profile knows.",
        System.SFSK,
    )

    LAPSED_ADDRESS = (
        "lapsed temporary address",
        "The service forgets to leave out a temporary address whose end has passed.",
        System.SFSK,
    )

    DOCUMENT_EXPIRED = (
        "document that is no longer there",
        (
            "The search finds the card, the retrieval answers XDSDocumentUniqueIdError: the id "
            "can no longer be fetched."
        ),
        System.SFSK,
    )

    ODD_REPOSITORY = (
        "card in another repository",
        (
            "The hit names another repository than its document id begins with, and ITI-43 takes "
            "that one alone: a client uses what the hit says."
        ),
        System.SFSK,
    )

    MTOM_ANSWER = (
        "MTOM answer",
        (
            "ITI-43 answers with the document as an MTOM part of its own, whether the client asked "
            "for that or not, as plain XDS repositories do."
        ),
        System.SFSK,
    )

    ONE_PART_ANSWER = (
        "one-part multipart answer",
        (
            "ITI-43 wraps its answer in a multipart message of one part, which the data "
            "authority's client is prepared for."
        ),
        System.SFSK,
    )

    SFSK_DOWN = _way(System.SFSK, Kind.DOWN)
    SFSK_SLOW = _way(System.SFSK, Kind.SLOW)
    SFSK_CONNECTION_RESET = _way(System.SFSK, Kind.CONNECTION_RESET)
    SFSK_MALFORMED_XML = _way(System.SFSK, Kind.MALFORMED_XML)
    SFSK_WRONG_CONTENT_TYPE = _way(System.SFSK, Kind.WRONG_CONTENT_TYPE)

    FAULT_WITH_200 = (
        "SFSK fault with HTTP 200",
        "A SOAP fault in place of the answer, with HTTP 200, as faults of the STS have been seen.",
        System.SFSK,
        Kind.FAULT_WITH_200,
    )

    GATEWAY_FAULT = (
        "SFSK fault of the SOSI gateway",
        (
            "A SOAP fault in place of the answer, with the code sosigw_proxy_error: the kind of "
            "code that NSP's medcom.xsd lists."
        ),
        System.SFSK,
        Kind.GATEWAY_FAULT,
    )

    CLOCK_AHEAD = (
        "SFSK clock ahead",
        "The times in the answer, and in the card, are ten minutes ahead.",
        System.SFSK,
        Kind.CLOCK_AHEAD,
    )

    CLOCK_BEHIND = (
        "SFSK clock behind",
        "The times in the answer, and in the card, are ten minutes behind.",
        System.SFSK,
        Kind.CLOCK_BEHIND,
    )

    MINLOG_DOWN = _way(System.MINLOG, Kind.DOWN)
    MINLOG_SLOW = _way(System.MINLOG, Kind.SLOW)
    MINLOG_CONNECTION_RESET = _way(System.MINLOG, Kind.CONNECTION_RESET)
    MINLOG_MALFORMED_XML = _way(System.MINLOG, Kind.MALFORMED_XML)
    MINLOG_WRONG_CONTENT_TYPE = _way(System.MINLOG, Kind.WRONG_CONTENT_TYPE)

    MINLOG_REJECTS = (
        "MinLog rejects",
        "MinLog accepts the call and rejects each registration in it.",
        System.MINLOG,
    )

    MINLOG_REJECTS_SOME = (
        "MinLog rejects some",
        (
            "MinLog takes the first registration of a call, rejects the second, and so on in turn; "
            "SequenceNumber in the answer tells which failed."
        ),
        System.MINLOG,
    )

    SKR_DOWN = _way(System.SKR, Kind.DOWN)
    SKR_SLOW = _way(System.SKR, Kind.SLOW)
    SKR_CONNECTION_RESET = _way(System.SKR, Kind.CONNECTION_RESET)
    SKR_MALFORMED_XML = _way(System.SKR, Kind.MALFORMED_XML)
    SKR_WRONG_CONTENT_TYPE = _way(System.SKR, Kind.WRONG_CONTENT_TYPE)

    SKR_REFUSES = (
        "SKR refuses everything",
        "SKR refuses each write, however sound. How the real fault looks is our assumption.",
        System.SKR,
    )

    NAS_DOWN = _way(System.NAS, Kind.DOWN)
    NAS_SLOW = _way(System.NAS, Kind.SLOW)
    NAS_CONNECTION_RESET = _way(System.NAS, Kind.CONNECTION_RESET)
    NAS_MALFORMED_XML = _way(System.NAS, Kind.MALFORMED_XML)
    NAS_WRONG_CONTENT_TYPE = _way(System.NAS, Kind.WRONG_CONTENT_TYPE)

    NAS_FAILS = (
        "NAS fails",
        (
            "NAS answers each operation that has one with its own declared fault: "
            "UnableToGetMessagesFault and its like. Lists of citizens still work. " + _NAMED_AT_NAS
        ),
        System.NAS,
    )

    NAS_TWICE = (
        "NAS notifies twice",
        "Each notification is put in the queue twice.",
        System.NAS,
    )

    NAS_UNKNOWN_CITIZEN = (
        "NAS notifies of an unknown citizen",
        (
            "Each notification is followed by one for a citizen whom nobody has subscribed to and "
            "no register knows."
        ),
        System.NAS,
    )

    NAS_UNDECLARED_PREFIX = (
        "NAS fault with an undeclared prefix",
        (
            "The faultcode of a NAS fault is soap:Server or soap:Client, and nothing in the "
            "message declares the prefix soap. A client of the real service has seen it with "
            "soap:Server. " + _NAMED_AT_NAS
        ),
        System.NAS,
    )


_BY_KIND: Final[Mapping[tuple[System, Kind], Fault]] = {
    (fault.system, fault.kind): fault for fault in Fault if fault.kind is not Kind.OWN
}


def fault_of(system: System, kind: Kind) -> Fault | None:
    """The fault by which *system* goes wrong in that way; None where it has none."""
    return _BY_KIND.get((system, kind))
