""" "Above" and "below" point to something that is there, in the same clause.

A clause is read alone: a search or a link opens it without its neighbours. And clauses move. What is in another
clause is named with {{ ref('clause-id') }}. Where nothing of the kind is in that direction, the finding is a
warning; where it does, but in another clause, a note.
"""

import re
from collections.abc import Iterator, Sequence

from clausebook.lint.law_named import LawNamed, mentions
from clausebook.lint.prose import ClauseText, by_policy
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "warning"
READS = "policy"
_NAMED = re.compile(r"\bsee (?:also |the )?([^.;()]+?),? (above|below)\b", re.IGNORECASE)
_PART = re.compile(r"\b(?:section|clause|part) (above|below)\b|\b(above|below) (?:section|clause)\b", re.IGNORECASE)
_LISTED = re.compile(
    r"\b(?:listed|mentioned|described|set out|named|stated|given|as|outlined|defined|detailed|the) (above|below)\b",
    re.IGNORECASE,
)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the word, one a text."""
    named = {id(written): found for written, found in mentions(register)}
    for texts in by_policy(register).values():
        for place, written in enumerate(texts):
            words = written.unquoted.lower()
            if written.kind == "title" or not ("above" in words or "below" in words):
                continue
            yield from _judged(written, texts[:place], texts[place + 1 :], named)


Named = dict[int, tuple[LawNamed, ...]]


def _judged(
    written: ClauseText, before: Sequence[ClauseText], after: Sequence[ClauseText], named: Named
) -> Iterator[Finding]:
    found = _NAMED.search(written.unquoted) or _PART.search(written.unquoted) or _LISTED.search(written.unquoted)
    if not found:
        return
    # what is in quotation marks is blank in `unquoted`, and may be the name: see “User actions” above
    name = written.words[found.start(1) : found.end(1)].strip(" “”‘’\"'") if found.re is _NAMED else ""
    if found.re is _NAMED and not name:
        return
    word = next(group for group in reversed(found.groups()) if group)
    there = list(reversed(before)) if word.lower() == "above" else list(after)
    at, of = written.at(found[0] if not name else f"{name.split()[-1]}, {word}"), f"clause {written.clause.id}"
    if name:
        yield from _named(written, name, word, there, named)
        return
    inside = [one for one in there if one.clause is written.clause and one.kind != "title"]
    outside = [one for one in there if one.clause is not written.clause]
    if found.re is not _PART and inside:
        return
    if not outside:
        yield Finding(at, f"{of} says {found[0]}, but there is nothing {word} it", "name what is meant")
    else:
        message = f"{of} says {found[0]}, which is in another clause"
        yield Finding(at, message, f"if clause {outside[0].clause.id} is meant, write {_ref(outside[0])}", level="note")


def _named(written: ClauseText, name: str, word: str, there: list[ClauseText], named: Named) -> Iterator[Finding]:
    """ "See the Bribery Act 2010, below": is it named there, or is there such a heading?"""
    wanted = {one.id for mention in named.get(id(written), ()) for one in mention.offered if mention.piece in name}
    hits = [
        one
        for one in there
        if wanted & {other.id for mention in named.get(id(one), ()) for other in mention.offered}
        or (one.kind == "title" and name.lower() in one.words.lower())
    ]
    place = written.at(word)
    if not hits:
        message = f"clause {written.clause.id} says that {name} is {word}, and it is not"
        yield Finding(
            place, message, "name the clause that is meant, as {{ ref('clause-id') }}, or leave the pointer out"
        )
    elif hits[0].clause is not written.clause:
        message = f"clause {written.clause.id} says that {name} is {word}, and does not say where"
        yield Finding(place, message, f"if clause {hits[0].clause.id} is meant, write {_ref(hits[0])}", level="note")


def _ref(written: ClauseText) -> str:
    return f"{{{{ ref('{written.clause.id}') }}}}"
