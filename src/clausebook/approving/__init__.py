"""The acts by which governors adopt words: approval records and the changelog."""
