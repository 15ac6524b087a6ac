"""The words of inline Markdown are those of its runs, however they are asked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clausebook.text.inline import inline, plain, unmarked

marked = st.text(alphabet="ab *_`[]()\\#é\u00a0.\n", max_size=50)


@given(marked)
def test_words_without_markup_are_the_words_of_the_runs(text: str) -> None:
    assert unmarked(text) == " ".join(plain(inline(text)).split())


def test_markup_is_taken_off_and_a_link_may_be_put_aside() -> None:
    text = "You **must _never_** read [the `guide`](https://a.example) \\*here\\*."
    assert unmarked(text) == "You must never read the guide *here*."
    assert unmarked(text, "§") == "You must never read § *here*."
