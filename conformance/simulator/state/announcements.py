"""What the registers tell the notification service when a citizen's data change."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Final, Protocol

from lxml import etree

from conformance.clock import COPENHAGEN
from conformance.nas.notifications import NotificationMessage, payload_of
from conformance.nas.vocabulary import IdType
from conformance.simulator.state.broker import Notifications, change
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.nas_settings import PLACEHOLDER
from conformance.simulator.state.registers import Citizen

UNKNOWN_CITIZEN: Final = "3102019998"
"""Whom a stray notification is about: an impossible number, which no register knows."""

_BTR: Final = "http://sundhedsdatastyrelsen.dk/behandlingstestamente/2022/08/01/"
_BTR_TYPE: Final = "http://sundhedsdatastyrelsen.dk/MessageDefinition/Treatmentwill-notification"
_FGVH: Final = "http://sundhedsdatastyrelsen.dk/Fravalg-Af-Genoplivning/2023/06/01/"
_FGVH_ID_TYPE: Final = "cpr"
"""So it stands in NSP's sample, instead of the URI."""


class Publisher(Protocol):
    """What registers publish in: a world."""

    notifications: Notifications

    @property
    def now(self) -> datetime: ...

    def has_fault(self, fault: Fault, cpr: str | None = None) -> bool: ...


def announce(world: Publisher, before: Citizen | None, after: Citizen) -> None:
    """Publish what has changed; nothing when the citizen is new to the registers."""
    if before is None:
        return
    today = world.now.astimezone(COPENHAGEN).date()
    for message in messages_of(world.notifications, before, after, today):
        publish(world, message)


def publish(world: Publisher, message: NotificationMessage) -> None:
    """Let the service deliver the message, or go wrong with it as its faults say."""
    delivered = [message]
    if world.has_fault(Fault.NAS_TWICE, message.id):
        delivered.append(message)
    if world.has_fault(Fault.NAS_UNKNOWN_CITIZEN, message.id):
        delivered.append(replace(message, id=UNKNOWN_CITIZEN))
    change(
        world,
        lambda known: (known.publish(message, now=world.now, delivered=tuple(delivered)), None),
    )


def messages_of(
    known: Notifications, before: Citizen, after: Citizen, today: date
) -> Iterator[NotificationMessage]:
    """What the registers tell of the change: each tells of its own data, and of no other's.

    Source: implementation guide 2025-06-26: the Stamkortregister tells of what a citizen has typed
    in; the registers of wills, organ donation and opt-outs tell for themselves; CPR,
    Sygesikringsregister and Yderregister tell nothing.
    """
    cpr, settings = str(after.cpr), known.settings
    if known.is_change_of_card(before, after):
        yield _about(cpr, settings.skr_topic, _placeholder("DataCardUpdated"))
    if before.treatment_will != after.treatment_will:
        yield _about(
            cpr, settings.btr_topic, _treatment_will_updated(today, settings.treatment_will_version)
        )
    if before.living_will != after.living_will:
        yield _about(cpr, settings.ltr_topic, _placeholder("LivingWillUpdatedNotification"))
    if before.organ_donor != after.organ_donor:
        yield _about(cpr, settings.odr_topic, _placeholder("OrganDonorUpdated"))
    if before.opted_out_at != after.opted_out_at:
        told = _about(cpr, settings.fgvh_topic, _consent_updated(today))
        yield replace(told, id_type=_FGVH_ID_TYPE)


def _about(cpr: str, topic: str, content: etree._Element) -> NotificationMessage:
    return NotificationMessage(topic=topic, id=cpr, id_type=IdType.CPR, payload=payload_of(content))


def _placeholder(name: str) -> etree._Element:
    """`<p:DataCardUpdated/>`: empty, and in a namespace of our own."""
    return etree.Element(f"{{{PLACEHOLDER}}}{name}", nsmap={"p": PLACEHOLDER})


def _treatment_will_updated(today: date, version: str) -> etree._Element:
    """`<b:TreatmentWillUpdated>` with type, date and version. Source: NSP dossier 3.4."""
    root = etree.Element(f"{{{_BTR}}}TreatmentWillUpdated", nsmap={"b": _BTR})
    for name, text in (("type", _BTR_TYPE), ("date", today.isoformat()), ("version", version)):
        etree.SubElement(root, f"{{{_BTR}}}{name}").text = text
    return root


def _consent_updated(today: date) -> etree._Element:
    """`<f:ConsentUpdatedNotification><f:date value="…"/></…>`. Source: NSP dossier 3.4."""
    root = etree.Element(f"{{{_FGVH}}}ConsentUpdatedNotification", nsmap={"f": _FGVH})
    etree.SubElement(root, f"{{{_FGVH}}}date", value=today.isoformat())
    return root
