"""`fsk simulate`: runs the simulated national services alone."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import click
import msgspec
from cryptography import x509
from rich.table import Table

from conformance.certify.keys import KeysFolderTaken, simulation_with_keys
from conformance.certify.options import client_certificate
from conformance.commands.assumptions import list_assumptions
from conformance.commands.console import ExitCode, format_option, out, stop
from conformance.security.pki import TestPki
from conformance.security.signed_form import SignatureAlgorithm
from conformance.simulator.http import PortInUse, address_of, listen, run
from conformance.simulator.services import ROUTES
from conformance.simulator.settings import SimulatorSettings, written
from conformance.simulator.settings_file import SettingsError, example, load_settings
from conformance.simulator.simulation import P12_PASSWORD
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import System
from conformance.simulator.state.personas import citizens
from conformance.simulator.state.stored_world import StateFile, StateFileUnusable
from conformance.simulator.wire.tls import CA_FILE, TRUST_STORE, Tls, write_trust
from conformance.validate.judge import message_findings
from conformance.vendor.profile import ProfileError

_ALGORITHMS = {"rsa-sha1": SignatureAlgorithm.RSA_SHA1, "rsa-sha256": SignatureAlgorithm.RSA_SHA256}


@click.command(name="simulate")
@click.option("--port", type=click.IntRange(0, 65535), default=8090, show_default=True)
@click.option(
    "--keys",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("fsk-test-keys"),
    show_default=True,
    help="Folder of the test certificates, as PEM and PKCS #12: made once, then kept.",
)
@click.option(
    "--algorithm",
    type=click.Choice([*_ALGORITHMS]),
    default="rsa-sha1",
    show_default=True,
    help="How the STS signs; the real one signs rsa-sha1.",
)
@click.option(
    "--trust",
    "certificates",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    metavar="PEM",
    help="A client certificate of your own that the STS accepts; may be given several times.",
)
@click.option("--tls", is_flag=True, help="Serve HTTPS, with a certificate of the test CA.")
@click.option(
    "--client-certificates",
    is_flag=True,
    help="Serve HTTPS only to clients with a certificate of the test CA, or one named by --trust.",
)
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="SQLite file that keeps registers, journal and log; what was answered survives a crash.",
)
@click.option(
    "--faults",
    "listed",
    flag_value="faults",
    help="List the faults that can be injected, and end.",
)
@click.option(
    "--assumptions",
    "listed",
    flag_value="assumptions",
    help="List what is assumed where sources are silent, and end.",
)
@click.option(
    "--settings",
    "turned",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="TOML file that turns what is assumed; --settings-example prints one.",
)
@click.option(
    "--settings-example",
    "listed",
    flag_value="settings-example",
    help="Print a TOML file with every setting, and end.",
)
@format_option
def command(  # noqa: PLR0913 - one argument an option
    *,
    port: int,
    keys: Path,
    algorithm: str,
    certificates: tuple[Path, ...],
    tls: bool,
    client_certificates: bool,
    state: Path | None,
    listed: str | None,
    turned: Path | None,
    output: str,
) -> None:
    """Run the national services (STS, SFSK, SKR, NAS2, MinLog2) on a loopback port until Ctrl-C."""
    if listed:
        _LISTS[listed](output)
        return
    settings = _settings(turned)
    try:
        listener = listen(port)
    except PortInUse as error:
        stop(ExitCode.USAGE, f"{error}: --port")
    try:
        trusted = tuple(client_certificate(path) for path in certificates)
    except ProfileError as error:
        stop(ExitCode.USAGE, f"--trust: {error}")
    try:
        simulation = simulation_with_keys(
            keys, trusted=trusted, algorithm=_ALGORITHMS[algorithm], settings=settings
        )
        clients = (simulation.pki.ca.certificate, *trusted) if client_certificates else ()
        secured = _secured(simulation.pki, keys, clients) if tls or clients else None
    except KeysFolderTaken as error:
        stop(ExitCode.USAGE, f"--keys: {error}")
    except OSError as error:
        stop(ExitCode.USAGE, f"--keys: {keys} cannot be used: {error.strerror}")
    if state is not None:
        try:
            simulation.go_on_with(StateFile(state))
        except StateFileUnusable as error:
            stop(ExitCode.USAGE, f"--state: {error}")
    with suppress(KeyboardInterrupt):  # the way to end it, not a way to break it off
        _announce(address_of(listener, secured), keys, output, settings)
        run(simulation.services, listener, secured, judge=message_findings)


def _secured(pki: TestPki, keys: Path, clients: tuple[x509.Certificate, ...]) -> Tls:
    """TLS with a certificate that clients are given the means to trust. Raises OSError."""
    write_trust(pki, keys, P12_PASSWORD)
    return Tls(server=pki.issue_server(), clients=clients)


def _settings(path: Path | None) -> SimulatorSettings:
    if path is None:
        return SimulatorSettings()
    try:
        return load_settings(path)
    except SettingsError as error:
        stop(ExitCode.USAGE, f"--settings: {error}")


def _announce(base: str, keys: Path, output: str, settings: SimulatorSettings) -> None:
    addresses = {route.path: f"{base}{route.path}" for route in ROUTES}
    if output == "json":
        facts = {
            "services": addresses,
            "console": f"{base}/",
            "control": f"{base}/control",
            "keys": str(keys),
            "key_password": P12_PASSWORD,
            "settings": {each.name: written(each.value) for each in settings.turned()},
            "citizens": {citizen.name.full: citizen.cpr for citizen in citizens()},
        }
        if base.startswith("https:"):
            facts["trust"] = str(keys / CA_FILE)
        click.echo(msgspec.json.encode(facts))
        return
    table = Table("Service", "Address")
    for route in ROUTES:
        table.add_row(route.service.value, addresses[route.path])
    table.add_row("Console", f"{base}/")
    table.add_row("Control API", f"{base}/control/state")
    console = out()
    console.print(table)
    console.print(f"Test certificates  {keys} (PKCS #12 password: {P12_PASSWORD})", soft_wrap=True)
    if base.startswith("https:"):
        trust = f"{keys / CA_FILE} or, for Java, {TRUST_STORE} beside it"
        console.print(f"To be trusted      {trust}", soft_wrap=True)
    console.print("Citizens           " + ", ".join(f"{c.name.full} {c.cpr}" for c in citizens()))
    for each in settings.turned():
        changed = f"{each.name} = {written(each.value)}"
        console.print(f"Turned             {changed}", soft_wrap=True, markup=False)
    console.print("Ctrl-C ends it.")


def _list_faults(output: str) -> None:
    if output == "json":
        click.echo(msgspec.json.encode({fault.value: fault.explanation for fault in Fault}))
        return
    for system in System:
        table = Table(f"Fault of {system}", "What goes wrong")
        for fault in Fault:
            if fault.system is system:
                table.add_row(fault.value, fault.explanation)
        out().print(table)


def _print_example(_output: str) -> None:
    """TOML, whatever form is asked for: it is to be read back."""
    click.echo(example())


_LISTS: Final[Mapping[str, Callable[[str], None]]] = {
    "faults": _list_faults,
    "assumptions": list_assumptions,
    "settings-example": _print_example,
}
"""What is told in place of running the services."""
