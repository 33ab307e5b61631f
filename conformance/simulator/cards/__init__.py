"""A citizen's card from the registers: made, soiled on demand, printed."""
