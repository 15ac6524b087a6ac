"""Git read in bulk, and the states of a clone."""
