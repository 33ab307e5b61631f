"""Who may read Fælles Stamkort: authorisation, or one of the two national roles."""

from enum import StrEnum
from typing import Final

from conformance.reference.shown import User


class NationalRole(StrEnum):
    """National roles that give access to Fælles Stamkort, in their exact notation.

    Source: implementation guide of 2025-06-26.
    """

    R1 = "urn:dk:healthcare:national-federation-role:code:41001:value:SundAssistR1"
    """Reads Fælles Stamkort."""

    R2 = "urn:dk:healthcare:national-federation-role:code:41002:value:SundAssistR2"
    """Reads Fælles Stamkort and other shared documents."""


NO_ROLE: Final = "urn:dk:healthcare:no-role"
"""What stands in medcom:UserRole of a user with neither education code nor national role."""


def has_one_role_at_most(user: User) -> bool:
    """Tell whether the user keeps the rule that nobody holds several national roles at a time."""
    return len(set(user.national_roles)) <= 1


def may_read(user: User) -> bool:
    """Tell whether local rights management lets the user read the card."""
    return bool(user.authorisation_code) or any(
        role in set(NationalRole) for role in user.national_roles
    )


def role_of(user: User) -> str:
    """Return the one role: the education code of authorised staff, else the national role."""
    if not user.authorisation_code and user.national_roles:
        return user.national_roles[0]
    return user.education_code or NO_ROLE
