"""What mutants of the display have in common: they show rightly, and then change what is shown."""

from typing import Final

import msgspec

from conformance.reference.behaviour import Behaviour
from conformance.reference.shown import Display, ShownCard

altered: Final = msgspec.structs.replace
"""Returns a value with some of its fields changed."""


class ShowsOtherwise(Behaviour):
    """Changes what full display shows, after it has been made rightly."""

    def change(self, shown: ShownCard, /) -> ShownCard:
        """Return what is shown instead."""
        return shown

    def on_screen(self, shown: ShownCard, display: Display, /) -> ShownCard:
        right = super().on_screen(shown, display)
        is_card = bool(right.cpr) and display is not Display.RESTRICTED
        return self.change(right) if is_card else right
