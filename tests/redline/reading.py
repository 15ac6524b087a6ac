"""A redline as plain text at 80 columns, the way it would be read out to governors."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from engine.model import said
from engine.model.edition import Cited
from engine.model.piece import Cell, Entry, Piece, Span, Words, has_changed, is_changed
from engine.model.redline import ChapterChange, ClauseChange, DutyChange, Redline

WIDTH = 80


def reading(redline: Redline) -> str:
    """The whole redline; unchanged clauses by number only."""
    lines = _wrapped("", f"{redline.old or 'nothing'} compared with {redline.new}: {said.counts(redline)}")
    for cause in redline.causes:
        lines += _wrapped("because ", said.cause(cause))
    lines += _cover(redline)
    for chapter in redline.chapters:
        lines += _chapter(chapter, redline)
    if redline.duties:
        lines += ["", "WHAT CHANGES FOR STAFF"]
        for duty in redline.duties:
            lines += _duty(duty)
    if redline.unchanged:
        numbers = ", ".join(clause.heading.cite for clause in redline.unchanged)
        lines += ["", f"Unchanged: {numbers}"]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _cover(redline: Redline) -> Iterator[str]:
    for name, words in (("Title", redline.title), ("Series", redline.series)):
        if is_changed(words):
            yield from _wrapped(f"{name}: ", running(words))
    for detail in redline.details:
        if detail.is_changed:
            yield from _wrapped(f"{detail.name.capitalize()}: ", _swap(detail.old, detail.new))
    if has_changed(redline.applies_to):
        yield from _wrapped("Applies to: ", _entries(redline.applies_to, str))
    if has_changed(redline.signatures):
        yield from _wrapped("Signatures: ", _entries(redline.signatures, lambda line: f"{line.label} {line.title}"))
    if has_changed(redline.printed_contents):
        texts = _entries(redline.printed_contents, lambda line: f"{line.number or ''} {line.title} {line.page}".strip())
        gone = all(entry.kind == "removed" for entry in redline.printed_contents)
        yield from _wrapped("Printed contents: ", "[removed: all of it]" if gone else texts)


def _chapter(change: ChapterChange, redline: Redline) -> Iterator[str]:
    opened = any(clause.heading.opens for clause in change.clauses)
    if change.whereabouts == "moved-away":
        yield from ("", f"[section {change.heading.cite} moved]")
    elif change.kinds and not opened:
        whole = {"added": "NEW ", "removed": "REMOVED "}.get(change.whereabouts, "")
        title = _title(change, whole)
        kinds = [kind for kind in change.kinds if kind != change.whereabouts or kind == "moved"]
        yield from ("", *_wrapped(f"{whole}SECTION ", title + (f" ({', '.join(kinds)})" if kinds else "")))
    for clause in change.clauses:
        if clause.whereabouts == "moved-away":
            title = "".join(span.words for span in clause.title if span.kind != "inserted")
            yield from ("", f"[{clause.heading.cite} {title} moved to {_now(clause, redline)}]")
        elif not clause.is_unchanged:
            yield ""
            yield from _clause(clause, redline)


def _now(clause: ClauseChange, redline: Redline) -> str:
    found = next(c for c in redline.clauses if c.id == clause.id and c.whereabouts == "moved")
    return found.heading.cite


def _number(change: ChapterChange | ClauseChange) -> str:
    if change.old and change.new and change.old.number != change.new.number:
        return _swap(change.old.number, change.new.number)
    return change.heading.number


def _clause(change: ClauseChange, redline: Redline) -> Iterator[str]:
    cites = {clause.id: clause.heading.cite for clause in redline.clauses}
    whole = {"added": "NEW ", "removed": "REMOVED "}.get(change.whereabouts, "")
    yield from _wrapped(whole, _title(change, whole))
    if change.kinds not in (("added",), ("removed",)):
        yield from _wrapped("  ", f"({said.headline(change)})")
    for word, ids in (
        ("split from", (change.split_from,) if change.split_from else ()),
        ("split, part of it is now", change.split_into),
        ("merged from", change.merged_from),
        ("merged into", change.merged_into),
    ):
        if ids:
            yield f"  {word} {', '.join(cites.get(one, one) for one in ids)}"
    for cause in change.causes:
        yield from _wrapped("  because ", said.cause(cause))
    if has_changed(change.applies_to) and not change.applies_throughout:
        roles = "; ".join(entry.value for entry in change.applies_to)
        yield from _wrapped("  applies to: ", roles if whole else _entries(change.applies_to, str))
    if has_changed(change.citations):
        yield from _wrapped("  law cited: ", _entries(change.citations, _cited))
    if change.pieces:
        links = _links(redline)
        for piece in change.pieces:
            yield from _piece(piece, links[piece.link], redline)


def _title(change: ChapterChange | ClauseChange, whole: str) -> str:
    title = "".join(span.words for span in change.title) if whole else running(change.title)
    return f"{_number(change)} {title}"


def _links(redline: Redline) -> dict[int, list[Piece]]:
    links: dict[int, list[Piece]] = {}
    for clause in redline.clauses:
        for piece in clause.pieces:
            links.setdefault(piece.link, []).append(piece)
    return links


def _piece(piece: Piece, group: Sequence[Piece], redline: Redline) -> Iterator[str]:
    frame = piece.frame
    label = _label(piece)
    note = _note(piece, group, redline)
    text = " | ".join(filter(None, (_cell(cell) for cell in piece.cells)))
    laws = [f"[law no longer cited: {_cited(c)}]" for c in piece.dropped_citations if piece.old and piece.new]
    laws += [f"[law now cited: {_cited(c)}]" for c in piece.new_citations if piece.old and piece.new]
    whole = " ".join(part for part in (note, text, *laws) if part)
    if whole:
        yield from _wrapped("  " + "  " * frame.depth + label, whole)


def _label(piece: Piece) -> str:
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


def _note(piece: Piece, group: Sequence[Piece], redline: Redline) -> str:
    shape = said.reshaping(piece)
    if piece.kind == "moved":
        assert piece.old is not None
        where = piece.old.cite or (_clause_cite(piece.elsewhere, redline, old=True) if piece.elsewhere else "")
        edited = " and edited" if piece.is_edited else ""
        return f"[moved here{' from ' + where if where else ''}{edited}{', ' + shape if shape else ''}]"
    if piece.kind == "moved-away":
        other = next(p for p in group if p.kind == "moved")
        where = other.frame.cite or (_clause_cite(piece.elsewhere, redline, old=False) if piece.elsewhere else "")
        return f"[moved{' to ' + where if where else ' from here'}: “{_beginning(other)}”]"
    if piece.kind == "split":
        return _split_note(piece, group)
    if piece.kind == "merged":
        where = f"from {said.place(piece.old)}" if piece.old else ""
        return f"[merged, {where}]" if piece.new else f"[and {where}]"
    # A duty that is read from the words follows them; the words show it already.
    return f"[{shape}]" if shape and not (piece.is_edited and shape.startswith("now read")) else ""


def _split_note(piece: Piece, group: Sequence[Piece]) -> str:
    whole = group[0].old
    assert whole is not None
    if whole.part == "paragraph" and group[0].frame.part == "stem":
        return "[set out as a list]" if piece is group[0] else ""
    return f"[split from {said.place(whole)}, part {group.index(piece) + 1} of {len(group)}]"


def _clause_cite(id: str, redline: Redline, old: bool) -> str:
    found = next(clause for clause in redline.clauses if clause.id == id and clause.whereabouts != "moved-away")
    heading = (found.old if old else found.new) or found.heading
    return heading.cite


def _beginning(piece: Piece) -> str:
    """The first words of what moved, as they were."""
    words = "".join(span.words for span in piece.cells[0].words if span.kind != "inserted").split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")


def _cell(cell: Cell) -> str:
    words = running(cell.words)
    if cell.kind == "kept":
        return words
    return words or f"[{cell.kind}: an empty cell]"


def running(words: Words) -> str:
    """Spans in one line of text. Marks stand outside the blanks, and never run into each other."""
    text = "".join(map(_span, words))
    text = re.sub(r"(?<=[^\s(“])(\[(?:removed|added):)", r" \1", text)
    text = re.sub(r"(?<=\])(?=[\w\[“(])", " ", text)
    return re.sub(r"\s+", " ", text).strip()


def _span(span: Span) -> str:
    text = span.words
    if span.kind == "kept" or (span.is_blank and span.kind != "restyled"):
        return text
    if span.kind == "restyled":
        word = said.restyling(span)
    elif span.kind == "deleted":
        word = "removed"
    else:
        word = "added"
    lead = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() else ""
    named = said.marks(span)
    return f"{lead}[{word}: {text.strip()}{f' ({named})' if named else ''}]{tail}"


def _duty(change: DutyChange) -> list[str]:
    stem = f"{change.stem} … " if change.stem else ""
    words = change.new_words or change.old_words
    return _wrapped("  ", f"{change.cite} {said.duty_change(change)}: {stem}{words}")


def _entries(entries: Iterable[Entry], show) -> str:  # type: ignore[no-untyped-def, type-arg]
    marks = {"kept": "{}", "added": "[added: {}]", "removed": "[removed: {}]"}
    return "; ".join(marks[entry.kind].format(show(entry.value)) for entry in entries)


def _cited(cited: Cited) -> str:
    return " ".join(filter(None, (cited.instrument, cited.provision, f"({cited.why})" if cited.why else "")))


def _swap(old: str, new: str) -> str:
    return " ".join(filter(None, (f"[removed: {old}]" if old else "", f"[added: {new}]" if new else "")))


def _wrapped(label: str, text: str) -> list[str]:
    indent = " " * min(len(label), 10)
    return textwrap.wrap(
        label + text,
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
