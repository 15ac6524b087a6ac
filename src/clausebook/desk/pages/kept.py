"""What was kept in this review, newest first: who, when, why, and Undo for each."""

from __future__ import annotations

from starlette.responses import Response

from clausebook.app.workspace import policy_of
from clausebook.desk.asked import Asked

SHOWN = 100


def show(asked: Asked) -> Response:
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
