"""A file about to be written: its path, and the bytes or the source that a door makes the bytes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal


@dataclass(frozen=True, kw_only=True)
class Artefact:
    """One file, or one folder of the web site, that a build is about to write.

    `path` is relative to `output/`, with forward slashes. `door` says who turns `source` into bytes: `disk` writes it
    as it is (bytes), `typeset` compiles Typst markup (str), `pandoc` writes a Word file from an AST, `site` runs the
    site generator over `files` and `path` is the folder of the result. `files` are what the source refers to, by
    relative path. `finish` is what the format still does to the bytes that a door made. `dated` is the date written
    into metadata, an argument so that the same input gives the same bytes.
    """

    path: str
    source: Any
    door: Literal["disk", "typeset", "pandoc", "site"] = "disk"
    files: Mapping[str, bytes] = field(default_factory=dict)
    dated: date | None = None
    finish: Callable[[bytes], bytes] | None = None
