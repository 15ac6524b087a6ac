"""Words as they are written, which pages show, and as they are read, which is compared.

As they are read, blanks are plain and single; what shows nothing, struck words, typed tags, marks about a "not" and a
number before the first word are gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from clausebook.model.duties.terms import APOSTROPHES
from clausebook.model.duties.vocabulary import STRUCK
from clausebook.text.blanks import fold
from clausebook.text.blanks import read as as_read
from clausebook.text.inline import TYPED_TAG
from clausebook.text.records import dataclass
from clausebook.text.sentences import pieces, sentences

_NUMBERED = re.compile(r"^\d{1,3}(?:\.\d{1,3})+\.?\s+(?=[A-Z“\"])")  # "4.1 Drivers must …"

# "must “not” share", "(don't) have to", "*must *n't": marks that stress a word are not part of it
_OPENS, _CLOSES, _NT = r"[“\"‘'«‹(\[{<*_`|/~]{1,3}", r"[”\"’'»›)\]}>*_`|/~]{1,3}", f"n[{APOSTROPHES}]t"
_NO = rf"not|never|{_NT}|neither|(?:in|under|on|at) no \w+|not (?:\w+ )?to"
_STRESSED = re.compile(
    rf"(?<=\w ){_OPENS}(?P<no>{_NO}){_CLOSES}(?= )|{_OPENS}(?P<short>\w{{2,6}}{_NT}){_CLOSES}(?= [a-z])"
    rf"|{_OPENS}(?P<may>must|shall|should|may|can|will|ought|need|do|does|are|is) ?{_CLOSES} ?(?=(?:{_NO})(?!\w))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """Some words of an edition, `written` as its pages show them, and as they are `read`."""

    written: str
    read: str

    def __add__(self, other: Wording) -> Wording:
        """Both, with a blank between."""
        if not self.written:
            return other
        return Wording(f"{self.written} {other.written}".strip(), f"{self.read} {other.read}".strip())


NO_WORDS = Wording("", "")


def wording(text: str) -> Wording:
    """A text as it is written and as it is read."""
    return Wording(text.strip(), read_words(text))


def joined(parts: Iterable[Wording]) -> Wording:
    """Some words in a row."""
    return sum(parts, NO_WORDS)


@lru_cache(maxsize=65_536)
def worded(text: str) -> tuple[Wording, ...]:
    """The sentences of a text. They end where they do in the words as they are read."""
    read = read_words(text)
    if read == text:
        return tuple(Wording(said, said) for said in sentences(text))
    traced, at, cuts = _traced(text), 0, [0]
    found = pieces(read)
    for piece in found:
        cuts.append(traced.places[at + len(piece.rstrip())])
        at += len(piece)
    written = (text[start:end].strip() for start, end in pairwise((*cuts[:-1], len(text))))
    return tuple(Wording(*both) for both in zip(written, map(str.strip, found), strict=True) if both[1])


@lru_cache(maxsize=65_536)
def read_words(text: str) -> str:
    """A text as the reader of duties takes it."""
    words = as_read(STRUCK.sub("", text)) if "~~" in text else as_read(text)
    words = TYPED_TAG.sub("", words) if "<" in words else words
    return _NUMBERED.sub("", _STRESSED.sub(_unstressed, words))


def _unstressed(found: re.Match[str]) -> str:
    """The words alone; a modal is set off from what follows it."""
    return found["no"] or found["short"] or f"{found['may']} "


@dataclass(frozen=True)
class _Traced:
    """A text, and the place of each of its characters, and of its end, in the text that it was made from."""

    text: str
    places: Sequence[int]

    def put(self, parts: Iterable[tuple[str, int, int]]) -> _Traced:
        """Other words for characters between two places: each where it was, as far as there were as many."""
        text, places, at = "", list[int](), 0
        for words, start, end in parts:
            text += self.text[at:start] + words
            places += self.places[at:start]
            places += [self.places[min(start + n, max(start, end - 1))] for n in range(len(words))]
            at = end
        return _Traced(text + self.text[at:], [*places, *self.places[at:]])

    def without(self, pattern: re.Pattern[str]) -> _Traced:
        """Without what a pattern finds."""
        return self.put(("", found.start(), found.end()) for found in pattern.finditer(self.text))


def _traced(text: str) -> _Traced:
    """What `read_words` makes of a text, with its places."""
    made = _Traced(text, range(len(text) + 1)).without(STRUCK)
    made = made.put(_words(made.text)).without(TYPED_TAG)
    return made.put(_plain_negatives(made.text)).without(_NUMBERED)


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word as it is read, with one blank before all but the first; the blanks after the last go."""
    before, at = "", 0
    for found in re.finditer(r"[^ ]+", fold(text)):
        word = as_read(text[found.start() : found.end()])
        if word:
            yield f"{before}", at, found.start()
            yield word, found.start(), found.end()
            before, at = " ", found.end()
    yield "", at, len(text)


def _plain_negatives(text: str) -> Iterator[tuple[str, int, int]]:
    """Each "not" and modal that marks stress, without them."""
    yield from ((_unstressed(found), found.start(), found.end()) for found in _STRESSED.finditer(text))
