"""The test plan: what a run would do for a profile, told before it is made."""
