"""The option by which commands take an example profile."""

import click

from conformance.vendor.examples import EXAMPLES

profile_option = click.option(
    "--profile",
    type=click.Choice(EXAMPLES),
    help="Example profile for the reference system, in place of all that it can do.",
)
