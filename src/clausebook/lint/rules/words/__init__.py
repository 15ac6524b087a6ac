"""How clauses are worded: terms, duties, lists, sentences."""
