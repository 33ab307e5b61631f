"""What comes of a citizen's death: Fælles Stamkort deletes the data a year later."""

from datetime import date, datetime
from typing import Final

from conformance.clock import COPENHAGEN
from conformance.simulator.state.assumptions import Assumption, Evidence
from conformance.simulator.state.journal import Service
from conformance.simulator.state.registers import Citizen

_SOURCE: Final = "NSP protocol dossier 1.1 (page 85729620)"

ASSUMPTIONS: Final[tuple[Assumption, ...]] = (
    Assumption(
        name="sfsk-deleted-a-year-after-death",
        service=Service.SFSK_REGISTRY,
        assumed=(
            "The data go at midnight in Denmark, on the same date a year after the death, or on "
            "1 March when there is no such date."
        ),
        evidence=Evidence.INFERRED,
        source=f"{_SOURCE} has the year; the day and hour are our reading",
    ),
    Assumption(
        name="sfsk-deleted-is-unknown",
        service=Service.SFSK_REGISTRY,
        assumed="A citizen whose data are deleted is answered like one who is not known.",
        evidence=Evidence.INFERRED,
        source=_SOURCE,
    ),
    Assumption(
        name="sfsk-card-of-the-dead",
        service=Service.SFSK_REPOSITORY,
        assumed="Until then the card is as it was, and does not tell of the death.",
        evidence=Evidence.UNKNOWN,
        source="PDC-DK 3.0 has no element for it; what the service does is not public",
    ),
)


def deleted_on(died_on: date) -> date:
    """The day from which Fælles Stamkort holds nothing of who died then."""
    try:
        return died_on.replace(year=died_on.year + 1)
    except ValueError:
        return date(died_on.year + 1, 3, 1)


def is_deleted(citizen: Citizen, now: datetime) -> bool:
    """Whether Fælles Stamkort has deleted the citizen's data."""
    if citizen.died_on is None or citizen.died_on.year == date.max.year:
        return False
    return now.astimezone(COPENHAGEN).date() >= deleted_on(citizen.died_on)
