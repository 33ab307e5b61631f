"""Requests for documents (ITI-43): for what a search found, and such as must fail."""

from dataclasses import replace
from typing import Final

from conformance.xds.document_entry import DocumentEntry
from conformance.xds.retrieve import DocumentRequest

NO_DOCUMENT: Final = "00000000-0000-4000-8000-000000000000"
"""No document has this UUID: it is no random one."""

NO_REPOSITORY: Final = "1.2.208.176.43210.8.99.99"
"""Below the arc of the test environments, where no repository is known."""

PARTS: Final = {"the part before the caret alone": 0, "the part after the caret alone": 2}
"""Parts of an id, with their place beside the caret."""


def for_entry(entry: DocumentEntry) -> DocumentRequest:
    """The request for what a search found."""
    return DocumentRequest(
        repository_id=entry.repository_id,
        unique_id=entry.unique_id,
        home_community_id=entry.home_community_id,
    )


def by_part(request: DocumentRequest, part: str) -> DocumentRequest:
    """The request with one of PARTS in place of the whole id."""
    return replace(request, unique_id=request.unique_id.partition("^")[PARTS[part]])


def for_nothing(request: DocumentRequest) -> DocumentRequest:
    """The request for a document that does not exist, in the same repository."""
    return replace(request, unique_id=f"{request.repository_id}^{NO_DOCUMENT}")


def elsewhere(request: DocumentRequest) -> DocumentRequest:
    """The request for the same document in a repository that does not exist."""
    return replace(request, repository_id=NO_REPOSITORY)


def without_home(request: DocumentRequest) -> DocumentRequest:
    """The request without a home community."""
    return replace(request, home_community_id=None)
