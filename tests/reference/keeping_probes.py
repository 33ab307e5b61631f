"""Where mutants that keep, notify or edit wrongly are looked at."""

from collections.abc import Callable

from card_documents import CITIZEN, card, entered, entry, person, registration, telephone
from lxml import etree
from mutant_trial import COPY, Trial
from national_services import RETRIEVE, SEARCH, SKR, fault
from reference_persons import opened, user

from conformance.reference.changes import Change, NewNumber, NewRelative
from conformance.reference.ehr import Ehr
from conformance.reference.shown import LocalNote

Probe = Callable[[Trial], object]

OLD, NEW = "20240101120000+0100", "20250501120000+0200"
NABO = "Naja Nabo"


def relative(time: str, number: str) -> etree._Element:
    values = person("Naja", "Nabo"), telephone(f"tel:{number}", "MC")
    return entered(entry("25", "RelativeTypedIn", *values), time=time)


def numbers_after(trial: Trial, *times_and_numbers: tuple[str, str]) -> list[str]:
    """The relative's numbers in the copy after one refresh for each version of the card."""
    ehr = trial.start(COPY)
    for time, number in times_and_numbers:
        trial.services.cards[CITIZEN] = card([relative(time, number)])
        ehr.refresh((CITIZEN,))
    return [n.number for kin in ehr.local_copy(CITIZEN).relatives for n in kin.numbers]


def after_newer(trial: Trial) -> list[str]:
    return numbers_after(trial, (OLD, "11111111"), (NEW, "22222222"))


def after_older(trial: Trial) -> list[str]:
    return numbers_after(trial, (NEW, "22222222"), (OLD, "11111111"))


def first_of_old(trial: Trial) -> list[str]:
    return numbers_after(trial, (OLD, "11111111"))


def with_note(trial: Trial, *, then: list[etree._Element]) -> tuple[int, int]:
    """How many relatives and notes are kept once the card holds *then*."""
    ehr = trial.start(COPY)
    trial.services.cards[CITIZEN] = card([relative(NEW, "22222222")])
    ehr.refresh((CITIZEN,))
    ehr.note_locally(CITIZEN, LocalNote(relative=NABO, text="Ring først"))
    trial.services.cards[CITIZEN] = card(then)
    ehr.refresh((CITIZEN,))
    return len(ehr.local_copy(CITIZEN).relatives), len(ehr.local_notes(CITIZEN).notes)


def relatives_after_deletion(trial: Trial) -> int:
    return with_note(trial, then=[])[0]


def notes_after_deletion(trial: Trial) -> int:
    return with_note(trial, then=[])[1]


def notes_after_refresh(trial: Trial) -> int:
    return with_note(trial, then=[relative(NEW, "22222222")])[1]


def refreshed_past_a_failure(trial: Trial) -> int:
    ehr = trial.start(COPY)
    trial.services.cards["0107729995"] = card()  # another citizen's document: refused
    return len(ehr.refresh(("0107729995", CITIZEN)).refreshed)


def fetched_for_two_openings(trial: Trial) -> int:
    ehr = trial.start()
    opened(ehr)
    opened(ehr)
    return len(trial.services.calls_to(RETRIEVE))


# Notifications


def in_care(trial: Trial) -> Ehr:
    ehr = trial.start(COPY)
    ehr.care_for((CITIZEN,))
    return ehr


def topic_asked(trial: Trial) -> bool:
    in_care(trial)
    call = next(c for c in trial.services.calls if c.action.endswith("SubscribeRequest"))
    return "DataCardUpdated" in call.text("//*[local-name()='TopicExpression']")


def has_id_filter(trial: Trial) -> bool:
    in_care(trial)
    call = next(c for c in trial.services.calls if c.action.endswith("SubscribeRequest"))
    return bool(call.root.xpath("//*[local-name()='IDList']"))


def fetched_after_notification(trial: Trial) -> int:
    ehr = in_care(trial)
    trial.services.notified = [CITIZEN]
    ehr.poll_notifications()
    return len(trial.services.calls_to(RETRIEVE))


def fetched_at_opening_in_care(trial: Trial) -> int:
    ehr = in_care(trial)
    ehr.refresh((CITIZEN,))
    opened(ehr)
    return len(trial.services.calls_to(RETRIEVE))


def searched_for_stranger(trial: Trial) -> int:
    ehr = in_care(trial)
    trial.services.notified = ["3102019998"]
    ehr.poll_notifications()
    return len(trial.services.calls_to(SEARCH))


def fetched_for_two_notified(trial: Trial) -> int:
    ehr = trial.start(COPY)
    other = "0107729995"
    trial.services.cards[other] = card(cpr=other)
    ehr.care_for((CITIZEN, other))
    trial.services.notified = [other, CITIZEN]
    ehr.poll_notifications()
    return len(trial.services.calls_to(SEARCH))


def level_at_nas(trial: Trial) -> str:
    in_care(trial)
    call = next(c for c in trial.services.calls if c.path.startswith("/nas2"))
    return call.text("//*[@Name='sosi:AuthenticationLevel']/*")


def fetched_after_failed_poll(trial: Trial) -> int:
    ehr = in_care(trial)
    trial.services.canned["/nas2/pullpoints/1"] = fault("server_error")
    ehr.poll_notifications()
    del trial.services.canned["/nas2/pullpoints/1"]
    trial.services.notified = [CITIZEN]
    ehr.poll_notifications()
    return len(trial.services.calls_to(RETRIEVE))


# Edits

NEIGHBOUR = NewRelative(name="Ny Nabo", numbers=(NewNumber(number="12345678"),))
ENTERED = Change(part="relatives", action="create", relative=NEIGHBOUR)


def told(trial: Trial, change: Change) -> str:
    ehr = trial.start()
    return ehr.change(ehr.sessions.log_in(user()), CITIZEN, change).outcome


def told_of_refusal(trial: Trial) -> str:
    trial.services.canned[SKR] = fault("request_payload_validation_error")
    return told(trial, ENTERED)


def told_of_outage(trial: Trial) -> str:
    trial.services.canned[SKR] = (503, "text/plain", b"")
    return told(trial, ENTERED)


def operation_of_update(trial: Trial) -> str:
    trial.services.cards[CITIZEN] = card([relative(OLD, "11111111")])
    change = Change(part="relatives", action="update", named=NABO, relative=NEIGHBOUR)
    told(trial, change)
    return trial.services.calls_to(SKR)[0].action.partition("#")[2]


def level_at_skr(trial: Trial) -> str:
    told(trial, ENTERED)
    return trial.services.calls_to(SKR)[0].text("//*[@Name='sosi:AuthenticationLevel']/*")


def first_operation(trial: Trial) -> str:
    told(trial, ENTERED)
    return trial.services.calls_to(SKR)[0].action.partition("#")[2]


def closed_interface_called(trial: Trial) -> bool:
    closed = "/skr-migration/20211001"
    trial.services.canned[closed] = fault("closed")
    told(trial, ENTERED)
    return bool(trial.services.calls_to(closed))


def told_of_text_as_dentist(trial: Trial) -> str:
    return told(trial, Change(part="dentist", action="create", dentist="Tandlæge Hansen"))


def told_of_new_name(trial: Trial) -> str:
    return told(trial, Change(part="name", action="update", text="Nyt Navn"))


def fetched_at_second_opening(trial: Trial) -> int:
    ehr = trial.start(COPY)
    opened(ehr)
    opened(ehr)
    return len(trial.services.calls_to(RETRIEVE))


def searched_for_stranger_in_batch(trial: Trial) -> int:
    ehr = in_care(trial)
    ehr.refresh(("3102019998",))
    return len(trial.services.calls_to(SEARCH))


def will_after_it_was_registered(trial: Trial) -> str:
    ehr = trial.start(COPY)
    for answer in ("false", "true"):
        will = entry("29", "TreatmentWillRegistration", registration(answer))
        trial.services.cards[CITIZEN] = card([will])
        ehr.refresh((CITIZEN,))
    return ehr.local_copy(CITIZEN).treatment_will.status


KEEPING_PROBES: dict[str, tuple[Probe, object, object]] = {
    "copy-trusted-always": (fetched_at_second_opening, 1, 2),
    "batch-fetches-strangers": (searched_for_stranger_in_batch, 1, 0),
    "wills-kept-from-copy": (will_after_it_was_registered, "no", "yes"),
    "migrates-first": (closed_interface_called, True, False),
    # mutant: what is looked at, what the mutant does, what the right system does
    "newer-entry-ignored": (after_newer, ["11111111"], ["22222222"]),
    "older-entry-taken-over": (after_older, ["11111111"], ["22222222"]),
    "old-entries-left-out-at-first": (first_of_old, [], ["11111111"]),
    "deleted-entry-kept": (relatives_after_deletion, 1, 0),
    "notes-outlive-entries": (notes_after_deletion, 1, 0),
    "notes-lost-at-refresh": (notes_after_refresh, 0, 1),
    "batch-stops-at-failure": (refreshed_past_a_failure, 0, 1),
    "card-looked-up-once": (fetched_for_two_openings, 1, 2),
    "subscribes-to-wills": (topic_asked, False, True),
    "subscribes-for-everybody": (has_id_filter, False, True),
    "notification-ignored": (fetched_after_notification, 0, 1),
    "copy-trusted-while-subscribed": (fetched_at_opening_in_care, 1, 2),
    "looks-up-whoever-is-notified": (searched_for_stranger, 1, 0),
    "last-of-burst-only": (fetched_for_two_notified, 1, 2),
    "notified-with-level-2": (level_at_nas, "2", "3"),
    "gives-up-polling": (fetched_after_failed_poll, 0, 1),
    "refusal-not-told": (told_of_refusal, "accepted", "refused"),
    "outage-told-as-saved": (told_of_outage, "accepted", "unavailable"),
    "update-adds-another": (operation_of_update, "CreateRelatives", "UpdateRelatives"),
    "writes-as-the-system": (level_at_skr, "3", "4"),
    "dentist-typed-in": (told_of_text_as_dentist, "accepted", "not-offered"),
    "register-data-edited": (told_of_new_name, "accepted", "not-offered"),
    "reads-from-skr": (first_operation, "GetRelatives", "CreateRelatives"),
}
