"""Validation of one card of 20 kB, side by side with the parser, with Schematron and xmlschema.

One core; each contestant is timed in short rounds that take turns, and medians are compared. The
Schematron holds fewer rules than we do, so its time is given as measured and as it would be for as
many rules as ours, by what one assert more costs. `python -m benchmarks.validation [ROUNDS]`
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from importlib import resources

import xmlschema
from lxml import etree

from benchmarks.schematron import ASSERTS, schematron
from conformance.corpus import cards
from conformance.pdc.rules import RULES, check
from conformance.pdc.schema import check_schema
from conformance.safe_xml import parse
from conformance.validate import validate_document

_SIZE = 20_000
_FEW = 8
_ROUND_SECONDS = 0.05


def card() -> bytes:
    """The card of the corpus that is nearest to 20 kB."""
    return min((data for _, data in cards(500, 1)), key=lambda data: abs(len(data) - _SIZE))


def contestants(data: bytes) -> Mapping[str, Callable[[], object]]:
    """What is timed, by name; each takes the bytes, or what the parser made of them."""
    tree = etree.ElementTree(parse(data))
    folder = resources.files("conformance.pdc.schema")
    schema = xmlschema.XMLSchema(str(folder / "pdc-dk-3.0.xsd"))
    few, all_asserts = schematron(_FEW), schematron(len(ASSERTS))
    assert all_asserts.validate(tree), "the Schematron must agree that the card is good"
    assert schema.is_valid(tree), "xmlschema must agree that the card is good"
    return {
        "parse": lambda: etree.fromstring(data),
        "whole": lambda: validate_document(data, source="card"),
        "rules": lambda: list(check(data)),
        "schema": lambda: list(check_schema(parse(data))),
        "few": lambda: few.validate(tree),
        "schematron": lambda: all_asserts.validate(tree),
        "xmlschema": lambda: list(schema.iter_errors(tree)),
    }


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
    data = card()
    took = milliseconds(contestants(data), rounds)
    each = (took["schematron"] - took["few"]) / (len(ASSERTS) - _FEW)
    as_many = took["schematron"] + each * (len(RULES) - len(ASSERTS))
    rules_alone = took["rules"]
    print(f"card, bytes                          {len(data)}")
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
    print("To repeat: python -m benchmarks.validation")


if __name__ == "__main__":
    main()
