"""What happened in a run, the verdict computed from it, and the reports."""
