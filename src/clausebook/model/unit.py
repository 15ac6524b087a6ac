"""A unit: the smallest piece of building that can be sent to another machine. One edition in one format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
