"""A Word file that came back: found again among the editions, compared with itself as built, and taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from clausebook.app.workspace import Workspace, open_workspace
from clausebook.approving.approve import obstacles
from clausebook.errors import UserError, all_refusals
from clausebook.history.adoption import register_at
from clausebook.io import pandoc
from clausebook.io.documents.returned import read, reread
from clausebook.io.files import read_looks
from clausebook.io.git import Repository
from clausebook.model.decode import nearest
from clausebook.model.documents.returned import AppliedChanges, ReturnedDocument
from clausebook.model.edition import DRAFT, Edition
from clausebook.model.register import Register
from clausebook.resolve.resolve import resolve
from clausebook.text.records import dataclass
from clausebook.word_review import Accepts, Wanted, take_in
from clausebook.word_review.built import as_built
from clausebook.word_review.said import as_json, message, report_lines

__all__ = ["as_json", "report_lines", "take_back"]

FURTHEST = 400  # commits looked through for the words a file was made from
EVERYBODY = "all"


@dataclass(frozen=True, kw_only=True)
class ComparisonBase:
    """The words a file was made from: the register that holds them, the edition, and for a review the one before."""

    register: Register
    edition: Edition
    old: Edition | None = None
    guessed: bool = False


def take_back(
    root: Path,
    file: Path,
    as_of: date,
    *,
    policy: str = "",
    accept: Sequence[str] = (),
    reason: str = "",
    author: str = "",
    dry_run: bool = False,
    wanted: Wanted = lambda change: True,
) -> tuple[AppliedChanges, bool]:
    """Read the file, edit the clauses and commit them with the reason; with `dry_run` nothing is written.

    `wanted` says which of the changes that have a place are made.

    Also says whether the edition had to be guessed. Raises UserError for a file that cannot be read, whose words are in
    no commit, or where files that would be edited hold changes that are not committed.
    """
    back = reread(file)
    workspace = open_workspace(root, as_of, "reviews")
    workspace.insist_on_words()
    origin = _origin(workspace, back, policy)
    built = read(pandoc.write(as_built(origin.edition, origin.old, as_of, read_looks(root))), back.name)
    accepts = _accepting(accept, back)
    current = {path: data.decode("utf-8") for path, data in workspace.register.files.items()}
    taken = take_in(back, built, origin.register, origin.edition, accepts, current, wanted)
    if taken.files and not dry_run:
        _commit(workspace.repository, taken, file.name, reason, author)
    return taken, origin.guessed


def _accepting(accept: Sequence[str], back: ReturnedDocument) -> Accepts:
    """Whose tracked changes are accepted. Raises UserError for a name that is not in the file."""
    names = {mark.who for line in back.lines for mark in line.marks if not mark.is_ours}
    for name in accept:
        if name != EVERYBODY and name not in names:
            known = f"changes are by {', '.join(sorted(names))}" if names else "it has no tracked changes"
            raise UserError(f"no tracked change in {back.name} is by {name}", known)
    return lambda mark: EVERYBODY in accept or mark.who in accept


# ---- the words a file was made from


def _origin(workspace: Workspace, back: ReturnedDocument, policy: str) -> ComparisonBase:
    """Found by the fingerprints in the file's properties. Raises UserError where they lead nowhere."""
    found = _found(workspace, back)
    if found is None:
        return _guessed(workspace, back, policy)
    if policy and found.edition.policy != policy:
        raise UserError(f"{back.name} is of the policy {found.edition.policy}, not {policy}", "leave --policy out")
    if back.is_review and len(back.fingerprints) == 2:
        old = next((one for one in workspace.editions if one.fingerprint == back.fingerprints[0]), None)
        earlier = old or _searched(workspace, back.fingerprints[0])
        if earlier is None:
            raise _lost(back)
        return replace(found, old=earlier if isinstance(earlier, Edition) else earlier.edition)
    return found


def _found(workspace: Workspace, back: ReturnedDocument) -> ComparisonBase | None:
    if not back.fingerprints:
        return None
    wanted = back.fingerprints[-1]
    for edition in workspace.editions:
        if edition.fingerprint == wanted and f"{edition.reference}:" in back.about and edition.approval:
            return ComparisonBase(register=register_at(workspace.repository, edition.commit), edition=edition)
    if back.commit and (found := _at(workspace, back.commit, wanted)):
        return found
    for edition in workspace.editions:
        if edition.fingerprint == wanted and not edition.approval:
            return ComparisonBase(register=workspace.register, edition=replace(edition, commit=back.commit))
    return _searched(workspace, wanted)


def _at(workspace: Workspace, commit: str, wanted: str) -> ComparisonBase | None:
    """The words with a fingerprint, if they were in a commit."""
    from jinja2 import TemplateError

    try:
        register = register_at(workspace.repository, commit)
        for policy in register.policies:
            previous = next((one.approval for one in workspace.editions_of(policy.id) if one.approval), None)
            edition = resolve(register, policy.id, DRAFT, previous=previous, commit=commit)
            if edition.fingerprint == wanted:
                return ComparisonBase(register=register, edition=edition)
    except (UserError, TemplateError, KeyError):
        return None  # a commit that is not here, or whose clauses were unfinished
    return None


def _searched(workspace: Workspace, wanted: str) -> ComparisonBase | None:
    """The same in all commits that touched the words, newest first."""
    commits = workspace.repository.log("", workspace.repository.state.head)
    found = (_at(workspace, commit.id, wanted) for commit in list(reversed(commits))[:FURTHEST])
    return next((one for one in found if one), None)


def _guessed(workspace: Workspace, back: ReturnedDocument, policy: str) -> ComparisonBase:
    """The draft, where a file does not say what it was made from, or the user says that it was."""
    ids = [one.id for one in workspace.register.policies]
    if policy and policy not in ids:
        raise UserError(f"there is no policy {policy}", nearest(policy, ids))
    if not policy and (back.fingerprints or len(ids) != 1):
        raise _lost(back)
    draft = workspace.editions_of(policy or ids[0])[0]
    if not back.is_review:
        return ComparisonBase(register=workspace.register, edition=draft, guessed=True)
    return ComparisonBase(
        register=workspace.register, edition=draft, old=workspace.editions_of(draft.policy)[-1], guessed=True
    )


def _lost(back: ReturnedDocument) -> UserError:
    return UserError(
        f"the words that {back.name} was made from are in no commit here",
        "say --policy ID, and it is compared with that policy's draft",
    )


def _commit(repository: Repository, taken: AppliedChanges, file: str, reason: str, author: str) -> None:
    """One commit of the edited files, and of nothing else."""
    if not reason.strip():
        raise UserError("a change of the policy needs a reason", 'say why: --reason "what the governors said"')
    touched = [path for path in repository.changes() if path in taken.files]
    if against := tuple(obstacles(repository.state, touched, "the edit")):
        raise all_refusals("the changes were not taken in", against)
    files = {path: text.encode("utf-8") for path, text in taken.files.items()}
    repository.commit_files(files, message(taken, file, reason), author)
