"""Folder -> RepositoryState. Git as it really is: none, empty, shallow, somebody else's, detached, dirty, unmerged."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from clausebook.errors import UserError
from clausebook.io.git.command import GitResult, run
from clausebook.model.revision import RepositoryState

WATCHED = ("policy", "clauses", "CHANGELOG.md")
_CLONE = "git clone <address of the repository>, and build in that folder"
_UNFINISHED = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}


def read_state(root: Path) -> RepositoryState:
    """What kind of history the folder has. Never raises for a folder without any: that is a state, with its hint."""
    try:
        where = run(root, ["rev-parse", "--is-shallow-repository", "--show-toplevel", "--absolute-git-dir"])
    except UserError as error:
        return RepositoryState(history="none", reason=error.message, hint=error.hint)
    if where.code != 0:
        return _no_history(root, where)
    shallow, top, git_dir = [*where.text.splitlines(), "", "", ""][:3]
    if not _same_folder(Path(top), root):
        return RepositoryState(
            history="none",
            reason=f"this folder has no git history of its own (it is inside the repository {top})",
            hint=_CLONE,
        )
    return _with_history(root, shallow == "true", Path(git_dir))


def _same_folder(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _no_history(root: Path, answer: GitResult) -> RepositoryState:
    """Why git will not speak of this folder, and the command that mends it."""
    said = answer.err
    if "dubious ownership" in said:
        reason = "the repository belongs to another user, so git will not read it"
        hint = f'git config --global --add safe.directory "{root.resolve().as_posix()}"'
    elif "work tree" in said:
        reason, hint = "this is a bare repository without files to build from", _CLONE
    elif (root / ".git").is_file():
        reason = "this worktree or submodule has lost the repository it belongs to"
        hint = "git worktree repair in the main repository, or clone afresh"
    elif "not a git repository" in said:
        reason, hint = "this folder has no git history (an unpacked zip, perhaps)", _CLONE
    else:
        reason, hint = f"git cannot read this repository: {answer.complaint}", "git fsck, or clone afresh"
    return RepositoryState(history="none", reason=reason, hint=hint)


def _with_history(root: Path, shallow: bool, git_dir: Path) -> RepositoryState:
    head, branch, dirty = _status(root)
    linked = _linked(root, git_dir)
    unfinished = next((name for sign, name in _UNFINISHED.items() if (git_dir / sign).exists()), "")
    if not head:
        return RepositoryState(
            history="unborn",
            reason="the repository has no commits yet",
            hint='git add . && git commit -m "Start the register"',
            branch=branch,
            dirty=dirty,
            linked=linked,
        )
    return RepositoryState(
        history="shallow" if shallow else "whole",
        reason="this is a shallow clone: part of its history was not fetched" if shallow else "",
        hint="git fetch --unshallow --tags" if shallow else "",
        head=head,
        branch=branch,
        dirty=dirty,
        linked=linked,
        unfinished=unfinished,
    )


def _linked(root: Path, git_dir: Path) -> Literal["", "worktree", "submodule"]:
    if not (root / ".git").is_file():
        return ""
    return "worktree" if git_dir.parent.name == "worktrees" else "submodule"


def _status(root: Path) -> tuple[str, str, tuple[str, ...]]:
    """Head commit, branch, and the watched paths that differ from it."""
    arguments = ["status", "--porcelain=v2", "-z", "--branch", "--untracked-files=all", "--", *WATCHED]
    answer = run(root, arguments)
    if answer.code != 0:
        raise UserError(f"git status failed: {answer.complaint}", "git fsck shows whether the repository is sound")
    head = branch = ""
    dirty = []
    for line in answer.out.decode("utf-8", "replace").split("\0"):
        if line.startswith("# branch.oid "):
            head = line.removeprefix("# branch.oid ").replace("(initial)", "")
        elif line.startswith("# branch.head "):
            branch = line.removeprefix("# branch.head ").replace("(detached)", "")
        elif line and not line.startswith("#"):
            dirty.append(path_of(line))
    return head, branch, tuple(sorted(dirty))


def path_of(line: str) -> str:
    """The path of one status line: after eight fields of a change, ten of a conflict, one of an unknown file."""
    fields = {"1": 8, "u": 10, "?": 1, "!": 1}[line[0]]
    return line.split(" ", fields)[fields]
