"""Headings and what is below them -> sections and clauses, with ids, and numbers where they must be kept."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from clausebook.importer.source_block import SourceBlock
from clausebook.model.clause import Clause
from clausebook.model.numbering import cite, clause_numbers, section_numbers
from clausebook.model.policy import Policy, Section

INTRODUCTION = "Introduction"
_NUMBER = re.compile(r"[0-9A-Za-z]+(\.[0-9A-Za-z]+)*\.?")


@dataclass
class OutlinePart:
    """One heading with the pieces below it. `is_section` says that it heads a section and is not a clause itself."""

    title: str
    level: int
    heading: SourceBlock | None = None
    content: list[SourceBlock] = field(default_factory=list)
    is_section: bool = False
    id: str = ""
    number: str = ""


@dataclass
class DraftSection:
    """A section: the part that heads it, and its clauses."""

    head: OutlinePart
    parts: list[OutlinePart] = field(default_factory=list)


def chapters(
    pieces: Sequence[SourceBlock], title: str
) -> tuple[list[DraftSection], list[tuple[SourceBlock, str, str]]]:
    """The sections of a policy, and the headings that are unsure.

    Text above the first heading becomes a clause of its own, called Introduction.
    """
    made: list[DraftSection] = []
    doubts: list[tuple[SourceBlock, str, str]] = []
    promoted = False  # headings of level 2 open sections, because one of them holds nothing but headings of level 3
    parts = _parts(pieces, title)
    for place, part in enumerate(parts):
        after = parts[place + 1] if place + 1 < len(parts) else None
        heads_deeper = not part.content and after is not None and after.level > part.level
        if part.level == 1:
            promoted = False
        if part.level == 1 or not made or (part.level == 2 and (promoted or heads_deeper)):
            promoted = promoted or part.level == 2
            part.is_section = not part.content
            made.append(DraftSection(part))
            if part.level == 2 and part.heading:
                doubts.append(
                    (part.heading, "heads a section of its own: an outline has two levels", "look at the outline")
                )
        elif part.content:
            made[-1].parts.append(part)
        else:  # a heading with nothing below it cannot be a clause: it heads a section without clauses
            part.is_section, promoted = True, True
            made.append(DraftSection(part))
            if part.heading:
                doubts.append((part.heading, "has nothing below it", "write the text, or take it out of the outline"))
    return made, doubts


def _parts(pieces: Sequence[SourceBlock], title: str) -> list[OutlinePart]:
    parts: list[OutlinePart] = []
    for piece in pieces:
        if piece.kind == "heading":
            parts.append(OutlinePart(piece.words.removesuffix(":"), piece.level, piece))
        else:
            if not parts:
                headed = any(one.kind == "heading" for one in pieces)
                parts.append(OutlinePart(INTRODUCTION if headed or not title else title, 1))
            parts[-1].content.append(piece)
    return [part for part in parts if part.heading or any(piece.words or piece.block.rows for piece in part.content)]


def name_all(made: Sequence[DraftSection], ours: bool) -> None:
    """Give every section and clause its id: its bookmark in a file of ours, else one made from the title."""
    names = IdAllocator()
    for part in _all(made) if ours else ():
        if part.heading and (found := given(part.heading.anchors)):
            part.id = names.take(found)
    for chapter in made:
        for part in (chapter.head, *chapter.parts):
            if not part.id:
                otherwise = "section" if part.is_section else "clause"
                part.id = names.take(slug(part.title, otherwise), "" if part is chapter.head else chapter.head.id)


def number_all(made: Sequence[DraftSection]) -> list[tuple[OutlinePart, str]]:
    """Keep the source's numbers where the outline would count others; gives the parts whose number was left out."""
    parts = [part for part in _all(made) if part.heading and part.heading.mark.kind]
    counted = {part.id: number for part, number in zip(_all(made), _counted(made), strict=True)}
    first: dict[str, OutlinePart] = {}
    for part in parts:
        first.setdefault(cite(_mark(part)), part)
    # appendices start counting again: a number that a heading above has already is left out
    kept = [part for part in first.values() if _NUMBER.fullmatch(_mark(part))]
    stays = {id(part) for part in kept}
    left = [(part, _mark(part)) for part in parts if id(part) not in stays]
    left += [(part, words) for part in kept if part.heading and (words := part.heading.mark.text) != _mark(part)]
    if any(cite(_mark(part)) != cite(counted[part.id]) for part in kept):
        for part in kept:
            part.number = _mark(part)
    return left


def _mark(part: OutlinePart) -> str:
    assert part.heading is not None  # only numbered headings are asked
    return part.heading.mark.number


def _all(made: Sequence[DraftSection]) -> list[OutlinePart]:
    return [part for chapter in made for part in (chapter.head, *chapter.parts)]


def _counted(made: Sequence[DraftSection]) -> list[str]:
    """The numbers that the engine counts, in the order of `_all`."""
    policy = Policy(id="x", title="", outline=outline(made))
    clauses = {part.id: Clause(id=part.id, title="", body=()) for part in _all(made)}
    numbers, sections = clause_numbers(policy, clauses), section_numbers(policy, clauses)
    return [
        number
        for chapter, section in zip(made, sections, strict=True)
        for number in (section, *(numbers[part.id] for part in chapter.parts))
    ]


def outline(made: Sequence[DraftSection]) -> tuple[Section, ...]:
    """The outline of the policy's file."""
    sections = []
    for chapter in made:
        head, clauses = chapter.head, tuple(part.id for part in chapter.parts)
        if head.is_section:
            sections.append(Section(id=head.id, title=head.title, number=head.number or None, clauses=clauses))
        else:
            sections.append(Section(opening=head.id, clauses=clauses))
    return tuple(sections)


def with_numbers(made: Sequence[DraftSection]) -> dict[str, str]:
    """The number of every section and clause as it will be printed, by id."""
    policy = Policy(id="x", title="", outline=outline(made))
    clauses = {part.id: Clause(id=part.id, title="", number=part.number or None, body=()) for part in _all(made)}
    numbers = clause_numbers(policy, clauses)
    heads = zip(made, section_numbers(policy, clauses), strict=True)
    return {**numbers, **{chapter.head.id: number for chapter, number in heads}}


def renamed(section: Section, title: str) -> Section:
    """The section with its title as a clerk edits it."""
    return replace(section, title=title)


_SMALL = frozenset(
    ("a", "an", "the", "of", "and", "or", "to", "for", "in", "on", "at", "by", "with", "our", "your", "is", "are", "be")
)
# Words that YAML takes for a value, and names that Windows gives no file.
_RESERVED = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n", "con", "prn", "aux", "nul"))
_LONGEST = 34  # characters: Word cuts a bookmark at 40, and an item's letter follows
KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def slug(title: str, otherwise: str = "clause") -> str:
    """An id from a title; `otherwise` where no letter of it fits into one."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    bare = re.sub(r"\b(?:of|to|in) (?:the|this|our) policy\b|['’]s?\b", "", ascii_only.lower())
    words = re.findall(r"[a-z0-9]+", bare)
    kept = [word for word in words if word not in _SMALL] or words
    made = ""
    for word in kept:
        longer = f"{made}-{word}" if made else word
        if len(longer) > _LONGEST:
            break
        made = longer
    made = made or (kept[0][:_LONGEST] if kept else "")
    if not made:
        return otherwise
    return made if made[0].isalpha() and made not in _RESERVED else f"{otherwise}-{made}"


class IdAllocator:
    """Hands out ids, each once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._counts: dict[str, int] = {}

    def take(self, wanted: str, prefix: str = "") -> str:
        """The wanted id; where it is taken, with the section's before it, or a figure after it."""
        tries = [wanted, *([f"{_shortened(prefix, len(wanted))}-{wanted}"] if prefix else [])]
        made = next((one for one in tries if one not in self._taken), "")
        while not made:
            self._counts[wanted] = count = self._counts.get(wanted, 1) + 1
            made = f"{wanted}-{count}" if f"{wanted}-{count}" not in self._taken else ""
        self._taken.add(made)
        return made


def _shortened(prefix: str, room: int) -> str:
    """As many words of a prefix as leave room for what follows; at least the first."""
    words = prefix.split("-")
    while len(words) > 1 and len("-".join(words)) + 1 + room > _LONGEST:
        words.pop()
    return "-".join(words)


def given(anchors: Iterable[str]) -> str:
    """The id that a heading's bookmark brings back; "" where the bookmark is not the engine's."""
    return next((name for name in anchors if KEY.fullmatch(name)), "")


def item_id(anchors: tuple[str, ...], clause: str, known: Iterable[str]) -> str:
    """The own id of an item from its second bookmark; one too long for Word was replaced by its hash.

    `known` are ids of targets ("clause.item") that the repository has, among which a hash is looked for. Pandoc makes
    "X" and the last 39 digits of the SHA-1 of a name over 40 characters.
    """
    for name in anchors[1:]:
        if name.startswith(f"{clause}.") and KEY.fullmatch(name.partition(".")[2]):
            return name.partition(".")[2]
        for target in known:
            if target.startswith(f"{clause}.") and _hashed(target) == name:
                return target.partition(".")[2]
    return ""


def _hashed(name: str) -> str:
    return "X" + hashlib.sha1(name.encode("utf-8"), usedforsecurity=False).hexdigest()[1:]
