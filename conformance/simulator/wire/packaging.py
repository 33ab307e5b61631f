"""How SOAP envelopes travel: bare, or in a MIME multipart, with or without parts of their own.

Requests are unpacked before a service sees them, and answers are packed after; the journal and the
services know envelopes only. Source: SOAP 1.2 part 2 for the action, MTOM and XOP 1.0, RFC 2387;
what SFSK does of all this: NSP protocol dossier 1.7 and 4.7.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import replace
from enum import Enum, auto
from hashlib import sha256
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote
from uuid import NAMESPACE_OID, uuid5

from lxml import etree

from conformance.multipart import BrokenMultipart, Part, Related, parameters_of, split_body
from conformance.safe_xml import MAX_BYTES, parse
from conformance.security import envelope
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.soap import SoapVersion
from conformance.simulator.doors.messages import Call, Reply
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import Service
from conformance.simulator.state.world import World
from conformance.xds.vocabulary import Namespace

_XOP_TYPE: Final = "application/xop+xml"
_XOP: Final = "http://www.w3.org/2004/08/xop/include"
_INCLUDE: Final = f"{{{_XOP}}}Include"
_DOCUMENT: Final = f"{{{Namespace.IHE.value}}}Document"
_ACTION: Final = "{http://www.w3.org/2005/08/addressing}Action"
_ROOT: Final = "root.message"
_ACTION_OF_ROOT: Final = re.compile(r'action=\\?"?([^"\\;\s]+)')
_MEDIA_RANGE: Final = re.compile(r'((?:[^,"]|"[^"]*")+)')
_REFUSED: Final = re.compile(r";\s*q=0(\.0*)?\s*(;|$)")


class AnswerForm(Enum):
    """How an answer travels."""

    INLINE = auto()
    """The envelope alone, documents as base64 text in it."""

    ONE_PART = auto()
    """The same as the only part of a multipart message."""

    MTOM = auto()
    """A multipart message with a part for each document."""


def opened(call: Call) -> Call:
    """*call* with the SOAP envelope for its body, and its action for its SOAPAction.

    Raises DgwsFault with syntax_error where the package is broken.
    """
    if _is_multipart(call.content_type):
        call = _unpacked(call)
    if not call.soap_action and SoapVersion.SOAP_1_2.encode() in call.body:
        return _with_action(call, _addressed_action(call.body))
    return call


def answer_form(
    call: Call, service: Service, world: World, citizens: tuple[str, ...]
) -> AnswerForm:
    """How the answer to *call*, which is about *citizens*, travels.

    A setting of the world comes before the client's wish. Only documents are ever packed.
    """
    if service is not Service.SFSK_REPOSITORY:
        return AnswerForm.INLINE
    for fault, form in _SETTINGS.items():
        if any(world.has_fault(fault, cpr) for cpr in citizens or (None,)):
            return form
    return AnswerForm.MTOM if _wants_mtom(call) else AnswerForm.INLINE


def packed(reply: Reply, form: AnswerForm) -> Reply:
    """*reply* in that form; faults go bare, and so does what cannot be read, as MTOM."""
    if form is AnswerForm.INLINE or reply.status != HTTPStatus.OK:
        return reply
    if form is AnswerForm.ONE_PART:
        return _multipart(reply, reply.content_type, reply.body, {})
    try:
        body, documents = _extracted(reply.body)
    except ValueError:  # spoilt on purpose: no XML, or no base64 in it
        return reply
    return _multipart(reply, f'{_XOP_TYPE};charset=utf-8;type="{_media(reply)}"', body, documents)


_SETTINGS: Final = {
    Fault.MTOM_ANSWER: AnswerForm.MTOM,
    Fault.ONE_PART_ANSWER: AnswerForm.ONE_PART,
}


def _is_multipart(content_type: str) -> bool:
    return content_type.lstrip()[:10].lower() == "multipart/"


def _wants_mtom(call: Call) -> bool:
    """Whether the request is MTOM, or says that its sender reads it.

    `multipart/related` alone says nothing: Metro accepts it in every call.
    """
    if _is_multipart(call.content_type):
        return parameters_of(call.content_type).get("type", "").lower() == _XOP_TYPE
    ranges = _MEDIA_RANGE.findall(call.headers.get("accept", ""))
    return any(_XOP_TYPE in each.lower() and not _REFUSED.search(each) for each in ranges)


def _unpacked(call: Call) -> Call:
    try:
        related = split_body(call.body, call.content_type)
    except BrokenMultipart as error:
        raise _broken(str(error)) from None
    for part in (related.root, *related.attachments):
        if _is_multipart(part.fields.get("content-type", "")):
            raise _broken("expected parts that are no multipart themselves, found one in another")
    inside = replace(call, body=_inlined(related))
    named = _ACTION_OF_ROOT.search(related.root.fields.get("content-type", ""))
    if call.soap_action or named is None:
        return inside
    return _with_action(inside, named[1])


def _inlined(related: Related) -> bytes:
    """The root part, each reference in it replaced by what it refers to, as base64."""
    data = related.root.content
    if _XOP.encode() not in data:
        return data
    parts = _by_id(related.attachments)
    root = envelope.open_envelope(data, source="request")
    room = MAX_BYTES - len(data)
    for include in list(root.iter(_INCLUDE)):
        room -= _put(include, parts, room)
    return envelope.to_bytes(root)


def _by_id(attachments: tuple[Part, ...]) -> dict[str, Part]:
    parts = {part.content_id: part for part in attachments}
    if len(parts) != len(attachments):
        raise _broken("expected parts with a Content-ID each, found one twice")
    return parts


def _put(include: etree._Element, parts: dict[str, Part], room: int) -> int:
    """Replace *include* by the part that it refers to; returns how many characters that took."""
    href = include.get("href", "")
    part = parts.get(unquote(href.removeprefix("cid:"))) if href.startswith("cid:") else None
    if part is None:
        raise _broken(f"xop:Include: expected cid: and the Content-ID of a part, found {href[:70]}")
    parent = include.getparent()
    if parent is None or len(parent) != 1 or (parent.text or "").strip():
        raise _broken("expected xop:Include alone in its element, found more beside it")
    if len(part.content) * 4 // 3 > room:
        raise _broken(f"expected at most {MAX_BYTES} bytes once the parts are put in, found more")
    parent.remove(include)
    parent.text = b64encode(part.content).decode("ascii")
    return len(parent.text)


def _addressed_action(data: bytes) -> str:
    """`wsa:Action`, by which SOAP 1.2 may name what is asked for; empty when there is none."""
    try:
        header = envelope.header_of(envelope.open_envelope(data, source="request"))
    except DgwsFault:
        return ""
    return "" if header is None else header.findtext(_ACTION, "").strip()


def _with_action(call: Call, action: str) -> Call:
    return replace(call, headers={**call.headers, "soapaction": action})


def _extracted(data: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The envelope with references in place of its documents, and the documents by Content-ID."""
    root = parse(data, source="answer", max_bytes=len(data))
    found: dict[str, bytes] = {}
    for element in root.iter(_DOCUMENT):
        content = b64decode(element.text or "")
        name = f"{len(found) + 1}.{uuid5(NAMESPACE_OID, sha256(content).hexdigest())}@localhost"
        found[name] = content
        element.text = None
        include = etree.SubElement(element, _INCLUDE, nsmap={"xop": _XOP})
        include.set("href", f"cid:{name}")
    return envelope.to_bytes(root), found


def _multipart(reply: Reply, root_type: str, root: bytes, documents: dict[str, bytes]) -> Reply:
    """*reply* as a multipart message. The boundary begins with `uuid:`, as a client expects."""
    boundary = f"uuid:{uuid5(NAMESPACE_OID, sha256(root).hexdigest())}"
    start = f"{_ROOT}@localhost"
    parts = [_part(root_type, start, root)]
    parts += [_part("application/octet-stream", name, each) for name, each in documents.items()]
    line = f"\r\n--{boundary}".encode()
    kind = root_type.partition(";")[0]
    return replace(
        reply,
        body=b"".join((*(line + b"\r\n" + part for part in parts), line, b"--\r\n")),
        content_type=(
            f'multipart/related; type="{kind}"; boundary="{boundary}"; '
            f'start="<{start}>"; start-info="{_media(reply)}"'
        ),
    )


def _part(content_type: str, content_id: str, content: bytes) -> bytes:
    header = (
        f"Content-Type: {content_type}\r\n"
        "Content-Transfer-Encoding: binary\r\n"
        f"Content-ID: <{content_id}>\r\n\r\n"
    )
    return header.encode("ascii") + content


def _media(reply: Reply) -> str:
    return reply.content_type.partition(";")[0]


def _broken(text: str) -> DgwsFault:
    return DgwsFault(FaultCode.SYNTAX_ERROR, f"request: {text}")
