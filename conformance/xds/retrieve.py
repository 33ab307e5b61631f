"""ITI-43 as values: which documents are fetched, and the documents."""

import base64
import binascii
from dataclasses import dataclass

from lxml import etree

from conformance.xds.errors import RegistryError, append_errors, read_errors
from conformance.xds.vocabulary import NSMAP, Namespace, ResponseStatus, q


class MalformedRetrieve(ValueError):
    """The element is no RetrieveDocumentSet message that can be read; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRequest:
    """One document asked for. *unique_id* is the whole `<oid>^<uuid>` string."""

    repository_id: str
    unique_id: str
    home_community_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievedDocument:
    """One document in the answer.

    *new_repository_id* and *new_unique_id* are for an on-demand document that has got an id of its
    own (IHE ITI TF-2, 3.43).
    """

    repository_id: str
    unique_id: str
    content: bytes
    home_community_id: str | None = None
    mime_type: str = "text/xml"
    new_repository_id: str | None = None
    new_unique_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrieveResponse:
    """A RetrieveDocumentSetResponse: documents, errors, or both."""

    status: str = ResponseStatus.SUCCESS
    documents: tuple[RetrievedDocument, ...] = ()
    errors: tuple[RegistryError, ...] = ()


def build_request(requests: tuple[DocumentRequest, ...]) -> etree._Element:
    """`<ihe:RetrieveDocumentSetRequest>` with one DocumentRequest for each."""
    root = etree.Element(
        q(Namespace.IHE, "RetrieveDocumentSetRequest"), nsmap={"ihe": NSMAP["ihe"]}
    )
    for request in requests:
        element = etree.SubElement(root, q(Namespace.IHE, "DocumentRequest"))
        _ids(element, request.home_community_id, request.repository_id, request.unique_id)
    return root


def read_request(body: etree._Element) -> tuple[DocumentRequest, ...]:
    """Read a RetrieveDocumentSetRequest; MalformedRetrieve when it is something else or empty."""
    if body.tag != q(Namespace.IHE, "RetrieveDocumentSetRequest"):
        raise MalformedRetrieve(f"expected ihe:RetrieveDocumentSetRequest, found {body.tag}")
    requests = tuple(
        DocumentRequest(
            repository_id=element.findtext("ihe:RepositoryUniqueId", "", NSMAP).strip(),
            unique_id=element.findtext("ihe:DocumentUniqueId", "", NSMAP).strip(),
            home_community_id=element.findtext("ihe:HomeCommunityId", None, NSMAP),
        )
        for element in body.findall("ihe:DocumentRequest", NSMAP)
    )
    if not requests:
        raise MalformedRetrieve("expected at least one ihe:DocumentRequest, found none")
    return requests


def build_response(response: RetrieveResponse) -> etree._Element:
    """`<ihe:RetrieveDocumentSetResponse>` with the documents inline, in base64."""
    root = etree.Element(
        q(Namespace.IHE, "RetrieveDocumentSetResponse"),
        nsmap={"ihe": NSMAP["ihe"], "rs": NSMAP["rs"]},
    )
    status = etree.SubElement(root, q(Namespace.RS, "RegistryResponse"), status=response.status)
    append_errors(status, response.errors)
    for document in response.documents:
        element = etree.SubElement(root, q(Namespace.IHE, "DocumentResponse"))
        _ids(element, document.home_community_id, document.repository_id, document.unique_id)
        _put(element, "NewRepositoryUniqueId", document.new_repository_id)
        _put(element, "NewDocumentUniqueId", document.new_unique_id)
        _put(element, "mimeType", document.mime_type)
        content = base64.b64encode(document.content).decode("ascii")
        etree.SubElement(element, q(Namespace.IHE, "Document")).text = content
    return root


def read_response(body: etree._Element) -> RetrieveResponse:
    """Read a RetrieveDocumentSetResponse; MalformedRetrieve when it is something else."""
    status = body.find("rs:RegistryResponse", NSMAP)
    if body.tag != q(Namespace.IHE, "RetrieveDocumentSetResponse") or status is None:
        raise MalformedRetrieve(f"expected ihe:RetrieveDocumentSetResponse, found {body.tag}")
    return RetrieveResponse(
        status=status.get("status", ""),
        documents=tuple(map(_read_document, body.findall("ihe:DocumentResponse", NSMAP))),
        errors=read_errors(status),
    )


def _ids(element: etree._Element, home: str | None, repository: str, unique_id: str) -> None:
    _put(element, "HomeCommunityId", home or None)
    _put(element, "RepositoryUniqueId", repository)
    _put(element, "DocumentUniqueId", unique_id)


def _put(element: etree._Element, name: str, text: str | None) -> None:
    if text is not None:
        etree.SubElement(element, q(Namespace.IHE, name)).text = text


def _read_document(element: etree._Element) -> RetrievedDocument:
    text = element.findtext("ihe:Document", "", NSMAP)
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise MalformedRetrieve(f"expected base64 in ihe:Document: {error}") from None
    return RetrievedDocument(
        repository_id=element.findtext("ihe:RepositoryUniqueId", "", NSMAP),
        unique_id=element.findtext("ihe:DocumentUniqueId", "", NSMAP),
        content=content,
        home_community_id=element.findtext("ihe:HomeCommunityId", None, NSMAP),
        mime_type=element.findtext("ihe:mimeType", "", NSMAP),
        new_repository_id=element.findtext("ihe:NewRepositoryUniqueId", None, NSMAP),
        new_unique_id=element.findtext("ihe:NewDocumentUniqueId", None, NSMAP),
    )
