"""Takes a MIME multipart/related message apart, strictly enough to be judged. Source: RFC 2387."""

import base64
import binascii
import quopri
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final


class BrokenMultipart(ValueError):
    """The bytes are no multipart message that can be taken apart; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part: its header fields by lower-case name, and its decoded content."""

    fields: Mapping[str, str]
    content: bytes

    @property
    def content_id(self) -> str:
        """The Content-ID without its angle brackets; empty when there is none."""
        return self.fields.get("content-id", "").strip().removeprefix("<").removesuffix(">")


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A multipart/related message: the root part, and the parts that it refers to."""

    root: Part
    attachments: tuple[Part, ...]


_MOST_PARTS: Final = 2000
_LONGEST_HEADER: Final = 65536
_BLANK_LINE: Final = re.compile(rb"\r?\n[ \t]*\r?\n")
_FOLD: Final = re.compile(r"\r?\n[ \t]+")
_BOUNDARY_LINE: Final = re.compile(rb"\s*--([^\r\n]+)\r?\n")
_PARAMETER: Final = re.compile(r';\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s;]+))')


def split_related(data: bytes) -> Related:
    """The parts of *data*, with or without the message's own header before them.

    The boundary comes from Content-Type, else from the first line; the root part is the one named
    by the `start` parameter, else the first. Raises BrokenMultipart.
    """
    fields, body = _own_header(data)
    return split_body(body, fields.get("content-type", ""))


def split_body(body: bytes, content_type: str) -> Related:
    """The same of the body of a message whose header has *content_type*. Raises BrokenMultipart."""
    parameters = parameters_of(content_type)
    boundary = parameters.get("boundary", "").encode("utf-8") or _first_line(body)
    parts = [_part(each) for each in _between(body, boundary)]
    start = parameters.get("start", "").strip("<>")
    root = next((part for part in parts if start and part.content_id == start), parts[0])
    return Related(root=root, attachments=tuple(part for part in parts if part is not root))


def _own_header(data: bytes) -> tuple[dict[str, str], bytes]:
    if data.lstrip().startswith(b"--"):
        return {}, data
    return _header_and_content(data.lstrip())


def _first_line(body: bytes) -> bytes:
    line = _BOUNDARY_LINE.match(body)
    if line is None:
        raise BrokenMultipart("expected a boundary line as the first, found none")
    return line[1].rstrip()


def _between(body: bytes, boundary: bytes) -> list[bytes]:
    """What stands between the boundary lines; the preamble and the epilogue are dropped."""
    line = re.compile(rb"(?:^|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|$)")
    marks = list(islice(line.finditer(body), _MOST_PARTS + 2))
    if not marks:
        raise BrokenMultipart(f"expected the boundary {boundary[:70]!r}, found it nowhere")
    end = next((mark for mark in marks if mark[1]), None)
    if end is None and len(marks) <= _MOST_PARTS:
        raise BrokenMultipart("expected a closing boundary line, found none: the message is cut")
    opening = marks if end is None else marks[: marks.index(end)]
    if not 0 < len(opening) <= _MOST_PARTS:
        raise BrokenMultipart(f"expected 1 to {_MOST_PARTS} parts, found {len(opening)}")
    starts = [mark.end() for mark in opening]
    ends = [mark.start() for mark in marks[1 : len(opening) + 1]]
    return [body[start:stop] for start, stop in zip(starts, ends, strict=True)]


def _part(data: bytes) -> Part:
    fields, content = _header_and_content(data.removeprefix(b"\r").removeprefix(b"\n"))
    return Part(fields=fields, content=_decoded(fields, content))


def _header_and_content(data: bytes) -> tuple[dict[str, str], bytes]:
    if data[:2] == b"\r\n" or data[:1] == b"\n":
        return {}, data.lstrip(b"\r\n")
    blank = _BLANK_LINE.search(data, 0, _LONGEST_HEADER)
    if blank is None:
        raise BrokenMultipart("expected an empty line after the header of a part, found none")
    unfolded = _FOLD.sub(" ", data[: blank.start()].decode("utf-8", "replace"))
    fields = {}
    for line in unfolded.splitlines():
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    return fields, data[blank.end() :]


def parameters_of(content_type: str) -> dict[str, str]:
    """The parameters of a Content-Type by lower-case name, without quotes."""
    return {
        name.lower(): quoted or plain for name, quoted, plain in _PARAMETER.findall(content_type)
    }


def _decoded(fields: Mapping[str, str], content: bytes) -> bytes:
    encoding = fields.get("content-transfer-encoding", "binary").lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(content)
    if encoding != "base64":
        return content
    try:
        return base64.b64decode(b"".join(content.split()), validate=True)
    except binascii.Error as error:
        raise BrokenMultipart(f"expected base64 in a part: {error}") from None
