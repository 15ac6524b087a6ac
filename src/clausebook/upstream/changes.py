"""Registers -> what upstream changed since it was last taken in, and which clauses are upstream's, changed,
omitted or this school's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from clausebook.errors import UserError
from clausebook.model.clause import Clause
from clausebook.model.comparison.redline import ClauseChange
from clausebook.model.comparison.review import Review, ReviewedClause
from clausebook.model.edition import Edition
from clausebook.model.law.instrument import Instrument
from clausebook.model.register import Register
from clausebook.model.revision import Commit, expand_taken
from clausebook.model.school import School
from clausebook.model.term import Term
from clausebook.model.upstream import ClauseOrigin, OriginState, UpstreamChanges
from clausebook.resolve.resolve import resolve
from clausebook.review.make import review

_HERE = {
    "upstream's": "this school has it as upstream had it",
    "changed": "this school changed it too, and both changes are to be joined",
    "omitted": "this school omits it, and it stays omitted",
    "local": "this school has a clause of this id of its own",
    "removed": "this school removed it, and it stays away",
}


def changes(
    ours: Register, base: Register, theirs: Register, commits: Sequence[Commit], following: UpstreamChanges, as_of: date
) -> UpstreamChanges:
    """`following` with its reviews. Upstream's words are shown with this school's facts: only words differ, not names.

    `commits` are upstream's between both, oldest first. Raises UserError where upstream's text cannot be resolved.
    """
    mine, old, new = ours.school or School(name=""), _with_facts_of(base, ours), _with_facts_of(theirs, ours)
    explained = [replace(commit, via=commit.via or commit.id) for commit in expand_taken(commits)]
    reviews = []
    for policy in new.policies:
        if ours.policy(policy.id) is None and base.policy(policy.id) is not None:
            continue  # this school does without the whole policy
        before = _edition(old, policy.id, following.old) if old.policy(policy.id) else None
        after = _edition(new, policy.id, following.new)
        assert after is not None  # it is one of the register's own
        glossaries = (base.terms, theirs.terms)
        found = review(before, after, explained, replace(new, school=mine), as_of, glossaries=glossaries)
        found = replace(found, kind="upstream", laws=tuple(law for law in found.laws if law.is_new or not law.still_in))
        if not found.redline.is_empty:
            reviews.append(_beside(found, clause_origins(ours, base)))
    return replace(following, reviews=tuple(reviews), other=tuple(_other(base, theirs)))


def _with_facts_of(register: Register, ours: Register) -> Register:
    """Upstream's register with this school's facts; a role that only upstream has keeps its title."""
    school, theirs = ours.school or School(name=""), register.school or School(name="")
    blank = {
        name: getattr(theirs, name)
        for name in ("authority", "governing_body", "short_name", "kind", "email")
        if not getattr(school, name)
    }
    return replace(register, school=replace(school, roles={**theirs.roles, **school.roles}, **blank))


def _edition(register: Register, policy: str, commit: str) -> Edition | None:
    from jinja2 import TemplateError

    try:
        return resolve(register, policy, commit[:10], commit=commit)
    except KeyError as missing:
        raise UserError(
            f"upstream's {policy} at {commit[:10]} lacks {missing.args[0]}", "name another revision"
        ) from None
    except TemplateError as error:
        raise UserError(f"upstream's text at {commit[:10]} cannot be filled in: {error}", "name another one") from None


def _beside(found: Review, holdings: Sequence[ClauseOrigin]) -> Review:
    """The review with, beside each clause, what this school did with it."""
    by_clause = {one.clause: one for one in holdings if one.policy == found.policy}
    return replace(found, clauses=tuple(_with_origin(one, by_clause.get(_here(one.change))) for one in found.clauses))


def _here(change: ClauseChange) -> str:
    """The id under which this school has a clause that upstream gave another."""
    return change.old.id if change.old else change.id


def _with_origin(clause: ReviewedClause, holding: ClauseOrigin | None) -> ReviewedClause:
    if holding is None:
        return replace(clause, here="this school does not have it yet")
    if clause.change.id != holding.clause and holding.state == "changed":
        return replace(clause, here=f"this school changed it as {holding.clause}, which stays: join both by hand")
    reason = f": {holding.reason.rstrip('.')}" if holding.reason else ""
    return replace(clause, here=f"{_HERE[holding.state]}{reason}")


def _other(base: Register, theirs: Register) -> Iterator[str]:
    """What changed besides the policies' words, in words."""
    for name, old, new in (
        ("instruments", base.instruments, theirs.instruments),
        ("terms", base.terms, theirs.terms),
    ):
        yield from _rows(name, old, new)
    before = {policy.id for policy in base.policies}
    for policy in theirs.policies:
        if policy.id not in before:
            yield f"policy {policy.id} is new upstream"
    for gone in sorted(before - {policy.id for policy in theirs.policies}):
        yield f"policy {gone} is gone upstream: this school keeps it"


def _rows(name: str, old: Sequence[Instrument | Term], new: Sequence[Instrument | Term]) -> Iterator[str]:
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    counts = (
        ("new", [id for id in after if id not in before]),
        ("changed", [id for id in after if id in before and after[id] != before[id]]),
        ("gone", [id for id in before if id not in after]),
    )
    lines = [
        f"{len(ids)} {word} ({', '.join(ids[:3])}{', ...' if len(ids) > 3 else ''})" for word, ids in counts if ids
    ]
    if lines:
        yield f"policy/{name}.yaml: {'; '.join(lines)}"


Key = tuple[str, str]


def clause_origins(ours: Register, base: Register) -> tuple[ClauseOrigin, ...]:
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
                yield ClauseOrigin(policy=policy.id, clause=id, state=_state(mine, theirs.get((policy.id, id))))
        for omission in policy.omit:
            if omission.clause in policy.omitted:
                reason = " ".join(omission.reason.split())
                yield ClauseOrigin(policy=policy.id, clause=omission.clause, state="omitted", reason=reason)
        known = {*policy.clauses, *policy.omitted}
        before = base.policy(policy.id)
        for id in before.clauses if before else ():
            if id not in known and ours.clause(policy.id, id) is None and (policy.id, id) in theirs:
                yield ClauseOrigin(policy=policy.id, clause=id, state="removed")


def clauses_of(register: Register) -> dict[Key, Clause]:
    """Every clause by policy and id, omitted ones too."""
    return {(clause.policy, clause.id): clause for clause in (*register.clauses, *register.omitted)}


def same(one: Clause, other: Clause) -> bool:
    """Whether two clauses say the same, whatever number an edition gave them."""
    return replace(one, number=None) == replace(other, number=None)


def _state(mine: Clause, theirs: Clause | None) -> OriginState:
    if theirs is None:
        return "local"
    return "upstream's" if same(mine, theirs) else "changed"
