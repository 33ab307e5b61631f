"""The profile: what a vendor declares about the system under test (`vendor.toml`)."""

import tomllib
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec

from conformance.vendor.protocol import DisplayScope, IntegrationMethod


class SystemType(StrEnum):
    """What kind of system it is, and so who uses it."""

    HOSPITAL = "hospital"
    """Hospitals' electronic patient records."""

    MUNICIPAL = "municipal"
    """Municipal health and care (EOJ)."""

    GP = "gp"
    """General practice."""

    PORTAL = "portal"
    """Citizens read their own card in it."""

    PREHOSPITAL = "prehospital"
    """Control centres and ambulances."""

    OTHER = "other"
    """None of these."""


class Credential(StrEnum):
    """How the system proves towards the national services who calls."""

    ID_CARD = "id-card"
    """A SOSI id card, as Den Gode Webservice has it."""

    IDWS = "idws"
    """A token of an identity-based web service."""


class ProfileError(ValueError):
    """The profile cannot be used; the message says what, where and how to mend it."""


_Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]
_Wait = Annotated[float, msgspec.Meta(gt=0)]
_Text = Annotated[str, msgspec.Meta(min_length=1)]
_Address = Annotated[str, msgspec.Meta(pattern=r"^https?://[^/\s]+")]


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Common shape of the profile's tables: an unknown key is an error, never ignored."""


class Supplier(_Table, frozen=True):
    """Who stands behind the system, as the front page of the report tells it."""

    company: _Text
    address: str = ""
    contact: str = ""
    email: str = ""
    telephone: str = ""


class System(_Table, frozen=True):
    """The system under test. *version* is compared with what the system says of itself.

    *portal* is true when citizens themselves use it, whatever else it is.
    """

    name: _Text
    version: _Text
    description: str = ""
    type: SystemType = SystemType.OTHER
    portal: bool = False


class Integration(_Table, frozen=True):
    """How the system works with the services.

    *methods* are the integration methods 1 (local-copy), 2 (system), 3 (user) by which it reads
    cards. What is not declared is not claimed: by default it neither writes nor subscribes, and it
    shows SOSI id cards.
    """

    methods: tuple[IntegrationMethod, ...]
    credentials: tuple[Credential, ...] = (Credential.ID_CARD,)
    writes_to_skr: bool = False
    subscribes_to_nas: bool = False


class RestrictedDisplay(_Table, frozen=True):
    """The grant to show the no-resuscitation information only (business rule 17)."""

    system_type: str
    approved_by: str
    approved_on: date


class Display(_Table, frozen=True):
    """What users are shown; *restricted* must be filled in when a scope is restricted."""

    scopes: tuple[DisplayScope, ...]
    restricted: RestrictedDisplay | None = None


class Driver(_Table, frozen=True):
    """Where the system's driver interface answers. *timeout_seconds* holds for each request.

    *local_log* is true when it can be asked for the system's own audit log.
    """

    url: _Address
    timeout_seconds: _Wait = 30.0
    local_log: bool = False


class Simulator(_Table, frozen=True):
    """Where the simulated national services listen, and what they are told about the vendor.

    *port* 0 takes a free one. *keys* is a folder that receives the test certificates, and keeps
    them from run to run; *trusted_certificates* are PEM files of client certificates that the STS
    accepts besides. Relative paths count from the folder of the profile. *settings* turn what the
    services assume, section by section; what may stand there is the simulator's to say.
    """

    port: _Port = 8090
    keys: str = "fsk-test-keys"
    trusted_certificates: tuple[str, ...] = ()
    slow_seconds: _Wait = 5.0
    settings: dict[str, object] = {}


class Waiver(_Table, frozen=True):
    """A known shortfall that a named person accepts until a date.

    *steps* are the public numbers of the only test steps that it holds for; without any it holds
    for the whole requirement.
    """

    requirement: str
    reason: str
    approved_by: str
    expires: date
    steps: tuple[str, ...] = ()


class Profile(_Table, frozen=True):
    """All that a vendor declares."""

    supplier: Supplier
    system: System
    integration: Integration
    display: Display
    driver: Driver
    simulator: Simulator = Simulator()
    waiver: tuple[Waiver, ...] = ()

    def __post_init__(self) -> None:
        if problem := next(self._problems(), None):
            raise ValueError(problem)

    def _problems(self) -> Iterator[str]:
        """What does not fit together."""
        if not self.integration.methods:
            yield "expected at least one of local-copy, system, user in methods"
        if not self.integration.credentials:
            yield "expected at least one of id-card, idws in credentials"
        if not self.display.scopes:
            yield "expected at least one of full, restricted in scopes"
        if DisplayScope.RESTRICTED in self.display.scopes and self.display.restricted is None:
            yield (
                "display.scopes holds restricted, so the table [display.restricted] with "
                "system_type, approved_by and approved_on is needed (business rule 17)"
            )
        if self.system.type is SystemType.PORTAL and not self.system.portal:
            yield "system.type is portal, so portal = true is needed in [system]"


def load_profile(path: Path) -> Profile:
    """Read `vendor.toml`. Raises ProfileError, which names the key and the file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path}: cannot be read: {error}") from None
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{path}: not valid TOML: {error}") from None
    try:
        return msgspec.convert(tables, type=Profile)
    except msgspec.ValidationError as error:
        raise ProfileError(
            f"{path}: {error}. docs/vendor.example.toml shows every key with an explanation"
        ) from None
