"""Whatever the bytes are, they are recognised, what they carry is judged, and nothing raises."""

import base64
import pickle
from collections.abc import Callable
from uuid import uuid4

import pytest
from lxml import etree

from conformance.findings import Severity
from conformance.pdc.build import build
from conformance.safe_xml import MAX_BYTES
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.state.personas import Persona, populate
from conformance.simulator.state.world import World
from conformance.validate import DocumentReport, Kind, Options, validate_document
from conformance.validate.kinds import kind_of_bytes
from tests.validate.message_examples import (
    CITIZEN_CALL,
    HSUID,
    ITI_43_RESPONSE,
    SYSTEM_CALL,
    TOKEN_REQUEST,
    envelope,
)

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><b>&a11;</b>"
)
XXE = b'<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><c>&x;</c>'
XOP = '<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:{}"/>'


@pytest.fixture(scope="module")
def card() -> bytes:
    """A sound card, as the simulated service serves it."""
    world = World()
    populate(world)
    return build(CardMaker(new_uuid=uuid4).make(world, Persona.BENTE))


def reports(data: bytes | str) -> tuple[DocumentReport, ...]:
    """The reports on *data*, a file called `f`."""
    return validate_document(data if isinstance(data, bytes) else data.encode(), source="f")


def assert_sound(report: DocumentReport, source: str, kind: Kind) -> None:
    """The report is on that document, and finds at most what needs no mending."""
    assert (report.source, report.kind) == (source, kind)
    assert [f for f in report.findings if f.severity is not Severity.NOTICE] == []
    assert report.valid


def rules(report: DocumentReport) -> set[str]:
    """The rules that were broken."""
    return {finding.rule for finding in report.findings}


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "XML-01"),
        (b" \n\t ", "XML-01"),
        (b" " * (MAX_BYTES + 1), "XML-02"),
        (b"this is no XML", "XML-03"),
        (bytes(range(256)) * 20, "XML-03"),
        (b"\x1f\x8b\x08\x00 gzip", "XML-03"),
        (b"<a>" * 100_000, "XML-03"),
        (b"<a>" + b"<b/>" * 10, "XML-03"),
        ('<?xml version="1.0" encoding="UTF-8"?><a>æøå</a>'.encode("latin-1"), "XML-03"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "XML-03"),
        (BOMB, "XML-04"),
        (XXE, "XML-04"),
        (b'<!DOCTYPE c SYSTEM "http://127.0.0.1:9/evil.dtd"><c/>', "XML-04"),
        (b"<!doctype html><html><p>Log in<br></html>", "XML-05"),
        (b"\xef\xbb\xbf\n<!-- x --><HTML lang=en>", "XML-05"),
        (b"<card/>", "XML-06"),
        (b'<ClinicalDocument xmlns="urn:hl7-org:v2"/>', "XML-06"),
        (b'<Envelope xmlns="urn:other"/>', "XML-06"),
        (b"--b\r\nContent-Type: text/xml\r\n\r\n<a/>", "XML-07"),
        (b'Content-Type: multipart/related; boundary="b"\r\n\r\nnothing', "XML-07"),
    ],
)
def test_what_cannot_be_judged_is_a_finding(data: bytes, rule: str) -> None:
    """Hostile, broken and other documents give one finding with a remedy, and leak nothing."""
    (report,) = reports(data)
    assert rules(report) == {rule}
    assert not report.valid
    assert report.source == "f"
    assert report.findings[0].fix
    assert "root:" not in str(report)
    assert len(str(report)) < 3000


def test_a_broken_card_is_a_card_that_breaks_the_first_rule(card: bytes) -> None:
    """A card that is cut, or holds a DTD, is named as one and breaks PDC-G01."""
    declared = card.replace(b"<ClinicalDocument", b"<!DOCTYPE x []><ClinicalDocument", 1)
    for broken in (card[:-200], card.replace(b"</", b"<", 1), declared):
        (report,) = reports(broken)
        assert report.kind is Kind.PDC_DK
        assert rules(report) == {"PDC-G01"}


def test_a_card_is_judged(card: bytes) -> None:
    """A sound card has no findings; a change in it is found by a card rule."""
    (sound,) = reports(card)
    assert_sound(sound, "f", Kind.PDC_DK)
    (broken,) = reports(card.replace(b'extension="3.0"', b'extension="2.0"', 1))
    assert broken.kind is Kind.PDC_DK
    assert not broken.valid
    assert all(rule.startswith("PDC-") for rule in rules(broken))


def test_an_answer_and_the_card_in_it_are_two_documents(card: bytes) -> None:
    """The envelope is one report, each document inside another, numbered."""
    answer = ITI_43_RESPONSE.replace("PGEvPg==", base64.b64encode(card).decode())
    for message in (answer, envelope(answer, card="")):
        outer, inner = reports(message)
        assert (outer.source, outer.kind) == ("f", Kind.ITI_43_RESPONSE)
        assert_sound(inner, "f#document-1", Kind.PDC_DK)


def _multipart(head: str, *parts: tuple[str, bytes]) -> bytes:
    body = b"".join(
        f"--b:1\r\n{fields}\r\n\r\n".encode() + content + b"\r\n" for fields, content in parts
    )
    return head.encode() + body + b"--b:1--\r\n"


@pytest.mark.parametrize(
    "head",
    [
        "",
        'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary="b:1"\r\n\r\n',
        'Content-Type: multipart/related; start="<root>"; boundary="b:1"\r\n\r\nignore this\r\n',
    ],
    ids=["no-header", "header", "start"],
)
def test_a_multipart_is_taken_apart(card: bytes, head: str) -> None:
    """The root part is the message; the part that it points at is the card."""
    root = ITI_43_RESPONSE.replace("PGEvPg==", XOP.format("card%40x")).encode()
    data = _multipart(
        head,
        ("Content-Type: application/xop+xml\r\nContent-ID: <root>", root),
        ("Content-ID: <card@x>\r\nContent-Transfer-Encoding: binary", card),
    )
    outer, inner = reports(data)
    assert_sound(outer, "f", Kind.ITI_43_RESPONSE)
    assert_sound(inner, "f#document-1", Kind.PDC_DK)


def test_a_multipart_of_one_part_is_its_part(card: bytes) -> None:
    """The one-part form that SFSK is known to send is read, also in base64 and with bare LF."""
    encoded = base64.encodebytes(SYSTEM_CALL.encode())
    data = _multipart("", ("Content-Transfer-Encoding: base64", encoded)).replace(b"\r\n", b"\n")
    (report,) = reports(data)
    assert_sound(report, "f", Kind.ITI_18_REQUEST)
    (plain,) = reports(_multipart("", ("Content-Type: text/xml", card)))
    assert_sound(plain, "f", Kind.PDC_DK)


def test_a_part_that_is_not_there_is_missed() -> None:
    """A document that points at no part of the message breaks the rule for content."""
    lonely = ITI_43_RESPONSE.replace("PGEvPg==", XOP.format("card"))
    (report,) = reports(lonely)
    assert rules(report) == {"XDS43-16"}


def test_base64_alone_is_opened(card: bytes) -> None:
    """A file of base64, in lines or not, is a wrapping; the card in it is judged."""
    for encoded in (base64.b64encode(card), base64.encodebytes(card)):
        outer, inner = reports(encoded)
        assert_sound(outer, "f", Kind.BASE64)
        assert_sound(inner, "f#document-1", Kind.PDC_DK)


def test_wrappings_end() -> None:
    """Multiparts in multiparts are opened a bounded number of times; what lies deeper fails."""
    data = HSUID.encode()
    for depth in range(7):
        inner = _multipart("", ("", HSUID.encode()), ("", data))
        data = inner.replace(b"--b:1", b"--level%d" % depth)
    last = reports(data)[-1]
    assert rules(last) == {"XML-08"}
    assert not last.valid


def test_many_documents_in_one_message_are_bounded() -> None:
    """Only so many documents of one message are judged, and the message says so by failing."""
    document = ITI_43_RESPONSE[
        ITI_43_RESPONSE.index("<ihe:DocumentResponse>") : ITI_43_RESPONSE.index(
            "</ihe:RetrieveDocumentSetResponse>"
        )
    ]
    found = reports(ITI_43_RESPONSE.replace(document, document * 1500))
    assert len(found) == 1001
    assert rules(found[0]) == {"XML-09"}
    assert not found[0].valid


def test_findings_are_bounded_in_number_and_length() -> None:
    """A message with a fault in each of 20,000 elements gives some hundred findings, quickly."""
    slot = '<rim:Slot xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" name="s"/>'
    data = SYSTEM_CALL.replace("</rim:AdhocQuery>", slot * 20_000 + "</rim:AdhocQuery>")
    (report,) = reports(data)
    assert len(report.findings) == 501
    assert "XML-10" in rules(report)
    deep = "x" * 40_000
    (report,) = reports(f"<{deep} xmlns='urn:a'/>")
    assert len(str(report)) < 5000


def test_headers_in_an_envelope_are_judged_where_they_stand() -> None:
    """Breaches in header, id card, HSUID and payload of a call are all found, each in its place."""
    data = (
        CITIZEN_CALL.replace("$XDSDocumentEntryType", "$X")
        .replace(">no<", ">nej<")
        .replace("holder-of-key", "bearer")
        .replace(">nsi:Citizen<", ">x<")
    )
    (report,) = reports(data)
    where = {finding.rule: finding.where for finding in report.findings}
    assert set(where) == {"XDS18-05", "DGWS-00", "IDCARD-04", "HSUID-03"}
    assert where["XDS18-05"] == "/Envelope/Body[1]/AdhocQueryRequest[1]/AdhocQuery[1]"
    assert where["HSUID-03"].startswith("/Envelope/Header[1]/HsuidHeader[1]/Assertion[1]")


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda text: text.replace("trust/Issue", "trust/Issue "), Kind.TOKEN_REQUEST),
        (lambda text: "\ufeff" + text, Kind.TOKEN_REQUEST),
        (lambda text: "\n  \n" + text, Kind.TOKEN_REQUEST),
    ],
    ids=["same", "byte-order-mark", "blank-lines"],
)
def test_a_start_that_is_slightly_off_is_recognised(
    change: Callable[[str], str], kind: Kind
) -> None:
    """A byte order mark or blank lines do not hide what a message is."""
    assert reports(change(TOKEN_REQUEST))[0].kind is kind


def test_utf_16_is_read() -> None:
    """XML in UTF-16 is read as XML, not as binary noise."""
    data = ('<?xml version="1.0" encoding="UTF-16"?>' + HSUID).encode("utf-16")
    assert reports(data)[0].kind is Kind.HSUID
    assert kind_of_bytes(data) is Kind.UNKNOWN


def test_options_and_reports_travel_between_processes(card: bytes) -> None:
    """What is asked and what is answered can be pickled."""
    options = Options(cpr="2512489996")
    assert pickle.loads(pickle.dumps(options)) == options
    report = validate_document(card[:50], source="f")
    assert pickle.loads(pickle.dumps(report)) == report


def test_the_callers_tree_is_its_own(card: bytes) -> None:
    """The same bytes validated twice give the same reports."""
    with_comment = card.replace(b"<title>", b"<!-- c --><?p x?><title>", 1)
    etree.fromstring(with_comment)
    assert reports(with_comment) == reports(with_comment)
