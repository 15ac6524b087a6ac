"""The comments in the margin of a Word file: whose they are, which are resolved, which answer another one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clausebook.io.documents.word.package import Package
from clausebook.io.documents.word.styles import W

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


def comment_notes(package: Package) -> Iterator[tuple[str, str]]:
    """Of each comment by its id: whose it is and what it says, such as "comment by A. Head, resolved: …"."""
    root = package.one("comments")
    states = dict(comment_states(package))
    for comment in root.iter(f"{W}comment") if root is not None else ():
        resolved, answers = states.get(_paragraph_id(comment), (False, ""))
        who = comment.get(f"{W}author", "").strip()
        kind = "reply" if answers else "comment"
        by = f" by {who}" if who else ""
        done = " (resolved)" if resolved else ""
        words = " ".join("".join(part.text or "" for part in one.iter(f"{W}t")) for one in comment.iter(f"{W}p"))
        yield comment.get(f"{W}id", ""), f"{kind}{by}{done}: “{' '.join(words.split())}”"


def comment_states(package: Package) -> Iterator[tuple[str, tuple[bool, str]]]:
    """Of each comment by the id of its last paragraph: whether it is resolved, and which paragraph's it answers."""
    root = package.one("commentsExtended")
    for one in root.iter(f"{_W15}commentEx") if root is not None else ():
        done = one.get(f"{_W15}done", "0") not in ("0", "false", "off")
        yield one.get(f"{_W15}paraId", ""), (done, one.get(f"{_W15}paraIdParent", ""))


def _paragraph_id(comment: Any) -> str:
    paragraphs = comment.findall(f"{W}p")
    return paragraphs[-1].get(f"{_W14}paraId", "") if paragraphs else ""
