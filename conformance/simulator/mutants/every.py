"""The simulator with one thing wrong each: what the `@service` scenarios must catch."""

from typing import Final

from conformance.simulator.mutants import (
    access,
    content,
    exchange,
    foremost,
    header,
    logging,
    notifications,
    writing,
    xds,
)

MUTANTS: Final = {
    **foremost.MUTANTS,
    **header.MUTANTS,
    **content.MUTANTS,
    **xds.MUTANTS,
    **access.MUTANTS,
    **exchange.MUTANTS,
    **notifications.MUTANTS,
    **writing.MUTANTS,
    **logging.MUTANTS,
}
"""Every deviation of the services by its name."""
