"""What a rule looks at and what it is: the document under check, a breach, and the rule itself."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from conformance.findings import Finding, Severity
from conformance.pdc.datatypes import NotATime, TimeStamp
from conformance.pdc.where import path_of
from conformance.pdc.xml_names import V3, XSI_TYPE

Element = etree._Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A CDA document, indexed once for all rules. Attributes are compared as raw strings."""

    root: Element
    sections: Sequence[Element]
    observations: Sequence[Element]
    by_template: Mapping[str, Sequence[Element]]

    @classmethod
    def of(cls, root: Element) -> "Document":
        """Index *root*, a ClinicalDocument."""
        body = child_path("component", "structuredBody", "component", "section")
        sections = root.findall(body)
        observations = [
            observation
            for section in sections
            for observation in section.findall(child_path("entry", "observation"))
        ]
        index: defaultdict[str, list[Element]] = defaultdict(list)
        for observation in observations:
            for root_oid in {t.get("root", "") for t in children(observation, "templateId")}:
                index[root_oid].append(observation)
        return cls(root=root, sections=sections, observations=observations, by_template=dict(index))

    def observations_of(self, template: str) -> Sequence[Element]:
        """The observations with that template root, whatever its extension."""
        return self.by_template.get(template, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One place where a rule is broken; `severity` only where it differs from the rule's."""

    at: Element
    expected: str
    found: str
    attribute: str | None = None
    fix: str | None = None
    severity: Severity | None = None


Check = Callable[[Document], Iterator[Breach]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A generator of breaches with an id; called with a document it yields findings."""

    id: str
    severity: Severity
    check: Check
    explanation: str

    def __call__(self, document: Document) -> Iterator[Finding]:
        for breach in self.check(document):
            yield self._finding(breach)

    def _finding(self, breach: Breach) -> Finding:
        attribute = f"/@{breach.attribute}" if breach.attribute else ""
        line = breach.at.sourceline
        return Finding(
            rule=self.id,
            severity=breach.severity or self.severity,
            expected=breach.expected,
            found=breach.found,
            where=path_of(breach.at) + attribute,
            line=line if isinstance(line, int) else None,
            fix=breach.fix,
        )


def rule(identifier: str, severity: Severity = Severity.FAIL) -> Callable[[Check], Rule]:
    """Make a generator of breaches a rule; its docstring is the rule's explanation."""

    def decorate(check: Check) -> Rule:
        return Rule(id=identifier, severity=severity, check=check, explanation=check.__doc__ or "")

    return decorate


def child_path(*names: str) -> str:
    """A path for `find` and `findall` through CDA elements."""
    return "/".join(V3 + name for name in names)


def children(parent: Element, name: str) -> list[Element]:
    """The CDA children of that name."""
    return parent.findall(V3 + name)


def values(observation: Element, hl7_type: str) -> list[Element]:
    """The values of one `xsi:type`; a prefix before the type does not count."""
    return [
        value
        for value in children(observation, "value")
        if value.get(XSI_TYPE, "").strip().rpartition(":")[2] == hl7_type
    ]


def raw(element: Element, attribute: str) -> str:
    """The attribute as a reader of a message wants it: quoted, or "none"."""
    text = element.get(attribute)
    return "none" if text is None else repr(text)


def instant_of(element: Element | None) -> datetime | None:
    """The instant of a TS; None when it is left out or cannot be compared."""
    text = None if element is None else element.get("value")
    if text is None:
        return None
    try:
        return TimeStamp(text=text).instant
    except NotATime:
        return None
