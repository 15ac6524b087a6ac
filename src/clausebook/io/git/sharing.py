"""Fetches upstream to refs/upstream/, and shares a branch with the place it came from; no other branch is touched."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from clausebook.errors import UserError
from clausebook.io.git.command import ask, run
from clausebook.io.git.transaction import Begun, follow, noted, refuse_locks
from clausebook.io.git.write import commit_object

# what git says where somebody else pushed before, or at the very same moment
_FASTER = (
    *("non-fast-forward", "fetch first", "stale info", "cannot lock ref", "failed to update ref"),
    *("incorrect old value", "atomic transaction failed"),
)
TAGS = "refs/tags/*:refs/tags/*"


def shared_with(root: Path, branch: str) -> str:
    """The name of the remote that a branch is shared with; "" where there is none."""
    named = run(root, ["config", "--get", f"branch.{branch}.remote"]).text
    known = run(root, ["remote"]).text.split()
    return named if named in known else "origin" if "origin" in known else known[0] if len(known) == 1 else ""


def fetched(root: Path, remote: str, branch: str) -> str:
    """The remote branch's newest commit, fetched; "" where it has none such. Raises UserError without a network."""
    answer = run(
        root, ["fetch", "--quiet", "--no-write-fetch-head", remote, "+refs/heads/*:refs/remotes/" + remote + "/*", TAGS]
    )
    if answer.code != 0:
        raise UserError(f"{remote} cannot be fetched: {answer.complaint}", "look at the network, and try again")
    return known(root, remote, branch)


def known(root: Path, remote: str, branch: str) -> str:
    """The remote branch's newest commit as it was last seen; "" where none was."""
    return run(root, ["rev-parse", "--verify", "--quiet", f"refs/remotes/{remote}/{branch}^{{commit}}"]).text


def pushed(root: Path, remote: str, branch: str) -> bool:
    """Push the branch with the tags of approvals. False where somebody else was faster. Raises UserError otherwise."""
    answer = run(
        root, ["push", "--quiet", "--atomic", "--follow-tags", remote, f"refs/heads/{branch}:refs/heads/{branch}"]
    )
    if answer.code == 0:
        run(root, ["update-ref", f"refs/remotes/{remote}/{branch}", f"refs/heads/{branch}"])
        return True
    if any(sign in answer.err for sign in _FASTER):
        return False
    raise UserError(f"{remote} cannot be reached, or refused: {answer.complaint}", "look at the network, and try again")


def changed_between(root: Path, old: str, new: str) -> tuple[str, ...]:
    """The paths that differ between two commits."""
    out = ask(root, ["diff", "--name-only", "--no-renames", "-z", old, new]).out
    return tuple(path for path in out.decode("utf-8", "replace").split("\0") if path)


def joined(root: Path, branch: str, ours: str, theirs: str, files: Mapping[str, bytes | None], message: str) -> str:
    """A commit that has both histories, with these files exchanged in ours; the branch and the files follow it.

    Where ours has nothing of its own, the branch simply goes on to theirs. Raises UserError, and leaves everything as
    it was, where git refuses.
    """
    refuse_locks(root)
    if run(root, ["merge-base", "--is-ancestor", ours, theirs]).code == 0:
        made = theirs
    else:
        made = commit_object(root, ours, files, message, joins=theirs)
    paths = changed_between(root, ours, made)
    with noted(root, Begun(what=f"“{message.splitlines()[0]}”", head=ours, commit=made, files=paths)):
        steps = f"start\nupdate refs/heads/{branch} {made} {ours}\nprepare\ncommit\n"
        answer = run(root, ["update-ref", "-m", "share", "--stdin"], stdin=steps.encode())
        if answer.code != 0:
            raise UserError(f"git refused the commit: {answer.complaint}", "nothing was written; try again")
        follow(root, ours, made, paths)
    return made


HEAD = "refs/upstream/HEAD"
SPACES = ("refs/upstream/heads/", "refs/upstream/tags/")
_WHAT = (f"+HEAD:{HEAD}", "+refs/heads/*:refs/upstream/heads/*", "+refs/tags/*:refs/upstream/tags/*")


def remotes(root: Path) -> Mapping[str, str]:
    """Name of each remote to the address it is fetched from."""
    answer = run(root, ["config", "--get-regexp", r"^remote\..*\.url$"])
    pairs = (line.split(" ", 1) for line in answer.text.splitlines() if " " in line)
    return {key.removeprefix("remote.").removesuffix(".url"): address for key, address in pairs}


def fetch(root: Path, address: str) -> None:
    """Fetch all branches and tags, and what HEAD is there. Raises UserError where the address does not answer."""
    arguments = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--prune", "--", address, *_WHAT]
    answer = run(root, arguments)
    if answer.code != 0:
        raise UserError(
            f"upstream cannot be fetched from {address}: {answer.complaint}",
            "look at address: in policy/upstream.yaml and at the network; --no-fetch works with what is here",
        )
