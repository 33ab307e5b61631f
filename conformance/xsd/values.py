"""Says which attribute, text or xsi:type is wrong, in the words that the schema's appinfo gives."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree
from xmlschema import XMLSchema10
from xmlschema.validators import (
    XsdAnnotation,
    XsdAnyAttribute,
    XsdAttributeGroup,
    XsdComponent,
    XsdType,
)
from xmlschema.validators.exceptions import XMLSchemaValidationError
from xmlschema.validators.facets import (
    XsdEnumerationFacets,
    XsdFacet,
    XsdMaxLengthFacet,
    XsdMinLengthFacet,
    XsdPatternFacets,
)

from conformance.xml_path import local_name
from conformance.xsd.words import (
    XSI,
    Breach,
    breach_at,
    listed,
    one_of,
    quoted,
    short,
    without_namespaces,
)

XSI_TYPE: Final = f"{XSI}type"
_ATTRIBUTE: Final = re.compile(r"attribute (\S+?)=")
_QUOTED: Final = re.compile(r"'([^']+)'")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What an annotation says to the reader of a finding."""

    expected: str | None = None
    fix: str | None = None


def unknown_types(root: etree._Element, schema: XMLSchema10) -> Iterator[Breach]:
    """A breach for each `xsi:type` that names no type of *schema*."""
    for element in root.iter(etree.Element):
        given = element.get(XSI_TYPE)
        if given is None:
            continue
        prefix, _, name = given.strip().rpartition(":")
        namespace = element.nsmap.get(prefix or None)
        if namespace is None or f"{{{namespace}}}{name}" not in schema.maps.types:
            yield breach_at(
                element,
                attribute=XSI_TYPE,
                expected="a data type that the schema knows",
                found=quoted(given),
                fix=_words_of_schema(schema).fix or "Name a data type of the schema",
            )


def explain_type(element: etree._Element, error: XMLSchemaValidationError) -> Breach | None:
    """The breach when *error* is about the type of *element*: an abstract one, or not the right."""
    reason = str(error.reason)
    if reason.endswith("is abstract"):
        words, given = _words(getattr(error.validator, "type", None)), element.get(XSI_TYPE)
        return breach_at(
            element,
            expected=words.expected or "xsi:type with the name of a data type",
            found=f"{local_name(element)} {f'of type {given}' if given else 'without xsi:type'}",
            fix=words.fix,
        )
    if "cannot substitute" not in reason and "derived" not in reason:
        return None
    # The parent complains first, of the child that carries the type.
    typed = next((e for e in (element, *element) if e.get(XSI_TYPE) is not None), None)
    return None if typed is None else _wrong_type(typed)


def _wrong_type(element: etree._Element) -> Breach:
    return breach_at(
        element,
        attribute=XSI_TYPE,
        expected=f"a data type that {local_name(element)} may have",
        found=quoted(element.get(XSI_TYPE)),
        fix="Leave xsi:type out, or name the data type of this place",
    )


def explain_value(element: etree._Element, error: XMLSchemaValidationError) -> Breach:
    """The breach when *error* is about an attribute or the text of *element*."""
    if isinstance(error.validator, XsdAnyAttribute):
        named = _QUOTED.search(str(error.reason))
        name = error.obj[0] if error.obj else named[1] if named else ""
        return _stray_attribute(element, str(name))
    if isinstance(error.validator, XsdAttributeGroup):
        return _attribute_breach(element, error, error.validator)
    match = _ATTRIBUTE.match(str(error.reason))
    if isinstance(error.obj, str):
        words = _words_of(error.validator)
        expected = words.expected or _facet(error.validator)
        return breach_at(
            element,
            attribute=match[1] if match else None,
            expected=expected,
            found=_found(error.obj),
            fix=words.fix or f"Write {expected}",
        )
    return _content_breach(element, error)


def _found(text: str) -> str:
    return quoted(text) if text else "nothing"


def _attribute_breach(
    element: etree._Element, error: XMLSchemaValidationError, group: XsdAttributeGroup
) -> Breach:
    reason = str(error.reason)
    match = _QUOTED.search(reason)
    attribute = match[1] if match else ""
    name, allowed = local_name(element), [short(each) for each in group if each]
    if reason.startswith("missing"):
        return breach_at(
            element,
            expected=f"attribute {short(attribute)} on {name}",
            found=f"{name} without it",
            fix=f"Add {short(attribute)} to {name}",
        )
    return _stray_attribute(element, attribute, allowed)


def _stray_attribute(
    element: etree._Element, attribute: str, allowed: Sequence[str] = ()
) -> Breach:
    # xmlschema does not say what a restriction of ANY may carry: then the data type is named.
    given, name = element.get(XSI_TYPE), local_name(element)
    kind = f"{name} of type {given}" if given else name
    carried = f"{kind} may carry {listed(allowed)}" if allowed else f"{kind} does not have it"
    return breach_at(
        element,
        attribute=attribute,
        expected=f"only attributes of {kind}",
        found=f"{short(attribute)}={quoted(element.get(attribute))}",
        fix=f"Remove {short(attribute)}: {carried}",
    )


def _content_breach(element: etree._Element, error: XMLSchemaValidationError) -> Breach:
    name, reason = local_name(element), str(error.reason)
    texts = (element.text, *(child.tail for child in element))
    stray = next((text.strip() for text in texts if text and text.strip()), None)
    if "character data" in reason and stray:
        return breach_at(
            element,
            expected=f"elements only in {name}" if len(element) else f"no text in {name}",
            found=f"text {quoted(stray)}",
            fix=f"Remove the text, or put it in an element that {name} may hold",
        )
    if "child elements" in reason:
        return breach_at(
            element,
            expected=f"text only in {name}",
            found=f"elements: {listed(local_name(each) for each in element.iterchildren('*'))}",
            fix=f"Write the text itself in {name}",
        )
    return breach_at(
        element,
        expected=f"{name} as the schema has it",
        found=without_namespaces(reason),
    )


def _facet(facet: object) -> str:
    match facet:
        case XsdEnumerationFacets():
            return one_of([str(value) for value in facet.enumeration])
        case XsdPatternFacets():
            return f"a value of the form {one_of(list(facet.regexps))}"
        case XsdMinLengthFacet():
            return "a text that is not empty"
        case XsdMaxLengthFacet():
            return f"at most {facet.value} characters"
        case XsdType():
            return f"a value of type {facet.local_name or 'the schema'}"
        case _:
            return "a value as the schema has it"


def _words_of(validator: object) -> _Words:
    """The words of a simple type, or of the type whose facet *validator* is."""
    if isinstance(validator, XsdFacet | XsdEnumerationFacets | XsdPatternFacets):
        return _words(validator.parent)
    return _words(validator)


def _words(component: object) -> _Words:
    if not isinstance(component, XsdComponent) or component.annotation is None:
        return _Words()
    return _words_in([component.annotation])


def _words_of_schema(schema: XMLSchema10) -> _Words:
    """What the schema as a whole says of its data types."""
    return _words_in(schema.annotations)


def _words_in(annotations: Iterable[XsdAnnotation]) -> _Words:
    texts = {info.get("source"): info.text for each in annotations for info in each.appinfo}
    return _Words(expected=texts.get("expected"), fix=texts.get("fix"))
