"""How much of some files comes in right: titles, headings, and items with their nesting."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clausebook.importer.outline import INTRODUCTION
from clausebook.model.documents.import_result import Importation
from clausebook.model.edition_blocks import ResolvedConnector, ResolvedList, ResolvedListItem
from clausebook.text.inline import plain
from tests.importer.corpus import Truth
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


def judged(folder: Path, files: Iterable[tuple[str, str, bytes, Truth]]) -> Marks:
    """Import files, each with its name, ending, bytes and truth. A number before a heading is no part of it."""
    wrong: list[str] = []
    titles, lost, count = 0, 0, 0
    heads, items = [0, 0], [0, 0]
    for name, ending, data, truth in files:
        path = folder / f"{count}.{ending}"
        path.write_bytes(data)
        count += 1
        found = imported(path, "imported")
        lost += len(found.lost)
        if found.lost:
            wrong.append(f"{name}: lost {found.lost}")
        titles += _even(found.title) == _even(truth.title)
        if _even(found.title) != _even(truth.title):
            wrong.append(f"{name}: title {found.title!r} for {truth.title!r}")
        made, wanted = ([_bare(one) for one in some] for some in (headings_of(found), truth.headings))
        if made[:1] == [_even(INTRODUCTION)] != wanted[:1]:  # text above the first heading gets one
            made = made[1:]
        _hold(heads, wanted, made, name, wrong)
        points, meant = ([(depth, _even(one)) for depth, one in some] for some in (items_of(found), truth.items))
        _hold(items, meant, points, name, wrong)
    return Marks(count, titles / count, heads[0] / heads[1], items[0] / items[1], lost, tuple(wrong))


def _even(words: str) -> str:
    return words.casefold().replace("’", "'").strip()


def _bare(heading: str) -> str:
    number = r"(?:\d+(?:\.\d+)*[.)]?|[a-z][.)]|[ivx]+[.)])\s+"
    return re.sub(f"^{number}", "", _even(heading)).rstrip(":. ")


def _hold(sums: list[int], wanted: Sequence[object], found: Sequence[object], name: str, wrong: list[str]) -> None:
    matcher = difflib.SequenceMatcher(None, [str(one) for one in wanted], [str(one) for one in found], autojunk=False)
    right = sum(block.size for block in matcher.get_matching_blocks())
    most = max(len(wanted), len(found))
    sums[0] += right
    sums[1] += most
    if right < most:
        wrong.append(f"{name}: {right} of {most}\n    found  {list(found)}\n    wanted {list(wanted)}")


def headings_of(made: Importation) -> list[str]:
    """The titles of sections and clauses that stand in the draft."""
    return [
        title
        for chapter in edition(made).chapters
        for title in (chapter.title, *(one.title for one in chapter.all_passages if one is not chapter.opening))
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
