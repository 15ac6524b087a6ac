"""Reads trees and blobs from git objects, without a checkout: one process a tree, one for all blobs asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from clausebook.errors import UserError
from clausebook.io.git.command import ask, run

_FILES = (b"100644", b"100755", b"100664")  # links and submodules are no data files


def tree(root: Path, commit: str, prefixes: Sequence[str], base: str) -> dict[str, str]:
    """Path to blob id below the prefixes at a commit, paths as seen from `base`, in git's order."""
    arguments = ["ls-tree", "-r", "-z", "--full-tree", commit, "--", *(base + prefix for prefix in prefixes)]
    found = {}
    for line in ask(root, arguments).out.split(b"\0"):
        head, tab, path = line.partition(b"\t")
        if tab and head.startswith(_FILES):
            found[path.decode("utf-8", "replace").removeprefix(base)] = head.split(b" ")[2].decode("ascii")
    return found


def content(root: Path, commit: str, path: str) -> bytes | None:
    """A file of a commit; None where it has none."""
    answer = run(root, ["cat-file", "blob", f"{commit}:{path}"])
    return answer.out if answer.code == 0 else None


def contents(root: Path, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Each blob's id and bytes, through one `cat-file --batch`. Raises UserError where an object is missing."""
    return objects(root, ids)


def objects(root: Path, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Id and bytes of each object that is named so, in order. Raises UserError where one is missing."""
    wanted = list(names)
    if not wanted:
        return
    out = memoryview(ask(root, ["cat-file", "--batch"], stdin="".join(f"{blob}\n" for blob in wanted).encode()).out)
    at = 0
    for blob in wanted:
        end = at + bytes(out[at : at + 200]).index(b"\n")
        head = bytes(out[at:end]).decode().split(" ")
        if len(head) != 3:
            raise UserError(f"the repository has lost object {blob}", "git fetch --refetch origin, or clone afresh")
        size = int(head[2])
        yield head[0], bytes(out[end + 1 : end + 1 + size])
        at = end + 1 + size + 1
