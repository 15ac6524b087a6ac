"""A school's logo: whether a file is a picture that a page may show."""

from __future__ import annotations

import re

LARGEST = 60_000  # bytes: it is on every page
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = re.compile(rb"<svg[\s>]")
_ACTIVE = re.compile(
    rb"<script|<foreignObject|\son\w+\s*=|(?:href|src)\s*=\s*[\"'](?!#|data:)|@import|url\((?![\"']?#)", re.I
)


def wrong_with(path: str, content: bytes | None) -> str:
    """What speaks against showing the file, as the end of a sentence; "" for a good one."""
    if content is None:
        return "does not exist"
    if len(content) > LARGEST:
        return f"has {len(content) // 1000} kB, and every page carries it"
    if path.endswith(".png"):
        return "" if content.startswith(_PNG) else "is not a PNG picture"
    if not _SVG.search(content[:4000]):
        return "is not an SVG picture"
    return "holds a script, or fetches something from elsewhere" if _ACTIVE.search(content) else ""
