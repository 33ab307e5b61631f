"""Conformance suite for systems that use Fælles Stamkort 3.0."""

from importlib.metadata import version

__version__ = version("fsk-conformance")
