"""A real environment of the national services, as `environment.toml` describes it."""

import tomllib
from pathlib import Path
from typing import Annotated, Final

import msgspec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from conformance.security.pki import Credential
from conformance.service.client import Endpoints

EXAMPLE: Final = "docs/environment.example.toml"
"""Shows every key with an explanation."""


class EnvironmentUnusable(ValueError):
    """The description cannot be used; the message says what, where and how to mend it."""


_Text = Annotated[str, msgspec.Meta(min_length=1)]
_Address = Annotated[str, msgspec.Meta(pattern=r"^https?://[^/\s]+")]
_Cpr = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{10}$")]
_Cvr = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{8}$")]
_Wait = Annotated[float, msgspec.Meta(gt=0)]


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Common shape of the tables: an unknown key is an error, never ignored."""


class About(_Table, frozen=True):
    """Which environment it is, as the report will say; *writes*: whether the suite may write."""

    name: _Text
    operator: _Text
    description: str = ""
    writes: bool = False


class Addresses(_Table, frozen=True):
    """Where the services answer. *ca* is a PEM file of the authority behind a private TLS name.

    *minlog* takes registrations, *minlog_lookup* shows them, *skr* is the Stamkortregister, and
    below *nas* the notification service has its four addresses. What is None is not judged.
    """

    sts: _Address
    registry: _Address
    repository: _Address
    minlog: _Address | None = None
    minlog_lookup: _Address | None = None
    skr: _Address | None = None
    nas: _Address | None = None
    timeout_seconds: _Wait = 30.0
    ca: str | None = None


class CallingSystem(_Table, frozen=True):
    """The system that the suite calls as; *certificate* is a PEM file with key and certificate."""

    name: _Text
    cvr: _Cvr
    organisation: _Text
    certificate: _Text


class Employee(_Table, frozen=True):
    """A member of staff of the environment's own test persons.

    *roles* are education codes, or national roles in their full notation.
    """

    cpr: _Cpr
    given_name: _Text
    surname: _Text
    certificate: _Text
    roles: tuple[str, ...] = ()
    authorisation: str | None = None


class Environment(_Table, frozen=True):
    """All that the suite needs to call the services.

    *citizens* and *staff* say, by the names that the features use, who stands for whom.
    """

    environment: About
    addresses: Addresses
    system: CallingSystem
    citizens: dict[str, _Cpr] = {}
    staff: dict[str, Employee] = {}

    @property
    def endpoints(self) -> Endpoints:
        """The addresses as the client takes them."""
        return Endpoints(
            sts=self.addresses.sts,
            registry=self.addresses.registry,
            repository=self.addresses.repository,
            minlog=self.addresses.minlog,
            minlog_lookup=self.addresses.minlog_lookup,
            skr=self.addresses.skr,
            nas=self.addresses.nas,
        )


def load_environment(path: Path) -> Environment:
    """Read `environment.toml`. Raises EnvironmentUnusable, which names the key and the file."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(tables, type=Environment)
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentUnusable(f"{path}: cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise EnvironmentUnusable(f"{path}: not valid TOML: {error}") from None
    except msgspec.ValidationError as error:
        raise EnvironmentUnusable(
            f"{path}: {error}. {EXAMPLE} shows every key with an explanation"
        ) from None


def load_credential(path: Path) -> Credential:
    """The unencrypted private key and the first certificate in a PEM file.

    Raises EnvironmentUnusable when it does not hold both, or they do not belong together.
    """
    try:
        data = path.read_bytes()
        key = load_pem_private_key(data, password=None)
        certificate = x509.load_pem_x509_certificate(data)
    except OSError as error:
        raise EnvironmentUnusable(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise EnvironmentUnusable(
            f"{path}: expected an unencrypted private key and a certificate in PEM form: {error}. "
            "From PKCS #12: openssl pkcs12 -in key.p12 -nodes -out key.pem"
        ) from None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise EnvironmentUnusable(f"{path}: expected an RSA key, which id cards are signed with")
    if certificate.public_key() != key.public_key():
        raise EnvironmentUnusable(f"{path}: the certificate belongs to another key")
    return Credential(private_key=key, certificate=certificate)
