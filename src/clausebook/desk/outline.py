"""The outline of a policy -> its lines, and changes of it: clauses and sections added, moved, renamed and taken out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

from clausebook.desk.changes import MoveTarget, paragraphs_of, words_of
from clausebook.desk.visit import RefusedRequest
from clausebook.desk.writing import (
    Lines,
    field_lines,
    mapping_member,
    member_lines,
    moved,
    nested,
    node_at,
    reworded,
    text_member,
    with_member,
    without_member,
)
from clausebook.importer.outline import IdAllocator, slug
from clausebook.model.edition import Edition
from clausebook.model.finding import Step
from clausebook.model.policy import Policy
from clausebook.text.records import dataclass

Trail = tuple[Step, ...]
SCHEMA = "# yaml-language-server: $schema=../../schema/clause.json\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineLine:
    """One line of the outline: a section, the clause that opens one, or a clause in one."""

    kind: Literal["section", "opening", "clause"]
    trail: Trail
    id: str
    title: str
    number: str
    section: int

    @property
    def at(self) -> str:
        """Its address in a form."""
        return ".".join(map(str, self.trail))

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        return f"{'section' if self.kind == 'section' else 'clause'} {self.number} {self.title}".replace("  ", " ")


def lines_of(policy: Policy, edition: Edition) -> tuple[OutlineLine, ...]:
    """Every line, in order."""
    found: list[OutlineLine] = []
    passages = {one.id: one for one in edition.passages}
    for number, (section, chapter) in enumerate(zip(policy.outline, edition.chapters, strict=True)):
        trail: Trail = ("outline", number)
        if section.opening in passages:
            seen = passages[section.opening or ""]
            found.append(_line("opening", (*trail, "opening"), seen.id, seen.title, seen.number, number))
        else:
            found.append(_line("section", trail, chapter.id, chapter.title, chapter.number, number))
        for spot, id in enumerate(section.clauses):
            if id in passages:
                seen = passages[id]
                found.append(_line("clause", (*trail, "clauses", spot), id, seen.title, seen.number, number))
    return tuple(found)


def _line(
    kind: Literal["section", "opening", "clause"], trail: Trail, id: str, title: str, number: str, section: int
) -> OutlineLine:
    return OutlineLine(kind=kind, trail=trail, id=id, title=title, number=number, section=section)


def line_at(found: tuple[OutlineLine, ...], at: str) -> OutlineLine | None:
    """The line of an address, if there is one."""
    return next((one for one in found if one.at == at), None)


# ---- new texts


def clause_text(id: str, title: str, typed: str) -> str:
    """The file of a new clause."""
    words, title = paragraphs_of(typed), words_of(title)
    if not title or not words:
        raise RefusedRequest("There are no words yet", "A clause needs a title and a first paragraph.")
    body = nested("body", [text_member(one) for one in words])
    return SCHEMA + "\n".join((f"id: {id}", *field_lines("title", title), *body, ""))


def new_id(title: str, taken: Collection[str], otherwise: str = "clause") -> str:
    """An id that is not taken."""
    return IdAllocator(taken).take(slug(title, otherwise))


def with_clause(text: str, line: OutlineLine, id: str) -> str:
    """The outline with a clause below a line."""
    last = line.trail[-1]
    at = last + 1 if line.kind == "clause" and isinstance(last, int) else 0
    return with_member(text, ("outline", line.section), "clauses", at, (f"- {id}",))


def with_section(text: str, line: OutlineLine, id: str, title: str, clause: str) -> str:
    """The outline with a section below the one that a line is in."""
    return with_member(text, (), "outline", line.section + 1, section_member(id, title, clause))


def section_member(id: str, title: str, clause: str) -> Lines:
    """A section with one clause."""
    return mapping_member((f"id: {id}",), field_lines("title", words_of(title)), nested("clauses", [(f"- {clause}",)]))


# ---- changes


def retitled(text: str, line: OutlineLine, title: str) -> str:
    """A section's title exchanged."""
    if not words_of(title):
        raise RefusedRequest("There are no words left", "A section needs a title.")
    return reworded(text, (*line.trail, "title"), words_of(title))


def without(text: str, line: OutlineLine) -> str:
    """The outline without a line. A section goes only once it is empty."""
    if line.kind == "opening":
        raise RefusedRequest(
            "This clause heads its section", "Move the other clauses elsewhere first, then take it out."
        )
    return without_member(text, line.trail)


def goals(line: OutlineLine, found: tuple[OutlineLine, ...]) -> Iterator[MoveTarget]:
    """Every place that a clause or a section can be moved to."""
    if line.kind == "clause":
        yield from _clause_goals(line, found)
    else:
        others = [one for one in found if one.kind != "clause" and one.section != line.section]
        if line.section:
            yield MoveTarget("section|0", "to the beginning")
        for spot, one in enumerate(others, 1):
            if one.section != line.section - 1:
                yield MoveTarget(f"section|{spot}", f"below section {one.number} {one.title}")


def _clause_goals(line: OutlineLine, found: tuple[OutlineLine, ...]) -> Iterator[MoveTarget]:
    for head in (one for one in found if one.kind != "clause"):
        inside = [one for one in found if one.kind == "clause" and one.section == head.section and one is not line]
        here = head.section == line.section
        if not (here and line.trail[-1] == 0):
            yield MoveTarget(f"{head.section}|0", f"first in {head.number} {head.title}")
        for spot, one in enumerate(inside, 1):
            if not (here and spot == line.trail[-1]):
                yield MoveTarget(f"{head.section}|{spot}", f"below {one.number} {one.title}")


def relocated(text: str, line: OutlineLine, value: str, found: tuple[OutlineLine, ...]) -> str:
    """The outline with a line moved to one of its goals."""
    if value not in {goal.value for goal in goals(line, found)}:
        raise RefusedRequest("It cannot be moved there", "Choose one of the places in the list.")
    place, _, number = value.partition("|")
    if place == "section":
        return moved(text, ("outline", line.section), (), "outline", int(number))
    if int(place) == line.section:
        return moved(text, line.trail, ("outline", line.section), "clauses", int(number))
    member = member_lines(text, line.trail)
    rest = without_member(text, line.trail)
    return with_member(rest, ("outline", int(place)), "clauses", int(number), member)


def is_empty_without(text: str, line: OutlineLine) -> bool:
    """Whether a section would be empty without a clause."""
    section = node_at(text, ("outline", line.section))
    if "opening" in section.named or "clauses" not in section.named:
        return False
    return len(section.named["clauses"].node.entries) < 2
