"""A file about to be written: its path, and its bytes or the source that a renderer makes them from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal


@dataclass(frozen=True, kw_only=True)
class Artefact:
    """One file, or one folder of the web site, that a build is about to write.

    `path` is relative to `output/`, with forward slashes. `renderer` turns `source` into bytes: `none` writes it as it
    is (bytes), `typst` compiles Typst markup (str), `pandoc` writes a Word file from an AST, `site` runs the site
    generator over `files` and `path` is the folder of the result. `files` are what the source refers to, by relative
    path. `finish` is what the format does to the bytes that a renderer made. `dated` is the date written into metadata,
    an argument so that the same input gives the same bytes.
    """

    path: str
    source: Any
    renderer: Literal["none", "typst", "pandoc", "site"] = "none"
    files: Mapping[str, bytes] = field(default_factory=dict)
    dated: date | None = None
    finish: Callable[[bytes], bytes] | None = None
