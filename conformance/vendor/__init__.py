"""How a system under test is described and driven."""
