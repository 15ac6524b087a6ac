"""Inline -> tokens. Words, numbers with their units, punctuation marks, blanks: what a change never cuts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from clausebook.model.comparison.block_change import style
from clausebook.text.blanks import read as as_read
from clausebook.text.inline import Inline, Run, plain
from clausebook.text.records import dataclass

UNITS = (
    r"(?:(?:working|school|calendar|clear|full|consecutive)[ \u00a0])?"
    r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|fortnights?|months?|terms?|years?|pounds?|pence|"
    r"per[ \u00a0]cent|percent|pupils?|people|characters?|[KMGT]B|[kcm]?m|miles?|[ap]m|points?|pages?)\b"
)
# Accents and vowel signs that are as characters of their own belong to the letter before them.
MARKS = "".join(chr(c) for c in range(0x300, 0x1200) if unicodedata.category(chr(c))[0] == "M")
JOINERS = "\u200c\u200d\ufe0e\ufe0f"
LETTER = rf"[\w{MARKS}{JOINERS}]"
NUMBER = rf"[£$€]?\d+(?:[.,:/\-–]\d+)*(?:%|{LETTER}*)(?:\(\w{{1,4}}\))*"
TOKEN = re.compile(
    rf"https?://\S*[\w/]"
    rf"|{NUMBER}(?:[ \u00a0]{UNITS})?"
    rf"|{LETTER}+(?:['’\-‐‑.@/]{LETTER}+)*"
    rf"|\s+"
    rf"|[^\w\s][{MARKS}{JOINERS}]*(?:(?<=\u200d)[^\w\s][{MARKS}{JOINERS}]*)*",
)
STOP = frozenset(
    word
    for line in (
        "a about after all also an and any are as at be been before being between but by can could did do does during",
        "each either for from had has have he her his how if in into is it its itself may might more most must neither",
        "no nor not of on once only or other our over own shall she should since so some such than that the their them",
        "then there these they this those through to under until up upon was we were what when where whether which",
        "while who whom whose will with within without would you your",
    )
    for word in line.split()
)
# These carry the duty: they are frequent, but a change of one is never a detail.
WEIGHTY = frozenset(
    (
        "must",
        "should",
        "may",
        "shall",
        "will",
        "can",
        "could",
        "might",
        "not",
        "no",
        "never",
        "only",
        "without",
        "unless",
    )
)


@dataclass(frozen=True, slots=True)
class TokenText:
    """A block's words cut into tokens. `starts` has one more member than `tokens`: the length of the whole.
    Tokens are as a reader sees them: kinds of blank and hyphen are one."""

    inline: Inline
    tokens: tuple[str, ...]
    starts: tuple[int, ...]

    def piece(self, first: int, last: int) -> Inline:
        """The tokens first to last (not included), with their style."""
        return cut(self.inline, self.starts[first], self.starts[last])


@lru_cache(maxsize=20_000)
def _seen(token: str) -> str:
    """A token as a reader sees it: a blank of any kind is a blank, and a hyphen that does not break a hyphen."""
    if token.isspace():
        return " "
    return token if token.isascii() else as_read(token).translate(_HYPHENS) or token


_HYPHENS = {0x2010: "-", 0x2011: "-"}


def read(inline: Inline) -> TokenText:
    """Cut a block's words into tokens, across changes of style."""
    tokens = TOKEN.findall(plain(inline))
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return TokenText(inline, tuple(map(_seen, tokens)), tuple(starts))


def cut(inline: Inline, start: int, end: int) -> Inline:
    """The characters start to end (not included), with their style."""
    found: list[Run] = []
    at = 0
    for run in inline:
        left, right = max(start - at, 0), min(end - at, len(run.text))
        if left < right:
            found.append(run if right - left == len(run.text) else Run(run.text[left:right], *style(run)))
        at += len(run.text)
        if at >= end:
            break
    return tuple(found)


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """Words and numbers in lower case, without blanks and punctuation: what likeness is measured on."""
    return tuple(token.casefold().replace("’", "'") for token in TOKEN.findall(text) if is_word(token))


@lru_cache(maxsize=20_000)
def is_word(token: str) -> bool:
    """Whether a token has a letter or a digit."""
    return any(character.isalnum() for character in token)


@lru_cache(maxsize=20_000)
def is_content(token: str) -> bool:
    """Whether a token carries meaning of its own."""
    return is_word(token) and (token.casefold() not in STOP or token.casefold() in WEIGHTY)


def ends_sentence(token: str) -> bool:
    """Whether a sentence, or a clause of one, ends with this mark."""
    return token in (".", "!", "?", ";", ":")
