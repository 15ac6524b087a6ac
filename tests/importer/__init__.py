"""Tests of importing documents from elsewhere."""
