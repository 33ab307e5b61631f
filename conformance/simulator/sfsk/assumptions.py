"""What the simulated SFSK assumes of searches, retrievals and cards where sources are silent."""

from typing import Final

from conformance.simulator.state.assumptions import Assumption, Evidence
from conformance.simulator.state.journal import Service

_IHE: Final = "IHE ITI TF-2, 3.18"
_DOSSIER: Final = "NSP protocol dossier"
_METADATA: Final = "PDC-DK dossier 13.1, after MedCom's XDS metadata"
_IPF: Final = "the IHE library IPF, on which SFSK is built"


def _search(name: str, assumed: str, evidence: Evidence, source: str, *settings: str) -> Assumption:
    return Assumption(
        name=f"sfsk-{name}",
        service=Service.SFSK_REGISTRY,
        assumed=assumed,
        evidence=evidence,
        source=source,
        settings=settings,
    )


def _retrieval(
    name: str, assumed: str, evidence: Evidence, source: str, *settings: str
) -> Assumption:
    return Assumption(
        name=f"sfsk-{name}",
        service=Service.SFSK_REPOSITORY,
        assumed=assumed,
        evidence=evidence,
        source=source,
        settings=settings,
    )


_QUERIES: Final = (
    _search(
        "unknown-citizen",
        "A search for a citizen whom the registers do not know succeeds with no hit, and does not "
        "give XDSUnknownPatientId, or a SOAP fault with the text internal_error_minlog, as DDS "
        "gives it.",
        Evidence.UNKNOWN,
        f"{_DOSSIER} 1.9 and U3",
        "sfsk.unknown-citizen",
    ),
    _search(
        "all-parameters",
        "FindDocuments heeds every parameter of IHE; what a real client sends is but four of them.",
        Evidence.GENERAL,
        _IHE,
    ),
    _search(
        "required-parameters",
        "$XDSDocumentEntryPatientId and $XDSDocumentEntryStatus are required, and without "
        "$XDSDocumentEntryType only stable entries are meant, of which there are none.",
        Evidence.GENERAL,
        f"{_IHE}; {_DOSSIER} 1.5",
    ),
    _search(
        "get-documents",
        "GetDocuments is answered, by $XDSDocumentEntryEntryUUID or $XDSDocumentEntryUniqueId; "
        "other stored queries are not.",
        Evidence.INFERRED,
        f"{_IHE} asks it of a registry; only FindDocuments has been seen",
        "sfsk.offers-get-documents",
    ),
    _search(
        "return-type",
        "returnType is LeafClass or ObjectRef; any other, also none, gives XDSRegistryError.",
        Evidence.GENERAL,
        f"{_IHE}: the two are allowed, the error is our choice",
    ),
    _search(
        "unknown-parameters",
        "Parameters that the query does not know are passed over.",
        Evidence.INFERRED,
        _IPF,
    ),
    _search(
        "query-error-codes",
        "A required parameter that is missing or empty gives XDSStoredQueryMissingParam; an empty "
        "optional one, a second value of a single one, and a slot that is repeated where IHE knows "
        "no AND, give XDSStoredQueryParamNumber; a value of the wrong form gives XDSRegistryError.",
        Evidence.GENERAL,
        f"{_DOSSIER} 1.9; for empty optional ones and wrong forms the code is our choice",
    ),
    _search(
        "quotes",
        "Values stand in single quotes, with parentheses or without, or are digits; anything else "
        "gives XDSRegistryError.",
        Evidence.GENERAL,
        f"{_IHE}; how closely SFSK looks is not public",
        "sfsk.quoting",
    ),
    _search(
        "code-schemes",
        "A code is asked for as code^^scheme, and both have to fit.",
        Evidence.GENERAL,
        _IHE,
    ),
    _search(
        "time-bounds",
        "An entry that lacks a time is not found by a bound on that time.",
        Evidence.INFERRED,
        f"{_IHE} does not tell",
    ),
    _search(
        "foreign-patient-id",
        "A patient id of another authority than CPR gives XDSUnknownPatientId.",
        Evidence.GENERAL,
        "IHE ITI TF-3, table 4.2.4.1-2",
    ),
    _search(
        "register-out-of-reach-at-search",
        "Where the no-resuscitation register fails a search, the code is XDSRegistryError; that "
        "it fails searches at all is not public.",
        Evidence.GENERAL,
        f"{_DOSSIER} 1.9 and U2",
        "sfsk.error-at-search",
    ),
)

_HITS: Final = (
    _search(
        "entry-id",
        "The id of a hit is its unique id, not urn:uuid:.",
        Evidence.CLIENT,
        f"{_DOSSIER} 1.6: seen in NSP's test environment; MedCom's metadata ask for a UUID",
        "sfsk.entry-id",
    ),
    _search(
        "stable-ids",
        "A citizen's card has the same unique id at each search.",
        Evidence.CLIENT,
        f"{_DOSSIER} 1.6: a test of the data authority's rests on it",
    ),
    _search(
        "home-community",
        "A hit is at home in urn:oid:1.2.208.176.43210.8.10, that of TEST1.",
        Evidence.INFERRED,
        _METADATA,
        "sfsk.home-community",
    ),
    _search(
        "codes-left-out",
        "A hit carries no healthcareFacilityTypeCode and no practiceSettingCode, for want of the "
        "values, and no event codes.",
        Evidence.UNKNOWN,
        f"{_METADATA}: both are required, their values for FSK unknown",
        "sfsk.healthcare-facility",
        "sfsk.practice-setting",
    ),
    _search(
        "class-code",
        "The class code is 001, Klinisk rapport.",
        Evidence.INFERRED,
        f"{_METADATA}: the usual one of Danish documents",
        "sfsk.class-code",
    ),
    _search(
        "times-of-hit",
        "An on-demand hit has no creationTime; serviceStartTime is the time of the search, which "
        "a card made then would bear, and there is no serviceStopTime.",
        Evidence.INFERRED,
        f"{_METADATA}; {_DOSSIER} 1.6",
    ),
    _search(
        "patient-info",
        "sourcePatientInfo tells name, birth and sex; of a protected person not the name.",
        Evidence.INFERRED,
        f"{_METADATA}; what is told of protected persons is unknown",
    ),
)

_RETRIEVALS: Final = (
    _retrieval(
        "register-out-of-reach",
        "Where the no-resuscitation register is out of reach, ITI-43 answers Failure with "
        "XDSRepositoryError; for another register the same.",
        Evidence.GENERAL,
        f"{_DOSSIER} 1.9 and U2: an XDS error is told of, its code is not",
        "sfsk.error-at-retrieval",
    ),
    _retrieval(
        "retrieval-error-codes",
        "An unknown id gives XDSDocumentUniqueIdError, a wrong repository XDSUnknownRepositoryId, "
        "another home community XDSUnknownCommunity; what is sound beside it is answered, with "
        "PartialSuccess.",
        Evidence.GENERAL,
        f"{_DOSSIER} 1.9; PDC-DK dossier 13.4",
        "sfsk.checks-home-community",
    ),
    _retrieval(
        "home-community-left-out",
        "HomeCommunityId may be left out, and is then left out of the answer.",
        Evidence.CLIENT,
        f"{_DOSSIER} 1.7: the data authority's client leaves it out",
    ),
    _retrieval(
        "repeated-document",
        "A document that one request names twice is made and answered twice.",
        Evidence.INFERRED,
        "IHE ITI TF-2, 3.43 does not tell",
    ),
    _retrieval(
        "most-documents",
        "More than 100 documents in one request give XDSRepositoryOutOfResources.",
        Evidence.INFERRED,
        "a bound of this simulator; none is public",
        "sfsk.most-documents",
    ),
    _retrieval(
        "no-new-ids",
        "NewRepositoryUniqueId and NewDocumentUniqueId are left out; where they are given, nothing "
        "is kept under the new id.",
        Evidence.UNKNOWN,
        f"{_DOSSIER} 1.7; IHE asks for them of on-demand documents",
        "sfsk.gives-new-ids",
    ),
    _retrieval(
        "mime-type", "The card is text/xml.", Evidence.GENERAL, f"{_DOSSIER} 1.7: not known of SFSK"
    ),
    _retrieval(
        "foreign-document-of-citizen",
        "A citizen who asks for the card of another is told that there is none.",
        Evidence.INFERRED,
        f"{_DOSSIER} 1.8: a citizen reads as somebody who is named, the refusal is not public",
    ),
)

_CARDS: Final = (
    _retrieval(
        "version-2-closes-at-midnight",
        "Version 2 is served until midnight in Copenhagen at the beginning of 2025-01-15.",
        Evidence.GUIDE,
        "implementation guide 2025-06-26 has the day; the hour is our reading",
    ),
    _retrieval(
        "document-id",
        "The document's own id is new at each retrieval, and is not the id in XDS.",
        Evidence.INFERRED,
        f"{_DOSSIER} 1.10",
    ),
    _retrieval(
        "end-of-temporary-address",
        "A temporary address is shown at the very instant of its end, and no longer after it.",
        Evidence.INFERRED,
        "implementation guide 2025-06-26: until its end has passed",
    ),
    _retrieval(
        "custody-without-parenthood",
        "The relation of a custody holder who is no parent is left unspecified.",
        Evidence.UNKNOWN,
        "no source gives a code for it",
    ),
    _retrieval(
        "opt-out-texts",
        "The narrative of an opt-out in force, and of one that cannot be told, is in the words of "
        "MedCom's examples; that of none in the words of the live service.",
        Evidence.CLIENT,
        f"{_DOSSIER} 1.11",
    ),
)

ASSUMPTIONS: Final[tuple[Assumption, ...]] = (*_QUERIES, *_HITS, *_RETRIEVALS, *_CARDS)
