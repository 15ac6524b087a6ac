"""New words for a text as it reads -> the text as it is written: variables, links and emphasis stay where they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import accumulate

from clausebook.text.records import dataclass

Show = Callable[[str], str]
_BLANKS = re.compile(r"[ \t\r\n]+")
_TOKEN = re.compile(r"\w+(?:['’-]\w+)*|\s+|[^\w\s]")
_PIECE = re.compile(
    r"(?P<locked>\{%-?\s*if\b.*?\{%-?\s*endif\s*-?%\}|\{\{.*?\}\})"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<opens>\[)(?=[^\]]*\]\([^)\s]*\))"
    r"|(?P<closes>\]\([^)\s]*\))"
    r"|(?P<sign>\*\*|__|[*_`])"
    r"|(?P<plain>.)",
    re.DOTALL,
)
_MARKDOWN = re.compile(r"([\\`*_\[\]])")


@dataclass(frozen=True, slots=True)
class RefusedRewording:
    """Words that could not be changed where they are written, and why."""

    old: str
    new: str
    why: str


@dataclass(frozen=True, slots=True)
class _Atom:
    """A piece of the text as written, and what it shows: nothing for a sign of emphasis, all of it or none for a
    variable."""

    written: str
    shows: str
    locked: bool = False


def reworded(written: str, new: str, show: Show) -> tuple[str, tuple[RefusedRewording, ...]]:
    """The text rewritten so that it reads `new`, and the changes it could not be given.

    Whatever comes back has been read again: it shows exactly the words that were meant, apart from those refused.
    """
    text = _BLANKS.sub(" ", written).strip(" ")
    reads = show(text)
    refused: list[RefusedRewording] = []
    for start, end, words in reversed(list(_changes(reads, new))):
        atoms = _atoms(text, show, reads)
        wanted = reads[:start] + words + reads[end:]
        made = _written(atoms, start, end, words, wanted, show) if atoms is not None else None
        if made is None:
            refused.insert(0, RefusedRewording(reads[start:end], words, _reason(atoms, start, end)))
        else:
            text, reads = made, wanted
    return text, tuple(refused)


def _changes(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Stretches of the old words and what is there now, in order; what both ends share is cut off."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    starts_a, starts_b = (list(accumulate(map(len, tokens), initial=0)) for tokens in (a, b))
    for kind, i, i2, j, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind != "equal":
            yield _trimmed(old, starts_a[i], starts_a[i2], new[starts_b[j] : starts_b[j2]])


def _trimmed(old: str, start: int, end: int, words: str) -> tuple[int, int, str]:
    while start < end and words and old[start] == words[0]:
        start, words = start + 1, words[1:]
    while start < end and words and old[end - 1] == words[-1]:
        end, words = end - 1, words[:-1]
    return start, end, words


def _atoms(text: str, show: Show, reads: str) -> list[_Atom] | None:
    """The pieces of a text, which together show what it reads; None where they do not."""
    found: list[_Atom] = []
    at = 0
    for piece in _PIECE.finditer(text):
        if piece["locked"]:
            atom = _Atom(piece[0], show(piece[0]), locked=True)
        elif piece["escaped"]:
            atom = _Atom(piece[0], piece["escaped"])
        elif piece["opens"] or piece["closes"] or (piece["sign"] and not reads.startswith(piece["sign"], at)):
            atom = _Atom(piece[0], "")
        else:
            atom = _Atom(piece[0], piece[0])
        found.append(atom)
        at += len(atom.shows)
    return found if "".join(atom.shows for atom in found) == reads else None


def _written(atoms: list[_Atom], start: int, end: int, words: str, wanted: str, show: Show) -> str | None:
    """The text with one change, in the first way of writing it that reads as it should."""
    for insertion in dict.fromkeys((words, _MARKDOWN.sub(r"\\\1", words))):
        if "{{" in insertion or "{%" in insertion or "{#" in insertion:
            return None
        for made in (_keeping(atoms, start, end, insertion), *_dropping(atoms, start, end, insertion)):
            if made is not None and _shows(made, wanted, show):
                return made
    return None


def _shows(made: str, wanted: str, show: Show) -> bool:
    return show(made) == _BLANKS.sub(" ", wanted).strip(" ")


def _keeping(atoms: list[_Atom], start: int, end: int, words: str) -> str | None:
    """The words changed, every sign of emphasis left where it is; None where a variable would be cut."""
    found: list[str] = []
    at, put = 0, False
    for atom in atoms:
        ends = at + len(atom.shows)
        inside = at < end and ends > start and atom.shows
        if atom.locked and (inside or at < start < ends):
            return None
        if not put and atom.shows and at >= start:
            found.append(words)
            put = True
        if not inside:
            found.append(atom.written)
        at = ends
        if not put and atom.shows and at >= start and start == end:
            found.append(words)
            put = True
    return "".join(found) if put else "".join(found) + words


def _dropping(atoms: list[_Atom], start: int, end: int, words: str) -> Iterator[str]:
    """The same without the signs of emphasis inside what goes, and then without those before it, behind it, or both."""
    inside = [n for n, (atom, at) in enumerate(zip(atoms, _places(atoms), strict=True)) if _goes(atom, at, start, end)]
    if not inside or any(atoms[n].locked for n in inside):
        return
    first, last = inside[0], inside[-1]
    left = next((n + 1 for n in range(first - 1, -1, -1) if atoms[n].shows), 0)
    right = next((n - 1 for n in range(last + 1, len(atoms)) if atoms[n].shows), len(atoms) - 1)
    for a, b in ((first, last), (left, last), (first, right), (left, right)):
        yield "".join(atom.written for atom in (*atoms[:a], _Atom(words, words), *atoms[b + 1 :]))


def _goes(atom: _Atom, at: int, start: int, end: int) -> bool:
    return bool(atom.shows) and at < end and at + len(atom.shows) > start


def _places(atoms: list[_Atom]) -> Iterator[int]:
    at = 0
    for atom in atoms:
        yield at
        at += len(atom.shows)


def _reason(atoms: list[_Atom] | None, start: int, end: int) -> str:
    for atom, at in zip(atoms or (), _places(atoms or []), strict=True):
        if atom.locked and at < max(end, start + 1) and at + len(atom.shows) > start:
            computed = "ref(" in atom.written
            return f"{atom.written} is there: {'a number that is counted' if computed else 'a fact of the school'}"
    return "the words cannot be found in the clause as it is written"


def fresh(words: str, show: Show) -> str | None:
    """New words as they are written in a clause, None for what cannot be."""
    written, refused = reworded("", words, show)
    return None if refused or show(written) != words else written
