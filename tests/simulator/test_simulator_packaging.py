"""How envelopes travel: MTOM and other multipart messages, in and out, sound and hostile."""

import tracemalloc
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.multipart import split_body
from conformance.reference.multipart import read_content
from conformance.safe_xml import parse
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.namespaces import Namespace
from conformance.security.soap import SoapVersion
from conformance.simulator.doors.messages import Call, Reply
from conformance.simulator.sfsk.service import REPOSITORY_ID
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.simulator.wire import packaging
from conformance.simulator.wire.packaging import AnswerForm
from conformance.xds import retrieve
from conformance.xds.retrieve import DocumentRequest
from tests.simulator.direct_calls import (
    ITI18,
    ITI43,
    DirectCaller,
    documents,
    fault_code,
    find,
    hits,
)

BENTE = Persona.BENTE
XOP: Final = "http://www.w3.org/2004/08/xop/include"
MTOM: Final = (
    'multipart/related; type="application/xop+xml"; boundary="uuid:b"; '
    'start="<root@x>"; start-info="text/xml"'
)


def wanted(caller: DirectCaller, cpr: str = BENTE) -> DocumentRequest:
    (entry,) = hits(caller.search(caller.system_card(), find(cpr))).entries
    return DocumentRequest(repository_id=REPOSITORY_ID, unique_id=entry.unique_id)


def retrieval(caller: DirectCaller, *cprs: str) -> bytes:
    requests = tuple(wanted(caller, cpr) for cpr in cprs or (BENTE,))
    return caller.message(caller.system_card(), retrieve.build_request(requests))


def call(caller: DirectCaller, body: bytes, path: str = ITI43, **headers: str) -> Reply:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return caller.simulation.services.handle(Call(path=path, body=body, headers=fields))


def multipart(root: bytes, *parts: tuple[str, bytes], end: bytes = b"--") -> bytes:
    """An MTOM message; *parts* are attachments by Content-ID."""
    pieces = [
        b'Content-Type: application/xop+xml; type="text/xml"\r\nContent-ID: <root@x>\r\n\r\n' + root
    ]
    pieces += [
        f"Content-Type: application/octet-stream\r\nContent-ID: <{name}>\r\n\r\n".encode() + content
        for name, content in parts
    ]
    lines = b"".join(b"\r\n--uuid:b\r\n" + piece for piece in pieces)
    return lines + b"\r\n--uuid:b" + end + b"\r\n"


def require_mtom(reply: Reply, count: int = 1) -> None:
    """An MTOM answer with so many documents, as an independent reader sees it."""
    content = read_content(reply.content_type, reply.body)
    root = parse(content.soap)
    hrefs = [include.get("href", "") for include in root.iter(f"{{{XOP}}}Include")]
    assert len(set(hrefs)) == count
    assert all(
        content.attachments[href.removeprefix("cid:")].startswith(b"<?xml") for href in hrefs
    )
    assert 'type="application/xop+xml"' in reply.content_type
    assert 'boundary="uuid:' in reply.content_type


def test_a_plain_request_is_answered_inline(caller: DirectCaller) -> None:
    """base64 in the envelope, the envelope alone."""
    reply = call(caller, retrieval(caller))
    assert reply.content_type == "text/xml;charset=utf-8"
    assert len(documents(reply).documents) == 1


@pytest.mark.parametrize(
    "accept",
    [
        'multipart/related; type="application/xop+xml", text/xml',
        "application/xop+xml",
        "text/xml;q=0.5, multipart/related;type=application/xop+xml;q=1.0",
    ],
)
def test_who_asks_for_mtom_gets_it(accept: str, caller: DirectCaller) -> None:
    """The document as a part of its own; the journal keeps the envelope with the document."""
    world = caller.simulation.services.world
    reply = call(caller, retrieval(caller), accept=accept)
    require_mtom(reply)
    (*_, line) = world.journal
    (document,) = retrieve.read_response(parse(line.response)[1][0]).documents
    (attachment,) = split_body(reply.body, reply.content_type).attachments
    assert attachment.content == document.content


@pytest.mark.parametrize(
    "accept",
    [
        "text/xml, multipart/related, text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
        "*/*",
        "",
        'multipart/related; type="application/xop+xml";q=0, text/xml',
        "application/xop+xml; q=0.0",
        '"',
        ",,,;;;",
    ],
)
def test_who_does_not_ask_for_mtom_is_answered_inline(accept: str, caller: DirectCaller) -> None:
    """Metro accepts multipart/related in every call: that alone is no wish."""
    assert call(caller, retrieval(caller), accept=accept).content_type.startswith("text/xml")


def test_a_request_in_mtom_is_answered_in_mtom(caller: DirectCaller) -> None:
    """With as many parts as documents."""
    body = retrieval(caller, BENTE, Persona.MAX)
    require_mtom(call(caller, multipart(body), content_type=MTOM), 2)


def test_a_request_in_one_part_is_answered_inline(caller: DirectCaller) -> None:
    """It is a multipart message, but not MTOM; the root part is the request as it was."""
    content_type = 'multipart/related; boundary="uuid:b"; type="text/xml"'
    reply = call(caller, multipart(retrieval(caller)), content_type=content_type)
    assert len(documents(reply).documents) == 1


@pytest.mark.parametrize(
    ("fault", "form"),
    [(Fault.MTOM_ANSWER, AnswerForm.MTOM), (Fault.ONE_PART_ANSWER, AnswerForm.ONE_PART)],
)
def test_a_setting_belongs_to_a_citizen(
    fault: Fault, form: AnswerForm, caller: DirectCaller, world: World
) -> None:
    """It comes before the client's wish; other citizens' cards travel as usual."""
    world.inject(fault, BENTE)
    for headers in ({}, {"accept": "application/xop+xml"}):
        reply = call(caller, retrieval(caller), **headers)
        is_mtom = 'type="application/xop+xml"' in reply.content_type
        assert is_mtom is (form is AnswerForm.MTOM)
        assert reply.content_type.startswith("multipart/related;")
    assert call(caller, retrieval(caller, Persona.MAX)).content_type.startswith("text/xml")
    search = caller.message(caller.system_card(), retrieve.build_request((wanted(caller),)))
    assert call(caller, search, path=ITI18).content_type.startswith("text/xml")


def test_one_part_holds_the_whole_answer(caller: DirectCaller, world: World) -> None:
    """One part, a boundary that begins with uuid:, base64 text: as the SDS client reads it."""
    world.inject(Fault.ONE_PART_ANSWER)
    reply = call(caller, retrieval(caller))
    related = split_body(reply.body, reply.content_type)
    assert related.attachments == ()
    assert reply.body.lstrip().startswith(b"--uuid:")
    assert len(documents(Reply.ok(related.root.content)).documents) == 1
    assert read_content(reply.content_type, reply.body).soap == related.root.content


def test_mtom_in_soap_1_2_says_so(caller: DirectCaller) -> None:
    """The start-info is the media type of SOAP 1.2."""
    body = retrieval(caller).replace(SoapVersion.SOAP_1_1.encode(), SoapVersion.SOAP_1_2.encode())
    reply = call(caller, body, accept="application/xop+xml")
    require_mtom(reply)
    assert 'start-info="application/soap+xml"' in reply.content_type


@pytest.mark.parametrize("form", AnswerForm)
def test_faults_and_empty_replies_go_bare(form: AnswerForm) -> None:
    """Whatever was asked for."""
    for reply in (Reply.fault(b"<x/>"), Reply.unavailable()):
        assert packaging.packed(reply, form) is reply


@pytest.mark.parametrize("form", AnswerForm)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<cut",
        b"<x>",
        b'<r xmlns="urn:ihe:iti:xds-b:2007"><Document>AAAAA</Document></r>',
        b'<r xmlns="urn:ihe:iti:xds-b:2007"><Document><x/></Document></r>',
    ],
)
def test_a_spoilt_answer_is_sent_somehow(body: bytes, form: AnswerForm) -> None:
    """Answers can be spoilt on purpose: packing them makes nothing worse."""
    assert packaging.packed(Reply.ok(body), form).status == 200


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_is_answered_in_mtom_too(
    fault: Fault, caller: DirectCaller, world: World
) -> None:
    """Whatever goes wrong, a client that asks for MTOM is answered."""
    body = retrieval(caller)
    world.inject(fault)
    assert call(caller, body, accept="application/xop+xml").status in (200, 500, 503)


def test_an_answer_without_documents_is_packed_too(caller: DirectCaller) -> None:
    """An XDS error: the root part alone."""
    unknown = DocumentRequest(repository_id=REPOSITORY_ID, unique_id=f"{REPOSITORY_ID}^x")
    body = caller.message(caller.system_card(), retrieve.build_request((unknown,)))
    reply = call(caller, body, accept="application/xop+xml")
    require_mtom(reply, 0)
    assert b"XDSDocumentUniqueIdError" in reply.body


def test_parts_of_a_request_are_put_where_they_belong(caller: DirectCaller) -> None:
    """Libraries may send signature values and certificates as parts: the card still holds."""
    root = parse(retrieval(caller))
    parts = []
    for name in ("SignatureValue", "X509Certificate", "DigestValue"):
        for element in root.iter(Namespace.DS.tag(name)):
            parts.append((f"{name}@x", b64decode(element.text or "")))
            element.text = None
            element.append(parse(f'<i:Include xmlns:i="{XOP}" href="cid:{name}%40x"/>'.encode()))
    assert len(parts) == 3
    body = multipart(packaging.envelope.to_bytes(root), *parts)
    require_mtom(call(caller, body, content_type=MTOM))


@pytest.mark.parametrize(
    "content_type",
    [
        'multipart/related; boundary="uuid:b"; action="{}"',
        'multipart/related; boundary="uuid:b"',
    ],
)
def test_the_action_of_a_multipart_message_is_found(
    content_type: str, caller: DirectCaller
) -> None:
    """In its content type, or in that of the root part, as .NET writes it."""
    action = "urn:ihe:iti:2007:RetrieveDocumentSet"
    root_type = f'application/xop+xml;type="application/soap+xml; action=\\"{action}\\""'.encode()
    body = multipart(retrieval(caller))
    if "{}" not in content_type:
        body = body.replace(b'application/xop+xml; type="text/xml"', root_type)
    path = "/decoupling/nspservices/sfskrep"
    headers = {"content-type": content_type.format(action)}
    reply = caller.simulation.services.handle(Call(path=path, body=body, headers=headers))
    assert reply.status == 200


def xop_request(*hrefs: str) -> bytes:
    includes = "".join(f'<x><i:Include xmlns:i="{XOP}" href="{href}"/></x>' for href in hrefs)
    return (
        f'<s:Envelope xmlns:s="{Namespace.SOAP}"><s:Body>{includes}</s:Body></s:Envelope>'
    ).encode()


SPOILT: Final[dict[str, Callable[[bytes], tuple[str, bytes]]]] = {
    "cut in the middle": lambda good: (MTOM, multipart(good)[: len(good) // 2]),
    "no closing line": lambda good: (MTOM, multipart(good, end=b"")),
    "another boundary": lambda good: (MTOM.replace("uuid:b", "uuid:c"), multipart(good)),
    "no multipart at all": lambda good: (MTOM, good),
    "empty": lambda _good: (MTOM, b""),
    "nothing in it": lambda _good: (MTOM, b"\r\n--uuid:b--\r\n"),
    "endless parts": lambda good: (MTOM, multipart(good, *[("x@x", b"")] * 5000)),
    "boundaries only": lambda _good: (MTOM, b"\n--uuid:b" * 500_000),
    "a header without end": lambda _good: (
        MTOM,
        b"--uuid:b\r\n" + b"x" * 200_000 + b"\r\n--uuid:b--",
    ),
    "a line without end": lambda _good: ("multipart/related", b"--" + b" " * 1_000_000 + b"x"),
    "a multipart in a multipart": lambda good: (
        MTOM,
        multipart(good).replace(b"application/xop+xml", b"multipart/related"),
    ),
    "a nested attachment": lambda good: (
        MTOM,
        multipart(good, ("a@x", b"x")).replace(b"application/octet-stream", b"Multipart/Mixed"),
    ),
    "a reference to nothing": lambda _good: (MTOM, multipart(xop_request("cid:none"))),
    "a reference to a file": lambda _good: (MTOM, multipart(xop_request("file:///etc/passwd"))),
    "the same Content-ID twice": lambda _good: (
        MTOM,
        multipart(xop_request("cid:a"), ("a", b"1"), ("a", b"2")),
    ),
    "a reference with company": lambda _good: (
        MTOM,
        multipart(xop_request("cid:a").replace(b"<x>", b"<x>text"), ("a", b"1")),
    ),
    "many references to one large part": lambda _good: (
        MTOM,
        multipart(xop_request(*["cid:a"] * 500), ("a", b"x" * 1_000_000)),
    ),
    "a document type in the root part": lambda good: (
        MTOM,
        multipart(good.replace(b"?>\n", b'?>\n<!DOCTYPE x [<!ENTITY e "x">]>', 1)),
    ),
    "base64 that is none": lambda good: (
        MTOM,
        multipart(good).replace(
            b"Content-ID", b"Content-Transfer-Encoding: base64\r\nContent-ID", 1
        ),
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_broken_package_gets_a_fault(name: str, caller: DirectCaller, world: World) -> None:
    """syntax_error, quickly, and one line in the journal."""
    good = retrieval(caller)
    content_type, body = SPOILT[name](good)
    before, begun = len(world.journal), monotonic()
    reply = call(caller, body, content_type=content_type)
    assert (reply.status, fault_code(reply)) == (500, FaultCode.SYNTAX_ERROR)
    assert monotonic() - begun < 5
    assert len(world.journal) == before + 1


def test_a_flood_of_boundaries_takes_little_memory() -> None:
    """They are counted no further than there may be parts."""
    body = b"\n--uuid:b" * 1_000_000
    call = Call(path=ITI43, body=body, headers={"content-type": MTOM})
    tracemalloc.start()
    with pytest.raises(DgwsFault, match="1 to 2000 parts"):
        packaging.opened(call)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    content_type=st.one_of(st.just(MTOM), st.text(max_size=60).map("multipart/related; ".__add__)),
    start=st.integers(0, 400),
    piece=st.binary(max_size=60),
)
def test_any_package_is_opened_or_refused(content_type: str, start: int, piece: bytes) -> None:
    """Never anything but a DgwsFault."""
    good = multipart(xop_request("cid:a"), ("a", b"content"))
    body = good[:start] + piece + good[start + len(piece) // 2 :]
    call = Call(path=ITI43, body=body, headers={"content-type": content_type})
    with suppress(DgwsFault):
        packaging.opened(call)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(accept=st.text(max_size=80))
def test_any_wish_is_understood_somehow(accept: str, world: World) -> None:
    """An Accept header that is none does no harm."""
    call = Call(path=ITI43, body=b"", headers={"accept": accept})
    form = packaging.answer_form(call, packaging.Service.SFSK_REPOSITORY, world, ())
    assert form in AnswerForm
