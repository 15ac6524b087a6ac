"""Tracked changes that are still open in a Word file: whose they are, and what was taken as accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clausebook.io.documents.word.styles import W
from clausebook.model.documents.extracted import SourceDoubt, SourcePosition

_KINDS = {
    "ins": "inserted",
    "moveTo": "moved here",
    "del": "deleted",
    "moveFrom": "moved away",
    "rPrChange": "look changed",
    "pPrChange": "look changed",
    "tblPrChange": "look changed",
    "sectPrChange": "look changed",
    "cellIns": "a cell inserted",
    "cellDel": "a cell deleted",
}
_SHOWN = 12  # words of one change that are shown
_MOST = 20  # changes of one author that are shown


@dataclass
class OpenChanges:
    """The open changes of one document by author, in reading order."""

    _of: dict[str, list[tuple[str, str, SourcePosition]]] = field(default_factory=dict)

    def keep(self, element: Any, words: str, origin: SourcePosition, what: str = "") -> None:
        """One change: an element such as w:ins, and the words in it."""
        author = element.get(f"{W}author", "").strip() or "somebody without a name"
        kind = what or _KINDS.get(element.tag.removeprefix(W), "changed")
        self._of.setdefault(author, []).append((kind, " ".join(words.split()), origin))

    def keep_look(self, element: Any, origin: SourcePosition) -> None:
        """Changes of how a paragraph or its words look, below its element."""
        for name in ("rPrChange", "pPrChange"):
            for change in element.iter(f"{W}{name}"):
                self.keep(change, "", origin)

    def doubts(self) -> Iterator[SourceDoubt]:
        """One doubt an author: how many, and each with its words."""
        for author, changes in self._of.items():
            several = "changes" if len(changes) > 1 else "change"
            were = "were" if len(changes) > 1 else "was"
            said = "; ".join(_shown(kind, words) for kind, words, _ in changes[:_MOST])
            more = f"; and {len(changes) - _MOST} more" if len(changes) > _MOST else ""
            yield SourceDoubt(
                message=f"{len(changes)} open {several} by {author} {were} taken as accepted: {said}{more}",
                hint="look whether they were agreed; in Word, accept or reject them, and import again",
                origin=changes[0][2],
            )


def _shown(kind: str, words: str) -> str:
    parts = words.split()
    cut = " ".join(parts[:_SHOWN]) + (" …" if len(parts) > _SHOWN else "")
    return f"{kind} “{cut}”" if cut else kind
