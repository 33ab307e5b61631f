"""Steps for features/10_notifications: the services."""

from collections.abc import Callable

from pytest_bdd import given, scenarios, then, when

from conformance.judgement import cards, notified
from conformance.security.faults import FaultCode
from conformance.security.idcard import AuthenticationLevel
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from steps.caller import Caller
from steps.entries import SECRETS
from steps.subscriber import Subscriber
from steps.vocabulary import sentence

scenarios("10_notifications/notifications_service.feature")


@given(sentence("a system subscribes to changes in the cards of {citizens:Citizens}"))
def subscribes(subscriber: Subscriber, citizens: tuple[Persona, ...]) -> None:
    subscriber.subscribe(citizens)


@given(sentence("the system takes all but {citizens:Citizens} off its list"))
def takes_off(subscriber: Subscriber, citizens: tuple[Persona, ...]) -> None:
    subscriber.name_anew(citizens)


@given("a system whose id card is of level 2 for notifications")
def card_of_level_2(caller: Caller) -> None:
    caller.id_card = caller.card_of_level(AuthenticationLevel.PASSWORD)


@when("the system polls")
def polls(subscriber: Subscriber) -> None:
    subscriber.poll()


@when("the system polls for one notification at a time, twice")
def polls_twice(subscriber: Subscriber) -> None:
    subscriber.poll(1)
    subscriber.poll(1)


@when("the system asks for a pull point")
def asks_for_pull_point(subscriber: Subscriber, caller: Caller) -> None:
    subscriber.ask_for_pull_point(caller.id_card)


@when(sentence("Bente {happens:Event}"))
def something_happens(world: World, happens: Callable[[World], None]) -> None:
    happens(world)


@then(sentence("the system has been notified of exactly {citizens:Citizens}"))
def notified_of(subscriber: Subscriber, citizens: tuple[Persona, ...]) -> None:
    callers = subscriber.caller.callers
    notified.require_notified(subscriber.messages, [callers.cpr(each) for each in citizens])


@then("the system has been notified of nobody")
def notified_of_nobody(subscriber: Subscriber) -> None:
    notified.require_notified(subscriber.messages, ())


@then("no notification tells of the relative")
def tells_nothing(subscriber: Subscriber) -> None:
    notified.require_silent(subscriber.messages, SECRETS)


@then("it is refused a pull point")
def refused_pull_point(subscriber: Subscriber) -> None:
    notified.require_refused(subscriber.refusals, FaultCode.SECURITY_LEVEL_FAILED)


@then("the card has no temporary address")
def no_temporary_address(caller: Caller) -> None:
    cards.require_no_temporary_address(caller.card)
