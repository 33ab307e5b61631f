"""IHE ITI-18 and ITI-43 messages as values: build and read."""
