"""NAS2: the national notification service, which tells that a citizen's data have changed."""
