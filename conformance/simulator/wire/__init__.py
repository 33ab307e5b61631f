"""How calls and answers travel: HTTP within bounds, TLS, MIME packages, spoilt answers."""
