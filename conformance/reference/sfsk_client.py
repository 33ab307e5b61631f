"""SFSK: search for a citizen's card (ITI-18) and retrieve it (ITI-43)."""

import base64
import binascii
from contextlib import suppress
from datetime import datetime
from typing import Final
from urllib.parse import unquote

from lxml import etree

from conformance.reference.behaviour import Behaviour
from conformance.reference.document_search import APPROVED, ON_DEMAND, DocumentEntry, SearchForm
from conformance.reference.markup import IHE, QUERY, RIM, RS, XOP, add, words
from conformance.reference.soap import Body, Caller, Credential, ServiceUnavailable

_SEARCH_PATH: Final = "/sfsk/iti18"
_SEARCH_ACTION: Final = "urn:ihe:iti:2007:RegistryStoredQuery"
_RETRIEVE_PATH: Final = "/sfsk/iti43"
_RETRIEVE_ACTION: Final = "urn:ihe:iti:2007:RetrieveDocumentSet"
_SUCCESS: Final = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"
_WARNING: Final = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning"
_UNIQUE_ID: Final = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"


class Sfsk:
    """The synchronisation service of Fælles Stamkort. Every failure is ServiceUnavailable."""

    def __init__(self, services: str, caller: Caller, behaviour: Behaviour) -> None:
        self._services = services
        self._caller = caller
        self._behaviour = behaviour

    def search(self, cpr: str, credential: Credential, now: datetime) -> DocumentEntry | None:
        """Return the entry of the citizen's card; None when the service knows of no card."""
        *trials, form = self._behaviour.searches()
        for trial in trials:
            with suppress(ServiceUnavailable):
                found = self._search(_search_request(cpr, trial), credential, now)
                if found is not None:
                    return found
        return self._search(_search_request(cpr, form), credential, now)

    def retrieve(self, entry: DocumentEntry, credential: Credential, now: datetime) -> bytes:
        """Return the bytes of the document that *entry* points to."""
        *trials, place = self._behaviour.places(entry)
        for trial in trials:
            with suppress(ServiceUnavailable):
                return self._retrieve(trial, credential, now)
        return self._retrieve(place, credential, now)

    def _search(
        self, request: etree._Element, credential: Credential, now: datetime
    ) -> DocumentEntry | None:
        body = self._call(_SEARCH_PATH, _SEARCH_ACTION, request, (credential, now))
        _demand(body.content, f"{{{QUERY}}}AdhocQueryResponse")
        _succeeded(body.content)
        entries = [
            _entry(found)
            for found in body.content.findall(
                f"{{{RIM}}}RegistryObjectList/{{{RIM}}}ExtrinsicObject"
            )
            if found.get("status") == APPROVED
        ]
        # the card is made when it is asked for; a stable entry is taken only for want of that
        entries.sort(key=lambda entry: entry.object_type != ON_DEMAND)
        return entries[0] if entries else None

    def _retrieve(self, entry: DocumentEntry, credential: Credential, now: datetime) -> bytes:
        request = _retrieve_request(entry)
        body = self._call(_RETRIEVE_PATH, _RETRIEVE_ACTION, request, (credential, now))
        _demand(body.content, f"{{{IHE}}}RetrieveDocumentSetResponse")
        if len(body.attachments) > self._behaviour.most_attachments():
            raise ServiceUnavailable("tjenestens svar er pakket på en ukendt måde")
        response = body.content.find(f"{{{RS}}}RegistryResponse")
        if response is None:
            raise ServiceUnavailable("tjenestens svar er ufuldstændigt")
        _succeeded(response)
        for document in body.content.findall(f"{{{IHE}}}DocumentResponse"):
            if words(document.find(f"{{{IHE}}}DocumentUniqueId")) == entry.unique_id:
                return _document(document, body.attachments)
        raise ServiceUnavailable("tjenesten sendte ikke det dokument, der blev bedt om")

    def _call(
        self, path: str, action: str, request: etree._Element, sent: tuple[Credential, datetime]
    ) -> Body:
        credential, now = sent
        message = credential.sealed(request, action=action, now=now)
        named = self._behaviour.soap_action(action)
        return self._caller.call(self._services + path, named, message)


def _search_request(cpr: str, form: SearchForm) -> etree._Element:
    request = etree.Element(f"{{{QUERY}}}AdhocQueryRequest", nsmap={"query": QUERY, "rim": RIM})
    option = add(request, QUERY, "ResponseOption")
    option.set("returnType", "LeafClass")
    option.set("returnComposedObjects", "true")
    query = add(request, RIM, "AdhocQuery")
    query.set("id", form.query)
    _slot(query, "$XDSDocumentEntryPatientId", form.patient_id.format(cpr=cpr))
    _slot(query, "$XDSDocumentEntryType", *(f"('{kind}')" for kind in form.entry_types))
    _slot(query, "$XDSDocumentEntryStatus", *(f"('{status}')" for status in form.statuses))
    _slot(query, "$XDSDocumentEntryFormatCode", *(f"('{code}')" for code in form.format_codes))
    return request


def _slot(query: etree._Element, name: str, *values: str) -> None:
    if not values:
        return
    slot = add(query, RIM, "Slot")
    slot.set("name", name)
    listed = add(slot, RIM, "ValueList")
    for value in values:
        add(listed, RIM, "Value", value)


def _retrieve_request(entry: DocumentEntry) -> etree._Element:
    request = etree.Element(f"{{{IHE}}}RetrieveDocumentSetRequest", nsmap={"ihe": IHE})
    document = add(request, IHE, "DocumentRequest")
    if entry.home:
        add(document, IHE, "HomeCommunityId", entry.home)
    add(document, IHE, "RepositoryUniqueId", entry.repository)
    add(document, IHE, "DocumentUniqueId", entry.unique_id)
    return request


def _entry(found: etree._Element) -> DocumentEntry:
    slot = f"{{{RIM}}}Slot[@name='repositoryUniqueId']/{{{RIM}}}ValueList/{{{RIM}}}Value"
    repository = words(found.find(slot))
    identifier = found.find(f"{{{RIM}}}ExternalIdentifier[@identificationScheme='{_UNIQUE_ID}']")
    unique_id = "" if identifier is None else identifier.get("value", "")
    if not repository or not unique_id:
        raise ServiceUnavailable("tjenestens søgesvar mangler dokumentets id")
    return DocumentEntry(
        home=found.get("home", ""),
        repository=repository,
        unique_id=unique_id,
        object_type=found.get("objectType", ""),
    )


def _document(response: etree._Element, attachments: dict[str, bytes]) -> bytes:
    """Return the document: inline base64, or the attachment that an xop:Include names."""
    document = response.find(f"{{{IHE}}}Document")
    include = None if document is None else document.find(f"{{{XOP}}}Include")
    if include is not None:
        data = attachments.get(unquote(include.get("href", "").removeprefix("cid:")), b"")
    else:
        try:
            data = base64.b64decode(words(document).replace(" ", ""), validate=True)
        except binascii.Error:
            raise ServiceUnavailable("tjenestens dokument kunne ikke læses") from None
    if not data:
        raise ServiceUnavailable("tjenesten sendte et tomt dokument")
    return data


def _demand(element: etree._Element, tag: str) -> None:
    if element.tag != tag:
        raise ServiceUnavailable("tjenesten svarede på noget andet end det, der blev spurgt om")


def _succeeded(response: etree._Element) -> None:
    """Accept Success without errors only: a partial answer says that something is missing."""
    errors = [
        error
        for error in response.findall(f"{{{RS}}}RegistryErrorList/{{{RS}}}RegistryError")
        if error.get("severity") != _WARNING
    ]
    if response.get("status") == _SUCCESS and not errors:
        return
    codes = ", ".join(error.get("errorCode", "uden kode") for error in errors) or "uden fejlkode"
    raise ServiceUnavailable(f"tjenesten meldte fejl: {codes}")
