"""The simulated MinLog2: registration, the citizen's view, and the volume of each caller."""
