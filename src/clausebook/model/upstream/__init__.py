"""One school's policies in another school's hands: taking over, following, merging."""
