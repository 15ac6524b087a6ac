"""Three versions of a data file -> one: by field, keyed list, item and sentence, as a clerk would merge them."""

from __future__ import annotations

from clausebook.merge.join import join
from clausebook.merge.lines import marked, settle
from clausebook.merge.outline import contested
from clausebook.merge.tree import read_tree
from clausebook.model.upstream import CannotMergeError, Conflict, Merged, MergeLabels
from clausebook.source.load import kind_of, read_file
from clausebook.source.parse import parse

__all__ = ["CannotMergeError", "Conflict", "MergeLabels", "Merged", "merge", "merge_file"]
MARKER = 7  # characters, as git's


def merge_file(
    path: str, base: str, ours: str, theirs: str, labels: MergeLabels | None = None, size: int = MARKER
) -> Merged:
    """The merged text of the data file at `path`, which loads wherever both sides did. Raises CannotMergeError."""
    merged = merge(base, ours, theirs, labels, size)
    if merged.clean and kind_of(path):
        record, faults = read_file(path, merged.text.encode())
        if record is None or faults:
            known = [read_file(path, text.encode()) for text in (ours, theirs)]
            if all(one for one, _ in known) and len(faults) > sum(len(found) for _, found in known):
                raise CannotMergeError("the merged file would not load")
    return merged


def merge(base: str, ours: str, theirs: str, labels: MergeLabels | None = None, size: int = MARKER) -> Merged:
    """The merged text of one clause, outline, register of instruments, glossary, or the school's facts.

    `base` is the version both sides began with, "" where there is none. Comments, the order of keys, quotes, folding
    and line ends stay as they are; what only one side changed is taken over to the letter. Raises CannotMergeError
    for a version that does not parse, or is written in a way that this merge does not know: git merges it by lines.
    """
    if ours == theirs or base == theirs:
        return Merged(ours)
    if base == ours:
        return Merged(theirs)
    versions = [_unix(text) for text in (base, ours, theirs)]
    ends = settle(*(text.count("\r\n") * 2 > text.count("\n") for text in (base, ours, theirs)))
    trees = [read_tree(text) for text in versions]
    out = join(trees[0], trees[1], trees[2], contested(*(tree.root for tree in trees)))
    lines, conflicts = marked(out, labels or MergeLabels(), size)
    text = "\n".join(lines) + "\n"
    value, faults = ({}, ()) if conflicts else parse(text.encode(), "")
    if value is None:
        raise CannotMergeError(f"the merged file would not parse: line {faults[0].place.line}: {faults[0].message}")
    return Merged(text.replace("\n", "\r\n") if ends else text, conflicts)


def _unix(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")
