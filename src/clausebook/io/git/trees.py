"""Reads the folders of many commits at once: a process for each level of folders, however many commits there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from clausebook.io.git.objects import objects

Wanted = tuple[str, tuple[str, ...], str]  # a commit, how paths begin, and the folder that they are seen from
Entry = tuple[bytes, str, str]  # mode, name and id
Folders = Mapping[str, list[Entry]]  # by the id of their tree
_FOLDER = b"40000"
_FILES = (b"100644", b"100755", b"100664")  # links and submodules are no data files


def trees(root: Path, wanted: Iterable[Wanted]) -> dict[Wanted, dict[str, str]]:
    """Path to blob id at each commit, paths as seen from the folder, in git's order. What is alike is read once.

    Raises UserError where an object is missing.
    """
    asked = list(dict.fromkeys(wanted))
    commits = list(dict.fromkeys(commit for commit, _, _ in asked))
    folders: dict[str, list[Entry]] = {}
    tops: dict[str, str] = {}
    for commit, (id, content) in zip(commits, objects(root, [f"{one}^{{tree}}" for one in commits]), strict=True):
        tops[commit] = id
        folders.setdefault(id, _entries(content, len(id) // 2))
    while missing := list(dict.fromkeys(id for one in asked for id in _unread(tops[one[0]], _full(one), folders))):
        for id, content in objects(root, missing):
            folders[id] = _entries(content, len(id) // 2)
    return {
        one: {path.removeprefix(one[2]): id for path, id in _below(tops[one[0]], "", _full(one), folders)}
        for one in asked
    }


def _full(wanted: Wanted) -> tuple[str, ...]:
    _, prefixes, base = wanted
    return tuple(base + prefix for prefix in prefixes)


def _unread(id: str, prefixes: tuple[str, ...], folders: Folders, above: str = "") -> Iterator[str]:
    """The folders on the way to what is wanted that were not read yet."""
    if id not in folders:
        yield id
        return
    for mode, name, child in folders[id]:
        if mode == _FOLDER and _leads_to(f"{above}{name}/", prefixes):
            yield from _unread(child, prefixes, folders, f"{above}{name}/")


def _below(id: str, above: str, prefixes: tuple[str, ...], folders: Folders) -> Iterator[tuple[str, str]]:
    for mode, name, child in folders[id]:
        path = f"{above}{name}"
        if mode == _FOLDER:
            if _leads_to(f"{path}/", prefixes):
                yield from _below(child, f"{path}/", prefixes, folders)
        elif mode in _FILES and path.startswith(prefixes):
            yield path, child


def _leads_to(folder: str, prefixes: tuple[str, ...]) -> bool:
    return folder.startswith(prefixes) or any(prefix.startswith(folder) for prefix in prefixes)


def _entries(content: bytes, size: int) -> list[Entry]:
    """Everything in a tree object whose ids have so many bytes."""
    found, at = [], 0
    while at < len(content):
        blank, end = content.index(b" ", at), content.index(b"\0", at)
        name = content[blank + 1 : end].decode("utf-8", "replace")
        found.append((content[at:blank], name, content[end + 1 : end + 1 + size].hex()))
        at = end + 1 + size
    return found
