"""Acts in history -> checks: what a check says, and that each act is there, as introduced, and follows the one
before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clausebook.history.adoption import paths_in_order
from clausebook.history.foreign_records import owner
from clausebook.model.acts.chain import broken_places
from clausebook.model.acts.record import FOLDER, RecordedAct, approval_in_path, parts_of_path
from clausebook.model.acts.words import act_line
from clausebook.model.approvals.verdict import Check, Subject
from clausebook.model.revision import Commit, Introduction, Revisions
from clausebook.source.load import load, ordered_acts

_RESTORE = "git restore --staged --worktree"


def act_checks(revisions: Revisions) -> Mapping[tuple[str, str], tuple[Check, ...]]:
    """By policy and edition: the checks of every act but the approvals, which have checks of their own."""
    found: dict[tuple[str, str], list[Check]] = {}
    for origin in sorted(revisions.introductions(), key=lambda one: one.order):
        policy, kind, edition = parts_of_path(origin.path)
        if kind and kind != "approved" and not owner(revisions, origin):
            found.setdefault((policy, edition), []).extend(_act(revisions, origin))
    return {key: tuple(checks) for key, checks in found.items()}


def chain_checks(
    files: Mapping[str, bytes], history: tuple[str, ...] = (), skipped: frozenset[str] = frozenset()
) -> Mapping[str, tuple[Check, ...]]:
    """By policy: what is wrong with the chain of its acts, as far as the files below policy/approvals/ show it.

    `skipped` are files whose own faults are reported elsewhere.
    """
    register = load(files)
    found: dict[str, list[Check]] = {}
    wrong = {one.place.file for one in register.faults if one.place.file.startswith(FOLDER)}
    for file in sorted(wrong - skipped):
        message = f"the act {file} cannot be read as a command wrote it"
        found.setdefault(parts_of_path(file)[0], []).append(fault("act", message, hint=f"git log -- {file}"))
    by_policy: dict[str, list[RecordedAct]] = {}
    for one in ordered_acts(register.acts, history):
        by_policy.setdefault(one.policy, []).append(one)
    for policy, acts in by_policy.items():
        for gap in broken_places(acts):
            found.setdefault(policy, []).append(_broken(gap.how, gap.at, gap.other))
        found.setdefault(policy, []).extend(_misnamed(acts))
    return {policy: tuple(checks) for policy, checks in found.items()}


def chain_at_head(revisions: Revisions) -> Mapping[str, tuple[Check, ...]]:
    """The same of the newest commit."""
    own = {one.path for one in revisions.introductions() if not owner(revisions, one)}
    listed = revisions.files_at(revisions.state.head, (FOLDER,))
    files = {path: blob for path, blob in listed.items() if path in own}
    blobs = revisions.blobs(files.values())
    approvals = frozenset(path for path in files if approval_in_path(path)[1])
    return chain_checks({path: blobs[blob] for path, blob in files.items()}, paths_in_order(revisions), approvals)


def _broken(how: str, one: RecordedAct, other: RecordedAct | None) -> Check:
    if how == "fork" and other:
        hint = f'python3 build.py correct {one.path} --after {other.path} --why "two branches were merged"'
        return fault("act", f"{one.path} and {other.path} follow the same act: their order is not known", hint=hint)
    if how == "second-start":
        message = f"{one.path} follows no act, and {other.path if other else 'another one'} came before it"
        return fault("act", message, hint="only commands write acts: record it with its command")
    if other is None:
        return fault("act", f"the act that {one.path} follows is not there", hint=f"git log -- {FOLDER}{one.policy}/")
    message = f"the act that {one.path} follows is not there: it was removed, or {other.path} was changed since"
    return fault("act", message, hint=f"git log -p -- {FOLDER}{one.policy}/")


def _misnamed(acts: list[RecordedAct]) -> Iterator[Check]:
    for one in acts:
        if not one.is_old and parts_of_path(one.path) != (one.act.policy, one.act.act, one.act.edition):
            said = f"{one.act.act} of {one.act.policy} {one.act.edition}"
            yield fault("act", f"{one.path} says that it is {said}", hint=f"git log -- {one.path}")


def _act(revisions: Revisions, origin: Introduction) -> Iterator[Check]:
    if not origin.present:
        last = origin.later[-1] if origin.later else origin.commit
        hint = f"git revert {last.short} brings it back"
        yield fault("act", f"the act {origin.path} was deleted in {commit_name(last)}", commit=last.id, hint=hint)
        return
    now = revisions.files_at(revisions.state.head, ("policy/",)).get(origin.path, "")
    if now != origin.blob:
        last = origin.later[-1] if origin.later else origin.commit
        hint = f"git restore --source={origin.commit.short} {origin.path}, and commit"
        yield fault("act", f"the act {origin.path} was changed in {commit_name(last)}", commit=last.id, hint=hint)
        return
    if origin.path in revisions.state.dirty:
        message = f"the act {origin.path} in the working tree differs from the last commit"
        yield fault("act", message, hint=f"{_RESTORE} {origin.path}")
        return
    acts = load({origin.path: revisions.blobs([origin.blob])[origin.blob]}).acts
    if acts:
        said = act_line(acts[0].act)
        yield Check(subject="act", outcome="good", message=f"{said.rstrip('.')}: act in {commit_name(origin.commit)}")


def commit_name(commit: Commit) -> str:
    """A commit with its day and subject, for a message."""
    return f"commit {commit.short} ({commit.committed.date().isoformat()}, {commit.subject})"


def fault(subject: Subject, message: str, *, clause: str = "", commit: str = "", hint: str = "") -> Check:
    """A check that failed."""
    return Check(subject=subject, outcome="fault", message=message, clause=clause, commit=commit, hint=hint)
