"""Binds features/14_robustness; all its sentences are shared."""

from pytest_bdd import scenarios

scenarios("14_robustness")
