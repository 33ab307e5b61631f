"""Systems that read odd cards wrongly, or word the opt-out wrongly, one thing each."""

from dataclasses import replace
from itertools import pairwise
from typing import Final

from conformance.reference.behaviour import Behaviour
from conformance.reference.card import Card, Telephone
from conformance.reference.markup import CDA, UnreadableXml, parse, words
from conformance.reference.mutant import Mutant, registrar
from conformance.reference.showing_otherwise import altered
from conformance.reference.shown import Display, ShownCard, Status

READING_MUTANTS: Final[dict[str, Mutant]] = {}
"""The mutants of this module by name."""

_mutant = registrar(READING_MUTANTS)


@_mutant("unknown-entry-breaks")
class UnknownEntryBreaks(Behaviour):
    """A card with an entry of an unknown kind is not shown at all."""

    def read(self, document: bytes, /) -> Card:
        for code in parse(document).iterfind(f".//{{{CDA}}}observation/{{{CDA}}}code"):
            if code.get("code") == "Unknown":
                raise UnreadableXml("expected entries of known kinds, found another")
        return super().read(document)


@_mutant("null-shown-as-number")
class NullShownAsNumber(Behaviour):
    """A telephone value that says null is shown as a number."""

    def read(self, document: bytes, /) -> Card:
        card = super().read(document)
        if b"tel:null" not in document:
            return card
        return replace(card, telephones=(*card.telephones, Telephone(number="null", use="H")))


@_mutant("null-shown-as-street")
class NullShownAsStreet(Behaviour):
    """A street that says null is shown."""

    def read(self, document: bytes, /) -> Card:
        card = super().read(document)
        has_street = b"null</streetAddressLine>" not in document
        return card if has_street else replace(card, address=("null", *card.address))


@_mutant("text-believed")
class TextBelieved(Behaviour):
    """Whether the citizen is an organ donor is read from the text for the reader."""

    def read(self, document: bytes, /) -> Card:
        cells = [words(cell) for cell in parse(document).iter(f"{{{CDA}}}td")]
        said = dict(pairwise(cells)).get("Registreret organdonor", "")
        donor = {"Ja": "true", "Nej": "false"}.get(said)
        return replace(super().read(document), organ_donor=donor)


class _WordsOptOutOtherwise(Behaviour):
    """Changes the words for whether resuscitation has been opted out of."""

    def reworded(self, status: Status, /) -> Status:
        return status

    def on_screen(self, shown: ShownCard, display: Display, /) -> ShownCard:
        right = super().on_screen(shown, display)
        status = right.no_resuscitation
        return altered(right, no_resuscitation=status and self.reworded(status))


@_mutant("opt-out-in-common-words")
class OptOutInCommonWords(_WordsOptOutOtherwise):
    """Whether or not there is an active opt-out, the words are the same."""

    def reworded(self, status: Status, /) -> Status:
        if status.status == "unavailable":
            return status
        return altered(status, text="Oplysning om fravalg er hentet")


@_mutant("absence-worded-as-wish")
class AbsenceWordedAsWish(_WordsOptOutOtherwise):
    """Where there is no active opt-out the words say that the citizen wants resuscitation."""

    def reworded(self, status: Status, /) -> Status:
        return altered(status, text="Ønsker genoplivning") if status.status == "no" else status


@_mutant("opt-out-editable")
class OptOutEditable(Behaviour):
    """The card's page lets the user edit the opt-out of resuscitation."""

    def editable(self) -> tuple[str, ...]:
        return ("no_resuscitation",)
