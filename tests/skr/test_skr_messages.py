"""Requests and responses of SKR: nothing is lost, and nothing that is unknown is passed over."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conformance.pdc import compose
from conformance.pdc.datatypes import NA, Null, Period, PersonName, Telecom, TimeStamp
from conformance.safe_xml import parse
from conformance.skr import messages
from conformance.skr.messages import MalformedRequest
from conformance.skr.values import Create, Delete, Relative, Request, TemporaryAddress, Update
from conformance.skr.vocabulary import ACTIONS, OPERATIONS, Namespace, Operation, Part, Verb
from tests.skr.skr_requests import ENTRIES, NEW_ID, RELATIVE

CITIZEN = compose.cpr_id("2512489996")


def request_of(operation: Operation) -> Request:
    entry = ENTRIES[operation.part]
    if operation.verb is Verb.DELETE:
        return Delete(citizen=CITIZEN, part=operation.part, id=entry.id)
    kind = Create if operation.verb is Verb.CREATE else Update
    return kind(citizen=CITIZEN, entry=entry)


def sent(request: Request) -> etree._Element:
    """The request as it arrives: through bytes."""
    return parse(etree.tostring(messages.build_request(request)))


CREATE_RELATIVE = Create(citizen=CITIZEN, entry=RELATIVE)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.name)
def test_what_is_built_is_read_again(operation: Operation) -> None:
    """Every operation, without loss, and under its own name."""
    request = request_of(operation)
    assert request.operation == operation
    root = sent(request)
    assert root.tag == f"{{http://sundhedsdatastyrelsen.dk/skr/2024/01/01}}{operation.name}Request"
    assert messages.read_request(root) == request


def test_there_are_fifteen_operations_with_an_action_each() -> None:
    """By analogy with the sister registers: namespace, #, name."""
    assert len(ACTIONS) == len(OPERATIONS) == 15
    assert "http://sundhedsdatastyrelsen.dk/skr/2024/01/01#CreateRelatives" in ACTIONS
    assert "http://sundhedsdatastyrelsen.dk/skr/2024/01/01#CreateTemporaryAddress" in ACTIONS


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=30)


@given(
    names=st.tuples(*[st.lists(TEXT, max_size=3).map(tuple)] * 4),
    note=st.none() | TEXT,
    numbers=st.lists(TEXT, max_size=4).map(tuple),
    uuid=TEXT,
)
def test_a_relative_of_any_text_is_read_again(
    names: tuple[tuple[str, ...], ...],
    note: str | None,
    numbers: tuple[str, ...],
    uuid: str,
) -> None:
    """Markup, blanks and any letters are text: the message layer judges nothing."""
    given_names, family, prefix, suffix = names
    entry = Relative(
        id=uuid,
        name=PersonName(given=given_names, family=family, prefix=prefix, suffix=suffix),
        telecoms=tuple(Telecom.tel(number) for number in numbers),
        note=note,
    )
    request = Create(citizen=CITIZEN, entry=entry)
    assert messages.read_request(sent(request)) == request


@pytest.mark.parametrize("high", [None, NA, TimeStamp(text="20200101")], ids=repr)
def test_the_end_of_a_period_is_read_as_it_stands(high: TimeStamp | Null | None) -> None:
    """Left out, null, or a time that is none: the register decides."""
    entry = ENTRIES[Part.TEMPORARY_ADDRESS]
    assert isinstance(entry, TemporaryAddress)
    period = Period(low=TimeStamp(text="2019"), high=high)
    request = Update(citizen=CITIZEN, entry=replace(entry, period=period))
    assert messages.read_request(sent(request)) == request


@pytest.mark.parametrize("namespace", [*Namespace, None], ids=repr)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.name)
def test_the_namespace_within_a_request_may_vary(
    operation: Operation, namespace: Namespace | None
) -> None:
    """It is not public which part is in which, so any of SKR's is taken, and none."""
    root = sent(request_of(operation))
    for element in root.iterdescendants():
        name = etree.QName(element).localname
        element.tag = name if namespace is None else namespace.tag(name)
    assert messages.read_request(parse(etree.tostring(root))) == request_of(operation)


def test_comments_and_instructions_do_not_cut_a_text() -> None:
    """What stands behind them belongs to the text."""
    text = etree.tostring(messages.build_request(CREATE_RELATIVE)).replace(
        b"Har n", b"Har<!-- x --> <?y z?>n"
    )
    assert messages.read_request(parse(text)) == CREATE_RELATIVE


def test_reading_leaves_the_message_alone() -> None:
    """The envelope is evidence."""
    root = sent(CREATE_RELATIVE)
    before = etree.tostring(root)
    messages.read_request(root)
    assert etree.tostring(root) == before


def removed(root: etree._Element, path: str) -> None:
    element = root.find(path)
    assert element is not None
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def doubled(root: etree._Element, path: str) -> None:
    element = root.find(path)
    assert element is not None
    element.addnext(parse(etree.tostring(element, with_tail=False)))


FSK = f"{{{Namespace.FSK}}}"


@pytest.mark.parametrize("path", ["id", "relatives", f"relatives/{FSK}name"])
def test_a_part_that_is_missing_is_named(path: str) -> None:
    """The message says what was expected, and that the form is ours."""
    root = sent(CREATE_RELATIVE)
    removed(root, path)
    name = path.rpartition("}")[2].rpartition("/")[2]
    with pytest.raises(MalformedRequest, match=f"expected one {name}, found none.*our own reading"):
        messages.read_request(root)


@pytest.mark.parametrize(
    "path", ["id", "relatives", f"relatives/{FSK}name", f"relatives/{FSK}note"]
)
def test_a_part_that_stands_twice_is_refused(path: str) -> None:
    """One entry in a request, and one of each part but the telephone numbers."""
    root = sent(CREATE_RELATIVE)
    doubled(root, path)
    with pytest.raises(MalformedRequest, match="expected at most one"):
        messages.read_request(root)


@pytest.mark.parametrize(
    "inside", ["", "relatives", f"relatives/{FSK}name", f"relatives/{FSK}note"]
)
def test_an_element_that_is_not_known_is_refused(inside: str) -> None:
    """It is named, and where it stands, for instance phone where telecom is meant."""
    root = sent(CREATE_RELATIVE)
    parent = root.find(inside) if inside else root
    assert parent is not None
    etree.SubElement(parent, Namespace.FSK.tag("phone")).text = "11223344"
    with pytest.raises(MalformedRequest, match=r"found phone, at /CreateRelativesRequest"):
        messages.read_request(root)


def test_a_foreign_namespace_is_refused() -> None:
    """A part that belongs to something else is no part of the request."""
    root = sent(CREATE_RELATIVE)
    element = root.find("relatives")
    assert element is not None
    etree.SubElement(element, "{urn:example}note")
    with pytest.raises(MalformedRequest, match="expected a namespace of SKR"):
        messages.read_request(root)


def test_a_delete_carries_no_entry() -> None:
    """The id is enough; a name in it would be passed over."""
    root = sent(Delete(citizen=CITIZEN, part=Part.RELATIVES, id=NEW_ID))
    element = root.find("relatives")
    assert element is not None
    etree.SubElement(element, Namespace.FSK.tag("name"))
    with pytest.raises(MalformedRequest, match="expected text only in relatives, found name"):
        messages.read_request(root)


def test_an_entry_without_an_id_is_refused() -> None:
    """The client supplies the UUID."""
    root = sent(CREATE_RELATIVE)
    element = root.find("relatives")
    assert element is not None
    del element.attrib["id"]
    with pytest.raises(MalformedRequest, match=r"expected an id \(UUID\) on relatives"):
        messages.read_request(root)


@pytest.mark.parametrize(
    ("name", "value"),
    [("root", "1.2.208.176.1.4"), ("extension", ""), ("root", None), ("extension", None)],
)
def test_whose_card_it_is_must_be_a_cpr_number(name: str, value: str | None) -> None:
    """An id of another register names no citizen."""
    root = sent(CREATE_RELATIVE)
    citizen = root.find("id")
    assert citizen is not None
    if value is None:
        del citizen.attrib[name]
    else:
        citizen.set(name, value)
    with pytest.raises(MalformedRequest, match="expected a CPR number"):
        messages.read_request(root)


@pytest.mark.parametrize(
    "tag",
    [
        "CreateRelativesRequest",
        Namespace.SKR.tag("CreateRelatives"),
        Namespace.SKR.tag("CreateRelativesResponse"),
        Namespace.SKR.tag("GetRelativesRequest"),
        Namespace.FSK.tag("CreateRelativesRequest"),
        "{http://sundhedsdatastyrelsen.dk/skr/2021/06/02}CreateRelativesRequest",
        "{http://sundhedsdatastyrelsen.dk/skr/2024/01/01/}CreateRelativesRequest",
    ],
)
def test_another_root_is_no_request(tag: str) -> None:
    """Neither of another version nor of an operation that is not there; the answer lists those."""
    root = sent(CREATE_RELATIVE)
    root.tag = tag
    with pytest.raises(MalformedRequest, match="Operations: CreateContactInformation"):
        messages.read_request(root)


def test_a_response_is_empty() -> None:
    """As the one that has been seen."""
    for operation in OPERATIONS:
        response = messages.build_response(operation)
        assert response.tag == Namespace.SKR.tag(f"{operation.name}Response")
        messages.read_response(parse(etree.tostring(response)), operation)


def test_another_response_or_one_with_content_is_none() -> None:
    """A client that reads it wants to know."""
    create, update = Operation(Verb.CREATE, Part.DENTIST), Operation(Verb.UPDATE, Part.DENTIST)
    with pytest.raises(MalformedRequest, match="CreateDentistResponse"):
        messages.read_response(messages.build_response(update), create)
    full = messages.build_response(create)
    full.text = "x"
    with pytest.raises(MalformedRequest, match="expected nothing"):
        messages.read_response(full, create)
