"""Settings: read strictly, told whole, and heeded by every part, the wrong ones too."""

import tomllib
from dataclasses import fields, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

import pytest

from conformance.clock import system_clock
from conformance.security.faults import FaultCode
from conformance.security.pki import TestPki
from conformance.simulator.mutants.every import MUTANTS
from conformance.simulator.parts import Parts
from conformance.simulator.settings import SECTIONS, SimulatorSettings, written
from conformance.simulator.settings_file import (
    SettingsError,
    example,
    load_settings,
    settings_of,
)
from conformance.simulator.sfsk.settings import SfskSettings, UnknownCitizen
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.blurring import BlurringSettings
from conformance.simulator.state.nas_settings import NasSettings
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.stored_world import StateFile
from conformance.simulator.sts.settings import StsSettings
from conformance.xds.codes import CodedValue
from tests.simulator.direct_calls import DirectCaller, fault_code, find, hits
from tests.simulator.turned_settings import turned_tables

EVERY: Final = SimulatorSettings().every()
NAMES: Final = [setting.name for setting in EVERY]
TURNED: Final = settings_of(turned_tables(0))


def test_the_example_is_the_default() -> None:
    """What `--settings-example` prints is read back as no change at all."""
    assert settings_of(tomllib.loads(example())) == SimulatorSettings()


@pytest.mark.parametrize("setting", EVERY, ids=NAMES)
def test_the_example_explains_every_setting(setting: object) -> None:
    """Its meaning, what may stand there, and the assumption that it turns."""
    told = next(each for each in EVERY if each is setting)
    blocks = [block for block in example().split("\n\n") if f"{told.key} = " in block]
    plain = [" ".join(block.replace("\n# ", " ").split()) for block in blocks]
    assert any(told.about.meaning in each and told.allowed in each for each in plain)
    assert all("# Assumption: " in block for block in blocks)


def test_what_is_left_out_of_the_example_can_be_put_in() -> None:
    """A commented line is a value that the reader takes."""
    for setting in EVERY:
        if setting.default is None:
            tables = tomllib.loads(f"{setting.key} = {written(setting.about.example)}")
            (turned,) = settings_of({setting.section: tables}).turned()
            assert (turned.name, turned.value) == (setting.name, setting.about.example)


def test_every_setting_can_be_turned() -> None:
    """A file may turn all of them; none is forgotten."""
    assert {each.name for each in TURNED.turned()} == set(NAMES)


def test_names_may_be_written_as_in_the_code() -> None:
    """With strokes below, and with hyphens."""
    kebab = settings_of({"sfsk": {"unknown-citizen": "XDSUnknownPatientId"}})
    snake = settings_of({"sfsk": {"unknown_citizen": "XDSUnknownPatientId"}})
    assert kebab == snake
    assert kebab.sfsk.unknown_citizen is UnknownCitizen.UNKNOWN_PATIENT


def test_each_kind_of_value_is_written_as_it_is_read() -> None:
    """Durations, lists, codes and words, there and back."""
    for setting in TURNED.turned():
        table = tomllib.loads(f"{setting.key} = {written(setting.value)}")
        (again,) = settings_of({setting.section: table}).turned()
        assert again.value == setting.value


REFUSED: Final[dict[str, tuple[str, str]]] = {
    "a misspelt section": ("[sfks]\n", "did you mean sfsk?"),
    "a section that is none": ("[xyzzy]\n", "The sections are sts, sfsk"),
    "a misspelt name": ("[sfsk]\nunknown-citzen = 'x'", "did you mean unknown-citizen?"),
    "a word that is none of them": (
        "[sfsk]\nunknown-citizen = 'x'",
        'expected "empty success", "XDSUnknownPatientId" or "internal_error_minlog", found "x"',
    ),
    "a number for a yes": ("[sfsk]\ngives-new-ids = 1", "expected true or false, found 1"),
    "a yes for a number": ("[sfsk]\nmost-documents = true", "a whole number from 1 to"),
    "too few": ("[sfsk]\nmost-documents = 0", "a whole number from 1 to"),
    "a blank": ("[sts]\nissuer-name = ' '", "text that is not empty"),
    "two lines": ("[sts]\nissuer-name = 'a\\nb'".replace("'", '"'), "text that is not empty"),
    "no URN": ("[sfsk]\nhome-community = '1.2.3'", "urn:oid:1.2.3, found"),
    "no duration": ("[nas]\nretention = '1 day'", "a duration such as"),
    "a duration back": ("[nas]\nretention = '-P1D'", "more than none"),
    "what the law has": ("[blurring]\nterm = 'P45D'", "expected a known setting, found term"),
    "half a code": ("[sfsk.class-code]\ncode = '1'", "{ code = "),
    "a code with more": (
        "[sfsk.class-code]\ncode = '1'\nscheme = '2'\nx = '3'",
        "{ code = ",
    ),
    "no CVR number": ("[skr]\nportals = ['1']", "CVR numbers, of eight digits"),
    "no address": ("[nas]\npublic-address = 'localhost'", "begins with http://"),
    "one relation for two": (
        "[access]\ncustody-relation = 'proxy-holder'",
        "expected custody-relation and proxy-relation to differ",
    ),
    "a setting twice": ("[sfsk]\nentry-id = 'urn:uuid'\nentry_id = 'urn:uuid'", "found it twice"),
    "a date": ("[sfsk]\nunknown-citizen = 2026-01-01", "found"),
    "a value for a section": ("sfsk = 1", "expected a table, [sfsk]"),
    "no TOML": ("[sfsk", "not valid TOML"),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_in_a_file_is_said(text: str, said: str, tmp_path: Path) -> None:
    """With the file, what was expected and what was found."""
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings(path)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """Nor one that is no text."""
    (tmp_path / "x").write_bytes(b"\xff")
    for name in ("none", "x"):
        with pytest.raises(SettingsError, match="cannot be read"):
            load_settings(tmp_path / name)


def settings_in(part: object) -> set[object]:
    """The settings that a part works by, and those of the parts within."""
    held = {
        value
        for value in vars(part).values()
        if type(value) in SECTIONS.values() and value is not None
    }
    inner = [value for name, value in vars(part).items() if name in {"_readers", "_access"}]
    return held.union(*(settings_in(each) for each in inner))


def parts_of(parts: Parts) -> dict[str, object]:
    """The parts that work by settings, each with its section."""
    access = parts.access()
    register, writers = parts.stamkort_register(), parts.write_access(access)
    return {
        "access": access,
        "sfsk": parts.sfsk(parts.cards()),
        "minlog": parts.minlog(parts.blurring()),
        "register": register,
        "writers": writers,
        "skr": parts.skr_endpoint(register, writers),
        "broker": parts.broker().settings,
    }


@pytest.mark.parametrize("name", ["none", *MUTANTS])
def test_every_part_heeds_the_settings(name: str) -> None:
    """The sound ones, and those of each deviation; the deviation itself stays as it was."""
    parts = MUTANTS[name].parts if name in MUTANTS else Parts()
    under = parts_of(parts.under(TURNED))
    known = {id(getattr(TURNED, each.name)) for each in fields(TURNED)}
    assert under["broker"] is TURNED.nas
    for each, part in under.items():
        held = settings_in(part) if each != "broker" else set()
        assert all(id(value) in known for value in held), each
        assert held or each == "broker", f"{each} of {name} works by no settings"
    assert parts.settings == SimulatorSettings()


def test_a_new_world_begins_with_the_settings() -> None:
    """Also after a fresh start, and with `--state`, whatever the file had."""
    simulation = Simulation.create(settings=TURNED)
    for world in (
        simulation.services.world,
        simulation.new_world(),
        simulation.new_world().emptied(),
    ):
        assert world.notifications.settings == TURNED.nas
        assert world.blurring.settings == TURNED.blurring


def test_a_state_file_is_gone_on_with_under_the_settings_of_today(tmp_path: Path) -> None:
    """What was turned yesterday does not count."""
    path = tmp_path / "world.db"
    before = Simulation.create(settings=TURNED).go_on_with(StateFile(path))
    assert before.notifications.settings == TURNED.nas
    assert before.blurring.settings == TURNED.blurring
    before.register_organ_donor(Persona.SOFIE)
    after = Simulation.create().go_on_with(StateFile(path))
    assert after.citizen(Persona.SOFIE).organ_donor
    assert after.notifications.settings == NasSettings()
    assert after.blurring.settings == BlurringSettings()


def test_settings_change_what_is_answered() -> None:
    """Over SOAP: an unknown citizen, the ids of a hit, the codes of refusals."""
    settings = SimulatorSettings(
        sfsk=SfskSettings(
            unknown_citizen=UnknownCitizen.UNKNOWN_PATIENT,
            home_community="urn:oid:1.2.3",
            class_code=CodedValue(code="002", scheme="1.2"),
        ),
        sts=StsSettings(issuer_name="TEST9-NSP-STS"),
    )
    settings = replace(
        settings, access=replace(settings.access, refusal_code=FaultCode.INVALID_IDCARD)
    )
    caller = DirectCaller(simulation=Simulation.create(settings=settings))
    card = caller.system_card()
    assert card.get("Issuer") is None
    assert "TEST9-NSP-STS" in "".join(card.itertext())
    (hit,) = hits(caller.search(card, Persona.BENTE.value)).entries
    assert (hit.home_community_id, hit.class_code and hit.class_code.code) == (
        "urn:oid:1.2.3",
        "002",
    )
    (error,) = hits(caller.search(card, find("3102159998"))).errors
    assert error.code == "XDSUnknownPatientId"
    caller.simulation.services.world.admit_organisations("11111111")
    assert fault_code(caller.search(card, Persona.BENTE.value)) == "invalid_idcard"


def test_a_token_counts_as_long_as_is_set() -> None:
    """And not for an hour."""
    pki = TestPki.create(system_clock())
    settings = SimulatorSettings(sts=StsSettings(token_lifetime=timedelta(minutes=7)))
    issuer = Parts().under(settings).exchange(pki)._issuer
    now = system_clock()
    token = issuer.token("x", (), pki.sts.certificate, now, "https://fsk")
    assert token.not_on_or_after - now.replace(microsecond=0) == timedelta(minutes=7)


def test_enumerations_are_told_whole() -> None:
    """Every word that may stand there is in what is allowed."""
    for setting in EVERY:
        if isinstance(setting.default, StrEnum):
            assert all(written(each) in setting.allowed for each in type(setting.default))
