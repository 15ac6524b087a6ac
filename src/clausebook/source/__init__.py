"""YAML files -> register, each value with its file and line."""
