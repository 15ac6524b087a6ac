"""Reads trees and blobs from git's objects, without a checkout: of one commit, or of many at a process a level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from clausebook.errors import UserError
from clausebook.io.git.command import ask, run

Wanted = tuple[str, tuple[str, ...], str]  # a commit, how paths begin, and the folder that they are seen from
Entry = tuple[bytes, str]  # mode and id
Names = tuple[str, ...]  # the way to a file or folder; () is all there is below
AT_ONCE = 512  # folders in memory
_FOLDER, _FILES = b"40000", (b"100644", b"100755", b"100664")  # links and submodules are not data files


def trees(root: Path, wanted: Iterable[Wanted]) -> dict[Wanted, dict[str, str]]:
    """Path to blob id at each commit, paths as seen from the folder, in git's order. What is alike is read once.

    Raises UserError where an object is missing.
    """
    asked = list(dict.fromkeys(wanted))
    commits = list(dict.fromkeys(commit for commit, _, _ in asked))
    found = objects(root, [f"{one}^{{tree}}" for one in commits])
    tops = {commit: id for commit, (id, _) in zip(commits, found, strict=True)}
    folders = _Folders()
    level: dict[str, set[Names]] = {}
    for commit, prefixes, base in asked:
        level.setdefault(tops[commit], set()).update(_names(base + prefix) for prefix in prefixes)
    while level:
        below: dict[str, set[Names]] = {}
        for some in batched(level, AT_ONCE):
            for tree, (_, content) in zip(some, objects(root, some), strict=True):
                for id, way in folders.keep(tree, content, level[tree]):
                    below.setdefault(id, set()).add(way)
        level = below
    return {one: folders.files(tops[one[0]], one) for one in asked}


def batched(things: Iterable[str], most: int) -> Iterator[list[str]]:
    """The things in lists of so many."""
    left = iter(things)
    while some := list(islice(left, most)):
        yield some


def _names(path: str) -> Names:
    return tuple(path.rstrip("/").split("/"))


class _Folders:
    """What is wanted of each folder, by the id of its tree: name to mode and id."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Entry]] = {}
        self._entries: dict[bytes, tuple[str, Entry]] = {}  # most are the same in most commits
        self._paths: dict[str, str] = {}

    def keep(self, tree: str, content: bytes, ways: set[Names]) -> Iterator[tuple[str, Names]]:
        """Keep what the ways lead to, and give the folders that they lead into, with the rest of each way."""
        firsts = {way[0] for way in ways if way}
        kept = self._known.setdefault(tree, {})
        for name, entry in self._read(content, len(tree) // 2):
            if () in ways or name in firsts:
                kept[name] = entry
        for way in ways:
            if not way:
                yield from ((id, ()) for mode, id in kept.values() if mode == _FOLDER)
            elif way[0] in kept and kept[way[0]][0] == _FOLDER:
                yield kept[way[0]][1], way[1:]

    def _read(self, content: bytes, size: int) -> Iterator[tuple[str, Entry]]:
        """Everything in a tree object whose ids have so many bytes: name, mode and id."""
        at = 0
        while at < len(content):
            end = content.index(b"\0", at) + 1 + size
            raw = content[at:end]
            known = self._entries.get(raw)
            if known is None:
                mode, _, name = raw[: -size - 1].partition(b" ")
                known = self._entries[raw] = name.decode("utf-8", "replace"), (mode, raw[-size:].hex())
            yield known
            at = end

    def files(self, top: str, wanted: Wanted) -> dict[str, str]:
        """Path to blob id of what is wanted, in git's order."""
        _, prefixes, base = wanted
        found = dict(one for prefix in prefixes for one in self._at(top, base + prefix))
        paths = (self._paths.setdefault(path, path) for path in sorted(found))
        return {path.removeprefix(base): found[path] for path in paths}

    def _at(self, top: str, prefix: str) -> Iterator[tuple[str, str]]:
        *above, last = _names(prefix)
        for name in above:
            mode, top = self._known[top].get(name, (b"", ""))
            if mode != _FOLDER:
                return
        mode, id = self._known[top].get(last, (b"", ""))
        if mode == _FOLDER:
            yield from self._below(id, f"{'/'.join((*above, last))}/")
        elif mode in _FILES and not prefix.endswith("/"):
            yield prefix, id

    def _below(self, tree: str, above: str) -> Iterator[tuple[str, str]]:
        for name, (mode, id) in self._known[tree].items():
            if mode == _FOLDER:
                yield from self._below(id, f"{above}{name}/")
            elif mode in _FILES:
                yield f"{above}{name}", id


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
