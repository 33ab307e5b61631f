"""Runs the scenarios: from a profile to a folder of evidence and an exit code."""
