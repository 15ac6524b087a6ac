"""What stands before the first heading: the title, who approved the policy and when it is reviewed, and who signs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from clausebook.importer.headings import is_appendix
from clausebook.importer.letterhead import is_name, is_reached
from clausebook.importer.list_markers import NO_MARK
from clausebook.importer.source_block import SourceBlock
from clausebook.model.duties import stated_force
from clausebook.model.policy import Signatory
from clausebook.model.school import School
from clausebook.text.dates import MONTHS
from clausebook.text.inline import Inline, plain

_DATE = (
    r"(?P<date>(?:\d{1,2}(?:st|nd|rd|th)? )?(?:[A-Z][a-z]+,? ){0,2}(?:19|20)\d\d\b.{0,40}"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
    r"|(?:19|20)\d\d-\d\d.{0,3}|\[.{0,60}\]|[_\s]*)"
)
_APPROVED = re.compile(
    r"(?:date )?(?:approved|adopted|ratified|agreed|approval)(?: by(?: the)? (?P<body>[^:]*?))?(?: on| date)?"
    rf"[: ]+{_DATE}$",
    re.I,
)
_BODY = re.compile(r"(?:approved|adopted|ratified|approval) (?:by|body)(?: the)?[: ]+(?:the )?(?P<body>.+)", re.I)
_REVIEW = re.compile(rf".*\breview(?:ed)?\b[^:]*?(?: date| due| by| on)?[: ]+{_DATE}$", re.I)
_OWNER = re.compile(
    r"(?:(?:policy |document )?(?:owner|lead|author)|(?:person |member of staff )?responsible(?: person| officer)?"
    r"|written by|prepared by|responsibility)(?: of policy)?:\s*(?P<who>.+)",
    re.I,
)
_SIGNED = re.compile(r"sign(?:ed|ature)\b", re.I)
_FACT = re.compile(
    r"(?:version|issue|date|reference|ref|status|document|policy (?:number|type|date)|last|next|applies|updated"
    r"|published|review|approv|adopt|ratif|frequency|category|statutory|website|tel|telephone|address|e-?mail|chair|head)\b",
    re.I,
)
_LABELLED = re.compile(r"[A-Z][\w /&’']{1,40}:\s*\S*")
FACT = "document fact"  # the style of a line made of what a file says of itself
UNKNOWN = "front page"  # what a line of the front page became that says no fact
_TITLES = ("title", "subtitle", "cover title")
_HEAD = 12  # pieces at the top, among which a letterhead is
_POLICY_TITLE = re.compile(
    r"(?:(?:policy|document) )?(?:title|name)(?: of (?:the )?(?:policy|document))?|policy|document", re.I
)
_LINE = 200  # characters of a line of a cover
_PROSE = 14  # words of a paragraph that is more than a line of a cover


@dataclass
class Front:
    """What the policy's own file takes from the front page. `used` says of each piece what it became."""

    title: str = ""
    series: str = ""
    approving_body: str = ""
    review_month: int | None = None
    owner: str = ""
    signatories: list[Signatory] = field(default_factory=list)
    used: list[tuple[SourceBlock, str]] = field(default_factory=list)


def split(pieces: Sequence[SourceBlock]) -> tuple[list[SourceBlock], list[SourceBlock]]:
    """What stands before the first heading of the text, and the text. A heading alone above all others is the title."""
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
    if (len(places) > 2 and _is_title(pieces, places)) or _is_only_first(pieces, places):
        text = next((place for place in range(first + 1, places[1]) if _is_prose(pieces[place])), places[1])
        first = text if text < places[1] else places[1]
        return [*pieces[:first]], [*pieces[first:]]
    start = next((place for place in range(first) if _is_prose(pieces[place])), first)
    return list(pieces[:start]), list(pieces[start:])


def _is_of_letterhead(piece: SourceBlock, below: Sequence[SourceBlock]) -> bool:
    """Whether what looks like a heading says how the school is reached, or is its name with no text below it."""
    return is_reached(piece.block.words) or (is_name(piece.words) and not any(_is_prose(one) for one in below))


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
    if below and all(_says_fact(piece.words) for piece in below):
        return True
    if all(one.mark.depth or is_appendix(one.words) for one in others):
        return not any(_is_prose(pieces[place]) for place in range(places[0] + 1, places[1]))
    if first.block.kind == "heading":
        return all(one.block.level > first.block.level for one in others if one.block.kind == "heading")
    return all(_rank(one) != _rank(first) for one in others)


def _rank(piece: SourceBlock) -> tuple[str, int, float, bool, bool]:
    """What a heading looks like, as far as it tells titles from other headings."""
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
    is_name = re.search(r"\.\w{2,5}$|^(?:untitled|document|dokument|policy|title|template)[\s\d-]*$", named, re.I)
    return named if 3 < len(named) < _LINE and not is_name else ""


def _is_prose(piece: SourceBlock) -> bool:
    """Whether it is text of the policy and no line of a cover."""
    if piece.kind == "table":
        return not _is_facts_table(piece)
    if piece.style.startswith("cover") or piece.style in (*_TITLES, FACT) or piece.is_form_line:
        return False
    words = piece.words
    if stated_force(words) and len(words.split()) > 3 and not _SIGNED.match(words):
        return True
    if piece.kind == "item" or piece.block.is_bold or _LABELLED.match(words) or _says_fact(words):
        return False
    count = len(words.split())
    return count > _PROSE or (count > 3 and words.endswith((".", "!", "?")))


def _says_fact(words: str) -> bool:
    """Whether a line says who approved the policy, when it is reviewed, or another fact of a front page.

    A whole sentence without a label or a date is none: "Review forms are kept at the office."
    """
    is_sentence = words.endswith((".", "!", "?")) and ":" not in words and not any(sign.isdigit() for sign in words)
    if is_sentence and len(words.split()) > 2:
        return False
    return len(words) <= _LINE and any(
        pattern.match(words) for pattern in (_APPROVED, _BODY, _REVIEW, _OWNER, _SIGNED, _FACT)
    )


def _is_facts_table(piece: SourceBlock) -> bool:
    """Whether a table before the first heading holds facts of the document, two columns of label and value."""
    return bool(piece.block.rows) and all(len(row) <= 4 for row in piece.block.rows)


def read(front: Sequence[SourceBlock], policy_id: str, school: School, properties: Mapping[str, str]) -> Front:
    """The facts of the front page. What is not understood stays in `used` as a line of the front page."""
    made = Front()
    lines = [piece for piece in front if piece.words]
    stated = _stated_title(front)
    title = _title(lines, policy_id, school, properties)
    if stated and (title < 0 or lines[title].words.casefold() != stated.casefold()):
        title = next((at for at, one in enumerate(lines) if one.words.casefold() == stated.casefold()), -1)
    made.title = stated
    for place, piece in enumerate(lines):
        made.used.append((piece, _use(piece, place, title, lines, made, school)))
    for piece in front:
        if piece.kind == "table":
            made.used.append((piece, "facts of the document"))
            for row in piece.block.rows:
                _take(_labelled(row), made, school)
    return made


def _stated_title(front: Sequence[SourceBlock]) -> str:
    """The title that a control table states."""
    for row in (row for piece in front if piece.kind == "table" for row in piece.block.rows if len(row) > 1):
        label, words = (" ".join(plain(cell).split()).rstrip(":") for cell in row[:2])
        if _POLICY_TITLE.fullmatch(label) and words and len(words) <= _LINE and not _says_fact(words):
            return words
    return ""


def _labelled(row: tuple[Inline, ...]) -> str:
    cells = [" ".join(plain(cell).split()).rstrip(":") for cell in row]
    return ": ".join(cell for cell in cells[:2] if cell)


def _title(lines: Sequence[SourceBlock], policy_id: str, school: School, properties: Mapping[str, str]) -> int:
    """Which line is the title: by style, by what the file calls itself, by the policy's id, by size; else the first."""
    able = [place for place, piece in enumerate(lines) if _may_be_title(piece, school)]
    candidates = [place for place in able if not is_name(lines[place].words)] or able
    for place in candidates:
        if lines[place].style == "title" or lines[place].kind == "heading":
            return place
    named = properties.get("title", "").casefold()
    for place in candidates:
        if named and lines[place].words.casefold() == named:
            return place
    if not candidates:
        return -1
    wanted = set(policy_id.split("-"))
    shared = {place: len(wanted & set(re.findall(r"\w+", lines[place].words.lower()))) for place in candidates}
    best = max(candidates, key=lambda place: (shared[place], lines[place].block.size, -place))
    return best


def _may_be_title(piece: SourceBlock, school: School) -> bool:
    words = piece.words
    if words.casefold() == school.name.casefold() or piece.is_form_line or _SIGNED.match(words) or is_reached(words):
        return False
    return not _says_fact(words)


def _use(piece: SourceBlock, place: int, title: int, lines: Sequence[SourceBlock], made: Front, school: School) -> str:
    """What one line of the front page is taken for; what it says goes into `made`."""
    words = piece.words
    if place == title:
        made.title = words
        return "title"
    if words.casefold() == school.name.casefold():
        return "the school's name"
    if place < max(title, 0) and (is_reached(words) or is_name(words)):
        return "letterhead"
    taken = _take(words, made, school)
    if taken:
        return taken
    before_title = place == title - 1 or (place < title and not made.series)
    if before_title and len(words.split()) <= _PROSE and not _FACT.match(words):
        made.used[:] = [(one, UNKNOWN if use == "series" else use) for one, use in made.used]  # the nearest line is it
        made.series = words
        return "series"
    return UNKNOWN


def _take(words: str, made: Front, school: School) -> str:
    """What a line says of the policy: its approval, review, owner or signatories; "" where it says none of them."""
    if len(words) > _LINE:
        return ""
    if found := _REVIEW.match(words):
        made.review_month = _month(found["date"]) or made.review_month
        return "review date"
    if found := _APPROVED.match(words):
        made.approving_body = made.approving_body or (found["body"] or "").strip()
        return "approval, which only approve records"
    if found := _BODY.match(words):
        made.approving_body = made.approving_body or found["body"].strip()
        return "approving body"
    if found := _OWNER.match(words):
        role = _role(found["who"], school)
        made.owner = made.owner or role
        return "owner" if role else "owner, who is no role of school.yaml"
    if _SIGNED.match(words):
        role = _role(words, school)
        if role:
            made.signatories.append(Signatory(role=role, label=words.rstrip("_. \t")))
            return "signatory"
        return "signature line"
    return ""


def _month(text: str) -> int | None:
    names = {name[:3].lower(): place for place, name in enumerate(MONTHS, 1)}
    for word in re.findall(r"[A-Za-z]{3,}", text):
        if word[:3].lower() in names:
            return names[word[:3].lower()]
    found = re.search(r"\b\d{1,2}[./](\d{1,2})[./]\d{2,4}\b|\b(?:19|20)\d\d-(\d\d)\b", text)
    number = int(found[1] or found[2]) if found else 0
    return number if 1 <= number <= 12 else None


def _role(words: str, school: School) -> str:
    """The role that words name: the one with the longest title in them."""
    text = re.sub(r"[\s-]+", " ", words).casefold()
    named = [
        (len(title), key) for key, title in school.roles.items() if re.sub(r"[\s-]+", " ", title).casefold() in text
    ]
    return max(named)[1] if named else ""
