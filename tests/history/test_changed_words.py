"""`history` shows what changed in a clause, with enough of the words around it to find the place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clausebook.history.clause_history import changed_words
from clausebook.redline import compare
from tests.redline.small import edition

LONG = "All who come in by the gate behind the kitchen sign the book that lies there and wear the badge they are given."


def shown(folder: Path, old: str, new: str) -> list[str]:
    sides = []
    for name, words in (("old", old), ("new", new)):
        file = folder / f"{name}.yaml"
        file.write_text(json.dumps({"clauses": [{"id": "gate", "title": "Gate", "body": [words]}]}), encoding="utf-8")
        sides.append(edition(file, name))
    (clause,) = compare(*sides).clauses
    return list(changed_words(clause))


@pytest.mark.parametrize(
    ("old", "new", "cut"),
    [
        ("Staff lock it at six.", "Staff lock it at seven.", (False, False, False)),
        (f"Staff lock it at six. {LONG}", f"Staff lock it at seven. {LONG}", (False, False, True)),
        (f"{LONG} Staff lock it at six.", f"{LONG} Staff lock it at seven.", (True, False, False)),
        (f"{LONG} It shuts at six. {LONG}", f"{LONG} It shuts at seven. {LONG}", (True, False, True)),
        (f"It is one. {LONG} {LONG} It is six.", f"It is two. {LONG} {LONG} It is ten.", (False, True, False)),
    ],
)
def test_unchanged_words_are_cut_on_the_side_away_from_the_change(
    old: str, new: str, cut: tuple[bool, bool, bool], tmp_path: Path
) -> None:
    (line,) = shown(tmp_path, old, new)
    words = line.partition(": ")[2]
    assert (words.startswith("…"), " … " in words, words.rstrip(".").endswith("…")) == cut
    assert "[-six-]" in words
    assert len(words) < 300


def test_a_clause_that_only_changed_place_shows_no_words(tmp_path: Path) -> None:
    assert shown(tmp_path, LONG, LONG) == []
