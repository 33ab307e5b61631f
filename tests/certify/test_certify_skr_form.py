"""`fsk certify --vendor`: a system that writes to SKR in another form is not failed for that."""

from pathlib import Path

from vendor_systems import profile, system_started_by_hand

from conformance.certify.keys import simulation_with_keys
from tests.fsk_command import free_port, fsk

OTHER_FORM = """
from conformance.reference import skr_client
from conformance.reference.__main__ import main
skr_client._SKR = "urn:example:another-reading"
raise SystemExit(main())
"""


def test_another_form_of_the_messages_is_neither_passed_nor_failed(tmp_path: Path) -> None:
    """What does not hang on the form is judged as ever."""
    services, system = free_port(), free_port()
    keys = tmp_path / "test-keys"
    simulation_with_keys(keys)
    vendor = profile(tmp_path, system=system, services=services)
    with system_started_by_hand(services=services, keys=keys, port=system, program=OTHER_FORM):
        run = fsk(
            *("certify", "--vendor", vendor, "--out", "out", "--format", "json"),
            *("--select", "requirement(id='SKR-21') or requirement(id='SKR-05')"),
            folder=tmp_path,
        ).require(3)
    judged = {each["id"]: each for each in run.json["requirements"]}
    assert judged["SKR-21"]["verdict"] == "inconclusive"
    assert "SKR's schema is not public" in judged["SKR-21"]["reason"]
    assert "another-reading" in judged["SKR-21"]["reason"]
    assert judged["SKR-05"]["verdict"] == "passed"
