"""Makes what went over the wire safe to keep as evidence: nothing in it can be replayed."""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from conformance.safe_xml import UnsafeXml, parse_without_blanks

REMOVED: Final = "[removed]"

MAX_TEXT: Final = 64_000
"""Characters kept of a message that is not XML."""

MAX_XML: Final = 1_000_000
"""Characters kept of a message that is XML, after it is laid out."""

SECRET_ELEMENTS: Final = frozenset(
    {
        "BinarySecret",
        "BinarySecurityToken",
        "CipherValue",
        "DigestValue",
        "Password",
        "PrivateKey",
        "SignatureValue",
        "X509Certificate",
    }
)
"""Local names of the elements whose content would let a token be replayed or a key be used."""

XDSB_DOCUMENT: Final = "{urn:ihe:iti:xds-b:2007}Document"

_SECRET_TAGS: Final = tuple(f"{{*}}{name}" for name in sorted(SECRET_ELEMENTS))
_NAMES: Final = "|".join(sorted(SECRET_ELEMENTS))
_IN_TEXT: Final = (
    (
        re.compile(
            rf"((?:<|&lt;)((?:[\w.-]+:)?(?:{_NAMES}))\b[^<>&]*(?<!/)(?:>|&gt;))"
            r".*?(?=(?:<|&lt;)/\2\b|\Z)",
            re.DOTALL,
        ),
        r"\1",
    ),
    (re.compile(r"()-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*?(?:-----END[^\n]*|\Z)", re.DOTALL), ""),
    (
        re.compile(
            r"^([ \t]*(?:Proxy-)?Authorization[ \t]*:|[ \t]*(?:Set-)?Cookie2?[ \t]*:)"
            r"[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*",
            re.IGNORECASE | re.MULTILINE,
        ),
        r"\1 ",
    ),
    (
        re.compile(
            r'("(?:[\w-]*(?:token|secret|password|authorization|cookie|private_?key))"\s*:\s*)'
            r'"(?:[^"\\]|\\.)*"?',
            re.IGNORECASE,
        ),
        r"\1",
    ),
    (re.compile(r"\b((?:Bearer|Basic|Holder-of-key)\s+)[\w+/=.~-]{12,}", re.IGNORECASE), r"\1"),
    (re.compile(r"()\beyJ[\w-]+\.[\w-]+\.[\w-]*"), ""),
)
_SECRET_ATTRIBUTES: Final = ("password", "secret", "token")

_PLAIN: Final = bytes(
    ord(" ") if character in b"\t\n\r" or character > 0x7F else ord(chr(character).lower())
    for character in range(256)
)
"""Small letters, with a space for each kind of space and for what is no ASCII."""

_SIGNS: Final = (
    *(f'{name}="'.encode() for name in _SECRET_ATTRIBUTES),
    *(b" :", b'":', b"bearer ", b"basic ", b"holder-of-key ", b"authorization:"),
    *(b"cookie", b"private key", b"eyj", b"\x7f", b"<!-", b"<?"),
)
_SIGNS_IN_REFERENCES: Final = (b"&#", b"&quot;")
_ESCAPED_SECRET: Final = re.compile(rf"lt;[^<>&]*?(?:{_NAMES.lower()})".encode())
_SIGNS_OF_OTHER_LETTERS: Final = (b"\xc4", b"\xc5", b"\xe2")
"""How letters begin that can stand for an i, an s or a k where case is ignored."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeMessage:
    """A message that may be kept, and the documents that it carried."""

    text: str
    media_type: str
    documents: tuple["SafeMessage", ...] = ()


def redact(data: bytes) -> SafeMessage:
    """Return *data* laid out for reading, with all that could be replayed taken out.

    XML keeps its roles, levels and identifiers; a CDA document in `ihe:Document` is decoded and
    returned beside it. What is not XML is shown as text, cut at `MAX_TEXT` characters.
    """
    try:
        root = parse_without_blanks(data, source="message")
    except UnsafeXml:
        return SafeMessage(
            text=_bounded(redact_text(_decoded(data)), MAX_TEXT), media_type="text/plain"
        )
    documents = tuple(_take_documents(root))
    _empty_secret_elements(root)
    text = _laid_out(root)
    if _may_hold_secrets(text):
        for node in (*root.itersiblings(preceding=True), *root.iter(), *root.itersiblings()):
            _clean(node)
        text = _laid_out(root)
    return SafeMessage(
        text=_bounded(text.decode(), MAX_XML), media_type="application/xml", documents=documents
    )


def redact_text(text: str) -> str:
    """Return *text* without private keys, tokens, cookies and the secret parts of XML in it.

    Control characters go first: between letters they would blind the patterns, and no XML holds
    them.
    """
    text = _CONTROL.sub("", text)
    for pattern, kept in _IN_TEXT:
        text = pattern.sub(kept + REMOVED, text)
    return text


def _take_documents(root: etree._Element) -> list[SafeMessage]:
    """Decode each document that *root* carries and leave a note in its place."""
    found = []
    for element in root.iter(XDSB_DOCUMENT):
        content = _base64(element.text or "")
        if content:
            found.append(redact(content))
            element.text = f"[document {len(found)}, {len(content)} bytes, kept beside this]"
    return found


def _empty_secret_elements(root: etree._Element) -> None:
    for element in list(root.iter(*_SECRET_TAGS)):
        for child in list(element):
            element.remove(child)
        element.text = REMOVED


def _laid_out(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), encoding="utf-8", pretty_print=True)


def _may_hold_secrets(message: bytes) -> bool:
    """Whether `_clean` can find anything in an XML message as it is written.

    Most messages hold none of the signs, and need not be looked through piece by piece.
    """
    plain = message.translate(_PLAIN)
    return (
        any(sign in plain for sign in _SIGNS)
        or any(sign in message for sign in _SIGNS_OF_OTHER_LETTERS)
        or (b"&" in plain and _is_in_references(plain))
    )


def _is_in_references(plain: bytes) -> bool:
    if any(sign in plain for sign in _SIGNS_IN_REFERENCES):
        return True
    return b"lt;" in plain and _ESCAPED_SECRET.search(plain) is not None


def _clean(node: etree._Element) -> None:
    if node.text:
        node.text = redact_text(node.text)
    if node.tail:
        node.tail = redact_text(node.tail)
    if isinstance(node.tag, str):
        for name in node.keys():  # noqa: SIM118 - an lxml element iterates over its children
            is_secret = str(name).rpartition("}")[2].lower() in _SECRET_ATTRIBUTES
            node.set(name, REMOVED if is_secret else redact_text(node.get(name, "")))


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    return data.decode(encoding, errors="replace")


def _bounded(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return f"{text[:limit]}\n[cut: {len(text) - limit} of {len(text)} characters are not shown]"
