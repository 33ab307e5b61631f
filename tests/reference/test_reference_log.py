"""MinLog: who, whom, when; and a queue that loses nothing and sends nothing twice."""

import os
import threading
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from card_documents import CITIZEN
from lxml import etree
from national_services import REGISTER, STS, NationalServices, envelope, fault, ml, plain
from reference_persons import ASSISTANT, DOCTOR, NOW, Start, user

from conformance.reference.behaviour import Behaviour
from conformance.reference.ehr import Ehr, Settings
from conformance.reference.log_entry import LogEntry, Receipt
from conformance.reference.rights import NationalRole
from conformance.reference.shown import IntegrationMethod, User

SHARED = Path(os.environ.get("FSK_SHARED", Path(__file__).parents[3] / "shared"))


def opened(ehr: Ehr, times: int = 1, who: User | None = None, cpr: str = CITIZEN) -> None:
    session = ehr.sessions.log_in(who or user())
    for _ in range(times):
        ehr.open_card(session, cpr)


def entry(sequence: str) -> LogEntry:
    return LogEntry(
        sequence=sequence, opened=NOW, citizen=CITIZEN, user_id=DOCTOR, user_name="L", user_role="7"
    )


@pytest.mark.parametrize("method", [IntegrationMethod.SYSTEM, IntegrationMethod.LOCAL_COPY])
def test_an_access_is_registered_with_user_citizen_and_time(
    start: Start, services: NationalServices, method: IntegrationMethod
) -> None:
    ehr = start(method)
    opened(ehr)
    ehr.set_clock(NOW + timedelta(hours=2))
    queue = ehr.flush_log()

    assert (queue.sent, queue.waiting) == (1, 0)
    (logged,) = services.logged
    sequence = logged.findtext("SequenceNumber")
    assert len(sequence) <= 36
    assert {
        "SystemName": "FSK reference system",
        "Activity": "Fælles Stamkort opslag",
        "DateTime": "2025-06-01T10:00:00Z",
        "OrganisationId": "20921897",
        "OrganisationName": "Testorganisation",
        "PersonIdentifier": CITIZEN,
        "SequenceNumber": sequence,
        "UserPersonIdentifier": DOCTOR,
        "UserPersonName": "Lars Larsen",
        "UserRole": "7170",
    } == {field.tag: field.text for field in logged}
    assert [f.get("source") for f in logged if f.get("source")] == ["CVR", "CPR", "CPR"]


def test_staff_without_authorisation_are_registered_with_their_role(
    start: Start, services: NationalServices
) -> None:
    ehr = start()
    opened(ehr, who=user(ASSISTANT, code="", education="", roles=[NationalRole.R1]))
    ehr.flush_log()
    assert services.logged[0].findtext("UserPersonIdentifier") == ASSISTANT
    assert services.logged[0].findtext("UserRole") == NationalRole.R1


def test_an_opening_that_showed_nothing_is_registered_too(start: Start) -> None:
    ehr = start()
    opened(ehr, cpr="0410009234")
    assert ehr.flush_log().sent == 1


def test_every_opening_has_its_own_sequence_number(
    start: Start, services: NationalServices
) -> None:
    ehr = start()
    opened(ehr, times=3)
    ehr.flush_log()
    assert len({logged.findtext("SequenceNumber") for logged in services.logged}) == 3


def test_what_minlog_refuses_is_sent_again_and_the_rest_is_not(
    start: Start, services: NationalServices
) -> None:
    ehr = start()
    opened(ehr, times=3)
    services.refuse_in_log = 1
    first = ehr.flush_log()
    services.refuse_in_log = 0
    second = ehr.flush_log()

    assert [(q.sent, q.waiting) for q in (first, second)] == [(2, 1), (1, 0)]
    assert len({logged.findtext("SequenceNumber") for logged in services.logged}) == 3
    assert len(services.logged) == 3


@pytest.mark.parametrize("path", [STS, REGISTER])
@pytest.mark.parametrize(
    "answer",
    [fault("not_authorized"), (503, "text/html", b""), (200, "text/xml", b"<x/>")],
    ids=["fault", "503", "not-soap"],
)
def test_an_outage_keeps_everything_until_the_next_round(
    start: Start, services: NationalServices, path: str, answer: tuple[int, str, bytes]
) -> None:
    ehr = start()
    services.canned[path] = answer
    opened(ehr, times=2)
    assert (ehr.flush_log().sent, ehr.flush_log().waiting) == (0, 2)
    services.canned.clear()
    assert ehr.flush_log().sent == 2
    assert len(services.logged) == 2


@pytest.mark.parametrize(
    "numbers",
    [("1", "1"), ("0", "0"), ("many", "0"), ("-1", "3")],
    ids=["no-name", "none", "words", "negative"],
)
def test_a_receipt_that_does_not_add_up_accepts_nothing(
    start: Start, services: NationalServices, numbers: tuple[str, str]
) -> None:
    ehr = start()
    opened(ehr, times=2)
    added, failed = numbers
    receipt = ml.RegistrationResponse(plain.NumberAdded(added), plain.NumberFailed(failed))
    services.canned[REGISTER] = (200, "text/xml", envelope(receipt))
    assert ((queue := ehr.flush_log()).sent, queue.waiting) == (0, 2)


@pytest.mark.parametrize(
    ("receipt", "left"),
    [
        (Receipt(added=2, failed=0, failed_sequences=frozenset()), set()),
        (Receipt(added=1, failed=1, failed_sequences=frozenset({"a"})), {"a"}),
        (Receipt(added=0, failed=2, failed_sequences=frozenset({"a", "b"})), {"a", "b"}),
        (Receipt(added=1, failed=1, failed_sequences=frozenset()), {"a", "b"}),
        (Receipt(added=1, failed=1, failed_sequences=frozenset({"z"})), {"a", "b"}),
        (Receipt(added=2, failed=0, failed_sequences=frozenset({"a"})), {"a", "b"}),
    ],
)
def test_what_is_left_after_a_receipt(receipt: Receipt, left: set[str]) -> None:
    assert left == receipt.refused([entry("a"), entry("b")])


def test_the_queue_outlives_the_process(start: Start, settings: Settings) -> None:
    first = start()
    opened(first)
    first.close()
    again = Ehr(settings, Behaviour())
    assert again.flush_log().sent == 1
    again.close()


def test_two_rounds_at_the_same_time_send_nothing_twice(
    start: Start, services: NationalServices
) -> None:
    ehr = start()
    opened(ehr, times=5)
    rounds = [threading.Thread(target=ehr.flush_log) for _ in range(4)]
    for one in rounds:
        one.start()
    for one in rounds:
        one.join()
    assert len(services.logged) == 5


def test_a_request_holds_at_most_500_registrations(
    start: Start, services: NationalServices
) -> None:
    ehr = start()
    for number in range(501):
        ehr._store.put_in_queue(entry(f"n{number}"))
    assert ((queue := ehr.flush_log()).sent, queue.waiting) == (501, 0)
    sizes = [len(call.root.findall(".//LogDataEntry")) for call in services.calls_to(REGISTER)]
    assert sizes == [500, 1]


def test_long_names_are_cut_to_what_minlog_takes(start: Start, services: NationalServices) -> None:
    ehr = start()
    opened(ehr, who=msgspec.structs.replace(user(), surname="x" * 80))
    ehr.flush_log()
    assert len(services.logged[0].findtext("UserPersonName")) == 50


def test_the_request_fits_the_official_schema(start: Start, services: NationalServices) -> None:
    schema = SHARED / "schemas" / "minlog2" / "xsd" / "minlog2-registration_20250312.xsd"
    if not schema.exists():
        pytest.skip(f"needs the shared reference material: {schema} is missing")
    ehr = start()
    opened(ehr)
    ehr.flush_log()
    (call,) = services.calls_to(REGISTER)
    etree.XMLSchema(etree.parse(schema)).assertValid(call.root.find(".//{*}RegistrationRequest"))
