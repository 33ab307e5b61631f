"""The holder-of-key token of OIO-IDWS as a value, and the attributes it may carry."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from cryptography import x509

FSK_AUDIENCE: Final = "https://fsk"
"""The audience of tokens for Fælles Stamkort. Source: NSP protocol dossier 1.8."""

LIFETIME: Final = timedelta(hours=1)
"""How long a token that we issue is valid: our assumption, the STS's own value is not public."""

PERSISTENT: Final = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
"""The format of a token's NameID. Source: official sample of a bootstrap token."""


class MalformedToken(ValueError):
    """The assertion is not a token of this profile; the message says what was expected."""


class TokenAttribute(StrEnum):
    """Names of attributes. The evidence for each is in its docstring.

    No public source shows a token for `https://fsk`. OIO-SAML 3.0 names are those of the official
    sample of a bootstrap token unless another source is given.
    """

    SPEC_VERSION = "https://data.gov.dk/model/core/specVersion"
    """`OIO-SAML-3.0`."""

    HEALTHCARE_SPEC_VERSION = "https://healthcare.data.gov.dk/model/core/specVersion"
    """`OIO-SAML-H-3.0`; in the tokens of employees."""

    LEVEL_OF_ASSURANCE = "https://data.gov.dk/concept/core/nsis/loa"
    """`Substantial` or `High`."""

    CPR = "https://data.gov.dk/model/core/eid/cprNumber"
    """CPR number. Source: citizen's bootstrap token, as trifork/unsealed builds it."""

    PROFESSIONAL_UUID = "https://data.gov.dk/model/core/eid/professional/uuid/persistent"
    """The employee's id in the organisation, as `urn:uuid:…`."""

    CVR = "https://data.gov.dk/model/core/eid/professional/cvr"
    """CVR number of the employer. Its presence makes a token an employee's (our assumption)."""

    ORGANISATION_NAME = "https://data.gov.dk/model/core/eid/professional/orgName"
    """Name of the employer."""

    FIRST_NAME = "https://data.gov.dk/model/core/eid/firstName"
    """Given names. Source: OIO-SAML 3.0 as service providers ask for it."""

    LAST_NAME = "https://data.gov.dk/model/core/eid/lastName"
    """Surname. Source: as FIRST_NAME."""

    SPEC_VERSION_2 = "dk:gov:saml:attribute:SpecVer"
    """`DK-SAML-2.0`. Source: identity token of a citizen, as the SEAL library builds it."""

    ASSURANCE_LEVEL_2 = "dk:gov:saml:attribute:AssuranceLevel"
    """`3`. Source: as SPEC_VERSION_2."""

    CPR_2 = "dk:gov:saml:attribute:CprNumberIdentifier"
    """CPR number by its name of OIO-SAML 2. Source: as SPEC_VERSION_2."""

    AUTHORISATION_CODE = "dk:healthcare:saml:attribute:UserAuthorizationCode"
    """Authorisation code. Source: identity tokens of SEAL; for `https://fsk` our assumption."""

    ROLE = "urn:oasis:names:tc:xacml:2.0:subject:role"
    """Role. Source: common SAML attributes for healthcare; that a national role stands in it in
    its full notation is our assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdwsToken:
    """What a token says, without its signature. Instants carry a time zone.

    *holder* is the certificate whose key must sign the messages that the token goes with;
    *attributes* are name and values, unknown names included.
    """

    token_id: str
    issuer: str
    name_id: str
    issue_instant: datetime
    not_before: datetime | None
    not_on_or_after: datetime
    audiences: tuple[str, ...]
    holder: x509.Certificate
    attributes: tuple[tuple[str, tuple[str, ...]], ...]

    def values(self, name: TokenAttribute) -> tuple[str, ...]:
        """All values of *name*; empty when the token lacks it."""
        return dict(self.attributes).get(name, ())

    def get(self, name: TokenAttribute) -> str | None:
        """The value of *name*, or None when the token lacks it, leaves it empty or has several."""
        values = self.values(name)
        return (values[0] or None) if len(values) == 1 else None

    @property
    def cpr(self) -> str | None:
        """The subject's CPR number, by either name; None where two names disagree."""
        found = {*self.values(TokenAttribute.CPR), *self.values(TokenAttribute.CPR_2)} - {""}
        return found.pop() if len(found) == 1 else None

    @property
    def is_employee(self) -> bool:
        """Whether the subject acts for an employer. A token of a citizen names none."""
        return bool(self.values(TokenAttribute.CVR))

    @property
    def subject(self) -> str:
        """The subject as a person would say it, for a journal."""
        return f"{'employee' if self.is_employee else 'citizen'} {self.cpr or self.name_id}"
