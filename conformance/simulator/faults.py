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

    LEGACY_NULL_FLAVOR = (
        "no-resuscitation value with nullFlavor NAV",
        "As a document of 2024-02-14 had it. Superseded by the error.",
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

    LAPSED_ADDRESS = (
        "lapsed temporary address",
        "The service forgets to leave out a temporary address whose end has passed.",
    )

    SLOW = (
        "SFSK slow",
        "SFSK answers, but late.",
    )

    DOWN = (
        "SFSK down",
        "SFSK answers HTTP 503 and nothing else.",
    )

    MINLOG_DOWN = (
        "MinLog down",
        "MinLog answers HTTP 503 and nothing else.",
    )

    MINLOG_REJECTS = (
        "MinLog rejects",
        "MinLog accepts the call and rejects each registration in it.",
    )
