"""Records: what the engine speaks about. Frozen, pure, and importing nothing but each other."""
