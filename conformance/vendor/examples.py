"""The example profiles that ship: what systems of each type usually declare."""

from importlib.resources import as_file, files
from typing import Final

from conformance.vendor.profile import Profile, ProfileError, load_profile

EXAMPLES: Final = ("hospital", "municipal", "gp", "portal", "prehospital")
"""Their names; each is a file in `conformance/vendor/profiles/`."""


def example_profile(name: str) -> Profile:
    """The example profile of this name. Raises ProfileError for a name that is none."""
    if name not in EXAMPLES:
        raise ProfileError(f"expected one of the profiles {', '.join(EXAMPLES)}, found {name}")
    with as_file(files("conformance.vendor") / "profiles" / f"{name}.toml") as path:
        return load_profile(path)
