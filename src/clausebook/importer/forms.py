"""Lines with blanks to fill in, boxes to tick and places to sign -> the fields of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clausebook.importer.source_block import BLANK, TICK, SourceBlock
from clausebook.model.clause import FormField
from clausebook.model.documents.extracted import ExtractedBlock
from clausebook.text.inline import plain_words

_LABEL = re.compile(
    r"(?:(?:full |print(?:ed)? |pupil'?s? |child'?s? |staff |parent'?s? )?name|signed|signature|date|dated|post"
    r"|position|role|job title|class|form|year group|department|address|telephone|phone|email|witness|printed)\b"
    r"[^.:]{0,50}:?",
    re.I,
)
_ALONE = re.compile(_LABEL.pattern + r"$", re.I)
_DATE = re.compile(r"\bdated?\b", re.I)
_SIGN = re.compile(r"\bsign(?:ed|ature)\b", re.I)
_MOST = 12  # words of a label


def is_line(piece: SourceBlock) -> bool:
    """Whether a paragraph is a line of a form: a tick box, or labels with room behind them and no sentence after it."""
    if piece.style == "form line" or TICK.match(piece.raw):
        return True
    if BLANK.search(piece.raw):
        return all(len(part.split()) <= _MOST for part in _segments(piece.raw)) and _ends_open(piece.raw)
    return False


def may_be_line(piece: SourceBlock) -> bool:
    """Whether it reads like a label of a form, though no room is left behind it."""
    return bool(_ALONE.match(piece.words)) and piece.words.endswith(":") and piece.kind == "paragraph"


def _ends_open(raw: str) -> bool:
    """Whether nothing but a few words follows the last blank: "I ____ agree to keep it safe" is a sentence."""
    tail = raw[[found.end() for found in BLANK.finditer(raw)][-1] :]
    return len(tail.split()) <= 3


def _segments(raw: str) -> list[str]:
    return [part.strip(" \t:") for part in BLANK.split(raw.replace("\n", "\t") + " ") if part.strip(" \t:")]


def fields(piece: SourceBlock) -> Iterator[tuple[str, FormField]]:
    """The fields of one line, each with the words it was read from."""
    raw = piece.raw
    box = TICK.match(raw)
    if box:
        label = " ".join(raw[box.end() :].split())
        if label:
            yield label, FormField(label=label, kind="tick")
        return
    for part in _segments(raw):
        label = " ".join(part.split())
        yield label, field(label)


def field(label: str) -> FormField:
    """A field of the kind that its label names."""
    if _DATE.search(label):
        return FormField(label=label, kind="date")
    return FormField(label=label, kind="signature" if _SIGN.search(label) else "text")


def of_table(block: ExtractedBlock) -> list[FormField]:
    """The fields of a table that is a form: labels on the left, nothing on the right; [] for any other table."""
    rows = [[plain_words(cell) for cell in row] for row in block.rows]
    headers = sum(any(row) for row in rows[: block.headers])  # Markdown wants a header even where there is none
    rows = [row for row in rows if any(row)]
    if not rows or any(len(row) % 2 for row in rows) or headers:
        return []
    pairs = [(row[at], row[at + 1]) for row in rows for at in range(0, len(row), 2)]
    if not all(label for label, _ in pairs) or any(BLANK.sub("", room).strip() for _, room in pairs):
        return []
    if not all(len(label.split()) <= _MOST for label, _ in pairs):
        return []
    return [field(label.rstrip(":")) for label, _ in pairs]


def title_of(pieces: Sequence[SourceBlock]) -> str:
    """What a form could be called, from the line above it; "" where that is not a title."""
    words = pieces[-1].words if pieces else ""
    short = 0 < len(words.split()) <= 8 and not words.endswith((".", ";", ","))
    return words if short and pieces[-1].kind == "paragraph" and not pieces[-1].mark.kind else ""
