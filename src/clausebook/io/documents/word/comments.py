"""The comments in the margin of a Word file: whose they are, which are resolved, which answer another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clausebook.io.documents.word.package import Package
from clausebook.io.documents.word.styles import W

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginComment:
    """One comment. `answers` names whose comment it is a reply to; `text` has a line a paragraph."""

    id: str
    who: str
    when: str
    text: str
    answers: str = ""
    resolved: bool = False

    @property
    def label(self) -> str:
        """What it is: "comment by A. Head (resolved)", "reply by B. Deputy to A. Head"."""
        by = f" by {self.who}" if self.who else ""
        kind = f"reply{by} to {self.answers}" if self.answers else f"comment{by}"
        return f"{kind} (resolved)" if self.resolved else kind


def margin_comments(package: Package) -> Iterator[MarginComment]:
    """Every comment, in the order of the file."""
    root = package.one("comments")
    comments = list(root.iter(f"{W}comment")) if root is not None else []
    authors = {_paragraph_id(one): one.get(f"{W}author", "").strip() for one in comments}
    states = dict(_states(package))
    for comment in comments:
        done, above = states.get(_paragraph_id(comment), (False, ""))
        done = done or states.get(above, (False, ""))[0]  # a thread is resolved as a whole
        paragraphs = ("".join(part.text or "" for part in one.iter(f"{W}t")) for one in comment.iter(f"{W}p"))
        yield MarginComment(
            id=comment.get(f"{W}id", ""),
            who=comment.get(f"{W}author", "").strip(),
            when=comment.get(f"{W}date", ""),
            text="\n".join(line for line in paragraphs if line.strip()),
            answers=(authors.get(above) or "a comment") if above else "",
            resolved=done,
        )


def _states(package: Package) -> Iterator[tuple[str, tuple[bool, str]]]:
    """Of each comment by the id of its last paragraph: whether it is resolved, and which paragraph's it answers."""
    root = package.one("commentsExtended")
    for one in root.iter(f"{_W15}commentEx") if root is not None else ():
        done = one.get(f"{_W15}done", "0") not in ("0", "false", "off")
        yield one.get(f"{_W15}paraId", ""), (done, one.get(f"{_W15}paraIdParent", ""))


def _paragraph_id(comment: Any) -> str:
    paragraphs = comment.findall(f"{W}p")
    return paragraphs[-1].get(f"{_W14}paraId", "") if paragraphs else ""
