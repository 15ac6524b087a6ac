"""What clauses cite, and whether it is law."""
