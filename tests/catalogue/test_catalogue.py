"""The catalogue: loads, is whole, and refuses what does not fit together."""

import re
import tomllib
from importlib.resources import files
from typing import Any

import msgspec
import pytest

from conformance.catalogue import (
    Basis,
    Catalogue,
    Conditions,
    Declared,
    GuideVersions,
    Level,
    Requirement,
    Side,
    Source,
    Verification,
    load_catalogue,
)
from conformance.catalogue.edition import EDITION_FILE
from conformance.certify.options import declared_by
from conformance.simulator.all_assumptions import ALL_ASSUMPTIONS
from conformance.vendor.profile import (
    Credential,
    Display,
    Driver,
    Integration,
    Profile,
    Supplier,
    System,
    SystemType,
)
from conformance.vendor.protocol import DisplayScope, IntegrationMethod

CATALOGUE = load_catalogue()
IDS = [requirement.id for requirement in CATALOGUE.requirement]
ALL = Declared(
    methods=frozenset(IntegrationMethod),
    display=frozenset(DisplayScope),
    credentials=frozenset(Credential),
)


@pytest.fixture
def tables() -> dict[str, Any]:
    text = files("conformance.catalogue").joinpath(EDITION_FILE).read_text(encoding="utf-8")
    return tomllib.loads(text)


def test_the_edition_names_itself() -> None:
    """The file is named for the edition in it."""
    assert f"edition-{CATALOGUE.edition}.toml" == EDITION_FILE
    assert "3.0" in CATALOGUE.standard


def test_every_chapter_has_requirements() -> None:
    """And every requirement a chapter."""
    assert {requirement.chapter for requirement in CATALOGUE.requirement} == set(CATALOGUE.chapters)


@pytest.mark.parametrize("requirement", CATALOGUE.requirement, ids=IDS)
def test_a_requirement_says_what_where_and_in_two_languages(requirement: Requirement) -> None:
    """Id, titles, a statement that is a sentence, and a source with its place."""
    assert re.fullmatch(r"[A-Z]{3}-\d\d", requirement.id)
    assert requirement.title.strip()
    assert requirement.title_da.strip()
    assert requirement.title_da != requirement.title
    assert requirement.statement.endswith(".")
    assert requirement.sources
    assert all(source.document and source.place for source in requirement.sources)


@pytest.mark.parametrize("requirement", CATALOGUE.requirement, ids=IDS)
def test_a_condition_is_one_that_profiles_can_declare(requirement: Requirement) -> None:
    """Some system is bound by it, and its words are those of the profile."""
    assert set(requirement.when.methods) <= set(IntegrationMethod)
    assert set(requirement.when.display) <= set(DisplayScope)
    assert set(requirement.when.system_types) <= set(SystemType)
    assert set(requirement.when.credentials) <= set(Credential)
    when = requirement.when
    fitting = msgspec.structs.replace(
        ALL,
        system_type=(*when.system_types, "other")[0],
        portal=bool(when.portal),
        writes_to_skr=bool(when.writes_to_skr),
        subscribes_to_nas=bool(when.subscribes_to_nas),
        local_log=bool(when.local_log),
    )
    assert requirement.not_applicable_because(fitting) is None


FACTS: list[tuple[dict[str, object], dict[str, object], str | None]] = [
    ({"system_types": ["hospital", "gp"]}, {"system_type": "gp"}, None),
    ({"system_types": ["hospital"]}, {}, "does not declare system type hospital"),
    ({"portal": True}, {"portal": True}, None),
    ({"portal": True}, {}, "the profile declares: no portal for citizens"),
    ({"portal": False}, {}, None),
    ({"portal": False}, {"portal": True}, "the profile declares: a portal for citizens"),
    ({"writes_to_skr": True}, {"writes_to_skr": True}, None),
    ({"writes_to_skr": True}, {}, "writes nothing to SKR"),
    ({"subscribes_to_nas": True}, {"subscribes_to_nas": True}, None),
    ({"subscribes_to_nas": True}, {}, "no subscription to notifications"),
    ({"local_log": True}, {"local_log": True}, None),
    ({"local_log": True}, {}, "no driver that tells the system's own log"),
    ({"local_log": False}, {"local_log": True}, "a driver that tells the system's own log"),
    ({"credentials": ["idws"]}, {"credentials": frozenset({"id-card", "idws"})}, None),
    ({"credentials": ["idws"]}, {}, "does not declare idws towards the services"),
    ({"credentials": ["id-card"]}, {}, None),
    ({"methods": ["user"], "portal": True}, {"portal": True}, "integration method user"),
]


@pytest.mark.parametrize(("when", "declares", "reason"), FACTS, ids=map(str, range(len(FACTS))))
def test_a_requirement_applies_by_what_else_is_declared(
    when: dict[str, object], declares: dict[str, object], reason: str | None
) -> None:
    """Type of system, portal, writing, subscribing, credentials."""
    declared = Declared(
        **{"methods": frozenset({"system"}), "display": frozenset({"full"}), **declares}
    )
    found = msgspec.convert(when, type=Conditions).unmet_by(declared)
    assert (found is None) is (reason is None)
    assert (reason or "") in (found or "")


def test_defaults_of_the_catalogue_are_those_of_a_profile() -> None:
    """What is not declared is not claimed, in both."""
    profile = Profile(
        supplier=Supplier(company="c"),
        system=System(name="n", version="v"),
        integration=Integration(methods=(IntegrationMethod.SYSTEM,)),
        display=Display(scopes=(DisplayScope.FULL,)),
        driver=Driver(url="http://127.0.0.1:1"),
    )
    assert declared_by(profile) == Declared(
        methods=frozenset({"system"}), display=frozenset({"full"})
    )


def test_conditions_are_told_in_words() -> None:
    """As the list of requirements prints them."""
    conditions = Conditions(
        methods=("system", "user"), display=("full",), portal=False, writes_to_skr=True
    )
    assert str(conditions) == (
        "integration method system or user; full display; no portal for citizens; writes to SKR"
    )
    assert str(Conditions()) == ""


def test_a_requirement_belongs_to_versions_of_the_guide() -> None:
    """Both ends included, compared as versions; the end is not before the beginning."""
    versions = GuideVersions(since="1.5.10", until="2.0.3")
    held = [v for v in ("1.5.9", "1.5.10", "1.6", "2.0.3", "2.1") if versions.holds_in(v)]
    assert held == ["1.5.10", "1.6", "2.0.3"]
    assert GuideVersions(since="2.1").holds_in("3.0")
    assert (str(versions), str(GuideVersions(since="2.1"))) == ("1.5.10 to 2.0.3", "2.1 and later")
    with pytest.raises(ValueError, match=r"expected until 2\.1 or later, found 2\.0"):
        GuideVersions(since="2.1", until="2.0")


@pytest.mark.parametrize("requirement", CATALOGUE.requirement, ids=lambda each: each.id)
def test_what_a_requirement_rests_on_is_told_by_the_simulator(requirement: Requirement) -> None:
    """By the names of its assumptions; and it is for the services to keep, not for a vendor."""
    assert set(requirement.rests_on) <= {each.name for each in ALL_ASSUMPTIONS}
    assert not requirement.rests_on or requirement.obliged is Side.SERVICE


def test_ids_are_unique() -> None:
    """Each id once."""
    assert len(set(IDS)) == len(IDS)


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("basis", Basis)
def test_what_is_derived_never_binds(level: Level, basis: Basis) -> None:
    """Only a must, or what was declared, on a basis that is stated or observed, fails a run."""
    requirement = msgspec.structs.replace(CATALOGUE.requirement[0], level=level, basis=basis)
    assert requirement.certain is (basis is not Basis.DERIVED)
    assert requirement.binding is (
        basis is not Basis.DERIVED and level in (Level.MUST, Level.DECLARED)
    )


CONDITIONS: list[tuple[dict[str, list[str]], str, str, str | None]] = [
    ({}, "", "", None),
    ({"methods": ["user"]}, "user", "full", None),
    ({"methods": ["user"]}, "system user", "full", None),
    ({"methods": ["user"]}, "system", "full", "integration method user"),
    ({"methods": ["user", "local-copy"]}, "local-copy", "full", None),
    ({"methods": ["user", "local-copy"]}, "system", "full", "method user or local-copy"),
    ({"methods": ["user"]}, "", "full", "integration method user"),
    ({"display": ["restricted"]}, "system", "restricted", None),
    ({"display": ["restricted"]}, "system", "full restricted", None),
    ({"display": ["restricted"]}, "system", "full", "does not declare restricted display"),
    ({"methods": ["user"], "display": ["restricted"]}, "user", "restricted", None),
    ({"methods": ["user"], "display": ["restricted"]}, "user", "full", "restricted display"),
    ({"methods": ["user"], "display": ["restricted"]}, "system", "restricted", "method user"),
]


@pytest.mark.parametrize(
    ("when", "methods", "display", "reason"), CONDITIONS, ids=map(str, range(13))
)
def test_a_requirement_applies_to_who_declares_its_conditions(
    when: dict[str, list[str]],
    methods: str,
    display: str,
    reason: str | None,
    tables: dict[str, Any],
) -> None:
    """One of each list that is given is enough; the reason names what is missing."""
    table = {**tables["requirement"][0], "when": when}
    declared = Declared(methods=frozenset(methods.split()), display=frozenset(display.split()))
    found = msgspec.convert(table, type=Requirement).not_applicable_because(declared)
    if reason is None:
        assert found is None
    else:
        assert found
        assert reason in found


def refusal(tables: dict[str, Any]) -> str:
    with pytest.raises(msgspec.ValidationError) as refused:
        msgspec.convert(tables, type=Catalogue)
    return str(refused.value)


def test_a_doubled_id_is_refused(tables: dict[str, Any]) -> None:
    """By name."""
    tables["requirement"][3] = {**tables["requirement"][3], "id": tables["requirement"][0]["id"]}
    assert f"each requirement id once, found twice: {IDS[0]}" in refusal(tables)


def test_an_unknown_chapter_is_refused(tables: dict[str, Any]) -> None:
    """By number."""
    tables["requirement"][3]["chapter"] = "99"
    assert "expected chapters of this edition, found 99" in refusal(tables)


@pytest.mark.parametrize(
    "key",
    ["id", "chapter", "title", "title_da", "statement", "obliged", "level", "basis", "sources"],
)
def test_a_requirement_without_a_part_is_refused(key: str, tables: dict[str, Any]) -> None:
    """The part is named."""
    del tables["requirement"][0][key]
    assert f"missing required field `{key}`" in refusal(tables)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("grade", "F5"),
        ("obliged", "patient"),
        ("level", "MUST"),
        ("basis", "guessed"),
        ("verification", "nobody"),
    ],
)
def test_a_word_that_is_no_code_is_refused(key: str, value: str, tables: dict[str, Any]) -> None:
    """The word is quoted."""
    tables["requirement"][0][key] = value
    assert f"Invalid enum value '{value}'" in refusal(tables)


def test_an_unknown_key_of_a_requirement_is_refused(tables: dict[str, Any]) -> None:
    """A misspelt condition must not bind everybody."""
    tables["requirement"][0]["wehn"] = {}
    assert "unknown field `wehn`" in refusal(tables)


def test_a_requirement_is_got_by_its_id() -> None:
    """And an unknown id is told with the known ones."""
    assert CATALOGUE.get(IDS[-1]).id == IDS[-1]
    with pytest.raises(KeyError, match=f"unknown requirement XXX-99; this edition knows {IDS[0]}"):
        CATALOGUE.get("XXX-99")


def test_a_source_is_one_line() -> None:
    """What it does not have is left out."""
    assert str(Source(document="Guide", place="3.1", date="2025-06-26")) == "Guide, 3.1, 2025-06-26"
    assert str(Source(document="Guide", place="3.1")) == "Guide, 3.1"


def test_both_sides_and_machines_are_there() -> None:
    """Vendors and services have requirements, and the suite sees most itself."""
    assert {requirement.obliged for requirement in CATALOGUE.requirement} == set(Side)
    assert Verification.MACHINE in {
        requirement.verification for requirement in CATALOGUE.requirement
    }
