"""What a build keeps of each policy: its files once they were read back, and what pages of the school say of it.

The key of a part holds all that decides it, so that a policy which did not change is neither rendered nor read back.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from clausebook.app.workspace import Workspace, policy_of
from clausebook.history.reasons import PATHS, concerns
from clausebook.io.cache import Cache, digest, digest_files, shared_store
from clausebook.io.engine import engine_hash
from clausebook.io.jobs import Files
from clausebook.io.memory import no_collection
from clausebook.model.artefact import Order
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

    files: Files
    facts: Facts


class Parts:
    """The parts of a build, found and kept by what they are made from."""

    def __init__(self, workspace: Workspace, order: Order, looks: Mapping[str, bytes]) -> None:
        self._workspace, self._order, self._looks = workspace, order, digest_files(looks)
        self._editions: dict[str, tuple[Edition, ...]] = {}
        for edition in workspace.editions:
            self._editions[edition.policy] = (*self._editions.get(edition.policy, ()), edition)
        self._cache = Cache(order.root / ".cache", shared_store())
        self._sources: dict[str, str] = {}
        self._reviews: dict[str, bytes] = {}
        self._made: dict[str, tuple[Review, ...]] = {}

    def find(self, policy: str, publication: Publication) -> Part | None:
        """The part of a policy as it is now, where it was made before."""
        found = self._cache.get(self._key(policy, publication))
        if found is None:
            return None
        try:
            facts = from_json(found.pop(_FACTS))
        except (ValueError, KeyError):
            return None
        return Part(found, dict(facts))

    def keep(self, policy: str, publication: Publication, part: Part) -> None:
        """Keep the part of a policy, which was read back."""
        self._cache.put(self._key(policy, publication), {**part.files, _FACTS: to_json(part.facts)})

    def reviews(self, policy: str) -> tuple[Review, ...]:
        """The review of a policy's draft; nothing where there is none, or where the words are alike."""
        kept = self._review(policy)
        if policy not in self._made:
            self._made[policy] = from_json(kept)
        return self._made[policy]

    def _key(self, policy: str, publication: Publication) -> str:
        editions = publication.editions_of(policy)
        return digest(
            "part",
            self._source(policy),
            self._review(policy),
            self._looks,
            str(self._order.site),
            str(publication.is_whole),
            repr(publication.drafted.get(policy)),
            *(edition.reference for edition in editions),
            *(publication.signed.get(edition.reference, b"") for edition in editions),
        )

    def _source(self, policy: str) -> str:
        """A hash of all that the words of a policy's editions, and whatever is said of them, come from."""
        if policy not in self._sources:
            register = self._workspace.register
            own = {path: data for path, data in register.files.items() if self._home(path) == policy}
            self._sources[policy] = digest(
                engine_hash(),
                self._shared,
                digest_files(own),
                register.as_of.isoformat(),
                to_json(register.acts_of(policy)),
                *(path for path in sorted(self._workspace.repository.state.dirty) if self._home(path) in ("", policy)),
                *(to_json(edition) for edition in self._editions.get(policy, ())),
            )
        return self._sources[policy]

    @cached_property
    def _shared(self) -> str:
        register = self._workspace.register
        shared = {path: data for path, data in register.files.items() if not self._home(path)}
        return digest(digest_files(shared), *(one.id for one in register.policies))

    def _home(self, path: str) -> str:
        """The policy that a file belongs to, "" for one that may matter to all."""
        found = policy_of(path)
        return found if found in self._editions else ""

    def _review(self, policy: str) -> bytes:
        """The reviews of a policy's draft, none or one, as JSON."""
        if policy not in self._reviews:
            self._reviews[policy] = self._made_review(policy)
        return self._reviews[policy]

    def _made_review(self, policy: str) -> bytes:
        workspace, editions = self._workspace, self._editions.get(policy, ())
        if len(editions) < 2 or not editions[0].is_draft or not workspace.repository.state.whole:
            return to_json(())
        key = digest("draft review", self._source(policy), *self._commits(policy))
        kept = (self._cache.get(key) or {}).get("")
        if kept is None:
            with no_collection():
                found = draft_review(editions, workspace.repository, workspace.register, self._order.as_of)
            self._made[policy] = (found,) if found else ()
            kept = to_json(self._made[policy])
            self._cache.put(key, {"": kept})
        return kept

    def _commits(self, policy: str) -> list[str]:
        """The commits that a review may tell of: since the oldest edition that any draft is compared with."""
        others = {one.id for one in self._workspace.register.policies} - {policy}
        return [commit for commit, paths in self._touched.items() if concerns(paths, others)]

    @cached_property
    def _touched(self) -> Mapping[str, frozenset[str]]:
        newest = {of[1].commit for of in self._editions.values() if len(of) > 1 and of[1].commit}
        repository = self._workspace.repository
        return repository.touched_since(sorted(newest), repository.state.head, PATHS)
