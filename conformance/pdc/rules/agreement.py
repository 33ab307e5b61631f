"""Asks of a card, read by its known pieces, what no piece can tell alone: do they go together?

Each question is that of a rule; no as the answer means that the whole card must be looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from conformance.pdc.codes import MessageCode
from conformance.pdc.oids import TemplateOid
from conformance.pdc.rules.forms import Name
from conformance.pdc.rules.harmless import (
    ADDRESS_PARTS,
    BIRTH,
    CPR,
    NAME_PARTS,
    fits_the_cpr_number,
)
from conformance.pdc.rules.narrative import packed, registration_agrees
from conformance.pdc.rules.pieces import Masked

Texts = list[tuple[str, bytes]]
"""Texts with their places."""

REGISTERED: Final = frozenset(
    (
        str(TemplateOid.COVERAGE_GROUP),
        str(TemplateOid.ORGAN_DONOR),
        str(TemplateOid.TREATMENT_WILL),
        str(TemplateOid.LIVING_WILL),
        str(TemplateOid.NO_RESUSCITATION),
    )
)
_ONCE: Final = frozenset((*REGISTERED, str(TemplateOid.CITIZEN_NAME_ADDRESS)))
_OFTEN: Final = frozenset((str(TemplateOid.CUSTODY), str(TemplateOid.RELATIVE)))
_WILLS: Final = frozenset(
    ((str(TemplateOid.LIVING_WILL), "true"), (str(TemplateOid.TREATMENT_WILL), "true"))
)
_BOTH_WAYS: Final = frozenset((str(MessageCode.CHILD_CUSTODY), str(MessageCode.CUSTODY_BY)))
_BETWEEN: Final = b"\0"
"""Stands between texts: no XML has it."""

_ENTITIES: Final = ((b"&lt;", b"<"), (b"&gt;", b">"), (b"&quot;", b'"'), (b"&apos;", b"'"))


@dataclass(slots=True, kw_only=True)
class Reading:
    """What the pieces of one card tell, all taken out of it as bytes."""

    cpr: bytes
    birth: bytes
    name: Texts
    address: Texts
    citizen: Texts = field(default_factory=list)
    """Name and address again, as .26 has them."""

    made: bytes = b""
    """The document's time."""

    ids: list[bytes] = field(default_factory=list)
    names: list[tuple[Name, ...]] = field(default_factory=list)
    """The names in each entry."""

    texts: list[bytes] = field(default_factory=list)
    """All texts of patient and entries."""

    narrative: list[bytes] = field(default_factory=list)
    """The texts of the narrative's rows."""

    said: list[bytes] = field(default_factory=list)
    """What the narrative must say."""


def reading_of(places: Sequence[str], values: Sequence[str], patient: Masked) -> Reading:
    """What the patient's piece tells, whose texts and values have these places."""
    texts = list(zip(places, patient.texts, strict=True))
    return Reading(
        cpr=patient.values[values.index(CPR)],
        birth=patient.values[values.index(BIRTH)],
        name=[text for text in texts if text[0] in NAME_PARTS],
        address=[text for text in texts if text[0] in ADDRESS_PARTS],
        texts=[*patient.texts],
    )


def agrees(reading: Reading, opening: str, rows: int) -> bool:
    """Whether what is read breaks no rule; *opening* is the narrative before its *rows*."""
    return (
        _entries_are_as_many_as_they_may(reading)
        and rows == len(reading.names) + 1
        and len(set(reading.ids)) == len(reading.ids)
        and b"null" not in _BETWEEN.join(reading.texts)
        and fits_the_cpr_number(reading.birth, reading.cpr)
        and reading.citizen in (reading.name + reading.address, reading.address + reading.name)
        and _narrative_agrees(reading, opening)
    )


def _entries_are_as_many_as_they_may(reading: Reading) -> bool:
    """As PDC-C20 to PDC-C31, PDC-X01 and PDC-V23c."""
    kinds = [names[0] for names in reading.names]
    single = [template for template, _ in kinds if template not in _OFTEN]
    if len(set(single)) != len(single) or not _ONCE.issubset(single):
        return False
    if len(kinds) != len(single) and _BOTH_WAYS.issubset([code for _, code in kinds]):
        return False
    return not _WILLS.issubset(_answers(reading))


def _answers(reading: Reading) -> list[Name]:
    """The templates of the registrations with what they say."""
    return [(names[0][0], names[1][1]) for names in reading.names if names[0][0] in REGISTERED]


def _narrative_agrees(reading: Reading, opening: str) -> bool:
    """As PDC-S04."""
    narrative = opening + packed(plain(b"".join(reading.narrative)))
    said = packed(plain(_BETWEEN.join(reading.said))).split(_BETWEEN.decode())
    if not all(map(narrative.__contains__, said)):
        return False
    return all(registration_agrees(narrative, *answer) for answer in _answers(reading))


def plain(texts: bytes) -> str:
    """What is written, of *texts* with no reference but to the five entities of XML."""
    if b"&" in texts:
        for name, sign in _ENTITIES:
            texts = texts.replace(name, sign)
        texts = texts.replace(b"&amp;", b"&")
    return texts.decode()
