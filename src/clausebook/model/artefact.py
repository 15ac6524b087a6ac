"""What a build is asked for, the units it is made of, and the files that come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import date
from hashlib import sha256
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


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that output/ holds already: its hash and size, how it is known again, and what reads it."""

    sha256: str
    size: int
    mark: tuple[int, ...]
    read: Callable[[], bytes]


class MadeFiles(Mapping[str, bytes]):
    """The files of a build by path below output/. Those that are `written` already are read when somebody asks."""

    def __init__(self, made: Mapping[str, bytes], written: Mapping[str, WrittenFile] | None = None) -> None:
        self.made, self.written = dict(made), dict(written or {})
        self._hashes: dict[str, str] = {}

    def __getitem__(self, path: str) -> bytes:
        return self.written[path].read() if path in self.written else self.made[path]

    def __iter__(self) -> Iterator[str]:
        yield from self.written
        yield from self.made

    def __len__(self) -> int:
        return len(self.written) + len(self.made)

    def __contains__(self, path: object) -> bool:
        return path in self.written or path in self.made

    def add(self, files: Mapping[str, bytes]) -> None:
        """Take in files that were made, in place of what was there under their paths."""
        for path, content in files.items():
            self.written.pop(path, None)
            self._hashes.pop(path, None)
            self.made[path] = content

    def below(self, folder: str) -> MadeFiles:
        """Those whose path begins so."""
        made = {path: content for path, content in self.made.items() if path.startswith(folder)}
        return MadeFiles(made, {path: one for path, one in self.written.items() if path.startswith(folder)})

    def hash_of(self, path: str) -> str:
        """The SHA-256 of a file."""
        known = self.written[path].sha256 if path in self.written else self._hashes.get(path)
        if known is None:
            known = self._hashes[path] = sha256(self.made[path]).hexdigest()
        return known

    def size_of(self, path: str) -> int:
        """The size of a file, in bytes."""
        return self.written[path].size if path in self.written else len(self.made[path])


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
        return self.names(edition.policy, edition.name)

    def names(self, policy: str, edition: str) -> bool:
        """The same of the edition of a name."""
        return self.policy in ("", policy) and self.edition in ("all", edition)


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
