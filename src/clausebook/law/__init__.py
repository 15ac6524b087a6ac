"""Legislation: the register listed, and held against legislation.gov.uk."""
