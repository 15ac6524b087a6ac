"""A clause that three reviews left as it was is worth a look: does anybody still read it?

The rule compares the words of the approved editions. A clause that was changed since the newest one is not named.
"""

from collections.abc import Iterator

from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "note"
READS = "policy"
REVIEWS = 3


def check(register: Register) -> Iterator[Finding]:
    """Findings at the clause's id."""
    touched = {touch.path for commit in register.commits for touch in commit.touches}
    for policy in register.policies:
        editions = [edition for edition in register.approved if edition.policy == policy.id]
        for clause_id in policy.clauses:
            clause = register.clause(policy.id, clause_id)
            since = _since(clause_id, editions)
            if clause and clause.place.file not in touched and len(since) > REVIEWS:
                message = f"clause {clause_id} reads as it did in {since[-1]}, {len(since) - 1} reviews ago"
                yield Finding(clause.where("id"), message, "ask whether it still says what is meant")


def _since(clause: str, editions: list[Edition]) -> list[str]:
    """The editions, newest first, in which the clause has had its present words without a break."""
    names: list[str] = []
    words = _words(clause, editions[0]) if editions else None
    for edition in editions:
        if words is None or _words(clause, edition) != words:
            break
        names.append(edition.name)
    return names


def _words(clause: str, edition: Edition) -> tuple[object, ...] | None:
    passage: ResolvedClause | None = next((one for one in edition.passages if one.id == clause), None)
    return (passage.title, passage.worded) if passage else None
