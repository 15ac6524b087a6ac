"""What binds nobody but matters: definitions, and sentences and table rows that now say another number, time or
consequence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from clausebook.model.blocks import lines_of
from clausebook.model.comparison.duty_change import Difference, DutyChange, StatementChange
from clausebook.model.comparison.redline import ChapterChange, ClauseChange, CommonCause, Redline
from clausebook.model.duties import statements
from clausebook.model.duties.people import Titles, is_person, singular
from clausebook.model.duties.terms import low, terms
from clausebook.model.duties.vocabulary import BODIES
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.term import Term, pattern_of
from clausebook.redline.bodies import ComparedBody
from clausebook.redline.duty_degree import certainty, degrees, opposites
from clausebook.redline.duty_differences import gravity
from clausebook.redline.duty_pieces import other_words, rewordings
from clausebook.redline.duty_words import content, figures, letters, other_numbers
from clausebook.redline.fragments import Fragment
from clausebook.redline.matches import Match
from clausebook.redline.references import of_continuing, renumbering
from clausebook.text.inline import plain
from clausebook.text.sentences import sentences

ALIKE = 0.6  # of the words of two sentences are the same: they are one
LINKED = 0.3  # ... where each is all that is left of two paired texts
_PAIRED = ("pair", "moved", "split", "merged")
# What a term means, or whom a policy is for
_SCOPE = re.compile(
    r"(?:(?:in|for the purposes of) (?:this|our) [\w ]+?,? )?"
    r"(?:(?:this|the|our) (?:(?!in\b|of\b|on\b|for\b)[\w']+ ){0,3}(?:policy|procedure|code|agreement|section|clause"
    r"|notice)|(?:the (?:term|word) )?[\"“'‘][^\"”’]+[\"”'’])"
    r" (?:does not |do not |also |only )?(?:appl(?:y|ies) to|means?|covers?|includes?|refers? to)(?![\w-])"
)
_PLACES = frozenset(("service", "department", "office", "reception", "team", "party", "company"))  # or who is there
Place = tuple[str, tuple[int, ...]]  # clause id and path of a sentence that states a duty
Duties = tuple[Collection[Place], Collection[Place]]


@dataclass
class Linked:
    """One side's fragments, by the number of the match they are in, and those numbers by the place of a fragment."""

    links: dict[Place, frozenset[int]] = field(default_factory=dict)
    references: dict[Place, Mapping[str, str]] = field(default_factory=dict)
    pieces: dict[int, list[Fragment]] = field(default_factory=lambda: defaultdict(list))

    def add(self, clause: str, piece: Fragment, link: int) -> None:
        """Take note of a fragment of a clause."""
        place = (clause, piece.path)
        self.links[place] = self.links.get(place, frozenset()) | {link}
        self.pieces[link].append(piece)
        if piece.references:
            self.references[place] = piece.references


def statement_changes(bodies: Iterable[ComparedBody], titles: Titles, duties: Duties) -> Iterator[StatementChange]:
    """In the order of the new edition. `duties` are the places of sentences that the ledgers of both sides have."""
    bodies = tuple(bodies)
    ids = {body.old.id: body.id for body in bodies if body.old}
    for body in bodies:
        for match in body.matches:
            if match.kind in _PAIRED and match.news[0].family in ("prose", "row", "blank"):
                yield from _of_match(body, match, titles, duties, ids)


def _of_match(
    body: ComparedBody, match: Match, titles: Titles, duties: Duties, ids: Mapping[str, str]
) -> Iterator[StatementChange]:
    shared = {piece.text for piece in match.olds} & {piece.text for piece in match.news}
    if shared and len(match.olds) == len(match.news) == 1:
        return
    olds = [one for piece in match.olds for one in _other_sentences(piece, titles, duties[0])]
    news = [one for piece in match.news for one in _other_sentences(piece, titles, duties[1])]
    was, now = ({id: at for one in side for id, at in one.references.items()} for side in (match.olds, match.news))
    put = renumbering(of_continuing(was, ids), now)
    same = Counter(olds) & Counter(news)
    olds, news = list((Counter(olds) - same).elements()), list((Counter(news) - same).elements())
    for new in news:
        old = max(olds, key=lambda one: _likeness(one, new), default="")
        alone = len(olds) == len(news) == 1 and match.kind == "pair"  # paired by the redline
        if not old or _likeness(old, new) < (LINKED if alone else ALIKE):
            continue
        olds.remove(old)
        found = tuple(dict.fromkeys(_differences(put(old), new, titles)))
        if not found and (_is_same_row(match) or _SCOPE.match(low(new))) and letters(put(old)) != letters(new):
            # these ask as much as a rule: "Yes" became "No"
            found = (Difference("words", old, new), *rewordings(put(old), new))
        if found:
            cite = match.news[0].frame.cite or (body.new or body.old).cite  # type: ignore[union-attr]
            yield StatementChange(clause=body.id, cite=cite, old=old, new=new, differences=found)


def _is_same_row(match: Match) -> bool:
    """Whether it is one row of a table whose columns are what they were."""
    return match.news[0].family == "row" and match.olds[0].columns == match.news[0].columns


def with_sentences_beside(
    changes: Iterable[DutyChange], sides: tuple[Linked, Linked], titles: Titles, duties: Duties
) -> Iterator[DutyChange]:
    """Duties that are new or gone, with the sentence on the other side that took their place and binds nobody."""
    for change in changes:
        if change.old and change.new:
            yield change
            continue
        mine, other = sides if change.old else sides[::-1]
        place = change.shown.place
        links = mine.links.get((place.clause, place.path[:-1]), frozenset())
        pieces = [piece for link in sorted(links) for piece in other.pieces.get(link, ())]
        known = duties[0] if change.new else duties[1]
        found = [one for piece in pieces for one in _other_sentences(piece, titles, known)]
        best = max(found, key=lambda one: _likeness(one, change.shown.words.read), default="")
        alike = best and _likeness(best, change.shown.words.read) >= ALIKE
        yield replace(change, beside=best) if alike else change


def _other_sentences(piece: Fragment, titles: Titles, duties: Collection[Place]) -> Iterator[str]:
    found = [piece.text.replace("\n", " | ")] if piece.family == "row" else sentences(piece.text)
    for number, sentence in enumerate(found):
        leads = piece.heads_list and number == len(found) - 1 and sentence.rstrip().endswith(":")
        if (
            not leads
            and not sentence.endswith(("?", "?”"))
            and (piece.clause, (*piece.path, number)) not in duties
            and not statements(sentence, titles)
        ):
            yield sentence


def _differences(old: str, new: str, titles: Titles) -> Iterator[Difference]:
    was, now = terms(old, titles), terms(new, titles)
    times = [tuple(sorted(map(figures, side.deadlines))) for side in (was, now)]
    if times[0] != times[1] and any(times):
        yield Difference("deadline", ", ".join(was.deadlines), ", ".join(now.deadlines))
    gone, come = other_numbers(was.numbers, now.numbers)
    if gone or come:
        yield Difference("number", ", ".join(gone), ", ".join(come))
    for kind, one, other in (
        ("condition", was.conditions, now.conditions),
        ("exception", was.exceptions, now.exceptions),
    ):
        if bool(one) != bool(other):
            yield Difference(kind, "; ".join(one), "; ".join(other))  # type: ignore[arg-type]
    grave = gravity(old), gravity(new)
    if all(grave) and grave[0] != grave[1]:
        yield Difference("consequence", old, new, "more" if grave[1] > grave[0] else "fewer")
    yield from certainty(old, new)
    # whom or what such a sentence concerns is not weighed: only duties are narrower or wider
    yield from (replace(one, effect="") if one.kind == "extent" else one for one in degrees(old, new))
    yield from opposites(old, new)
    other = () if _SCOPE.match(low(new)) or " | " in new else other_words(old, new) or ()
    places = BODIES if all(other) else BODIES | _PLACES
    if any(other) and all(is_person(one, titles) and singular(one.split()[-1]) not in places for one in other if one):
        yield Difference("people", *other)


def _likeness(one: str, other: str) -> float:
    a, b = Counter(content(one)), Counter(content(other))
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else 0.0


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
    used: dict[str, tuple[CommonCause, ...]] = {}
    for passage in new.passages:
        found = {terms[int((one.lastgroup or "t0")[1:])].id for one in pattern.finditer(_words(passage))}
        used[passage.id] = tuple(cause for id, cause in changed.items() if id in found)
    return replace(redline, chapters=tuple(_chapter(chapter, used) for chapter in redline.chapters))


def _changed(was: Sequence[Term], now: Sequence[Term]) -> Iterator[tuple[str, CommonCause]]:
    """Each term whose definition differs by more than blanks, with both definitions; "" for none."""
    before, after = ({term.id: term for term in terms} for terms in (was, now))
    for id in dict.fromkeys((*after, *before)):
        old, new = (" ".join(side[id].definition.split()) if id in side else "" for side in (before, after))
        if old != new:
            yield id, CommonCause("definition", (after.get(id) or before[id]).term, old, new)


def _words(passage: ResolvedClause) -> str:
    return "\n".join((passage.title, *(plain(cell) for line in lines_of(passage) for cell in line.cells)))


def _chapter(chapter: ChapterChange, used: Mapping[str, tuple[CommonCause, ...]]) -> ChapterChange:
    return replace(chapter, clauses=tuple(_clause(clause, used) for clause in chapter.clauses))


def _clause(change: ClauseChange, used: Mapping[str, tuple[CommonCause, ...]]) -> ClauseChange:
    found = used.get(change.new.id, ()) if change.old and change.new and change.position != "moved-away" else ()
    return replace(change, causes=(*change.causes, *found)) if found else change
