"""Look-up messages: the request as a client sends it, and the provisional answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from lxml import etree

from conformance.minlog.lookup import (
    NAMESPACE,
    LogStatement,
    LookupRequest,
    MalformedLookup,
    build_request,
    build_response,
    read_request,
)
from conformance.minlog.registration import LogEntry, Source
from conformance.safe_xml import parse

NS: Final = {"m": NAMESPACE}
NOW: Final = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
ENTRY: Final = LogEntry(
    citizen="2512489996",
    user_id="0501792275",
    user_id_source="CPR",
    user_name="Lars Larsen",
    on_behalf_of_id="J0184",
    on_behalf_of_id_source="Autorisation",
    on_behalf_of_name="Example person",
    at=NOW,
    received_at=NOW,
    system_name="EHR",
    activity="Fælles Stamkort opslag",
    written_by="caller",
)
WHOLE: Final = LookupRequest(
    citizen="2512489996", start=NOW - timedelta(days=3), end=NOW, oldest_first=False
)
AS_SENT: Final = f"""<min:LogStatementForCPRPersonRequest xmlns:min="{NAMESPACE}">
  <min:PersonId source="CPR">2512489996</min:PersonId>
  <min:Grouping>None</min:Grouping>
  <min:Details>All</min:Details>
  <min:Chronologic>true</min:Chronologic>
  <min:FromDateTime>2026-05-29T14:38:23.613+02:00</min:FromDateTime>
  <min:ToDateTime>2026-06-01T14:38:23.613+02:00</min:ToDateTime>
</min:LogStatementForCPRPersonRequest>"""


@pytest.mark.parametrize("request_", [WHOLE, LookupRequest(citizen="1", citizen_source="eCPR")])
def test_a_request_is_read_as_it_was_built(request_: LookupRequest) -> None:
    """With times and order, and without times."""
    assert read_request(parse(etree.tostring(build_request(request_)))) == request_


def test_the_request_of_a_client_is_read() -> None:
    """In the form that the data authority's client sends."""
    read = read_request(parse(AS_SENT.encode()))
    assert (read.citizen, read.citizen_source, read.oldest_first) == ("2512489996", "CPR", True)
    assert read.end == datetime(2026, 6, 1, 12, 38, 23, 613_000, tzinfo=UTC)


def test_only_the_person_has_to_be_told() -> None:
    """The rest has an answer of its own: all, oldest first."""
    root = parse(AS_SENT.encode())
    root[1:] = []
    assert read_request(root) == LookupRequest(citizen="2512489996")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("LogStatementForCPRPersonRequest", "LogStatementOnBehalfOfRequest", "CPRPersonRequest"),
        ('source="CPR"', 'source="SOR"', "expected CPR or eCPR as source of PersonId"),
        (">2512489996<", "> <", "expected one PersonId"),
        ("min:PersonId", "min:Person", "expected one PersonId"),
        ("min:PersonId", "PersonId", "expected one PersonId"),
        (">None<", ">Day<", "expected None in Grouping, the only value that is publicly known"),
        (">All<", "><", "expected All in Details"),
        (">true<", ">yes<", "expected true or false in Chronologic"),
        ("2026-05-29T", "29-05-2026T", "expected an xs:dateTime in FromDateTime"),
        ("2026-05-29T", "2026-06-02T", "expected ToDateTime not before FromDateTime"),
    ],
)
def test_a_request_that_cannot_be_read_is_refused(old: str, new: str, words: str) -> None:
    """With a message that says what was expected."""
    with pytest.raises(MalformedLookup, match=words):
        read_request(parse(AS_SENT.replace(old, new).encode()))


@pytest.mark.parametrize(
    ("begin", "until", "covered"),
    [
        (NOW, None, True),
        (NOW + timedelta(seconds=1), None, False),
        (NOW - timedelta(days=3), None, True),
        (NOW - timedelta(days=3, seconds=1), None, False),
        (NOW - timedelta(days=4), NOW - timedelta(days=3), True),
        (NOW - timedelta(days=5), NOW - timedelta(days=4), False),
        (NOW, NOW + timedelta(days=1), True),
    ],
)
def test_both_ends_of_the_time_count(
    begin: datetime,
    until: datetime | None,
    covered: bool,
) -> None:
    """A period counts when any of it lies in the time asked for."""
    assert WHOLE.covers(replace(ENTRY, at=begin, until=until)) is covered


def fields(root: etree._Element) -> dict[str, str | None]:
    return {
        etree.QName(child).localname: child.text
        for child in root.iterfind("m:LogDataEntry/m:Destination/m:*", NS)
    }


def test_an_open_entry_is_told_as_it_was_registered() -> None:
    """In the look-up's namespace, in the order of a registration."""
    entry = replace(ENTRY, source=Source(system_name="Portal", source=Source(correlation_id="c")))
    root = build_response([LogStatement(entry=entry)])
    assert list(fields(root)) == [
        "SystemName",
        "Activity",
        "DateTime",
        "PersonIdentifier",
        "UserPersonIdentifier",
        "UserPersonName",
        "OnBehalfOfPersonIdentifier",
        "OnBehalfOfPersonName",
    ]
    assert root.findtext("m:LogDataEntry/m:Source/m:SystemName", None, NS) == "Portal"
    assert root.findtext("m:LogDataEntry/m:Source/m:Source/m:CorrelationId", None, NS) == "c"


def test_the_number_of_who_is_hidden_is_left_out() -> None:
    """Each for themselves: the user, and whom the user acted for."""
    user = fields(build_response([LogStatement(entry=ENTRY, hides_user=True)]))
    assert "UserPersonIdentifier" not in user
    assert user["OnBehalfOfPersonIdentifier"] == "J0184"
    principal = fields(build_response([LogStatement(entry=ENTRY, hides_principal=True)]))
    assert "OnBehalfOfPersonIdentifier" not in principal
    assert principal["UserPersonIdentifier"] == "0501792275"


def test_no_entries_give_an_empty_answer() -> None:
    """Nobody has seen anything."""
    assert len(build_response([])) == 0
