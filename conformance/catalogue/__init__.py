"""What must hold: the requirements, their sources and when they apply."""

from conformance.catalogue.conditions import Conditions, Declared
from conformance.catalogue.edition import Catalogue, load_catalogue
from conformance.catalogue.requirement import (
    Basis,
    Grade,
    GuideVersions,
    Level,
    Requirement,
    Side,
    Source,
    Verification,
)

__all__ = [
    "Basis",
    "Catalogue",
    "Conditions",
    "Declared",
    "Grade",
    "GuideVersions",
    "Level",
    "Requirement",
    "Side",
    "Source",
    "Verification",
    "load_catalogue",
]
