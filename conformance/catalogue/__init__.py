"""What must hold: the requirements, their sources and when they apply."""

from conformance.catalogue.edition import Catalogue, load_catalogue
from conformance.catalogue.requirement import (
    Basis,
    Declared,
    Level,
    Requirement,
    Side,
    Source,
    Verification,
)

__all__ = [
    "Basis",
    "Catalogue",
    "Declared",
    "Level",
    "Requirement",
    "Side",
    "Source",
    "Verification",
    "load_catalogue",
]
