"""The shapes of the entries that the service sends: what is the same in every card.

An entry of such a shape keeps every rule that looks at nothing but its shape, so those rules look
only at the others. A test holds that each shape here keeps them.
"""

from typing import Final, NamedTuple

from conformance.pdc.codes import AuthorId, EnteredBy, MessageCode, NullFlavor
from conformance.pdc.oids import Oid, TemplateDate, TemplateOid

Shape = tuple[str | None, ...]
"""typeCode; class and mood; root and extension of the template; code, system and display name; root
and extension of the author's template; nullFlavor of a time without value; extension of the
author's id; code of who typed it in, and its system."""


class Kind(NamedTuple):
    """What is constant of one kind of entry: template extension, codes and author template."""

    extension: TemplateDate
    codes: tuple[MessageCode, ...]
    author: TemplateOid

    @property
    def typed_in(self) -> bool:
        """Whether persons type these entries in; the others come from registers."""
        return self.author is TemplateOid.AUTHOR_TYPED_IN


def _typed_in(code: MessageCode) -> Kind:
    return Kind(TemplateDate.PDC_2019, (code,), TemplateOid.AUTHOR_TYPED_IN)


def _registered(*codes: MessageCode) -> Kind:
    return Kind(TemplateDate.PDC_2019, codes, TemplateOid.AUTHOR_REGISTER)


KINDS: Final[dict[str, Kind]] = {
    TemplateOid.LANGUAGE: _typed_in(MessageCode.LANGUAGE),
    TemplateOid.TEMPORARY_ADDRESS: _typed_in(MessageCode.TEMPORARY_ADDRESS),
    TemplateOid.DENTIST: _typed_in(MessageCode.DENTIST),
    TemplateOid.CUSTODY: _registered(MessageCode.CHILD_CUSTODY, MessageCode.CUSTODY_BY),
    TemplateOid.CONTACT_NUMBERS: _typed_in(MessageCode.CONTACT_NUMBERS),
    TemplateOid.RELATIVE: _typed_in(MessageCode.RELATIVE),
    TemplateOid.CITIZEN_NAME_ADDRESS: _registered(MessageCode.CITIZEN_NAME_ADDRESS),
    TemplateOid.COVERAGE_GROUP: _registered(MessageCode.COVERAGE_GROUP),
    TemplateOid.ORGAN_DONOR: _registered(MessageCode.ORGAN_DONOR),
    TemplateOid.TREATMENT_WILL: _registered(MessageCode.TREATMENT_WILL),
    TemplateOid.LIVING_WILL: _registered(MessageCode.LIVING_WILL),
    TemplateOid.NO_RESUSCITATION: Kind(
        TemplateDate.NO_RESUSCITATION,
        (MessageCode.NO_RESUSCITATION,),
        TemplateOid.AUTHOR_REGISTER,
    ),
}
"""The twelve kinds by template root. Source: implementation guide 2025-06-26 and live documents."""

_PERSONS: Final = (AuthorId.ANONYM, AuthorId.MSK)
_NO_TIME: Final = (NullFlavor.NO_INFORMATION, None)


def _shape(kind_root: str, kind: Kind, code: MessageCode, *author: str | None) -> Shape:
    entry = ("COMP", "OBS", "EVN", kind_root, kind.extension, code, Oid.MESSAGE_CODES)
    return (*entry, code.display_name, kind.author, TemplateDate.PDC_2019, *author)


def _authors(kind: Kind) -> list[Shape]:
    if kind.typed_in:
        return [(None, i, by, Oid.MESSAGE_CODES) for i in _PERSONS for by in EnteredBy]
    return [(time, AuthorId.NONE, None, None) for time in _NO_TIME]


REGULAR: Final = frozenset(
    _shape(root, kind, code, *author)
    for root, kind in KINDS.items()
    for code in kind.codes
    for author in _authors(kind)
)
"""The shapes of entries that need no further look."""
