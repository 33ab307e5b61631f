"""Who may know whom: the arrows of the architecture, held on the syntax trees of the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "conformance"

FREE = {"clock", "findings", "multipart", "safe_xml", "xml_path"}
"""Everybody's, except the reference system's."""

ALLOWED = {
    "clock": set(),
    "findings": set(),
    "multipart": set(),
    "safe_xml": set(),
    "xml_path": set(),
    "xsd": set(),
    "features": set(),
    "suite": set(),
    "catalogue": set(),
    "pdc": {"xsd"},
    "xds": {"xsd"},
    "security": {"xsd"},
    "minlog": {"xsd"},
    "nas": {"xsd"},
    "skr": {"pdc", "xsd"},
    "vendor": set(),
    "simulator": {"pdc", "xds", "security", "minlog", "nas", "skr"},
    "service": {"pdc", "xds", "security", "minlog", "nas", "skr"},
    "judgement": {"vendor", "simulator", "pdc", "xds", "security", "minlog", "nas", "skr"},
    "validate": {"pdc", "xds", "security", "minlog", "nas", "xsd"},
    "corpus": {"pdc"},
    "bulk": {"validate", "xsd"},
    "evidence": {"catalogue"},
    "testplan": {"catalogue", "evidence", "vendor"},
    "reference": set(),
}
TOP = {"certify", "selfcheck", "commands", "cli", "__main__"}
"""What the command line is made of: knows everybody, and is known by nobody below."""

LIBRARIES = {
    "pytest": {
        "conftest.py",
        "steps/",
        "conformance/evidence/collect.py",
        "conformance/evidence/allure_bridge.py",
        "conformance/evidence/hooks.py",
        "conformance/selfcheck/tracing.py",
        "conformance/selfcheck/worker.py",
    },
    "allure": {"conformance/evidence/allure_bridge.py"},
    "allure_commons": {"conformance/evidence/allure_bridge.py"},
    "allure_pytest": {"conformance/evidence/allure_bridge.py"},
    "requests": {"conformance/service/client.py"},
    "urllib3": {"conformance/vendor/http.py", "conformance/reference/"},
    "starlette": {
        "conformance/simulator/wire/cut_off.py",
        "conformance/simulator/http.py",
        "conformance/simulator/control/",
        "conformance/reference/",
    },
    "uvicorn": {
        "conformance/simulator/wire/bounded_http.py",
        "conformance/simulator/http.py",
        "conformance/reference/",
    },
}
"""Where a library may be imported: files, and folders with a stroke at the end."""


def imported(source: str) -> Iterator[str]:
    """Dotted names of the modules that *source* imports, wherever in it; relative ones as '.'."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield "."
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(module: str) -> str | None:
    """The part of the product that a dotted name belongs to; None for a foreign one."""
    top, _, rest = module.partition(".")
    name = rest.partition(".")[0]
    return name if top == "conformance" and not name.startswith("__v") else None


def trespasses(part: str, source: str) -> set[str]:
    """Parts that *source*, which belongs to *part*, imports and may not."""
    found = {part_of(module) for module in imported(source)} - {None, part}
    if part in TOP:
        return set()
    free = set() if part == "reference" else FREE
    return {str(name) for name in found - ALLOWED[part] - free}


def own_files() -> list[Path]:
    found = [*PACKAGE.rglob("*.py"), *(ROOT / "steps").glob("*.py"), ROOT / "conftest.py"]
    return sorted(path for path in found if "__pycache__" not in path.parts)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


FILES = own_files()
INSIDE = [p for p in FILES if PACKAGE in p.parents and p != PACKAGE / "__init__.py"]


def test_every_part_of_the_product_stands_in_the_table() -> None:
    """A new part needs a line that says whom it may know."""
    parts = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in INSIDE}
    assert parts - TOP - set(ALLOWED) == set()


@pytest.mark.parametrize("path", INSIDE, ids=name_of)
def test_a_module_imports_only_to_the_right(path: Path) -> None:
    """Nothing that the table does not allow its part."""
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert trespasses(part, path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_library_is_imported_only_where_it_belongs(path: Path) -> None:
    """Test runner, report, HTTP client and web framework each have their places."""
    libraries = {module.partition(".")[0] for module in imported(path.read_text(encoding="utf-8"))}
    name = name_of(path)
    for library in libraries & set(LIBRARIES):
        assert any(
            name.startswith(place) if place.endswith("/") else name == place
            for place in LIBRARIES[library]
        ), f"{name} imports {library}"


@pytest.mark.parametrize("path", INSIDE, ids=name_of)
def test_the_product_knows_nothing_of_its_steps_and_tests(path: Path) -> None:
    """Steps import the product, never the other way; imports are absolute."""
    tops = {module.partition(".")[0] for module in imported(path.read_text(encoding="utf-8"))}
    assert tops.isdisjoint({"steps", "tests", "conftest", ""})


def room_of(module: str) -> str | None:
    """The package or top module of the simulator that a dotted name belongs to."""
    names = module.split(".")
    return names[2] if names[:2] == ["conformance", "simulator"] and len(names) > 2 else None


def circle(knows: dict[str, set[str]]) -> list[str]:
    """What is left when everything that knows nothing more is taken away, again and again."""
    left = dict(knows)
    while free := [name for name, known in left.items() if not known & set(left)]:
        for name in free:
            del left[name]
    return sorted(left)


def test_the_rooms_of_the_simulator_form_no_circle() -> None:
    """State at the bottom, the HTTP face on top."""
    home = PACKAGE / "simulator"
    knows: dict[str, set[str]] = {}
    for path in home.rglob("*.py"):
        room = path.relative_to(home).parts[0].removesuffix(".py")
        found = {room_of(module) for module in imported(path.read_text(encoding="utf-8"))}
        knows.setdefault(room, set()).update(found - {None, room})  # type: ignore[arg-type]
    assert {"state", "sfsk", "http"} <= set(knows)
    assert circle(knows) == []


def test_a_planted_circle_is_found() -> None:
    """With what leads into it; what lies behind it is not blamed."""
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}) == ["a", "b", "c"]
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"d"}, "d": set()}) == []


def test_no_place_in_the_table_is_empty() -> None:
    """A library's place that no longer imports it is taken out of the table."""
    names = {name_of(path): path for path in FILES}
    optional = {"conformance/evidence/hooks.py"}
    for library, places in LIBRARIES.items():
        if library == "allure_pytest":
            continue
        for place in places - optional:
            inside = [
                p
                for n, p in names.items()
                if n == place or (place[-1] == "/" and n.startswith(place))
            ]
            found = {m.partition(".")[0] for p in inside for m in imported(p.read_text("utf-8"))}
            assert library in found, f"{place} no longer imports {library}"


@pytest.mark.parametrize(
    ("part", "source", "found"),
    [
        ("pdc", "from conformance.simulator import world", {"simulator"}),
        ("pdc", "from conformance import simulator", {"simulator"}),
        ("pdc", "import conformance.simulator.state.world as w", {"simulator"}),
        ("pdc", "def f():\n    from conformance.xds import query", {"xds"}),
        (
            "pdc",
            "if TYPE_CHECKING:\n    from conformance.evidence.record import Record",
            {"evidence"},
        ),
        ("pdc", "from conformance.clock import Clock", set()),
        ("reference", "from conformance.clock import Clock", {"clock"}),
        ("reference", "from conformance.reference.ehr import Ehr", set()),
        ("reference", "from conformance.vendor.protocol import View", {"vendor"}),
        ("simulator", "from conformance.vendor import http", {"vendor"}),
        ("simulator", "from conformance.pdc.build import build", set()),
        ("vendor", "from conformance.certify import run", {"certify"}),
        ("evidence", "from conformance.simulator.state.journal import Exchange", {"simulator"}),
        ("cli", "from conformance.simulator.state.journal import Exchange", set()),
    ],
)
def test_a_planted_trespass_is_found(part: str, source: str, found: set[str]) -> None:
    """However it is written, wherever it stands."""
    assert trespasses(part, source) == found
