"""What a user is shown: each judgement passes what holds and words what does not."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from conformance.findings import Shortfall
from conformance.judgement import views
from conformance.vendor.protocol import (
    CardPart,
    CustodyRelation,
    RoleOf,
    ShownCard,
    ShownStatus,
    Status,
    TemporaryAddress,
    View,
    ViewOutcome,
)


def status(kind: ShownStatus, text: str = "ord") -> Status:
    return Status(status=kind, text=text)


YES, NO, UNKNOWN = (status(kind, kind.value) for kind in ShownStatus)
CARD = ShownCard(name="Bente", no_resuscitation=NO)
SHOWN = View(outcome=ViewOutcome.SHOWN, card=CARD)
REFUSED = View(outcome=ViewOutcome.REFUSED, message="Ingen adgang")
GONE = View(outcome=ViewOutcome.UNAVAILABLE, message="Prøv igen")
SILENT = View(outcome=ViewOutcome.UNAVAILABLE)
SPEAKS_DANISH = View(outcome=ViewOutcome.SHOWN, card=ShownCard(language="DA"))
EDITABLE = View(outcome=ViewOutcome.SHOWN, card=CARD, editable=(CardPart.LANGUAGE,))
MOTHER = CustodyRelation(name="Alma", role="mor", role_of=RoleOf.CITIZEN)
STAY = TemporaryAddress(
    lines=("Hos Søster, Strandvejen 12",), valid_to=datetime(2026, 1, 1, tzinfo=UTC)
)


def with_status(kind: ShownStatus, text: str = "ord") -> View:
    return View(outcome=ViewOutcome.SHOWN, card=ShownCard(no_resuscitation=status(kind, text)))


PASSES: dict[str, Callable[[], object]] = {
    "shown": lambda: views.require_shown(SHOWN),
    "not shown": lambda: views.require_not_shown(GONE),
    "not shown but for the status": lambda: views.require_not_shown(
        View(outcome=ViewOutcome.UNAVAILABLE, card=ShownCard(no_resuscitation=UNKNOWN))
    ),
    "not shown, empty lists": lambda: views.require_not_shown(
        View(outcome=ViewOutcome.NOT_FOUND, card=ShownCard(relatives=()))
    ),
    "told of an outage": lambda: views.require_told_of_outage(GONE),
    "a word beside the card": lambda: views.require_message(
        View(outcome=ViewOutcome.SHOWN, message="Lokal kopi", card=CARD)
    ),
    "refused": lambda: views.require_refused(REFUSED),
    "nothing of the card": lambda: views.require_nothing_of_card(REFUSED),
    "status": lambda: views.require_status(SHOWN, ShownStatus.NO),
    "a registration": lambda: views.require_registration(
        View(outcome=ViewOutcome.SHOWN, card=ShownCard(living_will=YES)),
        CardPart.LIVING_WILL,
        ShownStatus.YES,
    ),
    "another status": lambda: views.require_status_other_than(SHOWN, ShownStatus.YES),
    "no status but a message": lambda: views.require_status_other_than(GONE, ShownStatus.NO),
    "other words": lambda: views.require_other_words(
        with_status(ShownStatus.UNAVAILABLE, "Kan ikke hentes"), with_status(ShownStatus.NO, "Nej")
    ),
    "only the status": lambda: views.require_only_no_resuscitation(with_status(ShownStatus.NO)),
    "fields": lambda: views.require_fields(SHOWN, ["name", "no_resuscitation"]),
    "no language": lambda: views.require_language(SHOWN, "da"),
    "Danish": lambda: views.require_language(SPEAKS_DANISH, "da"),
    "nothing to edit": lambda: views.require_not_editable(SHOWN, CardPart.NO_RESUSCITATION),
    "another part to edit": lambda: views.require_not_editable(EDITABLE, CardPart.NO_RESUSCITATION),
    "persons": lambda: views.require_persons([MOTHER], ["Alma"], what="children"),
    "nobody": lambda: views.require_persons(None, [], what="children"),
    "role": lambda: views.require_role([MOTHER], name="Alma", role="mor", citizen="Bente"),
    "address": lambda: views.require_temporary_address(
        ShownCard(temporary_address=STAY), ["Hos Søster", "Strandvejen 12"]
    ),
    "no address": lambda: views.require_no_temporary_address(CARD),
    "no card, no address": lambda: views.require_no_temporary_address(None),
}

FALLS_SHORT: dict[str, tuple[Callable[[], object], str, str]] = {
    "refused, not shown": (
        lambda: views.require_shown(REFUSED),
        "the card on the screen",
        "outcome 'refused', message 'Ingen adgang', no fields",
    ),
    "shown without a card": (
        lambda: views.require_shown(View(outcome=ViewOutcome.SHOWN)),
        "the card on the screen",
        "outcome 'shown', no fields",
    ),
    "shown after all": (
        lambda: views.require_not_shown(SHOWN),
        "no card, and a message that it could not be fetched",
        "outcome 'shown', fields name, no resuscitation",
    ),
    "a field beside the message": (
        lambda: views.require_not_shown(View(outcome=ViewOutcome.UNAVAILABLE, card=CARD)),
        "no card, and a message that it could not be fetched",
        "outcome 'unavailable', fields name, no resuscitation",
    ),
    "an outage without a word": (
        lambda: views.require_told_of_outage(SILENT),
        "a message that the card could not be fetched",
        "outcome 'unavailable', no fields",
    ),
    "an outage told as no card": (
        lambda: views.require_told_of_outage(View(outcome=ViewOutcome.NOT_FOUND, message="Intet")),
        "a message that the card could not be fetched",
        "outcome 'not-found', message 'Intet'",
    ),
    "a copy without a word": (
        lambda: views.require_message(SHOWN),
        "a word to the user",
        "outcome 'shown'",
    ),
    "let in": (
        lambda: views.require_refused(SHOWN),
        "refus",
        "outcome 'shown', fields name, no resuscitation",
    ),
    "unavailable is not refused": (
        lambda: views.require_refused(GONE),
        "refus",
        "outcome 'unavailable', message 'Prøv igen', no fields",
    ),
    "something of the card": (
        lambda: views.require_nothing_of_card(SHOWN),
        "nothing",
        "fields name, no resuscitation",
    ),
    "wrong status": (
        lambda: views.require_status(SHOWN, ShownStatus.YES),
        "the no-resuscitation information to say an active opt-out of resuscitation",
        "'no', in the words 'no'",
    ),
    "no status": (
        lambda: views.require_status(GONE, ShownStatus.UNAVAILABLE),
        "that it is not known whether there is an opt-out",
        "no no-resuscitation information",
    ),
    "the forbidden status": (
        lambda: views.require_status_other_than(SHOWN, ShownStatus.NO),
        "anything but no active opt-out of resuscitation",
        "'no', in the words 'no'",
    ),
    "no message": (
        lambda: views.require_status_other_than(SILENT, ShownStatus.NO),
        "a message that the card could not be fetched",
        "outcome 'unavailable', no fields",
    ),
    "the same words": (
        lambda: views.require_other_words(
            with_status(ShownStatus.UNAVAILABLE, " NEJ "), with_status(ShownStatus.NO, "Nej")
        ),
        "other words than 'Nej', which are those for no opt-out",
        "'NEJ'",
    ),
    "no words": (
        lambda: views.require_other_words(
            with_status(ShownStatus.UNAVAILABLE, " "), with_status(ShownStatus.NO, "Nej")
        ),
        "other words than 'Nej'",
        "''",
    ),
    "more than the status": (
        lambda: views.require_only_no_resuscitation(SHOWN),
        "the no-resuscitation information and nothing else of the card",
        "also the fields name",
    ),
    "a field missing": (
        lambda: views.require_fields(SHOWN, ["name", "general_practitioner", "dentist"]),
        "the whole card",
        "no general practitioner, dentist",
    ),
    "an empty list is not shown": (
        lambda: views.require_fields(
            View(outcome=ViewOutcome.SHOWN, card=ShownCard(relatives=())), ["relatives"]
        ),
        "the whole card",
        "no relatives",
    ),
    "another language": (
        lambda: views.require_language(SPEAKS_DANISH, "de"),
        "no language, or 'de'",
        "'DA'",
    ),
    "a part to edit": (
        lambda: views.require_not_editable(EDITABLE, CardPart.LANGUAGE),
        "no way to edit language",
        "language can be edited",
    ),
    "a person too few": (
        lambda: views.require_persons([MOTHER], ["Alma", "Østen"], what="children in custody"),
        "Alma, Østen as children in custody",
        "Alma",
    ),
    "a person too many": (
        lambda: views.require_persons([MOTHER], [], what="children in custody"),
        "nobody as children in custody",
        "Alma",
    ),
    "a person twice": (
        lambda: views.require_persons([MOTHER, MOTHER], ["Alma"], what="children"),
        "Alma as children",
        "Alma, Alma",
    ),
    "another role": (
        lambda: views.require_role([MOTHER], name="Alma", role="far", citizen="Bente"),
        "that Bente is 'far' to Alma",
        "that Bente is 'mor'",
    ),
    "the role from the other side": (
        lambda: views.require_role(
            [CustodyRelation(name="Alma", role="mor", role_of=RoleOf.OTHER_PERSON)],
            name="Alma",
            role="mor",
            citizen="Bente",
        ),
        "that Bente is 'mor' to Alma",
        "that Alma is 'mor'",
    ),
    "nobody of that name": (
        lambda: views.require_role([MOTHER], name="Østen", role="mor", citizen="Bente"),
        "that Bente is 'mor' to Østen",
        "no Østen",
    ),
    "a registration of old": (
        lambda: views.require_registration(
            View(outcome=ViewOutcome.SHOWN, card=ShownCard(living_will=NO)),
            CardPart.LIVING_WILL,
            ShownStatus.YES,
        ),
        "yes for living will",
        "'no'",
    ),
    "no registration": (
        lambda: views.require_registration(SHOWN, CardPart.ORGAN_DONOR, ShownStatus.NO),
        "no for organ donor",
        "nothing of it",
    ),
    "another address": (
        lambda: views.require_temporary_address(
            ShownCard(temporary_address=STAY), ["Hos Bror", "Strandvejen 12"]
        ),
        "the temporary address Hos Bror",
        "Hos Søster, Strandvejen 12",
    ),
    "no address": (
        lambda: views.require_temporary_address(CARD, ["Hos Søster"]),
        "the temporary address Hos Søster",
        "no temporary address",
    ),
    "an address after its end": (
        lambda: views.require_no_temporary_address(
            ShownCard(temporary_address=STAY), where="the local copy"
        ),
        "no temporary address: its end has passed",
        "Hos Søster, Strandvejen 12, valid to 2026-01-01",
    ),
}


@pytest.mark.parametrize("name", PASSES)
def test_what_holds_passes(name: str) -> None:
    """No Shortfall is raised."""
    PASSES[name]()


@pytest.mark.parametrize("name", FALLS_SHORT)
def test_what_does_not_hold_is_worded(name: str) -> None:
    """Expected, found and where are in the Shortfall and in its message."""
    judgement, expected, found = FALLS_SHORT[name]
    with pytest.raises(Shortfall) as short:
        judgement()
    assert expected in short.value.expected
    assert found in short.value.found
    assert short.value.where
    for part in (short.value.expected, short.value.found, short.value.where):
        assert part in str(short.value)


def test_every_judgement_is_tried() -> None:
    """Each `require_` function has a case that passes and one that falls short."""
    for cases in (PASSES.values(), (case[0] for case in FALLS_SHORT.values())):
        used = {name for case in cases for name in case.__code__.co_names}
        assert {name for name in vars(views) if name.startswith("require_")} <= used
