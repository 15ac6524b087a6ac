"""Writes files as one commit, with an annotated tag or without: all comes into being at once, or nothing does.

Objects are made first, where they are not seen; then one transaction moves the branch and makes the tag. No hook of a
commit runs and no editor opens. A user who has git sign tags (`tag.gpgSign`) gets a signed tag.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from clausebook.errors import UserError
from clausebook.io.git.command import ask, run
from clausebook.io.git.transaction import Begun, noted, refuse_locks

_NOWHERE = "refs/clausebook/unseen"  # set and taken back in one go: no name is left in the repository
_CRUD = " .,:;<>\"\\'"  # what git takes off either end of a name
_IDENTITY = 'git config --global user.name "Your Name", and git config --global user.email you@your.school'


def commit_and_tag(
    root: Path, head: str, branch: str, files: Mapping[str, bytes], message: str, tag: str, tag_message: str
) -> str:
    """Commit the files on top of `head`, tag the commit, and bring index and working tree up to it: the commit's id.

    Raises UserError, and leaves everything as it was, where git refuses; `head` must be the branch's newest commit.
    """
    _refuse_busy(root, files)
    who = _who(root)
    commit = commit_object(root, head, files, message)
    begun = Begun(what=_first_line(message), head=head, commit=commit, tag=tag, files=tuple(files))
    with noted(root, begun):
        if _wants_signature(root):
            _signed(root, head, branch, commit, tag, tag_message)
        else:
            _together(root, head, branch, commit, tag, _tag_object(root, commit, tag, tag_message, who))
        _check_out(root, head, commit, files)
    return commit


def commit(
    root: Path, head: str, branch: str, files: Mapping[str, bytes | None], message: str, author: str = ""
) -> str:
    """Commit the files on top of `head`, None for one that goes, and bring index and working tree up to it.

    Files that the working tree holds as they will be committed are left alone. Raises UserError, and leaves everything
    as it was, where git refuses.
    """
    written = {path: content for path, content in files.items() if content is not None}
    held = {path for path, content in written.items() if _holds(root / path, content)}
    _refuse_busy(root, [path for path in written if path not in held])
    made = commit_object(root, head, files, message, author)
    steps = f"start\nupdate refs/heads/{branch} {made} {head}\nprepare\ncommit\n"
    with noted(root, Begun(what=_first_line(message), head=head, commit=made, files=tuple(files))):
        answer = run(root, ["update-ref", "-m", message.splitlines()[0], "--stdin"], stdin=steps.encode())
        if answer.code != 0:
            raise UserError(
                f"git refused the commit: {answer.complaint}", "nothing was written; mend that, and try again"
            )
        if held or run(root, ["read-tree", "-m", "-u", head, made]).code != 0:
            _follow(root, made, {path: content for path, content in files.items() if path not in held})
    return made


def _first_line(message: str) -> str:
    return f"“{message.splitlines()[0]}”"


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _follow(root: Path, made: str, files: Mapping[str, bytes | None]) -> None:
    """Index and working tree after a commit that is made already."""
    if run(root, ["read-tree", "-m", made]).code != 0:  # -m keeps what git knows of the other files
        ask(root, ["read-tree", made])
    for path, content in files.items():
        if content is None:
            _unlink(root, root / path)
    written = [path for path, content in files.items() if content is not None]
    if written:
        ask(root, ["checkout-index", "--force", "-z", "--stdin"], stdin="\0".join(written).encode())
    run(root, ["update-index", "-q", "--refresh"])


def _unlink(root: Path, path: Path) -> None:
    """Remove a file and, as git does, the folders that it leaves empty."""
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == root or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()


def _refuse_busy(root: Path, files: Iterable[str]) -> None:
    refuse_locks(root)
    files = list(files)
    known = ask(root, ["ls-files", "-z", "--", *files]).out.decode("utf-8", "replace").split("\0")
    for path in files:
        if path not in known and (root / path).exists():
            raise UserError(
                f"{path} is there already, and in no commit", f"look at it, then delete it: git clean -x {path}"
            )


def _who(root: Path) -> str:
    """Name, address and moment, as git writes them into a tag."""
    answer = run(root, ["var", "GIT_COMMITTER_IDENT"])
    if answer.code != 0:
        raise UserError("git does not know who you are", _IDENTITY)
    return answer.text


def commit_object(
    root: Path, head: str, files: Mapping[str, bytes | None], message: str, author: str = "", joins: str = ""
) -> str:
    """A commit of the files on top of `head`, None for one that goes; with `joins` it has that history, too.

    No branch leads to it yet. The index of the user is not touched.
    """
    who = _who(root)
    lines = f"commit {_NOWHERE}\nmark :1\nauthor {_author(root, author, who)}\ncommitter {who}\n"
    onto = f"from {head}\nmerge {joins}\n" if joins else f"from {head}\n"
    parts = [lines.encode(), _data(message.encode()), onto.encode()]
    for path, content in files.items():
        if content is None:
            parts.append(f"D {_quoted(path)}\n".encode())
        else:
            mode = "100755" if content.startswith(b"#!") else "100644"
            parts += [f"M {mode} inline {_quoted(path)}\n".encode(), _data(content)]
    parts.append(f"\nreset {_NOWHERE}\nfrom {'0' * len(head)}\n\nget-mark :1\n".encode())
    return ask(root, ["fast-import", "--quiet", "--date-format=raw"], stdin=b"".join(parts)).text


def _author(root: Path, author: str, committer: str) -> str:
    """Name, address and moment of the author. Raises UserError for anything but "Name <address>"."""
    found = re.fullmatch(r"\s*([^<>\n]*[^<>\s])\s*<([^<>\s]+@[^<>\s]+)>\s*", author)
    name = found[1].strip(_CRUD) if found else ""
    if author and not (found and name):
        raise UserError(f"{author!r} is not an author", 'write it as "Name <address@school.example>"')
    moment = committer
    if not author or "GIT_AUTHOR_DATE" in os.environ:
        moment = ask(root, ["var", "GIT_AUTHOR_IDENT"]).text
    return f"{name} <{found[2]}> {moment.rpartition('> ')[2]}" if found else moment


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


def _quoted(path: str) -> str:
    """A path as a stream of changes has it."""
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _tag_object(root: Path, commit: str, tag: str, message: str, who: str) -> str:
    text = f"object {commit}\ntype commit\ntag {tag}\ntagger {who}\n\n{message}"
    return ask(root, ["mktag"], stdin=text.encode()).text


def _together(root: Path, head: str, branch: str, commit: str, tag: str, tag_object: str) -> None:
    """Move the branch and make the tag in one transaction."""
    steps = f"start\nupdate refs/heads/{branch} {commit} {head}\ncreate refs/tags/{tag} {tag_object}\nprepare\ncommit\n"
    answer = run(root, ["update-ref", "-m", f"approve: {tag}", "--stdin"], stdin=steps.encode())
    if answer.code != 0:
        raise UserError(
            f"git refused the approval: {answer.complaint}", "nothing was written; mend that, and approve again"
        )


def _wants_signature(root: Path) -> bool:
    return run(root, ["config", "--type=bool", "--get", "tag.gpgSign"]).text == "true"


def _signed(root: Path, head: str, branch: str, commit: str, tag: str, message: str) -> None:
    """Only `git tag` can sign: so the tag comes first, and goes again if the branch cannot follow."""
    answer = run(root, ["tag", "--sign", "--file=-", "--cleanup=verbatim", tag, commit], stdin=message.encode())
    if answer.code != 0:
        raise UserError(
            f"git could not sign the tag: {answer.complaint}", "mend the key, or git config tag.gpgSign false"
        )
    moved = run(root, ["update-ref", "-m", f"approve: {tag}", f"refs/heads/{branch}", commit, head])
    if moved.code != 0:
        run(root, ["update-ref", "-d", f"refs/tags/{tag}"])
        raise UserError(
            f"git refused the approval: {moved.complaint}", "nothing was written; mend that, and approve again"
        )


def _check_out(root: Path, head: str, commit: str, files: Mapping[str, bytes]) -> None:
    """The approval is made by now; only the files in the working tree still have to follow."""
    run(root, ["update-index", "-q", "--refresh"])
    answer = run(root, ["read-tree", "-m", "-u", head, commit])
    if answer.code != 0:
        raise UserError(
            f"the approval is committed and tagged, but its files could not be written: {answer.complaint}",
            f"git restore --staged --worktree {' '.join(files)}",
        )
