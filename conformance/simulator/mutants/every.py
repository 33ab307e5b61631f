"""The simulator with one thing wrong each: what the `@service` scenarios must catch."""

from typing import Final

from conformance.simulator.mutants import (
    access,
    answers,
    content,
    everybody,
    exchange,
    foremost,
    header,
    logging,
    nothing,
    notifications,
    turned_away,
    unlogged,
    unnotified,
    unwritten,
    writing,
    xds,
)

MUTANTS: Final = {
    **foremost.MUTANTS,
    **header.MUTANTS,
    **content.MUTANTS,
    **everybody.MUTANTS,
    **xds.MUTANTS,
    **answers.MUTANTS,
    **access.MUTANTS,
    **turned_away.MUTANTS,
    **exchange.MUTANTS,
    **notifications.MUTANTS,
    **writing.MUTANTS,
    **logging.MUTANTS,
    **unnotified.MUTANTS,
    **unwritten.MUTANTS,
    **unlogged.MUTANTS,
    **nothing.MUTANTS,
}
"""Every deviation of the services by its name."""
