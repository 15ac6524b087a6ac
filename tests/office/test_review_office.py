"""The review in LibreOffice: accepting all changes gives the new edition, rejecting all of them the old one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from lxml import etree

from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import ResolvedConnector, ResolvedList, ResolvedListItem, ResolvedParagraph
from clausebook.text.inline import plain
from tests.golden_folders import GOLDEN, cases
from tests.office.pairs import made, review, text_of, word_pairs
from tests.office.reading import lines
from tests.office.settle import WAYS, Way, levels, settled
from tests.office.settle import squeezed as squeezed_line
from tests.office.test_review_word import document, golden, real, side

pytestmark = pytest.mark.slow
PROSE = (ResolvedList, ResolvedParagraph)


def squeezed(found: list[str]) -> list[str]:
    return [line for line in (re.sub(r"\s+", " ", one).strip() for one in found) if line.strip(" |\u200d")]


@dataclass(frozen=True)
class Settled:
    """Reviews that LibreOffice settled both ways, once for all questions about them."""

    reviews: dict[str, Review]
    folder: Path
    found: dict[tuple[str, Way], list[str]]

    def shown(self, name: str, way: Way, ending: str = "fodt") -> Path:
        return self.folder / "work" / f"{name}.docx.{way}.{ending}"


def hold(all_of_them: Settled, names: Iterable[str]) -> None:
    """Each review in LibreOffice's eyes, settled both ways, beside the editions it compares."""
    for name in names:
        for way in WAYS:
            meant = squeezed(lines(side(all_of_them.reviews[name], way)))
            assert text_of(all_of_them.found[name, way]) == meant, (name, way)


def shapes(docx: bytes) -> set[tuple[str, ...]]:
    """Which elements are in which, four deep, in the document of a Word file."""
    above = [[one, *itertools.islice(one.iterancestors(), 3)] for one in document(docx).iter(etree.Element)]
    return {tuple(str(part.tag) for part in line) for line in above}


def some(files: dict[str, bytes]) -> list[str]:
    """Files that together have every shape of all, and every sixth besides."""
    known = {name: shapes(content) for name, content in files.items()}
    left, found = set[tuple[str, ...]]().union(*known.values()), list(files)[::6]
    while left := left.difference(*(known[name] for name in found)):
        found.append(min(known, key=lambda name: (-len(known[name] & left), len(files[name]), name)))
    return found


def drawn_pairs(number: int) -> list[tuple[Edition, Edition]]:
    drawn: list[tuple[Edition, Edition]] = []

    @settings(max_examples=number, suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None)
    @given(word_pairs)
    def draw(pair: tuple[Edition, Edition]) -> None:
        drawn.append(pair)

    draw()
    return drawn


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Settled:
    """Hard cases of every shape, the repository's own review, and generated pairs; LibreOffice starts once for all."""
    every = request.config.getoption("--every-way")
    hard = {folder.name: golden(folder.name) for folder in cases(GOLDEN / "redline")} | {"real": real()}
    files = {name: made(one) for name, one in hard.items()}
    wanted = list(hard) if every else ["whole-policy", "real", *some(files)]
    drawn = {f"pair-{at}": review(*pair) for at, pair in enumerate(drawn_pairs(40 if every else 16))}
    reviews = {name: hard[name] for name in wanted} | drawn
    files |= {name: made(one) for name, one in drawn.items()}
    folder = tmp_path_factory.mktemp("settled")
    return Settled(reviews, folder, settled({name: files[name] for name in reviews}, folder))


def test_libreoffice_reads_both_editions_of_hard_cases_of_every_shape_and_of_the_repositorys_own_review(
    known: Settled,
) -> None:
    names = [name for name in known.reviews if not name.startswith("pair-")]
    assert len(names) >= 18
    hold(known, names)


def test_libreoffice_reads_both_editions_of_generated_pairs(known: Settled) -> None:
    names = [name for name in known.reviews if name.startswith("pair-")]
    assert len(names) >= 10
    hold(known, names)


def lettered(points: Sequence[ResolvedListItem | ResolvedConnector]) -> Iterator[str]:
    for point in points:
        if isinstance(point, ResolvedListItem):
            yield f"({point.letter}) {plain(point.text)}"
            yield from lettered(point.points)


def test_libreoffice_counts_the_letters_of_both_editions(known: Settled) -> None:
    of = known.reviews["whole-policy"]
    for way in WAYS:
        shown = known.shown("whole-policy", way, "txt").read_text(encoding="utf-8-sig").splitlines()
        meant = side(of, way)
        assert meant is not None
        blocks = [block for passage in meant.passages for block in passage.blocks if isinstance(block, ResolvedList)]
        expected = [line for block in blocks for line in lettered(block.points)]
        assert len(expected) > 40
        assert [line for line in squeezed(expected) if line not in squeezed(shown)] == []


def deep(edition: Edition) -> list[tuple[int, str]]:
    """How deep in lists each item of an edition is."""

    def points(found: Sequence[ResolvedListItem | ResolvedConnector], depth: int) -> Iterator[tuple[int, str]]:
        for point in found:
            if isinstance(point, ResolvedListItem):
                yield depth, squeezed_line(plain(point.text))
                yield from points(point.points, depth + 1)

    blocks = [block for passage in edition.passages for block in passage.blocks]
    return [one for block in blocks if isinstance(block, ResolvedList) for one in points(block.points, 1)]


def flat(edition: Edition) -> list[str]:
    """The paragraphs of an edition that are in no list."""
    blocks = [block for passage in edition.passages for block in passage.blocks]
    prose = [plain(one.stem if isinstance(one, ResolvedList) else one.text) for one in blocks if isinstance(one, PROSE)]
    return [squeezed_line(words) for words in prose]


def test_items_keep_their_level_and_paragraphs_stay_out_of_lists_whatever_is_accepted_or_rejected(
    known: Settled,
) -> None:
    wrong: list[tuple[str, Way, object]] = []
    for name, one in known.reviews.items():
        for way in WAYS:
            meant = side(one, way)
            if meant is None:
                continue
            shown = levels(known.shown(name, way).read_bytes())
            wrong += [(name, way, item) for item in deep(meant) if item[1] and item not in shown]
            wrong += [(name, way, words) for words in flat(meant) if words and (0, words) not in shown]
    assert wrong == []
