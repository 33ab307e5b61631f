"""Settings as a TOML file: read strictly, and written out as an example."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from difflib import get_close_matches
from pathlib import Path
from textwrap import wrap
from typing import Final

import msgspec

from conformance.simulator.all_assumptions import ALL_ASSUMPTIONS
from conformance.simulator.settings import SECTIONS, Setting, SimulatorSettings, written
from conformance.xds.codes import CodedValue

_WIDTH: Final = 98
_LONGEST: Final = 100
"""Of what a message repeats from a file."""

_HEAD: Final = """\
# Settings of the simulated services, each with its default: what they do where public sources are
# silent. Leave out what you do not turn.
#
#   fsk simulate --settings FILE
#
# In vendor.toml the same stands below [simulator.settings], for instance [simulator.settings.sfsk].
# `fsk simulate --assumptions` lists the assumptions, also those that no setting turns.
"""


class SettingsError(ValueError):
    """The settings cannot be used; the message says what, where and how to mend it."""


def load_settings(path: Path) -> SimulatorSettings:
    """The settings in a TOML file. Raises SettingsError, which names the setting and the file."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: not valid TOML: {error}") from None
    try:
        return settings_of(tables)
    except SettingsError as error:
        raise SettingsError(
            f"{path}: {error}. `fsk simulate --settings-example` shows every setting"
        ) from None


def settings_of(tables: Mapping[str, object]) -> SimulatorSettings:
    """The defaults with what *tables* turn, section by section. Raises SettingsError."""
    settings = SimulatorSettings()
    for section, table in tables.items():
        if section not in SECTIONS:
            raise SettingsError(f"{_unknown('section', section, SECTIONS)}")
        if not isinstance(table, Mapping):
            raise SettingsError(f"{section}: expected a table, [{section}], found a value")
        settings = _turned(settings, section, table)
    return settings


def example() -> str:
    """A file with every setting at its default, explained."""
    lines = [_HEAD]
    section = ""
    for setting in SimulatorSettings().every():
        if setting.section != section:
            section = setting.section
            lines += [f"[{section}]", ""]
        lines += [*_explained(setting), _line(setting), ""]
    return "\n".join(lines).rstrip("\n")


def _turned(
    settings: SimulatorSettings, section: str, table: Mapping[str, object]
) -> SimulatorSettings:
    known = {each.field: each for each in settings.every() if each.section == section}
    found: dict[str, object] = {}
    for name, raw in table.items():
        setting = known.get(name.replace("-", "_"))
        if setting is None:
            keys = [each.key for each in known.values()]
            raise SettingsError(f"[{section}] {_unknown('setting', name, keys)}")
        if setting.field in found:
            raise SettingsError(f"[{section}] {setting.key}: expected it once, found it twice")
        found[setting.field] = _value(setting, raw)
    try:
        return replace(settings, **{section: replace(getattr(settings, section), **found)})
    except ValueError as error:
        raise SettingsError(f"[{section}] {error}") from None


def _value(setting: Setting, raw: object) -> object:
    """What a file says, as the value of a setting. Raises SettingsError."""
    plain = _with_field_names(raw) if isinstance(raw, Mapping) else raw
    try:
        value = msgspec.convert(plain, type=setting.kind)
    except msgspec.ValidationError:
        value = None
    if value is None or not setting.accepts(value) or _lost(plain, value):
        raise SettingsError(
            f"[{setting.section}] {setting.key}: expected {setting.allowed}, found {_shown(raw)}"
        )
    return value


def _with_field_names(table: Mapping[str, object]) -> dict[str, object]:
    return {name.replace("-", "_"): value for name, value in table.items()}


def _lost(raw: object, value: object) -> bool:
    """Whether a table held names that the value knows nothing of."""
    if not isinstance(value, CodedValue) or not isinstance(raw, Mapping):
        return False
    return bool(set(raw) - {each.name for each in fields(value)}) or not value.code.strip()


def _unknown(what: str, name: str, known: Mapping[str, object] | list[str]) -> str:
    near = get_close_matches(name.replace("_", "-"), known, n=1)
    meant = f"did you mean {near[0]}? " if near else ""
    told = f"{meant}The {what}s are {', '.join(known)}"
    return f"expected a known {what}, found {name[:_LONGEST]}: {told}"


def _shown(raw: object) -> str:
    try:
        return msgspec.json.encode(raw).decode()[:_LONGEST]
    except (TypeError, msgspec.MsgspecError):
        return str(raw)[:_LONGEST]


def _explained(setting: Setting) -> Iterator[str]:
    yield from _comment(setting.about.meaning)
    default = "" if setting.default is not None else " By default it is left out."
    yield from _comment(f"Allowed: {setting.allowed}.{default}")
    names = [each.name for each in ALL_ASSUMPTIONS if setting.name in each.settings]
    yield from _comment(f"Assumption: {', '.join(names)}")


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in wrap(text, _WIDTH, break_on_hyphens=False)]


def _line(setting: Setting) -> str:
    if setting.default is None:
        return f"# {setting.key} = {written(setting.about.example)}"
    return f"{setting.key} = {written(setting.default)}"
