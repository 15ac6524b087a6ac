"""Records of the model, and what is derived from them alone."""
