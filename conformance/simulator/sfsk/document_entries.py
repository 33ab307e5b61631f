"""What the registry tells of a citizen's card: the metadata of each hit.

Source: PDC-DK dossier 13.1, after MedCom's XDS metadata and what has been seen of the service.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from conformance.pdc.codes import Gender
from conformance.pdc.compose import SDS
from conformance.pdc.oids import FSK_SOR, Oid
from conformance.simulator.sfsk.document_ids import (
    REPOSITORY_ID,
    entry_uuid,
    unique_id,
)
from conformance.simulator.sfsk.settings import EntryId, SfskSettings
from conformance.simulator.state.registers import Citizen
from conformance.xds.entries import DocumentEntry
from conformance.xds.vocabulary import FormatCode

AUTHOR_INSTITUTION: Final = f"{SDS}^^^^^&{Oid.SOR.value}&ISO^^^^{FSK_SOR}"
"""The service as HL7 XON: fields 1, 6.2 and 10."""

_SEXES: Final = {Gender.MALE: "M", Gender.FEMALE: "F"}


def entry_of(
    citizen: Citizen,
    format_code: FormatCode,
    *,
    now: datetime,
    settings: SfskSettings,
    repository_id: str = REPOSITORY_ID,
) -> DocumentEntry:
    """The entry of the citizen's card in this format, as it is *now*: it is made on demand."""
    is_urn = settings.entry_id is EntryId.URN_UUID
    return DocumentEntry(
        unique_id=unique_id(citizen.cpr, format_code),
        entry_uuid=entry_uuid(citizen.cpr, format_code) if is_urn else None,
        repository_id=repository_id,
        home_community_id=settings.home_community,
        cpr=citizen.cpr,
        format_code=format_code,
        title=f"Personal Data Card for {citizen.cpr}",
        class_code=settings.class_code,
        healthcare_facility=settings.healthcare_facility,
        practice_setting=settings.practice_setting,
        author_institution=AUTHOR_INSTITUTION,
        service_start=now.astimezone(UTC).strftime("%Y%m%d%H%M%S"),
        patient_info=tuple(_patient_info(citizen)),
    )


def _patient_info(citizen: Citizen) -> Iterator[str]:
    """Name, birth and sex as fields of HL7's PID; the name of a protected person is left out."""
    if not citizen.protected:
        family, given = " ".join(citizen.name.family), " ".join(citizen.name.given)
        yield f"PID-5|{family}^{given}"
    yield f"PID-7|{citizen.born:%Y%m%d}"
    if citizen.gender in _SEXES:
        yield f"PID-8|{_SEXES[citizen.gender]}"
