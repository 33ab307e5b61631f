"""Rules for ITI-43: which documents are fetched, and the answer that carries them."""

import base64
import binascii
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from conformance.findings import Severity
from conformance.validate.messages import registry
from conformance.validate.messages.registry import HOME_COMMUNITY, UNIQUE_ID
from conformance.validate.messages.rule import (
    Basis,
    Breach,
    Element,
    Message,
    quoted,
    rule,
    text_of,
)
from conformance.xds.vocabulary import NSMAP, Namespace, ResponseStatus, q

XOP_INCLUDE: Final = "{http://www.w3.org/2004/08/xop/include}Include"
"""Stands for a document that travels as a part of its own (MTOM)."""


@rule(
    "XDS43-01",
    basis=Basis.SCHEMA,
    requirement="XDS-07",
    fix="Send one DocumentRequest for each document, with RepositoryUniqueId and DocumentUniqueId.",
    bad="<ihe:RetrieveDocumentSetRequest/>",
)
def something_is_asked_for(message: Message) -> Iterator[Breach]:
    """A retrieval asks for at least one document, by repository and id.

    <ihe:DocumentRequest>
      <ihe:RepositoryUniqueId>1.2.208.176.43210.8.10.12</ihe:RepositoryUniqueId>
      <ihe:DocumentUniqueId>1.2.208.176.43210.8.10.12^…</ihe:DocumentUniqueId>
    </ihe:DocumentRequest>

    Source: IHEXDSB.xsd of SFSK.
    """
    requests = _requests(message)
    if not requests:
        yield Breach(at=message.root, expected="a DocumentRequest", found="none")
    for request in requests:
        yield from _each_once(request, "RepositoryUniqueId", "DocumentUniqueId")


@rule(
    "XDS43-02",
    basis=Basis.CLIENT,
    requirement="XDS-07",
    fix="Send the whole value from the search, the OID and ^ included.",
    bad=("1.2.208.176.43210.8.10.12^", ""),
)
def whole_unique_id(message: Message) -> Iterator[Breach]:
    """A document is asked for by its whole id.

    <ihe:DocumentUniqueId>1.2.208.176.43210.8.10.12^aa575bf2-fde6-434c-bd0c-ccf5a512680d</ihe:DocumentUniqueId>

    Source: the data authority's client.
    """
    for request in _requests(message):
        for element in request.findall(q(Namespace.IHE, "DocumentUniqueId")):
            if not UNIQUE_ID.fullmatch(text_of(element)):
                yield Breach(
                    at=element, expected="<repository oid>^<uuid>", found=quoted(text_of(element))
                )


@rule(
    "XDS43-03",
    basis=Basis.CLIENT,
    requirement="XDS-07",
    fix="Take repository and document id from the same hit of the search.",
    bad=("8.10.12</ihe:Rep", "8.20.12</ihe:Rep"),
)
def repository_fits_the_unique_id(message: Message) -> Iterator[Breach]:
    """The repository is the part of the document's id before ^.

    <ihe:DocumentRequest>
      <ihe:RepositoryUniqueId>1.2.208.176.43210.8.10.12</ihe:RepositoryUniqueId>
      <ihe:DocumentUniqueId>1.2.208.176.43210.8.10.12^…</ihe:DocumentUniqueId>
    </ihe:DocumentRequest>

    Source: the data authority's client.
    """
    for request in _requests(message):
        unique_id = text_of(request.find(q(Namespace.IHE, "DocumentUniqueId")))
        repository = request.find(q(Namespace.IHE, "RepositoryUniqueId"))
        if repository is None or not UNIQUE_ID.fullmatch(unique_id):
            continue
        expected = unique_id.partition("^")[0]
        if text_of(repository) != expected:
            yield Breach(at=repository, expected=expected, found=quoted(text_of(repository)))


@rule(
    "XDS43-04",
    basis=Basis.GENERAL,
    requirement="XDS-06",
    fix="Send the home attribute of the hit as it is.",
    bad=("urn:oid:", ""),
)
def home_community_form(message: Message) -> Iterator[Breach]:
    """A home community that is named is named as in the search.

    <ihe:HomeCommunityId>urn:oid:1.2.208.176.43210.8.10</ihe:HomeCommunityId>

    Source: IHE ITI TF-2, 3.43.
    """
    for request in _requests(message):
        for element in request.findall(q(Namespace.IHE, "HomeCommunityId")):
            if not HOME_COMMUNITY.fullmatch(text_of(element)):
                yield Breach(
                    at=element, expected="urn:oid: and an OID", found=quoted(text_of(element))
                )


@rule(
    "XDS43-05",
    basis=Basis.GUIDE,
    severity=Severity.NOTICE,
    requirement="XDS-06",
    fix="Take the home community id from the hit as well, when it has one.",
    bad="<ihe:DocumentRequest>…without HomeCommunityId…</ihe:DocumentRequest>",
)
def home_community_is_sent(message: Message) -> Iterator[Breach]:
    """All three ids of a hit are sent: home community, repository and document.

    <ihe:HomeCommunityId>urn:oid:1.2.208.176.43210.8.10</ihe:HomeCommunityId>

    Source: implementation guide 2025-06-26; a known client leaves it out, and it works.
    """
    for request in _requests(message):
        if request.find(q(Namespace.IHE, "HomeCommunityId")) is None:
            yield Breach(at=request, expected="a HomeCommunityId", found="none")


@rule(
    "XDS43-11",
    basis=Basis.SCHEMA,
    requirement="XDS-13",
    fix="Answer with one RegistryResponse with its status.",
    bad="<ihe:RetrieveDocumentSetResponse/>",
)
def one_registry_response(message: Message) -> Iterator[Breach]:
    """An answer tells how it went, once.

    <rs:RegistryResponse status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"/>

    Source: IHEXDSB.xsd and rs.xsd of SFSK.
    """
    found = len(_responses(message))
    if found != 1:
        yield Breach(at=message.root, expected="one RegistryResponse", found=str(found))


@rule(
    "XDS43-12",
    basis=Basis.GENERAL,
    requirement="XDS-13",
    fix="Answer with one of the three statuses, letter for letter.",
    bad=("ResponseStatusType:Success", "Success"),
)
def status_is_known(message: Message) -> Iterator[Breach]:
    """The status is Success, PartialSuccess or Failure.

    <rs:RegistryResponse status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"/>

    Source: IHE ITI TF-3, 4.2.4.
    """
    for response in _responses(message):
        yield from registry.known_status(response)


@rule(
    "XDS43-13",
    basis=Basis.GENERAL,
    requirement="XDS-13",
    fix="Let the status tell what the error list and the documents tell.",
    bad='<rs:RegistryResponse status="…:Failure"/>',
)
def status_fits_the_errors(message: Message) -> Iterator[Breach]:
    """Failure comes with an error and no document, Success with no error.

    <rs:RegistryResponse status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure">
      <rs:RegistryErrorList><rs:RegistryError errorCode="XDSRepositoryError" codeContext="…"
        severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"/></rs:RegistryErrorList>
    </rs:RegistryResponse>

    Source: IHE ITI TF-3, 4.2.4.
    """
    for response in _responses(message):
        yield from registry.status_and_errors_agree(response)
        documents = len(_documents(message))
        if response.get("status") == ResponseStatus.FAILURE and documents:
            yield Breach(at=response, expected="no document beside Failure", found=str(documents))


@rule(
    "XDS43-14",
    basis=Basis.SCHEMA,
    fix="Give each RegistryError errorCode and codeContext.",
    bad=(' codeContext="…"', ""),
)
def errors_are_complete(message: Message) -> Iterator[Breach]:
    """An error carries its code and says in words what is wrong.

    <rs:RegistryError errorCode="XDSRepositoryError" codeContext="…"/>

    Source: rs.xsd of SFSK.
    """
    for response in _responses(message):
        yield from registry.complete_errors(response)


@rule(
    "XDS43-15",
    basis=Basis.SCHEMA,
    fix="Give each DocumentResponse its ids, its mimeType and its Document.",
    bad=("<ihe:mimeType>text/xml</ihe:mimeType>", ""),
)
def documents_are_complete(message: Message) -> Iterator[Breach]:
    """A document comes with repository, id, type and content.

    <ihe:DocumentResponse>
      <ihe:RepositoryUniqueId>1.2.208.176.43210.8.10.12</ihe:RepositoryUniqueId>
      <ihe:DocumentUniqueId>1.2.208.176.43210.8.10.12^…</ihe:DocumentUniqueId>
      <ihe:mimeType>text/xml</ihe:mimeType>
      <ihe:Document>…</ihe:Document>
    </ihe:DocumentResponse>

    Source: IHEXDSB.xsd of SFSK.
    """
    for document in _documents(message):
        yield from _each_once(
            document, "RepositoryUniqueId", "DocumentUniqueId", "mimeType", "Document"
        )


@rule(
    "XDS43-16",
    basis=Basis.SCHEMA,
    fix="Put the document's bytes into Document as base64, or point at an attached part.",
    bad="<ihe:Document>&lt;ClinicalDocument…</ihe:Document>",
)
def content_can_be_taken_out(message: Message) -> Iterator[Breach]:
    """A document is base64 text, or points at a part of the same multipart message.

    <ihe:Document>PENsaW5pY2FsRG9jdW1lbnQvPg==</ihe:Document>

    Source: IHEXDSB.xsd of SFSK; XOP 1.0.
    """
    for response in _documents(message):
        for document in response.findall(q(Namespace.IHE, "Document")):
            include = document.find(XOP_INCLUDE)
            if include is not None:
                if content_id_of(include) not in message.attachments:
                    yield Breach(
                        at=include,
                        attribute="href",
                        expected="the Content-ID of a part of this message",
                        found=quoted(include.get("href")),
                    )
            elif inline_content(document) is None:
                yield Breach(
                    at=document, expected="base64 text", found=quoted(text_of(document)[:60])
                )


@rule(
    "XDS43-17",
    basis=Basis.GENERAL,
    fix="Send the card with mimeType text/xml.",
    bad=("text/xml", "application/pdf"),
)
def documents_are_xml(message: Message) -> Iterator[Breach]:
    """A card's type is text/xml.

    <ihe:mimeType>text/xml</ihe:mimeType>

    Source: IHE ITI TF-3; which type SFSK sends is unknown.
    """
    for document in _documents(message):
        for element in document.findall(q(Namespace.IHE, "mimeType")):
            if text_of(element).partition(";")[0].strip() != "text/xml":
                yield Breach(at=element, expected="text/xml", found=quoted(text_of(element)))


def inline_contents(root: Element) -> Iterator[bytes]:
    """The documents that stand in an ITI-43 response as base64, where they can be taken out."""
    for document in root.findall("ihe:DocumentResponse/ihe:Document", NSMAP):
        content = None if len(document) else inline_content(document)
        if content:
            yield content


def inline_content(document: Element) -> bytes | None:
    """The bytes of an `ihe:Document` with base64 text; None when it is empty or no base64."""
    text = "".join((document.text or "").split())
    try:
        return base64.b64decode(text, validate=True) or None
    except (binascii.Error, ValueError):
        return None


def content_id_of(include: Element) -> str:
    """The Content-ID that `href="cid:…"` points at. Source: RFC 2392."""
    return unquote(include.get("href", "").removeprefix("cid:"))


def _requests(message: Message) -> list[Element]:
    return message.root.findall(q(Namespace.IHE, "DocumentRequest"))


def _responses(message: Message) -> list[Element]:
    return message.root.findall(q(Namespace.RS, "RegistryResponse"))


def _documents(message: Message) -> list[Element]:
    return message.root.findall(q(Namespace.IHE, "DocumentResponse"))


def _each_once(parent: Element, *names: str) -> Iterator[Breach]:
    for name in names:
        found = len(parent.findall(q(Namespace.IHE, name)))
        if found != 1:
            yield Breach(at=parent, expected=f"one {name}", found=str(found))


REQUEST_RULES: Final = (
    something_is_asked_for,
    whole_unique_id,
    repository_fits_the_unique_id,
    home_community_form,
    home_community_is_sent,
)
RESPONSE_RULES: Final = (
    one_registry_response,
    status_is_known,
    status_fits_the_errors,
    errors_are_complete,
    documents_are_complete,
    content_can_be_taken_out,
    documents_are_xml,
)
