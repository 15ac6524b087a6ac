"""A Word file as pandoc reads it with all tracked changes accepted, or all rejected."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from clausebook.io.pandoc import program
from tests.office.settle import Way

_BREAKS = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}


def lines(docx: bytes, way: Way) -> list[str]:
    """Paragraphs that say something, and table rows with their cells parted by bars, in order."""
    return _lines(tree(docx, way)["blocks"])


def tree(docx: bytes, way: str) -> dict[str, Any]:
    """pandoc's own tree of the file; `way` is accept, reject or all."""
    command = [str(program()), "--from=docx", f"--track-changes={way}", "--to=json"]
    done = subprocess.run(command, input=docx, capture_output=True, check=True)
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def _lines(blocks: list[dict[str, Any]]) -> list[str]:
    return [line for block in blocks for line in _block(block)]


def _block(block: dict[str, Any]) -> list[str]:
    kind, inside = block["t"], block.get("c")
    if kind in ("Para", "Plain"):
        return [_words(inside)]
    if kind == "Header":
        return [_words(inside[2])]
    if kind in ("Div", "BlockQuote"):
        return _lines(inside[1] if kind == "Div" else inside)
    if kind in ("OrderedList", "BulletList"):
        return [line for item in (inside[1] if kind == "OrderedList" else inside) for line in _lines(item)]
    if kind == "Table":
        _, caption, _, head, bodies, foot = inside
        rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
        return [*_lines(caption[1]), *(" | ".join(" ".join(_lines(cell[4])) for cell in row[1]) for row in rows)]
    raise AssertionError(f"pandoc read a {kind}")


def _words(inlines: list[dict[str, Any]]) -> str:
    found = ""
    for inline in inlines:
        kind, inside = inline["t"], inline.get("c")
        if kind == "Str":
            found += str(inside)
        elif kind in _BREAKS:
            found += _BREAKS[kind]
        elif kind in ("Code", "Quoted", "Span", "Link"):
            found += inside[1] if kind == "Code" else _words(inside[1])
        elif kind not in ("Note", "RawInline"):
            found += _words(inside)
    return found
