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
    for file in dict.fromkeys(note_edit.file for note_edit in collector.pending):
        pending = sorted((one for one in collector.pending if one.file == file), key=lambda one: one.change.line)
        if file not in current:
            changes += [_left(note_edit, "the file is missing: make this change by hand") for note_edit in pending]
            continue
        text, made = _file(file, pending, base[file], current[file])
        changes += made
        if text != current[file]:
            files[file] = text
    return files, [*changes, *collector.listed]


def _file(file: str, pending: Sequence[PendingEdit], base: str, current: str) -> tuple[str, list[Change]]:
    """All edits of a file at once; where that will not do, one by one, and those that will not do are listed."""
    at_once = _merged(file, pending, base, current)
    if isinstance(at_once, str):
        return at_once, [note_edit.change for note_edit in pending]
    good: list[PendingEdit] = []
    changes: list[Change] = []
    text = current
    for note_edit in pending:
        made = _merged(file, [*good, note_edit], base, current)
        if isinstance(made, str):
            text = made
            good.append(note_edit)
            changes.append(note_edit.change)
        else:
            changes.append(_left(note_edit, made[0]))
    return text, changes


def _merged(file: str, pending: Sequence[PendingEdit], base: str, current: str) -> str | tuple[str]:
    """The file's text with the edits, or the reason why not, as the only member of a tuple."""
    try:
        theirs = edited(
            base, dict.fromkeys(note_edit.edit for note_edit in pending)
        )  # texts that went together are one edit
        record, faults = read_file(file, theirs.encode("utf-8"))
        if record is None or len(faults) > len(read_file(file, base.encode("utf-8"))[1]):
            return (_NO_PLACE,)
        merged = merge_file(file, base, current, theirs)
    except NoPlaceError:
        return (_NO_PLACE,)
    except CannotMergeError as error:
        return (f"{error}: see to it by hand",)
    return merged.text if merged.clean else (_MOVED_ON,)


def _left(note_edit: PendingEdit, why: str) -> Change:
    return replace(note_edit.change, outcome="listed", why=why)
