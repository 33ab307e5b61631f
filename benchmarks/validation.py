"""Validation of cards of 20 kB, side by side with the parser, with Schematron and xmlschema.

One core; each contestant is timed in short rounds that take turns, and medians are compared. The
Schematron holds fewer rules than we do, so its time is given as measured and as it would be for as
many rules as ours, by what one assert more costs. xmlschema runs on our XSD, and on the CDA schema
of HL7 as well where FSK_SCHEMAS names its folder. `python -m benchmarks.validation [ROUNDS]`
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from importlib import resources
from itertools import cycle
from pathlib import Path
from typing import TypeVar

import xmlschema
from lxml import etree

from benchmarks.schematron import ASSERTS, schematron
from conformance.corpus import cards
from conformance.pdc.rules import RULES, check
from conformance.pdc.schema import check_schema
from conformance.safe_xml import parse
from conformance.validate import validate_document

T = TypeVar("T")

_SIZE = 20_000
_CARDS = 100
_FEW = 8
_ROUND_SECONDS = 0.05


def corpus() -> list[bytes]:
    """The cards that are nearest to 20 kB, each of another person."""
    made = [data for _, data in cards(1500, 1)]
    return sorted(made, key=lambda data: abs(len(data) - _SIZE))[:_CARDS]


def contestants(found: list[bytes]) -> Mapping[str, Callable[[], object]]:
    """What is timed, by name; each call takes the next card, or what the parser made of it."""
    trees = [etree.ElementTree(parse(data)) for data in found]
    folder = resources.files("conformance.pdc.schema")
    schema = xmlschema.XMLSchema(str(folder / "pdc-dk-3.0.xsd"))
    few, every = schematron(_FEW), schematron(len(ASSERTS))
    assert all(every.validate(tree) for tree in trees), "the Schematron must find the cards good"
    assert schema.is_valid(trees[0]), "xmlschema must find the cards good"
    timed: dict[str, Callable[[], object]] = {
        "parse": _over(found, etree.fromstring),
        "whole": _over(found, lambda data: validate_document(data, source="card")),
        "rules": _over(found, lambda data: list(check(data))),
        "schema": _over(found, lambda data: list(check_schema(parse(data)))),
        "few": _over(trees, few.validate),
        "schematron": _over(trees, every.validate),
        "xmlschema": _over(trees, lambda tree: list(schema.iter_errors(tree))),
    }
    folders = Path(os.environ.get("FSK_SCHEMAS") or "none")
    official = next(folders.rglob("CDA_SDTC.xsd"), None)
    if official is not None:
        cda = xmlschema.XMLSchema(str(official))
        timed["official"] = _over(trees, lambda tree: list(cda.iter_errors(tree)))
    return timed


def _over(items: Iterable[T], call: Callable[[T], object]) -> Callable[[], object]:
    endless = cycle(items)
    return lambda: call(next(endless))


def milliseconds(timed: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median of the rounds, for each."""
    times: dict[str, list[float]] = {name: [] for name in timed}
    repeat = {name: _calls_in_a_round(call) for name, call in timed.items()}
    for _ in range(rounds):
        for name, call in timed.items():
            begun = time.perf_counter()
            for _ in range(repeat[name]):
                call()
            times[name].append(1000 * (time.perf_counter() - begun) / repeat[name])
    return {name: statistics.median(each) for name, each in times.items()}


def _calls_in_a_round(call: Callable[[], object]) -> int:
    call()
    begun = time.perf_counter()
    call()
    return max(1, int(_ROUND_SECONDS / (time.perf_counter() - begun)))


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {0})
    found = corpus()
    took = milliseconds(contestants(found), rounds)
    each = (took["schematron"] - took["few"]) / (len(ASSERTS) - _FEW)
    as_many = took["schematron"] + each * (len(RULES) - len(ASSERTS))
    rules_alone = took["rules"]
    sizes = [len(data) for data in found]
    print(f"cards, each of another person        {len(found)}")
    print(f"bytes of a card                      {min(sizes)} to {max(sizes)}")
    print(f"rules of ours                        {len(RULES)}")
    print(f"rounds, median of                    {rounds}")
    print(f"lxml.etree.fromstring alone, ms      {took['parse']:.3f}")
    print(f"parse + rules, ms                    {took['rules']:.3f}")
    print(f"parse + schema, ms                   {took['schema']:.3f}")
    print(f"whole validation, ms                 {took['whole']:.3f}")
    print(f"whole / fromstring                   {took['whole'] / took['parse']:.2f}")
    print(f"Schematron, {len(ASSERTS)} asserts, ms           {took['schematron']:.2f}")
    print(f"Schematron, one assert more, ms      {each:.3f}")
    print(f"Schematron, as many as ours, ms      {as_many:.2f} (scaled)")
    print(f"Schematron as measured / ours        {took['schematron'] / rules_alone:.1f}")
    print(f"Schematron, as many / ours           {as_many / rules_alone:.1f} (scaled)")
    print(f"xmlschema alone, our XSD, ms         {took['xmlschema']:.2f}")
    print(f"xmlschema alone / whole              {took['xmlschema'] / took['whole']:.1f}")
    if "official" in took:
        print(f"xmlschema alone, CDA of HL7, ms      {took['official']:.2f}")
        print(f"xmlschema alone, CDA / whole         {took['official'] / took['whole']:.1f}")
    print("To repeat: python -m benchmarks.validation")


if __name__ == "__main__":
    main()
