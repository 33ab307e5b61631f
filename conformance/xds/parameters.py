"""How IHE writes the values of a stored query's parameters, and how they are read.

Source: IHE ITI TF-2, 3.18.4.1.2.3.5.
"""

import re
from dataclasses import dataclass
from typing import Final

_QUOTED: Final = re.compile(r"'((?:[^']|'')*)'")
_NUMBER: Final = re.compile(r"[0-9]{1,30}")


class MalformedValue(ValueError):
    """A value does not have the form that IHE gives it; the message says which it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One slot of a query: the parameter's name, and its texts as they were sent."""

    name: str
    texts: tuple[str, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The values, in whatever way they are written."""
        return unquoted(self.texts)

    def strict_values(self) -> tuple[str, ...]:
        """The values as IHE writes them. Raises MalformedValue."""
        return tuple(value for text in self.texts for value in _read(text))


def unquoted(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The values in *texts*; a text without any quotes is a value as it stands."""
    found: list[str] = []
    for text in texts:
        quoted = [match.replace("''", "'") for match in _QUOTED.findall(text)]
        found.extend(quoted or ([text] if text.strip("() ") else []))
    return tuple(found)


def _read(text: str) -> tuple[str, ...]:
    """The values of one text: `'a'`, `('a')`, `('a','b')` or a number; none in an empty one."""
    if not text:
        return ()
    if _NUMBER.fullmatch(text):
        return (text,)
    if text[0] == "(" and text[-1] == ")":
        return tuple(_read_list(text)) if text[1:-1].strip() else ()
    match = _QUOTED.fullmatch(text)
    if match is None:
        raise _malformed(text)
    return (match[1].replace("''", "'"),)


def _read_list(text: str) -> list[str]:
    """The values between parentheses, separated by commas."""
    values: list[str] = []
    position, end = 1, len(text) - 1
    while True:
        position = _past_blanks(text, position)
        match = _QUOTED.match(text, position, end) or _NUMBER.match(text, position, end)
        if match is None:
            raise _malformed(text)
        values.append(match[1].replace("''", "'") if match.lastindex else match[0])
        position = _past_blanks(text, match.end())
        if position == end:
            return values
        if text[position] != ",":
            raise _malformed(text)
        position += 1


def _past_blanks(text: str, position: int) -> int:
    while text[position].isspace():
        position += 1
    return position


def _malformed(text: str) -> MalformedValue:
    return MalformedValue(f"expected 'value' or ('one','two') in single quotes, found {text!r}")
