"""Compares what was seen with what must hold; raises Shortfall with expected, found and where."""
