"""Where mutants that log wrongly, or let in whoever comes, are looked at."""

from collections.abc import Callable

from card_documents import CITIZEN
from mutant_trial import Trial
from national_services import REGISTER
from reference_persons import ASSISTANT, opened, user

Probe = Callable[[Trial], object]


def organisation_logged(trial: Trial) -> str:
    return trial.logged()[0].findtext("OrganisationId", "")


def requests_for_two_openings(trial: Trial) -> int:
    ehr = trial.start()
    opened(ehr)
    opened(ehr)
    ehr.flush_log()
    return len(trial.services.calls_to(REGISTER))


def accesses_in_own_log(trial: Trial) -> int:
    ehr = trial.start()
    opened(ehr)
    return len(ehr.local_log(CITIZEN).accesses)


def shown_without_a_right(trial: Trial) -> str:
    return trial.view(trial.start(), user(ASSISTANT, code="", education="")).outcome


LOGGING_PROBES: dict[str, tuple[Probe, object, object]] = {
    "organisation-not-logged": (organisation_logged, "", "20921897"),
    "logs-one-by-one": (requests_for_two_openings, 2, 1),
    "no-own-log": (accesses_in_own_log, 0, 1),
    "no-local-rights-control": (shown_without_a_right, "shown", "refused"),
}
