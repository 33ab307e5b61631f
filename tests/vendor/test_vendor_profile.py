"""The profile: a good one is read, and each mistake is told by file and key."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conformance.vendor.profile import (
    Credential,
    Profile,
    ProfileError,
    SystemType,
    load_profile,
)
from conformance.vendor.protocol import DisplayScope, IntegrationMethod

GOOD = """
[supplier]
company = "Eksempel A/S"
contact = "Ærø Ågård"
email = "a@example.org"
telephone = "12345678"

[system]
name = "Journal"
version = "7.1"
description = "A patient record."
type = "portal"
portal = true

[integration]
methods = ["local-copy", "system", "user"]
credentials = ["id-card", "idws"]
writes_to_skr = true
subscribes_to_nas = true

[display]
scopes = ["full", "restricted"]

[display.restricted]
system_type = "Ambulance"
approved_by = "Somebody"
approved_on = 2026-01-31

[driver]
url = "http://127.0.0.1:8099/fsk-driver/v1"
timeout_seconds = 10

[simulator]
port = 8090
keys = "keys"
trusted_certificates = ["client.pem"]
slow_seconds = 2.5

[[waiver]]
requirement = "LOG-01"
reason = "Mended in 7.2"
approved_by = "Somebody"
expires = 2026-12-31
steps = ["12.01"]
"""
REQUIRED = (
    "supplier", "supplier.company",
    "system", "system.name", "system.version",
    "integration", "integration.methods",
    "display", "display.scopes",
    "display.restricted.system_type", "display.restricted.approved_by",
    "display.restricted.approved_on",
    "driver", "driver.url",
    "waiver.requirement", "waiver.reason", "waiver.approved_by", "waiver.expires",
)  # fmt: skip
OPTIONAL = (
    "supplier.contact", "supplier.email", "supplier.telephone", "system.description",
    "system.type", "integration.credentials", "integration.writes_to_skr",
    "integration.subscribes_to_nas", "waiver.steps",
    "driver.timeout_seconds", "simulator", "simulator.port", "simulator.keys",
    "simulator.trusted_certificates", "simulator.slow_seconds", "waiver",
)  # fmt: skip
TABLES = (
    "", "supplier", "system", "integration", "display", "display.restricted", "driver",
    "simulator", "waiver",
)  # fmt: skip


def toml(tables: dict[str, Any], name: str = "") -> str:
    """The tables as TOML: values first, then the tables in them."""
    values = {k: v for k, v in tables.items() if not isinstance(v, dict) and k != "waiver"}
    lines = [f"[{name}]"] if name else []
    lines += [f"{key} = {_value(value)}" for key, value in values.items()]
    for key, value in tables.items():
        path = f"{name}.{key}".lstrip(".")
        if isinstance(value, dict):
            lines.append(toml(value, path))
        elif key == "waiver" and isinstance(value, list):
            lines += [toml(entry, path).replace(f"[{path}]", f"[[{path}]]", 1) for entry in value]
        elif key == "waiver":
            lines.append(f"{key} = {_value(value)}")
    return "\n".join(lines)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def table(tables: dict[str, Any], path: str) -> dict[str, Any]:
    """The table at a dotted path; of the waivers the first."""
    for name in filter(None, path.split(".")):
        tables = tables[name][0] if name == "waiver" else tables[name]
    return tables


@pytest.fixture
def tables() -> dict[str, Any]:
    return tomllib.loads(GOOD)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "vendor.toml"


def load(file: Path, tables: dict[str, Any]) -> Profile:
    file.write_text(toml(tables), encoding="utf-8")
    return load_profile(file)


def refusal(file: Path, tables: dict[str, Any]) -> str:
    with pytest.raises(ProfileError) as refused:
        load(file, tables)
    message = str(refused.value)
    assert message.startswith(f"{file}: ")
    return message


def test_a_good_profile_is_read(file: Path) -> None:
    """With every key."""
    file.write_text(GOOD, encoding="utf-8")
    profile = load_profile(file)
    assert profile.supplier.contact == "Ærø Ågård"
    assert profile.integration.methods == tuple(IntegrationMethod)
    assert profile.display.scopes == tuple(DisplayScope)
    assert profile.display.restricted
    assert profile.display.restricted.approved_on == date(2026, 1, 31)
    assert (profile.driver.timeout_seconds, profile.simulator.slow_seconds) == (10, 2.5)
    assert [waiver.requirement for waiver in profile.waiver] == ["LOG-01"]


def test_the_tables_of_this_test_are_written_as_they_were_read(
    file: Path, tables: dict[str, Any]
) -> None:
    """What the tests below change is the good profile."""
    assert load(file, tables)
    assert tomllib.loads(file.read_text(encoding="utf-8")) == tables


@pytest.mark.parametrize("key", REQUIRED)
def test_a_missing_key_is_named(key: str, file: Path, tables: dict[str, Any]) -> None:
    """With its table, and with where every key is explained."""
    parent, _, name = key.rpartition(".")
    del table(tables, parent)[name]
    message = refusal(file, tables)
    assert f"missing required field `{name}`" in message
    assert parent.replace("waiver", "waiver[0]") in message
    assert "docs/vendor.example.toml shows every key" in message


@pytest.mark.parametrize("key", OPTIONAL)
def test_an_optional_key_may_be_left_out(key: str, file: Path, tables: dict[str, Any]) -> None:
    """A default takes its place."""
    parent, _, name = key.rpartition(".")
    del table(tables, parent)[name]
    assert load(file, tables)


@pytest.mark.parametrize("where", TABLES, ids=lambda name: name or "top")
def test_an_unknown_key_is_named(where: str, file: Path, tables: dict[str, Any]) -> None:
    """A misspelt key must not pass as left out."""
    table(tables, where)["misspelt"] = "x"
    message = refusal(file, tables)
    assert "unknown field `misspelt`" in message
    assert where.replace("waiver", "waiver[0]") in message


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("supplier.company", 5, "Expected `str`, got `int`"),
        ("system.version", 7.1, "Expected `str`, got `float`"),
        ("supplier", "x", "Expected `object`, got `str`"),
        ("integration.methods", "system", "Expected `array`, got `str`"),
        ("integration.methods", ["systems"], "Invalid enum value 'systems'"),
        ("display.scopes", ["FULL"], "Invalid enum value 'FULL'"),
        ("system.type", "hospitals", "Invalid enum value 'hospitals'"),
        ("system.portal", "yes", "Expected `bool`, got `str`"),
        ("integration.credentials", ["soap"], "Invalid enum value 'soap'"),
        ("integration.writes_to_skr", 1, "Expected `bool`, got `int`"),
        ("waiver.steps", "12.01", "Expected `array`, got `str`"),
        ("display.restricted.approved_on", "31 January", "Invalid RFC3339"),
        ("display.restricted.approved_on", 20260131, "Expected `date`, got `int`"),
        ("driver.timeout_seconds", "10", "Expected `float`, got `str`"),
        ("driver.timeout_seconds", 0, "Expected `float` > 0"),
        ("driver.timeout_seconds", -1.5, "Expected `float` > 0"),
        ("simulator.port", 8090.5, "Expected `int`, got `float`"),
        ("simulator.port", True, "Expected `int`, got `bool`"),
        ("simulator.port", -1, "Expected `int` >= 0"),
        ("simulator.port", 65536, "Expected `int` <= 65535"),
        ("simulator.slow_seconds", 0, "Expected `float` > 0"),
        ("simulator.trusted_certificates", "client.pem", "Expected `array`, got `str`"),
        ("waiver.expires", "never", "Invalid RFC3339"),
    ],
)
def test_a_wrong_value_is_told(
    key: str, value: object, words: str, file: Path, tables: dict[str, Any]
) -> None:
    """What was expected, what was found, and at which key."""
    parent, _, name = key.rpartition(".")
    table(tables, parent)[name] = value
    message = refusal(file, tables)
    assert words in message
    assert key.replace("waiver", "waiver[0]") in message


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("integration.methods", "at least one of local-copy, system, user in methods"),
        ("display.scopes", "at least one of full, restricted in scopes"),
        ("integration.credentials", "at least one of id-card, idws in credentials"),
    ],
)
def test_an_empty_list_is_told(key: str, words: str, file: Path, tables: dict[str, Any]) -> None:
    """A system that reads in no way, or shows nothing, cannot be judged."""
    parent, _, name = key.rpartition(".")
    table(tables, parent)[name] = []
    assert words in refusal(file, tables)


def test_what_is_not_declared_is_not_claimed(file: Path, tables: dict[str, Any]) -> None:
    """By default a system is of no certain type, no portal, reads alone, and shows id cards."""
    for table_name, keys in (
        ("system", ("type", "portal")),
        ("integration", ("credentials", "writes_to_skr", "subscribes_to_nas")),
    ):
        for key in keys:
            del tables[table_name][key]
    profile = load(file, tables)
    assert (profile.system.type, profile.system.portal) == (SystemType.OTHER, False)
    assert profile.integration.credentials == (Credential.ID_CARD,)
    assert not profile.integration.writes_to_skr
    assert not profile.integration.subscribes_to_nas


def test_a_portal_says_that_it_is_one(file: Path, tables: dict[str, Any]) -> None:
    """Type and declaration may not contradict each other."""
    tables["system"]["portal"] = False
    assert "portal = true is needed in [system]" in refusal(file, tables)
    tables["system"]["type"] = "hospital"
    assert load(file, tables)


@pytest.mark.parametrize("scopes", [["restricted"], ["full", "restricted"]], ids="-".join)
def test_restricted_display_needs_its_grant(
    scopes: list[str], file: Path, tables: dict[str, Any]
) -> None:
    """The message names the table and the rule; full display needs none."""
    tables["display"] = {"scopes": scopes}
    message = refusal(file, tables)
    for words in ("[display.restricted]", "system_type, approved_by and approved_on", "rule 17"):
        assert words in message
    tables["display"] = {"scopes": ["full"]}
    assert load(file, tables).display.restricted is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[supplier\n", "not valid TOML: "),
        (b"a = 1\na = 2\n", "not valid TOML: "),
        (b"", "missing required field `supplier`"),
        (b'[supplier]\ncompany = "\xc6r\xf8"\n', "cannot be read: "),
        (b"\0", "not valid TOML: "),
    ],
    ids=["not-toml", "key-twice", "empty", "not-utf-8", "null-byte"],
)
def test_a_file_that_is_no_profile_is_told(content: bytes, words: str, file: Path) -> None:
    """The message begins with the file."""
    file.write_bytes(content)
    with pytest.raises(ProfileError) as refused:
        load_profile(file)
    assert str(refused.value).startswith(f"{file}: ")
    assert words in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """And so is a folder."""
    for path in (tmp_path / "nothing.toml", tmp_path):
        with pytest.raises(ProfileError) as refused:
            load_profile(path)
        assert str(refused.value).startswith(f"{path}: cannot be read: ")


def test_the_reference_systems_profile_is_good() -> None:
    """The embedded default is a profile like any other."""
    root = Path(__file__).parents[2]
    assert load_profile(root / "conformance" / "vendor" / "reference.toml")
