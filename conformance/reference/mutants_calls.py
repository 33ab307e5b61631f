"""Systems that put their searches, retrievals and SOAP calls wrongly, one thing each.

Those that ask wrongly ask rightly after that, so that the card is shown all the same.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from conformance.reference.behaviour import FORMAT_CODE, Behaviour
from conformance.reference.document_search import STABLE, DocumentEntry, SearchForm
from conformance.reference.mutant import Mutant, registrar

CALL_MUTANTS: Final[dict[str, Mutant]] = {}
"""The mutants of this module by name."""

_mutant = registrar(CALL_MUTANTS)

_GET_ALL: Final = "urn:uuid:10b545ea-725c-446d-9b95-8aeb444eddf3"
_TELEMEDICINE: Final = "urn:ad:dk:medcom:phmr:full^^1.2.208.184.100.10"
"""The format code of MedCom's Personal Health Monitoring Report."""


class _AsksTwice(Behaviour):
    """Puts a search in a form of its own before the right one."""

    def form(self, right: SearchForm, /) -> SearchForm:
        return right

    def searches(self) -> tuple[SearchForm, ...]:
        (right,) = super().searches()
        return (self.form(right), right)


@_mutant("searches-with-get-all")
class SearchesWithGetAll(_AsksTwice):
    """All that is known of the citizen is asked for first, by another query than FindDocuments."""

    def form(self, right: SearchForm, /) -> SearchForm:
        return replace(right, query=_GET_ALL)


@_mutant("patient-id-unquoted")
class PatientIdUnquoted(_AsksTwice):
    """The citizen's id is sent without quotes first."""

    def form(self, right: SearchForm, /) -> SearchForm:
        return replace(right, patient_id=right.patient_id.strip("'"))


@_mutant("searches-stable-documents")
class SearchesStableDocuments(_AsksTwice):
    """Documents that lie ready are asked for first, and those made on demand after that."""

    def form(self, right: SearchForm, /) -> SearchForm:
        return replace(right, entry_types=(STABLE,))


@_mutant("searches-without-status")
class SearchesWithoutStatus(_AsksTwice):
    """Documents of any status are asked for first."""

    def form(self, right: SearchForm, /) -> SearchForm:
        return replace(right, statuses=())


@_mutant("format-code-without-scheme")
class FormatCodeWithoutScheme(_AsksTwice):
    """The format code is sent without its code system first."""

    def form(self, right: SearchForm, /) -> SearchForm:
        return replace(right, format_codes=(FORMAT_CODE.partition("^^")[0],))


@_mutant("searches-other-documents")
class SearchesOtherDocuments(_AsksTwice):
    """The service of the cards is asked for telemedical measurements too."""

    def form(self, right: SearchForm, /) -> SearchForm:
        return replace(right, format_codes=(_TELEMEDICINE,))


@_mutant("repository-taken-from-document-id")
class RepositoryTakenFromDocumentId(Behaviour):
    """The repository is what stands before the caret in the document's id, whatever the hit says.

    Seen to be wrong only when the two differ.
    """

    def places(self, entry: DocumentEntry, /) -> tuple[DocumentEntry, ...]:
        return (replace(entry, repository=entry.unique_id.partition("^")[0]),)


@_mutant("document-id-cut-short")
class DocumentIdCutShort(Behaviour):
    """The document is asked for by the UUID of its id first, without the repository before it."""

    def places(self, entry: DocumentEntry, /) -> tuple[DocumentEntry, ...]:
        return (replace(entry, unique_id=entry.unique_id.partition("^")[2]), entry)


@_mutant("no-soap-action")
class NoSoapAction(Behaviour):
    """Searches and retrievals go out with an empty SOAPAction."""

    def soap_action(self, _action: str, /) -> str:
        return ""


@_mutant("expired-id-card-kept")
class ExpiredIdCardKept(Behaviour):
    """An id card is used for a week, though it holds for a day."""

    def used_until(self, end: datetime, /) -> datetime:
        return end + timedelta(days=6)
