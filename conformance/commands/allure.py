"""`fsk allure`: installs the pinned Allure viewer, which makes runs readable as an Allure page."""

import click

from conformance.certify.paths import allure_folder
from conformance.commands.console import ExitCode, out, stop
from conformance.evidence import allure_report


@click.command(name="allure")
def command() -> None:
    """Install the Allure viewer: an npm package, pinned; needs Node 20 or later.

    Without it `fsk certify` writes everything but the Allure page.
    """
    hint = allure_report.install(allure_folder())
    if hint:
        stop(ExitCode.INCONCLUSIVE, hint)
    out().print(f"Allure {allure_report.ALLURE_VERSION} is installed.")
