"""Redline -> the paragraphs about the policy itself: its owner, its signature lines, its contents as printed."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.formats.review.tracked import TAB, Mark, TrackedLine
from clausebook.formats.review.tracked_blocks import swap
from clausebook.model.comparison.block_change import ListChangeKind, Span, has_changed
from clausebook.model.comparison.redline import Redline
from clausebook.text.inline import Inline, Run

_ABOUT = "About Text"


def about(redline: Redline) -> Iterator[TrackedLine]:
    """What changed of the policy's owner, its signature lines and its contents as printed, a paragraph each."""
    for detail in redline.details:
        if detail.is_changed:
            words = swap(_run(detail.old), _run(detail.new))
            yield TrackedLine(style=_ABOUT, words=(Span("kept", _run(f"{detail.name.capitalize()}: ")), *words))
    if has_changed(redline.signatures):
        for entry in redline.signatures:
            label = entry.value.label or f"Signed by the {entry.value.title}:"
            yield _entry(entry.kind, f"{label} {TAB}", "Signature Line")
    if has_changed(redline.printed_contents):
        for line in redline.printed_contents:
            heading = " ".join(part for part in (line.value.number, line.value.title) if part)
            yield _entry(line.kind, f"{heading}, page {line.value.page}" if line.value.page else heading, _ABOUT)


def _run(text: str) -> Inline:
    return (Run(text),) if text else ()


def _entry(kind: ListChangeKind, words: str, style: str) -> TrackedLine:
    marks: dict[ListChangeKind, Mark] = {"added": "inserted", "removed": "deleted", "kept": "kept"}
    mark = marks[kind]
    return TrackedLine(style=style, words=(Span(mark, _run(words)),) if words else (), mark=mark)
