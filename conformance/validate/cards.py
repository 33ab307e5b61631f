"""Judges a card that has been parsed once: by pieces that are known, or by schema and rules."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from lxml import etree

from conformance.findings import Finding
from conformance.pdc.rules import check_tree
from conformance.pdc.rules.familiar import recognise
from conformance.pdc.rules.lessons import learn
from conformance.pdc.schema import check_schema, official_schema
from conformance.validate.report import Options
from conformance.xsd import Schema


def check_card(root: etree._Element, data: bytes, options: Options) -> Iterator[Finding]:
    """Yield a finding for each breach in a card, whose root element has been parsed from *data*.

    Raises NoSchema when *options* names a folder of schemas that holds none.
    """
    told = recognise(data, role=options.role, asked_for=options.cpr)
    by_schema = () if told is not None else tuple(check_schema(root))
    yield from by_schema
    if options.schemas is not None:
        yield from _official(options.schemas).check(root)
    if told is not None:
        yield from told
        return
    by_rules = tuple(check_tree(root, data, role=options.role, cpr=options.cpr))
    yield from by_rules
    learn(root, data, role=options.role, found=(*by_schema, *by_rules))


@lru_cache(maxsize=4)
def _official(folder: Path) -> Schema:
    """Compiled once for each process."""
    return official_schema(folder)
