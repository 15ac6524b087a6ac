"""What governors and the clerk do with editions: approve them, verify them, and show a clause's history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from clausebook.app.workspace import open_workspace, read_register
from clausebook.approving.act_files import path_of
from clausebook.approving.approve import CHANGELOG, approved, plan, refusals
from clausebook.approving.other_acts import consultation_notes, day_notes, fork_obstacles
from clausebook.errors import UserError, all_refusals
from clausebook.history.adoption import adoptions, introduced_acts, register_at
from clausebook.history.clause_history import find_clause, history, history_lines
from clausebook.io.git import open_repository
from clausebook.lint.run import check
from clausebook.model.acts.chain import newest_of
from clausebook.model.acts.status import status_on
from clausebook.model.approvals.approval import Decision, Plan
from clausebook.model.bodies import is_same_body
from clausebook.model.decode import nearest
from clausebook.model.finding import has_errors
from clausebook.model.history import ClauseHistory
from clausebook.model.register import Register
from clausebook.resolve.resolve import resolve

__all__ = ["approve", "history_lines", "history_of"]


def approve(root: Path, decision: Decision, as_of: date, dry_run: bool = False) -> Plan:
    """Write the governors' approval of the draft as one commit and one tag, or only plan it.

    The words are read from the last commit, not from the working tree. Raises UserError for all that prevents it.
    """
    repository = open_repository(root)
    repository.insist_on_history("approvals")
    head = repository.state.head
    register = register_at(repository, head, as_of=as_of)
    if register.policy(decision.policy) is None:
        hint = nearest(decision.policy, [policy.id for policy in register.policies])
        if any(one.policy == decision.policy for one in introduced_acts(repository)):
            hint = (
                f"to adopt it again: bring policy/{decision.policy}.yaml and its clauses back from git, and commit them"
            )
        raise UserError(f"there is no policy {decision.policy}", hint)
    findings = check(register)
    draft = None if has_errors(findings) else resolve(register, decision.policy, decision.edition)
    adopted = tuple(one for one in adoptions(repository) if one.policy == decision.policy)
    acts = tuple(one for one in introduced_acts(repository) if one.policy == decision.policy)
    status = status_on(acts, as_of, register.cycle_of(decision.policy))
    against = (
        *refusals(
            decision,
            draft,
            adopted=adopted,
            findings=findings,
            state=repository.state,
            dirty=repository.changes(),
            tags=repository.tags(),
            as_of=as_of,
            withdrawn=status.withdrawn is not None or bool(status.editions and status.editions[-1].state == "refused"),
            trying=dry_run,
        ),
        *fork_obstacles(acts),
    )
    if against or draft is None:
        raise all_refusals(f"{decision.policy}/{decision.edition} was not approved", against)
    last = adopted[-1] if adopted else None
    newest = newest_of(acts)
    act = approved(decision, draft, register.bodies, newest.digest if newest else "")
    written = plan(
        replace(decision, body=register.bodies.name_of(decision.body)),
        act,
        path_of(act, frozenset(one.path for one in acts)),
        draft,
        last,
        repository.log(last.commit if last else "", head),
        repository.text_at(head, CHANGELOG),
    )
    notes = (
        *day_notes(act.on, as_of),
        *consultation_notes(status.consultation, act.on),
        *_unnamed(decision.body, draft.approving_body, register),
    )
    written = replace(written, notes=notes)
    if not dry_run:
        files = {path: text.encode() for path, text in written.files.items() if text is not None}
        repository.commit_and_tag(files, written.message, written.tag, written.tag_message)
    return written


def _unnamed(body: str, usual: str, register: Register) -> tuple[str, ...]:
    """A note that the school names no bodies, so that nothing is known of the one that approved."""
    if register.bodies.bodies or is_same_body(body, usual):
        return ()
    return (f"policy/bodies.yaml names no bodies: “{body}” is recorded as written",)


def choices(root: Path, as_of: date) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, str]]:
    """What a person may answer: the ids of policies, those of bodies, and each policy's usual approver."""
    register = read_register(root, as_of)
    usual = {policy.id: policy.approving_body for policy in register.policies}
    return tuple(usual), tuple(one.id for one in register.bodies.bodies), usual


def the_chair(root: Path, as_of: date) -> str:
    """The body that is the chair alone, as policy/bodies.yaml names it."""
    return read_register(root, as_of).bodies.chair or "chair of governors"


def history_of(root: Path, clause: str, as_of: date) -> ClauseHistory:
    """The history of one clause, edition by edition. Raises UserError where there is no such clause, or no history."""
    workspace = open_workspace(root, as_of, "histories")
    workspace.insist_on_words()
    policy, found = find_clause(clause, tuple(reversed(workspace.editions)))
    return history(
        workspace.repository, policy, found, tuple(reversed(workspace.editions_of(policy))), workspace.school
    )
