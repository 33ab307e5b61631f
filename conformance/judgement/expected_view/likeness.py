"""When two texts say the same: how a fact is written on a screen does not count, what it says does.

Case, blanks, order, line breaks and the punctuation of numbers are the system's own choice.
"""

import re
import unicodedata
from collections import Counter
from datetime import datetime
from typing import Final

from conformance.clock import COPENHAGEN
from conformance.pdc.codes import RelationCode
from conformance.pdc.datatypes import Coded

_WORD: Final = re.compile(r"\w+")
_COUNTRY: Final = frozenset({"dk", "danmark", "denmark"})
_PROTECTED: Final = re.compile(r"beskyt|protected")
_AROUND_PROTECTION: Final = frozenset(
    {"0000", "navn", "adresse", "og", "name", "address", "and", *_COUNTRY}
)
_DANISH_PREFIX: Final = re.compile(r"(?:\+|00)45(?=\d{8}$)")
_PUNCTUATION: Final = re.compile(r"[\s().\-/]")

# Words that mean the relation in Danish and English. Screens need not use MedCom's.
_RELATION_WORDS: Final[dict[str, frozenset[str]]] = {
    RelationCode.MOTHER: frozenset({"mor", "moder", "mother"}),
    RelationCode.FATHER: frozenset({"far", "fader", "father"}),
    RelationCode.CHILD: frozenset({"barn", "søn", "datter", "child", "son", "daughter"}),
    RelationCode.NEIGHBOUR: frozenset({"nabo", "neighbour", "neighbor"}),
    RelationCode.COHABITANT: frozenset({"samboende", "samlever", "cohabitant"}),
    RelationCode.UNSPECIFIED: frozenset({"pårørende", "relative", "uspecificeret", "unspecified"}),
    RelationCode.PARENT: frozenset({"forældre", "forælder", "parent"}),
}


def words(text: str) -> tuple[str, ...]:
    """The words of *text* without case, punctuation and blanks; æ, ø and å in one form."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", text).casefold()))


def plain(text: str) -> str:
    """*text* without case, its blanks and line breaks as single blanks; every other sign stays."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def number(text: str) -> str:
    """A telephone number without punctuation, `tel:` and the Danish prefix."""
    bare = _PUNCTUATION.sub("", text.strip().removeprefix("tel:"))
    return _DANISH_PREFIX.sub("", bare)


def same_digits(one: str, other: str) -> bool:
    """Whether two CPR numbers are the same, whatever stands between the digits."""
    return _digits(one) == _digits(other)


def is_number(text: str) -> bool:
    """Whether a telephone number can be dialled at all: it has a digit."""
    return any(character.isdecimal() for character in text)


def same_name(one: str, other: str) -> bool:
    """Whether two names have the same words, in any order."""
    return Counter(words(one)) == Counter(words(other))


def address_words(text: str) -> Counter[str]:
    """The words of an address, the country Denmark left out: most screens leave it out."""
    return Counter(word for word in words(text) if word not in _COUNTRY)


def tells_protection(text: str) -> bool:
    """Whether *text* says that something is protected."""
    return any(_PROTECTED.search(word) for word in words(text))


def beside_protection(text: str) -> tuple[str, ...]:
    """The words of *text* that are not words of protection."""
    return tuple(
        word
        for word in words(text)
        if word not in _AROUND_PROTECTION and not _PROTECTED.search(word)
    )


def same_relation(shown: str, relation: Coded) -> bool:
    """Whether *shown* is the relation, by its code, its Danish name or a word that means it."""
    names = {plain(name) for name in (relation.code, relation.display_name) if name}
    meant = _RELATION_WORDS.get(relation.code or "", frozenset())
    return plain(shown) in names or not meant.isdisjoint(words(shown))


def same_day(one: datetime, other: datetime) -> bool:
    """Whether two instants are on one day in Denmark: a screen may show the date alone."""
    return one.astimezone(COPENHAGEN).date() == other.astimezone(COPENHAGEN).date()


def holds(text: str, secret: str) -> bool:
    """Whether the words of *secret* stand in *text*, one after the other."""
    found, sought = words(text), words(secret)
    return bool(sought) and any(
        found[start : start + len(sought)] == sought for start in range(len(found))
    )


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())
