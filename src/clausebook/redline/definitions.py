"""Two glossaries -> what became of the definitions of the terms that an edition's clauses use, told by each clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from clausebook.model.blocks import lines_of
from clausebook.model.comparison.redline import Cause, ChapterChange, ClauseChange, Redline
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.term import Term, pattern_of
from clausebook.text.inline import plain


def with_definitions(redline: Redline, new: Edition, was: Sequence[Term], now: Sequence[Term]) -> Redline:
    """The same redline; a clause whose words use a term that is defined otherwise names that as a change.

    `was` and `now` are the glossaries beside the two editions. Where only one side has a glossary, what a term meant on
    the other is not known: that is said once, and of no clause. A clause that is new or removed is a change as a whole.
    """
    if bool(was) != bool(now):
        return replace(redline, glossary="new" if now else "gone")
    changed = dict(_changed(was, now)) if was and now else {}
    if not changed:
        return redline
    terms = tuple({**{term.id: term for term in was if term.id in changed}, **{term.id: term for term in now}}.values())
    pattern = pattern_of(terms)
    used: dict[str, tuple[Cause, ...]] = {}
    for passage in new.passages:
        found = {terms[int((one.lastgroup or "t0")[1:])].id for one in pattern.finditer(_words(passage))}
        used[passage.id] = tuple(cause for id, cause in changed.items() if id in found)
    return replace(redline, chapters=tuple(_chapter(chapter, used) for chapter in redline.chapters))


def _changed(was: Sequence[Term], now: Sequence[Term]) -> Iterator[tuple[str, Cause]]:
    """Each term whose definition differs by more than blanks, with both definitions; "" for none."""
    before, after = ({term.id: term for term in terms} for terms in (was, now))
    for id in dict.fromkeys((*after, *before)):
        old, new = (" ".join(side[id].definition.split()) if id in side else "" for side in (before, after))
        if old != new:
            yield id, Cause("definition", (after.get(id) or before[id]).term, old, new)


def _words(passage: ResolvedClause) -> str:
    return "\n".join((passage.title, *(plain(cell) for line in lines_of(passage) for cell in line.cells)))


def _chapter(chapter: ChapterChange, used: Mapping[str, tuple[Cause, ...]]) -> ChapterChange:
    return replace(chapter, clauses=tuple(_clause(clause, used) for clause in chapter.clauses))


def _clause(change: ClauseChange, used: Mapping[str, tuple[Cause, ...]]) -> ClauseChange:
    found = used.get(change.new.id, ()) if change.old and change.new and change.position != "moved-away" else ()
    return replace(change, causes=(*change.causes, *found)) if found else change
