"""A breach of our schema of MinLog2 is told in words that a developer can act on."""

from typing import Final

import pytest

from conformance.findings import Severity
from conformance.minlog.schema import MINLOG
from tests.minlog.minlog_examples import REQUEST, RESPONSE, edited

ENTRY: Final = "/RegistrationRequest/LogDataEntry[1]"
DESTINATION: Final = f"{ENTRY}/Destination[1]"
MISTAKES: Final[dict[str, tuple[str, str, str, str, str, str, str]]] = {
    "no text": (
        REQUEST,
        "<SystemName>Example EHR<",
        "<SystemName><",
        f"{DESTINATION}/SystemName[1]",
        "the name of a system, of 1 to 25 characters",
        "nothing",
        "Name the system in at most 25 characters",
    ),
    "text too long": (
        REQUEST,
        "<Activity>Fælles",
        f"<Activity>{'x' * 60}",
        f"{DESTINATION}/Activity[1]",
        "an activity of 1 to 75 characters",
        f'"{"x" * 60} Stamkort opslag"',
        "Tell the citizen in at most 75 characters what was done",
    ),
    "an id that is too long": (
        REQUEST,
        "<SequenceNumber>1",
        f"<SequenceNumber>{'1' * 37}",
        f"{DESTINATION}/SequenceNumber[1]",
        "a number or another text of 1 to 36 characters",
        f'"{"1" * 37}"',
        "give each a UUID",
    ),
    "a date that Danes write": (
        REQUEST,
        "2025-06-01T12:00:00Z",
        "01-06-2025 12:00",
        f"{DESTINATION}/DateTime[1]",
        "a time such as 2025-06-01T12:00:00Z, from 2015-01-01 on",
        '"01-06-2025 12:00"',
        "Write date, T and time with seconds",
    ),
    "a date without a time": (
        REQUEST,
        "2025-06-01T12:00:00Z",
        "2025-06-01",
        f"{DESTINATION}/DateTime[1]",
        "a time such as 2025-06-01T12:00:00Z, from 2015-01-01 on",
        '"2025-06-01"',
        "Write date, T and time with seconds",
    ),
    "a time before the first": (
        REQUEST,
        "2025-06-01T12:00:00Z",
        "2014-12-31T12:00:00Z",
        f"{DESTINATION}/DateTime[1]",
        "from 2015-01-01 on",
        '"2014-12-31T12:00:00Z"',
        "Write date, T and time with seconds",
    ),
    "a source in small letters": (
        REQUEST,
        '<PersonIdentifier source="CPR">',
        '<PersonIdentifier source="cpr">',
        f"{DESTINATION}/PersonIdentifier[1]/@source",
        "the kind of the citizen's number: CPR or eCPR, in just these letters",
        '"cpr"',
        "Say CPR for a CPR number",
    ),
    "a source of another element": (
        REQUEST,
        '<UserPersonIdentifier source="CPR">',
        '<UserPersonIdentifier source="SOR">',
        f"{DESTINATION}/UserPersonIdentifier[1]/@source",
        "CPR, Autorisation or EuropeanHealthcareProfessional",
        '"SOR"',
        "Autorisation for an authorisation number",
    ),
    "an unknown register": (
        REQUEST,
        'source="SOR"',
        'source="SHAK"',
        f"{DESTINATION}/OrganisationId[1]/@source",
        "SOR, YDER, CVR or EuropeanHealthcareOrganisation",
        '"SHAK"',
        "Say in source which register the number is from",
    ),
    "no source": (
        REQUEST,
        '<PersonIdentifier source="CPR">',
        "<PersonIdentifier>",
        f"{DESTINATION}/PersonIdentifier[1]",
        "attribute source on PersonIdentifier",
        "PersonIdentifier without it",
        "Add source to PersonIdentifier",
    ),
    "an unknown attribute": (
        REQUEST,
        "<LogDataEntry>",
        '<LogDataEntry id="1">',
        f"{ENTRY}/@id",
        "only attributes of LogDataEntry",
        'id="1"',
        "Remove id",
    ),
    "an unknown element": (
        REQUEST,
        "<Activity>",
        "<Purpose>x</Purpose><Activity>",
        f"{DESTINATION}/Purpose[1]",
        "Activity",
        "Purpose",
        "Remove Purpose: Destination has no such element",
    ),
    "text between elements": (
        REQUEST,
        "<Destination>",
        "<Destination>stray",
        DESTINATION,
        "elements only in Destination",
        'text "stray"',
        "Remove the text",
    ),
    "elements in a text": (
        REQUEST,
        "<UserRole>Example role",
        "<UserRole>Example role<code/>",
        f"{DESTINATION}/UserRole[1]",
        "text only in UserRole",
        "elements: code",
        "Write the text itself in UserRole",
    ),
    "a required element left out": (
        REQUEST,
        "<SystemName>Example EHR</SystemName>",
        "",
        f"{DESTINATION}/Activity[1]",
        "SystemName",
        "Activity",
        "Add SystemName before Activity",
    ),
    "no time": (
        REQUEST,
        "<DateTime>2025-06-01T12:00:00Z</DateTime>",
        "",
        f"{DESTINATION}/OrganisationId[1]",
        "DateTime, FromDateTime or ToDateTime",
        "OrganisationId",
        "Add DateTime, FromDateTime or ToDateTime before OrganisationId",
    ),
    "an element twice": (
        REQUEST,
        "<Reason>",
        "<Activity>x</Activity><Reason>",
        f"{DESTINATION}/Activity[2]",
        "DateTime",
        "Activity",
        "Remove this Activity, or move it: it stands after SystemName and before Reason",
    ),
    "a namespace where none belongs": (
        REQUEST,
        "<SystemName>Example EHR</SystemName>",
        "<ml:SystemName>Example EHR</ml:SystemName>",
        f"{DESTINATION}/SystemName[1]",
        "SystemName",
        "SystemName in namespace http://www.sundhedsdatastyrelsen.dk/minlog/",
        "Put SystemName in no namespace",
    ),
    "elements in the wrong order": (
        REQUEST,
        "<Activity>Fælles Stamkort opslag</Activity>\n      <Reason>Indlæggelse</Reason>",
        "<Reason>Indlæggelse</Reason>\n      <Activity>Fælles Stamkort opslag</Activity>",
        f"{DESTINATION}/Reason[1]",
        "Activity",
        "Reason",
        "Move Reason: it stands after SystemName, Activity and before Addition, Criticality",
    ),
    "no entries": (
        RESPONSE.replace("Response", "Request"),
        RESPONSE[RESPONSE.index("  <Failed") : RESPONSE.index("</ml")],
        "",
        "/RegistrationRequest",
        "LogDataEntry in RegistrationRequest",
        "RegistrationRequest without elements",
        "Add LogDataEntry to RegistrationRequest",
    ),
    "an entry without an access": (
        REQUEST,
        REQUEST[REQUEST.index("    <Destination>") : REQUEST.index("  </LogDataEntry>")],
        "",
        ENTRY,
        "Destination in LogDataEntry",
        "LogDataEntry that ends after Source",
        "Add Destination to LogDataEntry",
    ),
    "a count in words": (
        RESPONSE,
        "<NumberAdded>0<",
        "<NumberAdded>none<",
        "/RegistrationResponse/NumberAdded[1]",
        "how many registrations were taken, as a whole number",
        '"none"',
        "Write the number in digits, 0 when there are none",
    ),
    "a count beyond all bounds": (
        RESPONSE,
        "<NumberAdded>0<",
        "<NumberAdded>99999999999<",
        "/RegistrationResponse/NumberAdded[1]",
        "how many registrations were taken, as a whole number",
        '"99999999999"',
        "Write the number in digits, 0 when there are none",
    ),
    "no count of failures": (
        RESPONSE,
        "<NumberFailed>2</NumberFailed>",
        "",
        "/RegistrationResponse",
        "NumberFailed in RegistrationResponse",
        "RegistrationResponse that ends after NumberAdded",
        "Add NumberFailed to RegistrationResponse",
    ),
    "a type": (
        REQUEST,
        "<Activity>",
        '<Activity xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="text">',
        f"{DESTINATION}/Activity[1]/@xsi:type",
        "a data type that the schema knows",
        '"text"',
        "Leave xsi:type out",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_explained(mistake: tuple[str, str, str, str, str, str, str]) -> None:
    """One finding tells place, expectation, what was found and how to mend it, in names."""
    message, old, new, where, expected, found, fix = mistake

    (finding,) = MINLOG.check(edited(message, (old, new)))

    assert finding.where == where
    assert expected in finding.expected
    assert found in finding.found
    assert fix in (finding.fix or "")
    assert "{" not in str(finding)
    assert (finding.rule, finding.severity) == ("MINLOG-00", Severity.FAIL)


def test_all_faults_are_told_in_one_go() -> None:
    """Faults in three entries or places give three findings."""
    told = MINLOG.check(
        edited(
            REQUEST,
            ("Example EHR", "E" * 26),
            ('source="SOR"', 'source="sor"'),
            ("2025-06-01T12:05:00.5+02:00", "12:05"),
        )
    )

    assert [finding.found for finding in told] == [f'"{"E" * 26}"', '"sor"', '"12:05"']


def test_the_root_is_told() -> None:
    """Another message gives one finding that names what was expected."""
    (finding,) = MINLOG.check(edited(REQUEST, ("<ml:Reg", "<ml:Deg"), ("</ml:Reg", "</ml:Deg")))

    assert "RegistrationRequest or RegistrationResponse" in finding.expected
    assert "DegistrationRequest" in finding.found
