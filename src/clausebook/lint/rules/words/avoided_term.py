"""Clauses use the word that policy/terms.yaml prefers.

Two words for one thing make a reader ask whether two things are meant. The glossary's choice is the school's: change
it there, not in one clause. Quoted text and names such as "Student Council" are left alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from clausebook.lint.prose import ClauseText, by_policy
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.model.term import Term

LEVEL = "warning"
READS = "policy"
_COMPOUND = re.compile(r" (?:teachers?|nurses?|loans?|finance|unions?|councils?|visas?|placements?)\b", re.IGNORECASE)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the first use in a clause, which say how many more there are."""
    forms = {form.lower(): term for term in register.terms for form in term.avoid}
    if not forms:
        return
    pattern = _any_of(forms)
    for texts in by_policy(register).values():
        whole = "\n".join(written.unquoted for written in texts)
        both = {term.id for term in forms.values() if _any_of((term.term, f"{term.term}s")).search(whole)}
        yield from _in_policy(texts, forms, pattern, both)


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    either = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    # not before another capital: that is a name
    return re.compile(rf"(?i:(?<![\w-])({either})(?![\w-]))(?! [A-Z])")


def _is_pair(found: re.Match[str], words: str, term: Term) -> bool:
    """Whether both words are said on purpose ("students/pupils"), or it is part of another word ("student teacher")."""
    preferred = rf"{re.escape(term.term)}(?:s|es)?"
    before = re.search(rf"(?i)\b{preferred}(?:\s?/\s?|,? (?:and|or) )$", words[: found.start()])
    after = re.match(rf"(?i)(?:\s?/\s?|,? (?:and|or) ){preferred}\b", words[found.end() :])
    return bool(before or after or _COMPOUND.match(words[found.end() :]))


def _in_policy(
    texts: tuple[ClauseText, ...], forms: Mapping[str, Term], pattern: re.Pattern[str], both: set[str]
) -> Iterator[Finding]:
    uses: dict[tuple[int, str], list[tuple[ClauseText, str]]] = {}
    for written in texts:
        for found in pattern.finditer(written.unquoted):
            if _is_pair(found, written.unquoted, forms[found[1].lower()]):
                continue
            key = id(written.clause), forms[found[1].lower()].id
            uses.setdefault(key, []).append((written, found[1]))
    for places in uses.values():
        written, form = places[0]
        term = forms[form.lower()]
        times = f" {len(places)} times" if len(places) > 1 else ""
        also = f'; the policy also says "{term.term}"' if term.id in both else ""
        yield Finding(
            written.at(form),
            f'clause {written.clause.id} says "{form}"{times}{also}',
            f'the glossary has "{term.term}"',
        )
