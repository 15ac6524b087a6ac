"""What a build keeps of each policy: its files once they were read back, and what pages of the school say of it.

The key of a part holds all that decides it, so that a policy which did not change is neither rendered nor read back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property

from clausebook.app.workspace import Workspace, policy_of
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
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.review.select import draft_review
from clausebook.text.records import dataclass

_FACTS = "facts.json"  # not below a policy's folder, as every file is
Facts = dict[str, object]


@dataclass(frozen=True)
class Part:
    """The files of one policy, by path below output/, and the facts that were worked out of it."""

    files: MadeFiles
    facts: Facts


class Parts:
    """The parts of a build, found and kept by what they are made from."""

    def __init__(self, workspace: Workspace, order: Order, looks: Mapping[str, bytes]) -> None:
        self._workspace, self._order, self._looks, self.root = workspace, order, digest_files(looks), order.root
        self._editions: dict[str, tuple[Edition, ...]] = {}
        for edition in workspace.editions:
            self._editions[edition.policy] = (*self._editions.get(edition.policy, ()), edition)
        self._cache = Cache(order.root / ".cache", shared_store())
        self.written = WrittenFiles(order.root, self._cache.content)
        self._sources: dict[str, str] = {}
        self._made: dict[str, tuple[Review, ...]] = {}
        self._written: dict[str, bytes] = {}

    def find(self, policy: str, publication: Publication) -> Part | None:
        """The part of a policy as it is now, where it was made before."""
        found = self._kept(self._key(policy, publication))
        if found is None:
            return None
        try:
            facts = from_json(found.made.pop(_FACTS))
        except (ValueError, KeyError):
            return None
        return Part(found, dict(facts))

    def _kept(self, key: str) -> MadeFiles | None:
        """The files kept under a key. What output/ holds already is not read."""
        listed = self._cache.listed(key)
        if listed is not None:
            written = {path: one for path, name in listed.items() if (one := self.written.find(path, name))}
            made = {path: self._cache.content(name) for path, name in listed.items() if path not in written}
            whole = {path: content for path, content in made.items() if content is not None}
            if len(whole) == len(made):
                return MadeFiles(whole, written)
        kept = self._cache.get(key)  # another machine may have it
        return MadeFiles(kept) if kept is not None else None

    def keep(self, policy: str, publication: Publication, part: Part) -> None:
        """Keep the part of a policy, which was read back."""
        self._cache.put(self._key(policy, publication), {**part.files, _FACTS: to_json(part.facts)})

    def reviews(self, policy: str) -> tuple[Review, ...]:
        """The review of a policy's draft; nothing where there is none, or where the words are alike."""
        if policy not in self._made:
            self._made[policy] = self._reviews(policy)
        return self._made[policy]

    def as_json(self, review: Review) -> bytes:
        """The review of a policy's draft as it is kept."""
        return self._written.get(review.policy) or to_json((review,))

    def _key(self, policy: str, publication: Publication) -> str:
        editions = publication.editions_of(policy)
        return digest(
            "part",
            self.source(policy),
            self._review(policy),
            self._looks,
            str(self._order.site),
            str(publication.is_whole),
            repr(publication.drafted.get(policy)),
            *(edition.reference for edition in editions),
            *(publication.signed.get(edition.reference, b"") for edition in editions),
        )

    def source(self, policy: str) -> str:
        """A hash of all that the words of a policy's editions, and whatever is said of them, come from."""
        if policy not in self._sources:
            register, editions = self._workspace.register, self._editions.get(policy, ())
            self._sources[policy] = digest(
                engine_hash(),
                self._shared,
                digest_files(self._files.get(policy, {})),
                register.as_of.isoformat(),
                to_json(register.acts_of(policy)),
                *(path for path in sorted(self._workspace.repository.state.dirty) if self._home(path) in ("", policy)),
                *(f"{edition.reference} {edition.commit}" for edition in editions),
                *self._words(policy),
            )
        return self._sources[policy]

    def _words(self, policy: str) -> Iterator[str | bytes]:
        """What else the words of a policy's editions come from: its records, and files in places that do not say so."""
        approved = self._workspace.register.approved
        if isinstance(approved, ByPolicy) and not self._are_mixed:
            yield approved.keys.get(policy, "")
        else:
            yield from map(to_json, self._editions.get(policy, ()))

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
        return found if found in self._editions else ""

    def _review(self, policy: str) -> str:
        """The key of the review of a policy's draft, "" where there can be none."""
        editions = self._editions.get(policy, ())
        if len(editions) < 2 or not editions[0].is_draft or not self._workspace.repository.state.whole:
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
        reviews = (made,) if made else ()
        self._written[policy] = to_json(reviews)
        self._cache.put(key, {"": self._written[policy]})
        return reviews

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
        newest = {of[1].commit for of in self._editions.values() if len(of) > 1 and of[1].commit}
        repository = self._workspace.repository
        return repository.touched_since(sorted(newest), repository.state.head, PATHS)
