"""Our schemas of ITI-18 and ITI-43 accept what is sent, refuse the rest, and stay quick."""

from copy import deepcopy
from pathlib import Path
from typing import Final

import pytest
from lxml import etree
from xmlschema import XMLSchema10

from conformance.safe_xml import parse
from conformance.xds.schema import ITI_18, ITI_43
from tests.official import official
from tests.validate.message_examples import SOUND
from tests.xds.xds_documents import (
    HOME,
    MESSAGES,
    REPOSITORY,
    UNIQUE_ID,
    attached,
    edited,
    findings,
    schema_of,
)

XSD: Final = "{http://www.w3.org/2001/XMLSchema}"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
FILES: Final = sorted(ITI_18.location.parent.glob("*.xsd"))
HITS: Final = 400


@pytest.mark.parametrize("name", MESSAGES)
def test_good_messages_have_no_finding(name: str) -> None:
    """What the product sends, and a message with all that is known, is valid."""
    assert findings(name) == []
    assert schema_of(MESSAGES[name]).accepts(MESSAGES[name])


@pytest.mark.parametrize("name", ["documents", "whole retrieval"])
def test_an_attached_document_is_valid(name: str) -> None:
    """xop:Include may stand in a Document, blanks round it, and may be extended as XOP says."""
    message = attached(deepcopy(MESSAGES[name]))
    for document in message.iter("{urn:ihe:iti:xds-b:2007}Document"):
        document.text = document[0].tail = "\n  "
        document[0].set("{urn:x}more", "1")
        etree.SubElement(document[0], "{urn:x}more")

    assert list(ITI_43.check(message)) == []


@pytest.mark.parametrize("name", ["request", "response", "response-empty", "response-failure"])
def test_official_samples_of_searches_are_valid(name: str) -> None:
    """The samples of the dossier fit."""
    sample = official(f"samples/messages/iti18-{name}.body.xml")

    assert list(ITI_18.check(parse(sample.read_bytes()))) == []


@pytest.mark.parametrize("name", ["request", "response-inline", "response-failure"])
def test_official_samples_of_retrievals_are_valid(name: str) -> None:
    """The samples of the dossier fit."""
    sample = official(f"samples/messages/iti43-{name}.body.xml")

    assert list(ITI_43.check(parse(sample.read_bytes()))) == []


@pytest.mark.parametrize(
    "name", ["iti-18-request", "iti-18-failure", "iti-43-request", "iti-43-response"]
)
def test_sound_messages_of_the_rules_are_valid(name: str) -> None:
    """Messages that keep every rule keep the schema."""
    message = parse(SOUND[name].encode())

    assert list(schema_of(message).check(message)) == []


APPROVED: Final = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved"
SUCCESS: Final = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"
ERROR: Final = 'severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"'
TRUE: Final = 'returnComposedObjects="true"'
INNER: Final = "<rim:Slot name='codingScheme'"
VERDICTS: Final[dict[str, tuple[bool, str, str, str]]] = {
    "another stored query": (True, "query", "14d4debf", "00000000"),
    "a query id that is no UUID": (True, "query", "urn:uuid:14d4debf", "x"),
    "a slot of another name": (True, "query", "$XDSDocumentEntryType", "$XDSOther"),
    "a slot without a name": (False, "query", 'name="$XDSDocumentEntryType"', 'name=""'),
    "a patient id of another form": (True, "query", "'2512489996", "2512489996"),
    "yes as 1": (True, "query", TRUE, 'returnComposedObjects="1"'),
    "yes as TRUE": (False, "query", TRUE, 'returnComposedObjects="TRUE"'),
    "an option left out": (True, "query", 'returnType="LeafClass" ', ""),
    "an unknown return type": (False, "query", "LeafClass", "Leaf"),
    "a limit": (
        True,
        "query",
        "<query:AdhocQueryRequest",
        '<query:AdhocQueryRequest maxResults="5"',
    ),
    "a limit below none": (
        False,
        "query",
        "<query:AdhocQueryRequest",
        '<query:AdhocQueryRequest maxResults="-2"',
    ),
    "a status that a rule refuses": (True, "answer", SUCCESS, "Success"),
    "a status of a hit that is no URN": (False, "answer", APPROVED, "Approved"),
    "a status of IHE": (True, "answer", APPROVED, "urn:ihe:iti:2010:StatusType:Other"),
    "a home that a rule refuses": (True, "answer", HOME, REPOSITORY),
    "an object type that a rule refuses": (True, "answer", "urn:uuid:34268e47", "x"),
    "a hit without home": (True, "answer", f' home="{HOME}"', ""),
    "a hit of another language": (True, "answer", "da-DK", "kl"),
    "a media type with a parameter": (True, "answer", "text/xml", "text/xml;charset=utf-8"),
    "a media type without a slash": (False, "answer", "text/xml", "xml"),
    "a scheme that is no URN": (False, "answer", "urn:uuid:41a5887f", "41a5887f"),
    "a scheme with a UUID too short": (False, "answer", "urn:uuid:41a5887f", "urn:uuid:41a5887"),
    "a scheme in capitals": (True, "answer", "41a5887f", "41A5887F"),
    "a severity that is no URN": (False, "failed query", ERROR, 'severity="Error"'),
    "an error code of one's own": (True, "failed query", "XDSRegistryError", "Ældre kode"),
    "an error without a code": (False, "failed query", "XDSRegistryError", ""),
    "an error without words": (True, "failed query", 'codeContext="down"', 'codeContext=""'),
    "a repository that is no OID": (False, "retrieval", f"{REPOSITORY}<", "abc<"),
    "an id that a rule refuses": (True, "retrieval", f">{UNIQUE_ID}", ">x"),
    "an answered id without a UUID": (False, "documents", f">{UNIQUE_ID}", f">{REPOSITORY}"),
    "an answered id in capitals": (True, "documents", "^aa575bf2", "^AA575BF2"),
    "a home that is no URN": (False, "documents", f">{HOME}", f">{REPOSITORY}"),
    "blanks round an answered id": (False, "documents", f">{UNIQUE_ID}", f"> {UNIQUE_ID}"),
    "a media type that a rule refuses": (True, "documents", "text/xml", "application/pdf"),
    "content that a rule refuses": (True, "documents", "PGEvPg==", "not base64!"),
    "a card instead of its bytes": (False, "documents", "PGEvPg==", '<x xmlns="urn:hl7-org:v3"/>'),
}


@pytest.mark.parametrize(("valid", "name", "old", "new"), VERDICTS.values(), ids=VERDICTS)
def test_verdicts_on_single_changes(*, valid: bool, name: str, old: str, new: str) -> None:
    """Form and structure are the schema's business, values that a rule explains are not."""
    message = edited(name, (old, new))

    assert schema_of(message).accepts(message) is valid


@pytest.mark.parametrize(
    "element",
    [
        "ExtrinsicObject",
        "ObjectRef",
        "RegistryPackage",
        "Classification",
        "ExternalIdentifier",
    ],
)
def test_a_registry_object_may_name_its_type(element: str) -> None:
    """xsi:type with ebRIM's own name of the type, which some libraries write, is no breach."""
    given = f'<{element} xmlns:xsi="{XSI}" xsi:type="{element}Type" '
    message = edited("whole answer", (f"<{element} ", given))

    assert ITI_18.accepts(message)


def test_an_answer_with_hundreds_of_hits_is_judged() -> None:
    """Four hundred hits are valid, and a fault in each is told within the usual bound."""
    message = deepcopy(MESSAGES["answer"])
    (hits,) = message
    hits.extend(deepcopy(hits[0]) for _ in range(HITS - 1))

    assert ITI_18.accepts(message)
    for hit in hits:
        hit.set("status", "x")
    assert len({finding.where for finding in ITI_18.check(message)}) == 50


def test_an_answer_of_hostile_size_is_refused_at_once() -> None:
    """Of more elements than any answer has, only the size is told."""
    message = deepcopy(MESSAGES["no hits"])
    message[0].extend(etree.Element("{urn:x}x") for _ in range(ITI_18.largest))

    (finding,) = ITI_18.check(message)

    assert finding.found == "more than that"


def test_another_message_is_told() -> None:
    """A search is no retrieval: the finding names what the schema is for."""
    (finding,) = ITI_43.check(MESSAGES["query"])

    assert finding.rule == "XDS43-00"
    assert finding.expected == (
        "RetrieveDocumentSetRequest or RetrieveDocumentSetResponse in namespace "
        "urn:ihe:iti:xds-b:2007"
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_both_validators_take_each_file(path: Path) -> None:
    """Each file is a schema for lxml and xmlschema, and imports nothing but its neighbours."""
    root = etree.parse(str(path)).getroot()
    named = {each.get("schemaLocation") for each in root.iter(XSD + "import", XSD + "include")}

    etree.XMLSchema(root.getroottree())
    assert XMLSchema10(str(path), allow="local").target_namespace == root.get("targetNamespace")
    assert named <= {each.name for each in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_type_and_element_is_documented(path: Path) -> None:
    """Each named type, group and element says in English what it is."""
    kinds = ("complexType", "simpleType", "element", "group", "attributeGroup")
    for component in etree.parse(str(path)).getroot().iter(*(XSD + kind for kind in kinds)):
        if component.get("name"):
            text = component.findtext(f"{XSD}annotation/{XSD}documentation")
            assert (text or "").strip(), component.get("name")
