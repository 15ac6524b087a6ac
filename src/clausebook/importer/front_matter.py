"""What is before the first heading: the title, who approved the policy and when it is reviewed, and who signs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from clausebook.importer.document_facts import (
    FACT,
    LINE,
    DocumentFacts,
    is_signature,
    is_table,
    says_fact,
    stated_title,
    take,
    take_table,
)
from clausebook.importer.frame import is_name, is_reached
from clausebook.importer.headings import is_appendix
from clausebook.importer.source_block import NO_MARK, SourceBlock, lines
from clausebook.importer.stated_dates import when
from clausebook.model.documents.extracted import ExcludedText
from clausebook.model.duties import stated_force
from clausebook.model.school import School
from clausebook.text.dates import MONTHS
from clausebook.text.inline import Run, plain, plain_words

_FACT = re.compile(r"(?:version|issue|date|reference|ref|status|document|last|next|applies|updated|published)\b", re.I)
_LABELLED = re.compile(r"[A-Z][\w /&’']{1,40}:\s*\S*")
_DATED = re.compile(  # September 2025, Autumn Term 2025, 2025-26, Spring 2025 to Spring 2026
    rf"(?:(?:{'|'.join(MONTHS)}|{'|'.join(name[:3] for name in MONTHS)}|sept|spring|summer|autumn|winter|term"
    r"|academic year|school year|to|and|(?:19|20)\d\d(?:[-–/]\d{2,4})?)[ ,.–/-]*)+",
    re.I,
)
_NAMES_POLICY = re.compile(
    r"\b(?:polic(?:y|ies)|procedures?|statement|code|plan|agreement|guidance|handbook|charter|protocol|scheme"
    r"|arrangements|rules|strategy)\b",
    re.I,
)
_NO_TITLE = re.compile(
    r"\.\w{2,5}$|^(?:(?:microsoft |new )?(?:word )?document|untitled|dokument|policy|title|template)[\s\d-]*$", re.I
)
_GREETS = re.compile(r"(?:dear|to all|for the attention of)\b", re.I)
UNKNOWN = "front page"  # what a line of the front page became that says no fact
_TITLES = ("title", "subtitle", "cover title")
_HEAD = 12  # pieces at the top, among which a letterhead is
_PROSE = 14  # words of a paragraph that is more than a line of a cover


@dataclass
class Front:
    """What the policy's own file takes from the front page. `used` says of each piece what it became."""

    title: str = ""
    series: str = ""
    facts: DocumentFacts = field(default_factory=DocumentFacts)
    used: list[tuple[SourceBlock, str]] = field(default_factory=list)


def split(pieces: Sequence[SourceBlock]) -> tuple[list[SourceBlock], list[SourceBlock]]:
    """What is before the first heading of the text, and the text. A heading alone above all others is the title."""
    pieces = [
        replace(piece, kind="paragraph", mark=NO_MARK, text=piece.block.text)
        if place < _HEAD and piece.kind == "heading" and _is_of_letterhead(piece, pieces[place + 1 : place + 2])
        else piece
        for place, piece in enumerate(pieces)
    ]
    places = [place for place, piece in enumerate(pieces) if piece.kind == "heading"]
    if not places:
        end = next((place for place, piece in enumerate(pieces) if _is_prose(piece)), len(pieces))
        return list(pieces[: min(end, 12)]), list(pieces[min(end, 12) :])
    first = places[0]
    called = pieces[first].style in _TITLES and not any(_is_prose(piece) for piece in pieces[:first])
    if called or (len(places) > 2 and _is_title(pieces, places)) or _is_only_first(pieces, places):
        end = places[1] if len(places) > 1 else len(pieces)
        text = next((place for place in range(first + 1, end) if _is_prose(pieces[place])), end)
        if text < len(pieces):
            return list(pieces[:text]), list(pieces[text:])
    start = next((place for place in range(first) if _is_prose(pieces[place])), first)
    return list(pieces[:start]), list(pieces[start:])


def _is_of_letterhead(piece: SourceBlock, below: Sequence[SourceBlock]) -> bool:
    """Whether what looks like a heading says how the school is reached, or is its name with no text below it."""
    words = piece.block.words
    return is_reached(words) or _is_date(words) or (is_name(piece.words) and not any(_is_prose(one) for one in below))


def _is_only_first(pieces: Sequence[SourceBlock], places: Sequence[int]) -> bool:
    """Whether the format states one heading of the first level, on top, and below it one of another."""
    if len(places) != 2 or pieces[places[0]].mark.kind or any(_is_prose(piece) for piece in pieces[: places[0]]):
        return False
    first, other = (pieces[place].block for place in places)
    return first.kind == other.kind == "heading" and first.level < other.level


def _is_title(pieces: Sequence[SourceBlock], places: Sequence[int]) -> bool:
    """Whether the first heading is the title: unlike all others, without a number, or said to be by its style."""
    first = pieces[places[0]]
    if first.style in _TITLES:
        return True
    if first.mark.kind or is_appendix(first.words) or any(_is_prose(pieces[place]) for place in range(places[0])):
        return False
    others = [pieces[place] for place in places[1:]]
    if places[1] == places[0] + 1 and _rank(first) == _rank(others[0]):  # it heads nothing
        return True
    below = [piece for piece in pieces[places[0] + 1 : places[1]] if piece.words]
    if below and all(says_fact(piece.words) for piece in below):
        return True
    dated = any(when(piece.words) or says_fact(piece.words) for piece in below)
    if dated and not places[0] and all(_is_cover_line(piece) for piece in below):
        return True
    if all(one.mark.depth or is_appendix(one.words) for one in others):
        return not any(_is_prose(pieces[place]) for place in range(places[0] + 1, places[1]))
    if first.block.kind == "heading":
        return all(one.block.level > first.block.level for one in others if one.block.kind == "heading")
    return all(_rank(one) != _rank(first) for one in others)


def _is_cover_line(piece: SourceBlock) -> bool:
    """Whether a line below a heading on top of everything belongs to a cover: a few words that are not a sentence."""
    is_line = piece.kind == "paragraph" and not piece.mark.kind and not piece.is_form_line
    return is_line and len(piece.words.split()) <= _PROSE and not piece.words.endswith((".", ":", ";", "!", "?"))


def _rank(piece: SourceBlock) -> tuple[str, int, float, bool, bool]:
    """What a heading looks like, as far as it distinguishes titles from other headings."""
    block = piece.block
    return block.kind, block.level, block.size, piece.words.isupper(), block.underlined


def title_above(text: Sequence[SourceBlock], properties: Mapping[str, str]) -> str:
    """The title of a document whose front page has none; "" where nothing says it.

    The first heading where it is the only one of its level or size and no other is higher; else what the file says of
    itself.
    """
    headings = [piece for piece in text if piece.kind == "heading"]
    if text and headings and headings[0] is text[0] and not text[0].mark.kind and not is_appendix(text[0].words):
        first, others = text[0].block, [piece.block for piece in headings[1:]]
        stated = first.kind == "heading" and all(one.level > first.level for one in others if one.kind == "heading")
        largest = first.size > max((piece.block.size for piece in text[1:]), default=first.size) + 0.5
        if stated or (first.size and largest):
            return text[0].words
    named = re.sub(r"^Microsoft (?:Word|PowerPoint) - ", "", " ".join(properties.get("title", "").split()))
    is_name = _NO_TITLE.search(named)
    return named if 3 < len(named) < LINE and not is_name else ""


def title_of_header(asides: Sequence[ExcludedText]) -> str:
    """The title of a document that names it only at the top of its pages; "" where that is not one short line."""
    said = dict.fromkeys(one.text for one in asides if one.why == "header of the pages")
    able = [words for words in said if len(words.split()) <= _PROSE and _NAMES_POLICY.search(words)]
    able = [words for words in able if not (is_reached(words) or says_fact(words) or words.endswith("."))]
    return able[0] if len(able) == 1 else ""


def _is_prose(piece: SourceBlock) -> bool:
    """Whether it is text of the policy and no line of a cover."""
    if piece.kind == "table":
        return not (is_table(piece) or _is_letterhead(piece))
    if piece.style.startswith("cover") or piece.style in (*_TITLES, FACT) or piece.is_form_line:
        return False
    words = piece.words
    if stated_force(words) and len(words.split()) > 3 and not is_signature(words):
        return True
    if piece.kind == "item" or piece.block.is_bold or _LABELLED.match(words) or says_fact(words):
        return False
    count = len(words.split())
    return count > _PROSE or (count > 3 and words.endswith((".", "!", "?")))


def _is_letterhead(piece: SourceBlock) -> bool:
    """Whether a table holds the school's name or address, set beside each other at the top."""
    said = [plain(line).strip() for row in piece.block.rows for cell in row for line in lines(cell)]
    known = sum(is_reached(words) or is_name(words) for words in said)
    return known > 0 and 2 * known >= len(said) and len(piece.block.rows) < 4


def read(front: Sequence[SourceBlock], policy_id: str, school: School, properties: Mapping[str, str]) -> Front:
    """The facts of the front page. What is not understood stays in `used` as a line of the front page."""
    made = Front()
    said = [piece for piece in front if piece.words]
    stated = stated_title(front)
    title = _title(said, policy_id, school, properties)
    if stated and (title < 0 or said[title].words.casefold() != stated.casefold()):
        title = next((at for at, one in enumerate(said) if one.words.casefold() == stated.casefold()), -1)
    made.title = stated
    for place, piece in enumerate(said):
        made.used.append((piece, _use(piece, place, title, made, school)))
    for piece in front:
        if piece.kind == "table":
            made.used.append((piece, "facts of the document" if is_table(piece) else "letterhead"))
            take_table(piece, made.facts, school)
    return made


def _title(pieces: Sequence[SourceBlock], policy_id: str, school: School, properties: Mapping[str, str]) -> int:
    """Which line is the title: by style, by what the file calls itself, by the policy's id, by size; else the first."""
    able = [place for place, piece in enumerate(pieces) if _may_be_title(piece, school)]
    candidates = [place for place in able if not is_name(pieces[place].words)] or able
    headed = [place for place in candidates if pieces[place].style == "title"]
    headed = headed or [place for place in candidates if pieces[place].kind == "heading"]
    if headed:
        return max(headed, key=lambda place: (pieces[place].block.size, -place))
    named = properties.get("title", "").casefold()
    for place in candidates:
        if named and pieces[place].words.casefold() == named:
            return place
    if not candidates:
        return -1
    wanted = set(policy_id.split("-"))
    shared = {place: len(wanted & set(re.findall(r"\w+", pieces[place].words.lower()))) for place in candidates}
    best = max(candidates, key=lambda place: (shared[place], pieces[place].block.size, -place))
    return best


def _may_be_title(piece: SourceBlock, school: School) -> bool:
    words = piece.words
    if words.casefold() == school.name.casefold() or piece.is_form_line or is_signature(words) or is_reached(words):
        return False
    if _GREETS.match(words) or _is_date(words):
        return False
    return not says_fact(words)


def _is_date(words: str) -> bool:
    is_day = bool(when(words)) and len(words.split()) <= 4 and words[:1].isdigit()
    return is_day or (any(sign.isdigit() for sign in words) and bool(_DATED.fullmatch(words)))


def _use(piece: SourceBlock, place: int, title: int, made: Front, school: School) -> str:
    """What one line of the front page is taken for; what it says goes into `made`."""
    words = piece.words
    if place == title:
        made.title = piece.block.words if piece.style in _TITLES else words  # "A. Hats" may be all of it
        first, *below = [plain_words(line) for line in lines(piece.block.text)]
        if below and all(_is_date(line) or says_fact(line) for line in below):  # a line of its own in the heading
            made.title = first
            made.used += [(replace(piece, block=replace(piece.block, text=(Run(line),))), UNKNOWN) for line in below]
        return "title"
    if words.casefold() == school.name.casefold():
        return "the school's name"
    if place < max(title, 0) and (is_reached(words) or is_name(words)):
        return "letterhead"
    taken = take(words, made.facts, school, piece.origin)
    if taken:
        return taken
    if _GREETS.match(words) or _is_date(words):
        return UNKNOWN
    before_title = place == title - 1 or (place < title and not made.series)
    if before_title and len(words.split()) <= _PROSE and not _FACT.match(words):
        made.used[:] = [(one, UNKNOWN if use == "series" else use) for one, use in made.used]  # the nearest line is it
        made.series = words
        return "series"
    return UNKNOWN
