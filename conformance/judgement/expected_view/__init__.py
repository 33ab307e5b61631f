"""The expected view: what the screen must show of the card that was served, field by field."""

from conformance.judgement.expected_view.compare import (
    CONTENT,
    PROTECTION,
    PROVENANCE,
    compare_view,
    require_view,
)
from conformance.judgement.expected_view.comparison import (
    Comparison,
    Line,
    Mark,
    require_agreement,
)
from conformance.judgement.expected_view.expected import (
    ExpectedView,
    expected_view,
    secrets_of,
)
from conformance.judgement.expected_view.served import served_card

__all__ = [
    "CONTENT",
    "PROTECTION",
    "PROVENANCE",
    "Comparison",
    "ExpectedView",
    "Line",
    "Mark",
    "compare_view",
    "expected_view",
    "require_agreement",
    "require_view",
    "secrets_of",
    "served_card",
]
