"""An edition's data can be read back, and what was changed in them is seen."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from clausebook.formats.data import data, edition_of
from clausebook.model.edition import Edition
from clausebook.model.fingerprint import fingerprint
from tests.adopted import approved
from tests.strategies import editions


def through_json(edition: Edition) -> dict[str, Any]:
    """The data as a stranger gets them."""
    read: dict[str, Any] = json.loads(json.dumps(data(edition), ensure_ascii=False))
    return read


@given(editions())
def test_the_data_of_any_edition_read_back_have_its_fingerprint(edition: Edition) -> None:
    assert fingerprint(edition_of(through_json(edition))) == edition.fingerprint


@given(editions())
def test_the_data_of_any_edition_read_back_give_the_same_data(edition: Edition) -> None:
    assert data(edition_of(through_json(edition))) == through_json(edition)


def test_the_2018_edition_read_back_has_the_fingerprint_of_its_record() -> None:
    assert fingerprint(edition_of(through_json(approved()))) == approved().fingerprint


@pytest.mark.parametrize("place", ["chapters", "words"])
def test_words_changed_in_one_of_the_two_places_are_seen(place: str) -> None:
    changed = through_json(approved())
    text = json.dumps(changed[place])
    assert "own" in text
    changed[place] = json.loads(text.replace("personal", "private"))
    with pytest.raises(ValueError, match="not the same words"):
        edition_of(changed)


@pytest.mark.parametrize("broken", [{}, [], {"words": 3}, "text", {"words": {}, "policy": "p"}, None])
def test_what_is_no_edition_is_said_to_be_none(broken: Any) -> None:
    with pytest.raises(ValueError, match="does not hold an edition"):
        edition_of(broken)
