"""Documents from elsewhere: what was read of them, what an import made of them, Word files that came back."""
