"""Judges a card that has been parsed once: by its schema and by the rules."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from lxml import etree

from conformance.findings import Finding
from conformance.pdc.rules import check_tree
from conformance.pdc.schema import check_schema, official_schema
from conformance.validate.report import Options
from conformance.xsd import Schema


def check_card(root: etree._Element, data: bytes, options: Options) -> Iterator[Finding]:
    """Yield a finding for each breach in a card, whose root element has been parsed from *data*.

    Raises NoSchema when *options* names a folder of schemas that holds none.
    """
    yield from check_schema(root)
    if options.schemas is not None:
        yield from _official(options.schemas).check(root)
    yield from check_tree(root, data, role=options.role, cpr=options.cpr)


@lru_cache(maxsize=4)
def _official(folder: Path) -> Schema:
    """Compiled once for each process."""
    return official_schema(folder)
