"""Two registers -> Holdings: which clauses are upstream's, changed, omitted or this school's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from clausebook.model.clause import Clause
from clausebook.model.register import Register
from clausebook.model.upstream.changes import ClauseOrigin, Stand

Key = tuple[str, str]


def whose(ours: Register, base: Register) -> tuple[ClauseOrigin, ...]:
    """Every clause of this school's policies in the order of their outlines, then those that are in none.

    `base` is upstream's register as it was when it was last taken in. Layout, comments and the number that another
    school's edition gave a clause make no difference.
    """
    return tuple(_holdings(ours, base))


def _holdings(ours: Register, base: Register) -> Iterator[ClauseOrigin]:
    theirs = clauses_of(base)
    for policy in ours.policies:
        for id in policy.clauses:
            mine = ours.clause(policy.id, id)
            if mine:
                yield ClauseOrigin(policy=policy.id, clause=id, stand=_stand(mine, theirs.get((policy.id, id))))
        for omission in policy.omit:
            if omission.clause in policy.omitted:
                reason = " ".join(omission.reason.split())
                yield ClauseOrigin(policy=policy.id, clause=omission.clause, stand="omitted", reason=reason)
        known = {*policy.clauses, *policy.omitted}
        before = base.policy(policy.id)
        for id in before.clauses if before else ():
            if id not in known and ours.clause(policy.id, id) is None and (policy.id, id) in theirs:
                yield ClauseOrigin(policy=policy.id, clause=id, stand="removed")


def clauses_of(register: Register) -> dict[Key, Clause]:
    """Every clause by policy and id, omitted ones too."""
    return {(clause.policy, clause.id): clause for clause in (*register.clauses, *register.omitted)}


def same(one: Clause, other: Clause) -> bool:
    """Whether two clauses say the same, whatever number an edition gave them."""
    return replace(one, number=None) == replace(other, number=None)


def _stand(mine: Clause, theirs: Clause | None) -> Stand:
    if theirs is None:
        return "local"
    return "upstream's" if same(mine, theirs) else "changed"
