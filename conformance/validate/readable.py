"""Decides whether bytes can be read at all, and says in a finding why not."""

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from conformance.findings import Finding, Severity
from conformance.safe_xml import MAX_BYTES, UnsafeXml, parse, parse_without_blanks
from conformance.validate.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRule:
    """A condition for a document to be looked at, with what `fsk explain` says of it."""

    id: str
    expected: str
    fix: str
    good: str
    bad: str
    explanation: str
    severity: Severity = Severity.FAIL

    def finding(self, found: str) -> Finding:
        """A breach of this rule by the whole document."""
        return Finding(
            rule=self.id,
            severity=self.severity,
            expected=self.expected,
            found=found,
            where="/",
            fix=self.fix,
        )


EMPTY: Final = ReadingRule(
    id="XML-01",
    expected="an XML document",
    fix="Check how the file was written: nothing reached it.",
    good="<ClinicalDocument …>…</ClinicalDocument>",
    bad="a file of 0 bytes",
    explanation="A document holds something.",
)
TOO_LARGE: Final = ReadingRule(
    id="XML-02",
    expected=f"at most {MAX_BYTES} bytes",
    fix="Give one document a file; a card is 15 to 40 kB.",
    good="a card of 20 kB",
    bad="a file of 500 MB",
    explanation="A document is of bounded size; larger ones are not read to their end.",
)
NOT_WELL_FORMED: Final = ReadingRule(
    id="XML-03",
    expected="well-formed XML",
    fix="Send the bytes as they were received: not cut, not in another encoding than declared.",
    good='<?xml version="1.0" encoding="UTF-8"?><a>æ</a>',
    bad="<a><b></a>",
    explanation="A document is well-formed XML in the encoding that it declares.",
)
HAS_DTD: Final = ReadingRule(
    id="XML-04",
    expected="no document type declaration",
    fix="Leave the DOCTYPE out: entities and DTDs are refused, as they open for attacks.",
    good="<ClinicalDocument …>…</ClinicalDocument>",
    bad='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hosts">]><a>&x;</a>',
    explanation="A document carries no DTD, and so no entities of its own.",
)
IS_HTML: Final = ReadingRule(
    id="XML-05",
    expected="an XML document",
    fix="Read the page: it is often the error page of a proxy or of a login.",
    good="<ClinicalDocument …>…</ClinicalDocument>",
    bad="<html><body>Service unavailable</body></html>",
    explanation="A document is not a web page.",
)
NOT_RECOGNISED: Final = ReadingRule(
    id="XML-06",
    expected=(
        "ClinicalDocument in urn:hl7-org:v3, "
        "or a message of ITI-18, ITI-43, MinLog2, NAS2, DGWS, HSUID or the STS"
    ),
    fix="Check the name and the namespace of the root element.",
    good='<ClinicalDocument xmlns="urn:hl7-org:v3">…</ClinicalDocument>',
    bad="<ClinicalDocuments>…</ClinicalDocuments>",
    explanation="The root element, by name and namespace, is one that can be judged.",
)
BROKEN_WRAPPING: Final = ReadingRule(
    id="XML-07",
    expected="a multipart message whose root part can be taken out",
    fix="Send the message with its boundary lines, each part with its own header (RFC 2387).",
    good="--b\\r\\nContent-Type: text/xml\\r\\n\\r\\n<soap:Envelope …/>\\r\\n--b--",
    bad="--b\\r\\nContent-Type: text/xml",
    explanation="A multipart has a boundary and at least one part. Source: RFC 2046, RFC 2387.",
)
WRAPPED_TOO_DEEP: Final = ReadingRule(
    id="XML-08",
    expected="a document in at most 4 wrappings",
    fix="Take the document out of its wrappings.",
    good="a card as base64 in an ITI-43 answer in a MIME multipart",
    bad="a multipart in a multipart in a multipart in a multipart in a multipart in base64",
    explanation="Documents lie in a bounded number of wrappings; what lies deeper is not judged.",
)
TOO_MANY_DOCUMENTS: Final = ReadingRule(
    id="XML-09",
    expected="at most 1000 documents in one message",
    fix="Split the message: what exceeds the limit has not been judged.",
    good="an ITI-43 answer with one card",
    bad="an ITI-43 answer with 5000 cards",
    explanation="A message carries a bounded number of documents; the rest is not judged.",
)
FINDINGS_LEFT_OUT: Final = ReadingRule(
    id="XML-10",
    expected="at most 500 findings in one document",
    fix="Mend what is listed and validate again.",
    good="a document with three findings",
    bad="a document with 40,000 findings",
    explanation="A document gets a bounded number of findings; more are left out.",
    severity=Severity.NOTICE,
)

RULES: Final = (
    EMPTY,
    TOO_LARGE,
    NOT_WELL_FORMED,
    HAS_DTD,
    IS_HTML,
    NOT_RECOGNISED,
    BROKEN_WRAPPING,
    WRAPPED_TOO_DEEP,
    TOO_MANY_DOCUMENTS,
    FINDINGS_LEFT_OUT,
)

NOT_XML: Final = "PDC-G01"
"""The card rule that says the same of what seems to be a card."""

_START: Final = 4096
_CARD: Final = re.compile(rb"<(?:[\w.-]+:)?ClinicalDocument\b")
_PLAIN_CARD: Final = re.compile(rb"(?:<\?xml [^<>]*\?>)?\s*<ClinicalDocument\b")
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Bytes that are not looked into: what they seem to be, and why."""

    kind: Kind
    finding: Finding


def refused_at_once(data: bytes) -> Refused | None:
    """Why *data* is not worth parsing: empty, or too large."""
    if len(data) > MAX_BYTES:
        return Refused(
            kind=_seeming_kind(data), finding=TOO_LARGE.finding(f"{len(data)} bytes or more")
        )
    if not data or data.isspace():
        return Refused(kind=Kind.UNKNOWN, finding=EMPTY.finding("found nothing"))
    return None


def read_xml(data: bytes) -> etree._Element | Refused:
    """The root element of *data*, or why it cannot be had. Never raises on account of *data*.

    A plain card comes without the blanks between its elements, which say nothing in it.
    """
    try:
        return parse_without_blanks(data) if _is_plain_card(data) else parse(data)
    except UnsafeXml as error:
        return _refused(data, str(error).removeprefix("document: "))


def _is_plain_card(data: bytes) -> bool:
    """Whether *data* is a card of elements and texts only: no comment, no CDATA, no instruction."""
    begun = _PLAIN_CARD.match(data)
    if begun is None or (b"!" in data and b"<!" in data):
        return False
    return data.rfind(b"?") < begun.end() or data.rfind(b"<?") < begun.end()


def _refused(data: bytes, reason: str) -> Refused:
    kind = _seeming_kind(data)
    rule = HAS_DTD if _DOCTYPE.search(data[:_START]) else NOT_WELL_FORMED
    finding = rule.finding(reason)
    if kind is Kind.PDC_DK:
        finding = Finding(
            rule=NOT_XML,
            severity=Severity.FAIL,
            expected=rule.expected,
            found=reason,
            where="/",
            fix=rule.fix,
        )
    return Refused(kind=kind, finding=finding)


def _seeming_kind(data: bytes) -> Kind:
    return Kind.PDC_DK if _CARD.search(data[:_START]) else Kind.UNKNOWN
