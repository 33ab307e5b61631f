"""ITI-18 answers to a search for ids alone (returnType ObjectRef), as values."""

from dataclasses import dataclass

from lxml import etree

from conformance.xds.entries import DocumentEntry, read_response
from conformance.xds.errors import RegistryError
from conformance.xds.vocabulary import NSMAP


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceResponse:
    """The answer to a search for ids: *ids*, and *entries* that came although not asked for."""

    status: str
    ids: tuple[str, ...] = ()
    entries: tuple[DocumentEntry, ...] = ()
    errors: tuple[RegistryError, ...] = ()


def read_references(body: etree._Element) -> ReferenceResponse:
    """Read an AdhocQueryResponse; ValueError when *body* is something else."""
    answer = read_response(body)
    references = body.findall("rim:RegistryObjectList/rim:ObjectRef", NSMAP)
    return ReferenceResponse(
        status=answer.status,
        ids=tuple(reference.get("id", "") for reference in references),
        entries=answer.entries,
        errors=answer.errors,
    )
