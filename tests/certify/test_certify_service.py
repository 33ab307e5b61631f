"""A real environment of the services is judged by what may be read there, and left as it is."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from conformance.certify.foreign import ForeignWorld
from conformance.certify.options import run_options
from conformance.evidence.events import ExchangeSeen, Outcome, ScenarioFinished, ScenarioPlanned
from conformance.evidence.record import Record, read_record
from conformance.evidence.verdict import Verdict, is_binding, judge
from conformance.service.callers import Callers, CannotArrange
from conformance.service.environment import EnvironmentUnusable, load_credential, load_environment
from conformance.simulator.http import serve
from conformance.simulator.mutants.every import MUTANTS
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.journal import Service
from conformance.simulator.state.personas import CVR, ORGANISATION, Persona, staff_members
from conformance.simulator.state.registers import StaffMember
from steps.vocabulary import CITIZENS, STAFF
from tests.fsk_command import free_port, fsk, only_run


@dataclass(frozen=True, kw_only=True)
class RealOne:
    """Services that the suite has not started, and the file that describes them."""

    simulation: Simulation
    file: Path
    url: str


@contextmanager
def real_services(folder: Path, mutant: str | None = None) -> Iterator[RealOne]:
    """Services with keys of their own, as an environment that somebody else runs."""
    simulation = Simulation.create(parts=MUTANTS[mutant].parts if mutant else None)
    simulation.write_keys(folder / "keys")
    with serve(simulation.services) as url:
        yield RealOne(simulation=simulation, file=described(folder, url), url=url)


def described(folder: Path, url: str, more: str = "") -> Path:
    """Write `environment.toml` for services at *url*, with every persona in it."""
    citizens = "\n".join(f'"{name}" = "{cpr}"' for name, cpr in CITIZENS.items())
    members = {member.cpr: member for member in staff_members()}
    staff = "\n".join(
        f"""
[staff."{name}"]
cpr = "{cpr}"
given_name = "{members[cpr].given_name}"
surname = "{members[cpr].surname}"
certificate = "keys/employee-{cpr}.pem"
roles = {json.dumps(roles_of(members[cpr]))}
{f'authorisation = "{code}"' if (code := members[cpr].authorisation_code) else ""}
"""
        for name, cpr in STAFF.items()
    )
    path = folder / "environment.toml"
    path.write_text(
        f"""
[environment]
name = "Test environment"
operator = "Nobody"

[addresses]
sts = "{url}/sts/services/NewSecurityTokenService"
registry = "{url}/decoupling/nspservices/sfskreg"
repository = "{url}/decoupling/nspservices/sfskrep"
timeout_seconds = 5.0

[system]
name = "Test client"
cvr = "{CVR}"
organisation = "{ORGANISATION}"
certificate = "keys/system.pem"

[citizens]
{citizens}
{more}
{staff}
""",
        encoding="utf-8",
    )
    return path


def roles_of(member: StaffMember) -> tuple[str, ...]:
    """As an id card holds them."""
    return member.national_roles or tuple(filter(None, [member.education_code]))


def certified(folder: Path, environment: Path, code: int) -> Record:
    """The record of a run against the environment, which ends with *code*."""
    fsk("certify", "--service", environment, "--out", "out", folder=folder).require(code)
    return read_record(only_run(folder / "out"))


def outcomes(record: Record) -> dict[str, list[ScenarioFinished]]:
    """How the scenarios of each requirement ended."""
    ended = {e.id: e for e in record.events if isinstance(e, ScenarioFinished)}
    found: dict[str, list[ScenarioFinished]] = {}
    for planned in record.events:
        if isinstance(planned, ScenarioPlanned) and planned.id in ended:
            for requirement in planned.requirements:
                found.setdefault(requirement, []).append(ended[planned.id])
    return found


def test_what_can_be_read_is_judged_and_the_rest_stays_open(tmp_path: Path) -> None:
    """Sound services: nothing fails, what needs their state is inconclusive and says why."""
    with real_services(tmp_path) as real:
        before = real.simulation.services.world
        record = certified(tmp_path, real.file, 3)
        assert real.simulation.services.world is before
    ended = [each for each in record.events if isinstance(each, ScenarioFinished)]
    assert {each.outcome for each in ended} == {
        *(Outcome.PASSED, Outcome.INCONCLUSIVE),
        Outcome.NOT_APPLICABLE,  # the vendor's side, which nobody asked for
    }
    assert [each.outcome for each in ended].count(Outcome.PASSED) > 8
    assert {each.outcome for each in outcomes(record)["ROL-12"]} == {Outcome.PASSED}
    open_ones = [each for each in ended if each.outcome is Outcome.INCONCLUSIVE]
    assert all("real environment" in str(each.reason) for each in open_ones)
    assert record.started is not None
    assert record.started.system_under_test.name == "Test environment"
    seen = [each for each in record.events if isinstance(each, ExchangeSeen)]
    assert {each.service for each in seen} == {"STS", "SFSK ITI-18", "SFSK ITI-43"}


def writable(path: Path, url: str) -> None:
    """Let the description name every service, and let the suite write."""
    text = path.read_text(encoding="utf-8")
    more = f"""
minlog = "{url}/minlog2-registration/20250312/RegisterService"
minlog_lookup = "{url}/minlog2-lookupid/20250312/LookupidService"
skr = "{url}/skr/dgws20240101"
nas = "{url}/nas2"
"""
    text = text.replace("timeout_seconds = 5.0", f"timeout_seconds = 5.0{more}")
    text = text.replace('operator = "Nobody"', 'operator = "Nobody"\nwrites = true')
    path.write_text(text, encoding="utf-8")


def test_nothing_is_written_that_was_not_allowed(tmp_path: Path) -> None:
    """Without `writes` what writes stays open and says so, and no service but SFSK is called."""
    with real_services(tmp_path) as real:
        record = certified(tmp_path, real.file, 3)
        assert {e.service for e in real.simulation.services.world.journal} <= {
            *(Service.STS, Service.SFSK_REGISTRY, Service.SFSK_REPOSITORY)
        }
    reasons = {str(each.reason) for each in outcomes(record)["SKR-18"]}
    assert all("[environment] writes = true" in reason for reason in reasons)
    lookups = {str(each.reason) for each in outcomes(record)["LOG-24"]}
    assert any("[addresses] minlog_lookup" in reason for reason in lookups)


def test_what_may_be_written_is_judged_and_left_as_it_was(tmp_path: Path) -> None:
    """With `writes` and addresses entries, notifications and registrations are judged."""
    with real_services(tmp_path) as real:
        writable(real.file, real.url)
        world = real.simulation.services.world
        before = world.citizens
        record = certified(tmp_path, real.file, 3)
        assert world.citizens == before
        assert world.notifications.pull_points == {}
        assert world.notifications.id_lists == {}
    ended = outcomes(record)
    for requirement in ("SKR-02", "SKR-12", "NAS-10", "NAS-12", "LOG-20", "LOG-21"):
        assert Outcome.PASSED in {each.outcome for each in ended[requirement]}, requirement
        assert Outcome.FAILED not in {each.outcome for each in ended[requirement]}, requirement


def test_a_real_service_that_is_wrong_fails(tmp_path: Path) -> None:
    """A service that admits anybody fails the requirement, and the run."""
    with real_services(tmp_path, "service-admits-anybody") as real:
        record = certified(tmp_path, real.file, 1)
    assert judge(record).verdict is Verdict.FAILED
    assert Outcome.FAILED in {each.outcome for each in outcomes(record)["ROL-12"]}


def test_a_real_service_is_not_failed_by_what_is_assumed_of_it(tmp_path: Path) -> None:
    """What is seen through messages of our own form reports; the simulator itself must keep it."""
    with real_services(tmp_path, "service-takes-any-telephone") as real:
        writable(real.file, real.url)
        record = certified(tmp_path, real.file, 3)
    assert Outcome.FAILED in {each.outcome for each in outcomes(record)["SKR-02"]}
    (judged,) = (each for each in judge(record).requirements if each.requirement.id == "SKR-02")
    assert judged.verdict is Verdict.FAILED
    assert not is_binding(judged.requirement)
    assert record.started is not None
    resting = {each.id for each in record.started.requirements if each.rests_on}
    assert {"SKR-02", "NAS-10", "LOG-24"} <= resting
    assert not {"ROL-12", "DOC-01"} & resting


def test_services_that_are_away_end_the_run_at_once(tmp_path: Path) -> None:
    """Nothing listens: one scenario says so, the others are not run, and nothing is green."""
    Simulation.create().write_keys(tmp_path / "keys")
    environment = described(tmp_path, f"http://127.0.0.1:{free_port()}")
    record = certified(tmp_path, environment, 3)
    ended = [each for each in record.events if isinstance(each, ScenarioFinished)]
    assert Outcome.PASSED not in {each.outcome for each in ended}
    assert len([each for each in ended if "ServiceUnavailable" in each.reason]) == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "Test environment"', "", "missing required field `name`"),
        ('operator = "Nobody"', 'operator = "Nobody"\nprose = true', "unknown field `prose`"),
        ('operator = "Nobody"', 'operator = "Nobody"\nwrites = "yes"', "writes"),
        (f'cvr = "{CVR}"', 'cvr = "1"', "cvr"),
        ('sts = "http', 'sts = "ftp', "sts"),
        ("[citizens]", "[citizens", "not valid TOML"),
    ],
)
def test_a_wrong_description_is_told_by_file_and_key(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """Unknown, missing and mistyped keys each name the file and the key."""
    path = described(tmp_path, "http://127.0.0.1:1")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(EnvironmentUnusable, match=said):
        load_environment(path)
    told = fsk("certify", "--service", path, folder=tmp_path).require(2).told
    assert "environment.toml" in told


def test_a_name_that_no_feature_uses_is_refused(tmp_path: Path) -> None:
    """A misspelt citizen would stand for nobody, so the run does not begin."""
    Simulation.create().write_keys(tmp_path / "keys")
    path = described(tmp_path, "http://127.0.0.1:1", 'Bent = "2512489996"')
    told = fsk("certify", "--service", path, folder=tmp_path).require(2).told
    assert "found Bent" in told
    assert "Bente" in told


def test_a_vendor_and_an_environment_are_not_judged_together(tmp_path: Path) -> None:
    """Two systems under test in one run would be one verdict about neither."""
    path = described(tmp_path, "http://127.0.0.1:1")
    with pytest.raises(EnvironmentUnusable, match="judged alone"):
        run_options(tmp_path / "vendor.toml", service=path)
    with pytest.raises(EnvironmentUnusable, match="judged alone"):
        run_options(None, service=path, side="vendor")


def test_a_certificate_needs_its_own_key(tmp_path: Path) -> None:
    """A file without a key, or with the key of another certificate, is told apart."""
    pki = Simulation.create().pki
    (tmp_path / "none.pem").write_bytes(pki.sts.pem().partition(b"-----BEGIN CERT")[0])
    other = pki.ca.pem().partition(b"-----BEGIN CERT")[0]
    cert = b"-----BEGIN CERT" + pki.sts.pem().partition(b"-----BEGIN CERT")[2]
    (tmp_path / "other.pem").write_bytes(other + cert)
    (tmp_path / "good.pem").write_bytes(pki.sts.pem())
    assert load_credential(tmp_path / "good.pem").cert_hash() == pki.sts.cert_hash()
    for name, said in (
        ("none", "expected an unencrypted private key and a certificate"),
        ("other", "belongs to another key"),
        ("missing", "cannot be read"),
    ):
        with pytest.raises(EnvironmentUnusable, match=said):
            load_credential(tmp_path / f"{name}.pem")


def test_nobody_stands_for_who_is_not_named(tmp_path: Path) -> None:
    """The scenario stays open, and says which table to fill."""
    Simulation.create().write_keys(tmp_path / "keys")
    path = described(tmp_path, "http://127.0.0.1:1")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f'"Jens" = "{Persona.JENS}"', ""), encoding="utf-8")
    callers = Callers.of(load_environment(path), tmp_path, citizens=CITIZENS, staff=STAFF)
    assert callers.cpr(Persona.BENTE) == Persona.BENTE
    with pytest.raises(CannotArrange, match=r"stands for Jens. Name one in \[citizens\]"):
        callers.cpr(Persona.JENS)


def test_a_foreign_world_changes_nothing_and_claims_to_know_nothing() -> None:
    """Each verb that would change the state or tell it is refused; the time runs on."""
    world = ForeignWorld()
    refused = (
        lambda: world.register_opt_out(Persona.BENTE),
        lambda: world.forget(Persona.BENTE),
        world.mend_all,
        lambda: world.give_custody(Persona.MAX, Persona.CHILD),
        lambda: world.clock.advance(world.now - world.now),
        lambda: list(world.journal),
        lambda: world.journal.since(0),
        lambda: world.log_of(Persona.BENTE),
    )
    for act in refused:
        with pytest.raises(CannotArrange):
            act()
    assert world.now.tzinfo is not None


def test_the_evidence_is_as_complete_as_of_the_simulator(tmp_path: Path) -> None:
    """`--format json` tells the environment, and no certificate of it is kept."""
    with real_services(tmp_path) as real:
        run = fsk(
            *("certify", "--service", real.file, "--out", "out", "--format", "json"),
            folder=tmp_path,
        ).require(3)
    assert json.loads(run.out)["verdict"] == "inconclusive"
    text = (only_run(tmp_path / "out") / "report.html").read_text(encoding="utf-8")
    assert "Test environment" in text
