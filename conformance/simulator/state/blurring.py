"""Identity blurring (IDSAS): whether a citizen sees who wrote an entry, or a pseudonym.

Source: executive order 193 of 27 February 2024, § 7, for what may be decided and for how long;
NSP's guide to identity blurring (IDSAS) for how a pseudonym is made and towards whom it counts.
"""

from base64 import b64encode
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from conformance.minlog.lookup import LogStatement
from conformance.minlog.registration import LogEntry
from conformance.minlog.vocabulary import OrganisationSource
from conformance.simulator.state.setting import about, longer_than_nothing

TERM: Final = timedelta(days=90)
"""How long a decision holds. Source: executive order 193 of 2024, § 7, subsection 1."""

_EPOCH: Final = datetime(2024, 1, 1, tzinfo=UTC)
"""Where the periods of the salt are counted from; arbitrary."""


class NotBlurred(ValueError):
    """There is no decision in force that this could be about; the message says which was sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlurringSettings:
    """What of the rules may be otherwise.

    *term* is how long a decision holds, and by how much an extension prolongs it: the law has it,
    and no file turns it.
    """

    term: timedelta = TERM
    salt_period: timedelta = field(
        default=timedelta(days=1),
        metadata=about(
            "How long a salt is the current one; then every pseudonym changes.",
            allowed=longer_than_nothing(timedelta(days=365), "P365D"),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A place of treatment's decision to have its staff blurred.

    An organisation by its CVR number is blurred towards one *citizen*; a department by its SOR code
    towards all (*citizen* is None). Source: NSP's guide to identity blurring.
    """

    organisation: str
    source: OrganisationSource
    citizen: str | None
    decided_at: datetime
    ends_at: datetime

    def is_in_force(self, now: datetime) -> bool:
        """From the very instant of the decision, up to the end and without it."""
        return self.decided_at <= now < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """A place of treatment has told this citizen who is behind a pseudonym: *user_id*."""

    citizen: str
    user_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlurringRegister:
    """The national register of decisions, and the disclosures. Its verbs return the next one."""

    decisions: tuple[Decision, ...] = ()
    disclosures: frozenset[Disclosure] = frozenset()
    settings: BlurringSettings = field(default_factory=BlurringSettings)

    def blur(
        self, organisation: str, source: OrganisationSource, citizen: str | None, now: datetime
    ) -> "BlurringRegister":
        """With a new decision, in place of an earlier one on the same; in force at once."""
        decision = Decision(
            organisation=organisation,
            source=source,
            citizen=citizen,
            decided_at=now,
            ends_at=now + self.settings.term,
        )
        others = (d for d in self.decisions if not _is_about(d, organisation, citizen))
        return replace(self, decisions=(*others, decision))

    def extend(self, organisation: str, citizen: str | None, now: datetime) -> "BlurringRegister":
        """With a later end of the decision that is in force. Raises NotBlurred."""
        old = self._in_force(organisation, citizen, now)
        new = replace(old, ends_at=old.ends_at + self.settings.term)
        return replace(self, decisions=tuple(new if d == old else d for d in self.decisions))

    def lift(self, organisation: str, citizen: str | None, now: datetime) -> "BlurringRegister":
        """Without the decision that is in force. Raises NotBlurred."""
        old = self._in_force(organisation, citizen, now)
        return replace(self, decisions=tuple(d for d in self.decisions if d != old))

    def disclose(self, citizen: str, user_id: str) -> "BlurringRegister":
        """With a disclosure: this citizen sees this member of staff by name from now on."""
        disclosure = Disclosure(citizen=citizen, user_id=user_id)
        return replace(self, disclosures=self.disclosures | {disclosure})

    def blurred_organisations(self, citizen: str, now: datetime) -> tuple[str, ...]:
        """CVR numbers of the organisations whose staff this citizen sees blurred."""
        return tuple(
            d.organisation for d in self.decisions if d.citizen == citizen and d.is_in_force(now)
        )

    def blurred_departments(self, now: datetime) -> tuple[str, ...]:
        """SOR codes of the departments whose staff every citizen sees blurred."""
        return tuple(
            d.organisation for d in self.decisions if d.citizen is None and d.is_in_force(now)
        )

    def salt(self, now: datetime) -> str:
        """The salt of the present period, in Base64."""
        period = (now - _EPOCH) // self.settings.salt_period
        return b64encode(sha256(f"IDSAS test salt {period}".encode()).digest()).decode()

    def _in_force(self, organisation: str, citizen: str | None, now: datetime) -> Decision:
        for decision in self.decisions:
            if _is_about(decision, organisation, citizen) and decision.is_in_force(now):
                return decision
        towards = "all citizens" if citizen is None else citizen
        raise NotBlurred(
            f"expected a decision in force to blur {organisation} towards {towards}, found none"
        )


class Blurring:
    """The rules of the view. Each is a method, so that a mutant can get exactly one wrong."""

    def shown(self, register: BlurringRegister, entry: LogEntry, now: datetime) -> LogStatement:
        """The entry as the citizen sees it, with pseudonyms for the names that are hidden."""
        if not self.is_blurred(register, entry, now):
            return LogStatement(entry=entry)
        salt = register.salt(now)
        hides_user = not self.is_disclosed(register, entry.citizen, entry.user_id)
        hides_principal = _has_principal(entry) and not self.is_disclosed(
            register, entry.citizen, entry.on_behalf_of_id
        )
        shown = entry
        if hides_user and entry.user_name:
            name = self.pseudonym(entry.user_name, entry.citizen, salt)
            shown = replace(shown, user_name=name)
        if hides_principal and entry.on_behalf_of_name:
            name = self.pseudonym(entry.on_behalf_of_name, entry.citizen, salt)
            shown = replace(shown, on_behalf_of_name=name)
        return LogStatement(entry=shown, hides_user=hides_user, hides_principal=hides_principal)

    def is_blurred(self, register: BlurringRegister, entry: LogEntry, now: datetime) -> bool:
        """Whether the organisation of the entry has its staff blurred towards this citizen."""
        if entry.organisation_id_source == OrganisationSource.CVR:
            return entry.organisation_id in register.blurred_organisations(entry.citizen, now)
        if entry.organisation_id_source == OrganisationSource.SOR:
            return entry.organisation_id in register.blurred_departments(now)
        return False

    def is_disclosed(self, register: BlurringRegister, citizen: str, user_id: str | None) -> bool:
        """Whether the citizen has been told who the person with this number is."""
        if user_id is None:
            return False
        return Disclosure(citizen=citizen, user_id=user_id) in register.disclosures

    def pseudonym(self, name: str, citizen: str, salt: str) -> str:
        """A UUID, version 5, over `FORNAVN(E)+EFTERNAVN(E)+BORGER_ID+SALT` in UTF-8.

        *name* is given names and surnames; *citizen* the CPR number of the person whom the data are
        about, whoever looks; *salt* Base64, used as text. Source: NSP's guide to identity blurring.
        """
        parts = (name.upper().replace(" ", "+"), citizen, salt)
        return str(uuid5(NAMESPACE_OID, "+".join(parts)))


def _has_principal(entry: LogEntry) -> bool:
    return bool(entry.on_behalf_of_id or entry.on_behalf_of_name)


def _is_about(decision: Decision, organisation: str, citizen: str | None) -> bool:
    return (decision.organisation, decision.citizen) == (organisation, citizen)
