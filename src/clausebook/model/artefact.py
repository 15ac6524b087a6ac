"""What a build is asked for, the units it is made of, and the files that come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from clausebook.model.edition import Edition
from clausebook.model.finding import Finding, has_errors
from clausebook.text.records import dataclass


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


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One edition in one format, as plain data: text and bytes, nothing that only this process has.

    `words` is the edition in the JSON of `clausebook.model.codec`, `looks` are the templates that the format reads, by
    path, `signed` is the PDF that somebody signed, and `as_of` the day that is written into a draft, "" for an approved
    edition. The format is given nothing else, so `key`, the hash of all this and of the `engine` that makes it, is the
    hash of all that decides the bytes. Whoever has the unit can make its files, and whoever has its key can look for
    them where they are kept.
    """

    policy: str
    edition: str
    form: str
    words: bytes
    looks: Mapping[str, bytes]
    as_of: str
    signed: bytes
    engine: str
    key: str

    @property
    def name(self) -> str:
        """What to call it while it is made."""
        return f"{self.policy}/{self.edition}: {self.form}"


@dataclass(frozen=True, kw_only=True)
class Order:
    """What was asked for: which policy and edition ("" and "all" for every one), as of which day, with a site?"""

    root: Path
    as_of: date
    policy: str = ""
    edition: str = "all"
    site: bool = True

    def wants(self, edition: Edition) -> bool:
        """Whether an edition is among what was asked for."""
        return self.policy in ("", edition.policy) and self.edition in ("all", edition.name)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of it: findings, the editions made, the files written, and what a user should know besides."""

    findings: tuple[Finding, ...] = ()
    editions: tuple[Edition, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether there are errors: what has them was not made, and where all policies share them nothing was."""
        return has_errors(self.findings)
