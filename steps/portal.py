"""How a citizen calls through a portal: the HSUID header, by the words that the features use."""

import re
from typing import Final

from lxml import etree

from conformance.security.dgws import ReceivedFault
from conformance.security.hsuid import HsuidAttribute, HsuidUserType
from conformance.service.callers import Callers
from conformance.service.client import own_call
from conformance.simulator.state.registers import StaffMember
from steps.caller import Caller

OWN: Final = "through a portal"
_NAMED: Final = re.compile(r"through a portal that names (\S+) as the citizen")
_PROXY: Final = re.compile(r"by a power of attorney from (\S+)")
_NO_RELATION: Final = "neighbour"
"""No code of a relation that counts, in whatever way those are written."""


def header(
    words: str, callers: Callers, *, acting: str, whose: str, cprs: dict[str, str]
) -> dict[str, str]:
    """The attributes of the header with which *acting* asks for the card of *whose*.

    *cprs* are the personas by name.
    """
    attributes = own_call(callers.cpr(acting))
    if words == OWN:
        return attributes
    if named := _NAMED.fullmatch(words):
        return attributes | {HsuidAttribute.CITIZEN_CPR: callers.cpr(cprs[named[1]])}
    if principal := _PROXY.fullmatch(words):
        whose = cprs[principal[1]]
    responsible = attributes | {HsuidAttribute.RESPONSIBLE_CPR: callers.cpr(whose)}
    relation = _relation(words, callers)
    return responsible | ({HsuidAttribute.CITIZEN_RELATION: relation} if relation else {})


def _relation(words: str, callers: Callers) -> str | None:
    if _PROXY.fullmatch(words):
        return callers.relation_codes().proxy
    return {
        "as holder of custody": callers.relation_codes().custody,
        "as a neighbour": _NO_RELATION,
        "without a relation": None,
    }[words]


def professional_header(acting: str, code: str) -> dict[str, str]:
    """The attributes with which a professional acts for the one with this authorisation code."""
    return own_call(acting) | {
        HsuidAttribute.USER_TYPE: HsuidUserType.HEALTHCARE_PROFESSIONAL,
        HsuidAttribute.RESPONSIBLE_USER_AUTHORISATION: code,
    }


def search(
    caller: Caller, id_card: etree._Element | None, cpr: str, attributes: dict[str, str]
) -> None:
    """Search for a citizen's card with this header; a refusal is kept for the judgement."""
    try:
        answer = caller.client.search_as(id_card, caller.callers.cpr(cpr), attributes)
    except ReceivedFault as fault:
        caller.faults.append(fault)
        return
    caller.answers.append(answer)
    caller.found = answer.entries


def search_on_behalf(caller: Caller, member: StaffMember, cpr: str, code: str) -> None:
    """Search as *member*, on behalf of the professional with this authorisation code."""
    user, _ = caller.callers.employee(member.cpr)
    search(caller, caller.user_card(member), cpr, professional_header(user.cpr, code))
