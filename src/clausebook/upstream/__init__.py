"""A fork: what adopting changes, whose a clause is, what upstream changed since, and how that comes in."""
