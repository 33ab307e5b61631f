"""The control API: each verb works, each mistake is told, none of them breaks the simulator."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import requests

from conformance.simulator.control.plane import VERBS as CONTROL_VERBS
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona, Staff, citizens
from conformance.simulator.state.registers import Bond, Kinship
from conformance.simulator.state.world import World
from tests.simulator.direct_calls import DirectCaller

BENTE, SOFIE = Persona.BENTE.value, Persona.SOFIE.value
UNKNOWN = "3102999999"
KIN = next(citizen for citizen in citizens() if citizen.cpr == BENTE).relatives[0].id


class Control:
    """The control API behind a URL."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/control"

    def get(self, path: str) -> requests.Response:
        return requests.get(self._url + path, timeout=10)

    def post(self, path: str, body: object = None) -> requests.Response:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return requests.post(self._url + path, data=data, timeout=10)


@pytest.fixture
def control(url: str, world: World) -> Control:  # noqa: ARG001 - a fresh world first
    return Control(url)


CITIZEN: dict[str, object] = {"citizen": BENTE}
FAMILY: dict[str, object] = {"adult": BENTE, "child": Persona.WARD.value}
PLACE = {"lines": ["Åvej 1"], "postal_code": "5970", "city": "Ærøskøbing"}
CVR = "20921897"

VERBS: dict[str, dict[str, object]] = {
    "/clock": {"now": "2026-01-01T12:00:00+01:00"},
    "/clock/advance": {"by": "P1D"},
    "/faults/inject": {"fault": Fault.SFSK_SLOW.value},
    "/faults/mend": {"fault": Fault.SFSK_SLOW.value},
    "/faults/mend-all": {},
    "/slowness": {"seconds": 1.5},
    "/whitelist": {"organisations": [CVR]},
    "/persons/admit": {
        "citizen": "3102159998",
        "given": "Ny Test",
        "family": "Borger",
        "gender": "UN",
        "born": "1950-02-28",
        "address": PLACE,
    },
    "/persons/forget": CITIZEN,
    "/persons/move": CITIZEN | {"address": PLACE},
    "/persons/rename": CITIZEN | {"given": "Bente Ny", "family": "Sørensen"},
    "/deaths/record": CITIZEN | {"on": "2026-01-01"},
    "/deaths/annul": CITIZEN,
    "/protection": CITIZEN,
    "/protection/lift": CITIZEN,
    "/custody/give": FAMILY,
    "/custody/remove": FAMILY,
    "/parents/record": FAMILY,
    "/parents/strike": FAMILY,
    "/guardians/appoint": FAMILY,
    "/guardians/dismiss": FAMILY,
    "/opt-outs/register": CITIZEN,
    "/opt-outs/withdraw": CITIZEN,
    "/treatment-wills/register": CITIZEN,
    "/treatment-wills/withdraw": CITIZEN,
    "/living-wills/register": {"citizen": SOFIE},
    "/living-wills/withdraw": CITIZEN,
    "/organ-donors/register": CITIZEN,
    "/organ-donors/withdraw": CITIZEN,
    "/coverage-group": CITIZEN | {"group": "2"},
    "/practitioner/choose": CITIZEN
    | {"yder": "123124", "name": "Lægen på Ærø", "telephone": "62520001", "address": PLACE},
    "/practitioner/leave": CITIZEN,
    "/dentists/list": {
        "yder": "321999",
        "clinic": "Tænder",
        "telephone": "62520002",
        "address": PLACE,
    },
    "/staff/employ": {"cpr": "3102169996", "given_name": "Nye", "surname": "Kræfter"},
    "/temporary-address/stay": CITIZEN | {"address": PLACE},
    "/temporary-address/leave": CITIZEN,
    "/relatives/name": CITIZEN | {"given": "Søs"},
    "/relatives/remove": CITIZEN | {"id": KIN},
    "/language/choose": CITIZEN | {"code": "fo"},
    "/language/remove": CITIZEN,
    "/contact/enter": CITIZEN | {"numbers": [{"number": "11223344"}]},
    "/contact/remove": CITIZEN,
    "/dentist/choose": CITIZEN | {"yder": "321322"},
    "/dentist/remove": CITIZEN,
    "/blurring/organisation": {"organisation": CVR, "citizen": BENTE},
    "/blurring/department": {"department": "441371000016004"},
    "/blurring/extend": {"organisation": CVR},
    "/blurring/lift": {"organisation": CVR},
    "/blurring/disclose": CITIZEN | {"user": "0501792275"},
}
"""Each verb with a body that has what it needs. Blurring is extended, lifted and disclosed
elsewhere: there has to be something that is blurred."""

NEEDS_NOTHING = ("/faults/mend-all",)
AT_ONCE = [
    path
    for path in VERBS
    if path not in ("/blurring/extend", "/blurring/lift", "/blurring/disclose")
]
DEMANDING = [path for path in VERBS if path not in NEEDS_NOTHING]


def test_every_verb_is_tested() -> None:
    """A new verb needs a line in the table above."""
    assert {verb.path for verb in CONTROL_VERBS} == set(VERBS)


@pytest.mark.parametrize("path", AT_ONCE)
def test_a_verb_answers_204_and_nothing_else(path: str, control: Control) -> None:
    """Done is done; there is nothing to say."""
    answer = control.post(path, VERBS[path])
    assert (answer.status_code, answer.content) == (204, b"")


def test_the_clock_is_set_and_released(control: Control, world: World) -> None:
    """Set it stands still; null lets it run with the real time."""
    control.post("/clock", {"now": "2026-01-01T12:00:00+01:00"})
    assert world.now == datetime(2026, 1, 1, 11, tzinfo=UTC)
    assert control.get("/state").json()["now"] == "2026-01-01T11:00:00Z"
    control.post("/clock", {"now": None})
    assert abs(world.now - datetime.now(UTC)) < timedelta(minutes=1)


def test_faults_are_injected_for_one_or_for_all_and_mended(control: Control, world: World) -> None:
    """The state tells which are on."""
    control.post("/faults/inject", {"fault": Fault.SFSK_SLOW.value, "citizen": BENTE})
    control.post("/faults/inject", {"fault": Fault.SFSK_DOWN.value})
    assert (world.has_fault(Fault.SFSK_SLOW, BENTE), world.has_fault(Fault.SFSK_SLOW, SOFIE)) == (
        True,
        False,
    )
    assert world.has_fault(Fault.SFSK_DOWN)
    assert sorted(control.get("/state").json()["faults"], key=str) == [
        {"fault": "SFSK down", "citizen": None},
        {"fault": "SFSK slow", "citizen": BENTE},
    ]
    control.post("/faults/mend", {"fault": Fault.SFSK_SLOW.value})
    assert world.faults == {(Fault.SFSK_DOWN, None)}


def test_an_opt_out_is_registered_now_or_then_and_withdrawn(control: Control, world: World) -> None:
    """The state tells when it was registered and whether it is in force."""
    control.post("/opt-outs/register", {"citizen": BENTE})
    assert world.citizen(BENTE).opted_out_at == world.now
    then = world.now - timedelta(days=8)
    control.post("/opt-outs/register", {"citizen": BENTE, "at": then.isoformat()})
    citizens = {c["cpr"]: c for c in control.get("/state").json()["citizens"]}
    assert (citizens[BENTE]["opt_out_in_force"], citizens[SOFIE]["opt_out_in_force"]) == (
        True,
        False,
    )
    control.post("/opt-outs/withdraw", {"citizen": BENTE})
    assert world.citizen(BENTE).opted_out_at is None


def test_custody_is_given_and_removed(control: Control, world: World) -> None:
    """As the register would."""
    bond = Bond(adult=BENTE, child=Persona.WARD.value, kinship=Kinship.CUSTODY)
    control.post("/custody/give", VERBS["/custody/give"])
    assert bond in world.bonds
    control.post("/custody/remove", VERBS["/custody/remove"])
    assert bond not in world.bonds


def test_protection_is_given(control: Control, world: World) -> None:
    """The state tells that the citizen is protected."""
    control.post("/protection", {"citizen": SOFIE})
    assert world.citizen(SOFIE).protected
    assert {c["cpr"] for c in control.get("/state").json()["citizens"] if c["protected"]} == {
        SOFIE,
        Persona.BRUNO,
    }


def test_the_state_names_everybody(control: Control) -> None:
    """Every persona and every member of staff."""
    state = control.get("/state").json()
    assert {c["cpr"] for c in state["citizens"]} == set(Persona)
    assert {member["cpr"] for member in state["staff"]} == set(Staff)
    assert (state["minlog_entries"], state["exchanges"], state["faults"]) == (0, 0, [])


def test_a_reset_starts_over_and_keeps_what_belongs_to_the_run(
    control: Control, simulation: Simulation, world: World
) -> None:
    """Personas as they are known, no fault, an empty journal; whitelist and delay stay."""
    world.whitelist = frozenset({"1"})
    control.post("/protection", {"citizen": SOFIE})
    control.post("/faults/inject", {"fault": Fault.SFSK_DOWN.value})
    assert control.post("/reset").status_code == 204
    fresh = simulation.services.world
    assert fresh is not world
    assert not fresh.citizen(SOFIE).protected
    assert (fresh.faults, len(fresh.journal)) == (frozenset(), 0)
    assert (fresh.whitelist, fresh.slow_seconds) == (frozenset({"1"}), world.slow_seconds)


def test_the_journal_is_told_from_any_point(control: Control, caller: DirectCaller) -> None:
    """Who called, what came of it, how large it was."""
    caller.search(caller.system_card(), BENTE)
    sts, search = control.get("/journal").json()
    assert (sts["service"], search["service"]) == ("STS", "SFSK ITI-18")
    assert (search["caller"], search["citizens"]) == ("system Test system", [BENTE])
    assert (search["outcome"], search["request_bytes"] > 1000) == ("Success", True)
    assert control.get("/journal?since=1").json() == [search]
    assert control.get("/journal?since=2").json() == []
    assert control.get("/journal?since=999999999999999999").json() == []


@pytest.mark.parametrize("since", ["x", "-1", "1.5", "", "²", "9" * 19, "9" * 5000])
def test_a_journal_since_nothing_countable_is_refused(since: str, control: Control) -> None:
    """The message quotes what was found."""
    answer = control.get(f"/journal?since={since}")
    assert answer.status_code == 400
    assert "expected a number as since" in answer.json()["message"]
    assert len(answer.content) < 200


@pytest.mark.parametrize("path", DEMANDING)
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"x"', b"\xff", b"[" * 100_000, b'{"\\ud800": 1}'],
    ids=["empty", "broken", "list", "null", "text", "not-utf-8", "nested", "surrogate"],
)
def test_what_is_no_order_is_refused(
    path: str, body: bytes, control: Control, world: World
) -> None:
    """400 with a message, and nothing has happened."""
    before = (world.citizens, world.bonds, world.faults, world.now)
    answer = control.post(path, body)
    assert (answer.status_code, list(answer.json())) == (400, ["message"])
    assert (world.citizens, world.bonds, world.faults, world.now) == before


@pytest.mark.parametrize("path", VERBS)
def test_an_unknown_field_is_refused_by_name(path: str, control: Control) -> None:
    """A misspelt field must not pass as left out."""
    answer = control.post(path, VERBS[path] | {"citizne": BENTE})
    assert answer.status_code == 400
    assert "unknown field `citizne`" in answer.json()["message"]


@pytest.mark.parametrize("path", DEMANDING)
def test_a_missing_field_is_named(path: str, control: Control) -> None:
    """The first one that is needed."""
    answer = control.post(path, {})
    assert answer.status_code == 400
    assert f"missing required field `{next(iter(VERBS[path]))}`" in answer.json()["message"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/clock", {"now": "2026-01-01T12:00:00"}),
        ("/clock", {"now": "yesterday"}),
        ("/clock", {"now": 5}),
        ("/faults/inject", {"fault": "SFSK lazy"}),
        ("/opt-outs/register", {"citizen": BENTE, "at": "2026-01-01T12:00:00"}),
        ("/opt-outs/register", {"citizen": 2512489996}),
    ],
    ids=["clock-without-zone", "clock-word", "clock-number", "fault", "opt-out-zone", "number"],
)
def test_a_wrong_value_is_refused(path: str, body: dict[str, object], control: Control) -> None:
    """A time without an offset is nobody's time."""
    assert control.post(path, body).status_code == 400


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/opt-outs/register", {"citizen": UNKNOWN}),
        ("/opt-outs/withdraw", {"citizen": UNKNOWN}),
        ("/custody/give", {"adult": UNKNOWN, "child": BENTE}),
        ("/custody/give", {"adult": BENTE, "child": UNKNOWN}),
        ("/protection", {"citizen": UNKNOWN}),
        ("/faults/inject", {"fault": "SFSK slow", "citizen": UNKNOWN}),
    ],
    ids=["register", "withdraw", "adult", "child", "protection", "fault"],
)
def test_an_unknown_citizen_is_not_found(
    path: str, body: dict[str, object], control: Control
) -> None:
    """404, and the message holds the number."""
    answer = control.post(path, body)
    assert answer.status_code == 404
    assert UNKNOWN in answer.json()["message"]


def test_what_the_law_does_not_allow_is_refused(control: Control, world: World) -> None:
    """409 and the law's limit: Jens is 46."""
    answer = control.post("/opt-outs/register", {"citizen": Persona.JENS.value})
    assert answer.status_code == 409
    assert "expected a citizen of 60 or more, found one of" in answer.json()["message"]
    assert world.citizen(Persona.JENS).opted_out_at is None


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/clock", {"now": "0001-01-01T00:00:00+14:00"}),
        ("/clock", {"now": "0001-01-01T00:00:00Z"}),
        ("/clock", {"now": "9999-12-31T23:59:59-14:00"}),
        ("/opt-outs/register", {"citizen": BENTE, "at": "9999-12-31T23:59:59Z"}),
    ],
    ids=["before-time", "first-day", "after-time", "opt-out"],
)
def test_the_edges_of_the_calendar_are_refused(
    path: str, body: dict[str, object], control: Control
) -> None:
    """409 with a message, not a broken service."""
    answer = control.post(path, body)
    assert (answer.status_code, list(answer.json())) == (409, ["message"])


def test_an_opt_out_in_the_last_year_of_the_calendar_breaks_nothing(control: Control) -> None:
    """It is simply not in force."""
    order = {"citizen": BENTE, "at": "9999-12-30T00:00:00Z"}
    assert control.post("/opt-outs/register", order).status_code == 204
    citizens = {c["cpr"]: c for c in control.get("/state").json()["citizens"]}
    assert citizens[BENTE]["opt_out_in_force"] is False


def test_an_extreme_clock_breaks_no_service(control: Control, caller: DirectCaller) -> None:
    """The STS refuses its client's certificate then, and says so."""
    request = caller.token_request(caller.requested())
    for year in ("0002", "9998"):
        assert control.post("/clock", {"now": f"{year}-06-01T00:00:00Z"}).status_code == 204
        reply = caller.call("/sts/services/NewSecurityTokenService", request)
        assert reply.status == 500


@pytest.mark.parametrize("path", ["/state", "/journal"])
def test_reading_takes_no_post(path: str, control: Control) -> None:
    """405."""
    assert control.post(path, {}).status_code == 405


@pytest.mark.parametrize("path", [*VERBS, "/reset"])
def test_acting_takes_no_get(path: str, control: Control) -> None:
    """405: a link that is followed changes nothing."""
    assert control.get(path).status_code == 405
