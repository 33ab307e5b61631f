"""What is on the screen: the status, the fields, and the temporary address in its time."""

from datetime import UTC, datetime

import pytest
from card_documents import (
    CITIZEN,
    card,
    entered,
    entry,
    holder,
    name_and_address,
    nav,
    opt_out,
    protected_name_and_address,
    temporary,
    value,
)
from lxml import etree
from national_services import (
    NationalServices,
)
from reference_persons import Start, opened

from conformance.reference.shown import Display
from conformance.reference.view import PROTECTED


def test_a_citizen_without_card_is_not_found_and_the_status_unknown(start: Start) -> None:
    view = opened(start(), cpr="0410009234")
    assert (view.outcome, view.card.no_resuscitation.status) == ("not-found", "unavailable")
    assert "Der findes intet stamkort" in view.message


@pytest.mark.parametrize(
    ("entries", "status"),
    [
        ([opt_out("true")], "yes"),
        ([opt_out("false")], "no"),
        ([opt_out("NAV")], "unavailable"),
        ([opt_out("False")], "unavailable"),
        ([opt_out(" true")], "unavailable"),
        ([entry("31", "NoResuscitationRegistration", nav())], "unavailable"),
        ([], "unavailable"),
    ],
    ids=["true", "false", "NAV", "False", "blank", "nullFlavor", "missing"],
)
def test_only_true_and_false_are_known(
    start: Start, services: NationalServices, entries: list[etree._Element], status: str
) -> None:
    services.cards[CITIZEN] = card([name_and_address(), *entries])
    view = opened(start())
    assert ("shown", status) == (view.outcome, view.card.no_resuscitation.status)


def test_the_three_states_have_distinct_words(start: Start, services: NationalServices) -> None:
    texts = set()
    for answer in ("true", "false", "NAV"):
        services.cards[CITIZEN] = card([opt_out(answer)])
        texts.add(opened(start()).card.no_resuscitation.text)
    assert len(texts) == 3


def test_restricted_display_shows_nothing_but_the_status(start: Start) -> None:
    view = opened(start(display=Display.RESTRICTED))
    shown = {field for field in view.card.__struct_fields__ if getattr(view.card, field)}
    assert {"no_resuscitation"} == shown


def test_full_display_shows_every_field(start: Start) -> None:
    view = opened(start())
    fields = set(view.card.__struct_fields__) - {"protection"}
    assert all(getattr(view.card, field) for field in fields)


def test_a_protected_citizen_is_shown_by_words_of_protection(
    start: Start, services: NationalServices
) -> None:
    services.cards[CITIZEN] = card([protected_name_and_address(), holder("ADRESSEBESKYTTET")])
    shown = opened(start()).card
    assert (shown.name, shown.address) == (PROTECTED, (PROTECTED,))
    assert [other.name for other in shown.custody_holders] == [PROTECTED]
    assert "beskyttelse" in shown.protection


@pytest.mark.parametrize(
    ("code", "who"),
    [
        ("EnteredCitizen", "citizen"),
        ("EnteredCitizenRelative", "relative"),
        ("EnteredHealthcareprofessional", "health-professional"),
        ("SomethingElse", None),
    ],
)
def test_who_typed_something_in_is_shown_with_name_and_time(
    start: Start, services: NationalServices, code: str, who: str | None
) -> None:
    language = entry("20", "LanguageTypedIn", value("CD", code="de", codeSystem="1.0.639.1"))
    services.cards[CITIZEN] = card([entered(language, code, place="Testhospitalet")])
    told = opened(start()).card.language_provenance
    assert (told.entered_by, told.name) == (who, "Max Berggren, Testhospitalet")
    assert told.at == datetime(2024, 3, 1, 8, 30, tzinfo=UTC)


def test_what_a_register_says_was_typed_in_by_nobody(
    start: Start, services: NationalServices
) -> None:
    """An entry without the author template for typing in has no such origin."""
    language = entry("20", "LanguageTypedIn", value("CD", code="de", codeSystem="1.0.639.1"))
    services.cards[CITIZEN] = card([language])
    assert opened(start()).card.language_provenance is None


def test_a_card_that_is_shown_offers_what_is_typed_in_to_edit(start: Start) -> None:
    assert opened(start()).editable == (
        "contact_numbers",
        "dentist",
        "language",
        "relatives",
        "temporary_address",
    )


def test_the_custody_role_is_the_citizens_own(start: Start) -> None:
    shown = opened(start()).card
    roles = [(c.role, c.role_of) for c in shown.children_in_custody + shown.custody_holders]
    assert roles == [("far", "citizen"), ("far", "citizen"), ("barn", "citizen")]


@pytest.mark.parametrize(
    ("high", "seen"),
    [
        ("20250601115959+0200", "not shown"),
        ("20250601120000+0200", "shown"),
        ("20250601120001+0200", "shown"),
        (None, "shown"),
    ],
    ids=["passed", "now", "later", "none"],
)
def test_a_temporary_address_is_shown_until_its_end_has_passed(
    start: Start, services: NationalServices, high: str | None, seen: str
) -> None:
    """The system's clock stands at 12:00 Danish summer time."""
    services.cards[CITIZEN] = card([temporary(high=high)])
    address = opened(start()).card.temporary_address
    assert seen == ("shown" if address else "not shown")


def test_a_temporary_address_to_come_is_shown_with_its_dates(
    start: Start, services: NationalServices
) -> None:
    services.cards[CITIZEN] = card([temporary(low="20300101000000+0100")])
    assert opened(start()).card.temporary_address.valid_from.year == 2030
