"""Use cases: each reads the files, calls the pure core and writes. One file a kind of work."""
