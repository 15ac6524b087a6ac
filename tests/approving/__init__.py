"""Approvals: recorded, refused, and written to the changelog."""
