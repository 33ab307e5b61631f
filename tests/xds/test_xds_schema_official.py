"""Whatever our schemas accept, those of SFSK accept, and two validators agree."""

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from xmlschema import XMLSchema10, XMLSchemaException

from conformance.safe_xml import parse
from conformance.xds.entries import DocumentEntry, QueryResponse, build_response
from conformance.xds.errors import RegistryError
from conformance.xds.query import StoredQueryRequest, build_request
from conformance.xds.schema import ITI_18, ITI_43
from conformance.xds.vocabulary import ErrorSeverity, Namespace, q
from conformance.xsd import Schema
from tests.official import official
from tests.validate.message_examples import SOUND
from tests.xds.xds_documents import MESSAGES, XOP_INCLUDE, attached, schema_of
from tests.xsd.mutations import Fault, faults

_MOST: Final = 6000
"""Faults of one message that are tried: all but those of the answer that holds everything."""

_AGREED: Final = 150

_OPEN: Final = "/QueryExpression/"
"""Below it stands XML of any other language, where only SFSK's schema knows all of XDS."""

TEXTS: Final = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=300)


def sfsk() -> Schema:
    """The schemas of SFSK's WSDL."""
    return Schema(rule="x", location=official("schemas/sfsk/xsd-wrapper/xds-b-all.xsd"))


def both() -> Iterator[tuple[str, etree._Element]]:
    """All messages: ours, and those of the rules that hold what the schema requires."""
    yield from MESSAGES.items()
    for name in ("iti-18-request", "iti-18-failure", "iti-43-request", "iti-43-response"):
        yield name, parse(SOUND[name].encode())


@cache
def faults_of(name: str) -> tuple[Fault, ...]:
    """The single faults of a message; a sample where there are very many."""
    every = list(faults(dict(both())[name]))
    return tuple(every if len(every) <= _MOST else Random(1).sample(every, _MOST))


def taken_in(message: etree._Element) -> etree._Element:
    """The message as it is without MTOM: sound base64 in each Document that may hold it.

    Our schema leaves to rule XDS43-16 what a Document holds.
    """
    for document in list(message.iter(q(Namespace.IHE, "Document"))):
        if all(child.tag == XOP_INCLUDE for child in document.iterchildren("*")):
            etree.strip_elements(document, XOP_INCLUDE)
            document.text = "PGEvPg=="
    return message


NAMES: Final = [name for name, _ in both()]


@pytest.mark.parametrize("name", NAMES)
def test_both_accept_what_is_sound(name: str) -> None:
    """Every message that ours accepts is a message for SFSK."""
    assert sfsk().accepts(dict(both())[name])


@pytest.mark.parametrize("name", NAMES)
def test_no_single_fault_passes_ours_alone(name: str) -> None:
    """Elements and attributes dropped, doubled, renamed, moved, altered: ours is stricter."""
    theirs, accepted, refused = sfsk(), 0, 0
    for fault in faults_of(name):
        root = fault.spoilt()
        if not schema_of(root).accepts(root):
            refused += 1
            continue
        accepted += 1
        if _OPEN not in fault.name:
            assert theirs.accepts(taken_in(root)), fault.name

    assert accepted > 30
    assert refused > accepted


@pytest.mark.parametrize("name", ["documents", "whole retrieval"])
def test_no_single_fault_of_an_attached_document_passes_ours_alone(name: str) -> None:
    """The same with xop:Include, which stands for base64."""
    theirs, message = sfsk(), attached(taken_in(parse(etree.tostring(MESSAGES[name]))))
    for fault in faults(message):
        root = fault.spoilt()
        if ITI_43.accepts(root):
            assert theirs.accepts(taken_in(root)), fault.name


def test_ours_refuses_more() -> None:
    """Of the faults in an answer that SFSK's schema lets pass, ours refuses some hundred."""
    theirs = sfsk()
    passed = [root for fault in faults_of("answer") if theirs.accepts(root := fault.spoilt())]

    assert sum(not ITI_18.accepts(root) for root in passed) > 100


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(TEXTS, min_size=6, max_size=6))
def test_no_generated_answer_passes_ours_alone(texts: list[str]) -> None:
    """An answer with any texts for ids, codes and errors is refused, or accepted by both."""
    one, two, three, four, five, six = texts
    entry = DocumentEntry(
        unique_id=one.replace("^", ""),
        repository_id=two,
        home_community_id=three,
        cpr=four,
        format_code=five,
        title=six,
    )
    error = RegistryError(code=one, context=two, severity=ErrorSeverity.WARNING, location=three)
    request = StoredQueryRequest(query_id=one, return_type="LeafClass", parameters={two: (three,)})
    answer = build_response(QueryResponse(status=four, entries=(entry,), errors=(error,)))
    for message in (answer, build_request(request)):
        if ITI_18.accepts(message):
            assert sfsk().accepts(message), etree.tostring(message)


@pytest.mark.parametrize("schema", [ITI_18, ITI_43], ids=["iti-18", "iti-43"])
def test_lxml_and_xmlschema_agree(schema: Schema) -> None:
    """Of a sample of the faults, both validators accept the same."""
    slow = XMLSchema10(str(schema.location), allow="local")

    def accepts(root: etree._Element) -> bool:
        try:
            return slow.is_valid(root)
        except XMLSchemaException:
            return False

    for name, message in both():
        if schema_of(message) != schema:
            continue
        every = faults_of(name)
        for fault in Random(2).sample(every, min(_AGREED, len(every))):
            # xmlschema takes a comment for a child, and looks into what is to be passed over.
            if not fault.name.endswith("a comment within") and _OPEN not in fault.name:
                root = fault.spoilt()
                assert schema.accepts(root) == accepts(root), fault.name
