"""What all verifiers of history share: a fault, and how a commit is named."""

from __future__ import annotations

from clausebook.model.approvals.verdict import Check, Subject
from clausebook.model.revision import Commit


def commit_name(commit: Commit) -> str:
    """A commit with its day and subject, for a message."""
    return f"commit {commit.short} ({commit.committed.date().isoformat()}, {commit.subject})"


def fault(subject: Subject, message: str, *, clause: str = "", commit: str = "", hint: str = "") -> Check:
    """A check that failed."""
    return Check(subject=subject, outcome="fault", message=message, clause=clause, commit=commit, hint=hint)
