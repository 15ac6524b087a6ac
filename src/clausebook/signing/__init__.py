"""Signatures: keys in files and on tokens, passphrases, PAdES signatures on a PDF. The only code that holds a key."""
