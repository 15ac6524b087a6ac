"""YAML -> register: parsing and places."""
