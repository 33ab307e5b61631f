"""Every setting turned another way, for tests that hold that nothing depends on one."""

import tomllib
from datetime import timedelta
from enum import StrEnum

from conformance.simulator.settings import Setting, SimulatorSettings, written
from conformance.xds.codes import CodedValue

OWN = {
    "sfsk.home-community": "urn:oid:1.2.208.176.8.1",
    "nas.other-topics": frozenset({"urn:example:topic"}),
}
"""Values that cannot be made from the default."""


def turned_value(setting: Setting, turn: int) -> object:
    """Another value than the default; *turn* chooses among several, going round."""
    default = setting.default
    if default is None:
        return setting.about.example
    if isinstance(default, StrEnum):
        others = [each for each in type(default) if each is not default]
        return others[turn % len(others)]
    if isinstance(default, CodedValue):
        return CodedValue(code=f"00{2 + turn}", scheme=default.scheme)
    if isinstance(default, timedelta):
        return default / (2 + turn)
    if isinstance(default, bool):
        return not default
    return OWN.get(setting.name, 1 + turn % 2 if isinstance(default, int) else f"{default}-{turn}")


def turned_tables(turn: int) -> dict[str, object]:
    """Every setting turned, as a file has them."""
    return tomllib.loads(turned_toml(turn))


def turned_toml(
    turn: int, *, left_alone: frozenset[str] = frozenset(), below: str = "", **own: str
) -> str:
    """Every setting but those *left_alone*, turned, as TOML with tables below *below*.

    *own* gives values by section and field, joined by a stroke below.
    """
    lines: list[str] = []
    section = ""
    for setting in SimulatorSettings().every():
        if setting.name in left_alone:
            continue
        if setting.section != section:
            section = setting.section
            lines.append(f"[{below}{section}]")
        value = own.get(f"{section}_{setting.field}", turned_value(setting, turn))
        lines.append(f"{setting.key} = {written(value)}")
    return "\n".join(lines)
