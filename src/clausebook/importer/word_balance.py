"""The account of an import: every word of the source is in a clause, in the policy's file, or in the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from unicodedata import normalize

from clausebook.model.blocks import texts
from clausebook.model.clause import Clause
from clausebook.model.documents.extracted import SEAM, ExcludedText, ExtractedDocument
from clausebook.model.duties import stated_force
from clausebook.model.facts import facts
from clausebook.model.policy import Policy, Section
from clausebook.model.register import Register
from clausebook.model.variables import Reference, fill
from clausebook.text.blanks import read as as_read
from clausebook.text.inline import inline, plain
from clausebook.text.phrases import counted
from clausebook.text.records import dataclass
from clausebook.text.words import tokens

FEWEST = 0.9  # share of the words of a policy that are to be in clauses
_BARE = re.compile(r"[^\W_]+")
_TICKED = re.compile(r"\[[xX]\](?!\()")  # a box with a tick, which is not a word
_SHOWN = 12  # words of a sentence, and lost words, that an alarm shows


@dataclass(frozen=True)
class WordAccount:
    """How many words the source and the clauses have, which are in neither clause nor report, what is alarming."""

    words: int
    in_clauses: int
    lost: tuple[str, ...]
    alarms: tuple[str, ...]


def balance(
    manuscript: ExtractedDocument,
    read: Sequence[str],
    in_clauses: Sequence[str],
    elsewhere: Sequence[str],
    asides: Sequence[ExcludedText],
) -> WordAccount:
    """The account of an import. `read` are the texts that the reader gave, `elsewhere` those of the policy's own file.

    Where a second reader counted the words of the whole file, they are looked for too, in what the first set aside as
    well.
    """
    kept = [*in_clauses, *elsewhere, *(one.text for one in asides)]
    missing = lost(read, kept)
    if manuscript.counted:
        missing = _either(missing, _uncounted(manuscript, [*kept, *(one.text for one in manuscript.asides)]))
    words = _count(text.replace(SEAM, "") for text in manuscript.counted) or _count(read)
    text = _count(in_clauses)
    outside = [*asides, *manuscript.asides]
    alarms = tuple(_alarms(manuscript, missing, text, outside))
    return WordAccount(words, min(text, words), missing, alarms)  # numbers that a program counts are in no source


def _uncounted(manuscript: ExtractedDocument, kept: Sequence[str]) -> tuple[str, ...]:
    """The words of the second reader that are not kept, in large letters or small; at a seam one word may be two."""
    left = Counter(word.casefold() for text in kept for word in _letters(text))
    missing: list[str] = []
    for text in manuscript.counted:
        for chunk in _TICKED.sub("☑", text).split():
            whole = _letters(chunk.replace(SEAM, ""))
            parts = _letters(chunk.replace(SEAM, " "))
            found = whole if whole == parts or all(left[word.casefold()] > 0 for word in whole) else parts
            for word in found:
                if left[word.casefold()] > 0:
                    left[word.casefold()] -= 1
                else:
                    missing.append(word)
    return tuple(missing)


def _letters(text: str) -> list[str]:
    """The words of a text at their barest, however its letters are composed."""
    return _BARE.findall(normalize("NFKC", as_read(text)))


def _alarms(
    manuscript: ExtractedDocument, missing: Sequence[str], text: int, outside: Sequence[ExcludedText]
) -> Iterator[str]:
    if missing:
        shown = " ".join(missing[:_SHOWN]) + (" …" if len(missing) > _SHOWN else "")
        yield f"{counted(len(missing), 'word')} went astray, in no clause and not in the report: {shown}"
    for part in manuscript.unread:
        yield f"{part} was not read: look there for words of the policy"
    unsure = [one for one in outside if one.may_be_text]
    for one in unsure:
        if stated_force(one.text):
            shown = " ".join(one.text.split()[:_SHOWN])
            yield f"a duty is in no clause but was taken for {one.why} ({one.origin}): “{shown} …”"
    left = _count(one.text for one in unsure) + len(missing)
    if text < FEWEST * (text + left):
        yield f"only {round(100 * text / (text + left))} % of the words are in clauses: {left} words are not"


def _count(texts: Iterable[str]) -> int:
    return sum(len(tokens(text)) for text in texts)


def _either(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """Words that either reader misses, each as often as the one who misses it more often."""
    return tuple((Counter(one) | Counter(other)).elements())


def lost(source: Iterable[str], kept: Iterable[str]) -> tuple[str, ...]:
    """The words of the source that are not kept, each as often as it is missing, in the source's order of first use."""
    given = Counter(word for text in source for word in tokens(_TICKED.sub("☑", text)))
    given.subtract(Counter(word for text in kept for word in tokens(text)))
    return tuple(word for word, times in given.items() for _ in range(times))


def words_of(policy: Policy, register: Register) -> list[str]:
    """What a reader reads in the policy's own file: its texts with variables filled in."""
    found = [policy.title, policy.series, policy.owner or "", policy.approving_body]
    found += [line.label for line in policy.signatories]
    return _read(found, register)


def words_of_text(sections: Iterable[Section], clauses: Iterable[Clause], register: Register) -> list[str]:
    """What a reader reads in headings and clauses; references give nothing here."""
    found = [section.title for section in sections]
    return _read([*found, *(text for clause in clauses for _, _, text in texts(clause))], register)


def _read(found: Iterable[str], register: Register) -> list[str]:
    known = facts(register)
    return [plain(inline(fill(text, known, lambda target: Reference("", "")))) for text in found]
