"""Verbs for opt-outs, wills, organ donors, coverage groups, practitioners, dentists and staff."""

from collections.abc import Callable

from conformance.pdc.codes import Use
from conformance.simulator.control.persons import Place
from conformance.simulator.control.verbs import Body, Instant, Subject, Text, Verb, Word, verb
from conformance.simulator.state.registers import DentalClinic, Practitioner, StaffMember
from conformance.simulator.state.world import World


class OptOut(Body, frozen=True):
    """A citizen opts out of resuscitation, now or at a given time."""

    citizen: str
    at: Instant | None = None


class CoverageGroup(Body, frozen=True):
    """A citizen's group of the health insurance: 1 or 2."""

    citizen: str
    group: Text


class PractitionerChoice(Body, frozen=True):
    """A citizen's general practitioner, by provider number (ydernummer)."""

    citizen: str
    yder: Word
    name: Word
    telephone: Word
    address: Place


class Clinic(Body, frozen=True):
    """A dentist in the Yderregister."""

    yder: Word
    clinic: Word
    telephone: Word
    address: Place


class Employment(Body, frozen=True):
    """A member of staff; national roles are in their full notation."""

    cpr: Word
    given_name: Word
    surname: Word
    education_code: Text = ""
    authorisation_code: Text | None = None
    national_roles: tuple[Word, ...] = ()


def _choose_practitioner(world: World, choice: PractitionerChoice) -> None:
    practitioner = Practitioner(
        yder=choice.yder,
        name=choice.name,
        telephone=choice.telephone,
        address=choice.address.address(),
    )
    world.choose_practitioner(choice.citizen, practitioner)


def _list_dentist(world: World, clinic: Clinic) -> None:
    world.list_dentists(
        DentalClinic(
            yder=clinic.yder,
            clinic=clinic.clinic,
            address=clinic.address.address(Use.WORK),
            telephone=clinic.telephone,
        )
    )


def _employ(world: World, member: Employment) -> None:
    world.employ(
        StaffMember(
            cpr=member.cpr,
            given_name=member.given_name,
            surname=member.surname,
            education_code=member.education_code,
            authorisation_code=member.authorisation_code,
            national_roles=member.national_roles,
        )
    )


def _subject(path: str, act: Callable[[World, str], None]) -> Verb[Subject]:
    return verb(path, Subject, lambda world, subject: act(world, subject.citizen))


VERBS = (
    verb("/opt-outs/register", OptOut, lambda w, o: w.register_opt_out(o.citizen, at=o.at)),
    _subject("/opt-outs/withdraw", World.withdraw_opt_out),
    _subject("/treatment-wills/register", World.register_treatment_will),
    _subject("/treatment-wills/withdraw", World.withdraw_treatment_will),
    _subject("/living-wills/register", World.register_living_will),
    _subject("/living-wills/withdraw", World.withdraw_living_will),
    _subject("/organ-donors/register", World.register_organ_donor),
    _subject("/organ-donors/withdraw", World.withdraw_organ_donor),
    verb(
        "/coverage-group", CoverageGroup, lambda w, o: w.assign_coverage_group(o.citizen, o.group)
    ),
    verb("/practitioner/choose", PractitionerChoice, _choose_practitioner),
    _subject("/practitioner/leave", World.leave_practitioner),
    verb("/dentists/list", Clinic, _list_dentist),
    verb("/staff/employ", Employment, _employ),
)
