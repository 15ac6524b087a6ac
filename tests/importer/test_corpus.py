"""A corpus of policies in many shapes comes in with its titles, headings and items: every second, in the bench all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from clausebook.importer.frame import is_name, is_reached
from tests.importer.corpus import Truth, corpus
from tests.importer.judging import judged
from tests.importer.shaped import shapes

Files = Callable[[], Iterator[tuple[str, str, bytes, Truth]]]


@pytest.mark.slow
@pytest.mark.parametrize("files", [shapes, corpus], ids=["written by hand", "generated"])
def test_policies_in_many_shapes_come_in_with_their_titles_headings_and_items(files: Files, tmp_path: Path) -> None:
    marks = judged(tmp_path, islice(files(), 0, None, 2))
    assert marks.files >= 30
    assert marks.titles >= 0.95, "\n".join(marks.wrong)
    assert marks.headings >= 0.97, "\n".join(marks.wrong)
    assert marks.items >= 0.96, "\n".join(marks.wrong)
    assert marks.lost == 0, "\n".join(marks.wrong)


@pytest.mark.parametrize(
    "words", ["12 Long Lane, Oakfield, OX1 2AB", "Telephone: 01234 567890", "www.oakfield.sch.uk", "01234 567890"]
)
def test_an_address_is_no_title_and_no_heading(words: str) -> None:
    assert is_reached(words)


@pytest.mark.parametrize("words", ["1. Purpose", "Telephones", "Web filtering", "Emails home", "2 Signing in"])
def test_a_heading_is_no_address(words: str) -> None:
    assert not is_reached(words)


def test_the_name_of_a_school_is_known_from_a_title() -> None:
    assert is_name("St Mary’s CE Primary School")
    assert not is_name("Visitors to our School")
    assert not is_name("School Uniform Policy")
