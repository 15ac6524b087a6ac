"""A policy writes a word in one way.

Two spellings of one word ("anti-virus" and "antivirus", "the School" and "the school") make a reader look for a
difference, and a search finds only half. Spellings that the glossary avoids are left to it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from engine.model.finding import Finding
from engine.model.register import Register
from engine.rules._prose import Written, by_policy, tokens

LEVEL = "note"
Spellings = Callable[[Written], Iterator[tuple[str, str, str]]]  # key, spelling, the word as it stands there
_THE = re.compile(r"\bthe ([A-Za-z][a-z]{3,})(?!\s+(?:and|of|for|or|in|to)\b)(?=['’]s\b|[.,;:)]|\s+[a-z]|\s*$)")


def check(register: Register) -> Iterator[Finding]:
    """Findings at the rarer spelling, once a clause."""
    left = {form.lower() for term in register.terms for form in (term.term, *term.avoid)}
    for texts in by_policy(register).values():
        prose = [written for written in texts if written.is_prose]
        yield from _rarer(prose, _hyphens, left)
        yield from _rarer(prose, _capitals, left)


def _hyphens(written: Written) -> Iterator[tuple[str, str, str]]:
    for word in tokens(written.unquoted):
        yield word.lower().replace("-", ""), word.lower(), word


def _capitals(written: Written) -> Iterator[tuple[str, str, str]]:
    for found in _THE.finditer(written.unquoted):
        yield found[1].lower(), found[1], found[1]


def _rarer(texts: list[Written], spellings: Spellings, left: set[str]) -> Iterator[Finding]:
    found: dict[str, Counter[str]] = {}
    places: dict[tuple[str, int], tuple[Written, str]] = {}
    for written in texts:
        for key, spelling, word in spellings(written):
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
