"""What a build keeps of each policy: its files once they were read back, and what pages of the school say of it.

The key of a part holds all that decides it, so that a policy which did not change is neither rendered nor read back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, partial

from clausebook.app.workspace import Workspace, policy_of
from clausebook.history.adoption import draft_commit, withdrawn
from clausebook.history.reasons import PATHS, owners
from clausebook.io.cache import Cache, digest, digest_files, shared_store
from clausebook.io.engine import engine_hash
from clausebook.io.memory import no_collection
from clausebook.io.output import WrittenFiles
from clausebook.lint.parts import RegisterParts
from clausebook.model.artefact import MadeFiles, Order
from clausebook.model.by_policy import ByPolicy
from clausebook.model.codec import from_json, to_json
from clausebook.model.comparison.review import Review
from clausebook.model.edition import DRAFT, Edition, ResolvedSection, editions_by_policy, unread
from clausebook.review.select import draft_review
from clausebook.text.records import dataclass

_FACTS, _DRAFT = "facts.json", "draft.json"  # not below a policy's folder, as every file is
_HEAD = "draft"
Facts = dict[str, object]


@dataclass(frozen=True)
class Part:
    """The files of one policy, by path below output/, the facts that were worked out of it, and its draft."""

    files: MadeFiles
    facts: Facts
    draft: Edition | None


class Parts:
    """The parts of a build, found and kept by what they are made from."""

    def __init__(self, workspace: Workspace, order: Order, looks: Mapping[str, bytes]) -> None:
        self._workspace, self._order, self._looks, self.root = workspace, order, digest_files(looks), order.root
        self._named = {policy: tuple(named) for policy, named in _named(workspace)}
        self._cache = Cache(order.root / ".cache", shared_store())
        self.written = WrittenFiles(order.root, self._cache.content)
        self._sources: dict[str, str] = {}
        self._found: dict[str, Part | None] = {}
        self._made: dict[str, tuple[Review, ...]] = {}
        self._written: dict[str, bytes] = {}
        self._compared: list[str] = []

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """All editions of the workspace. A draft that was kept is not resolved again."""

        def draft(policy: str) -> Edition | None:
            part = self.find(policy)
            return part.draft if part else None

        return self._workspace.editions_with(draft)

    @cached_property
    def _editions(self) -> Mapping[str, tuple[Edition, ...]]:
        return editions_by_policy(self.editions)

    def find(self, policy: str) -> Part | None:
        """The part of a policy as it is now, where it was made before."""
        if policy not in self._found:
            self._found[policy] = self._part(policy) if self._wanted(policy) else None
        return self._found[policy]

    def _part(self, policy: str) -> Part | None:
        key = self._key(policy)
        found = self._kept(key)
        if found is None:
            return None
        try:
            facts = dict(from_json(found.made.pop(_FACTS)))
            head = facts.pop(_HEAD)
        except (ValueError, KeyError):
            return None
        found.made.pop(_DRAFT, None)
        return Part(found, facts, unread(head, partial(self._chapters, policy, key)) if head else None)

    def _chapters(self, policy: str, key: str) -> tuple[ResolvedSection, ...]:
        content = self._cache.content((self._cache.listed(key) or {}).get(_DRAFT, ""))
        if content is not None:
            with suppress(ValueError):
                found: tuple[ResolvedSection, ...] = from_json(content)
                return found
        return self._workspace.editions_of(policy)[0].chapters  # somebody emptied a part of the cache

    def _kept(self, key: str) -> MadeFiles | None:
        """The files kept under a key. What output/ holds already is not read."""
        listed = self._cache.listed(key)
        if listed is not None:
            written = {path: one for path, name in listed.items() if (one := self.written.find(path, name))}
            left = {*written, _DRAFT}
            made = {path: self._cache.content(name) for path, name in listed.items() if path not in left}
            whole = {path: content for path, content in made.items() if content is not None}
            if len(whole) == len(made):
                return MadeFiles(whole, written)
        kept = self._cache.get(key)  # another machine may have it
        return MadeFiles(kept) if kept is not None else None

    def keep(self, policy: str, files: Mapping[str, bytes], facts: Facts) -> None:
        """Keep what was made of a policy, which was read back."""
        draft = next((one for one in self._editions[policy] if one.is_draft), None)
        head = replace(draft, chapters=()) if draft else None
        said = {_FACTS: to_json({**facts, _HEAD: head}), _DRAFT: to_json(draft.chapters if draft else ())}
        self._cache.put(self._key(policy), {**files, **said})

    def reviews(self, policy: str) -> tuple[Review, ...]:
        """The review of a policy's draft; nothing where there is none, or where the words are alike."""
        if policy not in self._made:
            self._made[policy] = self._reviews(policy)
        return self._made[policy]

    def as_json(self, policy: str) -> bytes:
        """The review of a policy's draft as it is kept."""
        if policy not in self._written:
            self._written[policy] = to_json(self.reviews(policy))
        return self._written[policy]

    def keep_reviews(self) -> None:
        """Keep the reviews that were made: not before their pages are shown."""
        for policy in self._compared:
            self._cache.put(self._review(policy), {"": self.as_json(policy)})

    def _wanted(self, policy: str) -> list[str]:
        return [name for name, _ in self._named.get(policy, ()) if self._order.names(policy, name)]

    @cached_property
    def _is_whole(self) -> bool:
        return all(len(self._wanted(policy)) == len(named) for policy, named in self._named.items())

    def _key(self, policy: str) -> str:
        references = [f"{policy}/{name}" for name in self._wanted(policy)]
        return digest(
            "part",
            self.source(policy),
            self._review(policy),
            self._looks,
            str(self._order.site),
            str(self._is_whole),
            repr(self._workspace.drafted.get(policy)),
            *references,
            *(self._workspace.signed.get(reference, b"") for reference in references),
        )

    def source(self, policy: str) -> str:
        """A hash of all that the words of a policy's editions, and whatever is said of them, come from."""
        if policy not in self._sources:
            register = self._workspace.register
            self._sources[policy] = digest(
                engine_hash(),
                self._shared,
                digest_files(self._files.get(policy, {})),
                register.as_of.isoformat(),
                to_json(register.acts_of(policy)),
                *(path for path in sorted(self._workspace.repository.state.dirty) if self._home(path) in ("", policy)),
                *(f"{name} {commit}" for name, commit in self._named.get(policy, ())),
                *self._words(policy),
            )
        return self._sources[policy]

    def _words(self, policy: str) -> Iterator[str | bytes]:
        """What else the words of a policy's editions come from: its records, and files in places that do not say so."""
        approved = self._workspace.register.approved
        if isinstance(approved, ByPolicy) and not self._are_mixed:
            yield approved.keys.get(policy, "")
        else:
            is_drafted = any(name == DRAFT for name, _ in self._named.get(policy, ()))
            workspace = self._workspace
            yield from map(to_json, workspace.editions_of(policy) if is_drafted else workspace.approved_of(policy))

    @cached_property
    def _are_mixed(self) -> bool:
        return RegisterParts(self._workspace.register).are_mixed

    @cached_property
    def _files(self) -> Mapping[str, dict[str, bytes]]:
        """The files of each policy, and under "" those that may matter to all."""
        found: dict[str, dict[str, bytes]] = {"": {}}
        for path, data in self._workspace.register.files.items():
            found.setdefault(self._home(path), {})[path] = data
        return found

    @cached_property
    def _shared(self) -> str:
        return digest(digest_files(self._files[""]), *(one.id for one in self._workspace.register.policies))

    def _home(self, path: str) -> str:
        """The policy that a file belongs to, "" for one that may matter to all."""
        found = policy_of(path)
        return found if found in self._named else ""

    def _review(self, policy: str) -> str:
        """The key of the review of a policy's draft, "" where there can be none."""
        named = self._named.get(policy, ())
        if len(named) < 2 or named[0][0] != DRAFT or not self._workspace.repository.state.whole:
            return ""
        return digest("draft review", self.source(policy), *self._commits(policy))

    def _reviews(self, policy: str) -> tuple[Review, ...]:
        key, workspace = self._review(policy), self._workspace
        if not key:
            return ()
        kept = (self._cache.get(key) or {}).get("")
        if kept is not None:
            with suppress(ValueError):
                found: tuple[Review, ...] = from_json(kept)
                self._written[policy] = kept
                return found
        with no_collection():
            made = draft_review(self._editions[policy], workspace.repository, workspace.register, self._order.as_of)
        self._compared.append(policy)
        return (made,) if made else ()

    def _commits(self, policy: str) -> Iterator[str]:
        """The commits that a review may tell of: since the oldest edition that any draft is compared with."""
        return (self._touched[at] for at in sorted({*self._concerning[""], *self._concerning.get(policy, ())}))

    @cached_property
    def _concerning(self) -> Mapping[str, list[int]]:
        """The places of the commits that matter to one policy alone, and under "" of those that matter to all."""
        policies = {one.id for one in self._workspace.register.policies}
        found: dict[str, list[int]] = {"": []}
        for at, paths in enumerate(self._paths.values()):
            of = owners(paths)
            for policy in of if of and of <= policies else ("",):
                found.setdefault(policy, []).append(at)
        return found

    @cached_property
    def _touched(self) -> tuple[str, ...]:
        return tuple(self._paths)

    @cached_property
    def _paths(self) -> Mapping[str, frozenset[str]]:
        newest = {named[1][1] for named in self._named.values() if len(named) > 1 and named[1][1]}
        repository = self._workspace.repository
        return repository.touched_since(sorted(newest), repository.state.head, PATHS)


def _named(workspace: Workspace) -> Iterator[tuple[str, Iterator[tuple[str, str]]]]:
    """The names of each policy's editions with the commit that each is read from, the draft before all."""
    drafted = {one.id: one for one in workspace.register.policies if one.id not in workspace.undrafted}

    def names(policy: str) -> Iterator[tuple[str, str]]:
        if policy in drafted:
            yield DRAFT, draft_commit(drafted[policy], workspace.repository)
        yield from ((one.name, one.commit) for one in workspace.approved_of(policy))

    shown = (*drafted, *sorted(withdrawn(workspace.register) | workspace.undrafted))
    return ((policy, names(policy)) for policy in dict.fromkeys(shown))
