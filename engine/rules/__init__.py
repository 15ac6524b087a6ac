"""Laws: one rule a file, whose docstring is its manual."""
