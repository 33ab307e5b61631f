"""All settings of the simulated services as one value, and what each of them tells of itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import timedelta
from enum import StrEnum
from typing import Final, get_type_hints

import msgspec

from conformance.simulator.minlog.settings import MinLogSettings
from conformance.simulator.sfsk.access import AccessSettings
from conformance.simulator.sfsk.settings import SfskSettings
from conformance.simulator.skr.settings import SkrSettings
from conformance.simulator.state.blurring import BlurringSettings
from conformance.simulator.state.nas_settings import NasSettings
from conformance.simulator.state.setting import ABOUT, About
from conformance.simulator.sts.settings import StsSettings
from conformance.xds.codes import CodedValue

_CODE: Final = '{ code = "…", scheme = "…", display-name = "…" }'


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorSettings:
    """How the services behave where no public source says how. Each field is a section."""

    sts: StsSettings = field(default_factory=StsSettings)
    sfsk: SfskSettings = field(default_factory=SfskSettings)
    access: AccessSettings = field(default_factory=AccessSettings)
    skr: SkrSettings = field(default_factory=SkrSettings)
    nas: NasSettings = field(default_factory=NasSettings)
    minlog: MinLogSettings = field(default_factory=MinLogSettings)
    blurring: BlurringSettings = field(default_factory=BlurringSettings)

    def every(self) -> tuple["Setting", ...]:
        """Every setting with its value, section by section."""
        return tuple(_settings(self))

    def turned(self) -> tuple["Setting", ...]:
        """The settings that are not as they are by default."""
        return tuple(each for each in self.every() if each.is_turned)


SECTIONS: Final[dict[str, type[object]]] = get_type_hints(SimulatorSettings)
"""The dataclass of each section, by the name of the section."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting: which it is, what it has for a value, and what is told of it."""

    section: str
    field: str
    kind: object
    default: object
    value: object
    about: About

    @property
    def name(self) -> str:
        """As assumptions name it: `sfsk.unknown-citizen`."""
        return f"{self.section}.{self.key}"

    @property
    def key(self) -> str:
        """As a file names it within its section."""
        return self.field.replace("_", "-")

    @property
    def is_turned(self) -> bool:
        """Whether it is not as it is by default."""
        return self.value != self.default

    @property
    def allowed(self) -> str:
        """What may stand there, in words."""
        return self.about.allowed.words if self.about.allowed else _words(self.kind)

    def accepts(self, value: object) -> bool:
        """Whether a value of the right type may stand there."""
        return self.about.allowed is None or self.about.allowed.holds(value)


def written(value: object) -> str:
    """The value as TOML has it; nothing is told as `none`, which no file says."""
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case timedelta():
            return written(_iso(value))
        case CodedValue():
            return (
                f"{{ code = {written(value.code)}, scheme = {written(value.scheme)}, "
                f"display-name = {written(value.display_name)} }}"
            )
        case frozenset():
            return f"[{', '.join(sorted(written(each) for each in value))}]"
        case _:
            return msgspec.json.encode(value).decode()


def _settings(settings: SimulatorSettings) -> Iterator[Setting]:
    for section, kind in SECTIONS.items():
        turned, default, kinds = getattr(settings, section), kind(), get_type_hints(kind)
        for each in (known for known in fields(turned) if ABOUT in known.metadata):
            yield Setting(
                section=section,
                field=each.name,
                kind=kinds[each.name],
                default=getattr(default, each.name),
                value=getattr(turned, each.name),
                about=each.metadata[ABOUT],
            )


def _iso(duration: timedelta) -> str:
    """In whole days or hours where it is, else in seconds: `P1D`, `PT8H`, `PT90S`."""
    hours, rest = divmod(duration, timedelta(hours=1))
    if rest:
        return f"PT{duration.total_seconds():g}S"
    return f"PT{hours}H" if hours % 24 else f"P{hours // 24}D"


def _words(kind: object) -> str:
    """What values of this type there are."""
    if kind is bool:
        return "true or false"
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        *others, last = [written(each) for each in kind]
        return f"{', '.join(others)} or {last}"
    return _CODE
