"""Spoils answers on their way out: the faults of SFSK that lie in the transport, not the content.

A fault of one citizen spoils the calls about that citizen.
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
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import Service

WRONG_CONTENT_TYPE: Final = "text/html;charset=utf-8"

_SPOILT: Final = frozenset({Service.SFSK_REGISTRY, Service.SFSK_REPOSITORY})
_CREATED: Final = re.compile(rb"(?<=:Created>)[^<]+(?=<)")


def answered(reply: Reply, service: Service, note: Note) -> Reply:
    """The message that *service* answers with, under the faults that are on; notes all of them."""
    if service not in _SPOILT or not reply.body:
        return reply
    faults = note.world.faults_at_work(FAULTS, note.citizens)
    note.outcome = ", ".join((note.outcome, *faults))
    return spoil(reply, (fault for fault in faults if fault in _OF_MESSAGES))


def sent(reply: Reply, service: Service, note: Note) -> Reply:
    """The answer of *service*, packed, as it is sent under the faults that are on."""
    if service not in _SPOILT:
        return reply
    return spoil(reply, note.world.faults_at_work(_OF_THE_WIRE, note.citizens))


def spoil(reply: Reply, faults: Iterable[Fault]) -> Reply:
    """The answer as *faults* leave it. An answer without a body is left alone."""
    for fault in faults if reply.body else ():
        reply = _CHANGES[fault](reply)
    return reply


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
    return replace(Reply.fault(body, version=version), delay=reply.delay)


def _without_end(reply: Reply) -> Reply:
    """The message up to its last end tag; half of one that has none."""
    end = reply.body.rfind(b"</")
    return replace(reply, body=reply.body[: end if end > 0 else len(reply.body) // 2])


def _of_another_type(reply: Reply) -> Reply:
    return replace(reply, content_type=WRONG_CONTENT_TYPE)


def _cut_off(reply: Reply) -> Reply:
    return replace(reply, cut_after=len(reply.body) // 2)


_OF_MESSAGES: Final[Mapping[Fault, Callable[[Reply], Reply]]] = {
    Fault.CLOCK_AHEAD: _ahead,
    Fault.CLOCK_BEHIND: _behind,
    Fault.GATEWAY_FAULT: _of_the_gateway,
    Fault.FAULT_WITH_200: _with_200,
}

_OF_THE_WIRE: Final[Mapping[Fault, Callable[[Reply], Reply]]] = {
    Fault.MALFORMED_XML: _without_end,
    Fault.WRONG_CONTENT_TYPE: _of_another_type,
    Fault.CONNECTION_RESET: _cut_off,
}

_CHANGES: Final = {**_OF_MESSAGES, **_OF_THE_WIRE}

FAULTS: Final = tuple(_CHANGES)
"""The faults that are in the transport, in the order in which they are done."""
