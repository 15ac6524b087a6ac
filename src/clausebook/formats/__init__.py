"""Looks: one output format a file, found by walking this folder.

A format has `render(edition, publication)` and, where it shows all editions together, `render_all(publication)`; both
yield artefacts and touch nothing. A format with parts of its own is a package with the same two functions.
"""
