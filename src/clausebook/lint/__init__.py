"""Register -> findings. One rule a file in rules/."""
