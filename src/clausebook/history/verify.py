"""Revisions and adoptions -> Verdicts. Is every edition what was approved, and if not: which clause, which commit?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from clausebook.history.adoption import adoptions
from clausebook.history.foreign_records import came_from, owner, school_at
from clausebook.history.verify_acts import act_checks, chain_at_head, commit_name, fault
from clausebook.history.verify_changelog import CHANGELOG, changelog_checks
from clausebook.history.verify_edition import EditionVerifier
from clausebook.model.acts.record import parts_of_path
from clausebook.model.approvals.adoption import Adoption
from clausebook.model.approvals.verdict import Check, Verdict
from clausebook.model.revision import Revisions, Tag


def verify(revisions: Revisions, signed: Mapping[str, tuple[Check, ...]] | None = None) -> tuple[Verdict, ...]:
    """A verdict for every edition: each record in history, each tag that names an edition, each uncommitted record.

    `signed` is what was found out about the signed PDFs beside the records, by path.
    """
    found = adoptions(revisions)
    verdicts = [EditionVerifier(revisions, one, signed or {}).verdict() for one in found]
    cleared = tuple(_cleared(revisions))
    others = frozenset(f"{verdict.policy}/{verdict.edition}" for verdict in cleared)
    more = (*_orphans(revisions, found, others), *_uncommitted(revisions))
    return (*cleared, *_with_acts(verdicts, revisions), *more)


def _with_acts(verdicts: Sequence[Verdict], revisions: Revisions) -> Iterator[Verdict]:
    """The verdicts, each with what is to be said of the other acts about its edition; the last one with the chain's."""
    acts, chains, log = act_checks(revisions), chain_at_head(revisions), changelog_checks(revisions)
    last = {verdict.policy: verdict.edition for verdict in verdicts}
    done = set[tuple[str, str]]()
    for verdict in verdicts:
        key = (verdict.policy, verdict.edition)
        done.add(key)
        chain = chains.get(verdict.policy, ()) if last[verdict.policy] == verdict.edition else ()
        yield replace(verdict, checks=(*verdict.checks, *acts.get(key, ()), *chain, *log.get(key, ())))
    for policy, edition in sorted({*acts, *log} - done):
        checks = (*acts.get((policy, edition), ()), *log.get((policy, edition), ()))
        yield Verdict(policy=policy or CHANGELOG, edition=edition, checks=checks)
    for policy in sorted(set(chains) - set(last)):
        yield Verdict(policy=policy, edition="", checks=chains[policy])


def _cleared(revisions: Revisions) -> Iterator[Verdict]:
    """Records of another school, which an adoption removed. That is said each time: a removal must never go unseen."""
    for origin in revisions.introductions():
        school = owner(revisions, origin)
        if not school:
            continue
        policy, year = parts_of_path(origin.first_path)[::2]
        if origin.present:
            message = f"the record of another school, {school}, is here: a merge brought it"
            check = fault("record", message, commit=origin.commit.id, hint=f"git rm {origin.path}, and commit")
        else:
            last = origin.cleared or (origin.later[-1] if origin.later else origin.commit)
            message = (
                f"the record of another school, {school}: cleared in {commit_name(last)}; "
                f"these policies were taken over from {came_from(revisions)}"
            )
            hint = f"git show {last.short} is what that changed; git revert would bring the record back"
            check = Check(subject="record", outcome="cleared", message=message, commit=last.id, hint=hint)
        yield Verdict(policy=policy, edition=year, commit=origin.commit.id, checks=(check,))


def _orphans(revisions: Revisions, found: Iterable[Adoption], others: frozenset[str]) -> Iterator[Verdict]:
    """Tags of editions whose record is in no commit: deleted together with its history."""
    known = {one.tag for one in found} | others
    policies = {
        path.split("/")[1].removesuffix(".yaml") for path in revisions.files_at(revisions.state.head, ("policy/",))
    }
    policies |= {one.policy for one in found}
    for name, tag in sorted(revisions.tags().items()):
        policy, _, year = name.partition("/")
        if name in known or policy not in policies or not year[:4].isdecimal():
            continue
        if _is_elsewhere(revisions, tag):
            message = f"tag {name} is of another school, {school_at(revisions, tag.commit)}: it came with a fetch"
            check = Check(subject="tag", outcome="unchecked", message=message, commit=tag.commit)
            yield Verdict(policy=policy, edition=year, commit=tag.commit, checks=(check,))
            continue
        message = f"tag {name} names an edition whose record is in no commit of this history"
        hint = (
            f"git branch rescued {tag.commit[:10]} keeps the commit that has it"
            if not _descends(revisions, tag)
            else ""
        )
        fault = Check(subject="record", outcome="fault", message=message, commit=tag.commit, hint=hint)
        yield Verdict(policy=policy, edition=year, commit=tag.commit, checks=(fault,))


def _is_elsewhere(revisions: Revisions, tag: Tag) -> bool:
    """Whether the tag came along from the school that these policies were taken over from, or one like it."""
    here = school_at(revisions, revisions.state.head)
    return bool(came_from(revisions)) and school_at(revisions, tag.commit).casefold() not in ("", here.casefold())


def _descends(revisions: Revisions, tag: Tag) -> bool:
    return revisions.is_ancestor(tag.commit, revisions.state.head)


def _uncommitted(revisions: Revisions) -> Iterator[Verdict]:
    known = {one.path for one in revisions.introductions()}
    for path in revisions.state.dirty:
        policy, kind, edition = parts_of_path(path)
        if kind and path not in known:
            message = f"{path} is in no commit, so it approves nothing"
            hint = "only commands write records: delete the file, and record the act with its command"
            check = Check(subject="record", outcome="fault", message=message, hint=hint)
            yield Verdict(policy=policy, edition=edition, checks=(check,))
