"""The workspace: the working tree's register, its findings, and the approved editions, read once a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from clausebook.app.kept import KeptFindings, KeptReadings
from clausebook.app.past import kept, past_continued, paths_of, read_past
from clausebook.errors import UserError
from clausebook.history.adoption import all_editions, register_at
from clausebook.history.reasons import words_owner
from clausebook.io.cache import digest_files
from clausebook.io.files import read_files
from clausebook.io.freshness import refs_of
from clausebook.io.git import Repository, open_repository
from clausebook.lint.run import inspect
from clausebook.model.acts.overview import as_shown
from clausebook.model.by_policy import of_policies
from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition
from clausebook.model.finding import Finding, has_errors
from clausebook.model.history import ReadHistory
from clausebook.model.register import Register
from clausebook.model.revision import Commit
from clausebook.model.rule import Checkup
from clausebook.model.school import School
from clausebook.model.term import Term
from clausebook.source.load import load
from clausebook.source.load import policy_of as policy_of
from clausebook.text.records import dataclass

_NAMED = ("policy/instruments", "policy/school.yaml")  # titles of laws and roles, which comparisons name

APPROVALS = "policy/approvals/"
TERMS = "policy/terms.yaml"


@dataclass(frozen=True, kw_only=True, eq=False)  # equal only to itself, as registers are
class Workspace:
    """The working tree and its history, read once.

    `register` knows the approved editions and the commits since the newest of each policy. `faults` are findings about
    records whose words are not the ones they approve. `undrafted` are policies whose draft is left out.
    """

    root: Path
    repository: Repository
    register: Register
    faults: tuple[Finding, ...]
    past: ReadHistory
    undrafted: frozenset[str] = frozenset()

    @property
    def school(self) -> School:
        """The school's facts, or a school without any."""
        return self.register.school or School(name="")

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """For each policy its draft, then its approved editions, newest first."""
        return self.editions_with(lambda policy: None)

    def editions_with(self, known: Callable[[str], Edition | None]) -> tuple[Edition, ...]:
        """The same, with the drafts that are known."""
        drafted = tuple(one for one in self.register.policies if one.id not in self.undrafted)
        found = all_editions(replace(self.register, policies=drafted), self.register.approved, self.repository, known)
        return tuple(_shown(self.register, (*found, *of_policies(self.register.approved, self.undrafted))))

    def without(self, drafts: frozenset[str], policies: frozenset[str]) -> Workspace:
        """The same without the drafts of some policies, and with nothing at all of others."""
        register = self.register
        approved = of_policies(register.approved, {one.policy for one in register.approved} - policies)
        acts = tuple(one for one in register.acts if one.policy not in policies)
        known = tuple(one for one in register.policies if one.id not in policies)
        return replace(
            self, register=replace(register, policies=known, approved=approved, acts=acts), undrafted=drafts - policies
        )

    def editions_of(self, policy: str) -> tuple[Edition, ...]:
        """One policy's draft, then its approved editions, newest first. Other policies may be full of errors."""
        if policy in self.undrafted:
            return self.approved_of(policy)
        alone = replace(self.register, policies=tuple(one for one in self.register.policies if one.id == policy))
        return tuple(_shown(self.register, all_editions(alone, self.register.approved, self.repository)))

    def approved_of(self, policy: str) -> tuple[Edition, ...]:
        """One policy's approved editions, newest first."""
        return of_policies(self.register.approved, (policy,))

    @cached_property
    def signed(self) -> Mapping[str, bytes]:
        """The signed PDFs as they were committed, by the reference of their edition."""
        listed = self.repository.files_at(self.repository.state.head, (APPROVALS,)) if self.register.approved else {}
        paths = {edition.reference: f"{APPROVALS}{edition.reference}.pdf" for edition in self.register.approved}
        found = {reference: listed[path] for reference, path in paths.items() if path in listed}
        blobs = self.repository.blobs(found.values())
        return {reference: blobs[blob] for reference, blob in found.items()}

    @cached_property
    def glossaries(self) -> Mapping[str, tuple[Term, ...]]:
        """The terms of the commit that introduced each approved edition, by its reference."""
        return kept(self.root, "glossaries", (refs_of(self.root),), lambda: dict(self._glossaries()))

    def _glossaries(self) -> Iterator[tuple[str, tuple[Term, ...]]]:
        for edition in self.register.approved:
            listed = self.repository.files_at(edition.commit, (TERMS,)) if edition.commit else {}
            files = {path: self.repository.blobs([blob])[blob] for path, blob in listed.items()}
            yield edition.reference, load(files, self.register.as_of).terms if files else ()

    @cached_property
    def changes(self) -> tuple[Review, ...]:
        """Each approved edition against the one approved before it, newest first for each policy."""
        return tuple(review for policy in self.register.policies for review in self.changes_of(policy.id))

    def changes_of(self, policy: str) -> tuple[Review, ...]:
        """The same of one policy."""
        return _changes(self, policy)

    @cached_property
    def drafted(self) -> dict[str, datetime]:
        """When each policy's draft was last committed; nothing for those that history does not show."""
        found = {policy.id: self._last_commit(policy.id) for policy in self.register.policies}
        return {policy: when for policy, when in found.items() if when}

    @cached_property
    def _commits(self) -> Mapping[str, list[Commit]]:
        found: dict[str, list[Commit]] = {}
        for commit in self.register.commits:
            for policy in {words_owner(touch.path) for touch in commit.touches}:
                found.setdefault(policy, []).append(commit)
        return found

    def _last_commit(self, policy: str) -> datetime | None:
        known = self._commits.get(policy, ())
        if not known and self.repository.state.whole and not self._is_approved(policy):
            last = self.repository.last_change(paths_of(policy))
            return last.committed if last else None
        return max((commit.committed for commit in known), default=None)

    def _is_approved(self, policy: str) -> bool:
        return bool(self.approved_of(policy))

    def check(self) -> tuple[Finding, ...]:
        """What the rules find, and the faults of records. Nothing is built of a policy while it has errors."""
        return (*self.findings, *self.faults)

    def past_continued(self, repository: Repository) -> ReadHistory | None:
        """The past as it is a moment later; None where it must be read again."""
        outlines = (f"policy/{policy.id}.yaml" for policy in self.register.policies)
        return past_continued(self.repository, self.past, outlines, repository)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules find in the draft."""
        return self.checkup.findings

    @cached_property
    def checkup(self) -> Checkup:
        """The same, with how many findings are waived. Only what changed since an earlier check is looked at."""
        return inspect(self.register, known=KeptFindings(self.root))

    def insist_on_words(self, policies: Iterable[str] = ()) -> None:
        """Raise UserError where the draft of these policies, or of any, has errors, so that it cannot be resolved."""
        wanted = tuple(policies)
        others = {policy.id for policy in self.register.policies if wanted} - set(wanted)
        if has_errors(one for one in self.findings if policy_of(one.place.file) not in others):
            raise UserError("the draft has errors", "python3 build.py check lists them")

    @cached_property
    def committed(self) -> Register:
        """The register of the newest revision: what a comparison of two revisions reads, whatever the tree holds."""
        head = self.repository.state.head
        found = register_at(self.repository, head, as_of=self.register.as_of)
        return replace(found, approved=self.register.approved, commits=self.register.commits)


def open_workspace(
    root: Path,
    as_of: date,
    purpose: str = "",
    before: Workspace | None = None,
    repository: Repository | None = None,
) -> Workspace:
    """Read the working tree, and git's history as far as there is one.

    `before` is the workspace as it was a moment ago: where only words were committed since, its past is continued.
    Raises UserError where `purpose` ("reviews") needs the whole history and it is not there.
    """
    repository = repository or open_repository(root)
    if purpose:
        repository.insist_on_history(purpose)
    past = before.past_continued(repository) if before else None
    past = past or read_past(root, repository)
    kept = KeptReadings(root)
    register = replace(load(read_files(root), as_of, kept), commits=past.commits)
    kept.close()
    if repository.state.whole:
        register = replace(register, acts=past.acts)
    known = register
    register = replace(register, approved=past.approved.mapped(lambda editions: _shown(known, editions)))
    return Workspace(root=root, repository=repository, register=register, faults=past.faults, past=past)


def read_register(root: Path, as_of: date) -> Register:
    """The working tree's register alone, without history and unchecked."""
    return load(read_files(root), as_of)


def _shown(register: Register, editions: Iterable[Edition]) -> Iterator[Edition]:
    """Editions as the acts leave them on the day of the register; a draft with the consultations on it."""
    for edition in editions:
        yield as_shown(edition, register.acts_of(edition.policy), register.status(edition.policy))


def _changes(workspace: Workspace, policy: str) -> tuple[Review, ...]:
    """One policy's comparisons: they stay the same while its editions, the register of law and the engine do."""
    approved = workspace.approved_of(policy)
    if len(approved) < 2:
        return ()
    named = {path: data for path, data in workspace.register.files.items() if path.startswith(_NAMED)}
    editions = (f"{edition.reference} {edition.commit} {edition.fingerprint}" for edition in approved)
    others = (one.id for one in workspace.register.policies)

    def make() -> tuple[Review, ...]:
        from clausebook.review.select import (
            adopted_reviews,  # not above: a check compares nothing, and must start at once
        )

        return tuple(adopted_reviews(approved, workspace.repository, workspace.register))

    return kept(workspace.root, "changes", (digest_files(named), *others, *editions), make)
