"""The national services in memory: state, verbs and journal; and one thin HTTP face."""
