"""What was kept in this review, with who, when and why; and Undo, by a further change: the record shows both."""

from __future__ import annotations

import re
from collections.abc import Callable

from starlette.responses import Response

from clausebook.app.workspace import policy_of
from clausebook.desk.keeping import ChangeRequest, EditConflict, Files, keep
from clausebook.desk.plain_words import StatedReason, one_line
from clausebook.desk.visit import PageRequest, RefusedRequest, lead_to
from clausebook.errors import UserError
from clausebook.merge import merge_file
from clausebook.model.upstream import CannotMergeError

SHOWN = 100


def show(asked: PageRequest) -> Response:
    """The list, of what was kept since the last approval of the policy; all of it where there was none."""
    repository, policy = asked.workspace.repository, asked.policy.id
    approved = asked.workspace.approved_of(policy)
    start = approved[0].commit if approved else ""
    paths = (f"policy/{policy}.yaml", f"clauses/{policy}/", "policy/answers.yaml")
    log = repository.log(start, repository.state.head, paths)
    found = [one for one in reversed(log) if any(policy_of(each.path) in (policy, "answers") for each in one.touches)]
    taken_back = {words for one in log for words in one.trailer("Takes-back")}
    rows = [
        {
            "id": one.id,
            "what": one.subject,
            "who": one.author,
            "on": one.authored.date().isoformat(),
            "why": one.trailer("Reason"),
            "is_back": one.id in taken_back,
            "can": not one.is_merge and not any(each.path.startswith("policy/approvals/") for each in one.touches),
        }
        for one in found[:SHOWN]
    ]
    return asked.page("kept.html", policy=asked.policy, rows=rows, more=len(found) - len(rows))


APPROVALS = "policy/approvals/"


def undo(asked: PageRequest) -> Response:
    """Take back the change that the form names, and go back to where it was asked for."""
    change = asked.form.get("change", "")
    repository = asked.workspace.repository
    if not re.fullmatch(r"[0-9a-f]{40,64}", change):
        raise RefusedRequest("There is no such change", "The history of the clause shows all there are.", 404)
    try:
        commit = repository.commit_of(change)
    except UserError:
        raise RefusedRequest("There is no such change", "The history of the clause shows all there are.", 404) from None
    log = repository.log(f"{commit}^", commit, ("policy/", "clauses/", "CHANGELOG.md", "docs/imported/"))
    mine = [one for one in log if one.id == commit]
    if not mine or len(mine[0].parents) != 1 or not repository.is_ancestor(commit, repository.state.head):
        raise RefusedRequest(
            "This cannot be taken back", "It joins the work of several people. Change the words instead."
        )
    paths = [touch.path for touch in mine[0].touches]
    if any(path.startswith(APPROVALS) for path in paths):
        raise RefusedRequest(
            "A decision of the governors is not taken back", "Correct it instead: the record keeps both."
        )
    reason = one_line(asked.form.get("reason", "")) or f"Taken back: {mine[0].subject}"
    requested = ChangeRequest(
        what=f"Take back: {mine[0].subject}",
        make=lambda read: _reversed(asked, read, mine[0].parents[0], commit, paths),
        seen=repository.state.head,
        why=StatedReason(reason=reason),
        more=(f"Takes-back: {commit}",),
    )
    try:
        keep(asked, requested)
    except EditConflict as clash:
        raise RefusedRequest("The words were changed again since", "Change them by hand: Edit.") from clash
    back = asked.form.get("back", "/")
    back = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
    return lead_to(f"{back}?undone=1")


def _reversed(asked: PageRequest, read: Callable[[str], str], before: str, after: str, paths: list[str]) -> Files:
    """The files without what the change did to them, and with all that came since."""
    repository = asked.workspace.repository
    made: dict[str, str | None] = {}
    for path in paths:
        old, new, now = repository.text_at(before, path), repository.text_at(after, path), read(path)
        if now == new:
            made[path] = old or None
            continue
        try:
            merged = merge_file(path, new, now, old) if old and now else None
        except CannotMergeError:
            merged = None
        if merged is None or not merged.clean:
            raise EditConflict(path, now, None)
        made[path] = merged.text
    return made
