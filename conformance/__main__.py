"""Runs the `fsk` command as `python -m conformance`."""

from conformance.cli import main

main(prog_name="fsk")
