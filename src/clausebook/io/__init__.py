"""Files, git, network, programs: the only code that touches the world."""
