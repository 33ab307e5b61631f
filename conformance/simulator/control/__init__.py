"""The control API in JSON below `/control`, and the console: a web page over it."""

from conformance.simulator.control.plane import control_plane, control_routes
from conformance.simulator.control.verdicts import Judge

__all__ = ["Judge", "control_plane", "control_routes"]
