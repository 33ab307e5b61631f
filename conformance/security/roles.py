"""National roles: the notation by which an id card says that its user may read Fælles Stamkort."""

from enum import StrEnum
from typing import Final

NATIONAL_ROLE_PREFIX: Final = "urn:dk:healthcare:national-federation-role:"
"""How every national role begins; other values of `medcom:UserRole` are education codes."""

NO_ROLE: Final = "urn:dk:healthcare:no-role"
"""Says that the user has no role at all; it is not a national role."""


class NationalRole(StrEnum):
    """The national roles that open Fælles Stamkort, letter for letter.

    Source: NSP protocol dossier 1.8 and 4.3.
    """

    SUND_ASSIST_R1 = "urn:dk:healthcare:national-federation-role:code:41001:value:SundAssistR1"
    """41001, health assistant role 1."""

    SUND_ASSIST_R2 = "urn:dk:healthcare:national-federation-role:code:41002:value:SundAssistR2"
    """41002, health assistant role 2."""
