"""Writes the reports of a run beside its record, and points `latest` at it."""

from pathlib import Path
from typing import Final

from conformance.catalogue import load_catalogue
from conformance.catalogue.kill_matrix import kill_matrix
from conformance.evidence.junit import junit
from conformance.evidence.kill_page import KILL_PAGE_NAME, render_kill_page
from conformance.evidence.protocol import render
from conformance.evidence.record import read_record
from conformance.evidence.summary import to_json
from conformance.evidence.verdict import RunVerdict, judge

REPORT_NAME: Final = "report.html"
JUNIT_NAME: Final = "junit.xml"
VERDICT_NAME: Final = "verdict.json"


def write_reports(run_dir: Path) -> RunVerdict:
    """Judge the record in *run_dir*, write `report.html`, `junit.xml` and `verdict.json` there.

    Beside them goes the kill matrix of the edition of this tool.

    `latest` beside *run_dir* then leads to it. Raises RecordUnreadable when the record is damaged
    elsewhere than in its last line, OSError when a file cannot be written.
    """
    record = read_record(run_dir)
    verdict = judge(record)
    run_dir.mkdir(parents=True, exist_ok=True)
    (run_dir / REPORT_NAME).write_text(render(record, verdict), encoding="utf-8", newline="\n")
    (run_dir / KILL_PAGE_NAME).write_text(_kill_page(), encoding="utf-8", newline="\n")
    (run_dir / JUNIT_NAME).write_bytes(junit(record, verdict))
    (run_dir / VERDICT_NAME).write_bytes(to_json(record, verdict))
    point_latest(run_dir)
    return verdict


def _kill_page() -> str:
    catalogue = load_catalogue()
    return render_kill_page(kill_matrix(), catalogue.requirement, catalogue.chapters)


def point_latest(run_dir: Path) -> None:
    """Make `latest` in the folder of *run_dir* a symbolic link to it.

    Where links may not be made, as on Windows without developer mode, `latest.txt` names the run
    folder instead. What stands at `latest` and is no link is left alone.
    """
    link, note = run_dir.parent / "latest", run_dir.parent / "latest.txt"
    try:
        if link.is_symlink():
            link.unlink()
        link.symlink_to(run_dir.name, target_is_directory=True)
    except OSError:
        note.write_text(f"{run_dir.name}\n", encoding="utf-8")
    else:
        note.unlink(missing_ok=True)
