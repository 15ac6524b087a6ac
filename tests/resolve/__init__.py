"""Register -> edition: numbers and runs."""
