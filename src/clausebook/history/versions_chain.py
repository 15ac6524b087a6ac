"""Commits -> the versions of clauses, each character with its owner, followed from commit to commit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import chain, count, repeat

from clausebook.history.reasons import Commits
from clausebook.history.versions import Owners, Removals, Version, first_version, next_versions, with_variables
from clausebook.model.clause import Clause
from clausebook.model.codec import from_json, to_json
from clausebook.model.comparison.authorship import UNSAVED, distinct
from clausebook.model.edition import ResolvedClause
from clausebook.model.revision import Commit, Touch
from clausebook.redline.fragments import flatten
from clausebook.text.memo import found, keep

Read = Callable[[str], Clause | None]  # a blob's id to the clause that it holds
_KIND = "authors"
_CANDIDATES = 3  # sides of a merge that are looked at


@dataclass
class Chain:
    """The versions of clauses from commit to commit.

    `names` are the commits that an owner stands for, by its place; the first is nobody. `origins` are clauses as the
    old edition has them. A merge's own words are those that none of its sides has.
    """

    log: Commits
    read: Read
    names: list[tuple[str, ...]] = field(default_factory=lambda: [()])
    versions: dict[tuple[str, str], Version] = field(default_factory=dict)
    tips: dict[str, list[str]] = field(default_factory=dict)
    origins: dict[str, Version] = field(default_factory=dict)
    gone: Removals = field(default_factory=Removals)
    characters: Iterator[int] = field(default_factory=lambda: count(-1, -1))

    def run(self) -> None:
        """Follow all commits, from where the most of them led to at an earlier time."""
        names = self._prefixes()
        for at in range(len(names), 0, -1):
            text = found(_KIND, self.log.policy, names[at - 1])
            if text is not None:
                with suppress(ValueError):  # a cache is anybody's: what cannot be read is made again
                    self._take_up(text)
                    if not self._leads_on(at):
                        break
                    if at < len(names):
                        self._follow(at)
                        keep(_KIND, self.log.policy, names[-1], self._written)
                    return
                break
        self._begin()
        self._follow()
        if names:
            keep(_KIND, self.log.policy, names[-1], self._written)

    def _prefixes(self) -> list[str]:
        """A name for what the first commit led to, for what the first two led to, and so on."""
        log = self.log
        hashed = sha256(to_json((log.policy, tuple(sorted(log.others)), tuple(sorted(log.homes, key=str)))))
        names = []
        for commit in log.all:
            touches = (f"{one.how}\0{one.path}\0{one.blob}\0{one.was}\0{one.before}" for one in commit.touches)
            said = "\0\0".join((commit.id, "merge" if commit.is_merge else "", commit.via, *touches))
            hashed.update(f"{len(said)}\0{said}".encode("utf-8", "surrogatepass"))
            names.append(hashed.copy().hexdigest())
        return names

    def _leads_on(self, at: int) -> bool:
        """Whether the commits from here on can be followed from what the ones before left: their newest versions.

        Not where one goes on from an older version, nor where whose words upstream's commits brought depends on all.
        """
        log = self.log
        if at < len(log.all) and any(commit.via for commit in log.all):
            return False
        lost = {(log.clause_of(touch.path), touch.blob) for commit in log.all[:at] for touch in commit.touches}
        lost = {one for one in lost if one[1]} - self.versions.keys()
        for commit in log.all[at:]:
            for touch in commit.touches:
                id = log.clause_of(touch.path)
                source = (log.clause_of(touch.before) or id) if touch.how == "R" else id
                if (source, touch.was) in lost:
                    return False
            lost -= {(log.clause_of(touch.path), touch.blob) for touch in commit.touches}
        return True

    def _begin(self) -> None:
        self.names, self.versions, self.tips, self.origins = [()], {}, {}, {}
        self.gone, self.characters = Removals(), count(-1, -1)

    def _written(self) -> str:
        """Where all commits led: the newest versions of each clause, and what the old edition had."""
        ends = [(id, blob) for id, blobs in self.tips.items() for blob in blobs if (id, blob) in self.versions]
        gone = self.gone
        named = {*gone.words.values(), *gone.shapes.values(), *gone.sets.values()}
        for version in (*(self.versions[key] for key in ends), *self.origins.values()):
            named.update(version.title, *(owners for cells in version.cells for owners in cells))
        return json.dumps(
            {
                "named": len(self.names),
                "names": [[place, self.names[place]] for place in sorted(named) if place > 0],
                "tips": self.tips,
                "versions": [[*key, *_plain(self.versions[key])] for key in ends],
                "origins": [[id, *_plain(origin)] for id, origin in self.origins.items()],
                "words": list(gone.words.items()),
                "shapes": [[*key, by] for key, by in gone.shapes.items()],
                "sets": [[list(key), by] for key, by in gone.sets.items()],
            },
            separators=(",", ":"),
        )

    def _take_up(self, text: str) -> None:
        said = json.loads(text)
        try:
            versions = {(id, blob): _version(*plain) for id, blob, *plain in said["versions"]}
            origins = {id: _version(*plain) for id, *plain in said["origins"]}
            shapes = {(clause, words): by for clause, words, by in said["shapes"]}
            gone = Removals(dict(said["words"]), shapes, {tuple(key): by for key, by in said["sets"]})
            tips = said["tips"]
            names: list[tuple[str, ...]] = [()] * int(said["named"])
            for place, commits in said["names"]:
                names[place] = tuple(commits)
        except (TypeError, KeyError, IndexError) as error:
            raise ValueError("nothing that was kept of authors") from error
        self.versions, self.origins, self.gone, self.names, self.tips = versions, origins, gone, names, tips
        of_old = sum(len(owners) for one in origins.values() for owners in (one.title, *chain(*one.cells)))
        self.characters = count(-1 - of_old, -1)

    def _follow(self, start: int = 0) -> None:
        claims: dict[tuple[str, str, str], list[str]] = {}
        for commit in self.log.all:
            for touch in commit.touches:
                claims.setdefault((touch.path, touch.was, touch.blob), []).append(commit.id)
        done = set[tuple[str, str, str]]()
        for commit in self.log.all[start:]:
            groups: dict[tuple[str, ...], list[Touch]] = {}
            for touch in commit.touches:
                key = touch.path, touch.was, touch.blob
                who = distinct(claims[key]) if commit.via else (commit.id,)
                if self.log.clause_of(touch.path) and not (commit.via and key in done):
                    groups.setdefault(who, []).append(touch)
                done.add(key)
            for who, touches in groups.items():
                self.step(commit, touches, self.named(who))

    def named(self, who: tuple[str, ...]) -> int:
        self.names.append(who)
        return len(self.names) - 1

    def step(self, commit: Commit, touches: Sequence[Touch], by: int) -> None:
        before: dict[str, Version] = {}
        pairs: list[tuple[str, ResolvedClause | None]] = []
        fresh: dict[str, str] = {}
        for touch in touches:
            id = self.log.clause_of(touch.path)
            new = self.parsed(touch.blob, id)
            if touch.blob and new is None:
                continue  # a file that cannot be read says nothing; the next version is followed from the one before
            if commit.is_merge and not touch.was and touch.how != "D" and self.tips.get(id) and new:
                self.merged(id, touch.blob, new, by)
                continue
            source = (self.log.clause_of(touch.before) or id) if touch.how == "R" else id
            old = self.before(source, touch.was)
            if old:
                before[source] = old
            pairs.append((source if old else "", new))
            if new:
                fresh[id] = touch.blob
                self.advance(id, touch.was if source == id else "", touch.blob)
            else:
                self.tips.pop(id, None)
        for id, version in next_versions(before, pairs, by, self.gone).items():
            self.versions[id, fresh[id]] = version

    def advance(self, id: str, was: str, blob: str) -> None:
        tips = [one for one in self.tips.get(id, []) if one not in (was, blob)]
        self.tips[id] = [*tips, blob]

    def before(self, id: str, was: str) -> Version | None:
        """The version that a commit found; one that no commit between both wrote belongs to the old edition."""
        if not was:
            return None
        known = self.versions.get((id, was))
        clause = None if known else self.parsed(was, id)
        if clause is None:
            return known or self.latest(id)
        if id in self.origins:
            found = next_versions({id: self.origins[id]}, [(id, clause)], 0, Removals())[id]
        else:
            found = self.origins[id] = first_version(clause, self.characters)
        self.versions[id, was] = found
        return found

    def latest(self, id: str) -> Version | None:
        found = [self.versions.get((id, blob)) for blob in reversed(self.tips.get(id, []))]
        return next((one for one in found if one), None)

    @cached_property
    def home(self) -> dict[int, tuple[str, str]]:
        """The piece, by clause and words, that each character of the old edition is in now."""
        found = {}
        for id in self.tips:
            latest = self.latest(id)
            for one, cells in zip(latest.fragments, latest.cells, strict=True) if latest else ():
                found.update({owner: (id, one.text) for owners in cells for owner in owners if owner < 0})
        return found

    def merged(self, id: str, blob: str, new: ResolvedClause, by: int) -> None:
        sides = [self.versions[id, one] for one in self.tips[id][-_CANDIDATES:] if (id, one) in self.versions]
        made = [
            next_versions({id: side}, [(id, new)], by, Removals() if place else self.gone)[id]
            for place, side in enumerate(sides)
        ]
        if not made:
            made = [first_version(new, repeat(by))]
        first = made[0]
        cells = [
            [_either([one.cells[n][c] for one in made], by) for c in range(len(first.cells[n]))]
            for n in range(len(first.cells))
        ]
        title = _either([one.title for one in made], by)
        self.versions[id, blob] = Version(first.clause, first.fragments, cells, title)
        self.tips[id] = [blob]

    def parsed(self, blob: str, id: str) -> ResolvedClause | None:
        clause = self.read(blob) if blob else None
        return with_variables(clause) if clause and clause.id == id else None

    def final(self, id: str, clause: Clause | None, saved: bool) -> Version | None:
        """The version that the new edition was made from."""
        latest = self.latest(id)
        if clause is None:
            return latest
        meant = with_variables(clause)
        for blob in reversed(self.tips.get(id, [])):
            known = self.versions.get((id, blob))
            if known and known.clause == meant:
                return known
        by = 0 if saved else self.named((UNSAVED,))
        base = latest or self.origins.get(id)
        return next_versions({id: base}, [(id, meant)], by, self.gone)[id] if base else None


def _plain(version: Version) -> list[object]:
    return [to_json(version.clause).decode(), version.cells, version.title]


def _version(clause: str, cells: list[list[Owners]], title: Owners) -> Version:
    found: ResolvedClause = from_json(clause.encode())
    return Version(found, flatten(found.blocks, found.id), cells, title)


def _either(sides: Sequence[Owners], by: int) -> Owners:
    """Of each character the owner on whichever side has one: the old edition, else a commit, else the merge."""
    return [
        next((one for one in owners if one < 0), next((one for one in owners if one != by), by))
        for owners in zip(*sides, strict=True)
    ]
