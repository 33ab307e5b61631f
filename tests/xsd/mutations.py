"""Every single fault in a document of any kind, for differential tests of schemas."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from lxml import etree

Element = etree._Element
Spoil = Callable[[Element], object]

_XML: Final = "http://www.w3.org/XML/1998/namespace"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_OTHER: Final = "urn:x"
_ATTRIBUTES: Final = {
    "foo": "x",
    f"{{{_OTHER}}}foo": "x",
    f"{{{_XML}}}lang": "da",
    f"{{{_XSI}}}nil": "true",
    f"{{{_XSI}}}type": "foo",
    f"{{{_XSI}}}schemaLocation": "urn:x http://127.0.0.1:9/x.xsd",
}
_TEXTS: Final = (
    "",
    " ",
    "x",
    "æøå",
    "42",
    "-1",
    "true",
    "2026-02-30",
    "2026-03-02T09:18:50Z",
    "20260302",
    "20261302",
    "1.2.3",
    "urn:oid:1.2.3",
    "urn:uuid:4cbbeb1d-ecb1-4a83-a8d9-4a9ef7a1f3a7",
    "urn:x:y",
    "a b",
    "a:b",
    "\n 1 \n",
)
_LONG: Final = 1100
"""Characters more than a value had: longer than most schemas allow."""

_CHANGES: Final[tuple[Callable[[str], str], ...]] = (
    lambda value: f" {value} ",
    lambda value: f"{value} {value}",
    lambda value: f"{value}0",
    lambda value: f"{value}.",
    lambda value: value[:-1],
    lambda value: value[1:],
    str.upper,
    str.lower,
    lambda value: value + "9" * _LONG,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way to spoil one element of a document."""

    name: str
    root: Element
    place: int
    spoil: Spoil

    def spoilt(self) -> Element:
        """A copy of the document with this fault."""
        copy = deepcopy(self.root)
        self.spoil(next(islice(copy.iter(etree.Element), self.place, None)))
        return copy


def faults(root: Element) -> Iterator[Fault]:
    """Each single fault in one element of each shape of *root*, the root of a document.

    Elements have one shape when their path of names and the names of their attributes are alike.
    A few faults do no harm (a comment, the order of two equal siblings): the schemas decide.
    """
    tags, attributes = _vocabulary(root)
    seen: set[tuple[str, ...]] = set()
    for place, element in enumerate(root.iter(etree.Element)):
        shape = _shape(element)
        if shape in seen:
            continue
        seen.add(shape)
        path = "/".join(_local(tag) for tag in shape)
        for name, spoil in _faults(element, tags, attributes):
            yield Fault(name=f"{path}: {name}", root=root, place=place, spoil=spoil)


def _vocabulary(root: Element) -> tuple[list[str], dict[str, str]]:
    """The names of elements in *root*, and of attributes with a value of each."""
    tags: dict[str, None] = {}
    attributes: dict[str, str] = {}
    for element in root.iter(etree.Element):
        tags.setdefault(str(element.tag))
        for name, value in element.attrib.items():
            attributes.setdefault(str(name), str(value))
    return list(tags), attributes


def _shape(element: Element) -> tuple[str, ...]:
    above = reversed([str(each.tag) for each in element.iterancestors()])
    names = sorted(f"@{name}" for name in map(str, element.attrib))
    return (*above, str(element.tag), *names)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _faults(
    element: Element, tags: list[str], attributes: dict[str, str]
) -> Iterator[tuple[str, Spoil]]:
    yield from _in_attributes(element, attributes)
    yield from _in_content(element, tags)
    yield from _in_name(element, tags)
    if element.getparent() is not None:
        yield "dropped", _drop
        yield "twice", _double
        yield "first", _first
        yield "last", _last
        yield "swapped with the next", _swap
        yield "moved up", _lift
        yield "moved into its neighbour", _tuck
        yield "replaced by its content", _unwrap
        yield "text beside", partial(_set_tail, text="stray")


def _in_attributes(element: Element, attributes: dict[str, str]) -> Iterator[tuple[str, Spoil]]:
    for key, held in element.attrib.items():
        name, value = str(key), str(held)
        yield f"@{name} dropped", partial(_drop_attribute, name=name)
        for other in ("foo", f"{{{_OTHER}}}{_local(name)}", _local(name)):
            if other != name:
                yield f"@{name} renamed {other}", partial(_rename_attribute, name=name, new=other)
        for new in _altered(value):
            yield f"@{name}={_told(new)}", partial(_set_attribute, name=name, value=new)
    for name, value in {**_ATTRIBUTES, **attributes}.items():
        if name not in element.attrib:
            yield f"@{name}={value!r}", partial(_set_attribute, name=name, value=value)


def _in_content(element: Element, tags: list[str]) -> Iterator[tuple[str, Spoil]]:
    for text in _altered(element.text or ""):
        yield f"text {_told(text)}", partial(_set_text, text=text)
    yield "emptied", _empty
    yield "a copy of itself within", _nest
    yield "a comment within", partial(_add_comment, text="x")
    for tag in (*tags, *_strange(element)):
        yield f"child {tag}", partial(_add_child, tag=tag)


def _in_name(element: Element, tags: list[str]) -> Iterator[tuple[str, Spoil]]:
    name = _local(str(element.tag))
    for tag in (*tags, *_strange(element), name, f"{{{_OTHER}}}{name}", _swapped_case(element)):
        if tag != element.tag:
            yield f"renamed {tag}", partial(_rename, tag=tag)


def _strange(element: Element) -> tuple[str, ...]:
    own = etree.QName(element).namespace
    return (f"{{{own}}}foo" if own else "bar", "foo", f"{{{_OTHER}}}foo")


def _swapped_case(element: Element) -> str:
    namespace, closing, name = str(element.tag).rpartition("}")
    return f"{namespace}{closing}{name.swapcase()}"


def _altered(value: str) -> Iterator[str]:
    """Other values than *value*, each once."""
    new = dict.fromkeys((*(change(value) for change in _CHANGES), *_TEXTS))
    yield from (each for each in new if each != value)


def _told(value: str) -> str:
    return repr(value) if len(value) < _LONG else f"{value[:20]!r} and {len(value) - 20} more"


def _drop_attribute(element: Element, *, name: str) -> None:
    del element.attrib[name]


def _set_attribute(element: Element, *, name: str, value: str) -> None:
    element.set(name, value)


def _rename_attribute(element: Element, *, name: str, new: str) -> None:
    element.set(new, str(element.attrib.pop(name)))


def _set_text(element: Element, *, text: str) -> None:
    element.text = text


def _set_tail(element: Element, *, text: str) -> None:
    element.tail = text


def _empty(element: Element) -> None:
    for child in list(element):
        element.remove(child)
    element.text = None


def _nest(element: Element) -> None:
    element.append(deepcopy(element))


def _add_comment(element: Element, *, text: str) -> None:
    element.append(etree.Comment(text))


def _add_child(element: Element, *, tag: str) -> None:
    etree.SubElement(element, tag)


def _rename(element: Element, *, tag: str) -> None:
    element.tag = tag


def _drop(element: Element) -> None:
    _parent(element).remove(element)


def _double(element: Element) -> None:
    element.addnext(deepcopy(element))


def _first(element: Element) -> None:
    _parent(element).insert(0, element)


def _last(element: Element) -> None:
    _parent(element).append(element)


def _swap(element: Element) -> None:
    following = element.getnext()
    if following is not None:
        following.addnext(element)


def _lift(element: Element) -> None:
    parent = _parent(element)
    if parent.getparent() is not None:
        parent.addprevious(element)


def _tuck(element: Element) -> None:
    for neighbour in element.itersiblings(etree.Element, preceding=True):
        neighbour.append(element)
        return


def _unwrap(element: Element) -> None:
    for child in list(element):
        element.addprevious(child)
    _parent(element).remove(element)


def _parent(element: Element) -> Element:
    parent = element.getparent()
    assert parent is not None
    return parent
