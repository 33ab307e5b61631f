"""What the simulated services remember: registers, persons, stores, faults, journal."""
