"""Redline, reasons and law -> what governors read before they decide."""
