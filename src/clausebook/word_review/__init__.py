"""A Word file that came back, and the file as it was built -> edits of the clauses, and a list of all the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from clausebook.model.documents.returned import AppliedChanges, Change, ReturnedDocument, TrackedChange, reading
from clausebook.model.edition import Edition
from clausebook.model.register import Register
from clausebook.text.quotation import straight
from clausebook.word_review.alignment import aligned, in_marks_of_the_draft, placed
from clausebook.word_review.pending_edits import Authors, Collector
from clausebook.word_review.said import pending, remarks
from clausebook.word_review.units import units
from clausebook.word_review.writing import written

Accepts = Callable[[TrackedChange], bool]
Wanted = Callable[[Change], bool]


def take_in(
    back: ReturnedDocument,
    built: ReturnedDocument,
    register: Register,
    edition: Edition,
    accepts: Accepts,
    current: Mapping[str, str],
    wanted: Wanted = lambda change: True,
) -> AppliedChanges:
    """The clauses with every accepted change that has a place in them, and all other changes and comments listed.

    `built` is the file as the engine makes it of `edition`, whose words `register` holds; changes the engine tracked
    itself count as accepted in both. `accepts` says which of other people's tracked changes do. `current` are the data
    files as they are now: where they went on since, the edits are merged with them. Of the edits that come of it only
    those that are `wanted` are made; nothing is said of the others.
    """
    before = reading(built.lines, lambda mark: True)
    after = reading(back.lines, lambda mark: mark.is_ours or accepts(mark))
    found = placed(list(units(register, edition)), before)
    if edition.is_draft:
        before, after, pairs = in_marks_of_the_draft(before, after, found)
    else:
        pairs = aligned(before, after)
    policy = register.policy(edition.policy)
    collector = Collector(before, after, found, pairs, _authors_of(back, accepts), policy)
    collector.collect()
    collector.pending = [note_edit for note_edit in collector.pending if wanted(note_edit.change)]
    files, changes = written(collector, {path: data.decode("utf-8") for path, data in register.files.items()}, current)
    where = collector.position
    unseen = pending(back, lambda mark: mark.is_ours or accepts(mark), where)
    return AppliedChanges(
        policy=edition.policy,
        edition=edition.name,
        files=files,
        changes=tuple(
            sorted((*changes, *_elsewhere(back, built), *unseen, *remarks(back, where)), key=lambda one: one.line)
        ),
    )


def _authors_of(back: ReturnedDocument, accepts: Accepts) -> Authors:
    """Whose accepted changes are in each paragraph: every name, and the newest day."""
    marks: dict[int, list[TrackedChange]] = {}
    for number, line in enumerate(back.lines):
        if taken := [mark for mark in line.marks if _counts(mark, accepts)]:
            marks[number] = taken
    lines = {number: (_named(taken), max(mark.day for mark in taken)) for number, taken in marks.items()}
    before = reading(back.lines, lambda mark: mark.is_ours)
    return Authors(lines, {straight(one.text): lines[line] for one in before for line in one.lines if line in lines})


def _named(marks: Sequence[TrackedChange]) -> str:
    *first, last = dict.fromkeys(mark.who for mark in marks)
    return f"{', '.join(first)} and {last}" if first else last


def _counts(mark: TrackedChange, accepts: Accepts) -> bool:
    return not mark.is_ours and mark.kind != "formatted" and accepts(mark)


def _elsewhere(back: ReturnedDocument, built: ReturnedDocument) -> Sequence[Change]:
    """Words in headers, footers and notes that the file did not have when it was built."""
    new = [words for words in dict.fromkeys(back.elsewhere) if words not in built.elsewhere]
    return [
        Change(outcome="listed", where="header, footer or note", what=f"now says “{words}”", why="it is not a clause")
        for words in new
    ]
