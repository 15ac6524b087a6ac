"""A write of several steps that a kill can interrupt: a note comes first, and the next command ends what was begun.

Every command that writes files and commits goes through here. The note is in git's own folder, says what was begun
and which files belong to it, and goes when all is done. Without a note there is one more sign: the index holds the
files of the commit before our own last one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, field
from pathlib import Path

from clausebook.errors import UserError
from clausebook.io.git.command import ask, run
from clausebook.io.git.trees import content
from clausebook.text.records import dataclass

NOTE = "clausebook-unfinished.json"
# What the last lines of our own commits begin with.
OURS = ("Approval", "Act", "Signature", "Upstream", "Taken")
_MINUTE = 60
_HOUR = 60 * _MINUTE


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What the note says: the command in a few words, and what it writes.

    Of a commit: the branch's commit before, the new one, its tag and the files. Of files without a commit: the SHA-256
    of each by path, `created` for new files and `laid` for those that are put over the files of the commit `head`,
    where "" says that one is removed.
    """

    what: str
    head: str = ""
    commit: str = ""
    tag: str = ""
    files: tuple[str, ...] = ()
    created: Mapping[str, str] = field(default_factory=dict)
    laid: Mapping[str, str] = field(default_factory=dict)


@contextlib.contextmanager
def noted(root: Path, begun: Begun) -> Iterator[None]:
    """Write the note, do the work, remove the note. An error that the work has cleaned up after removes it as well."""
    note = _note(root)
    note.parent.mkdir(parents=True, exist_ok=True)
    beside = note.with_name(f"{NOTE}-new")
    with open(beside, "w", encoding="utf-8", newline="\n") as file:
        json.dump(asdict(begun), file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, note)
    try:
        yield
    except Exception:
        # the branch has moved: the files still have to follow, and the next command sees to it
        if not (begun.commit and run(root, ["rev-parse", "HEAD"]).text == begun.commit):
            note.unlink(missing_ok=True)
        raise
    note.unlink(missing_ok=True)


def created(files: Mapping[str, bytes]) -> dict[str, str]:
    """The files of a note for a write without a commit."""
    return {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}


def finish_begun(root: Path, *, thorough: bool = False) -> tuple[str, ...]:
    """End what an earlier command began and did not finish: what was done, in lines; () where there is nothing.

    `thorough` looks for the sign in the index as well, which costs a few calls of git: for commands that write.
    """
    begun = _read(root)
    if begun is None:
        return _by_index(root) if thorough else ()
    end = put_back if begun.laid else _undone if begun.created else _committed
    lines = end(root, begun)
    _note(root).unlink(missing_ok=True)
    return lines


def refuse_locks(root: Path) -> None:
    """Raise UserError where a lock file of git is in the way: which one, how old it is, and what removes it."""
    found = locks(root)
    if not found:
        return
    named = ", ".join(f"{_shown(path, root)} ({_age(path)})" for path in found)
    many = "s are" if len(found) > 1 else " is"
    remove = f"rm {' '.join(_shown(path, root) for path in found)}"
    match git_runs_in(root):
        case True:
            raise UserError(f"another git process is at work here; its lock file{many} {named}", "wait for it")
        case False:
            said = f"git's lock file{many} in the way: {named}. No git is running here: an earlier one was cut off"
            raise UserError(said, f"nothing was written; {remove}, and run the command again")
        case None:
            said = f"git's lock file{many} in the way: {named}. Whether a git is running here is not known"
            raise UserError(said, f"nothing was written; where none is running: {remove}")


def locks(root: Path) -> tuple[Path, ...]:
    """The lock files in git's folder that keep a commit from being written."""
    folder = _git_folder(root)
    if folder is None:
        return ()
    tops = dict.fromkeys((folder, _common(folder)))
    found = [path for top in tops for path in (*top.glob("*.lock"), *top.glob("refs/**/*.lock"))]
    return tuple(sorted(path for path in found if path.is_file()))


def git_runs_in(root: Path) -> bool | None:
    """Whether a git process is at work in the folder; None where the machine does not say."""
    processes = Path("/proc")
    if not (processes / "self").exists():
        return None
    for process in processes.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "comm").read_text(encoding="utf-8").strip() in ("git", "git.exe"):
                where = (process / "cwd").resolve()
                if where == root.resolve() or where.is_relative_to(root.resolve()):
                    return True
    return False


def _git_folder(root: Path) -> Path | None:
    """The folder of git's files, without asking git: this runs before every command."""
    place = root / ".git"
    if place.is_dir():
        return place
    with contextlib.suppress(OSError):
        text = place.read_text(encoding="utf-8")
        if text.startswith("gitdir:"):
            return (root / text.removeprefix("gitdir:").strip()).resolve()
    return None


def _common(folder: Path) -> Path:
    """The folder that all worktrees share."""
    with contextlib.suppress(OSError):
        return (folder / (folder / "commondir").read_text(encoding="utf-8").strip()).resolve()
    return folder


def _note(root: Path) -> Path:
    return (_git_folder(root) or root / ".cache") / NOTE


def _read(root: Path) -> Begun | None:
    try:
        found = json.loads(_note(root).read_text(encoding="utf-8"))
        return Begun(**{**found, "files": tuple(found["files"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError):
        return None  # it was being written: then nothing else had begun


def _shown(path: Path, root: Path) -> str:
    with contextlib.suppress(ValueError):
        return path.relative_to(root).as_posix()
    return path.as_posix()


def _age(path: Path) -> str:
    seconds = int(max(0, time.time() - path.stat().st_mtime))
    for size, word in ((24 * _HOUR, "day"), (_HOUR, "hour"), (_MINUTE, "minute"), (1, "second")):
        if seconds >= size:
            number = seconds // size
            return f"{number} {word}{'' if number == 1 else 's'} old"
    return "new"


def _undone(root: Path, begun: Begun) -> tuple[str, ...]:
    """Files without a commit are all there or none: what was written is removed again, what somebody changed is not."""
    kept = []
    for path, digest in begun.created.items():
        target = root / path
        target.with_name(f".{target.name}-new").unlink(missing_ok=True)
        if not target.is_file():
            continue
        if hashlib.sha256(target.read_bytes()).hexdigest() == digest:
            target.unlink()
            _empty(root, target.parent)
        else:
            kept.append(path)
    lines = [f"{begun.what} was cut off: what it had written was removed again. Run it once more"]
    return (*lines, *(f"{path} was changed since, and stays" for path in kept))


def put_back(root: Path, begun: Begun) -> tuple[str, ...]:
    """Files that were laid over those of a commit are all there or none: the commit's come back, others' stay."""
    refuse_locks(root)
    kept = []
    for path, digest in begun.laid.items():
        target = root / path
        target.with_name(f".{target.name}-new").unlink(missing_ok=True)
        here = hashlib.sha256(target.read_bytes()).hexdigest() if target.is_file() else ""
        if here != digest:
            old = content(root, begun.head, path)
            same = here == (hashlib.sha256(old).hexdigest() if old is not None else "")
            kept += [] if same else [path]
        elif run(root, ["checkout", "-q", begun.head, "--", path]).code != 0:
            target.unlink(missing_ok=True)  # the commit has no such file
            _empty(root, target.parent)
    lines = [f"{begun.what} was cut off: what it had written was taken back. Run it once more"]
    return (*lines, *(f"{path} was changed since, and stays" for path in kept))


def _committed(root: Path, begun: Begun) -> tuple[str, ...]:
    head = run(root, ["rev-parse", "HEAD"]).text
    if head == begun.commit:
        kept = follow(root, begun.head, begun.commit, begun.files)
        return (f"{begun.what} was cut off after its commit {begun.commit[:10]}: its files were written now", *kept)
    if run(root, ["merge-base", "--is-ancestor", begun.commit, head]).code == 0:
        return (f"{begun.what} was cut off, and other commits came since: git status shows what is left to do",)
    if (
        begun.tag
        and run(root, ["rev-parse", "--verify", "-q", f"refs/tags/{begun.tag}^{{commit}}"]).text == begun.commit
    ):
        run(root, ["update-ref", "-d", f"refs/tags/{begun.tag}"])
    return (f"{begun.what} was cut off before anything was recorded: nothing was changed. Run it once more",)


def _by_index(root: Path) -> tuple[str, ...]:
    """The sign without a note: the index holds the tree of the commit before our own last one."""
    # not with --verify, which takes one name only
    answer = run(root, ["rev-parse", "HEAD", "HEAD~1", "HEAD^{tree}", "HEAD~1^{tree}"])
    trees = answer.text.split()
    if answer.code != 0 or len(trees) < 4 or run(root, ["write-tree"]).text != trees[3] or trees[2] == trees[3]:
        return ()
    keys = run(root, ["log", "-1", "--format=%(trailers:only,keyonly)"]).text.split("\n")
    if not any(key.strip() in OURS for key in keys):
        return ()
    changed = ask(root, ["diff", "--name-only", "--no-renames", "-z", "HEAD~1", "HEAD"]).out
    files = tuple(path for path in changed.decode("utf-8", "replace").split("\0") if path)
    subject = run(root, ["log", "-1", "--format=%s"]).text
    kept = follow(root, trees[1], trees[0], files)
    return (f"“{subject}” was cut off after its commit {trees[0][:10]}: its files were written now", *kept)


def follow(root: Path, before: str, commit: str, files: tuple[str, ...]) -> tuple[str, ...]:
    """Bring index and working tree from one commit to the next, file by file; what somebody changed stays as it is."""
    refuse_locks(root)
    kept = []
    for path in files:
        old, new = content(root, before, path), content(root, commit, path)
        target = root / path
        here = target.read_bytes() if target.is_file() else None
        ours = here in (old, new) or here is None or (new is not None and new.startswith(here))
        if not ours:
            kept.append(f"{path} was changed since, and stays: git diff HEAD -- {path}")
        elif new is None:
            target.unlink(missing_ok=True)
            _empty(root, target.parent)
        elif here != new:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(new)
    ask(root, ["reset", "-q", commit, "--", *files]) if files else None
    run(root, ["update-index", "-q", "--refresh"])
    return tuple(kept)


def _empty(root: Path, folder: Path) -> None:
    """Remove the folders that are left empty."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
