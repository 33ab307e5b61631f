"""The simulator with one thing wrong each, by topic."""
