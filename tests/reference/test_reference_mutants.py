"""Every mutant is wrong where it says so, and right elsewhere is not its business."""

from collections.abc import Callable

import pytest
from call_probes import CALL_PROBES
from card_documents import (
    CITIZEN,
    card,
    entry,
    name_and_address,
    nav,
    registration,
    temporary,
)
from display_probes import DISPLAY_PROBES
from everyday_probes import EVERYDAY_PROBES
from keeping_probes import KEEPING_PROBES
from logging_probes import LOGGING_PROBES
from lxml import etree
from mutant_trial import COPY, RESTRICTED, USER, Trial
from national_services import SEARCH, NationalServices
from portal_probes import PORTAL_PROBES
from reference_persons import ASSISTANT, NOW, Start, user

from conformance.reference.behaviour import Behaviour
from conformance.reference.mutants import MUTANTS, Mutant
from conformance.reference.rights import NationalRole
from conformance.reference.sessions import LoginRefused
from conformance.reference.shown import User


def helper() -> User:
    return user(ASSISTANT, code="", education="", roles=[NationalRole.R1])


def unavailable(trial: Trial) -> str:
    trial.services.search_status = "Failure"
    return trial.view(trial.start()).card.no_resuscitation.status


def nav_value(trial: Trial) -> str:
    return trial.shown([entry("31", "NoResuscitationRegistration", nav())]).no_resuscitation.status


def opt_out(answer: str) -> etree._Element:
    return entry("31", "NoResuscitationRegistration", registration(answer))


def deleted_address_in_copy(trial: Trial) -> bool:
    ehr = trial.start(COPY)
    trial.services.cards[CITIZEN] = card([temporary(low="20200101000000+0100", high=None)])
    trial.view(ehr)
    trial.services.cards[CITIZEN] = card([])
    return bool(trial.view(ehr).card.temporary_address)


def withdrawn_opt_out_in_copy(trial: Trial) -> str:
    ehr = trial.start(COPY)
    trial.services.cards[CITIZEN] = card([opt_out("true")])
    trial.view(ehr)
    trial.services.cards[CITIZEN] = card([opt_out("false")])
    return trial.view(ehr).card.no_resuscitation.status


def opted_out(trial: Trial) -> str:
    return trial.shown([opt_out("true")]).no_resuscitation.status


def not_opted_out(trial: Trial) -> str:
    return trial.shown([opt_out("false")]).no_resuscitation.status


def level_of_user_call(trial: Trial) -> str:
    trial.view(trial.start(USER))
    call = trial.services.calls_to(SEARCH)[0]
    return call.text("//*[@Name='sosi:AuthenticationLevel']/*")


def length_of_logged_user(trial: Trial) -> int:
    return max(10, min(51, len(trial.logged()[0].findtext("UserPersonIdentifier"))))


def how_often_logged_after_two_tries(trial: Trial) -> int:
    ehr = trial.start()
    trial.view(ehr)
    ehr.flush_log()
    ehr.flush_log()
    return len(trial.services.logged)


def restricted(trial: Trial) -> bool:
    return bool(trial.shown(display=RESTRICTED).name)


def full(trial: Trial) -> bool:
    return bool(trial.shown().name)


def format_asked(trial: Trial) -> bool:
    trial.shown()
    return "pdc-v2.0" in trial.services.calls_to(SEARCH)[0].text("//*")


def version_2(trial: Trial) -> bool:
    return bool(trial.shown(version="2.0", marker="pdc-v2.0").name)


def role_of(trial: Trial) -> str:
    return trial.shown().children_in_custody[0].role_of


def children(trial: Trial) -> int:
    return len(trial.shown().children_in_custody)


def holders(trial: Trial) -> int:
    return len(trial.shown().custody_holders)


def lapsed_address(trial: Trial) -> bool:
    return bool(trial.shown([temporary(high="20250531000000+0200")]).temporary_address)


def lapsed_address_in_copy(trial: Trial) -> bool:
    ehr = trial.start(COPY)
    ehr.refresh((CITIZEN,))
    ehr.set_clock(NOW.replace(year=2030))
    return bool(ehr.local_copy(CITIZEN).temporary_address)


def endless_address(trial: Trial) -> bool:
    return bool(trial.shown([temporary()]).temporary_address)


def future_address(trial: Trial) -> bool:
    entries = [temporary(low="20300101000000+0100", high="20310101000000+0100")]
    return bool(trial.shown(entries).temporary_address)


def two_roles(trial: Trial) -> int:
    ehr = trial.start(USER)
    try:
        trial.view(ehr, user(ASSISTANT, code="", roles=list(NationalRole)))
    except LoginRefused:
        return 0
    roles = trial.services.calls[0].root.findall(".//*[@Name='medcom:UserRole']/*")
    return len(roles)


def role_notation(trial: Trial) -> str:
    trial.view(trial.start(USER), helper())
    return trial.services.calls[0].text("//*[@Name='medcom:UserRole']/*")


def calls_without_role(trial: Trial) -> bool:
    trial.view(trial.start(USER), user(ASSISTANT, code=""))
    return bool(trial.services.calls)


def who_is_logged(trial: Trial) -> str:
    return trial.logged()[0].findtext("UserPersonIdentifier")


def how_often_logged(trial: Trial) -> int:
    return len(trial.logged())


def how_often_helper_logged(trial: Trial) -> int:
    return len(trial.logged(who=helper()))


def how_often_logged_as_user(trial: Trial) -> int:
    return len(trial.logged(USER))


def when_logged(trial: Trial) -> str:
    return trial.logged()[0].findtext("DateTime")


def after_a_refusal(trial: Trial) -> int:
    ehr = trial.start()
    trial.view(ehr)
    trial.services.refuse_in_log = 1
    return ehr.flush_log().waiting


def anything(trial: Trial) -> str:
    return trial.shown([name_and_address()]).name


PROBES: dict[str, tuple[Callable[[Trial], object], object, object]] = {
    # mutant: what is looked at, what the mutant does, what the right system does
    "unavailable-shown-as-no": (unavailable, "no", "unavailable"),
    "nav-shown-as-no": (nav_value, "no", "unavailable"),
    "restricted-shows-name": (restricted, True, False),
    "restricted-display-undeclared": (full, False, True),
    "asks-for-v2": (format_asked, True, False),
    "shows-v2-document": (version_2, True, False),
    "custody-role-reversed": (role_of, "other-person", "citizen"),
    "only-first-child": (children, 1, 2),
    "parent-shown-without-custody": (holders, 2, 1),
    "ward-shown-as-child": (children, 3, 2),
    "shows-expired-address": (lapsed_address, True, False),
    "local-copy-keeps-lapsed-address": (lapsed_address_in_copy, True, False),
    "drops-address-without-end": (endless_address, False, True),
    "drops-address-with-end": (future_address, False, True),
    "keeps-address-after-deletion": (deleted_address_in_copy, True, False),
    "withdrawn-opt-out-remembered": (withdrawn_opt_out_in_copy, "yes", "no"),
    "opt-out-shown-as-no": (opted_out, "no", "yes"),
    "no-opt-out-shown-as-yes": (not_opted_out, "yes", "no"),
    "system-card-for-users": (level_of_user_call, "3", "4"),
    "log-user-too-long": (length_of_logged_user, 51, 10),
    "accepted-log-entry-repeated": (how_often_logged_after_two_tries, 2, 1),
    "two-roles-in-id-card": (two_roles, 2, 0),
    "role-notation-shortened": (role_notation, "SundAssistR1", NationalRole.R1),
    "no-role-still-asks": (calls_without_role, True, False),
    "logs-under-system-name": (who_is_logged, "20921897", "0501792275"),
    "does-not-log": (how_often_logged, 0, 1),
    "logs-only-authorised": (how_often_helper_logged, 0, 1),
    "logs-in-user-method": (how_often_logged_as_user, 1, 0),
    "log-time-is-sending-time": (when_logged, "2025-06-01T11:00:00Z", "2025-06-01T10:00:00Z"),
    "failed-log-entry-lost": (after_a_refusal, 0, 1),
    "empty": (anything, "", "Max Test Berggren"),
    **CALL_PROBES,
    **DISPLAY_PROBES,
    **EVERYDAY_PROBES,
    **KEEPING_PROBES,
    **LOGGING_PROBES,
    **PORTAL_PROBES,
}


def test_every_mutant_has_a_probe() -> None:
    assert set(MUTANTS) == set(PROBES)


@pytest.mark.parametrize("name", PROBES)
def test_a_mutant_is_wrong_where_it_says_so(
    start: Start, services: NationalServices, name: str
) -> None:
    probe, wrong, _ = PROBES[name]
    assert wrong == probe(Trial(start, services, MUTANTS[name].behaviour()))


@pytest.mark.parametrize("name", PROBES)
def test_the_reference_system_is_right_where_a_mutant_is_wrong(
    start: Start, services: NationalServices, name: str
) -> None:
    probe, _, right = PROBES[name]
    assert right == probe(Trial(start, services, Behaviour()))


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=lambda mutant: mutant.name)
def test_a_mutant_says_in_a_sentence_what_is_wrong(mutant: Mutant) -> None:
    assert mutant.wrong.endswith(".")
    assert mutant.wrong.count(". ") + 1 == 1
