"""The notation of national roles."""

import pytest

from conformance.security.roles import NATIONAL_ROLE_PREFIX, NO_ROLE, NationalRole


@pytest.mark.parametrize(
    ("role", "ending"),
    [
        (NationalRole.SUND_ASSIST_R1, "code:41001:value:SundAssistR1"),
        (NationalRole.SUND_ASSIST_R2, "code:41002:value:SundAssistR2"),
    ],
)
def test_notation(role: NationalRole, ending: str) -> None:
    """A national role is its prefix, code and name, letter for letter."""
    assert role == f"urn:dk:healthcare:national-federation-role:{ending}"
    assert role.startswith(NATIONAL_ROLE_PREFIX)


def test_no_role_is_not_a_national_role() -> None:
    """The notation of having no role does not begin like a national role."""
    assert not NO_ROLE.startswith(NATIONAL_ROLE_PREFIX)
