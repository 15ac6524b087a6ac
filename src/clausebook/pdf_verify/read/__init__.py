"""A PDF file -> evidence: what the file says, shows, carries and is sealed with. Nothing is judged here."""
