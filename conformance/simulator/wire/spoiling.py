"""Spoils answers on their way out: the faults that lie in the transport, not in the content.

A fault of one citizen spoils the calls that concern that citizen.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from conformance.security import dgws, instants
from conformance.security.faults import FaultCode, GatewayFaultCode
from conformance.security.soap import SoapVersion
from conformance.simulator.doors.endpoint import Note
from conformance.simulator.doors.messages import Reply
from conformance.simulator.state.clock_error import CLOCK_ERROR
from conformance.simulator.state.faults import Kind, fault_of

WRONG_CONTENT_TYPE: Final = "text/html;charset=utf-8"

_CREATED: Final = re.compile(rb"(?<=:Created>)[^<]+(?=<)")


def answered(reply: Reply, note: Note) -> Reply:
    """The message that is answered with, under the faults that are on; notes all of them."""
    if not reply.body:
        return reply
    kinds = _at_work(KINDS, note)
    named = (fault_of(note.service.system, kind) for kind in kinds)
    note.outcome = ", ".join((note.outcome, *(fault for fault in named if fault)))
    return spoil(reply, (kind for kind in kinds if kind in _OF_MESSAGES))


def sent(reply: Reply, note: Note) -> Reply:
    """The answer, packed, as it is sent under the faults that are on."""
    if reply.body and note.goes_wrong(Kind.SLOW):
        reply = replace(reply, delay=note.world.slow_seconds)
    return spoil(reply, _at_work(_OF_THE_WIRE, note))


def spoil(reply: Reply, kinds: Iterable[Kind]) -> Reply:
    """The answer as faults of these kinds leave it. An answer without a body is left alone."""
    for kind in kinds if reply.body else ():
        reply = _CHANGES[kind](reply)
    return reply


def _at_work(kinds: Iterable[Kind], note: Note) -> tuple[Kind, ...]:
    """Those of *kinds* in which the service goes wrong with this call, in their order."""
    return tuple(kind for kind in kinds if note.goes_wrong(kind))


def _ahead(reply: Reply) -> Reply:
    return replace(reply, body=_moved(reply.body, CLOCK_ERROR))


def _behind(reply: Reply) -> Reply:
    return replace(reply, body=_moved(reply.body, -CLOCK_ERROR))


def _moved(body: bytes, by: timedelta) -> bytes:
    """The answer with its time stamp moved."""

    def moved(match: re.Match[bytes]) -> bytes:
        try:
            instant = instants.from_wire(match[0].decode("ascii"))
        except ValueError:
            return match[0]
        return instants.to_wire(instant + by).encode("ascii")

    return _CREATED.sub(moved, body)


def _of_the_gateway(reply: Reply) -> Reply:
    return _refusing(reply, GatewayFaultCode.PROXY_ERROR, "the gateway cannot reach the service")


def _with_200(reply: Reply) -> Reply:
    """A fault that has come about otherwise is kept."""
    if reply.status == HTTPStatus.OK:
        reply = _refusing(reply, FaultCode.SERVER_ERROR, "the service cannot answer")
    return replace(reply, status=HTTPStatus.OK)


def _refusing(reply: Reply, code: FaultCode | GatewayFaultCode, text: str) -> Reply:
    is_newer = reply.content_type.startswith(SoapVersion.SOAP_1_2.media_type)
    version = SoapVersion.SOAP_1_2 if is_newer else SoapVersion.SOAP_1_1
    body = dgws.build_fault(code, text, version=version)
    return Reply.fault(body, version=version)


def _without_end(reply: Reply) -> Reply:
    """The message up to its last end tag; half of one that has none."""
    end = reply.body.rfind(b"</")
    return replace(reply, body=reply.body[: end if end > 0 else len(reply.body) // 2])


def _of_another_type(reply: Reply) -> Reply:
    return replace(reply, content_type=WRONG_CONTENT_TYPE)


def _cut_off(reply: Reply) -> Reply:
    return replace(reply, cut_after=len(reply.body) // 2)


_OF_MESSAGES: Final[Mapping[Kind, Callable[[Reply], Reply]]] = {
    Kind.CLOCK_AHEAD: _ahead,
    Kind.CLOCK_BEHIND: _behind,
    Kind.GATEWAY_FAULT: _of_the_gateway,
    Kind.FAULT_WITH_200: _with_200,
}

_OF_THE_WIRE: Final[Mapping[Kind, Callable[[Reply], Reply]]] = {
    Kind.MALFORMED_XML: _without_end,
    Kind.WRONG_CONTENT_TYPE: _of_another_type,
    Kind.CONNECTION_RESET: _cut_off,
}

_CHANGES: Final = {**_OF_MESSAGES, **_OF_THE_WIRE}

KINDS: Final = (*_CHANGES, Kind.SLOW)
"""The kinds of faults that are in the transport, in the order in which they are done."""
