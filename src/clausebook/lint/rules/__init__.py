"""Laws: one rule a file, whose docstring is its manual. Found by walking this folder.

Rules that look at the same thing share a folder. A rule has `check(register) -> Iterator[Finding]` and may have
`LEVEL`; without one its findings are errors. It does not know its own name: that is the file's, with hyphens.
"""
