"""Validates what is exchanged around Fælles Stamkort: cards, messages, headers and wrappings."""

from conformance.validate.document import (
    DocumentReport,
    Options,
    validate_document,
)
from conformance.validate.kinds import Kind

__all__ = ["DocumentReport", "Kind", "Options", "validate_document"]
