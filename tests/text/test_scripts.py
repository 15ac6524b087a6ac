"""A word that looks like another one is found, with the letter and its place; an honest word of any language is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.text.scripts import LOOK_ALIKES, WEIGHTY, oddities, skeleton
from tests.golden_folders import GOLDEN, hold

HONEST = (
    *(
        "Polisi Defnydd Derbyniol: ŵ ŷ â ê î ô û",
        "Élève, naïve, Zoë, Łódź, Dvořák, Straße, Ångström",
        "Yıldız and Kadıköy",
    ),
    *("Ασφάλεια στο διαδίκτυο", "قابل قبول استعمال کی پالیسی", "Безопасность в сети, а также она", "می\u200cخواهم"),
    *("the word αλφα is Greek, and so is β-carotene", "5 µm, 20 °C, 1º, 1st, x², H₂O", "Staff say “να” or “όχι”"),
    *(
        "Year 10, A1, GCSE 9-1, KS3, B12, 10x, N0, 3D, 5s, 1s, W3C",
        "no0ne n1ce 100",
        "日本語のテキスト",
        "don’t, o’clock",
    ),
    *("e\u0301le\u0300ve", "“quoted”—dash–dash…", "Staff must not share passwords."),
)


@pytest.mark.parametrize("text", HONEST)
def test_honest_words_of_any_language_are_not_odd(text: str) -> None:
    assert not list(oddities(text))


ODD = (
    ("Staff must n\u043et run.", 12, "U+043E, Cyrillic o, in “n\u043et”"),
    ("p\u0430sswords", 1, "U+0430, Cyrillic a, in"),
    ("Pupils must n\u200dot run.", 13, "U+200D, zero width joiner, which nobody sees"),
    ("Pupils must not\u200c run.", 15, "U+200C"),
    ("Staff must \u039d\u039f\u03a4 run.", 11, "U+039D, Greek capital nu, in"),
    ("Staff must \uff4e\uff4f\uff54 run.", 11, "looks like “not”"),
    ("Staff must \U0001d427\U0001d428\U0001d42d run.", 11, "looks like “not”"),
    ("Staff must n0t run.", 12, "the figure 0"),
    ("Staff sha11 not run.", 9, "the figure 1"),
    ("Staff w\u0131ll run.", 7, "looks like “will”"),
    ("Staff must \u1d0do run.", 11, "looks like"),
    ("Staff mus\u0074\u2019\u0442 run.", 11, "letters of two scripts"),
    ("\u0430 phone", 0, "looks like “a”"),
    ("the \u13aahead", 4, "letters of two scripts"),
    ("n\u1d0ft", 1, "looks like"),
    ("Staff must \u207f\u1d52\u1d57 run.", 11, "looks like “not”"),
    ("Staff must n\xf3t run.", 12, "looks like “not”"),
    ("Staff must no\u0301\u0302t run.", 13, "looks like “not”"),
    ("Staff must n\u200aot run.", 12, "hair space, in “n\u200aot”, which looks like “not”"),
    ("Staff may go with\u2009out leave.", 17, "looks like “without”"),
)


@pytest.mark.parametrize(("text", "at", "said"), ODD)
def test_an_odd_letter_is_named_with_its_place(text: str, at: int, said: str) -> None:
    found = list(oddities(text))
    assert [one.start for one in found] == [at], found
    assert said in found[0].message


@pytest.mark.parametrize(("letter", "latin"), sorted(LOOK_ALIKES.items()))
def test_no_look_alike_passes_inside_a_latin_word(letter: str, latin: str) -> None:
    if not letter.isalpha() or letter in "ıȷ":  # Turkish has the one
        return
    text = f"Pupils must wa{letter}t here."
    assert [one.character for one in oddities(text)] == [letter]
    assert skeleton(f"wa{letter}t") == f"wa{latin}t"


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzàéîõüŵŷ ’-.,\n", max_size=80))
def test_latin_words_with_accents_are_never_odd(text: str) -> None:
    assert not [one for one in oddities(text) if one.meant.lower() not in WEIGHTY]


@given(st.text(max_size=60))
def test_the_character_is_where_the_finding_says(text: str) -> None:
    assert all(text[one.start] == one.character and one.word in text for one in oddities(text))


def test_joined_letters_are_named_with_the_word_that_is_meant() -> None:
    for written, meant in {"con\ufb01rm": "confirm", "ra\ufb04e": "raffle", "mu\ufb06": "must"}.items():
        (odd,) = oddities(f"Staff must {written} it.")
        assert (odd.word, odd.meant) == (written, meant)
    assert list(oddities("De \u0133s is koud.")) == []


def test_every_letter_that_looks_like_another_is_named_wherever_it_is(bless: bool) -> None:
    posing: dict[str, list[str]] = {}
    for odd, latin in LOOK_ALIKES.items():
        posing.setdefault(latin, []).append(odd)
    put = ["\u200d", "\u0301", "0", "1", "3", "5", "\uff4f", "\u2009"]
    lines = []
    for number, word in enumerate((*sorted(WEIGHTY), "Pupils", "Ann’s")):
        for at, latin in enumerate(word):
            odd_ones = posing.get(latin, [])
            put_in = put[(at + number) % len(put)]
            texts = [f"{word[:at]}{odd}{word[at + 1 :]}" for odd in odd_ones[: 1 + (at + number) % 2]]
            for text in (*texts, f"{word[:at]}{put_in}{word[at + (put_in.isalnum()) :]}"):
                for found in oddities(f"See {text} here."):
                    lines.append(f"{text!a} {found.start} {found.begins} {found.meant}: {found.message!a}")
    hold(GOLDEN / "look-alikes", {"expected.txt": "\n".join(lines) + "\n"}, given=(), bless=bless)
