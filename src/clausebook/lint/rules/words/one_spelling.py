"""A policy writes a word in one way.

Two spellings of one word ("anti-virus" and "antivirus", "the School" and "the school") make a reader look for a
difference, and a search finds only half. Spellings that the glossary avoids are left to it.
"""

import re
from collections import Counter
from collections.abc import Iterator

from clausebook.lint.prose import ClauseText, by_policy
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "note"
READS = "policy"
# the text, a key for all spellings of a word, one spelling, the word as it is there
Spellings = Iterator[tuple[ClauseText, str, str, str]]
_HYPHENED = re.compile(r"(?<!\w)\w++(?:-\w+)+")
_WORD = re.compile(r"(?<![\w-])\w++(?!-)")
_THE = re.compile(r"\bthe ([A-Za-z][a-z]{3,})(?!\s+(?:and|of|for|or|in|to)\b)(?=['’]s\b|[.,;:)]|\s+[a-z]|\s*$)")


def check(register: Register) -> Iterator[Finding]:
    """Findings at the rarer spelling, once a clause."""
    left = {form.lower() for term in register.terms for form in (term.term, *term.avoid)}
    for texts in by_policy(register).values():
        prose = [written for written in texts if written.is_prose]
        yield from _rarer(_hyphens(prose), left)
        yield from _rarer(_capitals(prose), left)


def _hyphens(texts: list[ClauseText]) -> Spellings:
    """Words with a hyphen, and the same words without."""
    hyphened = {word.lower().replace("-", "") for written in texts for word in _hyphened(written)}
    if not hyphened:
        return
    for written in texts:
        joined = (word for word in _WORD.findall(written.unquoted) if word.lower() in hyphened)
        for word in (*_hyphened(written), *joined):
            yield written, word.lower().replace("-", ""), word.lower(), word


def _hyphened(written: ClauseText) -> list[str]:
    return _HYPHENED.findall(written.unquoted) if "-" in written.unquoted else []


def _capitals(texts: list[ClauseText]) -> Spellings:
    """Nouns after "the", with and without a capital."""
    for written in texts:
        for found in _THE.finditer(written.unquoted):
            yield written, found[1].lower(), found[1], found[1]


def _rarer(spellings: Spellings, left: set[str]) -> Iterator[Finding]:
    found: dict[str, Counter[str]] = {}
    places: dict[tuple[str, int], tuple[ClauseText, str]] = {}
    for written, key, spelling, word in spellings:
        found.setdefault(key, Counter())[spelling] += 1
        places.setdefault((spelling, id(written.clause)), (written, word))
    for counts in found.values():
        if len(counts) < 2 or any(spelling.lower() in left for spelling in counts):
            continue
        usual = min(counts, key=lambda one: (-counts[one], one))
        for (spelling, _), (written, word) in places.items():
            if spelling in counts and spelling != usual:
                message = f'clause {written.clause.id} writes "{spelling}", the policy mostly "{usual}"'
                yield Finding(written.at(word), message, f'write "{usual}" throughout, if the same is meant')
