"""Git: reads editions from git objects without a checkout, and writes an approval as one commit and tag."""

from clausebook.io.git.repository import Repository, open_repository

__all__ = ["Repository", "open_repository"]
