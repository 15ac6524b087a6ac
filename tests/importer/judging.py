"""How much of the corpus comes in right: titles, headings, and items with their nesting."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clausebook.model.documents.import_result import Importation
from clausebook.model.edition import ResolvedConnector, ResolvedList, ResolvedListItem
from clausebook.text.inline import plain
from tests.importer.corpus import corpus
from tests.importer.reading import edition, imported


@dataclass(frozen=True)
class Marks:
    """Shares that are right, from 0 to 1, words that went astray, and what is wrong in a line each."""

    files: int
    titles: float
    headings: float
    items: float
    lost: int
    wrong: tuple[str, ...]


def judged(folder: Path) -> Marks:
    """Import every file of the corpus."""
    wrong: list[str] = []
    titles, lost, files = 0, 0, 0
    heads, items = [0, 0], [0, 0]
    for name, ending, data, truth in corpus():
        path = folder / f"{files}.{ending}"
        path.write_bytes(data)
        files += 1
        found = imported(path, "imported")
        lost += len(found.lost)
        titles += found.title == truth.title
        if found.title != truth.title:
            wrong.append(f"{name}: title {found.title!r} for {truth.title!r}")
        made_heads, made_items = headings_of(found), list(items_of(found))
        _hold(heads, [one.casefold() for one in truth.headings], [one.casefold() for one in made_heads], name, wrong)
        _hold(items, truth.items, made_items, name, wrong)
    return Marks(files, titles / files, heads[0] / heads[1], items[0] / items[1], lost, tuple(wrong))


def _hold(sums: list[int], wanted: Sequence[object], found: Sequence[object], name: str, wrong: list[str]) -> None:
    matcher = difflib.SequenceMatcher(None, [str(one) for one in wanted], [str(one) for one in found], autojunk=False)
    right = sum(block.size for block in matcher.get_matching_blocks())
    sums[0] += right
    sums[1] += max(len(wanted), len(found))
    if right < max(len(wanted), len(found)):
        wrong.append(f"{name}: {right} of {max(len(wanted), len(found))}: {list(found)[:9]} for {list(wanted)[:9]}")


def headings_of(made: Importation) -> list[str]:
    """The titles of sections and clauses that stand in the draft."""
    found = edition(made)
    return [
        passage.title if passage is not chapter.opening else chapter.title
        for chapter in found.chapters
        for passage in chapter.all_passages
    ]


def items_of(made: Importation) -> Iterator[tuple[int, str]]:
    """The items of the draft with their depth."""
    for chapter in edition(made).chapters:
        for passage in chapter.all_passages:
            for block in passage.blocks:
                if isinstance(block, ResolvedList):
                    yield from _points(block.points, 0)


def _points(points: Sequence[ResolvedListItem | ResolvedConnector], depth: int) -> Iterator[tuple[int, str]]:
    for point in points:
        if isinstance(point, ResolvedListItem):
            yield depth, plain(point.text)
            yield from _points(point.points, depth + 1)
