"""What becomes of two versions of a file, case by case; and it never matters whose side is ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.merge import CannotMergeError, Merged, MergeLabels, merge
from clausebook.source.conflict_markers import in_words
from tests.golden_folders import GOLDEN, cases, hold

SIDES = ("base.yaml", "ours.yaml", "theirs.yaml")


def versions(folder: Path) -> list[str]:
    return [(folder / name).read_text(encoding="utf-8") for name in SIDES]


def merged(base: str, ours: str, theirs: str, labels: MergeLabels | None = None) -> Merged | str:
    try:
        return merge(base, ours, theirs, labels)
    except CannotMergeError as error:
        return str(error)


@pytest.mark.parametrize("folder", cases(GOLDEN / "merge"), ids=lambda folder: folder.name)
def test_two_versions_become_one_or_are_laid_out_side_by_side(folder: Path, bless: bool) -> None:
    found = merged(*versions(folder))
    if isinstance(found, Merged):
        asked = [f"asked: {in_words(one.trail)}: {one.what}\n" for one in found.conflicts]
        found = found.text + "".join(asked)
    hold(folder, {"expected.txt": found}, given=SIDES, bless=bless)


@pytest.mark.parametrize("folder", cases(GOLDEN / "merge"), ids=lambda folder: folder.name)
def test_it_does_not_matter_whose_side_is_ours(folder: Path) -> None:
    base, ours, theirs = versions(folder)
    one, other = merged(base, ours, theirs), merged(base, theirs, ours)
    if isinstance(one, str) or isinstance(other, str):
        assert one == other
    elif one.clean:
        assert other.text == one.text
    else:
        assert len(one.conflicts) == len(other.conflicts)
        assert sorted(line for line in one.text.split("\n")) == sorted(line for line in other.text.split("\n"))
