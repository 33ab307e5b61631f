"""The staff that people can log in as on the web page: the key files, and what is known of them."""

from typing import Final

from conformance.reference.keys import KeyRing
from conformance.reference.rights import NationalRole
from conformance.reference.shown import User


def _authorised(cpr: str, name: tuple[str, str], education: str, code: str) -> User:
    given_name, surname = name
    return User(
        cpr=cpr,
        given_name=given_name,
        surname=surname,
        education_code=education,
        national_roles=(),
        authorisation_code=code,
    )


def _assistant(cpr: str, given_name: str, *roles: str) -> User:
    return User(
        cpr=cpr,
        given_name=given_name,
        surname="Assistent",
        education_code="",
        national_roles=roles,
    )


_REGISTER: Final = {
    user.cpr: user
    for user in (
        _authorised("0501792275", ("Lars", "Larsen"), "7170", "J0184"),
        _authorised("2408631478", ("Karen", "Sygeplejerske"), "5166", "5GXFR"),
        _assistant("0611809735", "Rie", NationalRole.R1.value),
        _assistant("3001010033", "Rasmus", NationalRole.R2.value),
        _assistant("1111111118", "Bo", NationalRole.R1.value, NationalRole.R2.value),
        _assistant("0506504003", "Ingrid"),
    )
}
"""Public test persons. Numbers and authorisations are theirs; most names and all roles are ours."""


def staff_with_keys(keys: KeyRing) -> tuple[User, ...]:
    """Return a user for each employee key file; one that is not in the register has no rights."""
    return tuple(_REGISTER.get(cpr) or _unknown(cpr) for cpr in keys.staff())


def _unknown(cpr: str) -> User:
    return User(
        cpr=cpr,
        given_name="Medarbejder",
        surname=f"{cpr} uden rettigheder",
        education_code="",
        national_roles=(),
    )
