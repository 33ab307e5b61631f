"""A breach of a schema as a value, and the words in which names and lists are told."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from conformance.xml_path import local_name, path_of

_NAMESPACE: Final = re.compile(r"\{[^{}]*\}")
XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_MOST_NAMED: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """What a schema refuses: what it expected, what stands there, where, and how to mend it."""

    expected: str
    found: str
    where: str
    line: int | None
    fix: str | None = None


def breach_at(
    element: etree._Element,
    *,
    expected: str,
    found: str,
    attribute: str | None = None,
    fix: str | None = None,
) -> Breach:
    """A breach at *element*, or at one of its attributes."""
    line = element.sourceline
    return Breach(
        expected=expected,
        found=found,
        where=path_of(element) + (f"/@{short(attribute)}" if attribute else ""),
        line=line if isinstance(line, int) else None,
        fix=fix,
    )


def short(name: str) -> str:
    """The name without its namespace; `xsi:type` for the attribute that has to keep its prefix."""
    return name.replace(XSI, "xsi:").rpartition("}")[2]


def without_namespaces(text: str) -> str:
    """*text* with every `{urn:hl7-org:v3}` left out."""
    return _NAMESPACE.sub("", text.replace(XSI, "xsi:"))


def one_of(names: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`; a long list is cut."""
    if len(names) > _MOST_NAMED:
        return ", ".join(names[:_MOST_NAMED]) + ", …"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} or {names[-1]}"


def listed(names: Iterable[str]) -> str:
    """`a, b, c`."""
    return ", ".join(names)


def quoted(text: object) -> str:
    """The text as it stands, between quotation marks; a long one is cut."""
    told = str(text)
    return f'"{told}"' if len(told) <= 80 else f'"{told[:80]}…"'


def named(element: etree._Element, namespace: str | None) -> str:
    """The name of an element; with its namespace when that is not *namespace*."""
    own = etree.QName(element).namespace
    if own == namespace:
        return local_name(element)
    return f"{local_name(element)} in {f'namespace {own}' if own else 'no namespace'}"
