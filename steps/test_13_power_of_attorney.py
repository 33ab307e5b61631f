"""Steps for features/13_power_of_attorney: the services."""

from pytest_bdd import scenarios, then, when

from conformance.judgement import refusals
from conformance.simulator.state.personas import Persona
from steps.caller import Caller
from steps.shared_services import hand_of
from steps.vocabulary import sentence
from steps.writer import Writer

scenarios("13_power_of_attorney/power_of_attorney_service.feature")


@when(sentence("{citizen:Citizen} deletes it from {whose:Citizen}'s card {acting:Acting}"))
def proxy_deletes(
    writer: Writer, caller: Caller, citizen: Persona, whose: Persona, acting: str
) -> None:
    writer.delete(hand_of(caller, citizen, acting, whose))


@when(
    sentence(
        "{citizen:Citizen} tries to opt out of resuscitation for {whose:Citizen} {acting:Acting}"
    )
)
def tries_to_opt_out(
    writer: Writer, caller: Caller, citizen: Persona, whose: Persona, acting: str
) -> None:
    writer.opt_out(hand_of(caller, citizen, acting, whose), whose)


@then("the attempt is refused")
def attempt_is_refused(writer: Writer) -> None:
    refusals.require_refused(writer.refusals, "the opt-out", by="SKR")
