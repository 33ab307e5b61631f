"""Steps for the vendor's half of features/10_notifications."""

from typing import Final

from lxml import etree
from pytest_bdd import given, scenarios, then, when

from conformance.judgement import subscribed, synchronisation, views
from conformance.nas.notifications import NotificationMessage, payload_of
from conformance.nas.vocabulary import IdType
from conformance.simulator.state.announcements import publish
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import System
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.state.world import World
from conformance.vendor.http import HttpDriver
from conformance.vendor.protocol import ShownStatus
from steps.desk import Desk
from steps.events import Registration
from steps.vocabulary import sentence, troubles_of

scenarios("10_notifications/notifications_vendor.feature")

_TROUBLES: Final = {
    **troubles_of(System.NAS),
    "answers with its own faults": Fault.NAS_FAILS,
    "answers with faults of undeclared prefix": Fault.NAS_UNDECLARED_PREFIX,
    "sends each notification twice": Fault.NAS_TWICE,
    "adds one of an unknown citizen to each notification": Fault.NAS_UNKNOWN_CITIZEN,
}


def tell(world: World, citizen: Persona, content: str = "") -> None:
    """Publish a notification of the citizen, in which *content* is claimed."""
    element = etree.Element("claim")
    element.text = content
    publish(
        world,
        NotificationMessage(
            topic=world.notifications.settings.skr_topic,
            id=citizen,
            id_type=IdType.CPR,
            payload=payload_of(element),
        ),
    )


# Who is in care, and what is told of them


@given(sentence("a notification of {citizen:Citizen} claims that {claim}"))
def claims(world: World, citizen: Persona, claim: str) -> None:
    tell(world, citizen, claim)


@given(sentence("{citizen:Citizen}'s notifications come {number:Count} times over"))
def burst(world: World, citizen: Persona, number: int) -> None:
    for _ in range(number):
        tell(world, citizen)


@given(sentence("the notification service {trouble}"))
def has_trouble(world: World, trouble: str) -> None:
    world.inject(_TROUBLES[trouble])


@given(sentence("{citizen:Citizen} has since registered the {registration:Registration}"))
def has_registered(world: World, citizen: Persona, registration: Registration) -> None:
    registration.register(world, citizen)


@given(sentence("{citizen:Citizen} has since withdrawn the {registration:Registration}"))
def has_withdrawn(world: World, citizen: Persona, registration: Registration) -> None:
    registration.withdraw(world, citizen)


@given("Sofie has changed to coverage group 2")
def changed_group(world: World) -> None:
    world.assign_coverage_group(Persona.SOFIE, "2")


# Polls


@given("the system has polled in vain")
@when("the system polls for notifications")
def polls(vendor: HttpDriver) -> None:
    vendor.poll_notifications()


@when(sentence("the system polls, and {user:User} opens {citizen:Citizen}'s card"))
def polls_and_opens(vendor: HttpDriver, desk: Desk, user: StaffMember, citizen: Persona) -> None:
    vendor.poll_notifications()
    desk.open_card(user, citizen)


@when(
    sentence(
        "the notification service is back, the system polls, and {user:User} opens "
        "{citizen:Citizen}'s card"
    )
)
def back_and_polls(
    world: World, vendor: HttpDriver, desk: Desk, user: StaffMember, citizen: Persona
) -> None:
    world.mend_all()
    polls_and_opens(vendor, desk, user, citizen)


# What is seen of it


@then(
    sentence("it is subscribed to changes in the cards of {citizens:Citizens} and of nobody else")
)
def is_subscribed(world: World, citizens: tuple[Persona, ...]) -> None:
    subscribed.require_subscribed(world.notifications, citizens, world.now)


@then("every call to the notification service carried an id card of level 3 or more")
def level(world: World) -> None:
    subscribed.require_level(tuple(world.journal))


@then(sentence("{citizen:Citizen}'s card has been fetched after the notification"))
def fetched_after(world: World, citizen: Persona) -> None:
    subscribed.require_fetched_after_notification(tuple(world.journal), citizen)


@then(sentence("{citizen:Citizen}'s card has been fetched again, though she was not notified of"))
def fetched_again(world: World, citizen: Persona) -> None:
    synchronisation.require_fetched_times(tuple(world.journal), citizen, 2)


@then(sentence("the screen does not say {text}"))
def does_not_say(desk: Desk, text: str) -> None:
    synchronisation.require_without(desk.view.card, text)


@then(sentence("the screen says that the {registration:Registration} is registered"))
def says_registered(desk: Desk, registration: Registration) -> None:
    views.require_registration(desk.view, registration.part, ShownStatus.YES)


@then(sentence("the screen says that no {registration:Registration} is registered"))
def says_not_registered(desk: Desk, registration: Registration) -> None:
    views.require_registration(desk.view, registration.part, ShownStatus.NO)
