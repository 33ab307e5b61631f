"""Certifies: runs the scenarios into a folder, then writes every report of that run."""

from dataclasses import dataclass
from pathlib import Path

from conformance.certify.facts import new_run_id
from conformance.certify.options import run_options
from conformance.certify.paths import ALLURE_PAGE, RESULTS, allure_folder
from conformance.certify.session import Session, Watch, run
from conformance.clock import system_clock
from conformance.evidence import allure_report
from conformance.evidence.publish import REPORT_NAME, write_reports
from conformance.evidence.record import Record, read_record
from conformance.evidence.verdict import RunVerdict

_USAGE = 4
"""pytest's exit code for a wrong command line or configuration."""


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


def certify(
    out: Path,
    *,
    vendor: Path | None = None,
    side: str | None = None,
    selection: str | None = None,
    watch: Watch | None = None,
) -> Certification:
    """Run the scenarios into a new folder below *out* and write the reports.

    Raises ProfileError for a profile that cannot be used, and
    CannotRun when pytest did not come as far as to record anything.
    """
    run_options(vendor, side=side).trusted_certificates()
    run_id = new_run_id(system_clock())
    folder = out / run_id
    session = Session(out=folder, vendor=vendor, side=side, selection=selection, run_id=run_id)
    code = run(session, watch)
    if code == _USAGE or not (folder / "record.jsonl").is_file():
        raise CannotRun(_said(folder), usage=code == _USAGE)
    verdict = write_reports(folder)
    record = read_record(folder)
    return Certification(
        folder=folder, record=record, verdict=verdict, hint=_allure(folder, record)
    )


def _allure(folder: Path, record: Record) -> str | None:
    """Make the Allure page where its viewer is installed; else a plain hint."""
    allure_report.prepare_results(folder / RESULTS, record)
    cache = allure_folder()
    if not allure_report.is_installed(cache):
        return "No Allure page was made: its viewer is not installed. `fsk allure` installs it."
    return allure_report.generate(folder / RESULTS, folder / ALLURE_PAGE, cache)


def _said(folder: Path) -> str:
    """The end of what pytest printed."""
    lines = (folder / "pytest.log").read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(line for line in lines[-15:] if line.strip()) or "pytest said nothing"
