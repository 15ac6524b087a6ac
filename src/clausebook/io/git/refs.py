"""Reads tags, whatever their kind, in one process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from clausebook.io.git.command import ask, run
from clausebook.model.revision import Tag

_FIELDS = (
    "%(refname:strip=2)",
    "%(objecttype)",
    "%(objectname)",
    "%(*objecttype)",
    "%(*objectname)",
    "%(taggerdate:iso-strict)",
    "%(contents:signature)",
    "%(contents)",
)
_END = "\x1e"


def read_tags(root: Path) -> dict[str, Tag]:
    """All tags that name a commit, by name."""
    answer = ask(root, ["for-each-ref", "--format=" + "%00".join(_FIELDS) + _END, "refs/tags"])
    return {tag.name: tag for tag in _tags(root, answer.out.decode("utf-8", "replace"))}


def _tags(root: Path, text: str) -> Iterator[Tag]:
    for entry in text.split(_END + "\n"):
        if not entry.strip(_END + "\n"):
            continue
        name, kind, target, inner_kind, inner, date, signature, message = entry.rstrip(_END).split("\0", 7)
        annotated = kind == "tag"
        found = inner if annotated else target
        if (inner_kind if annotated else kind) != "commit":  # a tag of a tag, or of no commit at all
            found = run(root, ["rev-parse", "--verify", "--quiet", f"refs/tags/{name}^{{commit}}"]).text
        if found:
            yield Tag(
                name=name,
                commit=found,
                annotated=annotated,
                tagged=datetime.fromisoformat(date) if date else None,
                message=message.removesuffix(signature).strip() if annotated else "",
                signed=bool(signature.strip()),
            )
