"""Nothing in the texts speaks of the school that these policies were taken over from.

The names, places, titles and dates of that school are under traces: in policy/upstream.yaml, where adopt wrote them
down; add what else you know, such as its town. Every text is looked at: clauses, outlines, the school's facts, terms.
What is in a longer name of your own, as Governing Body does in Local Governing Body, is not a trace of another school.
A name of several words is an error, anything else a warning: a short name such as Hill, or a place, can be meant. Ids
are looked at too, for they are part of addresses; rename one before your governors first approve the policy.
"""

import re
from collections.abc import Iterator, Mapping

from clausebook.lint.wording import outside_braces
from clausebook.model.facts import strings
from clausebook.model.finding import Finding, Level, SourceLocation
from clausebook.model.register import Register
from clausebook.model.school import School
from clausebook.model.upstream import SchoolTraces

LEVEL = "error"
READS = "policy"
_HINTS = {
    "name": "write {{ school.name }}",
    "place": "name your own place, or take the sentence out; where this very place is meant, waive the finding",
    "title": "write the role as a variable, such as {{ school.roles.headteacher }}, or as your school calls it",
    "date": "take it out, or write your own",
}


def check(register: Register) -> Iterator[Finding]:
    """Findings at the words."""
    kinds = _kinds(register.upstream.traces) if register.upstream else {}
    if not kinds:
        return
    longest_first = "|".join(_regex(words, kinds[words]) for words in sorted(kinds, key=len, reverse=True))
    written = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)")
    own = _own(register.school, kinds)
    yield from _ids(register)
    for place, text in _texts(register):
        shown = outside_braces(text)
        ours = [name.span() for name in own.finditer(shown)] if own else []
        for found in written.finditer(shown):
            if any(start <= found.start() and found.end() <= end for start, end in ours):
                continue  # "Governing Body" in our "Local Governing Body"
            words = " ".join(found[0].split())
            kind = kinds[words]
            level: Level = "error" if kind == "name" and " " in words else "warning"
            message = f"{words} is a {kind} of the school that these policies were taken over from"
            yield Finding(place.span(text, *found.span()), message, _HINTS[kind], level)


def _own(school: School | None, kinds: Mapping[str, str]) -> re.Pattern[str] | None:
    """What finds the names of this school that hold one of the other's: what is in them is not a trace."""
    found = {
        " ".join(words.split())
        for words in (_names(school) if school else ())
        for trace in kinds
        if len(words.split()) > len(trace.split()) and re.search(rf"(?<!\w){_regex(trace, '')}(?!\w)", words)
    }
    longest_first = "|".join(_regex(words, "") for words in sorted(found, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)") if found else None


def _names(school: School) -> Iterator[str]:
    yield from (school.name, school.short_name, school.authority, school.governing_body, *school.roles.values())


def _kinds(traces: SchoolTraces) -> Mapping[str, str]:
    """What is looked for, and what it is; names before all else."""
    parts = (("date", traces.dates), ("title", traces.titles), ("place", traces.places), ("name", traces.names))
    known = {" ".join(words.split()): kind for kind, found in parts for words in found if words.strip()}
    return {words.upper(): kind for words, kind in known.items() if kind == "name"} | known


def _regex(words: str, kind: str) -> str:
    """The words with any blanks between them; a month is not part of another day, such as the one an Act began on."""
    found = r"\s+".join(map(re.escape, words.split()))
    return rf"(?<!\d ){found}(?!-\d)" if kind == "date" else found


def _ids(register: Register) -> Iterator[Finding]:
    """Findings at ids of clauses and policies that hold a name."""
    names = register.upstream.traces.names if register.upstream else ()
    slugs = {"-".join(re.findall(r"\w+", name.lower())) for name in names}
    ids = [(policy.id, policy.where("id")) for policy in register.policies]
    ids += [(clause.id, clause.where("id")) for clause in register.clauses]
    for id, place in ids:
        if any(f"-{slug}-" in f"-{id}-" for slug in slugs if slug):
            message = f"the id {id} holds a name of the school that these policies were taken over from"
            yield Finding(place, message, "rename it with its file, and where an outline lists it", "warning")


def _texts(register: Register) -> Iterator[tuple[SourceLocation, str]]:
    records = (*register.clauses, *register.policies, *register.terms, *register.services)
    for record in (*records, register.school) if register.school else records:
        yield from strings(record)
