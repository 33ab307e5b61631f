"""The three integration methods: rights, id cards, local copies, sessions, clock."""

from datetime import timedelta

import pytest
from card_documents import (
    CITIZEN,
    card,
    name_and_address,
    opt_out,
)
from national_services import (
    REGISTER,
    RETRIEVE,
    SEARCH,
    STS,
    Call,
    NationalServices,
    fault,
)
from reference_persons import ASSISTANT, NOW, Start, opened, user

from conformance.reference.rights import NationalRole
from conformance.reference.sessions import LoginRefused, NotLoggedIn
from conformance.reference.shown import Display, IntegrationMethod, Scenario

COPY, SYSTEM, USER = IntegrationMethod


def card_attribute(call: Call, name: str) -> str:
    return call.text(f"//*[@Name='{name}']/*")


def test_user_calls_carry_the_users_card_and_the_system_writes_no_log(
    start: Start, services: NationalServices
) -> None:
    ehr = start(USER)
    assert opened(ehr).outcome == "shown"
    (search,) = services.calls_to(SEARCH)
    assert card_attribute(search, "sosi:AuthenticationLevel") == "4"
    assert search.text("//*[local-name()='SecurityLevel']") == "4"
    assert card_attribute(search, "medcom:UserAuthorizationCode") == "J0184"
    assert ehr.flush_log().sent == 0
    assert services.calls_to(REGISTER) == []


@pytest.mark.parametrize("role", NationalRole)
@pytest.mark.parametrize("method", IntegrationMethod)
def test_both_national_roles_read_the_card(
    start: Start, method: IntegrationMethod, role: NationalRole
) -> None:
    who = user(ASSISTANT, code="", education="", roles=[role])
    assert opened(start(method), who).outcome == "shown"


@pytest.mark.parametrize(
    "roles",
    [[], ["urn:dk:healthcare:national-federation-role:code:41003:value:PlejeAssR3"]],
    ids=["none", "R3"],
)
@pytest.mark.parametrize("method", IntegrationMethod)
def test_staff_without_right_are_refused_and_nothing_is_sent(
    start: Start, services: NationalServices, method: IntegrationMethod, roles: list[str]
) -> None:
    ehr = start(method)
    view = opened(ehr, user(ASSISTANT, code="", roles=roles))
    assert (view.outcome, view.card) == ("refused", None)
    assert view.message
    assert ehr.flush_log().waiting == 0
    assert services.calls == []


def test_a_user_without_certificate_is_refused_in_the_user_method(
    start: Start, services: NationalServices
) -> None:
    assert opened(start(USER), user("2408631478")).outcome == "refused"
    assert services.calls == []


@pytest.mark.parametrize("method", IntegrationMethod)
def test_nobody_logs_in_with_two_national_roles(start: Start, method: IntegrationMethod) -> None:
    with pytest.raises(LoginRefused):
        start(method).sessions.log_in(user(roles=list(NationalRole)))


def test_a_new_scenario_forgets_sessions_copies_log_and_id_cards(
    start: Start, services: NationalServices
) -> None:
    ehr = start(COPY)
    session = ehr.sessions.log_in(user())
    ehr.open_card(session, CITIZEN)
    ehr.begin(Scenario(integration_method=COPY, display=Display.FULL))

    with pytest.raises(NotLoggedIn):
        ehr.open_card(session, CITIZEN)
    assert ehr.local_copy(CITIZEN) is None
    assert ehr.flush_log().waiting == 0
    opened(ehr)
    assert len(services.calls_to(STS)) == 2


def test_a_new_scenario_lets_the_clock_run_again(start: Start) -> None:
    ehr = start()
    ehr.begin(Scenario(integration_method=SYSTEM, display=Display.FULL))
    assert ehr._clock() > NOW


def test_a_local_copy_is_replaced_and_what_is_gone_is_gone(
    start: Start, services: NationalServices
) -> None:
    ehr = start(COPY)
    opened(ehr)
    services.cards[CITIZEN] = card([name_and_address(), opt_out("true")])
    assert ehr.refresh((CITIZEN,)).refreshed == (CITIZEN,)
    assert ehr.local_copy(CITIZEN).relatives == ()
    assert ehr.local_copy(CITIZEN).name == "Max Test Berggren"


def test_an_outage_shows_the_copy_with_its_age_and_an_unknown_status(
    start: Start, services: NationalServices
) -> None:
    ehr = start(COPY)
    opened(ehr)
    ehr.set_clock(NOW + timedelta(hours=3))
    services.canned[SEARCH] = (503, "text/html", b"")
    view = opened(ehr)

    assert (view.outcome, view.card.name) == ("shown", "Max Test Berggren")
    assert "01-06-2025 kl. 12:00 (3 timer gammel)" in view.message
    assert view.card.no_resuscitation.status == "unavailable"


def test_an_outage_without_copy_is_unavailable(start: Start, services: NationalServices) -> None:
    services.canned[SEARCH] = (503, "text/html", b"")
    assert opened(start(COPY)).outcome == "unavailable"


def test_the_copy_goes_when_the_service_knows_of_no_card(
    start: Start, services: NationalServices
) -> None:
    ehr = start(COPY)
    opened(ehr)
    services.cards.clear()
    assert opened(ehr).outcome == "not-found"
    assert ehr.local_copy(CITIZEN) is None


def test_an_address_lapses_in_the_copy_though_nothing_is_fetched(
    start: Start, services: NationalServices
) -> None:
    ehr = start(COPY)
    ehr.refresh((CITIZEN,))
    calls = len(services.calls)
    assert ehr.local_copy(CITIZEN).temporary_address
    ehr.set_clock(NOW.replace(year=2026))
    assert ehr.local_copy(CITIZEN).temporary_address is None
    assert calls == len(services.calls)


def test_a_failed_refresh_keeps_the_copy_and_says_so(
    start: Start, services: NationalServices
) -> None:
    ehr = start(COPY)
    ehr.refresh((CITIZEN,))
    services.canned[RETRIEVE] = fault("not_authorized")
    assert ehr.refresh((CITIZEN,)).failed == (CITIZEN,)
    assert ehr.local_copy(CITIZEN).name


def test_a_batch_refresh_is_no_access_by_a_user(start: Start) -> None:
    ehr = start(COPY)
    ehr.refresh((CITIZEN,))
    assert ehr.flush_log().sent == 0


def test_the_local_copy_is_restricted_too(start: Start) -> None:
    ehr = start(COPY, Display.RESTRICTED)
    ehr.refresh((CITIZEN,))
    assert ehr.local_copy(CITIZEN).name == ""


def test_the_other_methods_keep_no_copy(start: Start) -> None:
    ehr = start(SYSTEM)
    opened(ehr)
    assert ehr.local_copy(CITIZEN) is None
    assert ehr.refresh((CITIZEN,)).failed == (CITIZEN,)
