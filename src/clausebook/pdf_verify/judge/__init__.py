"""Evidence and the governors' record -> plain answers about one file."""
