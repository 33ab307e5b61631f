"""`fsk validate` and `fsk explain`: recognition, formats, exit codes, and rules in words."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from lxml import etree

from conformance.pdc.build import build
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.state.personas import Persona, populate
from conformance.simulator.state.world import World
from conformance.validate.explain import UnknownRule, all_rules, explain
from tests.fsk_command import fsk
from tests.official import official
from tests.validate.message_examples import HSUID, ITI_18_REQUEST, SYSTEM_CALL

BROKEN = SYSTEM_CALL.replace("pdc-v3.0", "pdc-v2.0")


@pytest.fixture
def card() -> bytes:
    """A sound card, as the simulated service serves it."""
    world = World()
    populate(world)
    return build(CardMaker(new_uuid=uuid4).make(world, Persona.BENTE))


def test_advice_does_not_fail_the_command(tmp_path: Path) -> None:
    """A file with warnings only ends with 0; one with a fail ends with 1."""
    advised = ITI_18_REQUEST.replace("14d4debf", "f26abbcb")
    (tmp_path / "advised.xml").write_text(advised, encoding="utf-8")
    (tmp_path / "broken.xml").write_text(BROKEN, encoding="utf-8")
    run = fsk("validate", "advised.xml", folder=tmp_path).require(0)
    assert "XDS18-02" in run.out
    run = fsk("validate", "broken.xml", "advised.xml", folder=tmp_path).require(1)
    assert "2 documents: 1 valid, 1 not" in run.out


@pytest.mark.parametrize("form", ["table", "json", "ndjson", "junit", "sarif", "html"])
def test_every_format_goes_to_a_file(tmp_path: Path, form: str) -> None:
    """--output receives what standard output would, in UTF-8, and standard output stays empty."""
    (tmp_path / "ærø.xml").write_text(BROKEN, encoding="utf-8")
    plain = fsk("validate", "--format", form, "ærø.xml", folder=tmp_path).require(1)
    filed = fsk("validate", "--format", form, "--output", "o", "ærø.xml", folder=tmp_path)
    assert filed.require(1).out == ""
    text = (tmp_path / "o").read_text(encoding="utf-8")
    assert text == plain.out
    assert "XDS18-07" in text


def test_ndjson_and_junit_are_machine_readable(tmp_path: Path) -> None:
    """Each line of NDJSON is a document; JUnit is XML with a case for each."""
    (tmp_path / "a.xml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "b.xml").write_text(HSUID, encoding="utf-8")
    files = ("a.xml", "b.xml", "nowhere.xml")
    run = fsk("validate", "--format", "ndjson", *files, folder=tmp_path).require(2)
    assert [json.loads(line)["source"] for line in run.out.splitlines()] == list(files)
    run = fsk("validate", "--format", "junit", *files, folder=tmp_path).require(2)
    suite = etree.fromstring(run.out.encode())
    assert suite.get("tests") == "3"
    assert suite.get("errors") == "1"


def test_a_card_is_judged_for_a_role_and_a_citizen(tmp_path: Path, card: bytes) -> None:
    """--cpr fails a card about somebody else; --role met is accepted."""
    (tmp_path / "card.xml").write_bytes(card)
    fsk("validate", "--role", "met", "card.xml", folder=tmp_path).require(0)
    fsk("validate", "--cpr", Persona.BENTE, "card.xml", folder=tmp_path).require(0)
    run = fsk("validate", "--cpr", "0000000000", "card.xml", folder=tmp_path).require(1)
    assert "PDC-H12b" in run.out


def test_official_schemas_are_used(tmp_path: Path, card: bytes) -> None:
    """--schemas adds the official schema; a folder without one is a usage error that names it."""
    (tmp_path / "card.xml").write_bytes(card)
    (tmp_path / "empty").mkdir()
    run = fsk("validate", "--schemas", "empty", "card.xml", folder=tmp_path).require(2)
    assert "empty" in run.told
    fsk("validate", "--schemas", official("schemas"), "card.xml", folder=tmp_path).require(0)


def test_an_output_that_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    """The command says which file, and ends with 2."""
    (tmp_path / "a.xml").write_text(HSUID, encoding="utf-8")
    run = fsk("validate", "--output", "no/such/folder", "a.xml", folder=tmp_path).require(2)
    assert "no/such/folder cannot be written" in run.told


@pytest.mark.parametrize("rule", ["PDC-V31", "XDS18-05", "MINLOG-04", "IDCARD-17", "XML-04"])
def test_a_rule_of_each_family_is_explained(tmp_path: Path, rule: str) -> None:
    """The rule, its source and both examples are told, to a person and as JSON."""
    run = fsk("explain", rule.lower(), folder=tmp_path).require(0)
    assert rule in run.out
    assert "Keeps the rule" in run.out
    assert "Breaks the rule" in run.out
    (told,) = fsk("explain", rule, "--format", "json", folder=tmp_path).require(0).json
    assert told["id"] == rule
    assert {"title", "severity", "basis", "source", "good", "bad", "fix"} <= set(told)
    assert told["source"]


def test_an_unknown_rule_has_near_names(tmp_path: Path) -> None:
    """A misspelt id ends with 2 and names the rules that resemble it."""
    run = fsk("explain", "XDS18-5", folder=tmp_path).require(2)
    assert "XDS18-05" in run.told
    assert explain("v31") is explain("PDC-V31")
    assert explain("pdc-H12B").id == "PDC-H12b"
    with pytest.raises(UnknownRule, match="PDC-H04"):
        explain("PDC-H4")
    with pytest.raises(UnknownRule, match="expected the id of a rule"):
        explain("?")


def test_all_rules_are_listed(tmp_path: Path) -> None:
    """Without a rule every one is listed, each with title, source and examples."""
    rows = fsk("explain", "--format", "json", folder=tmp_path).require(0).json
    assert len(rows) == len(all_rules()) > 150
    for row in rows:
        assert row["title"], row["id"]
        assert row["source"], row["id"]
        assert row["good"], row["id"]
        assert row["bad"], row["id"]
        assert row["fix"], row["id"]
