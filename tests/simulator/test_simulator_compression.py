"""Compressed requests: gzip is opened within bounds, anything else is refused in so many words."""

import gzip
import http.client
import tracemalloc
import zlib
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.safe_xml import MAX_BYTES, parse
from conformance.security.faults import DgwsFault
from conformance.security.namespaces import PREFIXES
from conformance.simulator.doors.endpoint import Route
from conformance.simulator.doors.messages import Call, Reply
from conformance.simulator.services import ROUTES
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.simulator.wire.compression import unzipped
from conformance.xds import query
from conformance.xds.vocabulary import Action
from tests.simulator.direct_calls import ITI18, DirectCaller, fault_code, find, hits

SEARCH = Action.REGISTRY_STORED_QUERY


def call(body: bytes, coding: str, **headers: str) -> Call:
    return Call(path=ITI18, body=body, headers={"content-encoding": coding, **headers})


def post(caller: DirectCaller, body: bytes, coding: str) -> Reply:
    return caller.simulation.services.handle(call(body, coding, soapaction=SEARCH))


def searching(caller: DirectCaller) -> bytes:
    return caller.message(caller.system_card(), query.build_request(find(Persona.BENTE)))


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", " GZIP "])
def test_a_request_in_gzip_is_answered(coding: str, caller: DirectCaller, world: World) -> None:
    """As the same request without it; the journal keeps what it says."""
    message = searching(caller)
    reply = post(caller, gzip.compress(message), coding)
    assert len(hits(reply).entries) == 1
    assert tuple(world.journal)[-1].request == message


def test_a_multipart_may_be_in_gzip() -> None:
    """The package is unpacked after that: the other headers stay."""
    opened = unzipped(call(gzip.compress(b"--x"), "gzip", **{"content-type": "multipart/related"}))
    assert (opened.body, opened.headers) == (b"--x", {"content-type": "multipart/related"})


@pytest.mark.parametrize("coding", ["", "identity", "Identity"])
def test_what_is_not_compressed_is_left_alone(coding: str) -> None:
    """Byte for byte."""
    body = gzip.compress(b"<x/>")
    assert unzipped(call(body, coding)).body == body


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "gzip, gzip", "\ud800", "g" * 9_000])
def test_another_coding_is_refused_with_415(
    coding: str, caller: DirectCaller, world: World
) -> None:
    """And a SOAP fault that says what is understood; the journal has it."""
    reply = post(caller, b"<x/>", coding)
    assert reply.status == 415
    fault = parse(reply.body).find("soap:Body/soap:Fault", PREFIXES)
    assert fault is not None
    assert "expected Content-Encoding gzip" in fault.findtext("faultstring", "")
    assert len(reply.body) < 2_000
    assert tuple(world.journal)[-1].outcome == "syntax_error"


def bomb() -> bytes:
    """A hundred times more than may be parsed, in a thousandth of its size."""
    packer = zlib.compressobj(9, wbits=16 + zlib.MAX_WBITS)
    zeros = bytes(MAX_BYTES)
    return b"".join((*(packer.compress(zeros) for _ in range(100)), packer.flush()))


def test_a_zip_bomb_is_refused_in_little_memory(caller: DirectCaller, world: World) -> None:
    """With a fault and a line in the journal; no more than the bound is ever unpacked."""
    small = bomb()
    tracemalloc.start()
    reply = post(caller, small, "gzip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert fault_code(reply) == "syntax_error"
    assert b"at most 10000000 bytes" in reply.body
    assert peak < 3 * MAX_BYTES
    last = tuple(world.journal)[-1]
    assert (last.outcome, last.request) == ("syntax_error", small)


WHOLE = gzip.compress(b"<x/>", mtime=0)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(b"", "found the beginning of one", id="nothing"),
        pytest.param(b"<x/>", "found something else", id="plain"),
        pytest.param(zlib.compress(b"<x/>"), "found something else", id="zlib"),
        pytest.param(WHOLE[:-1], "found the beginning of one", id="cut short"),
        pytest.param(WHOLE * 2, "found more behind it", id="two"),
        pytest.param(WHOLE + b"x", "found more behind it", id="more behind"),
        pytest.param(WHOLE[:-8] + bytes(8), "found something else", id="wrong check sum"),
    ],
)
def test_broken_gzip_is_refused(body: bytes, found: str, caller: DirectCaller) -> None:
    """Empty, none at all, cut short, with more behind it, of another check sum."""
    reply = post(caller, body, "gzip")
    assert fault_code(reply) == "syntax_error"
    assert found in reply.body.decode()


def test_as_much_as_may_be_parsed_may_be_sent() -> None:
    """One byte more may not."""
    assert len(unzipped(call(gzip.compress(bytes(MAX_BYTES)), "gzip")).body) == MAX_BYTES
    with pytest.raises(DgwsFault, match="at most"):
        unzipped(call(gzip.compress(bytes(MAX_BYTES + 1)), "gzip"))


@given(body=st.binary(max_size=200), coding=st.text(max_size=10))
def test_whatever_comes_is_opened_or_refused(body: bytes, coding: str) -> None:
    """Never anything but a fault."""
    for each in (coding, "gzip"):
        with suppress(DgwsFault):
            assert isinstance(unzipped(call(body, each)), Call)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_every_address_takes_gzip(route: Route, caller: DirectCaller) -> None:
    """What is no SOAP is refused for that, and not for being compressed."""
    body = gzip.compress(b"<x/>")
    headers = {"content-encoding": "gzip"}
    reply = caller.simulation.services.handle(Call(path=route.path, body=body, headers=headers))
    assert (reply.status, b"gzip" in reply.body) == (500, False)


def test_over_http(url: str, caller: DirectCaller) -> None:
    """The answer is not compressed, and a refusal tells what is accepted."""
    message = gzip.compress(searching(caller))
    status, headers, body = sent(url, message, "gzip")
    assert (status, headers.get("Content-Encoding")) == (200, None)
    parse(body)
    status, headers, body = sent(url, message, "br")
    assert (status, headers.get("Accept-Encoding")) == (415, "gzip")
    parse(body)


def sent(url: str, body: bytes, coding: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    try:
        headers = {"Content-Encoding": coding, "Accept-Encoding": "gzip", "SOAPAction": SEARCH}
        connection.request("POST", ITI18, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()
