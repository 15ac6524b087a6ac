"""The engine: how clauses in YAML become an edition's PDF, Word file, data and web pages."""
