"""Two editions -> Redline: cover, outline and clauses; the bodies are compared in `bodies`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from clausebook.model.blocks import items_of
from clausebook.model.comparison.block_change import Span, Words
from clausebook.model.comparison.duty_change import DutyChange, StatementChange
from clausebook.model.comparison.redline import (
    ChapterChange,
    ClauseChange,
    CommonCause,
    Detail,
    Heading,
    Position,
    Redline,
)
from clausebook.model.duties import Duty, duties_in, shared_texts
from clausebook.model.duties.bound import titles_of
from clausebook.model.edition import (
    Edition,
    ResolvedClause,
    ResolvedSection,
)
from clausebook.redline.accept_reject import details
from clausebook.redline.block_changes import Moves, Names, block_changes
from clausebook.redline.bodies import ComparedBody, SplitsAndMerges, compare_bodies, continued
from clausebook.redline.duties import NAMED, Place, duty_changes
from clausebook.redline.matches import diff_order, entries, keyed
from clausebook.redline.moved_words import join_by_ledger, moved_sentences, paired_by_ledger
from clausebook.redline.other_statements import Linked, statement_changes, with_sentences_beside
from clausebook.redline.references import of_continuing
from clausebook.redline.words import diff
from clausebook.text.budget import CLAUSE, Budget
from clausebook.text.inline import Inline, Run


def compare(old: Edition | None, new: Edition) -> Redline:
    """What a reader of the old edition must know of the new one. Without an old edition everything is added."""
    one, two = _Side.of(old, continued(old, new)), _Side.of(new)
    keys = list(dict.fromkeys([*two.passages, *one.passages]))
    bodies = compare_bodies((one.passages.get(key), two.passages.get(key)) for key in keys)
    related = SplitsAndMerges(bodies)
    throughout = _throughout(bodies)
    duties, statements = _duties(old, new, bodies)
    reweighed = {change.clause for change in duties if change.weight}
    ledger = paired_by_ledger(duties)
    join_by_ledger(bodies, ledger)
    moves = moved_sentences(bodies, ledger)
    changes = {
        key: _clause(key, body, one, two, related, throughout, body.id in reweighed, moves)
        for key, body in zip(keys, bodies, strict=True)
    }
    was, now = details(old), details(new)
    return Redline(
        policy=new.policy,
        old=old.name if old else "",
        new=new.name,
        title=_text(old.title if old else "", new.title),
        series=_text(old.series if old else "", new.series),
        details=tuple(Detail(name=name, old=was.get(name, ""), new=value) for name, value in now.items()),
        signatures=entries(old.signatures if old else (), new.signatures),
        printed_contents=entries(old.printed_contents if old else (), new.printed_contents),
        chapters=tuple(_chapters(one, two, changes)),
        duties=duties,
        statements=statements,
        applies_to=entries(*throughout) if throughout else (),
    )


@dataclass
class _Side:
    """One edition by key: passages, chapters, and the keys of the clauses of each chapter."""

    passages: dict[str, ResolvedClause] = field(default_factory=dict)
    chapters: dict[str, ResolvedSection] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    openings: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, edition: Edition | None, continued_as: Mapping[str, str] | None = None) -> _Side:
        side = cls()
        if edition is None:
            return side
        names = continued_as or {}
        keys = iter(keyed(names.get(passage.id, passage.id) for passage in edition.passages))
        for name, chapter in zip(keyed(c.id for c in edition.chapters), edition.chapters, strict=True):
            side.chapters[name] = chapter
            side.members[name] = [next(keys) for _ in chapter.all_passages]
            side.passages.update(zip(side.members[name], chapter.all_passages, strict=True))
            if chapter.opening:
                side.openings.add(side.members[name][0])
        return side

    def heading(self, key: str) -> Heading | None:
        passage = self.passages.get(key)
        if passage is None:
            return None
        return Heading(id=_id(passage, key), number=passage.number, cite=passage.cite, opens=key in self.openings)

    @cached_property
    def targets(self) -> dict[str, tuple[str, str]]:
        """What each address leads to: a name that letters and numbers do not change, and how it is cited."""
        found: dict[str, tuple[str, str]] = {}
        for key, passage in self.passages.items():
            found.setdefault(passage.id, (key, passage.cite))
            for item in items_of(passage):
                name = item.anchors[0] if item.anchors else item.anchor
                found.setdefault(item.anchor, (f"{key}.{name.partition('.')[2]}", item.cite))
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """What each address is the address of, by a name that letters and numbers do not change."""
        return {anchor: name for anchor, (name, _) in self.targets.items()}

    def chapter_heading(self, key: str) -> Heading | None:
        chapter = self.chapters.get(key)
        return Heading(id=key, number=chapter.number, cite=chapter.cite) if chapter else None


# ---- clauses


def _clause(
    key: str,
    body: ComparedBody,
    one: _Side,
    two: _Side,
    related: SplitsAndMerges,
    throughout: object,
    reweighed: bool,
    moves: Moves,
) -> ClauseChange:
    old, new = body.old, body.new
    blocks = () if body.matches else (new or old).blocks  # type: ignore[union-attr]
    was, now = one.heading(key), two.heading(key)
    return ClauseChange(
        id=body.id,
        position="kept" if old and new else "added" if new else "removed",
        old=was,
        new=was if was == now else now,
        title=_text(old.title if old else "", new.title if new else ""),
        applies_to=entries(old.applies_to if old else (), new.applies_to if new else ()),
        reweighed=reweighed,
        applies_throughout=bool(old and new and (old.applies_to, new.applies_to) == throughout),
        citations=entries(old.citations if old else (), new.citations if new else ()),
        blocks=blocks,
        pieces=block_changes(body.matches, body.budget, _names(body, one, two), moves) if body.budget else (),
        causes=tuple(_causes(body, one, two)) if body.matches else (),
        split_from=related.split_from(body),
        split_into=related.into.get(body.id, ()) if old else (),
        merged_from=related.sources(body),
        merged_into=related.merged.get(body.id, ()) if old and new is None else (),
    )


def _names(body: ComparedBody, one: _Side, two: _Side) -> Names:
    """The names of what the body refers to; nothing where it refers to nothing."""
    sides = (piece for match in body.matches for piece in (*match.olds, *match.news))
    refers = any(run.link.startswith("#") for piece in sides for cell in piece.cells for run in cell)
    return (one.names, two.names) if refers else ({}, {})


def _id(passage: ResolvedClause, key: str) -> str:
    """Its own id, which its partner of the other edition need not share; the key where an edition has an id twice."""
    return key if key.partition("\n")[0] == passage.id else passage.id + key[len(key.partition("\n")[0]) :]


def _throughout(bodies: list[ComparedBody]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The change of who it applies to that most clauses share, because the policy itself says it."""
    pairs = [(body.old.applies_to, body.new.applies_to) for body in bodies if body.old and body.new]
    changed = Counter(pair for pair in pairs if pair[0] != pair[1])
    if not changed:
        return None
    pair, count = changed.most_common(1)[0]
    return pair if count > 1 and 2 * count >= len(pairs) else None


def _text(old: str, new: str) -> Words:
    if old == new:
        return (Span("kept", (Run(new),)),) if new else ()
    return diff((Run(old),), (Run(new),), Budget(CLAUSE))


def _causes(body: ComparedBody, one: _Side, two: _Side) -> Iterator[CommonCause]:
    """Facts whose value differs, and numbers of clauses that are referred to."""
    if not (body.old and body.new and body.matches):
        return
    was = dict(body.old.facts)
    for name, value in dict(body.new.facts).items():
        if name in was and was[name] != value:
            yield CommonCause("fact", name, was[name], value)
    before, after = _references(body, one, old=True), _references(body, two, old=False)
    for target, cite in before.items():
        if target in after and after[target] != cite:
            yield CommonCause("reference", target, cite, after[target])


def _references(body: ComparedBody, side: _Side, old: bool) -> dict[str, str]:
    """The clauses and items that the body refers to, each with its number, in order."""
    fragments = [piece for match in body.matches for piece in (match.olds if old else match.news)]
    runs: list[Inline] = [cell for piece in fragments for cell in piece.cells]
    links = (run.link[1:] for inline in runs for run in inline if run.link.startswith("#"))
    return dict(side.targets[link] for link in links if link in side.targets)


# ---- outline


def _chapters(one: _Side, two: _Side, changes: dict[str, ClauseChange]) -> Iterator[ChapterChange]:
    pairs = _paired(one, two)
    old = [pairs.get(key, key) for key in one.chapters]
    back = {new: key for key, new in pairs.items()}
    in_old = frozenset(one.passages)
    in_new = frozenset(two.passages)
    for position, key in diff_order(old, list(two.chapters)):
        was = back.get(key, key)
        before = one.chapter_heading(was)
        after = two.chapter_heading(key) if position not in ("removed", "moved-away") else None
        if position == "moved-away":
            yield ChapterChange(position=position, old=before)
            continue
        before = None if position == "added" else before
        members = diff_order(one.members[was] if before else [], two.members[key] if after else [], in_old, in_new)
        yield ChapterChange(
            position=position,
            old=before,
            new=after,
            title=_text(one.chapters[was].title if before else "", two.chapters[key].title if after else ""),
            clauses=tuple(_placed(changes[member], place) for place, member in members),
        )


def _placed(change: ClauseChange, position: Position) -> ClauseChange:
    if position == "moved-away":
        return ClauseChange(id=change.id, position=position, old=change.old, title=change.title)
    if position == change.position:
        return change
    return replace(change, position=position)


def _paired(one: _Side, two: _Side) -> dict[str, str]:
    """Old chapter key -> new chapter key: by id, then a chapter that has most of its clauses from one old chapter."""
    pairs = {key: key for key in one.chapters if key in two.chapters}
    home = {member: key for key in one.chapters if key not in pairs for member in one.members[key]}
    for key in two.chapters:
        if key in pairs.values():
            continue
        votes = [home[member] for member in two.members[key] if member in home]
        if votes:
            old = max(dict.fromkeys(votes), key=votes.count)
            if old not in pairs and 2 * votes.count(old) >= max(len(one.members[old]), len(two.members[key])):
                pairs[old] = key
    return pairs


def _duties(
    old: Edition | None, new: Edition, bodies: list[ComparedBody]
) -> tuple[tuple[DutyChange, ...], tuple[StatementChange, ...]]:
    """Both ledgers, as far as clauses changed or apply to others, matched over the edition; what else differs."""
    before: list[Duty] = []
    after: list[Duty] = []
    stated: tuple[set[Place], set[Place]] = (set(), set())
    links = (Linked(), Linked())
    for body in bodies:
        same_people = body.old and body.new and body.old.applies_to == body.new.applies_to
        if not body.matches and same_people:
            continue
        both = shared_texts(body.old, body.new) if body.old and body.new and same_people else frozenset()
        ours = duties_in(body.old, old.school, both) if body.old and old else ()
        theirs = duties_in(body.new, new.school, both) if body.new else ()
        before += _under(body.id, ours)
        after += theirs
        stated[0].update((duty.place.clause, duty.place.path) for duty in ours)
        stated[1].update((duty.place.clause, duty.place.path) for duty in theirs)
    continuing = {body.old.id: body.id for body in bodies if body.old}
    number = 0
    for body in bodies:
        for match in body.matches:
            number += 1
            link = -match.link if match.kind in ("moved", "moved-away") and match.link else number
            named = len(match.olds) == len(match.news) == 1 and match.olds[0].name == match.news[0].name != ""
            link = NAMED + number if named else link
            for one in match.olds:
                links[0].add(continuing.get(one.clause, one.clause), one, link)
            for one in match.news:
                links[1].add(one.clause, one, link)
    names = {**(old.school.roles if old else {}), **new.school.roles}
    titles = titles_of(new.school)
    settled = {place: of_continuing(found, continuing) for place, found in links[0].references.items()}
    changes = duty_changes(before, after, links[0].links, links[1].links, names, (settled, links[1].references))
    changes = tuple(with_sentences_beside(changes, links, titles, stated))
    return changes, tuple(statement_changes(bodies, titles, stated))


def _under(clause: str, duties: tuple[Duty, ...]) -> Iterator[Duty]:
    """Duties of a clause under the id that it continues under."""
    for duty in duties:
        yield duty if duty.place.clause == clause else replace(duty, place=replace(duty.place, clause=clause))
