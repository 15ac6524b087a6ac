"""Records go to JSON and come back the same; bytes from elsewhere make no other object and run nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.model.blocks import lines_of
from clausebook.model.codec import from_json, to_json
from clausebook.model.duties import force
from clausebook.model.edition_blocks import ResolvedParagraph
from clausebook.model.finding import Finding, SourceLocation
from clausebook.model.fingerprint import fingerprint
from clausebook.model.revision import Commit, Touch
from clausebook.resolve import resolve as resolving
from clausebook.source.load import load
from clausebook.text.inline import Run
from tests.adopted import approved, draft, files_below
from tests.formats.pdf_cases import everything
from tests.strategies import editions


@pytest.mark.parametrize("make", [approved, draft, everything])
def test_an_edition_comes_back_as_it_was_with_its_places(make: object) -> None:
    edition = make()  # type: ignore[operator]
    again = from_json(to_json(edition))
    assert again == edition
    assert repr(again) == repr(edition)
    assert again.school.place == edition.school.place


@given(editions())
def test_any_edition_comes_back_as_it_was(edition: object) -> None:
    assert from_json(to_json(edition)) == edition


def test_what_words_ask_is_read_when_somebody_asks_and_not_for_a_fingerprint_or_a_cache(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(blocks: object) -> None:
        raise AssertionError("somebody read what the words ask")

    resolving._READ.forget()
    with monkeypatch.context() as patch:
        patch.setattr(force, "asked", refuse)
        edition = resolving.resolve(load(files_below("policy", "clauses")), "acceptable-use", "draft")
        kept = from_json(to_json((edition, edition), shared=True))[1]
        assert fingerprint(kept) == edition.fingerprint
        assert [list(lines_of(one)) for one in kept.passages] == [list(lines_of(one)) for one in edition.passages]
        with pytest.raises(AssertionError, match="somebody read"):
            assert any(one.blocks for one in kept.passages)
    assert kept == edition
    assert {"must", "must-not"} <= {getattr(block, "duty", None) for one in kept.passages for block in one.blocks}
    assert from_json(to_json(kept)) == edition


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.tuples(inner, inner)))
def test_plain_values_come_back_with_their_types(value: object) -> None:
    again = from_json(to_json((value,)))
    assert again == (value,)
    assert repr(again) == repr((value,))


def test_days_moments_mappings_and_sets_come_back() -> None:
    moment = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
    commit = Commit(id="a" * 40, authored=moment, committed=moment, touches=(Touch("A", "x"),))
    kept = ({"2018": (commit,), "_": ()}, date(2018, 5, 1), frozenset({"b", "a"}))
    assert from_json(to_json(kept)) == kept


def test_the_same_record_gives_the_same_bytes() -> None:
    assert to_json(approved()) == to_json(replace(approved()))


@dataclass(frozen=True)
class Foreign:
    """A record of somebody else."""

    name: str = ""


def test_what_is_not_of_the_model_is_refused_on_both_ways() -> None:
    with pytest.raises(TypeError):
        to_json(Foreign())
    with pytest.raises(TypeError):
        to_json(object())
    for name in ("os:system", "subprocess:Popen", "clausebook.io.cache:Cache", "clausebook.model.codec:to_json", "x"):
        with pytest.raises(ValueError, match="no record"):
            from_json(json.dumps({"_": name, "args": "true"}).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b'{"a": 1}', b'{"_": "date"}', b"\x80\x04K\x01.", b"[" * 100_000])
def test_bytes_that_are_no_record_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (json says it in its own words)
        from_json(data)


def test_a_finding_keeps_its_place() -> None:
    place = SourceLocation("clauses/a/b.yaml", ("body", 2), nth=3, line=4, column=5)
    again = from_json(to_json(Finding(place.at("items", 0), "wrong")))
    assert again.place == SourceLocation("clauses/a/b.yaml", ("body", 2, "items", 0), nth=3, line=4, column=5)


def test_what_is_left_at_its_default_is_not_written() -> None:
    assert b"citations" not in to_json(ResolvedParagraph(text=(Run("words"),)))


def test_a_record_that_is_met_again_is_written_once_and_is_one_record_again() -> None:
    edition = approved()
    many = (edition, (replace(edition, name="2019"), edition), {"kept": edition})
    kept = to_json(many, shared=True)
    again = from_json(kept)
    assert again == many
    assert again[1][1] is again[0] is again[2]["kept"]
    assert again[1][0].chapters[0] is again[0].chapters[0]
    assert len(kept) < 2 * len(to_json(edition))
    for number in (b"9999", b"-1e3", b'"x"'):
        with pytest.raises(ValueError, match="no record"):
            from_json(kept.replace(b'"number":', b'"number":' + number + b',"was":'))
