"""A code with its code system, as XDS metadata and query parameters carry it."""

from dataclasses import dataclass
from typing import Final

from conformance.xds.vocabulary import (
    CLASS_CODE_SCHEME,
    CONFIDENTIALITY_SCHEME,
    MEDCOM_MESSAGE_CODES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedValue:
    """A code, the system it is from, and what it means in words."""

    code: str
    scheme: str
    display_name: str = ""

    @property
    def parameter(self) -> str:
        """As a query asks for it: `code^^scheme`."""
        return f"{self.code}^^{self.scheme}"


CLINICAL_REPORT: Final = CodedValue(
    code="001", scheme=CLASS_CODE_SCHEME, display_name="Klinisk rapport"
)
"""The usual Danish class code. Source: the data authority's documents of other kinds."""

SHARED_PATIENT_CARD: Final = CodedValue(
    code="PDC", scheme=MEDCOM_MESSAGE_CODES, display_name="Stamkort"
)
"""The type code of a card. Source: MedCom's XDS metadata."""

NORMAL: Final = CodedValue(code="N", scheme=CONFIDENTIALITY_SCHEME, display_name="Normal")
"""The confidentiality of a card, as in the document."""
