"""Certifies: runs the scenarios into a folder, then writes every report of that run."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.certify.facts import new_run_id
from conformance.certify.keys import KeysFolderTaken, simulation_with_keys
from conformance.certify.options import RunOptions, run_options
from conformance.certify.paths import ALLURE_PAGE, LOG, RESULTS, allure_folder
from conformance.certify.session import Session, Watch, run
from conformance.clock import system_clock
from conformance.evidence import allure_report
from conformance.evidence.publish import REPORT_NAME, write_reports
from conformance.evidence.record import RECORD_NAME, Record, gather_parts, read_record
from conformance.evidence.verdict import RunVerdict
from conformance.simulator.http import PortInUse, listen

_USAGE: Final = 4
"""pytest's exit code for a wrong command line or configuration."""

_NOTHING_SELECTED: Final = 5
"""pytest's exit code when no test is left to run."""

_ERROR: Final = "ERROR: "
"""How pytest begins what it says of a wrong command line."""


_ONE_STATE: Final = (
    "--jobs: expected the reference system, of which each process starts its own, found a system "
    "or environment that is running already. It has one state, which the scenarios of two "
    "processes would both change: leave --jobs out"
)


class CannotRun(RuntimeError):
    """The session could not begin; the message is what it said.

    *usage* is true when the command line or the configuration was at fault.
    """

    def __init__(self, message: str, *, usage: bool) -> None:
        self.usage = usage
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certification:
    """A finished run: its record, its verdict, and where to read on."""

    folder: Path
    record: Record
    verdict: RunVerdict
    hint: str | None

    @property
    def report(self) -> Path:
        """The conformance report."""
        return self.folder / REPORT_NAME


def certify(  # noqa: PLR0913 - one argument an option
    out: Path,
    *,
    vendor: Path | None = None,
    service: Path | None = None,
    profile: str | None = None,
    side: str | None = None,
    selection: str | None = None,
    jobs: int = 1,
    watch: Watch | None = None,
) -> Certification:
    """Run the scenarios, in *jobs* processes, into a new folder below *out*; write the reports.

    Raises ProfileError or EnvironmentUnusable for a description that cannot be used, and CannotRun
    when the session cannot begin or selects nothing; no folder is left behind then.
    """
    options = run_options(vendor, service=service, side=side, example=profile)
    if jobs > 1 and not (options.embedded and options.environment is None):
        raise CannotRun(_ONE_STATE, usage=True)
    _prepare(options)
    run_id = new_run_id(system_clock())
    folder = _made(out, run_id)
    session = Session(
        out=folder,
        vendor=vendor,
        service=service,
        profile=profile,
        side=side,
        selection=selection,
        run_id=run_id,
        jobs=jobs,
    )
    code = run(session, watch)
    if code == _USAGE or (code == _NOTHING_SELECTED and selection):
        said = _said(folder) if code == _USAGE else _selects_nothing(selection or "")
        shutil.rmtree(folder)
        raise CannotRun(said, usage=True)
    if not (folder / RECORD_NAME).is_file():
        raise CannotRun(_said(folder), usage=False)
    gather_parts(folder)
    verdict = write_reports(folder)
    record = read_record(folder)
    return Certification(
        folder=folder, record=record, verdict=verdict, hint=_allure(folder, record)
    )


def _prepare(options: RunOptions) -> None:
    """See to it before anything is written that the vendor's system can be served."""
    options.trusted_certificates()
    if options.embedded:
        return
    try:
        simulation_with_keys(options.keys)
    except KeysFolderTaken as error:
        raise CannotRun(f"[simulator] keys: {error}", usage=True) from None
    except OSError as error:
        raise CannotRun(
            f"[simulator] keys: {options.keys} cannot be used: {error.strerror}", usage=True
        ) from None
    try:
        listen(options.profile.simulator.port).close()
    except PortInUse as error:
        raise CannotRun(f"[simulator] port: {error}", usage=True) from None


def _made(out: Path, run_id: str) -> Path:
    folder = out / run_id
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise CannotRun(
            f"--out: {out} cannot be written: {error.strerror}. Name another folder", usage=True
        ) from None
    return folder


def _selects_nothing(selection: str) -> str:
    return (
        f"--select: expected an expression that selects scenarios, found {selection!r}, which "
        'selects none. For instance: "requirement(id=\'FGV-03\')", "chapter(id=\'05\')", "vendor". '
        "`fsk requirements` lists the requirements"
    )


def _allure(folder: Path, record: Record) -> str | None:
    """Make the Allure page where its viewer is installed; else a plain hint."""
    allure_report.prepare_results(folder / RESULTS, record)
    cache = allure_folder()
    if not allure_report.is_installed(cache):
        return "No Allure page was made: its viewer is not installed. `fsk allure` installs it."
    return allure_report.generate(folder / RESULTS, folder / ALLURE_PAGE, cache)


def _said(folder: Path) -> str:
    """What pytest said of a wrong command line; else the end of what it printed."""
    lines = (folder / LOG).read_text(encoding="utf-8", errors="replace").splitlines()
    complaints = [line.removeprefix(_ERROR) for line in lines if line.startswith(_ERROR)]
    last = [line for line in lines[-15:] if line.strip()]
    said = "\n".join(complaints or last) or "pytest said nothing"
    return said.replace("'-m'", "--select")
