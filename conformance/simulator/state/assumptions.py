"""What the simulator assumes where the public sources are silent, each named and told apart."""

from dataclasses import dataclass
from enum import StrEnum

from conformance.simulator.state.journal import Service


class Evidence(StrEnum):
    """How far a fact can be trusted. Source: NSP protocol dossier, section 0."""

    SCHEMA = "official schema"
    """[W]: read in an official WSDL or XSD."""

    CLIENT = "client that calls the service"
    """[C]: read in code that really calls the service, or in a captured message."""

    NSP = "NSP documentation"
    """[N]: read on a page of NSP's documentation."""

    GUIDE = "implementation guide"
    """[S]: the implementation guide of 2025-06-26 says it."""

    GENERAL = "general standard"
    """[T]: IHE, OASIS or DGWS says it; not proven for this service."""

    INFERRED = "inferred"
    """[I]: concluded by this project from what is known."""

    UNKNOWN = "unknown"
    """Looked for and not found: the simulator has to answer something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One thing that a service does here and that may be otherwise there.

    *assumed* says it in a sentence; *source* where the evidence is from. *settings* turn it, by
    names such as `sfsk.unknown-citizen`; without any it is fixed. No scenario fails a vendor
    because of one.
    """

    name: str
    service: Service
    assumed: str
    evidence: Evidence
    source: str
    settings: tuple[str, ...] = ()
