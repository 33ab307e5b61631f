"""The simulated national notification service: what subscribers and publishers may ask of it."""
