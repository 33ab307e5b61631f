"""The suite as one who writes in the Stamkortregister, and keeps what it has entered."""

from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

from lxml import etree

from conformance.judgement import writing
from conformance.pdc import compose
from conformance.pdc.datatypes import InstanceId
from conformance.security.dgws import ReceivedFault
from conformance.service.skr import OPT_OUT, SkrClient, opt_out_request
from conformance.skr.values import Create, Delete, Entry, Request, Update
from conformance.skr.vocabulary import Namespace
from steps.caller import Caller
from steps.entries import NewEntry


@dataclass(frozen=True, kw_only=True)
class Hand:
    """By which id card, and with which HSUID header if any, something is written."""

    id_card: etree._Element
    hsuid: dict[str, str] | None = None


@dataclass
class Writer:
    """Enters, updates and deletes. *refusals* are those of the write that was just made."""

    caller: Caller
    skr: SkrClient
    cpr: str = ""
    entries: list[Entry] = field(default_factory=list)
    refusals: list[ReceivedFault] = field(default_factory=list)
    to_tidy: list[tuple[Hand, Delete]] = field(default_factory=list)

    @property
    def entry(self) -> Entry:
        """What was entered last, or was to be."""
        return self.entries[-1]

    def enter(self, hand: Hand, cpr: str, make: NewEntry) -> None:
        """Create an entry for the citizen; a refusal is kept for the judgement."""
        self.cpr = cpr
        self.entries.append(make(str(uuid4()), self.caller.callers))
        request = Create(citizen=self._citizen(), entry=self.entry)
        self._send(hand, request)
        if not self.refusals:
            deletion = Delete(
                citizen=request.citizen, part=request.operation.part, id=self.entry.id
            )
            self.to_tidy.append((hand, deletion))

    def update(self, hand: Hand, make: NewEntry) -> None:
        """Put another entry in the place of the last."""
        self.entries.append(make(self.entry.id, self.caller.callers))
        self._send(hand, Update(citizen=self._citizen(), entry=self.entry))
        writing.require_accepted(self.refusals)

    def delete(self, hand: Hand) -> None:
        """Delete the entry that was entered last."""
        part = Create(citizen=self._citizen(), entry=self.entry).operation.part
        self._send(hand, Delete(citizen=self._citizen(), part=part, id=self.entry.id))
        writing.require_accepted(self.refusals)

    def opt_out(self, hand: Hand, cpr: str) -> None:
        """Try to register an opt-out of resuscitation; a refusal is kept for the judgement."""
        action = f"{Namespace.SKR}#{OPT_OUT}"
        self.refusals.clear()
        try:
            body = opt_out_request(self.caller.callers.cpr(cpr))
            self.skr.send(hand.id_card, action, body, hand.hsuid)
        except ReceivedFault as fault:
            self.refusals.append(fault)

    def tidy(self) -> None:
        """Delete what was entered and is still there."""
        for hand, deletion in self.to_tidy:
            with suppress(ReceivedFault):
                self.skr.write(hand.id_card, deletion, hand.hsuid)

    def _citizen(self) -> InstanceId:
        return compose.cpr_id(self.caller.callers.cpr(self.cpr))

    def _send(self, hand: Hand, request: Request) -> None:
        self.refusals.clear()
        try:
            self.skr.write(hand.id_card, request, hand.hsuid)
        except ReceivedFault as fault:
            self.refusals.append(fault)
