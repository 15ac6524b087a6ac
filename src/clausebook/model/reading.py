"""Edition -> its words in reading order, to hold beside the words of a file; and where the two differ."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from clausebook.model.blocks import lines
from clausebook.model.edition import Edition, ResolvedSection
from clausebook.text.inline import plain
from clausebook.text.records import dataclass

WINDOW = 3000  # words around the first difference that are compared one by one
_RIGHT_TO_LEFT = {"R", "AL"}


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """One word and where it is: a clause as it is cited, or a page of a file."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class ReadingDifference:
    """Words of an edition and what a file says in their place; either may be nothing.

    `clause` is the clause as it is cited, `where` the place in the file; each is "" where there is none.
    """

    clause: str
    where: str
    expected: tuple[str, ...] = ()
    found: tuple[str, ...] = ()


def words_in(text: str) -> list[str]:
    """The words of a text: composed, between blanks of any kind, without characters that show nothing."""
    if text.isascii():
        return text.split()
    return "".join(letter for letter in unicodedata.normalize("NFC", text) if not _is_silent(letter)).split()


def single_spaced(text: str) -> str:
    """The words of a text with one blank between them."""
    return " ".join(words_in(text))


def _is_silent(letter: str) -> bool:
    return not letter.isascii() and unicodedata.category(letter) == "Cf"


def words_of(edition: Edition) -> Iterator[PlacedWord]:
    """All adopted words of an edition with numbers and letters, in reading order."""
    for chapter in edition.chapters:
        yield from words_of_chapter(chapter)


def words_of_chapter(chapter: ResolvedSection, *, letters: bool = True, nested: bool = True) -> Iterator[PlacedWord]:
    """The adopted words of one section, with or without the letters of items, and the items inside items."""
    yield from _words(f"{chapter.number} {chapter.title}", chapter.cite)
    for passage in chapter.all_passages:
        if passage is not chapter.opening:
            yield from _words(f"{passage.number} {passage.title}", passage.cite)
        for block in passage.blocks:
            for line in lines(block):
                if line.depth > 1 and not nested:
                    continue
                letter = f"({line.item.letter})" if letters and line.item and line.item.letter else ""
                yield from _words(" ".join((letter, line.label, *map(plain, line.cells))), passage.cite)


def _words(text: str, cite: str) -> Iterator[PlacedWord]:
    return (PlacedWord(word, cite) for word in words_in(text))


def differences(expected: Sequence[PlacedWord], found: Sequence[PlacedWord]) -> tuple[ReadingDifference, ...]:
    """Where a file's words differ from the edition's, in order; () where they are the same.

    The order of words from right to left cannot be read from a page; their letters are compared.
    """
    old, new = list(_ordered(expected)), list(_ordered(found))
    one, other = [word.text for word in old], [word.text for word in new]
    if one == other:
        if _letters(expected) == _letters(found):
            return ()
        return (ReadingDifference(clause=_turning(expected), where="", expected=("text from right to left",)),)
    start = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    start = min(len(one), len(other)) if start is None else start
    begin = max(0, start - 1)
    one, other = one[begin : begin + WINDOW], other[begin : begin + WINDOW]
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return tuple(
        _difference(old, new, (begin + first, begin + last), (begin + low, begin + high))
        for kind, first, last, low, high in steps
        if kind != "equal"
    )


def _difference(
    old: list[PlacedWord], new: list[PlacedWord], gone: tuple[int, int], come: tuple[int, int]
) -> ReadingDifference:
    missing, strange = old[slice(*gone)], new[slice(*come)]
    beside = old[min(gone[0], len(old) - 1)] if old else None
    return ReadingDifference(
        clause=missing[0].where if missing else beside.where if beside else "",
        where=strange[0].where if strange else "",
        expected=tuple(word.text for word in missing),
        found=tuple(word.text for word in strange),
    )


def _ordered(words: Iterable[PlacedWord]) -> Iterator[PlacedWord]:
    return (word for word in words if not is_right_to_left(word.text))


def _letters(words: Iterable[PlacedWord]) -> list[str]:
    """All letters of the words from right to left, whatever their order."""
    return sorted(letter for word in words if is_right_to_left(word.text) for letter in word.text)


def _turning(words: Iterable[PlacedWord]) -> str:
    return next((word.where for word in words if is_right_to_left(word.text)), "")


def is_right_to_left(text: str) -> bool:
    """Whether a text has letters that are written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)


def quoted(words: Sequence[str], most: int = 12) -> str:
    """Words in quotation marks, shortened."""
    return f"“{' '.join(words[:most])}{' …' if len(words) > most else ''}”"
