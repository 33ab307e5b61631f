"""Where mutants that call the services wrongly, or stand no trouble with them, are looked at."""

from collections.abc import Callable
from datetime import timedelta

from mutant_trial import SYSTEM, Trial
from national_services import REGISTER, RETRIEVE, SEARCH, fault
from reference_persons import NOW, opened

from conformance.reference.shown import View

Probe = Callable[[Trial], object]


def searched(path: str) -> Probe:
    """The text that an XPath finds in the first search."""

    def probe(trial: Trial) -> str:
        trial.shown()
        return trial.services.calls_to(SEARCH)[0].text(path)

    return probe


def slot(name: str) -> str:
    return f"//*[@name='$XDSDocumentEntry{name}']//*[local-name()='Value']"


def number_of_statuses(trial: Trial) -> int:
    trial.shown()
    return len(trial.services.calls_to(SEARCH)[0].root.xpath(slot("Status")))


def first_type(trial: Trial) -> str:
    return searched(slot("Type"))(trial).partition("-")[0]


def asks_for_telemedicine(trial: Trial) -> bool:
    return "phmr" in searched(slot("FormatCode"))(trial)


def query_asked(trial: Trial) -> str:
    return searched("//*[local-name()='AdhocQuery']/@id")(trial).partition("-")[0]


def citizen_asked(trial: Trial) -> str:
    return searched(slot("PatientId"))(trial)[:1]


def format_has_scheme(trial: Trial) -> bool:
    return "^^" in searched(slot("FormatCode"))(trial)


def repository_asked(trial: Trial) -> str:
    trial.services.repository = "9.9.9"
    trial.shown()
    return trial.services.calls_to(RETRIEVE)[0].text("//*[local-name()='RepositoryUniqueId']")


def document_asked(trial: Trial) -> str:
    trial.shown()
    first = trial.services.calls_to(RETRIEVE)[0]
    return first.text("//*[local-name()='DocumentUniqueId']").partition("-")[0]


def action_sent(trial: Trial) -> str:
    trial.shown()
    return trial.services.calls_to(SEARCH)[0].action


def id_cards_asked_for_in_two_days(trial: Trial) -> int:
    ehr = trial.start()
    opened(ehr)
    ehr.set_clock(NOW + timedelta(days=2))
    opened(ehr)
    return sum("/sts/" in call.path for call in trial.services.calls)


def in_outage(trial: Trial) -> View:
    trial.services.search_status = "Failure"
    return trial.view(trial.start())


def outcome_in_outage(trial: Trial) -> str:
    return in_outage(trial).outcome


def told_in_outage(trial: Trial) -> bool:
    return bool(in_outage(trial).message)


def outcome_after_outage(trial: Trial) -> str:
    ehr = trial.start()
    trial.services.canned[SEARCH] = fault("server_error")
    opened(ehr)
    del trial.services.canned[SEARCH]
    return opened(ehr).outcome


def outcome_of_multipart(trial: Trial) -> str:
    trial.services.packs = True
    return trial.view(trial.start()).outcome


def waiting_after_partial_failure(trial: Trial) -> int:
    ehr = trial.start(SYSTEM)
    opened(ehr)
    opened(ehr)
    trial.services.refuse_in_log = 1
    return ehr.flush_log().waiting


def logged_after_outage(trial: Trial) -> int:
    ehr = trial.start(SYSTEM)
    opened(ehr)
    trial.services.canned[REGISTER] = fault("server_error")
    ehr.flush_log()
    del trial.services.canned[REGISTER]
    opened(ehr)
    ehr.flush_log()
    return len(trial.services.logged)


CALL_PROBES: dict[str, tuple[Probe, object, object]] = {
    # mutant: what is looked at, what the mutant does, what the right system does
    "searches-with-get-all": (query_asked, "urn:uuid:10b545ea", "urn:uuid:14d4debf"),
    "patient-id-unquoted": (citizen_asked, "0", "'"),
    "searches-stable-documents": (first_type, "('urn:uuid:7edca82f", "('urn:uuid:34268e47"),
    "searches-without-status": (number_of_statuses, 0, 1),
    "format-code-without-scheme": (format_has_scheme, False, True),
    "searches-other-documents": (asks_for_telemedicine, True, False),
    "repository-taken-from-document-id": (repository_asked, "1.2.3.4", "9.9.9"),
    "document-id-cut-short": (document_asked, "odd", "1.2.3.4^odd"),
    "no-soap-action": (action_sent, "", "urn:ihe:iti:2007:RegistryStoredQuery"),
    "expired-id-card-kept": (id_cards_asked_for_in_two_days, 1, 2),
    "outage-shown-as-empty-card": (outcome_in_outage, "shown", "unavailable"),
    "outage-shown-as-no-card": (outcome_in_outage, "not-found", "unavailable"),
    "outage-without-a-word": (told_in_outage, False, True),
    "gives-up-after-outage": (outcome_after_outage, "unavailable", "shown"),
    "reads-bare-answers-only": (outcome_of_multipart, "unavailable", "shown"),
    "partial-failure-repeats-all": (waiting_after_partial_failure, 2, 1),
    "logging-given-up-after-outage": (logged_after_outage, 1, 2),
}
