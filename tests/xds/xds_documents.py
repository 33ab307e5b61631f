"""Messages of ITI-18 and ITI-43 for the tests of their schemas: usual ones, and whole ones."""

from typing import Final

from lxml import etree

from conformance.findings import Finding
from conformance.safe_xml import parse
from conformance.xds import entries, query, retrieve
from conformance.xds.errors import RegistryError
from conformance.xds.schema import ITI_18, ITI_43
from conformance.xds.vocabulary import (
    ErrorCode,
    ErrorSeverity,
    FormatCode,
    Namespace,
    ResponseStatus,
    q,
)
from conformance.xsd import Schema

CPR: Final = "2512489996"
REPOSITORY: Final = "1.2.208.176.43210.8.10.12"
UNIQUE_ID: Final = f"{REPOSITORY}^aa575bf2-fde6-434c-bd0c-ccf5a512680d"
HOME: Final = "urn:oid:1.2.208.176.43210.8.10"
XOP_INCLUDE: Final = "{http://www.w3.org/2004/08/xop/include}Include"

_FAILED: Final = (
    RegistryError(code=ErrorCode.REGISTRY_ERROR, context="down", location="registry"),
    RegistryError(code="Other", context="", severity=ErrorSeverity.WARNING),
)
_ENTRY: Final = entries.DocumentEntry(
    unique_id=UNIQUE_ID,
    repository_id=REPOSITORY,
    home_community_id=HOME,
    cpr=CPR,
    format_code=FormatCode.PDC_V3,
    title="Stamkort",
)
_DOCUMENT: Final = retrieve.RetrievedDocument(
    repository_id=REPOSITORY, unique_id=UNIQUE_ID, content=b"<a/>", home_community_id=HOME
)
_NAMESPACES: Final = (
    'xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" '
    'xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" '
    'xmlns:query="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" '
    'xmlns:ihe="urn:ihe:iti:xds-b:2007"'
)
_SLOT: Final = (
    '<Slot name="urn:x" slotType="urn:y"><ValueList><Value/><Value>a</Value></ValueList></Slot>'
    '<Slot name="none"><ValueList/></Slot>'
)
_DESCRIBED: Final = (
    f'{_SLOT}<Name><LocalizedString xml:lang="da-DK" charset="UTF-8" value="Stamkort"/></Name>'
    '<Description><LocalizedString value=""/></Description>'
    '<VersionInfo versionName="1.1" comment="x"/>'
)
_OBJECT: Final = f'id="urn:uuid:1" home="{HOME}" lid="urn:uuid:1" objectType="urn:x" status="{{}}"'
_APPROVED: Final = _OBJECT.format("urn:oasis:names:tc:ebxml-regrep:StatusType:Approved")
_OF_IHE: Final = _OBJECT.format("urn:ihe:iti:2010:StatusType:Other")
_CODE: Final = (
    f"<Classification {_APPROVED} classificationNode='urn:uuid:2' nodeRepresentation='001' "
    "classificationScheme='urn:uuid:41A5887F-8865-4c09-adf7-e362475b143a' "
    f"classifiedObject='{UNIQUE_ID}'>{_DESCRIBED}</Classification>"
    f"<Classification id='2' classifiedObject='{UNIQUE_ID}' "
    "classificationScheme='urn:oasis:names:tc:ebxml-regrep:classificationScheme:X'/>"
)
_IDENTIFIER: Final = (
    f"<ExternalIdentifier {_APPROVED} registryObject='urn:x' value='v' "
    "identificationScheme='urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab'>"
    f"{_DESCRIBED}</ExternalIdentifier>"
)
_WHOLE: Final = _DESCRIBED + _CODE + _IDENTIFIER
_STATUS: Final = f'status="{ResponseStatus.SUCCESS}" requestId="urn:uuid:3"'
_OUTCOME: Final = (
    f"<rs:ResponseSlotList>{_SLOT}</rs:ResponseSlotList>"
    f'<rs:RegistryErrorList highestSeverity="{ErrorSeverity.WARNING}">'
    '<rs:RegistryError errorCode="A b" codeContext="x"/>'
    '<rs:RegistryError errorCode="XDSRegistryError" codeContext="" location="y" '
    f'severity="{ErrorSeverity.WARNING}">more</rs:RegistryError></rs:RegistryErrorList>'
)
_IDS: Final = (
    f"<ihe:HomeCommunityId>{HOME}</ihe:HomeCommunityId>"
    f"<ihe:RepositoryUniqueId>{REPOSITORY}</ihe:RepositoryUniqueId>"
    f"<ihe:DocumentUniqueId>{UNIQUE_ID}</ihe:DocumentUniqueId>"
)

WHOLE_QUERY: Final = (
    f'<query:AdhocQueryRequest {_NAMESPACES} id="urn:uuid:4" comment="x" federated="false" '
    'federation="urn:x" startIndex="0" maxResults="-1">'
    f"<rs:RequestSlotList>{_SLOT}</rs:RequestSlotList>"
    '<query:ResponseOption returnType="ObjectRef" returnComposedObjects="1"/>'
    f'<AdhocQuery {_APPROVED}>{_WHOLE}<QueryExpression queryLanguage="urn:x">text'
    '<any xmlns="urn:z"/></QueryExpression>'
    "</AdhocQuery></query:AdhocQueryRequest>"
)
WHOLE_ANSWER: Final = (
    f'<query:AdhocQueryResponse {_NAMESPACES} {_STATUS} startIndex="0" totalResultCount="6">'
    f"{_OUTCOME}<RegistryObjectList>"
    f'<ExtrinsicObject {_APPROVED} mimeType="text/xml; charset=utf-8" isOpaque="false">{_WHOLE}'
    '<ContentVersionInfo versionName="2" comment="y"/></ExtrinsicObject>'
    f'<ObjectRef id="{UNIQUE_ID}" home="{HOME}" createReplica="true">{_SLOT}</ObjectRef>'
    f"<RegistryPackage {_OF_IHE}>{_WHOLE}<RegistryObjectList/></RegistryPackage>"
    f"<Association {_APPROVED} associationType='urn:x' sourceObject='a' targetObject='b'>{_WHOLE}"
    f"</Association>{_CODE}{_IDENTIFIER}</RegistryObjectList></query:AdhocQueryResponse>"
)
WHOLE_RETRIEVAL: Final = (
    f"<ihe:RetrieveDocumentSetResponse {_NAMESPACES}>"
    f"<rs:RegistryResponse {_STATUS}>{_OUTCOME}</rs:RegistryResponse>"
    f"<ihe:DocumentResponse>{_IDS}"
    f"<ihe:NewRepositoryUniqueId>{REPOSITORY}</ihe:NewRepositoryUniqueId>"
    "<ihe:NewDocumentUniqueId>1.2.3^x</ihe:NewDocumentUniqueId>"
    "<ihe:mimeType>text/xml</ihe:mimeType><ihe:Document>PGEvPg==</ihe:Document>"
    "</ihe:DocumentResponse></ihe:RetrieveDocumentSetResponse>"
)


def _built() -> dict[str, etree._Element]:
    """What the product itself sends."""
    answer = entries.QueryResponse(entries=(_ENTRY,))
    asked = query.find_documents(CPR, format_codes=(FormatCode.PDC_V3, FormatCode.PDC_V2))
    failed = ResponseStatus.FAILURE
    wanted = retrieve.DocumentRequest(repository_id=REPOSITORY, unique_id=UNIQUE_ID)
    return {
        "query": query.build_request(asked),
        "answer": entries.build_response(answer),
        "references": entries.build_reference_response(answer),
        "no hits": entries.build_response(entries.QueryResponse()),
        "failed query": entries.build_response(
            entries.QueryResponse(status=failed, errors=_FAILED)
        ),
        "retrieval": retrieve.build_request((wanted, wanted)),
        "documents": retrieve.build_response(
            retrieve.RetrieveResponse(documents=(_DOCUMENT, _DOCUMENT))
        ),
        "failed retrieval": retrieve.build_response(
            retrieve.RetrieveResponse(status=failed, errors=_FAILED)
        ),
    }


MESSAGES: Final = _built() | {
    "whole query": parse(WHOLE_QUERY.encode()),
    "whole answer": parse(WHOLE_ANSWER.encode()),
    "whole retrieval": parse(WHOLE_RETRIEVAL.encode()),
}
"""Valid messages by name: those that the product builds, and those that hold all that is known."""


def schema_of(message: etree._Element) -> Schema:
    """The schema that a message has to keep."""
    return ITI_43 if etree.QName(message).namespace == Namespace.IHE else ITI_18


def edited(name: str, *edits: tuple[str, str]) -> etree._Element:
    """A message with each edit made once, in its text."""
    text = etree.tostring(MESSAGES[name], encoding="unicode")
    for old, new in edits:
        assert old in text, f"{old} is not in {text}"
        text = text.replace(old, new, 1)
    return parse(text.encode())


def findings(name: str, *edits: tuple[str, str]) -> list[Finding]:
    """What our schema says of a message with those edits."""
    root = edited(name, *edits)
    return list(schema_of(root).check(root))


def attached(message: etree._Element, *, href: str = "cid:card") -> etree._Element:
    """The message as MTOM has it: each document is replaced by a reference to a part."""
    for document in message.iter(q(Namespace.IHE, "Document")):
        document.text = None
        etree.SubElement(document, XOP_INCLUDE, href=href)
    return message
