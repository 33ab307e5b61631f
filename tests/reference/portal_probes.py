"""Where mutants that let citizens act wrongly for each other are looked at."""

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta

import msgspec
from card_documents import CITIZEN
from lxml import etree
from mutant_trial import USER, Trial
from national_services import SAML, SEARCH, SKR, Call, envelope
from reference_persons import NOW, user

from conformance.reference.changes import Change
from conformance.reference.shown import ActsFor, Citizen, View

Probe = Callable[[Trial], object]

HOLDER = "0408801111"
EXCHANGE = "/sts/services/Bst2Idws"
_HSUID = "//*[@Name='nsi:{}']/*"


def holder(*bonds: ActsFor) -> Citizen:
    return Citizen(cpr=HOLDER, given_name="Jens", surname="Jensen", acts_for=bonds)


POWER = ActsFor(cpr=CITIZEN, by="power-of-attorney")
CUSTODY = ActsFor(cpr=CITIZEN, by="custody")
ENDED = ActsFor(cpr=CITIZEN, by="power-of-attorney", ends=NOW - timedelta(minutes=1))


def opened(trial: Trial, citizen: Citizen, cpr: str = CITIZEN) -> View:
    ehr = trial.start()
    return ehr.open_card(ehr.sessions.log_citizen_in(citizen), cpr)


def told(trial: Trial, citizen: Citizen, name: str) -> str:
    opened(trial, citizen)
    return trial.services.calls_to(SEARCH)[0].text(_HSUID.format(name))


def citizen_named_on_own_call(trial: Trial) -> bool:
    own = Citizen(cpr=CITIZEN, given_name="Max", surname="Berggren")
    return bool(told(trial, own, "CitizenCivilRegistrationNumber"))


def who_acts(trial: Trial) -> str:
    return told(trial, holder(POWER), "ActingUserCivilRegistrationNumber")


def by_power(trial: Trial) -> str:
    return opened(trial, holder(POWER)).outcome


def by_custody(trial: Trial) -> str:
    return opened(trial, holder(CUSTODY)).outcome


def by_nothing(trial: Trial) -> str:
    return opened(trial, holder()).outcome


def by_ended_power(trial: Trial) -> str:
    return opened(trial, holder(ENDED)).outcome


def whose_card_is_fetched(trial: Trial) -> bool:
    opened(trial, holder(POWER))
    return HOLDER in trial.services.calls_to(SEARCH)[0].text("//*[local-name()='Value']")


def number_on_screen(trial: Trial) -> str:
    return opened(trial, holder(POWER)).card.cpr


def changed(trial: Trial, part: str, **content: str) -> str:
    ehr = trial.start()
    session = ehr.sessions.log_citizen_in(holder(POWER))
    change = Change(part=part, action="create", **content)
    return ehr.change(session, CITIZEN, change).outcome


def language_entered(trial: Trial) -> int:
    changed(trial, "language", language="da")
    return len(trial.services.calls_to(SKR))


def opt_out_entered(trial: Trial) -> str:
    return changed(trial, "no_resuscitation", text="Ja")


def searched_by_token(trial: Trial) -> Call:
    bootstrap = etree.Element(f"{{{SAML}}}Assertion", ID="bootstrap")
    issued = etree.Element(f"{{{SAML}}}Assertion", ID="issued")
    trial.services.canned[EXCHANGE] = 200, "text/xml", envelope(issued)
    given = b64encode(etree.tostring(bootstrap)).decode()
    ehr = trial.start(USER)
    trial.view(ehr, msgspec.structs.replace(user(), bootstrap_token=given))
    return trial.services.calls_to(SEARCH)[0]


def token_sent(trial: Trial) -> str:
    return searched_by_token(trial).text("//*[local-name()='Assertion']/@ID")


def hsuid_beside_token(trial: Trial) -> bool:
    return bool(searched_by_token(trial).root.xpath("//*[local-name()='HsuidHeader']"))


PORTAL_PROBES: dict[str, tuple[Probe, object, object]] = {
    "own-call-names-the-citizen": (citizen_named_on_own_call, True, False),
    "acts-as-the-citizen": (who_acts, CITIZEN, HOLDER),
    "proxy-turned-away": (by_power, "refused", "shown"),
    "custody-not-known": (by_custody, "refused", "shown"),
    "anybody-acts-for-anybody": (by_nothing, "shown", "refused"),
    "power-of-attorney-outlives-its-end": (by_ended_power, "shown", "refused"),
    "proxy-shown-own-card": (whose_card_is_fetched, True, False),
    "whose-card-not-told": (number_on_screen, "", CITIZEN),
    "proxy-reads-only": (language_entered, 0, 1),
    "bootstrap-token-sent": (token_sent, "bootstrap", "issued"),
    "hsuid-beside-token": (hsuid_beside_token, True, False),
    "proxy-opts-out": (opt_out_entered, "accepted", "not-offered"),
}
