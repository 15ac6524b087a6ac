"""Matches -> the sentences that are in another place now, be it in another clause: known before words are compared.

What moved is set apart from the words beside it, so that a sentence is never compared with its new neighbours. Where it
was edited on the way, the words that came with it are moved, and the others removed or added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from clausebook.model.comparison.block_change import Frame
from clausebook.model.comparison.duty_change import DutyChange
from clausebook.redline.align import MOVED
from clausebook.redline.bodies import ACROSS, ACROSS_WORDS, KIN_WORDS, ComparedBody, join_matches
from clausebook.redline.fragments import PROSE, Fragment
from clausebook.redline.likeness import best_pairs, overlap
from clausebook.redline.matches import Match
from clausebook.redline.tokens import cut, read, words_of
from clausebook.redline.words import Apart, steps
from clausebook.text.budget import EDITION, Budget
from clausebook.text.inline import Inline, plain
from clausebook.text.sentences import pieces
from clausebook.text.sequences import longest_increasing

FEWEST = 4  # words of a sentence that is known again
Place = tuple[str, tuple[int, ...]]  # id of a clause, and the path of a sentence in it


@dataclass(eq=False)
class _Sentence:
    """A sentence of one side: where it is, which match it is part of, and how its place is cited."""

    fragment: Fragment
    place: Place
    start: int
    text: Inline
    words: tuple[str, ...]
    match: int
    cite: str

    @property
    def clause(self) -> str:
        return self.place[0]


@dataclass
class _Sides:
    """The sentences that are only on the old side of their match, and only on the new; those that changed places."""

    gone: list[_Sentence] = field(default_factory=list)
    come: list[_Sentence] = field(default_factory=list)
    turned: list[tuple[_Sentence, _Sentence]] = field(default_factory=list)


def paired_by_ledger(duties: Iterable[DutyChange]) -> set[tuple[Place, Place]]:
    """The places of sentences that the ledgers say are one duty that moved to another clause."""
    pairs = ((one.old, one.new) for one in duties if one.has_moved and not one.part)
    return {((a.place.clause, a.place.path), (b.place.clause, b.place.path)) for a, b in pairs if a and b}


def join_by_ledger(bodies: Sequence[ComparedBody], ledger: set[tuple[Place, Place]]) -> None:
    """Items and paragraphs that went to another clause in words so different that only the ledgers know them again."""
    names = _continuing(bodies)
    known = {(old[0], old[1][:-1], new[0], new[1][:-1]) for old, new in ledger}
    gone = {match.olds[0]: match for body in bodies for match in body.matches if match.kind == "removed"}
    come = {match.news[0]: match for body in bodies for match in body.matches if match.kind == "added"}
    if known and gone and come:
        pairs = best_pairs(list(gone), list(come), Budget(EDITION), MOVED, KIN_WORDS)
        pairs = [(a, b) for a, b in pairs if (names.get(a.clause, a.clause), a.path, b.clause, b.path) in known]
        join_matches(pairs, gone, come, max((match.link for body in bodies for match in body.matches), default=0))


def moved_sentences(
    bodies: Sequence[ComparedBody], ledger: set[tuple[Place, Place]]
) -> dict[Fragment, tuple[Apart, ...]]:
    """What of each fragment is to be set apart: word for word in its clause, then anywhere, then what was edited."""
    sides = _sides(bodies)
    pairs = [*sides.turned, *_same_words(sides)]
    taken = {id(one) for pair in pairs for one in pair}
    gone = [one for one in sides.gone if id(one) not in taken]
    come = [one for one in sides.come if id(one) not in taken]
    found: dict[Fragment, list[Apart]] = defaultdict(list)
    for number, (old, new) in enumerate([*pairs, *_edited(gone, come, ledger)], 1):
        for one, other, parts in zip((old, new), (new, old), _parts(old, new), strict=True):
            elsewhere = other.cite if old.clause != new.clause else ""
            found[one.fragment] += [
                Apart(one.start + start, one.start + end, number if stays else 0, elsewhere if stays else "")
                for start, end, stays in parts
            ]
    return {fragment: tuple(sorted(parts, key=lambda part: part.start)) for fragment, parts in found.items()}


def _continuing(bodies: Iterable[ComparedBody]) -> dict[str, str]:
    return {body.old.id: body.id for body in bodies if body.old}


def _sides(bodies: Sequence[ComparedBody]) -> _Sides:
    names = _continuing(bodies)
    heads = {body.old.id: body.old.cite for body in bodies if body.old and body.matches}
    found, number = _Sides(), 0
    for body in bodies:
        cite = body.new.cite if body.new else ""
        for match in body.matches:
            number += 1
            if match.kind == "moved-away" or (len(match.olds) == len(match.news) == 1 and _is_same(match)):
                continue
            olds = [one for part in match.olds for one in _of_fragment(part, names, heads.get(part.clause, ""), number)]
            news = [one for part in match.news for one in _of_fragment(part, {}, cite, number)]
            _part(olds, news, found)
    return found


def _is_same(match: Match) -> bool:
    return match.olds[0].text == match.news[0].text


def _of_fragment(fragment: Fragment, names: Mapping[str, str], cite: str, match: int) -> Iterator[_Sentence]:
    if fragment.frame.part not in PROSE:
        return
    at = 0
    clause = names.get(fragment.clause, fragment.clause)
    for number, text in enumerate(pieces(fragment.text)):
        place = (clause, (*fragment.path, number))
        words = words_of(text)
        inline = cut(fragment.cells[0], at, at + len(text))
        yield _Sentence(fragment, place, at, inline, words, match, fragment.frame.cite or cite)
        at += len(text)


def _part(olds: list[_Sentence], news: list[_Sentence], found: _Sides) -> None:
    """What both sides of a match say stays, unless it changed places; the rest came or went."""
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, one in enumerate(olds):
        waiting[one.words].append(n)
    pairs = {m: waiting[one.words].pop(0) for m, one in enumerate(news) if waiting.get(one.words)}
    kept = list(pairs.values())
    stay = {kept[n] for n in longest_increasing(kept)}
    found.turned += [(olds[n], news[m]) for m, n in pairs.items() if n not in stay and _is_sentence(news[m])]
    found.gone += [one for n, one in enumerate(olds) if n not in kept and _is_sentence(one)]
    found.come += [one for m, one in enumerate(news) if m not in pairs and _is_sentence(one)]


def _is_sentence(one: _Sentence) -> bool:
    text = plain(one.text).strip()
    return text[:1].isupper() and text[-1:] in (".", "!", "?") and len(one.words) >= FEWEST


def _same_words(sides: _Sides) -> Iterator[tuple[_Sentence, _Sentence]]:
    """Those that stay in their clause are found first, then those that went to another."""
    known: set[int] = set()
    for within in (True, False):
        waiting: dict[object, list[_Sentence]] = defaultdict(list)
        for one in sides.gone:
            if id(one) not in known:
                waiting[one.clause if within else "", one.words].append(one)
        for one in sides.come:
            found = waiting.get((one.clause if within else "", one.words)) if id(one) not in known else None
            if found:
                old = found.pop(0)
                known |= {id(old), id(one)}
                yield old, one


def _edited(
    gone: Sequence[_Sentence], come: Sequence[_Sentence], ledger: set[tuple[Place, Place]]
) -> Iterator[tuple[_Sentence, _Sentence]]:
    """Sentences that were edited on their way to another place: those of the ledgers, then the most alike first."""
    at_old, at_new = ({one.place: one for one in side} for side in (gone, come))
    taken: set[int] = set()
    for old, new in ((at_old.get(a), at_new.get(b)) for a, b in sorted(ledger)):
        if not old or not new or old.match == new.match or {id(old), id(new)} & taken:
            continue  # or it is where it was
        if overlap(old.words, new.words, Budget(EDITION), MOVED):
            taken |= {id(old), id(new)}
            yield old, new
    olds, news = ({_alone(one): one for one in side if id(one) not in taken} for side in (gone, come))
    for a, b in best_pairs(list(olds), list(news), Budget(EDITION), ACROSS, ACROSS_WORDS) if olds and news else ():
        if olds[a].match != news[b].match:
            yield olds[a], news[b]


def _alone(one: _Sentence) -> Fragment:
    return Fragment(Frame(part="paragraph"), (one.text,), one.clause)


def _parts(old: _Sentence, new: _Sentence) -> tuple[list[tuple[int, int, bool]], list[tuple[int, int, bool]]]:
    """Both sentences cut where words are at one end only: from, to, and whether the words are at both."""
    a, b = read(old.text), read(new.text)
    if old.words == new.words:
        return [(0, a.starts[-1], True)], [(0, b.starts[-1], True)]
    found = steps(a, b, Budget(EDITION))
    return (
        [(a.starts[one.i], a.starts[one.i2], one.kept) for one in found if one.i < one.i2],
        [(b.starts[one.j], b.starts[one.j2], one.kept) for one in found if one.j < one.j2],
    )
