"""Register -> edition: clauses numbered, variables filled in, inline markup read."""
