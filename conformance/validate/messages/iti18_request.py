"""Rules for an ITI-18 request: a search for a citizen's cards."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from conformance.findings import Severity
from conformance.validate.messages.registry import PATIENT_ID, slot_values
from conformance.validate.messages.rule import (
    Basis,
    Breach,
    Element,
    Message,
    quoted,
    rule,
    text_of,
)
from conformance.xds.vocabulary import (
    FORMAT_CODE_SCHEME,
    AvailabilityStatus,
    EntryType,
    FormatCode,
    Namespace,
    Parameter,
    StoredQuery,
    q,
)

_V3: Final = f"{FormatCode.PDC_V3}^^{FORMAT_CODE_SCHEME}"
_QUOTED: Final = re.compile(r"'((?:[^']|'')*)'")
_LIST: Final = re.compile(r"\(\s*'(?:[^']|'')*'(?:\s*,\s*'(?:[^']|'')*')*\s*\)")
_LONGEST: Final = 4096
"""Characters of a value that are looked at: enough for every code there is."""

_LISTS: Final = (Parameter.TYPE, Parameter.STATUS, Parameter.FORMAT_CODE)


@rule(
    "XDS18-01",
    basis=Basis.SCHEMA,
    requirement="XDS-01",
    fix="Send one rim:AdhocQuery with the id of the stored query.",
    bad="<query:AdhocQueryRequest/>",
)
def one_query(message: Message) -> Iterator[Breach]:
    """A search holds one response option and one stored query.

    <query:AdhocQueryRequest>
      <query:ResponseOption returnType="LeafClass" returnComposedObjects="true"/>
      <rim:AdhocQuery id="urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d">…</rim:AdhocQuery>
    </query:AdhocQueryRequest>

    Source: query.xsd of SFSK.
    """
    for namespace, name in ((Namespace.QUERY, "ResponseOption"), (Namespace.RIM, "AdhocQuery")):
        found = len(message.root.findall(q(namespace, name)))
        if found != 1:
            yield Breach(at=message.root, expected=f"one {name}", found=str(found))


@rule(
    "XDS18-02",
    basis=Basis.CLIENT,
    severity=Severity.WARNING,
    requirement="XDS-01",
    fix="Use FindDocuments; that SFSK answers other stored queries is not known.",
    bad=("14d4debf-8f97-4251-9a74-a90016b0af0d", "f26abbcb-ac74-4422-8a30-edb644bbc1a9"),
)
def find_documents(message: Message) -> Iterator[Breach]:
    """The stored query is FindDocuments.

    <rim:AdhocQuery id="urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d"/>

    Source: the data authority's client; other stored queries of IHE may be legal.
    """
    for query in _queries(message):
        if query.get("id") != StoredQuery.FIND_DOCUMENTS:
            yield Breach(
                at=query,
                attribute="id",
                expected=f"{StoredQuery.FIND_DOCUMENTS} (FindDocuments)",
                found=quoted(query.get("id")),
            )


@rule(
    "XDS18-03",
    basis=Basis.CLIENT,
    severity=Severity.WARNING,
    requirement="XDS-01",
    fix='Ask with returnType="LeafClass" returnComposedObjects="true".',
    bad=('returnType="LeafClass"', 'returnType="ObjectRef"'),
)
def whole_entries(message: Message) -> Iterator[Breach]:
    """The search asks for whole entries, from which the ids can be taken.

    <query:ResponseOption returnType="LeafClass" returnComposedObjects="true"/>

    Source: the data authority's client.
    """
    for option in message.root.findall(q(Namespace.QUERY, "ResponseOption")):
        for attribute, value in (("returnType", "LeafClass"), ("returnComposedObjects", "true")):
            if option.get(attribute) != value:
                yield Breach(
                    at=option,
                    attribute=attribute,
                    expected=repr(value),
                    found=quoted(option.get(attribute)),
                )


@rule(
    "XDS18-04",
    basis=Basis.CLIENT,
    requirement="XDS-02",
    fix="Write the CPR number as '<cpr>^^^&1.2.208.176.1.2&ISO'; the single quotes are part of it.",
    bad=("'2512489996^^^&amp;1.2.208.176.1.2&amp;ISO'", "2512489996"),
)
def patient_id_form(message: Message) -> Iterator[Breach]:
    """The search names one citizen, by a CPR number in IHE's form and in single quotes.

    <rim:Slot name="$XDSDocumentEntryPatientId"><rim:ValueList>
      <rim:Value>'2512489996^^^&amp;1.2.208.176.1.2&amp;ISO'</rim:Value>
    </rim:ValueList></rim:Slot>

    Source: the data authority's client.
    """
    for query in _queries(message):
        values = slot_values(query, Parameter.PATIENT_ID)
        if len(values) != 1:
            yield Breach(
                at=query,
                expected=f"one value in the slot {Parameter.PATIENT_ID}",
                found=str(len(values)),
            )
            continue
        text = text_of(values[0])
        if not (text[:1] == text[-1:] == "'" and PATIENT_ID.fullmatch(text[1:-1])):
            yield Breach(
                at=values[0],
                expected="'<ten digits>^^^&1.2.208.176.1.2&ISO' with its single quotes",
                found=text or "nothing",
            )


@rule(
    "XDS18-05",
    basis=Basis.CLIENT,
    requirement="XDS-03",
    fix=f"Add ('{EntryType.ON_DEMAND}') to the slot {Parameter.TYPE}.",
    bad=("34268e47-fdf5-41a6-ba33-82133c465248", "7edca82f-054d-47f2-a032-9b2a5b5186c1"),
)
def on_demand_is_asked_for(message: Message) -> Iterator[Breach]:
    """The search asks for on-demand entries: a shared patient card is one.

    <rim:Slot name="$XDSDocumentEntryType"><rim:ValueList>
      <rim:Value>('urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248')</rim:Value>
    </rim:ValueList></rim:Slot>

    Left out, IHE reads stable entries only, and no card is found. Source: the data authority's
    client; implementation guide, change log 1.3.1.
    """
    yield from _holds(message, Parameter.TYPE, EntryType.ON_DEMAND, "on-demand")


@rule(
    "XDS18-06",
    basis=Basis.CLIENT,
    requirement="XDS-04",
    fix=f"Add the slot {Parameter.STATUS} with ('{AvailabilityStatus.APPROVED}').",
    bad=("StatusType:Approved", "StatusType:Deprecated"),
)
def approved_is_asked_for(message: Message) -> Iterator[Breach]:
    """The search asks for approved entries; IHE requires the slot.

    <rim:Slot name="$XDSDocumentEntryStatus"><rim:ValueList>
      <rim:Value>('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')</rim:Value>
    </rim:ValueList></rim:Slot>

    Source: the data authority's client; IHE ITI TF-2, 3.18.
    """
    yield from _holds(message, Parameter.STATUS, AvailabilityStatus.APPROVED, "Approved")


@rule(
    "XDS18-07",
    basis=Basis.GUIDE,
    requirement="XDS-05",
    fix=f"Ask for {_V3}: version 2 was closed on 2025-01-15.",
    bad=("pdc-v3.0", "pdc-v2.0"),
)
def version_2_is_not_asked_for(message: Message) -> Iterator[Breach]:
    """The search does not ask for the closed version 2.

    <rim:Slot name="$XDSDocumentEntryFormatCode"><rim:ValueList>
      <rim:Value>('urn:ad:dk:medcom:pdc-v3.0:full^^1.2.208.184.100.10')</rim:Value>
    </rim:ValueList></rim:Slot>

    Source: implementation guide 2025-06-26.
    """
    for value, codes in _coded(message, Parameter.FORMAT_CODE):
        for code in codes:
            if code.partition("^^")[0] == FormatCode.PDC_V2:
                yield Breach(at=value, expected=_V3, found=quoted(code))


@rule(
    "XDS18-08",
    basis=Basis.INFERRED,
    requirement="XDS-04",
    fix=f"Ask for {_V3}, or leave the slot out.",
    bad=("^^1.2.208.184.100.10", ""),
)
def format_code_of_version_3(message: Message) -> Iterator[Breach]:
    """A format code that is asked for is that of version 3.0, with its code system.

    <rim:Slot name="$XDSDocumentEntryFormatCode"><rim:ValueList>
      <rim:Value>('urn:ad:dk:medcom:pdc-v3.0:full^^1.2.208.184.100.10')</rim:Value>
    </rim:ValueList></rim:Slot>

    Source: the data authority's client; whether the slot must be sent is unknown.
    """
    for value, codes in _coded(message, Parameter.FORMAT_CODE):
        for code in codes:
            if code != _V3 and code.partition("^^")[0] != FormatCode.PDC_V2:
                yield Breach(at=value, expected=_V3, found=quoted(code))


@rule(
    "XDS18-09",
    basis=Basis.GENERAL,
    fix="Write ('value') or ('one','two').",
    bad=("('", "'"),
)
def lists_in_parentheses(message: Message) -> Iterator[Breach]:
    """Coded values stand in single quotes and parentheses.

    <rim:Value>('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')</rim:Value>

    Source: IHE ITI TF-2, 3.18.4.1.2.3.5.
    """
    for query in _queries(message):
        for name in _LISTS:
            for value in slot_values(query, name):
                text = text_of(value)[:_LONGEST]
                if not _LIST.fullmatch(text):
                    yield Breach(at=value, expected="('value')", found=quoted(text))


@rule(
    "XDS18-10",
    basis=Basis.GENERAL,
    fix="Put the values of a parameter into one slot.",
    bad='<rim:Slot name="$XDSDocumentEntryStatus">…</rim:Slot>'
    '<rim:Slot name="$XDSDocumentEntryStatus">…</rim:Slot>',
)
def each_slot_once(message: Message) -> Iterator[Breach]:
    """Each parameter has one slot.

    <rim:Slot name="$XDSDocumentEntryStatus">…</rim:Slot>

    Source: IHE ITI TF-2, 3.18.
    """
    for query in _queries(message):
        seen = set()
        for slot in query.findall(q(Namespace.RIM, "Slot")):
            name = slot.get("name")
            if name in seen:
                yield Breach(at=slot, expected=f"one slot {name}", found="another")
            seen.add(name)


def _queries(message: Message) -> list[Element]:
    return message.root.findall(q(Namespace.RIM, "AdhocQuery"))


def _coded(message: Message, name: Parameter) -> Iterator[tuple[Element, Sequence[str]]]:
    """Each Value of the slot with the codes in it, whatever the form they are written in."""
    for query in _queries(message):
        for value in slot_values(query, name):
            text = text_of(value)[:_LONGEST]
            yield value, _QUOTED.findall(text) or [text]


def _holds(message: Message, name: Parameter, code: str, word: str) -> Iterator[Breach]:
    for query in _queries(message):
        codes = [each for _, found in _coded(message, name) for each in found]
        if code not in codes:
            found = ", ".join(map(quoted, codes[:3])) or "no such slot"
            yield Breach(at=query, expected=f"{code} ({word}) in the slot {name}", found=found)


RULES: Final = (
    one_query,
    find_documents,
    whole_entries,
    patient_id_form,
    on_demand_is_asked_for,
    approved_is_asked_for,
    version_2_is_not_asked_for,
    format_code_of_version_3,
    lists_in_parentheses,
    each_slot_once,
)
