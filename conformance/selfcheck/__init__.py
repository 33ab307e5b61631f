"""Proves that the suite can fail: every mutant must be caught, for the stated reason."""
