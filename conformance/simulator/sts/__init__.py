"""The simulated STS: id cards, and tokens for OIO-IDWS."""
