"""What governors decide and sign, and what can be checked of it afterwards."""
