"""Legislation: the register listed, and compared with legislation.gov.uk."""
