"""What is around the text of a policy: letterhead, head of a mail, contents, who approved and signs it. None
is a clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausebook.importer import document_facts as said
from clausebook.importer.source_block import SourceBlock, lines
from clausebook.model.documents.extracted import ExcludedText, ExtractedBlock
from clausebook.model.duties import stated_force
from clausebook.text.inline import plain

_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_REACHED = re.compile(
    r"(?:tel(?:ephone)?|phone|fax|e-?mail|web(?:site)?|address)\b\.?(?::\s*\S|\s*\+?[\d(]|\s+\S+[@.]\S+$)"
    r"|\+?[\d ()-]{9,}$|(?:www\.|https?://)\S+$"
    r"|\S+@\S+\.\w+$|head ?teacher:|principal:|registered (?:charity|company)|company (?:number|no)",
    re.I,
)
_SCHOOL_NAME = re.compile(
    r"(?:[A-Z][\w’'.-]*|of|the|and|for|&|CE|RC|VA|VC)(?: (?:[A-Z][\w’'.-]*|of|the|and|for|&|CE|RC|VA|VC|\([A-Z]+\)))* "
    r"(?:Schools?|Academy|Academies|College|Nursery|Federation|Trust|Infants|Juniors|SCHOOL|ACADEMY|COLLEGE|TRUST)"
)
_LONGEST_LINE = 100  # characters of a line


def is_reached(words: str) -> bool:
    """Whether a line is an address, or says how the school is reached."""
    if len(words) > _LONGEST_LINE:
        return False
    is_sentence = words.rstrip().endswith((".", "!", "?"))
    return bool((_POSTCODE.search(words) and not is_sentence) or _REACHED.match(words))


def is_name(words: str) -> bool:
    """Whether a line is nothing but the name of a school."""
    return len(words) <= _LONGEST_LINE and bool(_SCHOOL_NAME.fullmatch(words))


_MAIL_KEY = re.compile(
    r"\**(?P<key>from|sent|date|to|cc|bcc|subject|attachments?|importance|reply-to|sensitivity|categories)\**:\**(?:\s|$)",
    re.I,
)
_FORWARDED = re.compile(
    r"memo(?:randum)?:?|-{2,}\s*(?:original|forwarded) message\s*-{2,}|begin forwarded message:", re.I
)
_FEWEST_KEYS = 3


def without_mail_head(blocks: Sequence[ExtractedBlock]) -> tuple[list[ExtractedBlock], list[ExcludedText], str]:
    """The blocks below the head of a mail or memorandum, the head, and its subject; all blocks where there is none."""
    subject = ""
    end, keys = 0, set()
    for place, block in enumerate(blocks[:14]):
        found = [_MAIL_KEY.match(plain(line).strip()) for line in lines(block.text)]
        if block.kind == "table":
            break
        if found and all(found):
            keys |= {one["key"].lower() for one in found if one}
            end = place + 1
            for line, one in zip(lines(block.text), found, strict=True):
                if one and one["key"].lower() == "subject":
                    subject = re.sub(
                        r"^(?:(?:re|fwd?|aw)\s*:\s*)+", "", plain(line).strip()[one.end() :].strip("* \t"), flags=re.I
                    )
        elif not (_FORWARDED.fullmatch(block.words) or block.kind == "rule"):
            break
    if len(keys) < _FEWEST_KEYS or "from" not in keys or not keys & {"to", "subject"}:
        return list(blocks), [], ""
    head = [ExcludedText(why="head of a mail", text=block.all_words, origin=block.origin) for block in blocks[:end]]
    return list(blocks[end:]), head, subject


_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?:?|index", re.I)
_PAGE_AT_END = re.compile(r"(?:[\s.·…_]*\t[\s.]*|[ .·…_]{2,}|\s)(?:page )?\d{0,3}\s*$|\.{3,}\s*$", re.I)
_ENDS_WITH_PAGE = re.compile(r"(?:[.·…_]{2,}|\t|\s)\s*\d{1,3}$")
_CONTENTS_COLUMN = re.compile(r"(?:page|section|page number|number|title|page no\.?|contents)(?: page)?", re.I)
_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*|[A-Z])[.)]?\s+")
_TOP = 30  # pieces, among which a table of contents without a heading is
_MOST_WORDS = 20  # words of a line of contents


def without_contents(pieces: Sequence[SourceBlock]) -> tuple[list[SourceBlock], list[SourceBlock]]:
    """The pieces without those of contents pages, and those."""
    styled = [piece.style.startswith(("toc ", "contents ")) or piece.style == "toc" for piece in pieces]
    if any(styled):
        kept = [piece for piece, is_one in zip(pieces, styled, strict=True) if not is_one]
        taken = [piece for piece, is_one in zip(pieces, styled, strict=True) if is_one]
        return [piece for piece in kept if not _heads_contents(piece)], [
            *(p for p in kept if _heads_contents(p)),
            *taken,
        ]
    for place, piece in enumerate(pieces[:_TOP]):
        if piece.kind == "table" and _lists_pages(piece, pieces[place + 1 :]):
            return [*pieces[:place], *pieces[place + 1 :]], [piece]
    for place, piece in enumerate(pieces):
        if _heads_contents(piece):
            end = _end_of_contents(pieces, place + 1)
            if end > place + 1:
                return [*pieces[:place], *pieces[end:]], list(pieces[place:end])
    return list(pieces), []


def _lists_pages(table: SourceBlock, below: Sequence[SourceBlock]) -> bool:
    """Whether a table lists headings that come below, each with its page."""
    rows = said.rows_of(table)
    rows = rows[1:] if rows and _CONTENTS_COLUMN.fullmatch(rows[0][-1]) else rows
    heads = {_without_page(piece.words) for piece in below}
    listed = [_without_page(_NUMBER.sub("", " ".join(row[:-1]))) for row in rows if row[-1].isdigit()]
    return 1 < len(rows) == len(listed) and heads.issuperset(listed)


def is_sentence_of_contents(piece: SourceBlock) -> bool:
    """Whether a line set as one of the contents reads like a rule all the same: a whole sentence, without a page."""
    words = piece.words
    return words.endswith((".", ";")) and not words.endswith("..") and len(words.split()) > 3


def _heads_contents(piece: SourceBlock) -> bool:
    return bool(_CONTENTS.fullmatch(piece.words)) and piece.kind in ("paragraph", "heading")


def _end_of_contents(pieces: Sequence[SourceBlock], start: int) -> int:
    """Where the contents end: where their first line comes again as a heading, or after the last one with a page."""
    later = {_without_page(piece.words) for piece in pieces[start:]}
    seen: set[str] = set()
    last = start
    for place in range(start, len(pieces)):
        piece = pieces[place]
        if piece.kind == "table":
            return place + 1 if place == start else last
        bare = _without_page(piece.words)
        whole = _without_page(f"{piece.mark.text} {piece.words}")
        if whole in seen and not _ENDS_WITH_PAGE.search(piece.raw):
            return place
        if len(piece.words.split()) > _MOST_WORDS or (
            piece.words.endswith((".", ":")) and not piece.words.endswith("..")
        ):
            return last
        if (
            _ENDS_WITH_PAGE.search(piece.raw)
            or _CONTENTS_COLUMN.fullmatch(piece.words)
            or _comes_again(bare, pieces, place)
        ):
            last = place + 1
        if not _CONTENTS_COLUMN.fullmatch(piece.words):
            seen.add(whole)
    return last if later else start


def _comes_again(bare: str, pieces: Sequence[SourceBlock], place: int) -> bool:
    return any(_without_page(other.words) == bare for other in pieces[place + 1 :][:2000])


def _without_page(words: str) -> str:
    """The words without page number, signs and capitals, so that a line of contents is known as its heading."""
    return re.sub(r"[\W_]+", "", _PAGE_AT_END.sub("", words)).casefold()


_SIGN_OFF = re.compile(
    r"(?:(?:document|policy|version|change) (?:control|history|details|information|approval|status)(?: table| sheet)?"
    r"|(?:policy )?approvals?|sign[- ]?off|adoption|approval (?:and|&) (?:review|adoption)|revision history"
    r"|(?:amendment|review) history|record of (?:changes|amendments|reviews)|signatures?|authorisation)",
    re.I,
)
_CLOSES_LETTER = re.compile(
    r"(?:yours (?:sincerely|faithfully|truly)|(?:with )?(?:kind|best) (?:regards|wishes)),?", re.I
)
_MOST_AT_END = 12  # pieces at the end that may say it
_LINE_TO_SIGN = re.compile(
    r"(?:signed|signature|name|print(?:ed)? name|position|role|date|chair\b.*|head ?teacher\b.*)\b", re.I
)


def without_sign_off(pieces: Sequence[SourceBlock]) -> tuple[list[SourceBlock], list[SourceBlock]]:
    """The pieces of the text, and those that say who approved it and who signs."""
    kept, taken = list(pieces), list[SourceBlock]()
    heads = [at for at, piece in enumerate(kept) if piece.kind == "heading"]
    for at in reversed(heads):
        end = next((other for other in heads if other > at), len(kept))
        below = kept[at + 1 : end]
        if (
            _SIGN_OFF.fullmatch(kept[at].words.rstrip(":"))
            and below
            and all(map(_is_sign_off, below))
            and _says_enough(below)
        ):
            taken[:0] = kept[at:end]
            del kept[at:end]
            heads = [place for place, piece in enumerate(kept) if piece.kind == "heading"]
    closed = next(
        (at for at in range(max(1, len(kept) - _MOST_AT_END), len(kept)) if _CLOSES_LETTER.fullmatch(kept[at].words)),
        None,
    )
    if closed and kept[closed - 1].kind != "heading" and all(_signs_letter(piece) for piece in kept[closed + 1 :]):
        return kept[:closed], [*kept[closed:], *taken]
    start = len(kept)
    while start and len(kept) - start < _MOST_AT_END and _is_sign_off(kept[start - 1]):
        start -= 1
    while start < len(kept) and not kept[start].words and not kept[start].block.rows:
        start += 1
    heads_it = start > 0 and kept[start - 1].kind == "heading"  # a heading never stays without its text
    if start == 0 or heads_it or not _says_enough(kept[start:]):
        return kept, taken
    return kept[:start], [*kept[start:], *taken]


def _signs_letter(piece: SourceBlock) -> bool:
    """Whether a line below "Yours sincerely" is a name or an office."""
    return piece.kind == "paragraph" and len(piece.words.split()) <= 8 and not piece.words.endswith((".", ":", ";"))


def _says_enough(pieces: Sequence[SourceBlock]) -> bool:
    return said.is_strong(" ".join(piece.block.all_words for piece in pieces))


def _is_sign_off(piece: SourceBlock) -> bool:
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
    return bool(_LINE_TO_SIGN.match(words)) and len(words.split()) <= 8 and not words.endswith(".")
