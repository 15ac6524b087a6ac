"""What a school has committed, as plain bytes that can be sent, and laid out again where it is built."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from clausebook.errors import UserError
from clausebook.io.cache import digest
from clausebook.io.git.command import ask, run
from clausebook.model.fleet import FleetSchool
from clausebook.text.records import dataclass

PROPOSALS = "upstream/"  # how the name of a branch begins that the fleet made
_EVERYTHING = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
_HEADS = ("for-each-ref", "--format=%(objectname) %(refname)", "refs/heads", "refs/tags")
_PROPOSED = ("for-each-ref", "--format=%(refname) %(objectname)", f"refs/heads/{PROPOSALS}")
_HINT = "look at its address in fleet.yaml, and at the network"


@dataclass(frozen=True, kw_only=True)
class SchoolHistory:
    """A school's history as a git bundle. `state` is the hash of all branches and tags, `dirty` what is not in it."""

    name: str
    head: str
    state: str
    bundle: bytes
    dirty: bool = False


def fetched(school: FleetSchool, root: Path, kept: Path) -> Path:
    """The folder of a school's repository: its own, or a bare clone below `kept`, brought up to date.

    Raises UserError where there is none, or git cannot fetch it.
    """
    if not school.is_address:
        folder = (root / school.at).resolve()
        found = run(folder, ["rev-parse", "--show-prefix"]) if folder.is_dir() else None
        if found is None or found.code or found.text:  # a prefix: it is a folder inside of another repository
            what = "is not a git repository" if found else "is not there"
            raise UserError(f"{school.at} {what}", "look at its address in fleet.yaml")
        return folder
    clone = kept / f"{school.name}.git"
    if not (clone / "HEAD").is_file():
        shutil.rmtree(clone, ignore_errors=True)
        kept.mkdir(parents=True, exist_ok=True)
        done = run(kept, ["clone", "--quiet", "--bare", "--", school.at, clone.name])
    else:
        ask(clone, ["remote", "set-url", "origin", school.at])
        run(clone, ["config", "--unset-all", "remote.origin.mirror"])  # to a mirror git pushes all or nothing
        proposed = ask(clone, _PROPOSED).text.splitlines()
        done = run(clone, ["fetch", "--quiet", "--prune", "--force", "origin", *_EVERYTHING])
        for one in proposed if not done.code else ():  # until it is pushed, a proposal is here alone
            run(clone, ["update-ref", *one.split(" ", 1), "0" * 40])  # only where there is none of that name
    if done.code:
        raise UserError(f"{school.at} cannot be fetched: {done.complaint}", _HINT)
    return clone


def state_of(folder: Path, branch: str) -> tuple[str, str]:
    """The commit that is built, and a hash of all branches and tags. Raises UserError where nothing is committed."""
    head = run(folder, ["rev-parse", "--verify", "--quiet", f"{branch or 'HEAD'}^{{commit}}"])
    if head.code:
        what = f"has no branch {branch}" if branch else "has no commit yet"
        raise UserError(f"{folder.name} {what}", "git branch --all lists what it has")
    return head.text, digest(head.text, ask(folder, _HEADS).out)


def committed(name: str, folder: Path, branch: str) -> SchoolHistory:
    """All that is committed. Raises UserError where git cannot pack it, or where it is a shallow clone."""
    head, state = state_of(folder, branch)
    if ask(folder, ["rev-parse", "--is-shallow-repository"]).text == "true":
        raise UserError(f"{name} is a shallow clone: editions need all of history", "git fetch --unshallow brings it")
    bundle = ask(folder, ["bundle", "create", "--quiet", "-", "--branches", "--tags", "HEAD"]).out
    bare = ask(folder, ["rev-parse", "--is-bare-repository"]).text == "true"
    dirty = not bare and bool(ask(folder, ["status", "--porcelain"]).out)
    return SchoolHistory(name=name, head=head, state=state, bundle=bundle, dirty=dirty)


def laid_out(school: SchoolHistory, base: Path) -> Path:
    """A working tree of the commit below `base`, with every branch and tag; what was kept there stays in .cache."""
    folder = base / "schools" / school.name
    with tempfile.TemporaryDirectory(prefix="school-") as scratch:
        bundle = Path(scratch, "school.bundle")
        bundle.write_bytes(school.bundle)
        if not (folder / ".git").is_dir():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            ask(folder, ["init", "--quiet", "--initial-branch=main"])
        # nothing is checked out while branches move, so that none of them is the one in use
        head = run(folder, ["rev-parse", "--verify", "--quiet", "HEAD"])
        if not head.code:
            ask(folder, ["update-ref", "--no-deref", "HEAD", head.text])
        ask(folder, ["fetch", "--quiet", "--prune", "--force", "--update-head-ok", str(bundle), *_EVERYTHING, "HEAD"])
        ask(folder, ["checkout", "--quiet", "--force", "--detach", school.head])
        ask(folder, ["clean", "--quiet", "--force", "-d"])
    return folder
