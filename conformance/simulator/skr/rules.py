"""What the Stamkortregister accepts: the rules for entries, each by itself."""

import re
from collections.abc import Iterator
from datetime import MAXYEAR, datetime
from typing import Final
from uuid import UUID

from conformance.pdc.codes import Use
from conformance.pdc.datatypes import (
    Address,
    Coded,
    InstanceId,
    NotATime,
    Null,
    Period,
    PersonName,
    Telecom,
    TimeStamp,
)
from conformance.pdc.oids import Oid
from conformance.simulator.state.registers import Citizen, DentalClinic
from conformance.simulator.state.world import World
from conformance.skr.values import Relative
from conformance.skr.vocabulary import Part

TELEPHONE: Final = re.compile(r"tel:\+?[-0-9().]+")
"""Matched in full. Source: implementation guide 2025-06-26."""

CPR_NUMBER: Final = re.compile(
    r"(?<![0-9])(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}"
    r"\s{0,3}[-\u2010-\u2014]?\s{0,3}[0-9]{4}(?![0-9])"
)
"""ddMMyynnnn, with or without a hyphen or blanks before the last four; no modulus 11.

That CPR numbers are refused is in the implementation guide of 2025-06-26; how they are written is
derived, with and without hyphen (PDC-DK dossier 5.6), and the blank is our addition. An eight-digit
telephone number does not match.
"""

_EARLIEST_YEAR: Final = 1900
"""Before, Danish clocks kept an offset of minutes and seconds, which no card can tell."""

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CODE: Final = re.compile(r"\S+")
_ISO_639_1: Final = re.compile(r"[a-z]{2}")
_USES: Final = (Use.HOME, Use.MOBILE, Use.WORK)


class WriteRefused(ValueError):
    """A write breaks a rule of the register; the message says what was expected and found.

    The texts are ours, and never repeat a CPR number.
    """


class WriteRules:
    """Decides what may be written. Each rule is a method, so that a mutant can get one wrong."""

    def check_new_id(self, world: World, uuid: str) -> None:
        """No entry of the register has this UUID yet."""
        if any(
            uuid in ids_of(citizen, part) for citizen in world.citizens.values() for part in Part
        ):
            raise WriteRefused(f"expected a new UUID as id, found {uuid}, which an entry has")

    def check_there(self, citizen: Citizen, part: Part, uuid: str) -> None:
        """The citizen has an entry of this kind with this UUID."""
        if uuid not in ids_of(citizen, part):
            raise WriteRefused(f"expected the id of one of the citizen's {part}, found {uuid}")

    def check_vacant(self, world: World, citizen: Citizen, part: Part) -> None:
        """There is one contact set, temporary address, language and dentist at any time.

        A temporary address whose end has passed is in nobody's way.
        """
        if part is Part.TEMPORARY_ADDRESS and citizen.stay and citizen.stay.has_ended(world.now):
            return
        if part is not Part.RELATIVES and ids_of(citizen, part):
            raise WriteRefused(f"expected no {part} at a create, found one: update it instead")

    def check_given_name(self, name: PersonName) -> None:
        """A relative has a given name; the family name is optional (SKR guide 2019-01-04)."""
        if not any(given.strip() for given in name.given):
            raise WriteRefused("expected a given name of the relative, found none")

    def check_no_cpr_number(self, relative: Relative) -> None:
        """Neither name, relation nor note holds a CPR number (guide 2025-06-26)."""
        for place, text in self.free_texts(relative):
            if CPR_NUMBER.search(text):
                raise WriteRefused(
                    f"expected no CPR number in the {place} of a relative, found digits that read "
                    "as one"
                )

    def free_texts(self, relative: Relative) -> Iterator[tuple[str, str]]:
        """Where a CPR number is looked for, and the text there."""
        yield "name", relative.name.full
        if relative.relation is not None:
            relation = relative.relation
            yield "relation", f"{relation.code or ''}\n{relation.display_name or ''}"
        if relative.note is not None:
            yield "note", relative.note

    def check_relation(self, relation: Coded | None) -> None:
        """A relation is a MedCom Relation Code, without blanks; the list of codes is open."""
        if relation is None:
            return
        if relation.system != Oid.RELATION_CODES or not _CODE.fullmatch(relation.code or ""):
            raise WriteRefused(
                f"expected a code of MedCom Relation Codes ({Oid.RELATION_CODES}) as relation, "
                f"found {relation.code!r} of {relation.system!r}"
            )

    def check_telephone(self, telecom: Telecom) -> None:
        r"""A number matches tel:\+?[-0-9().]+ in full (guide 2025-06-26)."""
        if telecom.value is None or not TELEPHONE.fullmatch(telecom.value):
            raise WriteRefused(
                f"expected a telephone number like {TELEPHONE.pattern}, found {telecom.value!r}"
            )

    def check_uses(self, telecoms: tuple[Telecom, ...]) -> None:
        """Home, mobile and work, each at most once (guide 2025-06-26: up to three numbers)."""
        uses = [telecom.use for telecom in telecoms]
        if not set(uses) <= set(_USES) or len(uses) != len(set(uses)):
            wanted, found = ", ".join(_USES), ", ".join(map(str, uses))
            raise WriteRefused(f"expected numbers for {wanted}, each at most once, found {found}")

    def check_some_number(self, telecoms: tuple[Telecom, ...]) -> None:
        """A contact set without a number is none."""
        if not telecoms:
            raise WriteRefused("expected one to three telephone numbers, found none")

    def check_language(self, language: Coded) -> None:
        """A language is a code of ISO 639-1 (guide 2025-06-26)."""
        code = language.code or ""
        if language.system != Oid.ISO_639_1 or not _ISO_639_1.fullmatch(code):
            raise WriteRefused(
                f"expected two small letters of ISO 639-1 ({Oid.ISO_639_1}) as language, "
                f"found {language.code!r} of {language.system!r}"
            )

    def check_address(self, address: Address) -> None:
        """An address says where."""
        if not any(part.strip() for part in address.shown):
            raise WriteRefused("expected an address, found none")

    def check_order(self, start: datetime, end: datetime | None) -> None:
        """A temporary address does not end before it starts."""
        if end is not None and end < start:
            raise WriteRefused(
                f"expected an end that is not before the start {start.isoformat()}, "
                f"found {end.isoformat()}"
            )

    def dentist(self, world: World, provider: InstanceId) -> DentalClinic:
        """The clinic in the Yderregister; one that is not there cannot be chosen (guide)."""
        clinic = world.dentists.get(provider.extension or "")
        if provider.root != Oid.YDER or clinic is None:
            raise WriteRefused(
                f"expected the number of a dentist in the Yderregister ({Oid.YDER}), "
                f"found {provider.extension!r} of {provider.root!r}"
            )
        return clinic


def uuid_of(text: str) -> str:
    """The UUID that *text* is, in small letters. Raises WriteRefused."""
    if not _UUID.fullmatch(text):
        raise WriteRefused(f"expected a UUID as id of the entry, found {text!r}")
    return str(UUID(text))


def bounds_of(period: Period) -> tuple[datetime, datetime | None]:
    """When a temporary address starts and ends; the end is optional. Raises WriteRefused."""
    if not isinstance(period.low, TimeStamp):
        raise WriteRefused("expected a start of the temporary address, found none")
    end = None if isinstance(period.high, Null | None) else _instant(period.high)
    return _instant(period.low), end


def ids_of(citizen: Citizen, part: Part) -> tuple[str, ...]:
    """The UUIDs of the citizen's entries of one kind."""
    if part is Part.RELATIVES:
        return tuple(kin.id for kin in citizen.relatives)
    single = {
        Part.CONTACT_INFORMATION: citizen.contact,
        Part.TEMPORARY_ADDRESS: citizen.stay,
        Part.LANGUAGE: citizen.language,
        Part.DENTIST: citizen.dentist,
    }[part]
    return () if single is None else (single.id,)


def _instant(time: TimeStamp) -> datetime:
    try:
        instant = time.instant
    except NotATime as error:
        raise WriteRefused(str(error)) from None
    if not _EARLIEST_YEAR <= instant.year < MAXYEAR:
        raise WriteRefused(
            f"expected a year from {_EARLIEST_YEAR} to {MAXYEAR - 1}, in {time.text}"
        )
    return instant
