"""Says what a schema refuses: xmlschema finds the breaches, and lxml's log where it cannot."""

import threading
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from lxml import etree
from xmlschema import XMLSchema10, XMLSchemaException
from xmlschema.validators.exceptions import (
    XMLSchemaChildrenValidationError,
    XMLSchemaValidationError,
)

from conformance.xsd.children import explain_children
from conformance.xsd.log import from_log
from conformance.xsd.values import explain_type, explain_value, unknown_types
from conformance.xsd.words import Breach, breach_at, named, one_of, quoted

_MOST_ERRORS: Final = 200
_LOCK: Final = threading.Lock()


def explain(root: etree._Element, location: Path, log: etree._ListErrorLog) -> list[Breach]:
    """The breaches of the schema at *location* in *root*, which lxml refused with *log*.

    At least one, whatever *root* is.
    """
    schema = _schema(location)
    if root.tag not in schema.maps.elements:
        return [_wrong_root(root, schema)]
    breaches = list(unknown_types(root, schema))
    try:
        errors = islice(schema.iter_errors(root), _MOST_ERRORS)
        breaches += (_breach(error) for error in errors if not _is_a_comment(error))
    except (XMLSchemaException, RecursionError):
        # xmlschema stumbles over an unknown xsi:type and over narratives some 100 levels deep.
        told = {_element(breach) for breach in breaches}
        logged = islice(from_log(root, log), _MOST_ERRORS)
        breaches += (breach for breach in logged if _element(breach) not in told)
    return breaches or list(islice(from_log(root, log), _MOST_ERRORS))


def _element(breach: Breach) -> str:
    return breach.where.partition("/@")[0]


def _schema(location: Path) -> XMLSchema10:
    # Two threads that compile the same schema at once would do it twice.
    with _LOCK:
        return _compile(location)


@cache
def _compile(location: Path) -> XMLSchema10:
    return XMLSchema10(str(location), allow="local")


def _breach(error: XMLSchemaValidationError) -> Breach:
    element = error.elem
    if not isinstance(element, etree._Element):
        return Breach(
            expected="a document that keeps the schema",
            found=str(error.reason),
            where="/",
            line=None,
        )
    if isinstance(error, XMLSchemaChildrenValidationError):
        return explain_children(element, error)
    return explain_type(element, error) or explain_value(element, error)


def _is_a_comment(error: XMLSchemaValidationError) -> bool:
    """Whether xmlschema takes a comment for a child of an element that holds text."""
    element = error.elem
    return (
        isinstance(element, etree._Element)
        and "have child elements" in str(error.reason)
        and next(element.iterchildren("*"), None) is None
    )


def _wrong_root(root: etree._Element, schema: XMLSchema10) -> Breach:
    names = one_of(list(schema.elements))
    return breach_at(
        root,
        expected=f"{names} in namespace {schema.target_namespace}",
        found=named(root, None),
        fix=f"Write {names} as the root element, with xmlns={quoted(schema.target_namespace)}",
    )
