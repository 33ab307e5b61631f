"""Steps for features/05_no_resuscitation."""

from pytest_bdd import scenarios, then

from conformance.judgement import views
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from steps.desk import Desk
from steps.vocabulary import CITIZENS, sentence, user

scenarios("05_no_resuscitation")

REGISTRATIONS = (
    "no_resuscitation",
    "treatment_will",
    "living_will",
    "organ_donor",
    "coverage_group",
)


@then("the words are not those for a citizen without an opt-out")
def other_words(desk: Desk, world: World) -> None:
    unknown = desk.view
    world.mend_all()
    views.require_other_words(unknown, desk.open_card(user("the doctor"), CITIZENS["Sofie"]))


@then("nothing else of the card is shown")
def nothing_else(desk: Desk) -> None:
    views.require_only_no_resuscitation(desk.view)


@then(sentence("the whole of {citizen:Citizen}'s card is shown"))
def whole_card(desk: Desk, world: World, citizen: Persona) -> None:
    views.require_fields(desk.view, (*REGISTRATIONS, *world.citizen(citizen).parts()))
