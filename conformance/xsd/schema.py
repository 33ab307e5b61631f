"""A schema on disk: compiled once a thread, quick to judge, and explained only when it refuses."""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from lxml import etree

from conformance.findings import Finding, Severity
from conformance.xsd.words import Breach

MOST_FINDINGS: Final = 50
"""How many findings one document gets at most: a broken generator repeats itself."""

LARGEST: Final = 20_000
"""Elements and attributes of the largest document that is judged, unless its schema says more.

libxml2 needs quadratic time to tell where the errors of a larger one stand."""

_SIZE: Final = "count(descendant-or-self::*) + count(descendant-or-self::*/@*)"


class NoSchema(ValueError):
    """There is no usable schema at the place named; the message says what was looked for."""


class _Compiled(threading.local):
    """The compiled schemas of one thread: an lxml schema keeps the errors of its last use."""

    def __init__(self) -> None:
        self.schemas: dict[Path, etree.XMLSchema] = {}
        self.size = etree.XPath(_SIZE)


_COMPILED: Final = _Compiled()


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """An XSD 1.0 schema and the rule that it stands for.

    *name* marks the findings of a schema that is not our own. Of one with more than *largest*
    elements and attributes only its size is told. Safe to use from several threads.
    """

    rule: str
    location: Path
    name: str | None = None
    largest: int = LARGEST

    def accepts(self, root: etree._Element) -> bool:
        """Whether *root* is valid and no larger than *largest*.

        Raises NoSchema when the schema cannot be read.
        """
        return not self._is_too_large(root) and self._compiled().validate(root)

    def check(self, root: etree._Element) -> Iterator[Finding]:
        """Yield what is wrong with *root* in document order, at most MOST_FINDINGS, none twice.

        lxml judges; only when it refuses is xmlschema loaded to explain. Raises NoSchema.
        """
        compiled = self._compiled()
        if self._is_too_large(root):
            yield self._finding(_too_large(self.largest))
            return
        if compiled.validate(root):
            return
        # xmlschema takes 0.4 s to load and compile: valid documents must not pay for it.
        from conformance.xsd.explain import explain  # noqa: PLC0415

        breaches = explain(root, self.location, compiled.error_log)
        yield from islice(_once(self._finding(breach) for breach in breaches), MOST_FINDINGS)

    def _is_too_large(self, root: etree._Element) -> bool:
        size = _COMPILED.size(root)
        return isinstance(size, float) and size > self.largest

    def _compiled(self) -> etree.XMLSchema:
        schemas = _COMPILED.schemas
        if self.location not in schemas:
            schemas[self.location] = _compile(self.location)
        return schemas[self.location]

    def _finding(self, breach: Breach) -> Finding:
        expected = f"{breach.expected} ({self.name})" if self.name else breach.expected
        return Finding(
            rule=self.rule,
            severity=Severity.FAIL,
            expected=expected,
            found=breach.found,
            where=breach.where,
            line=breach.line,
            fix=breach.fix,
        )


def _too_large(largest: int) -> Breach:
    return Breach(
        expected=f"a document of at most {largest} elements and attributes",
        found="more than that",
        where="/",
        line=None,
        fix="Look for a part that repeats",
    )


def _compile(location: Path) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)
    try:
        return etree.XMLSchema(etree.parse(str(location), parser))
    except (OSError, etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
        raise NoSchema(f"{location}: expected an XML schema, found: {error}") from None


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, without those that repeat another but for line and remedy."""
    seen = set()
    for finding in findings:
        said = replace(finding, line=None, fix=None)
        if said not in seen:
            seen.add(said)
            yield finding
