"""Where mutants that go wrong on an ordinary day are looked at."""

from collections.abc import Callable

from card_documents import CITIZEN, card, entry, protected_name_and_address, value
from mutant_trial import COPY, USER, Trial
from national_services import RETRIEVE
from reference_persons import opened, user

from conformance.reference.view import PROTECTED

Probe = Callable[[Trial], object]

BRUNO = "2509479989"
MAX = "0107729995"


def outcome_as_user(trial: Trial) -> str:
    return trial.view(trial.start(USER)).outcome


def outcome_for_nurse(trial: Trial) -> str:
    return trial.view(trial.start(), user(education="5166")).outcome


def name_of_the_protected(trial: Trial) -> str:
    trial.services.cards[BRUNO] = card([protected_name_and_address()], cpr=BRUNO)
    return opened(trial.start(), cpr=BRUNO).card.name


def kept_of_empty_card(trial: Trial) -> bool:
    ehr = trial.start(COPY)
    trial.services.cards[CITIZEN] = card([])
    ehr.refresh((CITIZEN,))
    return ehr.local_copy(CITIZEN) is not None


def language_in_first_copy(trial: Trial) -> str:
    ehr = trial.start(COPY)
    trial.services.cards[CITIZEN] = card([])
    ehr.refresh((CITIZEN,))
    return ehr.local_copy(CITIZEN).language


def children_of_max(trial: Trial) -> int:
    trial.services.cards[MAX] = card([], cpr=MAX)
    return len(opened(trial.start(), cpr=MAX).card.children_in_custody)


def language_after_deletion(trial: Trial) -> str:
    ehr = trial.start(COPY)
    spoken = entry("20", "LanguageTypedIn", value("CD", code="tr", codeSystem="1.0.639.1"))
    for entries in ([spoken], []):
        trial.services.cards[CITIZEN] = card(entries)
        ehr.refresh((CITIZEN,))
    return ehr.local_copy(CITIZEN).language


def refreshed_in_care(trial: Trial) -> int:
    ehr = trial.start(COPY)
    ehr.care_for((CITIZEN,))
    return len(ehr.refresh((CITIZEN,)).refreshed)


def fetched_after_empty_poll(trial: Trial) -> int:
    ehr = trial.start(COPY)
    ehr.care_for((CITIZEN,))
    ehr.poll_notifications()
    trial.services.notified = [CITIZEN]
    ehr.poll_notifications()
    return len(trial.services.calls_to(RETRIEVE))


def whose_accesses(trial: Trial) -> list[str]:
    return [entry.findtext("PersonIdentifier", "") for entry in trial.logged()]


EVERYDAY_PROBES: dict[str, tuple[Probe, object, object]] = {
    "national-role-demanded": (outcome_as_user, "refused", "shown"),
    "physicians-alone": (outcome_for_nurse, "refused", "shown"),
    "names-from-own-records": (name_of_the_protected, "Bruno Test Elmer", PROTECTED),
    "empty-card-not-kept": (kept_of_empty_card, False, True),
    "danish-unless-told": (language_in_first_copy, "da", ""),
    "family-from-own-records": (children_of_max, 1, 0),
    "deleted-field-kept": (language_after_deletion, "tr", ""),
    "batch-left-to-notifications": (refreshed_in_care, 0, 1),
    "polls-until-nothing-comes": (fetched_after_empty_poll, 0, 1),
    "logs-the-whole-ward": (whose_accesses, [CITIZEN, "0408801111"], [CITIZEN]),
}
