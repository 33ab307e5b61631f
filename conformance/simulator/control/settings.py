"""What the control API tells of the settings: to be read, and not to be turned while it runs."""

from conformance.simulator.all_assumptions import ALL_ASSUMPTIONS
from conformance.simulator.settings import Setting, SimulatorSettings, written


def turned(settings: SimulatorSettings) -> dict[str, str]:
    """The settings that are not as they are by default, as a file would turn them."""
    return {each.name: written(each.value) for each in settings.turned()}


def every(settings: SimulatorSettings) -> list[dict[str, object]]:
    """Every setting, with what may stand there and the assumptions that it turns."""
    return [_told(each) for each in settings.every()]


def _told(setting: Setting) -> dict[str, object]:
    return {
        "name": setting.name,
        "meaning": setting.about.meaning,
        "allowed": setting.allowed,
        "default": written(setting.default),
        "value": written(setting.value),
        "turned": setting.is_turned,
        "assumptions": [
            {"name": each.name, "assumed": each.assumed, "evidence": each.evidence}
            for each in ALL_ASSUMPTIONS
            if setting.name in each.settings
        ],
    }
