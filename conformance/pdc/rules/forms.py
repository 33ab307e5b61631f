"""The forms of pieces: what stands where in a piece, and what has to be asked about it."""

from collections.abc import Mapping, Sequence
from operator import call
from typing import Final, NamedTuple

from conformance.pdc.oids import TemplateOid
from conformance.pdc.rules.harmless import Check, is_current, is_words

Name = tuple[str, str]
"""Of a head its template and code; of a value its type, and its use or what it says."""

AUTHOR_NAME: Final = ("author", "")
"""The name of an entry's author."""

_TOWN: Final = frozenset(("postalCode", "city"))
_STREET: Final = "streetAddressLine"
_CITIZEN: Final = str(TemplateOid.CITIZEN_NAME_ADDRESS)
_IN_WORDS: Final = frozenset(("PN", "ST"))


class Form(NamedTuple):
    """A piece's name, and the places of its texts and values with what is well there."""

    name: Name
    texts: tuple[str, ...]
    values: tuple[str, ...]
    checks: tuple[Check, ...]

    def holds(self, values: Sequence[bytes]) -> bool:
        """Whether the values taken out of the piece are well where they stand."""
        return all(map(call, self.checks, values))


class EntryForm(NamedTuple):
    """An entry made of known pieces: each field but the first three numbers texts or values."""

    names: tuple[Name, ...]
    texts: tuple[str, ...]
    checks: tuple[Check, ...]
    said: tuple[tuple[int, ...], ...]
    """Texts that the narrative says in one."""

    numbers: tuple[int, ...]
    """Telephone numbers, which it says too."""

    stamps: tuple[int, ...]
    """Authors' times, which it says in another form."""

    words: tuple[int, ...]
    """Texts that must not read as a CPR number, nor be a number alone."""

    citizen: tuple[int, ...]
    """Names and address of .26."""

    bounds: Mapping[str, int]
    """Beginning and end of a temporary address."""

    def holds(self, texts: Sequence[bytes], values: Sequence[bytes], made: bytes) -> bool:
        """Whether texts and values are well where they stand; *made* is the document's time."""
        if not all(map(call, self.checks, values)):
            return False
        if self.words and not is_words([texts[at] for at in self.words]):
            return False
        if not self.bounds:
            return True
        return is_current({name: values[at] for name, at in self.bounds.items()}, made)

    def told(self, texts: Sequence[bytes], values: Sequence[bytes]) -> list[bytes]:
        """What the narrative must say, without the blanks that it has in a time."""
        told = [b"".join([texts[at] for at in together]) for together in self.said]
        told += [values[at] for at in self.numbers]
        told += [_shown(values[at]) for at in self.stamps]
        return told


def entry_form(forms: Sequence[Form]) -> EntryForm:
    """The form of an entry of these pieces: a head, its values and an author."""
    template = forms[0].name[0]
    said: list[tuple[int, ...]] = []
    numbers: list[int] = []
    stamps: list[int] = []
    words: list[int] = []
    citizen: list[int] = []
    bounds: dict[str, int] = {}
    texts = values = 0
    for form in forms:
        here = range(texts, texts + len(form.texts))
        there = range(values, values + len(form.values))
        what = form.name[0]
        if what == "PN" and template != TemplateOid.DENTIST:
            said.append(tuple(here))
        elif what == "AD":
            places = list(zip(form.texts, here, strict=True))
            said.append(tuple(at for place, at in places if place in _TOWN))
            said += [(at,) for place, at in places if place == _STREET]
        elif what == "TEL":
            numbers += there
        elif form.name == AUTHOR_NAME:
            stamps += there
        elif what == template:
            bounds = dict(zip(form.values, there, strict=True))
        if template == TemplateOid.RELATIVE and what in _IN_WORDS:
            words += here
        if template == _CITIZEN and what in {"PN", "AD"}:
            citizen += here
        texts, values = here.stop, there.stop
    return EntryForm(
        tuple(form.name for form in forms[:-1]),
        tuple(place for form in forms for place in form.texts),
        tuple(check for form in forms for check in form.checks),
        tuple(said),
        tuple(numbers),
        tuple(stamps),
        tuple(words),
        tuple(citizen),
        bounds,
    )


def _shown(stamp: bytes) -> bytes:
    day = b"-".join((stamp[:4], stamp[4:6], stamp[6:8]))
    return day + b":".join((stamp[8:10], stamp[10:12], stamp[12:14])) + stamp[14:]
