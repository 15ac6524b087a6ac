"""Verification of PDFs: signed, tampered with, and kept evidence."""
