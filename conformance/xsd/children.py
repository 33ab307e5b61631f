"""Says which child stands where it must not, or is missing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from lxml import etree
from xmlschema.validators import XsdElement, XsdGroup
from xmlschema.validators.exceptions import XMLSchemaChildrenValidationError

from conformance.xml_path import local_name
from conformance.xsd.words import Breach, breach_at, listed, named, one_of, short

_MOST_LISTED: Final = 8


def explain_children(parent: etree._Element, error: XMLSchemaChildrenValidationError) -> Breach:
    """The breach of *parent*'s content model that *error* tells of."""
    known = _names(error.validator)
    wanted = [short(tag).rpartition(":")[2] for tag in error.expected_tags]
    child = error.invalid_child
    if not isinstance(child, etree._Element):
        return _incomplete(parent, wanted)
    expected = one_of(wanted) or f"nothing more in {local_name(parent)}"
    return breach_at(
        child,
        expected=expected,
        found=named(child, known.get(local_name(child), etree.QName(parent).namespace)),
        fix=_remedy(parent, child, known=known, wanted=wanted),
    )


def _incomplete(parent: etree._Element, wanted: Sequence[str]) -> Breach:
    name = local_name(parent)
    held = [local_name(child) for child in parent.iterchildren("*")]
    return breach_at(
        parent,
        expected=f"{one_of(wanted) or 'more elements'} in {name}",
        found=f"{name} that ends after {held[-1]}" if held else f"{name} without elements",
        fix=f"Add {one_of(wanted)} to {name}" if wanted else None,
    )


def _remedy(
    parent: etree._Element,
    child: etree._Element,
    *,
    known: Mapping[str, str | None],
    wanted: Sequence[str],
) -> str:
    name, holder = local_name(child), local_name(parent)
    if name not in known:
        return f"Remove {name}: {_may_hold(holder, list(known))}"
    if etree.QName(child).namespace != known[name]:
        wanted_in = f"in namespace {known[name]}" if known[name] else "in no namespace"
        return f"Put {name} {wanted_in}"
    held = {local_name(other) for other in parent.iterchildren("*")}
    before = {local_name(other) for other in child.itersiblings("*", preceding=True)}
    missing = [each for each in wanted if each not in held]
    if missing and name not in before:
        return f"Add {one_of(missing)} before {name}"
    if name in before and len(known) == 1:
        return f"Remove this {name}: {holder} holds it once"
    if name in before:
        return f"Remove this {name}, or move it: {_place(name, list(known))}"
    return f"Move {name}: {_place(name, list(known))}"


def _may_hold(holder: str, known: Sequence[str]) -> str:
    if not known:
        return f"{holder} holds no elements"
    if len(known) > _MOST_LISTED:
        return f"{holder} has no such element"
    return f"{holder} may hold {listed(known)}"


def _place(name: str, known: Sequence[str]) -> str:
    """Where *name* stands among its neighbours in a content model."""
    at = known.index(name)
    after, before = known[max(0, at - 2) : at], known[at + 1 : at + 3]
    told = [f"after {listed(after)}"] * bool(after) + [f"before {listed(before)}"] * bool(before)
    return f"it stands {' and '.join(told)}" if told else "it stands alone"


def _names(group: object) -> dict[str, str | None]:
    """The names of a content model in their order, with the namespace of each."""
    return dict(_elements(group)) if isinstance(group, XsdGroup) else {}


def _elements(group: XsdGroup) -> Iterator[tuple[str, str | None]]:
    for particle in group.iter_elements():
        if isinstance(particle, XsdElement):
            yield particle.local_name, etree.QName(particle.name).namespace
