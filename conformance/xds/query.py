"""ITI-18 requests as values: which documents of which citizen are asked for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from conformance.xds.parameters import Slot
from conformance.xds.vocabulary import (
    CPR_OID,
    FORMAT_CODE_SCHEME,
    NSMAP,
    AvailabilityStatus,
    EntryType,
    Namespace,
    Parameter,
    StoredQuery,
    q,
)

_CX: Final = re.compile(r"(?P<id>[^^]*)\^\^\^&(?P<authority>[^&]*)&ISO")


class MalformedQuery(ValueError):
    """The element is no AdhocQueryRequest that can be read; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQueryRequest:
    """A stored query as it was sent.

    *parameters* maps each slot to its values with the quotes and parentheses of IHE's value syntax
    taken off; *raw* keeps the slot's text as sent, since the quotes are part of what is judged.
    *sent* are the slots one by one, where the query was read from a message.
    """

    query_id: str
    return_type: str
    parameters: Mapping[str, tuple[str, ...]]
    raw: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sent: tuple[Slot, ...] = ()

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots, those of the same name apart: together they mean that all of them apply."""
        return self.sent or tuple(
            Slot(name=name, texts=_written(name, values))
            for name, values in self.parameters.items()
        )

    @property
    def patient_cpr(self) -> str | None:
        """The CPR number that the query is about, or None when it names no CPR number."""
        values = self.parameters.get(Parameter.PATIENT_ID, ())
        match = _CX.fullmatch(values[0]) if len(values) == 1 else None
        return match["id"] if match and match["authority"] == CPR_OID else None

    @property
    def entry_types(self) -> frozenset[str]:
        """Asked entry types. Left out means stable only (IHE ITI TF-2, 3.18.4.1.2.3.6.2)."""
        return frozenset(self.parameters.get(Parameter.TYPE, ())) or frozenset({EntryType.STABLE})

    @property
    def format_codes(self) -> frozenset[str]:
        """Asked format codes without their scheme; empty when any format will do."""
        values = self.parameters.get(Parameter.FORMAT_CODE, ())
        return frozenset(value.split("^^")[0] for value in values)


def patient_id(cpr: str) -> str:
    """The citizen's id as an HL7 CX: `<cpr>^^^&1.2.208.176.1.2&ISO`."""
    return f"{cpr}^^^&{CPR_OID}&ISO"


def find_documents(
    cpr: str,
    *,
    format_codes: tuple[str, ...],
    entry_types: tuple[str, ...] = (EntryType.ON_DEMAND, EntryType.STABLE),
) -> StoredQueryRequest:
    """FindDocuments for a citizen's cards, with the slots of the data authority's client."""
    parameters = {
        Parameter.PATIENT_ID.value: (patient_id(cpr),),
        Parameter.TYPE.value: entry_types,
        Parameter.STATUS.value: (AvailabilityStatus.APPROVED.value,),
        Parameter.FORMAT_CODE.value: tuple(f"{c}^^{FORMAT_CODE_SCHEME}" for c in format_codes),
    }
    return StoredQueryRequest(
        query_id=StoredQuery.FIND_DOCUMENTS,
        return_type="LeafClass",
        parameters={name: values for name, values in parameters.items() if values},
    )


def build_request(request: StoredQueryRequest) -> etree._Element:
    """`<query:AdhocQueryRequest>` with ResponseOption and the slots of *request*."""
    root = etree.Element(
        q(Namespace.QUERY, "AdhocQueryRequest"),
        nsmap={"query": NSMAP["query"], "rim": NSMAP["rim"]},
    )
    option = etree.SubElement(root, q(Namespace.QUERY, "ResponseOption"))
    option.set("returnType", request.return_type)
    option.set("returnComposedObjects", "true")
    query = etree.SubElement(root, q(Namespace.RIM, "AdhocQuery"), id=request.query_id)
    for name, values in request.parameters.items():
        slot = etree.SubElement(query, q(Namespace.RIM, "Slot"), name=name)
        value_list = etree.SubElement(slot, q(Namespace.RIM, "ValueList"))
        for text in _written(name, values):
            etree.SubElement(value_list, q(Namespace.RIM, "Value")).text = text
    return root


def read_request(body: etree._Element) -> StoredQueryRequest:
    """Read an AdhocQueryRequest element; MalformedQuery when it is something else."""
    if body.tag != q(Namespace.QUERY, "AdhocQueryRequest"):
        raise MalformedQuery(f"expected query:AdhocQueryRequest, found {body.tag}")
    query = body.find(q(Namespace.RIM, "AdhocQuery"))
    if query is None:
        raise MalformedQuery("expected rim:AdhocQuery in AdhocQueryRequest, found none")
    option = body.find(q(Namespace.QUERY, "ResponseOption"))
    sent = tuple(
        Slot(name=slot.get("name", ""), texts=_texts(slot))
        for slot in query.findall("rim:Slot", NSMAP)
    )
    return StoredQueryRequest(
        query_id=query.get("id", ""),
        return_type="" if option is None else option.get("returnType", "RegistryObject"),
        parameters=_together((slot.name, slot.values) for slot in sent),
        raw=_together((slot.name, slot.texts) for slot in sent),
        sent=sent,
    )


def _texts(slot: etree._Element) -> tuple[str, ...]:
    return tuple(
        (value.text or "").strip() for value in slot.findall("rim:ValueList/rim:Value", NSMAP)
    )


def _together(named: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, values in named:
        found.setdefault(name, []).extend(values)
    return {name: tuple(values) for name, values in found.items()}


def _written(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """The texts of a slot: one value in single quotes, or each in parentheses."""
    escaped = (value.replace("'", "''") for value in values)
    if name == Parameter.PATIENT_ID:
        return tuple(f"'{value}'" for value in escaped)
    return tuple(f"('{value}')" for value in escaped)
