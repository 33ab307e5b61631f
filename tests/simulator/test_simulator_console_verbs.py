"""The console and the control API: what the one can do, the other can."""

from importlib.resources import files

from conformance.simulator.control.plane import VERBS


def test_every_verb_of_the_control_api_has_a_place_in_the_console() -> None:
    """No path of a verb is missing in the scripts."""
    folder = files("conformance.simulator") / "console"
    scripts = "".join(f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".js"))
    assert [verb.path for verb in VERBS if f'"{verb.path}"' not in scripts] == []
