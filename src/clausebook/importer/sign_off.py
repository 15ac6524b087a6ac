"""What stands at the end, or below a heading of its own, of who approved a policy and who signs it: it is no clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausebook.importer import document_facts as said
from clausebook.importer.source_block import SourceBlock
from clausebook.model.duties import stated_force

_HEAD = re.compile(
    r"(?:(?:document|policy|version|change) (?:control|history|details|information|approval|status)(?: table| sheet)?"
    r"|(?:policy )?approvals?|sign[- ]?off|adoption|approval (?:and|&) (?:review|adoption)|revision history"
    r"|(?:amendment|review) history|record of (?:changes|amendments|reviews)|signatures?|authorisation)",
    re.I,
)
_CLOSES = re.compile(r"(?:yours (?:sincerely|faithfully|truly)|(?:with )?(?:kind|best) (?:regards|wishes)),?", re.I)
_MOST = 12  # pieces at the end that may say it
_LINE = re.compile(
    r"(?:signed|signature|name|print(?:ed)? name|position|role|date|chair\b.*|head ?teacher\b.*)\b", re.I
)


def part(pieces: Sequence[SourceBlock]) -> tuple[list[SourceBlock], list[SourceBlock]]:
    """The pieces of the text, and those that say who approved it and who signs."""
    kept, taken = list(pieces), list[SourceBlock]()
    heads = [at for at, piece in enumerate(kept) if piece.kind == "heading"]
    for at in reversed(heads):
        end = next((other for other in heads if other > at), len(kept))
        below = kept[at + 1 : end]
        if _HEAD.fullmatch(kept[at].words.rstrip(":")) and below and all(map(_is_fact, below)) and _is_strong(below):
            taken[:0] = kept[at:end]
            del kept[at:end]
            heads = [place for place, piece in enumerate(kept) if piece.kind == "heading"]
    closed = next((at for at in range(max(1, len(kept) - _MOST), len(kept)) if _CLOSES.fullmatch(kept[at].words)), None)
    if closed and kept[closed - 1].kind != "heading" and all(_is_name(piece) for piece in kept[closed + 1 :]):
        return kept[:closed], [*kept[closed:], *taken]
    start = len(kept)
    while start and len(kept) - start < _MOST and _is_fact(kept[start - 1]):
        start -= 1
    while start < len(kept) and not kept[start].words and not kept[start].block.rows:
        start += 1
    heads_it = start > 0 and kept[start - 1].kind == "heading"  # a heading never stays without its text
    if start == 0 or heads_it or not _is_strong(kept[start:]):
        return kept, taken
    return kept[:start], [*kept[start:], *taken]


def _is_name(piece: SourceBlock) -> bool:
    """Whether a line below "Yours sincerely" is a name or an office."""
    return piece.kind == "paragraph" and len(piece.words.split()) <= 8 and not piece.words.endswith((".", ":", ";"))


def _is_strong(pieces: Sequence[SourceBlock]) -> bool:
    return said.is_strong(" ".join(piece.block.all_words for piece in pieces))


def _is_fact(piece: SourceBlock) -> bool:
    """Whether a piece says a fact of the document, or is a line to sign on."""
    if piece.kind == "table":
        return said.is_table(piece)
    words = piece.words
    if piece.kind in ("heading", "item") or stated_force(words):
        return piece.kind == "rule"
    if not words or piece.kind == "rule":
        return True
    is_labelled = ":" in words or any(sign.isdigit() for sign in words) or piece.is_form_line
    if said.says_fact(words) and is_labelled and len(words.split()) <= 16:
        return True
    return bool(_LINE.match(words)) and len(words.split()) <= 8 and not words.endswith(".")
