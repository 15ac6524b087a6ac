"""The desk: what a clerk sees, and what is kept of what she writes."""
