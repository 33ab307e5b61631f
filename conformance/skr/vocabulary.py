"""Namespaces, operations and SOAP actions of the Stamkortregister (SKR).

Source: NSP protocol dossier 2. Known from public pages are the namespaces, the operations
CreateRelatives and CreateTemporaryAddress, and that there are operations for language; the other
names are inferred from the pattern.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self


class Namespace(StrEnum):
    """XML namespaces of the messages; `tag` makes lxml's `{uri}name` of one."""

    SKR = "http://sundhedsdatastyrelsen.dk/skr/2024/01/01"
    """Requests and responses of the present interface. Seen in a real response."""

    FSK = "urn:hl7-org:fsk"
    """What is written: SKR's own types, as the sister registers have theirs."""

    HL7 = "urn:hl7-org:v3"
    """Parts of HL7 data types: given, family, streetAddressLine."""

    SDTC = "urn:hl7-org:sdtc"
    """Seen in the payload; what it is used for is not public."""

    def tag(self, name: str) -> str:
        """Return *name* in this namespace, in lxml's notation."""
        return f"{{{self.value}}}{name}"


class Verb(StrEnum):
    """What is done to a part; the value begins the operation's name."""

    CREATE = "Create"
    """Enter what is not there. Seen."""

    UPDATE = "Update"
    """Replace what is there. Inferred."""

    DELETE = "Delete"
    """Remove what is there. Inferred; that a delete is notified is documented."""


class Part(StrEnum):
    """What can be written; the value ends the operation's name.

    Source: implementation guide 2025-06-26 (what SKR holds). *element* is our name for the element
    that carries it.
    """

    element: str

    def __new__(cls, name: str, element: str) -> Self:
        part = str.__new__(cls, name)
        part._value_ = name
        part.element = element
        return part

    RELATIVES = ("Relatives", "relatives")
    """One of the citizen's relatives. The name stands in CreateRelatives, which has been seen."""

    CONTACT_INFORMATION = ("ContactInformation", "contactInformation")
    """The citizen's own telephone numbers. The name is inferred."""

    TEMPORARY_ADDRESS = ("TemporaryAddress", "temporaryAddress")
    """Where the citizen stays. The name stands in CreateTemporaryAddress, which has been seen."""

    LANGUAGE = ("Language", "language")
    """The language that the citizen speaks. Seen as the name of a type."""

    DENTIST = ("Dentist", "dentist")
    """The citizen's dentist. The name is inferred."""


@dataclass(frozen=True, slots=True, order=True)
class Operation:
    """One operation: a verb and what it is done to."""

    verb: Verb
    part: Part

    @property
    def name(self) -> str:
        """`CreateRelatives`."""
        return f"{self.verb}{self.part}"

    @property
    def action(self) -> str:
        """The SOAPAction, `<namespace>#CreateRelatives`: as at the sister registers."""
        return f"{Namespace.SKR}#{self.name}"

    @property
    def request_tag(self) -> str:
        """The root of a request, in lxml's notation: as at the sister registers."""
        return Namespace.SKR.tag(f"{self.name}Request")

    @property
    def response_tag(self) -> str:
        """The root of a response; CreateRelativesResponse has been seen."""
        return Namespace.SKR.tag(f"{self.name}Response")


OPERATIONS: Final = tuple(Operation(verb, part) for part in Part for verb in Verb)
"""All that can be written."""

ACTIONS: Final = frozenset(operation.action for operation in OPERATIONS)
"""All SOAP actions."""
