"""Parts that another program put into a Word file (w:altChunk): web pages, texts and Word files inside it."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from clausebook.errors import UserError
from clausebook.io.documents.word.package import Package
from clausebook.model.documents.extracted import ExcludedText, ExtractedBlock, ExtractedDocument, SourceDoubt

Embedded = Callable[[bytes, str], ExtractedDocument]
_MOST = 20  # parts that are read


@dataclass
class ChunkReader:
    """Reads embedded parts as they are met, and keeps what their readers said."""

    package: Package
    embedded: Embedded | None
    asides: list[ExcludedText] = field(default_factory=list)
    doubts: list[SourceDoubt] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    _count: int = 0

    def read(self, relation: str) -> Sequence[ExtractedBlock]:
        """The blocks of the part that a relation leads to; a part that cannot be read is named."""
        path = self.package.part_of(relation)
        data = self.package.parts.get(path, b"")
        self._count += 1
        if not data or self.embedded is None or self._count > _MOST:
            self.unread.append(f"an embedded part ({path or relation or 'missing'})")
            return ()
        try:
            found = self.embedded(*_unpacked(data, path))
        except UserError:
            self.unread.append(f"an embedded part ({path})")
            return ()
        self.asides += found.asides
        self.doubts += found.doubts
        self.counted += found.counted or [one.all_words for one in found.blocks]
        self.counted += [line.words for line in found.lines if not found.counted]
        self.unread += found.unread
        lines = (ExtractedBlock(kind="paragraph", text=line.text) for line in found.lines if line.words)
        return found.blocks or tuple(lines)


def _unpacked(data: bytes, path: str) -> tuple[bytes, str]:
    """The page inside a web archive (.mht); anything else as it is, with a name that says what it is."""
    head = data[:4096].lstrip().lower()
    if b"mime-version:" in head or b"content-type: multipart" in head:
        message = email.message_from_bytes(data, policy=email.policy.default)
        page = message.get_body(preferencelist=("html", "plain"))
        if page is not None:
            return str(page.get_content()).encode("utf-8"), f"{path}.html"
    if b"<html" in head or b"<body" in head or b"<p" in head or b"<!doctype html" in head:
        return data, f"{path}.html"
    return data, path
