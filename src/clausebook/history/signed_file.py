"""A signed PDF in git, version by version, and its testimony -> checks of its edition. A signed file only grows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausebook.history.verify_acts import commit_name
from clausebook.model.approvals.verdict import Check, Outcome, PdfReport
from clausebook.model.revision import Commit

Version = tuple[Commit, bytes]  # the commit that wrote it, and the file; no bytes where the commit deleted it


def signed_file(path: str, versions: Sequence[Version], testimony: PdfReport | None, dirty: bool) -> tuple[Check, ...]:
    """What is to be said of the signed PDF of one edition.

    `versions` are oldest first, `testimony` is that of the newest, None where it is deleted; `dirty` says that the
    working tree has another file.
    """
    checks = (*_history(path, versions), *(_checks(path, testimony) if testimony else ()))
    if dirty:
        hint = f"git restore --staged --worktree {path}"
        checks += (_pdf("fault", f"{path} in the working tree differs from the last commit", hint=hint),)
    return checks


def _history(path: str, versions: Sequence[Version]) -> Iterator[Check]:
    """Each signature is put behind what was there: a version that begins otherwise is another file.

    What was put right since is none of it: the newest version begins with the fullest one again.
    """
    fullest, wrong = b"", list[Check]()
    for commit, new in versions:
        if new.startswith(fullest):
            fullest, wrong = new, []
        else:
            wrong.append(_departure(path, fullest, new, commit))
    yield from wrong


def _departure(path: str, fullest: bytes, new: bytes, commit: Commit) -> Check:
    if not new:
        return _pdf(
            "fault",
            f"{path} was deleted in {commit_name(commit)}",
            commit.id,
            f"git revert {commit.short} brings it back",
        )
    did = "cut back" if fullest.startswith(new) else "replaced by another file"
    hint = f"git restore --source={commit.short}~1 {path}, and commit"
    return _pdf("fault", f"{path} was {did} in {commit_name(commit)}", commit.id, hint)


def _checks(path: str, testimony: PdfReport) -> Iterator[Check]:
    """Its faults, or one line that all is well. A signature that is still to come is not a fault in its repository."""
    waiting = [check for check in testimony.faults if check.subject == "waiting"]
    faults = [check for check in testimony.faults if check not in waiting]
    for fault in faults:
        yield _pdf("fault", f"{path}: {fault.message}", hint=fault.hint)
    unknown = testimony.unchecked if not faults else ()
    if not faults:
        yield _pdf("good", f"{path}: words, pages and signatures hold")
    if any(check.subject == "signature" for check in unknown):
        yield _pdf("unchecked", f"{path}: who the signers are", hint="--trust FILE names the authorities you trust")
    for one in unknown:
        if one.subject != "signature":
            yield _pdf("unchecked", f"{path}: {one.message}", hint=one.hint)
    for one in waiting:
        yield _pdf("unchecked", f"{path}: {one.message}")


def _pdf(outcome: Outcome, message: str, commit: str = "", hint: str = "") -> Check:
    return Check(subject="pdf", outcome=outcome, message=message, commit=commit, hint=hint)
