"""The message rules as one question: what is wrong with these bytes?"""

from conformance.findings import Finding
from conformance.validate.document import validate_document


def message_findings(message: bytes) -> tuple[Finding, ...]:
    """All findings in *message* and in the documents that it carries."""
    reports = validate_document(message, source="message")
    return tuple(finding for report in reports for finding in report.findings)
