"""Rules for what ITI-18 and ITI-43 have in common: ids, statuses and registry errors."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from conformance.validate.messages.rule import Breach, Element, quoted
from conformance.xds.vocabulary import (
    NSMAP,
    ErrorSeverity,
    Namespace,
    ResponseStatus,
    q,
)

UNIQUE_ID: Final = re.compile(
    r"[0-9]+(?:\.[0-9]+)+\^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
)
"""`<repository oid>^<uuid>`. Source: what the data authority's client demands."""

PATIENT_ID: Final = re.compile(r"[0-9]{10}\^\^\^&1\.2\.208\.176\.1\.2&ISO")
"""A CPR number as HL7 CX. No modulus 11: new numbers fail it."""

HOME_COMMUNITY: Final = re.compile(r"urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+")
"""A home community id. Source: IHE ITI TF-3."""

_STATUSES: Final = frozenset(ResponseStatus)


def known_status(response: Element) -> Iterator[Breach]:
    """The status of a registry response is one of IHE's three."""
    status = response.get("status")
    if status not in _STATUSES:
        yield Breach(
            at=response,
            attribute="status",
            expected="one of " + ", ".join(ResponseStatus),
            found=quoted(status),
        )


def status_and_errors_agree(response: Element) -> Iterator[Breach]:
    """Failure and PartialSuccess come with an error, Success with none."""
    status = response.get("status")
    errors = [e for e in _errors(response) if e.get("severity") != ErrorSeverity.WARNING]
    if status == ResponseStatus.SUCCESS and errors:
        yield Breach(
            at=response,
            attribute="status",
            expected="Failure or PartialSuccess beside a RegistryError of severity Error",
            found=quoted(status),
        )
    if status in {ResponseStatus.FAILURE, ResponseStatus.PARTIAL_SUCCESS} and not errors:
        yield Breach(at=response, expected="a RegistryError of severity Error", found="none")


def complete_errors(response: Element) -> Iterator[Breach]:
    """Each RegistryError says what went wrong, by code and in words."""
    for error in _errors(response):
        for attribute in ("errorCode", "codeContext"):
            if error.get(attribute) is None:
                yield Breach(at=error, attribute=attribute, expected="the attribute", found="none")


def slot_values(parent: Element, name: str) -> Sequence[Element]:
    """The Value elements of the slots with that name."""
    return [
        value
        for slot in parent.findall(q(Namespace.RIM, "Slot"))
        if slot.get("name") == name
        for value in slot.findall("rim:ValueList/rim:Value", NSMAP)
    ]


def _errors(response: Element) -> list[Element]:
    return response.findall("rs:RegistryErrorList/rs:RegistryError", NSMAP)
