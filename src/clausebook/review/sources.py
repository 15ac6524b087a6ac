"""Revisions -> who wrote what of a redline: reads the versions of the changed clauses, facts and outline in one go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from clausebook.history.authorship import authors
from clausebook.history.reasons import Commits
from clausebook.model.clause import Clause
from clausebook.model.comparison.authorship import ClauseAuthors, PieceAuthors, Stretch, distinct
from clausebook.model.comparison.redline import ClauseChange, Redline
from clausebook.model.edition import Edition
from clausebook.model.facts import facts
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.model.revision import Revisions, Touch
from clausebook.model.school import School
from clausebook.model.term import Term, Terms
from clausebook.source.load import NO_DAY, SCHOOL, TERMS, read_file
from clausebook.text.records import dataclass

_NEWEST = 8  # blobs
_MOVES = ("renumbered", "moved", "added", "removed")


@dataclass(frozen=True)
class Sources:
    """What is read of the commits between two editions, to find who wrote what."""

    revisions: Revisions
    register: Register

    def authors(
        self, redline: Redline, sides: tuple[Edition | None, Edition], log: Commits, unsaved: frozenset[str]
    ) -> Mapping[str, ClauseAuthors]:
        """Who wrote what of each changed clause, by its id."""
        changed = {change.id for change in redline.changed}
        mine = _of_clauses(log, changed)
        paths = {blob: f"clauses/{redline.policy}/{mine.clause_of(t.path)}.yaml" for t, blob in _blobs(mine)}
        newest = dict.fromkeys(list(paths)[-_NEWEST:])  # all that is asked for where most was followed before
        content: dict[str, bytes] = {}
        known: dict[str, Clause | None] = {}

        def read(blob: str) -> Clause | None:
            if blob not in known and blob in paths:
                if blob not in content:
                    content.update(self.revisions.blobs(newest if blob in newest else paths))
                record, _ = read_file(paths[blob], content[blob])
                known[blob] = record if isinstance(record, Clause) else None
            return known.get(blob)

        written = self.written(sides[1], changed)
        found = authors(redline, sides, mine, read, written, unsaved)
        outline, values = self.outline(log, redline.policy), self.facts(log)
        defined = self.definitions(log) if redline.of_kind("definition") else {}
        return {
            change.id: _defined(
                _placed(_fact(found.get(change.id, ClauseAuthors()), change, values), change, outline), change, defined
            )
            for change in redline.changed
            if change.id in found or change.id in outline or change.causes
        }

    def glossaries(self, old: Edition | None, new: Edition) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        """The terms beside either edition, as of its own commit; the register's for a draft, nothing where none are."""
        was, now = (self._terms(edition) if edition else "" for edition in (old, new))
        if was == now:
            return (), ()
        first, second = (self._read_terms(blob) for blob in (was, now))
        return first, second

    def _terms(self, edition: Edition) -> str:
        """The blob of the glossary beside an edition; a dot for that of the working tree."""
        if not edition.commit:
            return "."
        return self.revisions.files_at(edition.commit, (TERMS,)).get(TERMS, "")

    def _read_terms(self, blob: str) -> tuple[Term, ...]:
        if blob == ".":
            return self.register.terms
        record = read_file(TERMS, self.revisions.blobs([blob])[blob])[0] if blob else None
        return record.terms if isinstance(record, Terms) else ()

    def written(self, new: Edition, changed: set[str]) -> dict[str, Clause]:
        """The changed clauses of the new edition, with their variables."""
        if not new.commit:
            both = ((id, self.register.clause(new.policy, id)) for id in changed)
            return {id: clause for id, clause in both if clause}
        files = self.revisions.files_at(new.commit, ("clauses/",))
        wanted = {p.source: p.id for p in new.passages if p.id in changed and p.source in files}
        content = self.revisions.blobs(files[path] for path in wanted)
        records = ((id, read_file(path, content[files[path]])[0]) for path, id in wanted.items())
        return {id: record for id, record in records if isinstance(record, Clause)}

    def outline(self, log: Commits, policy: str) -> dict[str, tuple[str, ...]]:
        """The commits that gave each clause another place in the outline."""
        found: dict[str, tuple[str, ...]] = {}
        for commit, old, new in self.steps(log, policy, f"policy/{policy}.yaml"):
            before, after = (_places(one) if isinstance(one, Policy) else {} for one in (old, new))
            for id in before.keys() | after.keys():
                if before.get(id) != after.get(id):
                    found[id] = (*found.get(id, ()), commit)
        return found

    def definitions(self, log: Commits) -> dict[str, tuple[str, ...]]:
        """The commits that changed the definition of each term, by the term."""
        found: dict[str, tuple[str, ...]] = {}
        for commit, old, new in self.steps(log, "terms", TERMS):
            before, after = (
                {term.term: term.definition for term in one.terms} if isinstance(one, Terms) else {}
                for one in (old, new)
            )
            for name in before.keys() | after.keys():
                if before.get(name) != after.get(name):
                    found[name] = (*found.get(name, ()), commit)
        return found

    def facts(self, log: Commits) -> dict[str, tuple[str, ...]]:
        """The commits that changed each fact of the school."""
        found: dict[str, tuple[str, ...]] = {}
        for commit, old, new in self.steps(log, "school", SCHOOL):
            before, after = (_facts(one) if isinstance(one, School) else {} for one in (old, new))
            for name in before.keys() | after.keys():
                if before.get(name) != after.get(name):
                    found[name] = (*found.get(name, ()), commit)
        return found

    def steps(self, log: Commits, name: str, path: str) -> Iterator[tuple[str, object, object]]:
        """Each commit that touched one file below policy/, with the record before it and after it."""
        touches = [(commit.id, touch) for commit in log.by_file.get(name, ()) for touch in commit.touches]
        mine = [(id, touch) for id, touch in touches if touch.path.endswith(f"/{path}") or touch.path == path]
        content = self.revisions.blobs({blob for _, t in mine for blob in (t.was, t.blob) if blob})
        for id, touch in mine:
            old, new = (read_file(path, content[blob])[0] if blob else None for blob in (touch.was, touch.blob))
            yield id, old, new


def _of_clauses(log: Commits, changed: set[str]) -> Commits:
    """The same commits, with no other touches than those of the changed clauses."""
    return log.only(lambda touch: bool({log.clause_of(touch.path), log.clause_of(touch.before)} & changed))


def _blobs(log: Commits) -> Iterator[tuple[Touch, str]]:
    for commit in log.all:
        for touch in commit.touches:
            if touch.was:
                before = replace(touch, path=touch.before or touch.path)
                yield before, touch.was
            if touch.blob:
                yield touch, touch.blob


def _places(policy: Policy) -> dict[str, tuple[str, str]]:
    """The section that each clause is in, and the clause before it."""
    found = {}
    for section in policy.outline:
        name, before = section.opening or section.id or "", ""
        for id in section.all_clauses:
            found[id] = name, before
            before = id
    return found


def _facts(school: School) -> dict[str, str]:
    return dict(_named("school", facts(Register(as_of=NO_DAY, school=school))["school"]))


def _named(prefix: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _named(f"{prefix}.{name}", inner)
    else:
        yield prefix, str(value)


def _placed(found: ClauseAuthors, change: ClauseChange, outline: Mapping[str, tuple[str, ...]]) -> ClauseAuthors:
    return replace(found, number=outline.get(change.id, ())) if set(change.kinds) & set(_MOVES) else found


def _defined(found: ClauseAuthors, change: ClauseChange, values: Mapping[str, tuple[str, ...]]) -> ClauseAuthors:
    """What a term means is from whoever changed its definition."""
    by = distinct(id for cause in change.causes if cause.kind == "definition" for id in values.get(cause.name, ()))
    return replace(found, number=(*found.number, *by)) if by else found


def _fact(found: ClauseAuthors, change: ClauseChange, values: Mapping[str, tuple[str, ...]]) -> ClauseAuthors:
    """Words without a writer, where a fact changed, are from whoever changed the fact."""
    by = distinct(id for cause in change.causes if cause.kind == "fact" for id in values.get(cause.name, ()))
    if not by:
        return found
    pieces = [found.piece(n) for n in range(len(change.pieces))]
    return replace(found, pieces=tuple(_with(one, by, change, n) for n, one in enumerate(pieces)))


def _with(piece: PieceAuthors, by: tuple[str, ...], change: ClauseChange, place: int) -> PieceAuthors:
    cells = tuple(
        tuple(_whose(piece.span(c, s), span.kind, len(span.words), by) for s, span in enumerate(cell.words))
        for c, cell in enumerate(change.pieces[place].cells)
    )
    return replace(piece, cells=cells)


def _whose(known: Sequence[Stretch], kind: str, length: int, by: tuple[str, ...]) -> tuple[Stretch, ...]:
    if kind not in ("inserted", "deleted"):
        return tuple(known)
    return tuple(one if one.commits else replace(one, commits=by) for one in known or (Stretch(length),))
