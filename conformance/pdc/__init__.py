"""PDC-DK 3.0 cards as values: build, read, check."""
