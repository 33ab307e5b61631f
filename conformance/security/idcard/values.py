"""The SOSI id card as a value."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Final

from conformance.security.roles import NATIONAL_ROLE_PREFIX

ID_CARD_ID: Final = "IDCard"
"""The fixed `id` of the assertion, which the signature refers to."""

SIGNATURE_ID: Final = "OCESSignature"
"""The fixed `id` of the signature, which the subject confirmation names."""

HOLDER_OF_KEY: Final = "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key"
"""How the holder proves to be the subject: by the signature."""

VERSION: Final = "1.0.1"
"""The `sosi:IDCardVersion` of DGWS 1.0.1."""

LIFETIME: Final = timedelta(hours=24)
"""How long a card is valid. Source: NSP protocol dossier 4.3."""

_BACKDATED: Final = timedelta(minutes=5)


class MalformedIdCard(ValueError):
    """The assertion is not a SOSI id card; the message says what was expected and found."""


class IdCardType(StrEnum):
    """Whom a card speaks for: `sosi:IDCardType`."""

    SYSTEM = "system"
    """An IT system; the card has no UserLog."""

    USER = "user"
    """A person who works in an IT system."""


class AuthenticationLevel(IntEnum):
    """How the holder has been authenticated: `sosi:AuthenticationLevel`."""

    NONE = 1
    """Not at all."""

    PASSWORD = 2
    """User name and password."""

    SYSTEM_SIGNATURE = 3
    """Signed with the certificate of an organisation or a system."""

    EMPLOYEE_SIGNATURE = 4
    """Signed with the certificate of an employee."""

    MESSAGE_SIGNATURE = 5
    """Signature on every message."""


class SubjectIdFormat(StrEnum):
    """What kind of identifier a NameID or a CareProviderID is. Source: saml.xsd of SFSK."""

    CPR = "medcom:cprnumber"
    """A person's CPR number."""

    YDER = "medcom:ynumber"
    """A provider number (ydernummer)."""

    P_NUMBER = "medcom:pnumber"
    """A production unit number."""

    SKS = "medcom:skscode"
    """A hospital department code (SKS)."""

    CVR = "medcom:cvrnumber"
    """A company number."""

    COMMUNAL = "medcom:communalnumber"
    """A municipality number."""

    LOCATION = "medcom:locationnumber"
    """A location number."""

    IT_SYSTEM = "medcom:itsystemname"
    """The name of an IT system."""

    OTHER = "medcom:other"
    """Anything else: the STS puts the certificate's names here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemLog:
    """The calling system and the organisation responsible for it."""

    it_system_name: str
    care_provider_id: str
    care_provider_id_format: SubjectIdFormat = SubjectIdFormat.CVR
    care_provider_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserLog:
    """The person behind a user card.

    *roles* has one member on a sound card. A broken card may carry more, and it is for the
    service to refuse it.
    """

    cpr: str
    given_name: str
    surname: str
    email: str | None = None
    roles: tuple[str, ...] = ()
    occupation: str | None = None
    authorisation_code: str | None = None

    @property
    def national_roles(self) -> tuple[str, ...]:
        """Those of the roles that are national ones."""
        return tuple(role for role in self.roles if role.startswith(NATIONAL_ROLE_PREFIX))


@dataclass(frozen=True, slots=True, kw_only=True)
class IdCard:
    """What an id card says, without its signature. Instants carry a time zone."""

    card_id: str
    issuer: str
    name_id: str
    name_id_format: SubjectIdFormat
    issue_instant: datetime
    not_before: datetime
    not_on_or_after: datetime
    card_type: IdCardType
    level: AuthenticationLevel
    cert_hash: str
    system: SystemLog
    user: UserLog | None = None

    @property
    def national_roles(self) -> tuple[str, ...]:
        """The national roles of the card's user; empty for a system card."""
        return self.user.national_roles if self.user else ()


def valid_from(now: datetime) -> datetime:
    """Return the instant from which a card made *now* is valid: whole seconds, 5 minutes back.

    The margin is for clocks that differ. Source: what SEAL does, NSP protocol dossier 4.3.
    """
    return now.replace(microsecond=0) - _BACKDATED
