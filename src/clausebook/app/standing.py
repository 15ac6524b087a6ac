"""The state of every policy, and the state of this machine and clone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from clausebook.app.workspace import Workspace, open_workspace
from clausebook.model.acts.overview import PolicyOverview, unsigned_roles
from clausebook.model.edition import DRAFT


def overviews(root: Path, as_of: date) -> tuple[PolicyOverview, ...]:
    """Every policy, those with drafts first in the order of the register, then those that were withdrawn.

    Raises UserError where there is no whole history, or the draft has errors.
    """
    workspace = open_workspace(root, as_of, "the states of policies")
    workspace.insist_on_words()
    return tuple(_overviews(workspace))


def _overviews(workspace: Workspace) -> Iterator[PolicyOverview]:
    register = workspace.register
    for policy in dict.fromkeys(edition.policy for edition in workspace.editions):
        editions = workspace.editions_of(policy)
        draft = next((one for one in editions if one.name == DRAFT), None)
        approved = next((one for one in editions if one.approval), None)
        status = register.status(policy)
        force = status.in_force
        signed = force is not None and f"{policy}/{force.name}" in workspace.signed
        shown = draft or editions[0]
        touching = [commit for commit in register.commits if _touches(commit.touches, policy)]
        yield PolicyOverview(
            id=policy,
            title=shown.title,
            owner=shown.owner,
            body=shown.approving_body,
            status=status,
            draft_open=bool(draft and approved and draft.fingerprint != approved.fingerprint),
            unsigned=unsigned_roles(status, signed),
            questions=len({words for commit in touching for words in commit.trailer("Decision-needed")}),
        )


def _touches(touches: tuple[object, ...], policy: str) -> bool:
    paths = (str(getattr(touch, "path", "")) for touch in touches)
    return any(path == f"policy/{policy}.yaml" or path.startswith(f"clauses/{policy}/") for path in paths)
