"""The words of the features for how a system works, and whether a profile declares it."""

import re
from typing import Final

from conformance.vendor.profile import Profile
from conformance.vendor.protocol import DisplayScope, IntegrationMethod

METHODS: Final = {
    "from a local copy": IntegrationMethod.LOCAL_COPY,
    "system to system": IntegrationMethod.SYSTEM,
    "as the user": IntegrationMethod.USER,
}
"""How the card is read."""

AS_A_SYSTEM: Final = (IntegrationMethod.SYSTEM, IntegrationMethod.LOCAL_COPY)
"""The methods of `a system that looks up as a system`, in the order in which they are taken."""

_READS: Final = re.compile(rf"a system .*\breads the card ({'|'.join(METHODS)})$")
_SHOWS: Final = re.compile(rf"a system with ({'|'.join(DisplayScope)}) display\b")
_LOOKS_UP: Final = "a system that looks up as a system"


def not_declared(method: IntegrationMethod, display: DisplayScope, profile: Profile) -> str | None:
    """Why a system with this profile is not to work in this way; None when it declares it."""
    if method not in profile.integration.methods:
        return f"the profile does not declare integration method {method}"
    if display not in profile.display.scopes:
        return f"the profile does not declare {display} display"
    return None


def way_not_declared(sentence: str, profile: Profile) -> str | None:
    """The same for a sentence of a feature; None also for one about something else."""
    reads, shows = _READS.match(sentence), _SHOWS.match(sentence)
    method = METHODS[reads[1]] if reads else profile.integration.methods[0]
    display = DisplayScope(shows[1]) if shows else profile.display.scopes[0]
    if sentence == _LOOKS_UP:
        method = as_a_system(profile)
    return not_declared(method, display, profile)


def as_a_system(profile: Profile) -> IntegrationMethod:
    """The method by which a system looks up as a system: one that it declares, if there is one."""
    declared = [method for method in AS_A_SYSTEM if method in profile.integration.methods]
    return (*declared, *AS_A_SYSTEM)[0]
