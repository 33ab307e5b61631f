"""Names, limits and codes of MinLog2 registrations.

Source: NSP protocol dossier 5.1, after the interface's schema of 2025-03-12, unless said otherwise.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Final


class Namespace(StrEnum):
    """XML namespaces of MinLog2; `tag` makes lxml's `{uri}name` of one."""

    REGISTRATION = (
        "http://www.sundhedsdatastyrelsen.dk/minlog/xml.schema/2025/03/12/minlog2-registration.xsd"
    )
    """RegistrationRequest and RegistrationResponse; the elements within are in no namespace."""

    def tag(self, name: str) -> str:
        """Return *name* in this namespace, in lxml's notation."""
        return f"{{{self.value}}}{name}"


class Action(StrEnum):
    """SOAP actions of a registration."""

    ADD_REGISTRATIONS = "AddRegistrations"
    """To the service itself."""

    ADD_REGISTRATIONS_DECOUPLED = "AddRegistrations_20250312"
    """Through the decoupling component, which needs the version to find the service."""


class CitizenSource(StrEnum):
    """What kind of number names the citizen (PersonIdentifier/@source)."""

    CPR = "CPR"
    """A CPR number."""

    ECPR = "eCPR"
    """A replacement CPR number."""


class UserSource(StrEnum):
    """What kind of number names the user (UserPersonIdentifier/@source)."""

    CPR = "CPR"
    """A CPR number."""

    AUTHORISATION = "Autorisation"
    """The number of a health professional's authorisation."""

    EUROPEAN_PROFESSIONAL = "EuropeanHealthcareProfessional"
    """A health professional of another European country."""


class PrincipalSource(StrEnum):
    """What kind of number names whom the user acts for (OnBehalfOfPersonIdentifier/@source)."""

    CPR = "CPR"
    """A CPR number."""

    AUTHORISATION = "Autorisation"
    """The number of a health professional's authorisation."""


class OrganisationSource(StrEnum):
    """What kind of number names the organisation (OrganisationId/@source)."""

    SOR = "SOR"
    """Sundhedsvæsenets Organisationsregister."""

    YDER = "YDER"
    """Yderregisteret: a practice."""

    CVR = "CVR"
    """Det Centrale Virksomhedsregister."""

    EUROPEAN_ORGANISATION = "EuropeanHealthcareOrganisation"
    """An organisation of another European country."""


EARLIEST: Final = datetime(2015, 1, 1, tzinfo=UTC)
"""No access before this is taken."""

MOST_REGISTRATIONS: Final = 500
"""Registrations in a call: a recommendation of NSP's MinLog2 guide, not a limit of the schema."""

MOST_CALLS_AN_HOUR: Final = 20
"""Calls in an hour: a recommendation of NSP's MinLog2 guide."""
