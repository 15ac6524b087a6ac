"""Contents pages: found by style, or by lines below "Contents" that repeat the headings; they are no clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausebook.importer.source_block import SourceBlock

_HEADED = re.compile(r"(?:table of )?contents(?: page)?:?|index", re.I)
_PAGE = re.compile(r"(?:[\s.·…_]*\t[\s.]*|[ .·…_]{2,}|\s)(?:page )?\d{0,3}\s*$|\.{3,}\s*$", re.I)
_ENDS_WITH_PAGE = re.compile(r"(?:[.·…_]{2,}|\t|\s)\s*\d{1,3}$")
_COLUMN = re.compile(r"(?:page|section|page number|number|title|page no\.?|contents)(?: page)?", re.I)
_MOST = 20  # words of a line of contents


def part(pieces: Sequence[SourceBlock]) -> tuple[list[SourceBlock], list[SourceBlock]]:
    """The pieces without those of contents pages, and those."""
    styled = [piece.style.startswith(("toc ", "contents ")) or piece.style == "toc" for piece in pieces]
    if any(styled):
        kept = [piece for piece, is_one in zip(pieces, styled, strict=True) if not is_one]
        taken = [piece for piece, is_one in zip(pieces, styled, strict=True) if is_one]
        return [piece for piece in kept if not _is_head(piece)], [*(p for p in kept if _is_head(p)), *taken]
    for place, piece in enumerate(pieces):
        if _is_head(piece):
            end = _end(pieces, place + 1)
            if end > place + 1:
                return [*pieces[:place], *pieces[end:]], list(pieces[place:end])
    return list(pieces), []


def is_sentence(piece: SourceBlock) -> bool:
    """Whether a line set as one of the contents reads like a rule all the same: a whole sentence, without a page."""
    words = piece.words
    return words.endswith((".", ";")) and not words.endswith("..") and len(words.split()) > 3


def _is_head(piece: SourceBlock) -> bool:
    return bool(_HEADED.fullmatch(piece.words)) and piece.kind in ("paragraph", "heading")


def _end(pieces: Sequence[SourceBlock], start: int) -> int:
    """Where the contents end: where their first line comes again as a heading, or after the last one with a page."""
    later = {_bare(piece.words) for piece in pieces[start:]}
    seen: set[str] = set()
    last = start
    for place in range(start, len(pieces)):
        piece = pieces[place]
        if piece.kind == "table":
            return place + 1 if place == start else last
        bare = _bare(piece.words)
        whole = _bare(f"{piece.mark.text} {piece.words}")
        if whole in seen and not _ENDS_WITH_PAGE.search(piece.raw):
            return place
        if len(piece.words.split()) > _MOST or (piece.words.endswith((".", ":")) and not piece.words.endswith("..")):
            return last
        if _ENDS_WITH_PAGE.search(piece.raw) or _COLUMN.fullmatch(piece.words) or _again(bare, pieces, place):
            last = place + 1
        if not _COLUMN.fullmatch(piece.words):
            seen.add(whole)
    return last if later else start


def _again(bare: str, pieces: Sequence[SourceBlock], place: int) -> bool:
    return any(_bare(other.words) == bare for other in pieces[place + 1 :][:2000])


def _bare(words: str) -> str:
    """The words without page number, signs and capitals, so that a line of contents is known as its heading."""
    return re.sub(r"[\W_]+", "", _PAGE.sub("", words)).casefold()
