"""Pipelines: each leads through the house once, from the doors to the stages and out again. One file a kind of work."""
