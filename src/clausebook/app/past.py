"""What history says of all policies, kept from run to run: the words of each policy's editions by themselves."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from clausebook.history.adoption import Read, Words, approved_editions, introduced_acts
from clausebook.history.verify_changelog import changelog_findings
from clausebook.io.cache import Cache, digest, shared_store
from clausebook.io.engine import engine_hash
from clausebook.io.freshness import refs_of
from clausebook.io.git import Repository
from clausebook.model.acts.record import RecordedAct
from clausebook.model.by_policy import ByPolicy
from clausebook.model.codec import from_json, to_json
from clausebook.model.edition import Edition, ResolvedSection, unread
from clausebook.model.finding import Finding
from clausebook.model.history import ReadHistory
from clausebook.model.revision import Commit

Found = TypeVar("Found")
_WORDS, _CHAPTERS = "adopted", "chapters"
Places = tuple[tuple[str, str, tuple[int, ...]], ...]  # policy by policy: the key of its editions, and which of them


def read_past(root: Path, repository: Repository) -> ReadHistory:
    """The same as in an earlier run with the same refs and engine; a policy with no new record is not read again."""
    editions = _Editions(root)

    def make() -> tuple[Places, tuple[Finding, ...], tuple[Commit, ...], tuple[RecordedAct, ...]]:
        approved, faults = approved_editions(repository, editions.keep)
        faults += tuple(changelog_findings(repository)) if approved else ()
        newest = {edition.policy: edition for edition in reversed(approved)}
        logs = repository.logs([(edition.commit, paths_of(policy)) for policy, edition in newest.items()])
        commits = _together(commit for log in logs for commit in log)
        return editions.places(approved), faults, commits, introduced_acts(repository)

    places, faults, commits, acts = kept(root, "past", (refs_of(root),), make)
    approved = editions.at(places, lambda: approved_editions(repository, editions.keep))
    return ReadHistory(approved, faults, commits, acts)


def _at(chapters: Callable[[], tuple[tuple[ResolvedSection, ...], ...]], place: int) -> tuple[ResolvedSection, ...]:
    return chapters()[place]


class _Editions:
    """The words of each policy's editions, under a key of the commits that brought their records in."""

    def __init__(self, root: Path) -> None:
        self._cache = Cache(root / ".cache", shared_store())
        self._known: dict[str, tuple[Words, ...]] = {}

    def keep(self, depends: Mapping[str, tuple[str, ...]], read: Read) -> Mapping[str, tuple[Words, ...]]:
        keys = {policy: digest(_WORDS, *parts, engine_hash()) for policy, parts in depends.items()}
        missing = [policy for policy, key in keys.items() if self._of(key) is None]
        for policy, words in read(missing).items() if missing else ():
            self._known[keys[policy]] = words
            heads = tuple((said, replace(one, chapters=()) if one else None, why) for said, one, why in words)
            chapters = tuple(one.chapters if one else () for _, one, _ in words)
            kept = {_WORDS: to_json(heads, shared=True), _CHAPTERS: to_json(chapters, shared=True)}
            self._cache.put(keys[policy], kept)
        return {policy: self._known[key] for policy, key in keys.items()}

    def _of(self, key: str) -> tuple[Words, ...] | None:
        found = {} if key in self._known else self._cache.get(key) or {}
        if found.keys() >= {_WORDS, _CHAPTERS}:
            with contextlib.suppress(ValueError):
                chapters = cache(partial(from_json, found[_CHAPTERS]))
                self._known[key] = tuple(
                    (said, unread(one, partial(_at, chapters, place)) if one else None, why)
                    for place, (said, one, why) in enumerate(from_json(found[_WORDS]))
                )
        return self._known.get(key)

    def places(self, editions: Iterable[Edition]) -> Places:
        """Where editions that were kept are."""
        known = {id(one): (key, at) for key, words in self._known.items() for at, (_, one, _) in enumerate(words)}
        found: dict[tuple[str, str], list[int]] = {}
        for edition in editions:
            key, at = known[id(edition)]
            found.setdefault((edition.policy, key), []).append(at)
        return tuple((policy, key, tuple(at)) for (policy, key), at in found.items())

    def at(self, places: Places, again: Callable[[], object]) -> ByPolicy[Edition]:
        """The editions at these places, which are read `again` where somebody emptied a part of the cache."""

        def made(policy: str) -> tuple[Edition, ...]:
            mine = [(key, at) for named, key, at in places if named == policy]
            if any(self._of(key) is None for key, _ in mine):
                again()
            found = (self._of(key) or () for key, _ in mine)
            return tuple(
                edition for words, (_, at) in zip(found, mine, strict=True) for one in at if (edition := words[one][1])
            )

        keys = {policy: "" for policy, _, _ in places}
        keys |= {policy: f"{keys[policy]} {key} {at}" for policy, key, at in places}
        return ByPolicy({policy: partial(made, policy) for policy in keys}, keys)


def past_continued(
    before: Repository, past: ReadHistory, outlines: Iterable[str], repository: Repository
) -> ReadHistory | None:
    """The past of a moment ago with the commits that came since; None where they touch more than words and outlines."""
    old, new = before.state, repository.state
    if not (old.whole and new.whole and old.branch == new.branch):
        return None
    since = repository.log(old.head, new.head, ()) if old.head != new.head else ()
    heads = [old.head, *(one.id for one in since)]
    if heads[-1] != new.head or any(one.parents != (head,) for one, head in zip(since, heads, strict=False)):
        return None
    words = ("clauses/", *outlines)
    if any(touch.how == "R" or not touch.path.startswith(words) for one in since for touch in one.touches):
        return None
    known = [paths_of(policy) for policy in past.approved.keys]
    fresh = _together(within for paths in known for one in since if (within := _within(one, paths)))
    return replace(past, commits=(*past.commits, *fresh))


def _together(commits: Iterable[Commit]) -> tuple[Commit, ...]:
    """Each commit once, with all that it touches: it may be in the logs of several policies."""
    found: dict[str, Commit] = {}
    for one in commits:
        before = found.get(one.id)
        found[one.id] = replace(one, touches=(*before.touches, *one.touches)) if before else one
    return tuple(found.values())


def _within(commit: Commit, paths: tuple[str, str]) -> Commit | None:
    """The commit as a log of some paths shows it; None where it touches none of them."""
    touches = tuple(one for one in commit.touches if one.path == paths[0] or one.path.startswith(paths[1]))
    return replace(commit, touches=touches) if touches else None


def kept(root: Path, name: str, depends: tuple[str, ...], make: Callable[[], Found]) -> Found:
    """What `make` gives, or gave in an earlier run with the same engine and the same things it depends on."""
    cache, key = Cache(root / ".cache", shared_store()), digest(name, *depends, engine_hash())
    kept = (cache.get(key) or {}).get(name)
    if kept is not None:
        with contextlib.suppress(ValueError):  # a cache is anybody's: what cannot be read is made again
            found: Found = from_json(kept)
            return found
    made = make()
    cache.put(key, {name: to_json(made, shared=True)})
    return made


def paths_of(policy: str) -> tuple[str, str]:
    """Where a policy's words are."""
    return f"policy/{policy}.yaml", f"clauses/{policy}/"
