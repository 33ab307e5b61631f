"""Named faults of the simulated services: how they can go wrong on demand."""

from enum import StrEnum
from typing import Self


class Fault(StrEnum):
    """What goes wrong. Each belongs to one citizen or to all, as the scenario chooses.

    *explanation* says it in a sentence, for the list that `fsk simulate --faults` prints.
    """

    explanation: str

    def __new__(cls, name: str, explanation: str) -> Self:
        fault = str.__new__(cls, name)
        fault._value_ = name
        fault.explanation = explanation
        return fault

    REGISTER_OUT_OF_REACH = (
        "no-resuscitation register out of reach",
        (
            "ITI-43 answers with an XDS error and no document (guide 2.0.3, 2024-10-22). That "
            "it is XDSRepositoryError is our assumption: the code is not public."
        ),
    )

    REGISTER_OUT_OF_REACH_AT_SEARCH = (
        "no-resuscitation register out of reach at search",
        "The same in ITI-18, as XDSRegistryError: on which operation it comes is not public.",
    )

    OTHER_REGISTER_OUT_OF_REACH = (
        "another register out of reach",
        (
            "ITI-43 answers XDSRepositoryError and no document because another register than the "
            "no-resuscitation register is out of reach. What the service does then is not public."
        ),
    )

    LEGACY_NULL_FLAVOR = (
        "no-resuscitation value with nullFlavor NAV",
        (
            "As a document of 2024-02-14 had it, with no row in the narrative. Superseded by the "
            "error."
        ),
    )

    LEGACY_NAV = (
        "no-resuscitation value NAV",
        "As MedCom's example of 2023 has it. Superseded by the error.",
    )

    ENTRY_MISSING = (
        "no-resuscitation entry missing",
        "Not seen in any document; a client should survive it.",
    )

    VERSION_2_DOCUMENT = (
        "version 2 document",
        "The service hands out a PDC-DK 2.0 document when version 3.0 was asked for.",
    )

    VERSION_2_MARKER = (
        "version 2 marker in a version 3 document",
        "The document says pdc-v2.0 of itself and is of version 3.0, as one of 2024-02-14 did.",
    )

    TELEPHONE_NULL = (
        "telephone number null",
        (
            "Private and mobile numbers of the citizen and of relatives are tel:null, as in a "
            "document of 2024-02-14."
        ),
    )

    STREET_NULL = (
        "street null",
        "The citizen's street is the word null, as in a document of 2024-02-14.",
    )

    BOTH_WILLS = (
        "both wills",
        "Treatment will and living will are both true, as in a document of 2024-02-14.",
    )

    CONTRADICTING_NARRATIVE = (
        "narrative that contradicts the entries",
        (
            "The text shows another name, other registrations and fewer telephone numbers than the "
            "entries, as an example of MedCom's does: a client uses the entries."
        ),
    )

    UNKNOWN_ENTRY = (
        "entry of an unknown kind",
        "The card holds one entry more, of a template and a code that no profile knows.",
    )

    LAPSED_ADDRESS = (
        "lapsed temporary address",
        "The service forgets to leave out a temporary address whose end has passed.",
    )

    DOCUMENT_EXPIRED = (
        "document that is no longer there",
        (
            "The search finds the card, the retrieval answers XDSDocumentUniqueIdError: the id "
            "can no longer be fetched."
        ),
    )

    ODD_REPOSITORY = (
        "card in another repository",
        (
            "The hit names another repository than its document id begins with, and ITI-43 takes "
            "that one alone: a client uses what the hit says."
        ),
    )

    SLOW = (
        "SFSK slow",
        "SFSK answers, but late.",
    )

    MTOM_ANSWER = (
        "MTOM answer",
        (
            "ITI-43 answers with the document as an MTOM part of its own, whether the client asked "
            "for that or not, as plain XDS repositories do."
        ),
    )

    ONE_PART_ANSWER = (
        "one-part multipart answer",
        (
            "ITI-43 wraps its answer in a multipart message of one part, which the data "
            "authority's client is prepared for."
        ),
    )

    DOWN = (
        "SFSK down",
        "SFSK answers HTTP 503 and nothing else.",
    )

    CONNECTION_RESET = (
        "SFSK connection reset",
        "The connection is reset in the middle of the answer.",
    )

    MALFORMED_XML = (
        "SFSK malformed XML",
        "The answer ends before its last end tag. Its length is told rightly.",
    )

    WRONG_CONTENT_TYPE = (
        "SFSK wrong content type",
        "The answer is sound, and HTTP says that it is text/html.",
    )

    FAULT_WITH_200 = (
        "SFSK fault with HTTP 200",
        "A SOAP fault in place of the answer, with HTTP 200, as faults of the STS have been seen.",
    )

    GATEWAY_FAULT = (
        "SFSK fault of the SOSI gateway",
        (
            "A SOAP fault in place of the answer, with the code sosigw_proxy_error: the kind of "
            "code that NSP's medcom.xsd lists."
        ),
    )

    CLOCK_AHEAD = (
        "SFSK clock ahead",
        "The times in the answer, and in the card, are ten minutes ahead.",
    )

    CLOCK_BEHIND = (
        "SFSK clock behind",
        "The times in the answer, and in the card, are ten minutes behind.",
    )

    MINLOG_DOWN = (
        "MinLog down",
        "MinLog answers HTTP 503 and nothing else.",
    )

    MINLOG_REJECTS = (
        "MinLog rejects",
        "MinLog accepts the call and rejects each registration in it.",
    )

    MINLOG_REJECTS_SOME = (
        "MinLog rejects some",
        (
            "MinLog takes the first registration of a call, rejects the second, and so on in turn; "
            "SequenceNumber in the answer tells which failed."
        ),
    )

    SKR_DOWN = (
        "SKR down",
        "SKR answers HTTP 503 and nothing else.",
    )

    SKR_REFUSES = (
        "SKR refuses everything",
        "SKR refuses each write, however sound. How the real fault looks is our assumption.",
    )

    NAS_DOWN = (
        "NAS down",
        "NAS answers HTTP 503 and nothing else.",
    )

    NAS_FAILS = (
        "NAS fails",
        (
            "NAS answers each operation that has one with its own declared fault: "
            "UnableToGetMessagesFault and its like. Lists of citizens still work."
        ),
    )

    NAS_TWICE = (
        "NAS notifies twice",
        "Each notification is put in the queue twice.",
    )

    NAS_UNKNOWN_CITIZEN = (
        "NAS notifies of an unknown citizen",
        (
            "Each notification is followed by one for a citizen whom nobody has subscribed to and "
            "no register knows."
        ),
    )

    NAS_UNDECLARED_PREFIX = (
        "NAS fault with an undeclared prefix",
        (
            "The faultcode of a NAS fault is soap:Server or soap:Client, and nothing in the "
            "message declares the prefix soap. A client of the real service has seen it with "
            "soap:Server."
        ),
    )
