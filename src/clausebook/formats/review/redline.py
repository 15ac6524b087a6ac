"""A redline as plain text at 80 columns, the way it would be read out to governors; a review adds its reasons."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from clausebook.formats.review.descriptions import ChangeDescriptions
from clausebook.formats.review.spans import has_marks, shown_cells
from clausebook.model.comparison import phrases
from clausebook.model.comparison.block_change import BlockChange, Cell, ListChange, Span, Words, has_changed, is_changed
from clausebook.model.comparison.duty_change import DutyChange
from clausebook.model.comparison.redline import ChapterChange, ClauseChange, Redline

WIDTH = 80


class ClauseReasons(Protocol):
    """What is said beside a clause, a line each, and after one of its pieces."""

    def __call__(self, change: ClauseChange) -> Iterable[str]:
        """The lines that follow the heading of a clause."""

    def piece(self, change: ClauseChange, place: int) -> str:
        """The words that follow a piece; "" for none."""


T = TypeVar("T")


class _NoReasons:
    def __call__(self, change: ClauseChange) -> Iterable[str]:
        return ()

    def piece(self, change: ClauseChange, place: int) -> str:
        return ""


_NO_REASONS = _NoReasons()


def reading(redline: Redline) -> str:
    """The whole redline; unchanged clauses by number only."""
    lines = wrapped("", f"{redline.old or 'nothing'} compared with {redline.new}: {phrases.counts(redline)}")
    lines += changes(ChangeDescriptions(redline))
    if redline.duties:
        lines += ["", "WHAT CHANGES FOR STAFF"]
        for duty in redline.duties:
            lines += wrapped("  ", duty_line(duty))
    if redline.unchanged:
        lines += ["", f"Unchanged: {unchanged(redline)}"]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def changes(descriptions: ChangeDescriptions, reasons: ClauseReasons = _NO_REASONS) -> list[str]:
    """What changed, clause by clause; `reasons` gives the lines that follow the heading of a clause."""
    redline = descriptions.redline
    lines = []
    for cause, ids in redline.causes.items():
        lines += wrapped("", phrases.cause(cause, map(descriptions.cite, ids)))
    lines += _cover(descriptions)
    for chapter in redline.chapters:
        lines += _chapter(chapter, descriptions, reasons)
    return lines


def unchanged(redline: Redline) -> str:
    """The numbers of the clauses that did not change."""
    return ", ".join(clause.heading.cite for clause in redline.unchanged)


def _cover(descriptions: ChangeDescriptions) -> Iterator[str]:
    redline = descriptions.redline
    for name, words in (("Title", redline.title), ("Series", redline.series)):
        if is_changed(words):
            yield from wrapped(f"{name}: ", running(words))
    for detail in redline.details:
        if detail.is_changed:
            yield from wrapped(f"{detail.name.capitalize()}: ", _swap(detail.old, detail.new))
    if has_changed(redline.applies_to):
        yield from wrapped("Applies to: ", _entries(redline.applies_to, descriptions.role))
    if has_changed(redline.signatures):
        yield from wrapped("Signatures: ", _entries(redline.signatures, lambda line: f"{line.label} {line.title}"))
    if has_changed(redline.printed_contents):
        texts = _entries(redline.printed_contents, lambda line: f"{line.number or ''} {line.title} {line.page}".strip())
        gone = all(entry.kind == "removed" for entry in redline.printed_contents)
        yield from wrapped("Printed contents: ", "[removed: all of it]" if gone else texts)


def _chapter(change: ChapterChange, descriptions: ChangeDescriptions, reasons: ClauseReasons) -> Iterator[str]:
    opened = any(clause.heading.opens for clause in change.clauses)
    if change.position == "moved-away":
        yield from ("", f"[section {change.heading.cite} moved]")
    elif change.kinds and not opened:
        whole = {"added": "NEW ", "removed": "REMOVED "}.get(change.position, "")
        title = _title(change, whole)
        kinds = [kind for kind in change.kinds if kind != change.position or kind == "moved"]
        yield from ("", *wrapped(f"{whole}SECTION ", title + (f" ({', '.join(kinds)})" if kinds else "")))
    for clause in change.clauses:
        if clause.position == "moved-away":
            title = "".join(span.words for span in clause.title if span.kind != "inserted")
            yield from ("", f"[{clause.heading.cite} {title} moved to {descriptions.cite(clause.id)}]")
        elif not clause.is_unchanged:
            yield ""
            yield from _clause(clause, descriptions, reasons)


def _number(change: ChapterChange | ClauseChange) -> str:
    if change.old and change.new and change.old.number != change.new.number:
        return _swap(change.old.number, change.new.number)
    return change.heading.number


def _clause(change: ClauseChange, descriptions: ChangeDescriptions, reasons: ClauseReasons) -> Iterator[str]:
    whole = {"added": "NEW ", "removed": "REMOVED "}.get(change.position, "")
    yield from wrapped(whole, _title(change, whole))
    if change.kinds not in (("added",), ("removed",)):
        yield from wrapped("  ", f"({phrases.headline(change)})")
    yield from (f"  {line}" for line in descriptions.origins(change))
    for cause in (one for one in change.causes if one.kind != "definition"):
        yield from wrapped("  ", phrases.cause(cause))
    yield from reasons(change)
    if has_changed(change.applies_to) and not change.applies_throughout:
        roles = "; ".join(descriptions.role(entry.value) for entry in change.applies_to)
        yield from wrapped("  applies to: ", roles if whole else _entries(change.applies_to, descriptions.role))
    if has_changed(change.citations):
        yield from wrapped("  law cited: ", _entries(change.citations, descriptions.law))
    for place, piece in enumerate(change.pieces):
        yield from _piece(piece, descriptions, reasons.piece(change, place))


def _title(change: ChapterChange | ClauseChange, whole: str) -> str:
    title = "".join(span.words for span in change.title) if whole else running(change.title)
    return f"{_number(change)} {title}"


def _piece(piece: BlockChange, descriptions: ChangeDescriptions, why: str) -> Iterator[str]:
    note = descriptions.note(piece)
    text = " | ".join(filter(None, (_cell(cell) for cell in shown_cells(piece))))
    laws = [f"[{law}]" for law in descriptions.laws(piece)]
    whole = " ".join(part for part in (f"[{note}]" if note else "", text, *laws) if part)
    if whole:
        whole += f" [{why}]" if why and (piece.frame.part != "row" or has_marks(piece)) else ""
        yield from wrapped("  " + "  " * piece.frame.depth + _label(piece), whole)


def _label(piece: BlockChange) -> str:
    frame = piece.frame
    was = "was " if piece.new is None else ""
    if piece.kind == "merged" and was:
        return ""
    if frame.part == "point":
        return f"{was}({frame.letter}) "
    if frame.part == "note":
        return f"{was}{frame.label} "
    names = {"caption": "Table: ", "header": "| ", "row": "| ", "form": "Form: "}
    names |= {"text": "[ ] ", "date": "[date] ", "signature": "[signature] ", "tick": "[tick] "}
    return names.get(frame.part, "")


def _cell(cell: Cell) -> str:
    words = running(cell.words)
    if cell.kind == "kept":
        return words
    return words or f"[{cell.kind}: an empty cell]"


def running(words: Words) -> str:
    """Spans in one line of text. Marks are outside the blanks, and never run into each other."""
    text = "".join(map(_span, words))
    text = re.sub(r"(?<=[^\s(“])(\[(?:removed|added|moved [^:\]]+):)", r" \1", text)
    text = re.sub(r"(?<=\])(?=[\w\[“(])", " ", text)
    return re.sub(r"\s+", " ", text).strip()


def _span(span: Span) -> str:
    text = span.words
    if span.kind == "kept" or (span.is_blank and span.kind != "restyled"):
        return text
    word = phrases.restyling(span) if span.kind == "restyled" else phrases.happened_to(span)
    lead = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() else ""
    named = phrases.marks(span)
    return f"{lead}[{word}: {text.strip()}{f' ({named})' if named else ''}]{tail}"


def duty_line(change: DutyChange, *, with_stem: bool = True) -> str:
    """A duty that is new, dropped or changed."""
    stem = f"{change.stem} … " if change.stem and with_stem else ""
    return f"{change.cite} {phrases.duty_change(change)}: {stem}{duty_words(change)}"


def duty_words(change: DutyChange) -> str:
    """The words of a duty; those of both sides where they differ, for the reader to judge."""
    words = change.new_words or change.old_words
    if change.old and change.new and any(one.kind in ("words", "force") for one in change.differences):
        number = f"{change.old.cite} " if change.old.cite != change.cite else ""
        return f"{words} (before: {number}{change.old_words})" if change.old_words != words else words
    return words


def _entries(entries: Iterable[ListChange[T]], show: Callable[[T], str]) -> str:
    marks = {"kept": "{}", "added": "[added: {}]", "removed": "[removed: {}]"}
    return "; ".join(marks[entry.kind].format(show(entry.value)) for entry in entries)


def _swap(old: str, new: str) -> str:
    return " ".join(filter(None, (f"[removed: {old}]" if old else "", f"[added: {new}]" if new else "")))


def wrapped(label: str, text: str) -> list[str]:
    """Text at 80 columns; lines after the first are indented by the label, as far as that is short."""
    indent = " " * min(len(label), 10)
    return textwrap.wrap(
        label + text,
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
