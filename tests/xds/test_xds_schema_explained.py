"""A breach of the schemas of ITI-18 and ITI-43 is told in words that a developer can act on."""

from dataclasses import dataclass
from typing import Final

import pytest

from conformance.findings import Severity
from tests.xds.xds_documents import HOME, REPOSITORY, UNIQUE_ID, findings

QUERY: Final = "/AdhocQueryRequest/AdhocQuery[1]"
HIT: Final = "/AdhocQueryResponse/RegistryObjectList[1]/ExtrinsicObject[1]"
ASKED: Final = "/RetrieveDocumentSetRequest/DocumentRequest[1]"
ANSWERED: Final = "/RetrieveDocumentSetResponse/DocumentResponse[1]"
REPOSITORY_ID: Final = f"<ihe:RepositoryUniqueId>{REPOSITORY}</ihe:RepositoryUniqueId>"
DOCUMENT_ID: Final = f"<ihe:DocumentUniqueId>{UNIQUE_ID}</ihe:DocumentUniqueId>"
ERROR: Final = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"
SCHEME: Final = "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a"
NAMED: Final = "RetrieveDocumentSetResponse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A message with one change, and the finding that it gives."""

    message: str
    old: str
    new: str
    where: str
    expected: str
    found: str
    fix: str


MISTAKES: Final[dict[str, Mistake]] = {
    "unknown element": Mistake(
        message="query",
        old="<query:ResponseOption",
        new="<query:Option/><query:ResponseOption",
        where="/AdhocQueryRequest/Option[1]",
        expected="ResponseOption",
        found="Option",
        fix="Remove Option: AdhocQueryRequest may hold RequestSlotList, ResponseOption, AdhocQuery",
    ),
    "unknown return type": Mistake(
        message="query",
        old="LeafClass",
        new="leafClass",
        where="/AdhocQueryRequest/ResponseOption[1]/@returnType",
        expected="LeafClass (whole entries) or ObjectRef (ids only)",
        found='"leafClass"',
        fix='Write returnType="LeafClass", letter for letter',
    ),
    "truth in capitals": Mistake(
        message="query",
        old='"true"',
        new='"True"',
        where="/AdhocQueryRequest/ResponseOption[1]/@returnComposedObjects",
        expected="true or false",
        found='"True"',
        fix="Write true or false, in small letters",
    ),
    "slot without a name": Mistake(
        message="query",
        old=' name="$XDSDocumentEntryType"',
        new="",
        where=f"{QUERY}/Slot[2]",
        expected="attribute name on Slot",
        found="Slot without it",
        fix="Add name to Slot",
    ),
    "slot with an empty name": Mistake(
        message="query",
        old="$XDSDocumentEntryType",
        new="",
        where=f"{QUERY}/Slot[2]/@name",
        expected="the name of a slot, such as $XDSDocumentEntryStatus or repositoryUniqueId",
        found="nothing",
        fix="Name the slot, in 1 to 256 characters",
    ),
    "long value": Mistake(
        message="query",
        old="'2512489996",
        new="'2512489996" + "0" * 256,
        where=f"{QUERY}/Slot[1]/ValueList[1]/Value[1]",
        expected="at most 256 characters",
        found=f'"\'2512489996{"0" * 69}…"',
        fix="Shorten the value, or spread a list over several Value elements",
    ),
    "query id with a blank": Mistake(
        message="query",
        old="urn:uuid:14d4debf",
        new="Find Documents",
        where=f"{QUERY}/@id",
        expected="an identifier as a URI, such as urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d",
        found='"Find Documents-8f97-4251-9a74-a90016b0af0d"',
        fix="Write the URN of what is meant, without blanks, brackets and per cent signs",
    ),
    "unknown attribute": Mistake(
        message="query",
        old="<rim:AdhocQuery ",
        new='<rim:AdhocQuery version="3" ',
        where=f"{QUERY}/@version",
        expected="only attributes of AdhocQuery",
        found='version="3"',
        fix="Remove version: AdhocQuery may carry id, home, lid, objectType, status",
    ),
    "text between elements": Mistake(
        message="query",
        old="<rim:ValueList>",
        new="2512489996<rim:ValueList>",
        where=f"{QUERY}/Slot[1]",
        expected="elements only in Slot",
        found='text "2512489996"',
        fix="Remove the text, or put it in an element that Slot may hold",
    ),
    "answer without a status": Mistake(
        message="answer",
        old=' status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"',
        new="",
        where="/AdhocQueryResponse",
        expected="attribute status on AdhocQueryResponse",
        found="AdhocQueryResponse without it",
        fix="Add status to AdhocQueryResponse",
    ),
    "status of a hit in short": Mistake(
        message="answer",
        old="urn:oasis:names:tc:ebxml-regrep:StatusType:Approved",
        new="Approved",
        where=f"{HIT}/@status",
        expected="the URN of a status, such as urn:oasis:names:tc:ebxml-regrep:StatusType:Approved",
        found='"Approved"',
        fix="Write the whole URN, not only its last word",
    ),
    "media type in short": Mistake(
        message="answer",
        old="text/xml",
        new="xml",
        where=f"{HIT}/@mimeType",
        expected="a media type such as text/xml",
        found='"xml"',
        fix="Write type and subtype with a slash between",
    ),
    "code of nothing": Mistake(
        message="answer",
        old=f'classifiedObject="{UNIQUE_ID}" ',
        new="",
        where=f"{HIT}/Classification[1]",
        expected="attribute classifiedObject on Classification",
        found="Classification without it",
        fix="Add classifiedObject to Classification",
    ),
    "scheme without its prefix": Mistake(
        message="answer",
        old=SCHEME,
        new=SCHEME.removeprefix("urn:uuid:"),
        where=f"{HIT}/Classification[1]/@classificationScheme",
        expected="the URN of a scheme: urn:uuid: and a UUID, such as "
        "urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d",
        found='"41a5887f-8865-4c09-adf7-e362475b143a"',
        fix="Write IHE's UUID of the scheme with urn:uuid: before it",
    ),
    "title as text": Mistake(
        message="answer",
        old='<rim:LocalizedString value="Stamkort"/>',
        new="Stamkort",
        where=f"{HIT}/Name[1]",
        expected="no text in Name",
        found='text "Stamkort"',
        fix="Remove the text, or put it in an element that Name may hold",
    ),
    "number in words": Mistake(
        message="whole answer",
        old='totalResultCount="6"',
        new='totalResultCount="six"',
        where="/AdhocQueryResponse/@totalResultCount",
        expected="a whole number, 0 or more",
        found='"six"',
        fix="Write digits only, or leave the attribute out",
    ),
    "language with an underscore": Mistake(
        message="whole answer",
        old="da-DK",
        new="da_DK",
        where=f"{HIT}/Name[1]/LocalizedString[1]/@lang",
        expected="a language code such as da, da-DK or en-US",
        found='"da_DK"',
        fix="Write letters and hyphens only, or leave xml:lang out",
    ),
    "severity in short": Mistake(
        message="failed query",
        old=f'severity="{ERROR}"',
        new='severity="Error"',
        where="/AdhocQueryResponse/RegistryErrorList[1]/RegistryError[1]/@severity",
        expected=f"{ERROR} or …:Warning",
        found='"Error"',
        fix="Write the whole URN of Error or Warning, letter for letter",
    ),
    "error without a code": Mistake(
        message="failed retrieval",
        old='errorCode="XDSRegistryError"',
        new='errorCode=""',
        where=f"/{NAMED}/RegistryResponse[1]/RegistryErrorList[1]/RegistryError[1]/@errorCode",
        expected="the code of an error, such as XDSRegistryError",
        found="nothing",
        fix="Name the error by one of IHE's codes; say the rest in codeContext",
    ),
    "repository as a URN": Mistake(
        message="retrieval",
        old=REPOSITORY_ID,
        new=REPOSITORY_ID.replace(">1.2", ">urn:oid:1.2"),
        where=f"{ASKED}/RepositoryUniqueId[1]",
        expected=f"an OID: numbers with dots between, such as {REPOSITORY}",
        found=f'"urn:oid:{REPOSITORY}"',
        fix="Write the slot repositoryUniqueId of the hit as it is, without urn:oid: "
        "and without blanks",
    ),
    "repository left out": Mistake(
        message="retrieval",
        old=REPOSITORY_ID,
        new="",
        where=f"{ASKED}/DocumentUniqueId[1]",
        expected="RepositoryUniqueId",
        found="DocumentUniqueId",
        fix="Add RepositoryUniqueId before DocumentUniqueId",
    ),
    "ids in the wrong order": Mistake(
        message="retrieval",
        old=REPOSITORY_ID + DOCUMENT_ID,
        new=DOCUMENT_ID + REPOSITORY_ID,
        where=f"{ASKED}/DocumentUniqueId[1]",
        expected="RepositoryUniqueId",
        found="DocumentUniqueId",
        fix="Move DocumentUniqueId: it stands after HomeCommunityId, RepositoryUniqueId",
    ),
    "last id left out": Mistake(
        message="retrieval",
        old=DOCUMENT_ID,
        new="",
        where=ASKED,
        expected="DocumentUniqueId in DocumentRequest",
        found="DocumentRequest that ends after RepositoryUniqueId",
        fix="Add DocumentUniqueId to DocumentRequest",
    ),
    "home as an OID": Mistake(
        message="documents",
        old=f">{HOME}",
        new=f">{HOME.removeprefix('urn:oid:')}",
        where=f"{ANSWERED}/HomeCommunityId[1]",
        expected=f"urn:oid: and an OID, such as {HOME}",
        found='"1.2.208.176.43210.8.10"',
        fix="Write urn:oid: before the OID, and no blanks",
    ),
    "answered id without its OID": Mistake(
        message="documents",
        old=f">{REPOSITORY}^",
        new=">",
        where=f"{ANSWERED}/DocumentUniqueId[1]",
        expected=f"OID, ^ and UUID, such as {UNIQUE_ID}",
        found='"aa575bf2-fde6-434c-bd0c-ccf5a512680d"',
        fix="Write the DocumentUniqueId of the request as it is",
    ),
    "card as XML": Mistake(
        message="documents",
        old="PGEvPg==",
        new='<ClinicalDocument xmlns="urn:hl7-org:v3"/>',
        where=f"{ANSWERED}/Document[1]/ClinicalDocument[1]",
        expected="nothing more in Document",
        found="ClinicalDocument in namespace urn:hl7-org:v3",
        fix="Remove ClinicalDocument: Document may hold Include",
    ),
    "attachment without a pointer": Mistake(
        message="documents",
        old="PGEvPg==",
        new='<Include xmlns="http://www.w3.org/2004/08/xop/include"/>',
        where=f"{ANSWERED}/Document[1]/Include[1]",
        expected="attribute href on Include",
        found="Include without it",
        fix="Add href to Include",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_explained(mistake: Mistake) -> None:
    """The one finding tells place, expectation, what was found and how to mend it."""
    (finding,) = findings(mistake.message, (mistake.old, mistake.new))

    assert finding.where == mistake.where
    assert finding.expected == mistake.expected
    assert finding.found == mistake.found
    assert finding.fix == mistake.fix
    assert finding.line == 1
    assert finding.severity is Severity.FAIL
    assert finding.rule == ("XDS43-00" if NAMED[:11] in mistake.where else "XDS18-00")


def test_all_mistakes_are_told_in_one_go() -> None:
    """Three mistakes in three places give three findings."""
    told = findings("answer", ("text/xml", "xml"), ("StatusType:Approved", ""), (SCHEME, "x"))

    assert {finding.where for finding in told} == {
        f"{HIT}/@mimeType",
        f"{HIT}/@status",
        f"{HIT}/Classification[1]/@classificationScheme",
    }
