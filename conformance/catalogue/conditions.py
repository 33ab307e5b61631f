"""When a requirement applies: conditions over what a profile declares."""

from collections.abc import Iterator
from typing import Final

import msgspec


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """What decides applicability, out of a profile; the defaults are those of a profile."""

    methods: frozenset[str]
    display: frozenset[str]
    system_type: str = "other"
    portal: bool = False
    writes_to_skr: bool = False
    subscribes_to_nas: bool = False
    credentials: frozenset[str] = frozenset({"id-card"})
    local_log: bool = False


class Conditions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is given must be declared: of each list at least one, of the rest that very value.

    It is data and no expression: nothing in a catalogue is evaluated.
    """

    methods: tuple[str, ...] = ()
    display: tuple[str, ...] = ()
    system_types: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    portal: bool | None = None
    writes_to_skr: bool | None = None
    subscribes_to_nas: bool | None = None
    local_log: bool | None = None

    def unmet_by(self, declared: Declared) -> str | None:
        """Why a system that declares this is not concerned: its first breach; or None."""
        return next(self._unmet(declared), None)

    def __str__(self) -> str:
        """In words, for instance `integration method user; full display`; empty for always."""
        lists = (
            (self.methods, "integration method {}"),
            (self.display, "{} display"),
            (self.system_types, "system type {}"),
            (self.credentials, "{} towards the services"),
        )
        told = [words.format(" or ".join(each)) for each, words in lists if each]
        told += [_WORDS[name][wanted] for name, wanted, _ in self._facts(_NOTHING)]
        return "; ".join(told)

    def _unmet(self, declared: Declared) -> Iterator[str]:
        if self.methods and declared.methods.isdisjoint(self.methods):
            yield f"the profile does not declare integration method {_either(self.methods)}"
        if self.display and declared.display.isdisjoint(self.display):
            yield f"the profile does not declare {_either(self.display)} display"
        if self.system_types and declared.system_type not in self.system_types:
            yield f"the profile does not declare system type {_either(self.system_types)}"
        if self.credentials and declared.credentials.isdisjoint(self.credentials):
            yield f"the profile does not declare {_either(self.credentials)} towards the services"
        for name, wanted, found in self._facts(declared):
            if wanted is not found:
                yield f"the profile declares: {_WORDS[name][found]}"

    def _facts(self, declared: Declared) -> Iterator[tuple[str, bool, bool]]:
        """Each yes-or-no condition that is given: name, wanted, declared."""
        for name, wanted, found in (
            ("portal", self.portal, declared.portal),
            ("writes_to_skr", self.writes_to_skr, declared.writes_to_skr),
            ("subscribes_to_nas", self.subscribes_to_nas, declared.subscribes_to_nas),
            ("local_log", self.local_log, declared.local_log),
        ):
            if wanted is not None:
                yield name, wanted, found


_NOTHING: Final = Declared(methods=frozenset(), display=frozenset())
_WORDS: Final = {
    "portal": {True: "a portal for citizens", False: "no portal for citizens"},
    "writes_to_skr": {True: "writes to SKR", False: "writes nothing to SKR"},
    "subscribes_to_nas": {
        True: "subscribes to notifications (NAS)",
        False: "no subscription to notifications (NAS)",
    },
    "local_log": {
        True: "a driver that tells the system's own log",
        False: "no driver that tells the system's own log",
    },
}


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(names)
