"""Verbs for identity blurring: decisions of places of treatment, and disclosures to citizens."""

from conformance.simulator.control.verbs import Body, Word, verb


class Organisation(Body, frozen=True):
    """An organisation by CVR number has its staff blurred towards one citizen, for 90 days."""

    organisation: Word
    citizen: str


class Department(Body, frozen=True):
    """A department by SOR code has its staff blurred towards all, for 90 days."""

    department: Word


class Decision(Body, frozen=True):
    """The decision in force of an organisation (with the citizen) or of a department (without)."""

    organisation: Word
    citizen: str | None = None


class Disclosure(Body, frozen=True):
    """Who a user of the citizen's MinLog is, by the number that stands there."""

    citizen: str
    user: Word


VERBS = (
    verb(
        "/blurring/organisation",
        Organisation,
        lambda w, o: w.blur_organisation(o.organisation, o.citizen),
    ),
    verb("/blurring/department", Department, lambda w, o: w.blur_department(o.department)),
    verb("/blurring/extend", Decision, lambda w, o: w.extend_blurring(o.organisation, o.citizen)),
    verb("/blurring/lift", Decision, lambda w, o: w.lift_blurring(o.organisation, o.citizen)),
    verb("/blurring/disclose", Disclosure, lambda w, o: w.disclose(o.citizen, o.user)),
)
