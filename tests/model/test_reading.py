"""The words of a file are held against those of an edition: what is missing or strange is named with its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clausebook.model.reading import PlacedWord, ReadingDifference, differences

WORDS = st.lists(st.sampled_from(["staff", "must", "lock", "doors"]), max_size=8)


def placed(text: str, where: str) -> list[PlacedWord]:
    return [PlacedWord(word, f"{where}{number}") for number, word in enumerate(text.split(), 1)]


def found(old: str, new: str) -> tuple[ReadingDifference, ...]:
    return differences(placed(old, "clause "), placed(new, "page "))


def test_a_word_that_is_missing_is_named_with_its_clause() -> None:
    assert found("lock all doors", "lock doors") == (ReadingDifference("clause 2", "", ("all",)),)


def test_a_word_that_is_strange_is_named_with_its_place_and_the_clause_it_is_in() -> None:
    assert found("lock doors", "lock no doors") == (ReadingDifference("clause 2", "page 2", (), ("no",)),)


def test_words_behind_the_last_one_are_of_the_last_clause() -> None:
    assert found("lock doors", "lock doors twice") == (ReadingDifference("clause 2", "page 3", (), ("twice",)),)


def test_words_in_place_of_others_are_named_with_them() -> None:
    assert found("lock all doors", "lock no doors") == (ReadingDifference("clause 2", "page 2", ("all",), ("no",)),)


def test_a_file_without_words_lacks_all_and_an_edition_without_words_has_none_to_name() -> None:
    assert found("lock doors", "") == (ReadingDifference("clause 1", "", ("lock", "doors")),)
    assert found("", "lock doors") == (ReadingDifference("", "page 1", (), ("lock", "doors")),)


def test_other_letters_of_a_script_from_right_to_left_are_a_difference_of_its_clause() -> None:
    assert found("say שלום", "say םולש") == (), "their order cannot be read from a page"
    (one,) = found("say שלום", "say שלוי")
    assert (one.clause, one.expected) == ("clause 2", ("text from right to left",))


@given(WORDS, WORDS)
def test_only_the_same_words_are_the_same(old: list[str], new: list[str]) -> None:
    assert (found(" ".join(old), " ".join(new)) == ()) == (old == new)


def test_one_missing_word_among_many_that_repeat_is_one_difference() -> None:
    words = "the pupils and the staff of the school " * 60
    (one,) = found(f"{words} go {words}", f"{words} {words}")
    assert one.expected == ("go",)
    assert found(words, words + words)[0].expected == ()
