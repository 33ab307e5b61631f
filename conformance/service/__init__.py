"""The national services seen from outside: the suite plays a system that calls them."""
