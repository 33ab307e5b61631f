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

CHOSEN = ("SKR-21", "ROL-33", "SKR-05")
"""What staff write, what a citizen writes for another at a portal, and what nobody may write."""


def test_another_form_of_the_messages_is_neither_passed_nor_failed(tmp_path: Path) -> None:
    """What does not hang on the form is judged as ever."""
    services, system = free_port(), free_port()
    keys = tmp_path / "test-keys"
    simulation_with_keys(keys)
    vendor = profile(tmp_path, system=system, services=services)
    with system_started_by_hand(services=services, keys=keys, port=system, program=OTHER_FORM):
        run = fsk(
            *("certify", "--vendor", vendor, "--out", "out", "--format", "json"),
            *("--select", " or ".join(f"requirement(id='{each}')" for each in CHOSEN)),
            folder=tmp_path,
        ).require(3)
    judged = {each["id"]: each for each in run.json["requirements"]}
    for written in ("SKR-21", "ROL-33"):
        assert judged[written]["verdict"] == "inconclusive", written
        assert "SKR's schema is not public" in judged[written]["reason"]
        assert "another-reading" in judged[written]["reason"]
    assert judged["SKR-05"]["verdict"] == "passed"
