"""Validates a document, and the documents inside it: whatever the bytes are, it answers."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from lxml import etree

from conformance.findings import Finding
from conformance.multipart import BrokenMultipart, split_related
from conformance.validate import readable
from conformance.validate.cards import check_card
from conformance.validate.kinds import Kind, kind_of, kind_of_bytes
from conformance.validate.messages import Message, check_envelope, check_message
from conformance.validate.messages.envelope import payload_of
from conformance.validate.messages.iti43 import inline_contents
from conformance.validate.readable import Refused
from conformance.validate.report import DocumentReport, Options

__all__ = ["DocumentReport", "Options", "validate_document"]

_DEFAULT: Final = Options()
_DEEPEST: Final = 4
_MOST_DOCUMENTS: Final = 1000
_MOST_FINDINGS: Final = 500
_LONGEST_TEXT: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """One document: what it is, its findings, and the documents that it carries."""

    kind: Kind
    findings: Iterable[Finding]
    carried: Iterable[bytes] = ()


def validate_document(
    data: bytes, *, source: str, options: Options = _DEFAULT
) -> tuple[DocumentReport, ...]:
    """Return a report on *data*, and after it one on each document that it carries.

    *source* names the file; what lies inside is `source#document-1`. Bytes that cannot be read are
    a finding, never an error. Give at most `safe_xml.MAX_BYTES + 1` bytes: that is enough for a
    larger file to be refused by its size.

    Raises NoSchema when *options* names a folder without official schemas, and nothing else.
    """
    # A file name need not be text: its odd bytes are shown, so that every format can hold it.
    name = source if source.isascii() else source.encode("utf-8", "replace").decode("utf-8")
    return tuple(_reports(data, name, options, depth=0))


def _reports(data: bytes, source: str, options: Options, *, depth: int) -> Iterator[DocumentReport]:
    if depth > _DEEPEST:
        finding = readable.WRAPPED_TOO_DEEP.finding(f"more than {_DEEPEST}")
        yield DocumentReport(source=source, kind=Kind.UNKNOWN, findings=(finding,))
        return
    judged = _judged(data, options)
    carried = list(islice(judged.carried, _MOST_DOCUMENTS + 1))
    findings = list(_bounded(judged.findings))
    if len(carried) > _MOST_DOCUMENTS:
        findings.append(readable.TOO_MANY_DOCUMENTS.finding("more"))
    yield DocumentReport(source=source, kind=judged.kind, findings=tuple(findings))
    for number, document in enumerate(carried[:_MOST_DOCUMENTS], start=1):
        inside = f"{source}#document-{number}"
        yield from _reports(document, inside, options, depth=depth + 1)


def _judged(data: bytes, options: Options) -> _Judged:
    refused = readable.refused_at_once(data)
    if refused is not None:
        return _refusal(refused)
    kind = kind_of_bytes(data)
    if kind is Kind.HTML:
        return _Judged(kind=kind, findings=[readable.IS_HTML.finding("a web page")])
    if kind is Kind.MIME:
        return _judged_multipart(data, options)
    if kind is Kind.BASE64 and (content := _wrapped_document(data)):
        return _Judged(kind=kind, findings=[], carried=[content])
    return _judged_xml(data, options)


def _judged_multipart(data: bytes, options: Options) -> _Judged:
    """The root part is judged as the message itself; the other parts are documents in it."""
    try:
        related = split_related(data)
    except BrokenMultipart as error:
        return _Judged(kind=Kind.MIME, findings=[readable.BROKEN_WRAPPING.finding(str(error))])
    refused = readable.refused_at_once(related.root.content)
    if refused is not None:
        return _refusal(refused)
    attached = [part.content for part in related.attachments]
    ids = frozenset(part.content_id for part in related.attachments)
    judged = _judged_xml(related.root.content, options, attachments=ids)
    return replace(judged, carried=[*judged.carried, *attached])


def _judged_xml(
    data: bytes, options: Options, attachments: frozenset[str] = frozenset()
) -> _Judged:
    root = readable.read_xml(data)
    if isinstance(root, Refused):
        return _refusal(root)
    kind = kind_of(root)
    if kind is Kind.PDC_DK:
        return _Judged(kind=kind, findings=check_card(root, data, options))
    if kind is Kind.UNKNOWN:
        name = etree.QName(root)
        found = f"{name.localname} in {name.namespace or 'no namespace'}"
        return _Judged(kind=kind, findings=[readable.NOT_RECOGNISED.finding(found)])
    message = Message(root=root, attachments=attachments)
    if kind is Kind.SOAP:
        return _judged_envelope(message)
    return _Judged(kind=kind, findings=check_message(message, kind), carried=inline_contents(root))


def _judged_envelope(message: Message) -> _Judged:
    """An envelope is of the kind of what it carries."""
    payload = payload_of(message.root)
    kind = Kind.UNKNOWN if payload is None else kind_of(payload)
    carried: Iterable[bytes] = ()
    if payload is not None:
        carried = inline_contents(payload)
        if kind is Kind.PDC_DK:
            carried = [etree.tostring(payload, encoding="UTF-8", with_tail=False)]
    return _Judged(
        kind=Kind.SOAP if kind in {Kind.UNKNOWN, Kind.PDC_DK} else kind,
        findings=check_envelope(message),
        carried=carried,
    )


def _refusal(refused: Refused) -> _Judged:
    return _Judged(kind=refused.kind, findings=[refused.finding])


def _wrapped_document(data: bytes) -> bytes | None:
    """What *data* stands for when it is base64 of a document; None when it is other text."""
    try:
        content = base64.b64decode(b"".join(data.split()), validate=True)
    except binascii.Error:
        return None
    looks_like_one = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"--"))
    return content if looks_like_one else None


def _bounded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """At most as many findings, and of as long texts, as a report can bear."""
    rest = iter(findings)
    for finding in islice(rest, _MOST_FINDINGS):
        yield _shortened(finding)
    if next(rest, None) is not None:
        yield readable.FINDINGS_LEFT_OUT.finding("more")


def _shortened(finding: Finding) -> Finding:
    if max(len(finding.where), len(finding.found), len(finding.expected)) <= _LONGEST_TEXT:
        return finding
    return replace(
        finding,
        where=_cut(finding.where),
        found=_cut(finding.found),
        expected=_cut(finding.expected),
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "…"
