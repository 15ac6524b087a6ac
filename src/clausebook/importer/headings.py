"""Which pieces are headings, and of which level: by style, by number, by bold, size or capitals, or by their place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from clausebook.importer.document_facts import says_fact
from clausebook.importer.source_block import SourceBlock
from clausebook.text.numerals import of_roman
from clausebook.text.records import dataclass

LONGEST = 16  # words of a heading that no style says is one
SHORT = 5  # words of a title that is numbered like "1.2": in a row of them, longer ones are rules
WORDY = 30  # words at which even a heading's style is not believed
BIGGER = 1.12  # times the size of the text
DEEPEST = 3
SHORTER = 8  # words of a title that has a letter before it
_APPENDIX = re.compile(
    r"(?:appendi(?:x|ces)|annexe?s?|addendum)\b(?:\s+(?:\d{1,2}|[ivxlc]{1,5}|[a-z]))?\b"
    r"|schedule(?:\s+(?:\d{1,2}|(?-i:[IVXLC]{1,5}|[A-Z]))\b|\s*[:–-])",
    re.I,
)
_MODAL = re.compile(r"\b(?:must|shall|should|will|may|can|cannot|is|are|has|have|do not|does not)\b")
_ASKS = re.compile(r"(?:Who|What|When|Where|Why|How)(?: \S+){1,5}(?<![.,;:])$")  # What is allowed
_CAPITALS = re.compile(r"\(?(?:[A-Z]|[IVX]{2,5}|\d{1,2}(?=\)))[.)]|[IVX]{1,5}")
_UNFINISHED = re.compile(r"[,;]$|\b(?:and|or|the|of|to|a|an)$", re.I)
_CUT = re.compile(r"[,;]$|\b(?:and|or|the|a|an)$", re.I)  # what stands out may end in "in": Signing in
Look = tuple[str, float, bool, bool, bool]


@dataclass(frozen=True, slots=True)
class _DocumentStyle:
    """What the whole document looks like, against which one piece is judged."""

    size: float
    real: int
    states_lists: bool


def is_appendix(words: str) -> bool:
    """Whether a heading opens an appendix, annex or schedule."""
    return bool(_APPENDIX.match(words)) and not words.endswith(".")


def find(pieces: Sequence[SourceBlock], states_lists: bool = False) -> list[SourceBlock]:
    """The pieces, those that are headings said to be, with a doubt where it was guessed; `levelled` sets levels.

    `states_lists` says that the format has lists of its own, as web pages do: what it calls an item is one.
    """
    page = _page(pieces, states_lists)
    lettered = _lettered(pieces) if page.real < 2 else frozenset()
    found = [
        replace(piece, kind="heading") if place in lettered else _judged(place, pieces, page)
        for place, piece in enumerate(pieces)
    ]
    if sum(1 for piece in found if piece.kind == "heading") < 2:
        found = [_guessed(place, found) for place in range(len(found))]
    return found


def _page(pieces: Sequence[SourceBlock], states_lists: bool) -> _DocumentStyle:
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.block.size] += len(piece.words)
    real = sum(piece.kind == "heading" for piece in pieces)
    return _DocumentStyle(sizes.most_common(1)[0][0] if sizes else 0.0, real, states_lists)


def _lettered(pieces: Sequence[SourceBlock]) -> frozenset[int]:
    """Titles that somebody counted "A.", "B." or "I.", "II." or "1)", "2)" with text between them."""
    places = [
        place
        for place, (piece, after) in enumerate(pairwise(pieces))
        if piece.kind == "paragraph" and piece.mark.typed and _CAPITALS.fullmatch(piece.mark.text)
        and len(piece.words.split()) <= SHORTER and reads_like_one(piece.words) and _is_title(piece)
        and not _CAPITALS.fullmatch(after.mark.text)
    ]  # fmt: skip
    bare = [pieces[place].mark.text.strip("().") for place in places]
    letters = [chr(ord("A") + at) for at in range(len(bare))] if len(bare) <= 26 else []
    romans = [of_roman(one.lower()) for one in bare]
    figures = list(range(1, len(bare) + 1))
    counts = bare in (letters, list(map(str, figures))) or romans == figures
    return frozenset(places if len(places) > 1 and counts else ())


def _judged(place: int, pieces: Sequence[SourceBlock], page: _DocumentStyle) -> SourceBlock:
    piece = pieces[place]
    if piece.kind == "heading":
        if len(piece.words.split()) > WORDY and piece.words.endswith("."):
            return replace(piece, kind="paragraph", doubt="has a heading's style and reads like a paragraph")
        return piece
    stands_out = _stands_out(piece, page)
    if piece.kind not in ("paragraph", "item") or piece.is_form_line or not reads_like_one(piece.words, stands_out):
        return piece
    before = pieces[place - 1] if place else None
    after = pieces[place + 1] if place + 1 < len(pieces) else None
    if piece.block.kind == "item" and _heads_list(piece, after) and not (page.states_lists and page.real >= 2):
        return replace(piece, kind="heading")
    if page.states_lists and (piece.block.kind == "item" or (page.real >= 2 and not piece.mark.depth)):
        return piece
    if is_appendix(piece.words) and piece.kind == "paragraph" and not piece.mark.kind:
        return replace(piece, kind="heading")
    if piece.mark.depth:
        weak = piece.mark.kind == "plain" and not stands_out
        if (stands_out or not _is_sibling(piece, before, after)) and not (weak and page.real):
            doubt = "" if stands_out or piece.mark.depth > 1 or not weak else "may be an item and not a heading"
            return replace(piece, kind="heading", doubt=doubt) if stands_out or _is_title(piece) else piece
        return piece
    introduces = piece.words.endswith(":") and after is not None and (after.kind == "item" or bool(after.mark.kind))
    if stands_out and not introduces and not piece.mark.kind and after is not None and piece.kind == "paragraph":
        doubt = "is not styled as a heading but looks like one" if page.real >= 2 else ""
        return replace(piece, kind="heading", doubt=doubt)
    return piece


def _heads_list(piece: SourceBlock, after: SourceBlock | None) -> bool:
    """Whether an item that a program counted is a heading: bold, alone in its row, with text or deeper items below."""
    if not piece.block.is_bold or piece.mark.kind == "bullet" or after is None or piece.words.endswith((":", ".")):
        return False
    is_next_item = after.block.kind == "item" and after.block.level <= piece.block.level
    return not is_next_item or not after.block.is_bold


def reads_like_one(words: str, stands_out: bool = False) -> bool:
    """Whether words could be a heading: few, capitalised, no whole sentence, and no fact such as "Approved by: X"."""
    if ": " in words and says_fact(words):
        return False
    count = len(words.split())
    cut = (_CUT if stands_out else _UNFINISHED).search(words)
    if not 0 < count <= LONGEST or len(words) > 120 or cut:
        return False
    return bool(re.match(r"[\"'“‘(]?[A-Z0-9]", words)) and not re.search(r"[^.\s]{4,}\.$", words)


def _is_title(piece: SourceBlock) -> bool:
    """Whether numbered words are a title rather than a rule: "1.2 Staff must lock doors" is a rule."""
    return piece.words.endswith("?") or bool(_ASKS.match(piece.words)) or not _MODAL.search(piece.words)


def _stands_out(piece: SourceBlock, page: _DocumentStyle) -> bool:
    words = piece.words
    capitals = words.isupper() and sum(sign.isalpha() for sign in words) >= 4
    bigger = bool(page.size) and piece.block.size >= page.size * BIGGER
    return piece.block.is_bold or piece.block.underlined or capitals or bigger or "heading" in piece.style


def _is_sibling(piece: SourceBlock, before: SourceBlock | None, after: SourceBlock | None) -> bool:
    """Whether it is one of a row of numbers with nothing between them: a list, and no headings."""
    if piece.mark.depth > 1 and len(piece.words.split()) <= SHORT and not piece.words.endswith((".", ";", ",")):
        return False
    next_one = after is not None and after.mark.depth > 0 and after.mark.follows(piece.mark)
    last_one = before is not None and before.mark.depth > 0 and piece.mark.follows(before.mark)
    opens_text = after is not None and not after.mark.kind and after.kind == "paragraph"
    introduced = before is not None and before.words.endswith(":") and piece.mark.is_first() and not opens_text
    return next_one or last_one or introduced


def _guessed(place: int, pieces: Sequence[SourceBlock]) -> SourceBlock:
    """Where nothing else marks headings: short lines that stand alone above text."""
    piece = pieces[place]
    after = pieces[place + 1] if place + 1 < len(pieces) else None
    if piece.kind != "paragraph" or piece.mark.kind or piece.is_form_line or after is None:
        return piece
    short = len(piece.words.split()) <= 8 and reads_like_one(piece.words) and not piece.words.endswith((":", ".", "!"))
    short = short and _is_title(piece)
    below = pieces[place + 2] if place + 2 < len(pieces) else None
    stem = below is not None and (below.kind == "item" or bool(below.mark.kind)) and after.kind == "paragraph"
    if short and (
        len(after.words.split()) > 8 or after.kind == "item" or stem or after.words.endswith((":", ".", "!"))
    ):
        return replace(piece, kind="heading", doubt="stands alone above text: it was guessed to be a heading")
    return piece


def levelled(pieces: Sequence[SourceBlock]) -> list[SourceBlock]:
    """Levels by the depth of numbers; where there are none, those that the same look has elsewhere, or its rank."""
    real = any(piece.block.kind == "heading" for piece in pieces if piece.kind == "heading")
    learned: dict[Look, Counter[int]] = {}
    for piece in pieces:
        if piece.kind == "heading" and piece.mark.depth:
            learned.setdefault(_look(piece), Counter())[piece.mark.depth] += 1
    ranks = _ranks(pieces)
    numbered = bool(learned)
    made: list[SourceBlock] = []
    offset = 0
    for piece in pieces:
        if piece.kind == "heading":
            if is_appendix(piece.words):
                level, offset = 1, 1
            elif piece.mark.depth:
                if offset and piece.mark.depth == 1 and _goes_on(piece, made):
                    offset = 0
                level = piece.mark.depth + offset
            elif _look(piece) in learned:
                level = learned[_look(piece)].most_common(1)[0][0]
            elif piece.block.kind == "item":
                level = piece.block.level + 1
            else:
                level = ranks[_look(piece)] + (1 if offset or (numbered and not real) else 0)
            made.append(replace(piece, level=max(1, min(DEEPEST, level))))
        else:
            made.append(piece)
    return _closed(made)


def _goes_on(piece: SourceBlock, made: Iterable[SourceBlock]) -> bool:
    """Whether a number goes on counting from before the appendix."""
    tops = [one for one in made if one.kind == "heading" and one.level == 1 and one.mark.depth == 1]
    return bool(tops) and piece.mark.follows(tops[-1].mark)


def _look(piece: SourceBlock) -> Look:
    if piece.block.kind == "heading":
        return f"heading {piece.block.level}", 0.0, False, False, False
    return "", piece.block.size, piece.words.isupper(), piece.block.is_bold, piece.block.underlined


def _ranks(pieces: Iterable[SourceBlock]) -> dict[Look, int]:
    """The looks of headings by how much they stand out, from 1; styles before all others."""
    looks = {_look(piece) for piece in pieces if piece.kind == "heading" and not is_appendix(piece.words)}
    real = sorted(look for look in looks if look[0])
    others = sorted(
        (look for look in looks if not look[0]), key=lambda look: (-look[1], not look[2], not look[3], not look[4])
    )
    return {look: min(place, DEEPEST) for place, look in enumerate((*real, *others), 1)}


def _closed(pieces: list[SourceBlock]) -> list[SourceBlock]:
    """No level is skipped: each heading is one below the nearest one above it that is of a higher level."""
    made: list[SourceBlock] = []
    above: list[int] = []
    for piece in pieces:
        if piece.kind == "heading":
            while above and above[-1] >= piece.level:
                above.pop()
            above.append(piece.level)
            piece = replace(piece, level=len(above))
        made.append(piece)
    return made
