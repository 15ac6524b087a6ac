"""The review in LibreOffice: accepting all changes gives the new edition, rejecting all of them the old one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import ResolvedConnector, ResolvedList, ResolvedListItem, ResolvedParagraph
from clausebook.text.inline import plain
from tests.golden_folders import GOLDEN, cases
from tests.office.pairs import made, review, text_of, word_pairs
from tests.office.reading import lines
from tests.office.settle import WAYS, Way, as_text, levels, settled
from tests.office.settle import squeezed as squeezed_line
from tests.office.test_review_word import golden, real, side

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

    def shown(self, name: str, way: Way) -> Path:
        return self.folder / "work" / f"{name}.docx.{way}.fodt"


def settle(reviews: dict[str, Review], folder: Path) -> Settled:
    return Settled(reviews, folder, settled({name: made(one) for name, one in reviews.items()}, folder))


def hold(all_of_them: Settled) -> None:
    """Each review in LibreOffice's eyes, settled both ways, beside the editions it compares."""
    for name, one in all_of_them.reviews.items():
        for way in WAYS:
            assert text_of(all_of_them.found[name, way]) == squeezed(lines(side(one, way))), (name, way)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Settled:
    """Every hard case and the repository's own review."""
    reviews = {folder.name: golden(folder.name) for folder in cases(GOLDEN / "redline")} | {"real": real()}
    return settle(reviews, tmp_path_factory.mktemp("settled"))


def test_libreoffice_reads_both_editions_of_every_hard_case_and_of_the_repositorys_own_review(known: Settled) -> None:
    hold(known)


def test_libreoffice_reads_both_editions_of_generated_pairs(tmp_path: Path) -> None:
    drawn: list[tuple[Edition, Edition]] = []

    @settings(max_examples=40, suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None)
    @given(word_pairs)
    def draw(pair: tuple[Edition, Edition]) -> None:
        drawn.append(pair)

    draw()
    hold(settle({f"pair-{number}": review(*pair) for number, pair in enumerate(drawn)}, tmp_path))


def lettered(points: Sequence[ResolvedListItem | ResolvedConnector]) -> Iterator[str]:
    for point in points:
        if isinstance(point, ResolvedListItem):
            yield f"({point.letter}) {plain(point.text)}"
            yield from lettered(point.points)


def test_libreoffice_counts_the_letters_of_both_editions(known: Settled, tmp_path: Path) -> None:
    of = known.reviews["whole-policy"]
    for way in WAYS:
        shown = as_text(known.shown("whole-policy", way), tmp_path)
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
            wrong += [(name, way, item) for item in deep(meant) if item not in shown]
            wrong += [(name, way, words) for words in flat(meant) if words and (0, words) not in shown]
    assert wrong == []
