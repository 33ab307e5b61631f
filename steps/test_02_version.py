"""Steps for features/02_version."""

from pytest_bdd import scenarios, then

from conformance.judgement import calls, cards
from conformance.pdc.codes import DocumentVersion
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.xds.vocabulary import FormatCode
from steps.caller import Caller
from steps.vocabulary import sentence

scenarios("02_version")

_VERSIONS = {"PDC-DK 2.0": DocumentVersion.V2, "PDC-DK 3.0": DocumentVersion.V3}


@then("it is offered in version 3")
def offered_in_version_3(caller: Caller) -> None:
    cards.require_format(caller.hits, FormatCode.PDC_V3)


@then(sentence("the document is a {version} card of {citizen:Citizen}"))
def document_is(caller: Caller, version: str, citizen: Persona) -> None:
    cards.require_version(caller.card, _VERSIONS[version], caller.callers.cpr(citizen))


@then("every search asked for version 3 and none for version 2")
def asked_for_version_3(world: World) -> None:
    calls.require_version_3_only(tuple(world.journal))
