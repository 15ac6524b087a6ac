"""Commits -> reasons. Which commits changed a clause, followed by its id; authors are shown as roles, not as people."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from clausebook.model.comparison.redline import ClauseChange
from clausebook.model.history import SOMEBODY, UPSTREAM, Reason
from clausebook.model.revision import Commit, Touch, expand_taken
from clausebook.model.school import School

# Wherever the folders were; school facts change words too.
PATHS = (":(glob)**/clauses/**", ":(glob)**/policy/*.yaml")
_SHARED = {"fact": "school", "definition": "terms"}  # what changes clauses from outside, by the file below policy/


class Commits:
    """The commits between two revisions, oldest first, findable by what they touched.

    A clause is followed by its id, which is its file's name, wherever git saw the register's folders come from; copies
    in other folders, as for tests, do not count, nor are clauses of `others`, which are policies too. A merge lists
    only what it wrote itself, so that no change is counted twice. Commits that concern `others` alone are left out.
    """

    def __init__(self, commits: Sequence[Commit], policy: str, others: Iterable[str] = ()) -> None:
        self.policy = policy
        self.others = frozenset(others) - {policy}
        self.all = tuple(one for one in expand_taken(commits) if concerns(_paths(one), self.others))
        self.homes = _homes(self.all)
        self._clauses: dict[str, str] = {}

    def only(self, wanted: Callable[[Touch], bool]) -> Commits:
        """The same commits with those touches alone that are wanted; commits without any are left out."""
        found = Commits((), self.policy, self.others)
        kept = (replace(one, touches=tuple(filter(wanted, one.touches))) for one in self.all)
        found.all, found.homes = tuple(one for one in kept if one.touches), self.homes
        return found

    @cached_property
    def by_clause(self) -> Mapping[str, tuple[Commit, ...]]:
        """Clause id to the commits that touched its file."""
        return self._by(self.clause_of)

    @cached_property
    def by_file(self) -> Mapping[str, tuple[Commit, ...]]:
        """The name of a file directly below policy/ to the commits that touched it: "school", or a policy's id."""
        return self._by(self._data_file)

    def _by(self, key_of: Callable[[str], str]) -> dict[str, tuple[Commit, ...]]:
        found: dict[str, dict[str, Commit]] = {}
        for commit in self.all:
            for touch in commit.touches:
                for key in filter(None, (key_of(touch.path), key_of(touch.before))):
                    found.setdefault(key, {})[commit.id] = commit
        return {key: tuple(commits.values()) for key, commits in found.items()}

    def clause_of(self, path: str) -> str:
        """The id of the clause whose file this is; empty where the file is none, or another policy's."""
        known = self._clauses.get(path)
        if known is None:
            folder, _, name = path.rpartition("/")
            mine = "clauses/" in path and folder.rpartition("/")[2] not in self.others and _home(path) in self.homes
            known = self._clauses[path] = name.removesuffix(".yaml") if mine else ""
        return known

    def _data_file(self, path: str) -> str:
        folder, _, name = path.rpartition("/")
        mine = folder.rpartition("/")[2] == "policy" and _home(path) in self.homes
        return name.removesuffix(".yaml") if mine else ""

    def touching(self, change: ClauseChange) -> tuple[Commit, ...]:
        """Those that touched the clause's file, or the school's facts or terms where one changed."""
        files = [name for kind, name in _SHARED.items() if any(cause.kind == kind for cause in change.causes)]
        own = self.by_clause.get(change.id, ())
        return self.in_order((*own, *(one for name in files for one in self.by_file.get(name, ())))) if files else own

    def explaining(self, change: ClauseChange) -> tuple[Commit, ...]:
        """Those that touched it; where none did (it was only renumbered, say), those that changed the outline."""
        return self.touching(change) or self.by_file.get(self.policy, ())

    def in_order(self, commits: Iterable[Commit]) -> tuple[Commit, ...]:
        """These commits, each once, oldest first."""
        wanted = {commit.id for commit in commits}
        return tuple(commit for commit in self.all if commit.id in wanted)

    def clauses_of(self, commit: Commit) -> frozenset[str]:
        """The ids of the clauses that a commit touched."""
        paths = (path for touch in commit.touches for path in (touch.path, touch.before))
        return frozenset(filter(None, map(self.clause_of, paths)))


def concerns(paths: Collection[str], others: Collection[str]) -> bool:
    """Whether a commit that touched these paths may matter to a policy: not where all of them are those of `others`."""
    return not paths or bool(owners(paths).difference(others))


def owners(paths: Iterable[str]) -> frozenset[str]:
    """The policies that paths belong to, with "" where one is no policy's."""
    return frozenset(map(_owner, paths))


_WORDS = r"(?:clauses/([^/]+)/|policy/([^/]+)\.yaml$)"


@lru_cache(maxsize=1 << 15)
def _owner(path: str) -> str:
    """The policy whose outline or clause is at a path, below any folder; "" for what is no policy's."""
    return _policy(re.search(rf"(?:^|/){_WORDS}", path))


def words_owner(path: str) -> str:
    """The policy whose outline or clause is at a path from the top of the repository; "" for what is no policy's."""
    return _policy(re.match(_WORDS, path))


def _policy(found: re.Match[str] | None) -> str:
    return found[1] or found[2] if found else ""


def _paths(commit: Commit) -> list[str]:
    return [path for touch in commit.touches for path in (touch.path, touch.before) if path]


def reason_of(commit: Commit, school: School) -> Reason:
    """A commit as governors read it. Whoever the school maps to no role is "a contributor"."""
    return Reason(
        commit=commit.id,
        who=UPSTREAM if commit.via else school.role_of(commit.email) or SOMEBODY,
        on=commit.authored.date().isoformat(),
        subject=commit.subject,
        body=commit.body,
        trailers=commit.trailers,
    )


def _home(path: str) -> str | None:
    """The folder that clauses/ and policy/ are in, "" for the top; None for a path in neither."""
    found = re.match(r"((?:.*?/)?)(?:clauses|policy)/", path)
    return found[1] if found else None


def _homes(commits: Sequence[Commit]) -> frozenset[str | None]:
    """The folders that the register was in: the top, and those that git saw its files come from."""
    homes: set[str | None] = {""}
    for commit in reversed(commits):
        homes |= {_home(touch.before) for touch in commit.touches if touch.before and _home(touch.path) in homes}
    return frozenset(homes - {None})
