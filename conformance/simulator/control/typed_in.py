"""Verbs for what citizens type in, carried out by the Stamkortregister under its own rules."""

from typing import Final
from uuid import NAMESPACE_OID, uuid5

from conformance.pdc import compose
from conformance.pdc.codes import RELATION_CODES_NAME, EnteredBy, RelationCode, Use
from conformance.pdc.datatypes import Coded, Period, Telecom, TimeStamp
from conformance.pdc.oids import Oid
from conformance.simulator.control.persons import Place, name_of
from conformance.simulator.control.verbs import Body, Instant, Subject, Text, Verb, Word, verb
from conformance.simulator.skr.rules import WriteRules, ids_of
from conformance.simulator.skr.stamkort_register import StamkortRegister, Writer
from conformance.simulator.state.world import World
from conformance.skr.values import (
    ContactInformation,
    Create,
    Delete,
    Dentist,
    Entry,
    Language,
    Relative,
    TemporaryAddress,
    Update,
)
from conformance.skr.vocabulary import Part

_REGISTER: Final = StamkortRegister(WriteRules())


class Number(Body, frozen=True):
    """A telephone number: H at home, MC mobile, WP at work."""

    number: Word
    use: Use = Use.MOBILE

    @property
    def telecom(self) -> Telecom:
        """As the register keeps it."""
        return Telecom.tel(self.number, self.use)


class Stay(Body, frozen=True):
    """A temporary address, from now or *start* until *end* or further notice."""

    citizen: str
    address: Place
    start: Instant | None = None
    end: Instant | None = None


class Kin(Body, frozen=True):
    """A relative; *relation* is a code of MedCom Relation Codes: what the relative is."""

    citizen: str
    given: Word
    family: Text = ""
    relation: Word | None = None
    numbers: tuple[Number, ...] = ()
    note: Text | None = None


class KinOut(Body, frozen=True):
    """The relative with this id."""

    citizen: str
    id: Word


class Speech(Body, frozen=True):
    """A language: a code of ISO 639-1, and its name."""

    citizen: str
    code: Word
    display_name: Text | None = None


class Contact(Body, frozen=True):
    """The citizen's own numbers, one of each use."""

    citizen: str
    numbers: tuple[Number, ...]


class DentistChoice(Body, frozen=True):
    """A dentist in the Yderregister, by provider number (ydernummer)."""

    citizen: str
    yder: Word


def _writer(world: World, cpr: str) -> Writer:
    return Writer(role=EnteredBy.CITIZEN, name=world.citizen(cpr).name)


def _only_id(world: World, cpr: str, part: Part) -> str:
    """The id of the one entry of this kind; a new one when there is none."""
    ids = ids_of(world.citizen(cpr), part)
    return ids[0] if ids else str(uuid5(NAMESPACE_OID, f"{cpr}:{part}:typed in"))


def _enter(world: World, cpr: str, part: Part, entry: Entry) -> None:
    """Enter *entry*, or put it in place of the one with its id."""
    subject = compose.cpr_id(cpr)
    there = entry.id in ids_of(world.citizen(cpr), part)
    request = (Update if there else Create)(citizen=subject, entry=entry)
    _REGISTER.write(world, request, _writer(world, cpr))


def _stay(world: World, order: Stay) -> None:
    end = None if order.end is None else TimeStamp.at(order.end)
    entry = TemporaryAddress(
        id=_only_id(world, order.citizen, Part.TEMPORARY_ADDRESS),
        address=order.address.address(),
        period=Period(low=TimeStamp.at(order.start or world.now), high=end),
    )
    _enter(world, order.citizen, Part.TEMPORARY_ADDRESS, entry)


def _name_relative(world: World, order: Kin) -> None:
    facts = f"{order.citizen}:{order.given}:{order.family}:{world.now.isoformat()}"
    entry = Relative(
        id=str(uuid5(NAMESPACE_OID, f"relative:{facts}")),
        name=name_of(order.given, order.family),
        relation=None if order.relation is None else _relation(order.relation),
        telecoms=tuple(number.telecom for number in order.numbers),
        note=order.note,
    )
    _enter(world, order.citizen, Part.RELATIVES, entry)


def _relation(code: str) -> Coded:
    known = {each.value: each for each in RelationCode}
    if code in known:
        return compose.relation(known[code])
    return Coded(code=code, system=Oid.RELATION_CODES, system_name=RELATION_CODES_NAME)


def _remove_relative(world: World, order: KinOut) -> None:
    subject = compose.cpr_id(order.citizen)
    request = Delete(citizen=subject, part=Part.RELATIVES, id=order.id)
    _REGISTER.write(world, request, _writer(world, order.citizen))


def _speak(world: World, order: Speech) -> None:
    entry = Language(
        id=_only_id(world, order.citizen, Part.LANGUAGE),
        language=compose.spoken(order.code, order.display_name or order.code),
    )
    _enter(world, order.citizen, Part.LANGUAGE, entry)


def _contact(world: World, order: Contact) -> None:
    entry = ContactInformation(
        id=_only_id(world, order.citizen, Part.CONTACT_INFORMATION),
        telecoms=tuple(number.telecom for number in order.numbers),
    )
    _enter(world, order.citizen, Part.CONTACT_INFORMATION, entry)


def _dentist(world: World, order: DentistChoice) -> None:
    entry = Dentist(
        id=_only_id(world, order.citizen, Part.DENTIST), provider=compose.yder_id(order.yder)
    )
    _enter(world, order.citizen, Part.DENTIST, entry)


def _remover(path: str, part: Part) -> Verb[Subject]:
    def act(world: World, subject: Subject) -> None:
        ids = ids_of(world.citizen(subject.citizen), part)
        if not ids:
            raise ValueError(f"expected a {part} that the citizen has typed in, found none")
        request = Delete(citizen=compose.cpr_id(subject.citizen), part=part, id=ids[0])
        _REGISTER.write(world, request, _writer(world, subject.citizen))

    return verb(path, Subject, act)


VERBS = (
    verb("/temporary-address/stay", Stay, _stay),
    _remover("/temporary-address/leave", Part.TEMPORARY_ADDRESS),
    verb("/relatives/name", Kin, _name_relative),
    verb("/relatives/remove", KinOut, _remove_relative),
    verb("/language/choose", Speech, _speak),
    _remover("/language/remove", Part.LANGUAGE),
    verb("/contact/enter", Contact, _contact),
    _remover("/contact/remove", Part.CONTACT_INFORMATION),
    verb("/dentist/choose", DentistChoice, _dentist),
    _remover("/dentist/remove", Part.DENTIST),
)
