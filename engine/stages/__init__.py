"""Verbs: one plain function from noun to noun each."""
