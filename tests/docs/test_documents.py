"""The documents keep pace with the code: examples load, links lead somewhere, tables agree."""

import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import click
import msgspec
import pytest
import yaml
from click.testing import CliRunner

from conformance.catalogue import Conditions, load_catalogue
from conformance.catalogue.step_numbers import read_steps
from conformance.certify.options import run_options
from conformance.cli import main
from conformance.commands.console import ExitCode
from conformance.evidence.protocol import GRADES
from conformance.evidence.verdict import Verdict
from conformance.simulator.control import control_routes
from conformance.simulator.services import ROUTES
from conformance.simulator.simulation import P12_PASSWORD, Simulation
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import System
from conformance.simulator.state.personas import Persona, citizens, staff_members
from conformance.vendor.examples import EXAMPLES, example_profile
from conformance.vendor.profile import Profile, load_profile
from conformance.vendor.protocol import DisplayScope
from conformance.vendor.ways import METHODS
from steps.vocabulary import CITIZENS, user

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"
EXAMPLE: Final = DOCS / "vendor.example.toml"
DOCUMENTS: Final = sorted(
    path for path in (ROOT / "README.md", *DOCS.glob("*.md")) if path.is_file()
)
OWN_FOLDERS: Final = ("conformance", "features", "steps", "tests", "docs", "benchmarks", ".ci")

_FENCED: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE: Final = re.compile(r"`([^`\n]+)`")
_LINK: Final = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_PATH: Final = re.compile(r"\.?\w[\w.-]*(?:/[\w.-]+)*/?")
_SHELL: Final = re.compile(r"\s(?:[|&;>#]|&&|──).*")
"""Where the arguments end: at another command, a comment, or an arrow of a drawing."""
_FSK: Final = re.compile(r"^(?:\S*/)?fsk(?=\s)\s+(.*)$")
_VERBS: Final = ("certify", "simulate", "validate", "plan", "requirements", "selfcheck", "allure")


def text_of(name: str) -> str:
    path = DOCS / name
    if not path.is_file():
        pytest.skip(f"{name} is not written yet")
    return path.read_text(encoding="utf-8")


def codes(text: str) -> Iterator[str]:
    """What stands in code font within a line."""
    yield from _CODE.findall(_FENCED.sub("", text))


def anchors(text: str) -> set[str]:
    """The names under which headings can be linked to, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", _FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def table(text: str, first: str) -> list[list[str]]:
    """The rows of the table whose head begins with this cell."""
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("|") and cells(line)[0] == first:
            next(lines)
            return [cells(row) for row in _while_table(lines)]
    raise AssertionError(f"expected a table that begins with {first!r}, found none")


def _while_table(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("|"):
            return
        yield line


def unquoted(text: str) -> str:
    return text.strip("`")


def command_lines(text: str) -> Iterator[str]:
    """Each `fsk …` of the document with its arguments, as a person would type it."""
    shown = [line for _, block in _FENCED.findall(text) for line in block.splitlines()]
    for line in (*shown, *codes(text)):
        found = _FSK.match(_SHELL.sub("", line.strip()))
        if found and found[1].split()[0].isalpha():
            yield found[1].replace("[", "").replace("]", "")


def parsed(arguments: list[str]) -> click.Context:
    """Let click read a command line without running it; raises UsageError."""
    root = main.make_context("fsk", [], resilient_parsing=True)
    command = main.get_command(root, arguments[0])
    if command is None:
        raise click.UsageError(f"no such command: {arguments[0]}")
    return command.make_context(arguments[0], arguments[1:], parent=root)


def each_document() -> Iterable[pytest.param]:
    return [pytest.param(path, id=path.name) for path in DOCUMENTS]


# The example profile


def test_the_example_profile_loads() -> None:
    """With what `fsk certify` demands besides, such as waivers of known requirements."""
    assert run_options(EXAMPLE).profile == load_profile(EXAMPLE)


def test_the_example_profile_shows_every_key() -> None:
    """A vendor need not read code to learn what may be declared."""
    written = set(
        re.findall(
            r"^(?:\[\[?)?([\w.]+)(?:\]\]?)?(?= =|$)", EXAMPLE.read_text("utf-8"), re.MULTILINE
        )
    )
    assert written == set(profile_keys(Profile, ""))


def profile_keys(table_type: type[Any], prefix: str) -> Iterator[str]:
    for field in msgspec.inspect.type_info(table_type).fields:
        inner = tuple(_structs(field.type))
        is_table = inner or isinstance(field.type, msgspec.inspect.DictType)
        yield f"{prefix}{field.encode_name}" if is_table else field.encode_name
        for each in inner:
            yield from profile_keys(each.cls, f"{prefix}{field.encode_name}.")


def _structs(kind: Any) -> Iterator[Any]:
    if isinstance(kind, msgspec.inspect.StructType):
        yield kind
    for inner in (*getattr(kind, "types", ()), getattr(kind, "item_type", None)):
        if inner is not None:
            yield from _structs(inner)


# Links, paths and command lines


@pytest.mark.parametrize("document", each_document())
def test_every_link_leads_somewhere(document: Path) -> None:
    """Files beside the document, and headings in them."""
    text = document.read_text(encoding="utf-8")
    for target in _LINK.findall(_FENCED.sub("", text)):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        file = document.parent / name if name else document
        assert file.exists(), f"{document.name}: {target}"
        if anchor:
            assert anchor in anchors(file.read_text(encoding="utf-8")), f"{document.name}: {target}"


@pytest.mark.parametrize("document", each_document())
def test_every_path_in_code_font_exists(document: Path) -> None:
    """What looks like a path in the repository is one."""
    missing = [
        code
        for code in codes(document.read_text(encoding="utf-8"))
        if _PATH.fullmatch(code)
        and code.split("/")[0] in OWN_FOLDERS
        and "/" in code
        and not (ROOT / code).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("document", each_document())
def test_every_command_line_parses(document: Path) -> None:
    """Subcommand, options and their values are ones that `fsk` knows."""
    for line in command_lines(document.read_text(encoding="utf-8")):
        try:
            parsed(shlex.split(line))
        except click.UsageError as error:
            pytest.fail(f"{document.name}: fsk {line}: {error.message}")


def test_a_command_line_that_does_not_exist_is_seen() -> None:
    """Unknown subcommands, options and values."""
    for line in ("certfy", "certify --vender x.toml", "certify --side nobody", "simulate extra"):
        with pytest.raises(click.UsageError):
            parsed(line.split())


@pytest.mark.parametrize("verb", _VERBS)
def test_every_subcommand_has_help(verb: str) -> None:
    """As the documents promise."""
    answer = CliRunner().invoke(main, [verb, "--help"])
    assert answer.exit_code == 0
    assert "Usage" in answer.output


def test_command_lines_are_found_in_blocks_and_in_text() -> None:
    """Else the test above would pass on nothing."""
    text = (
        "Run `fsk certify --vendor v.toml`, or\n\n```\nvenv/bin/fsk simulate --port 1 # so\n```\n"
    )
    assert sorted(command_lines(text)) == ["certify --vendor v.toml", "simulate --port 1"]


# Tables that repeat what the code knows


@pytest.mark.parametrize("system", System)
def test_the_faults_are_those_of_the_simulator(system: System) -> None:
    """Name and explanation, a table for each system, in the same order."""
    rows = table(text_of("simulator.md"), f"fault of {system}")
    assert [(unquoted(name), says) for name, says in rows] == [
        (fault.value, fault.explanation) for fault in Fault if fault.system is system
    ]


def test_the_paths_are_those_of_the_simulator() -> None:
    """Every path, with the service behind it."""
    rows = table(text_of("simulator.md"), "path")
    assert {unquoted(row[0]): row[1] for row in rows} == {
        route.path: route.service.value for route in ROUTES
    }
    guide = " ".join(row[1] for row in table(text_of("vendor-guide.md"), "service"))
    named = sorted(code for code in _CODE.findall(guide) if code.startswith("/"))
    assert named == sorted({route.path for route in ROUTES})


def test_the_control_calls_are_those_of_the_simulator() -> None:
    """Every call is in the table, and every call has a curl line."""
    text = text_of("simulator.md")
    known = {
        f"{method} /control{route.path}"
        for route in control_routes(Simulation.create().services)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert {unquoted(row[0]) for row in table(text, "call")} == known
    curled = re.findall(
        r'^curl (?:-X (\w+) )?"?http://127.0.0.1:8090([\w./-]+)', text, re.MULTILINE
    )
    shown = {f"{method or 'GET'} {path}" for method, path in curled}
    assert {call for call in known if not any(_is_call(call, each) for each in shown)} == set()
    assert {each for each in shown if not any(_is_call(call, each) for call in known)} == set()


def _is_call(call: str, shown: str) -> bool:
    """Whether *shown* is *call* with something in the place of each `{name}`."""
    return re.fullmatch(re.sub(r"\\{\w+\\}", r"[\\w]+", re.escape(call)), shown) is not None


def test_the_citizens_are_those_of_the_features() -> None:
    """Name, CPR number and full name."""
    rows = {row[0]: row for row in table(text_of("vendor-guide.md"), "citizen")}
    assert {name: row[1] for name, row in rows.items()} == {
        name: persona.value for name, persona in CITIZENS.items()
    }
    full = {citizen.cpr: citizen.name.full for citizen in citizens()}
    for name, row in rows.items():
        assert full[CITIZENS[name]] in row[2]


def test_citizens_whom_no_feature_names_are_told_of() -> None:
    """The simulator's own list is longer."""
    text = text_of("simulator.md")
    assert all(cpr in text for cpr in set(Persona) - set(CITIZENS.values()))


def test_the_staff_are_those_of_the_features() -> None:
    """CPR number, name, education, authorisation and national roles."""
    rows = table(text_of("vendor-guide.md"), "staff")
    assert {row[1] for row in rows} == {member.cpr for member in staff_members()}
    for name, cpr, full, education, authorisation, roles in rows:
        member = user(name)
        assert (cpr, full) == (member.cpr, f"{member.given_name} {member.surname}")
        assert education == (member.education_code or "none")
        assert authorisation == (member.authorisation_code or "none")
        assert tuple(_CODE.findall(roles)) == member.national_roles


@pytest.mark.parametrize(
    ("name", "head"), [("vendor-guide.md", "code"), ("reviewer-guide.md", "exit code")]
)
def test_the_exit_codes_are_those_of_the_commands(name: str, head: str) -> None:
    """All of them, and no other."""
    assert [int(row[0]) for row in table(text_of(name), head)] == [code.value for code in ExitCode]


def test_the_driver_calls_are_those_of_the_interface() -> None:
    """Every call, with the codes that it may answer."""
    interface = yaml.safe_load((DOCS / "vendor-driver.openapi.yaml").read_text(encoding="utf-8"))
    known = {
        f"{method.upper()} {path}": set(call["responses"])
        for path, item in interface["paths"].items()
        for method, call in item.items()
    }
    rows = table(text_of("vendor-guide.md"), "call")
    shown = {unquoted(row[0]): set(re.findall(r"\b\d{3}\b", row[2])) for row in rows}
    assert shown == known


def test_the_test_key_files_are_as_described(tmp_path: Path) -> None:
    """Names of the files, and the password."""
    Simulation.create().write_keys(tmp_path)
    text = text_of("vendor-guide.md")
    named = {re.sub(r"employee-\d+", "employee-<CPR>", path.name) for path in tmp_path.iterdir()}
    shown = {
        code for row in table(text, "file") for code in _CODE.findall(row[0]) if "/" not in code
    }
    assert shown == named
    assert f"`{P12_PASSWORD}`" in text


def test_what_reports_only_is_as_the_catalogue_has_it() -> None:
    """A reviewer must not take an advisory requirement for a binding one, nor the reverse."""
    rows = table(text_of("reviewer-guide.md"), "requirement")
    assert {tuple(row[:3]) for row in rows} == {
        (each.id, each.level.value, each.basis.value)
        for each in load_catalogue().requirement
        if not each.binding
    }


def test_a_test_step_that_is_shown_has_its_number() -> None:
    """As the lock of the numbers has it, in examples and in the text."""
    steps = read_steps(ROOT / "features")
    guide = text_of("vendor-guide.md")
    shown = re.findall(r"^✗ (\d+\.\d+) (.*)$", guide, re.MULTILINE)
    assert shown
    assert {number: steps[number].title for number, _ in shown} == dict(shown)
    named = re.findall(r"step\(id='([\d.]+)'\)", guide + text_of("contributing.md"))
    assert set(named) <= set(steps)


def test_the_conditions_are_those_of_the_catalogue() -> None:
    """Every key of `when`, in any order."""
    rows = table(text_of("contributing.md"), "key")
    assert {unquoted(row[0]) for row in rows} == set(Conditions.__struct_fields__)


def test_the_example_profiles_are_those_that_ship() -> None:
    """By name, with what they declare."""
    rows = {unquoted(row[0]): row[1:] for row in table(text_of("vendor-guide.md"), "profile")}
    assert tuple(rows) == EXAMPLES
    for name, (reads, shows) in rows.items():
        profile = example_profile(name)
        declared = {word for word, method in METHODS.items() if word in reads}
        assert {METHODS[word] for word in declared} == set(profile.integration.methods)
        assert ("whole card" in shows) is (DisplayScope.FULL in profile.display.scopes)


def test_the_verdicts_are_those_of_the_code() -> None:
    """Every word that a report may use."""
    rows = table(text_of("reviewer-guide.md"), "verdict")
    assert {row[0] for row in rows} == {verdict.value for verdict in Verdict}


def test_the_grades_are_those_of_the_report() -> None:
    """F1 to F4, OK and Not relevant, with their meaning."""
    rows = table(text_of("reviewer-guide.md"), "grade")
    assert [(row[0], row[1]) for row in rows] == list(GRADES)
