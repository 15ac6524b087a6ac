"""Editions made in memory of a few clauses, where no file needs to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clausebook.model.edition import Edition, ResolvedClause, ResolvedSection
from clausebook.model.edition_blocks import ResolvedBlock, ResolvedList, ResolvedListItem, ResolvedParagraph
from clausebook.model.school import School
from clausebook.text.inline import Run

ROLES = {"staff": "Staff", "volunteers": "Volunteers", "governors": "Governors"}


def edition(bodies: Sequence[Sequence[Any]], name: str, applies_to: tuple[str, ...] = ()) -> Edition:
    """An edition of one section, whose clauses c0, c1 … have these blocks: texts, lists, or made blocks."""
    passages = tuple(
        ResolvedClause(
            id=f"c{n}",
            number=f"1.{n}",
            cite=f"1.{n}",
            title=f"C{n}",
            applies_to=applies_to,
            blocks=tuple(map(_block, body)),
        )
        for n, body in enumerate(bodies)
    )
    chapter = ResolvedSection(id="all", number="1", cite="1", title="All", passages=passages)
    school = School(name="Hill", roles=ROLES)
    return Edition(policy="p", name=name, title="P", series="", school=school, chapters=(chapter,))


def _block(block: Any) -> ResolvedBlock:
    if isinstance(block, str):
        return ResolvedParagraph(text=(Run(block),))
    if isinstance(block, Mapping):
        block = (block["text"], *block["items"])
    if not isinstance(block, tuple):
        return block  # type: ignore[no-any-return]
    stem, *items = block
    points = tuple(ResolvedListItem(anchor="", letter="", cite="", text=(Run(item),)) for item in items)
    return ResolvedList(stem=(Run(stem),), duty=None, points=points)
