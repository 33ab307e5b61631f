"""multipart/related answers: the SOAP part and what it refers to by content id."""

from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final

_MAX_PARTS: Final = 20


class UnreadableMultipart(ValueError):
    """The body is not the multipart message that its content type promises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A SOAP message and the attachments that came with it, by content id."""

    soap: bytes
    attachments: dict[str, bytes] = field(default_factory=dict)


def read_content(content_type: str, body: bytes) -> Content:
    """Return what *body* holds: the body itself, or the root part of a multipart/related.

    UnreadableMultipart is raised when the boundary, or the part that ``start`` names, is missing.
    """
    header = Message()
    header["Content-Type"] = content_type
    if header.get_content_maintype() != "multipart":
        return Content(soap=body)
    boundary = header.get_boundary()
    if not boundary:
        raise UnreadableMultipart("expected a boundary in the content type, found none")
    parts = _parts(body, boundary.encode("latin-1", "replace"))
    if not parts:
        raise UnreadableMultipart(f"expected parts with the boundary {boundary}, found none")
    start = header.get_param("start")
    root = _bare(start) if isinstance(start, str) else parts[0][0]
    for content_id, content in parts:
        if content_id == root:
            return Content(soap=content, attachments=dict(parts))
    raise UnreadableMultipart(f"expected a part with content id {root}, found none")


def _parts(body: bytes, boundary: bytes) -> list[tuple[str, bytes]]:
    # a boundary stands at the start of a line, so one is put before the first
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)[1:]
    if len(pieces) > _MAX_PARTS:
        raise UnreadableMultipart(f"expected at most {_MAX_PARTS} parts, found {len(pieces)}")
    return [_part(piece) for piece in pieces if not piece.startswith(b"--")]


def _part(piece: bytes) -> tuple[str, bytes]:
    head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    headers = BytesHeaderParser().parsebytes(head)
    return _bare(str(headers.get("Content-ID", ""))), content


def _bare(content_id: str) -> str:
    return content_id.strip().removeprefix("<").removesuffix(">")
