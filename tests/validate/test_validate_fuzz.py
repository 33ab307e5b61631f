"""No input makes validation raise: arbitrary bytes, and real messages that were bent."""

import base64
from time import perf_counter
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.pdc.build import build
from conformance.safe_xml import MAX_BYTES
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.state.personas import Persona, populate
from conformance.simulator.state.world import World
from conformance.validate import DocumentReport, Options, validate_document
from conformance.validate.formats import Format, writer
from conformance.validate.report import Role
from tests.validate.message_examples import SOUND

PATIENCE = 20.0
"""Seconds that any one input may take on a busy machine; a card takes a thousandth of one."""

STRICT = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def _card() -> bytes:
    world = World()
    populate(world)
    return build(CardMaker(new_uuid=uuid4).make(world, Persona.BENTE))


SEEDS = [*(text.encode() for text in SOUND.values()), _card()]
WRAPPED = [
    b"--b\r\nContent-Type: text/xml\r\n\r\n"
    + SEEDS[5]
    + b"\r\n--b\r\n\r\n"
    + SEEDS[-1]
    + b"\r\n--b--",
    base64.encodebytes(SEEDS[-1]),
]
WORDS = st.sampled_from(
    [
        *(b"<", b">", b"&", b'"', b"'", b"\x00", b"\xff", b"--b", b"\r\n\r\n", b"&#0;", b"]]>"),
        *(b"<!--", b"<?x ?>", b"<![CDATA[", b"<!DOCTYPE a>", b'xsi:type="II"', b'xmlns=""'),
        *(b'id="IDCard"', b"9999-99-99T99:99:99Z", b"0001-01-01T00:00:00+14:00", b"nullFlavor"),
        *(b"'" * 50, b"(" * 50, b"^" * 50, b"\xe2\x80\x8b", "æøå".encode("latin-1")),
    ]
)


@st.composite
def bent(draw: st.DrawFn) -> bytes:
    """A real message after a few cuts, copies and insertions."""
    data = draw(st.sampled_from(SEEDS + WRAPPED))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 200)))
        new = draw(WORDS | st.binary(max_size=20) | st.just(data[start:end] * 2) | st.just(b""))
        data = data[:start] + new + data[end:]
    return data


def examined(data: bytes, *, role: Role = Role.SENT) -> tuple[DocumentReport, ...]:
    """The reports on *data*, which must come in time and be fit to print."""
    began = perf_counter()
    found = validate_document(data, source="f", options=Options(role=role, cpr="2512489996"))
    assert perf_counter() - began < PATIENCE
    assert found
    for report in found:
        assert report.source.startswith("f")
        assert len(report.findings) <= 501
        for finding in report.findings:
            assert finding.rule
            assert finding.expected
            assert len(str(finding)) < 10_000
    return found


@STRICT
@given(st.binary(max_size=3000))
def test_arbitrary_bytes_never_raise(data: bytes) -> None:
    """Noise is a finding."""
    examined(data)


@STRICT
@given(st.text(max_size=500), st.sampled_from(["utf-8", "utf-16", "utf-16-be", "utf-32"]))
def test_arbitrary_text_in_any_encoding_never_raises(text: str, encoding: str) -> None:
    """Text with and without an XML declaration is a finding, whatever its encoding."""
    examined(text.encode(encoding, "ignore"))
    examined(f'<?xml version="1.0" encoding="{encoding}"?><a>{text}</a>'.encode(encoding, "ignore"))


@STRICT
@given(bent(), st.sampled_from(Role))
def test_bent_messages_never_raise(data: bytes, role: Role) -> None:
    """Real messages with cuts, copies and insertions give reports that every writer takes."""
    found = examined(data, role=role)
    for form in Format:
        out = writer(form, _Nowhere())
        for report in found:
            out.write(report)
        out.close()


class _Nowhere:
    """A text stream that takes text which UTF-8 can hold, and forgets it."""

    encoding = "utf-8"

    def write(self, text: str) -> int:
        return len(text.encode("utf-8"))

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing waits."""


def _nested(tag: bytes, depth: int) -> bytes:
    return b"<%s>" % tag * depth + b"</%s>" % tag * depth


@pytest.mark.parametrize(
    "data",
    [
        b"<a>" + b"<b/>" * 2_400_000 + b"</a>",
        b"<a " + b" ".join(b'x%d="1"' % n for n in range(400_000)) + b"/>",
        _nested(b"a" * 20_000, 200),
        b"'" * 9_000_000,
        b"A" * 9_999_999,
        b"\n" * 9_000_000 + b"<a/>",
        b"--b\r\n" * 1_500_000,
        b"--b\r\n" + b"x:" * 4_000_000,
        b"Content-Type: multipart/related; " + b"a=b;" * 2_000_000,
        b"<!-- x --> " * 900_000 + b"<html>",
        b"<soap:Envelope xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'><soap:Body>"
        + b"<soap:Body>" * 200,
        SEEDS[6].replace(b"</Destination>", b"<Filter/>" * 900_000 + b"</Destination>", 1),
        SEEDS[2].replace(b"('urn:oasis", b"('" + b"','" * 1_500_000 + b"('urn:oasis", 1),
        SEEDS[2].replace(b"</rim:ValueList>", b"<rim:Value>''</rim:Value>" * 300_000, 1),
        b"\x00" * (MAX_BYTES + 1),
    ],
    ids=[
        *("elements", "attributes", "long-names", "quotes", "base64", "blank", "boundaries"),
        *("header", "parameters", "comments", "bodies", "filters", "value", "values", "too-large"),
    ],
)
def test_large_and_strange_input_takes_bounded_time(data: bytes) -> None:
    """Ten megabytes made to be slow are still answered in seconds."""
    examined(data)
