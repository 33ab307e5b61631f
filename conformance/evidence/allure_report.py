"""The Allure report of a run: a view for people, made when Node is there, never needed."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from conformance.evidence.record import Record

ALLURE_VERSION: Final = "3.18.0"

INSTALL_SECONDS: Final = 300
GENERATE_SECONDS: Final = 180

NO_NODE: Final = (
    "The Allure report was not made: Node is not installed. The conformance report and the verdict "
    "do not need it. To have it, install Node 20 or later from https://nodejs.org and run again."
)

CATEGORIES: Final[Sequence[Mapping[str, object]]] = (
    {
        "name": "Fell short",
        "matchedStatuses": ["failed"],
    },
    {
        "name": "Inconclusive",
        "matchedStatuses": ["broken", "skipped"],
        "messageRegex": r"^(?!NotApplicable|XFAIL)[\s\S]*",
    },
    {
        "name": "Not applicable",
        "matchedStatuses": ["skipped"],
        "messageRegex": r"^NotApplicable[\s\S]*",
    },
    {
        "name": "Advisory",
        "matchedStatuses": ["skipped"],
        "messageRegex": r"^XFAIL advisory[\s\S]*",
    },
    {
        "name": "Waived",
        "matchedStatuses": ["skipped"],
        "messageRegex": r"^XFAIL waived[\s\S]*",
    },
)
"""What a status of pytest means here; the same rules for Allure 2 and 3."""

HIDDEN_LABELS: Final = (
    "host",
    "thread",
    "framework",
    "language",
    "package",
    "suite",
    "parentSuite",
    "subSuite",
)

_ANALYTICS: Final = re.compile(
    r"<script\b[^>]*\bsrc=\"https?://www\.googletagmanager\.com[^>]*>\s*</script>"
    r"|<script>\s*window\.dataLayer\b[^<]*</script>"
)
_TRACES: Final = ("googletagmanager", "google-analytics", "dataLayer.push")


def prepare_results(results: Path, record: Record) -> None:
    """Make the Allure results in *results* readable: facts and categories."""
    results.mkdir(parents=True, exist_ok=True)
    (results / "categories.json").write_text(json.dumps(CATEGORIES, indent=2), encoding="utf-8")
    lines = (
        f"{_property(name).replace(' ', '_')}={_property(value)}"
        for name, value in facts(record).items()
    )
    text = "\n".join(lines)
    (results / "environment.properties").write_text(f"{text}\n", encoding="utf-8", newline="\n")


def facts(record: Record) -> dict[str, str]:
    """What the front page says of the run."""
    started = record.started
    if started is None:
        return {}
    system = started.system_under_test
    return {
        "System": system.name,
        "Version": system.version,
        "Organisation": system.organisation or "not given",
        "Edition": started.edition,
        "Tool": f"fsk-conformance {started.tool_version}",
        "Run": started.run_id,
        "Started": started.at.isoformat(timespec="seconds"),
        **started.environment,
    }


def is_installed(cache_dir: Path) -> bool:
    """Whether *cache_dir* holds Allure in the pinned version."""
    try:
        text = (_package(cache_dir) / "package.json").read_text(encoding="utf-8")
        return bool(json.loads(text)["version"] == ALLURE_VERSION)
    except (OSError, ValueError, KeyError):
        return False


def install(cache_dir: Path) -> str | None:
    """Put the pinned Allure into *cache_dir*; return None, or a plain hint why that failed.

    The lock file that comes with this package names every package by its hash; `npm ci` installs
    exactly those and runs none of their scripts.
    """
    if is_installed(cache_dir):
        return None
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return NO_NODE
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            source = files("conformance.evidence") / "allure_npm" / name
            (cache_dir / name).write_bytes(source.read_bytes())
    except OSError as error:
        return f"The Allure report was not made: {cache_dir} cannot be written ({error})."
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    failure = _run([npm, "ci", "--prefix", str(cache_dir), *options], cache_dir, INSTALL_SECONDS)
    if failure or not is_installed(cache_dir):
        return (
            f"The Allure report was not made: npm could not install allure {ALLURE_VERSION} "
            f"({failure or 'another version was installed'}). The conformance report does not "
            "need it. Is the npm registry within reach?"
        )
    return None


def generate(
    results_dir: Path,
    out_file: Path,
    cache_dir: Path,
    *,
    group_by: Sequence[str] = ("feature", "story"),
) -> str | None:
    """Write the report of *results_dir* as one page to *out_file*; return None, or a plain hint.

    The page loads nothing from the network: the generator's analytics are cut out, and a page in
    which traces of them are left is not delivered. Installs Allure first where it is missing.
    """
    if hint := install(cache_dir):
        return hint
    node = shutil.which("node")
    if node is None:
        return NO_NODE
    with TemporaryDirectory() as name:
        folder = Path(name)
        config = folder / "allurerc.json"
        config.write_text(json.dumps(_config(group_by)), encoding="utf-8")
        command = [
            node,
            str(_package(cache_dir) / "cli.js"),
            "generate",
            str(results_dir.resolve()),
        ]
        options = ["--config", str(config), "--cwd", name, "--output", str(folder / "report")]
        failure = _run([*command, *options], folder, GENERATE_SECONDS)
        pages = sorted((folder / "report").rglob("index.html"))
        if failure or not pages:
            return f"The Allure report was not made: {failure or 'the generator wrote no page'}."
        return _deliver(pages[0].read_text(encoding="utf-8"), out_file)


def without_analytics(page: str) -> str:
    """Return *page* without the scripts that report to Google."""
    return _ANALYTICS.sub("", page)


def _deliver(page: str, out_file: Path) -> str | None:
    clean = without_analytics(page)
    if found := [trace for trace in _TRACES if trace in clean]:
        return f"The Allure report was not made: it would still report to the network ({found[0]})."
    out_file.parent.mkdir(parents=True, exist_ok=True)
    out_file.write_text(clean, encoding="utf-8", newline="\n")
    return None


def _config(group_by: Sequence[str]) -> dict[str, object]:
    options = {
        "singleFile": True,
        "reportLanguage": "en",
        "groupBy": list(group_by),
        "reportName": "fsk-conformance",
    }
    return {
        "name": "fsk-conformance",
        "hideLabels": list(HIDDEN_LABELS),
        "categories": list(CATEGORIES),
        "plugins": {"awesome": {"options": options}},
    }


def _package(cache_dir: Path) -> Path:
    return cache_dir / "node_modules" / "allure"


def _run(command: Sequence[str], folder: Path, seconds: int) -> str | None:
    """Run *command* in *folder*; return None when it succeeded, else the end of what it said."""
    try:
        done = subprocess.run(  # noqa: S603 - a program found on the path, arguments as a list
            command,
            cwd=folder,
            env={**os.environ, "ALLURE_NO_ANALYTICS": "true"},
            capture_output=True,
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {seconds} seconds"
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return None
    said = (done.stderr or done.stdout).decode("utf-8", errors="replace").strip()
    return said.splitlines()[-1] if said else f"exit code {done.returncode}"


def _property(text: str) -> str:
    """*text* as a key or value of a properties file."""
    escaped = text.replace("\\", "\\\\").replace("\n", " ").replace("\r", " ")
    return escaped.replace("=", "\\=").replace(":", "\\:")
