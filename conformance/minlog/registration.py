"""MinLog2 registrations as values: what a system tells MinLog of, and what MinLog took of it.

Source: MinLog2 registration schema of 2025-03-12; its elements are unqualified but for the root.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree

from conformance.minlog.destination import (
    FIELDS,
    breaches,
    content,
    instant,
    text_of,
    unknown_attributes,
)
from conformance.minlog.log_entry import Filter, LogEntry, Source, destination_fields, sources_of
from conformance.minlog.vocabulary import Namespace

__all__ = [
    "INVALID",
    "Filter",
    "LogEntry",
    "MalformedRegistration",
    "Outcome",
    "Receipt",
    "Rejection",
    "Source",
    "build_request",
    "build_response",
    "entries_of",
    "read_request",
    "read_response",
]


class MalformedRegistration(ValueError):
    """The element is no registration message that can be read; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """One registration that was not taken. The vocabulary of fault codes is not public.

    *sequence_number* is the caller's own, by which the caller finds what failed.
    """

    code: str
    text: str
    sequence_number: str | None


Outcome = LogEntry | Rejection


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """MinLog's answer as its caller reads it: how many were added and failed, and which failed."""

    added: int
    failed: int
    rejections: tuple[Rejection, ...] = ()


INVALID: Final = "invalid"
"""Our fault code for a registration that breaks the form; the real ones are not public."""


def read_request(body: etree._Element, *, received_at: datetime, caller: str) -> list[Outcome]:
    """Each LogDataEntry of a RegistrationRequest, as an entry or as a rejection with its reason.

    Raises MalformedRegistration when *body* is something else, or holds anything but entries.
    """
    return [_read_entry(entry, received_at, caller) for entry in entries_of(body)]


def entries_of(body: etree._Element) -> list[etree._Element]:
    """The LogDataEntry elements of a RegistrationRequest, at least one.

    Raises MalformedRegistration when *body* is something else.
    """
    if body.tag != Namespace.REGISTRATION.tag("RegistrationRequest"):
        raise MalformedRegistration(f"expected RegistrationRequest, found {body.tag}")
    children = list(body.iterchildren("{*}*"))
    stranger = next((child for child in children if child.tag != "LogDataEntry"), None)
    if stranger is not None:
        raise MalformedRegistration(
            f"expected LogDataEntry in no namespace, found {stranger.tag}: only the root element "
            "is qualified"
        )
    if not children:
        raise MalformedRegistration("expected at least one LogDataEntry, found none")
    for breach in unknown_attributes(body):
        raise MalformedRegistration(breach)
    if content(body).strip():
        raise MalformedRegistration("expected LogDataEntry alone, found text between them")
    return children


def build_request(entries: Iterable[LogEntry]) -> etree._Element:
    """`RegistrationRequest` with an entry for each; who received it and when is not sent."""
    root = _root("RegistrationRequest")
    for entry in entries:
        element = etree.SubElement(root, "LogDataEntry")
        _append_sources(element, entry)
        destination = etree.SubElement(element, "Destination")
        for name, text, source in destination_fields(entry):
            child = etree.SubElement(destination, name)
            child.text = text
            if source is not None:
                child.set("source", source)
    return root


def build_response(outcomes: Iterable[Outcome]) -> etree._Element:
    """`RegistrationResponse` with the rejections, NumberAdded and NumberFailed."""
    all_outcomes = list(outcomes)
    rejections = [outcome for outcome in all_outcomes if isinstance(outcome, Rejection)]
    root = _root("RegistrationResponse")
    for rejection in rejections:
        failed = etree.SubElement(root, "FailedLogDataEntries")
        etree.SubElement(failed, "FaultCode").text = rejection.code
        if rejection.text:
            etree.SubElement(failed, "FaultText").text = rejection.text
        if rejection.sequence_number is not None:
            etree.SubElement(failed, "SequenceNumber").text = rejection.sequence_number
    etree.SubElement(root, "NumberAdded").text = str(len(all_outcomes) - len(rejections))
    etree.SubElement(root, "NumberFailed").text = str(len(rejections))
    return root


def read_response(body: etree._Element) -> Receipt:
    """Read a RegistrationResponse; MalformedRegistration when it is something else."""
    if body.tag != Namespace.REGISTRATION.tag("RegistrationResponse"):
        raise MalformedRegistration(f"expected RegistrationResponse, found {body.tag}")
    return Receipt(
        added=_count(body, "NumberAdded"),
        failed=_count(body, "NumberFailed"),
        rejections=tuple(
            Rejection(
                code=text_of(failed, "FaultCode") or "",
                text=text_of(failed, "FaultText") or "",
                sequence_number=text_of(failed, "SequenceNumber"),
            )
            for failed in body.iterfind("FailedLogDataEntries")
        ),
    )


def _read_entry(entry: etree._Element, received_at: datetime, caller: str) -> Outcome:
    breach = next(breaches(entry), None)
    if breach is None:
        return _read(entry, received_at, caller)
    sequence_number = entry.findtext("Destination/SequenceNumber")
    longest = FIELDS["SequenceNumber"].longest
    # The schema takes no other number in the answer either.
    is_number = sequence_number and len(sequence_number) <= (longest or 0)
    return Rejection(
        code=INVALID, text=breach, sequence_number=sequence_number if is_number else None
    )


def _read(entry: etree._Element, received_at: datetime, caller: str) -> LogEntry:
    """A LogDataEntry that keeps the form, so that what is required is there."""
    (destination,) = entry.iterfind("Destination")
    texts = {str(child.tag): content(child) for child in destination.iterchildren("{*}*")}
    sources = {str(child.tag): child.get("source") for child in destination.iterchildren("{*}*")}
    begin = instant(texts.get("DateTime") or texts["FromDateTime"])
    assert begin is not None
    return LogEntry(
        citizen=texts["PersonIdentifier"],
        citizen_source=sources["PersonIdentifier"] or "",
        citizen_name=texts.get("PersonName"),
        user_id=texts["UserPersonIdentifier"],
        user_id_source=sources["UserPersonIdentifier"] or "",
        user_name=texts.get("UserPersonName"),
        user_role=texts.get("UserRole"),
        at=begin,
        until=instant(texts.get("ToDateTime", "")),
        received_at=received_at,
        written_by=caller,
        system_name=texts["SystemName"],
        activity=texts["Activity"],
        reason=texts.get("Reason"),
        addition=texts.get("Addition"),
        criticality=texts.get("Criticality"),
        organisation_id=texts.get("OrganisationId"),
        organisation_id_source=sources.get("OrganisationId"),
        organisation_name=texts.get("OrganisationName"),
        on_behalf_of_id=texts.get("OnBehalfOfPersonIdentifier"),
        on_behalf_of_id_source=sources.get("OnBehalfOfPersonIdentifier"),
        on_behalf_of_name=texts.get("OnBehalfOfPersonName"),
        on_behalf_of_role=texts.get("OnBehalfOfUserRole"),
        filters=tuple(content(child) for child in destination.iterfind("Filter")),
        correlation_id=texts.get("CorrelationId"),
        sequence_number=texts.get("SequenceNumber"),
        source=_read_source(entry),
    )


def _read_source(entry: etree._Element) -> Source | None:
    chain: list[etree._Element] = []
    element = entry.find("Source")
    while element is not None:
        chain.append(element)
        element = element.find("Source")
    source = None
    for element in reversed(chain):
        source = Source(
            correlation_id=text_of(element, "CorrelationId"),
            system_name=text_of(element, "SystemName"),
            source=source,
        )
    return source


def _append_sources(parent: etree._Element, entry: LogEntry) -> None:
    for source in sources_of(entry):
        parent = etree.SubElement(parent, "Source")
        if source.correlation_id is not None:
            etree.SubElement(parent, "CorrelationId").text = source.correlation_id
        if source.system_name is not None:
            etree.SubElement(parent, "SystemName").text = source.system_name


def _root(name: str) -> etree._Element:
    namespace = Namespace.REGISTRATION
    return etree.Element(namespace.tag(name), nsmap={"ml": namespace.value})


def _count(body: etree._Element, name: str) -> int:
    text = (text_of(body, name) or "").strip()
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise MalformedRegistration(f"expected a number in {name}, found {text[:20]!r}")
    return int(text)
