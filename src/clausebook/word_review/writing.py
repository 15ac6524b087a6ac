"""Wished edits -> files: made in the words the Word file was built from, then merged with what the files say now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from clausebook.merge import merge_file
from clausebook.model.documents.returned import Change
from clausebook.model.upstream import CannotMergeError
from clausebook.source.load import read_file
from clausebook.word_review.edits import NoPlaceError, edited
from clausebook.word_review.pending_edits import Collector, PendingEdit

_MOVED_ON = "the clause was changed there since: see to it by hand"
_NO_PLACE = "the file has no line for it: see to it by hand"


def written(
    collector: Collector, base: Mapping[str, str], current: Mapping[str, str]
) -> tuple[dict[str, str], list[Change]]:
    """The files that change, and every change with its outcome."""
    files: dict[str, str] = {}
    changes: list[Change] = []
    for file in dict.fromkeys(wish.file for wish in collector.wishes):
        wishes = sorted((one for one in collector.wishes if one.file == file), key=lambda one: one.change.line)
        if file not in current:
            changes += [_left(wish, "the file is missing: make this change by hand") for wish in wishes]
            continue
        text, made = _file(file, wishes, base[file], current[file])
        changes += made
        if text != current[file]:
            files[file] = text
    return files, [*changes, *collector.listed]


def _file(file: str, wishes: Sequence[PendingEdit], base: str, current: str) -> tuple[str, list[Change]]:
    """All edits of a file at once; where that will not do, one by one, and those that will not do are listed."""
    at_once = _merged(file, wishes, base, current)
    if isinstance(at_once, str):
        return at_once, [wish.change for wish in wishes]
    good: list[PendingEdit] = []
    changes: list[Change] = []
    text = current
    for wish in wishes:
        made = _merged(file, [*good, wish], base, current)
        if isinstance(made, str):
            text = made
            good.append(wish)
            changes.append(wish.change)
        else:
            changes.append(_left(wish, made[0]))
    return text, changes


def _merged(file: str, wishes: Sequence[PendingEdit], base: str, current: str) -> str | tuple[str]:
    """The file's text with the edits, or the reason why not, as the only member of a tuple."""
    try:
        theirs = edited(base, dict.fromkeys(wish.edit for wish in wishes))  # texts that went together are one edit
        record, faults = read_file(file, theirs.encode("utf-8"))
        if record is None or len(faults) > len(read_file(file, base.encode("utf-8"))[1]):
            return (_NO_PLACE,)
        merged = merge_file(file, base, current, theirs)
    except NoPlaceError:
        return (_NO_PLACE,)
    except CannotMergeError as error:
        return (f"{error}: see to it by hand",)
    return merged.text if merged.clean else (_MOVED_ON,)


def _left(wish: PendingEdit, why: str) -> Change:
    return replace(wish.change, outcome="listed", why=why)
