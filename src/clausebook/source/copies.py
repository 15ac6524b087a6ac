"""A file that was left beside another one: "rule (1).yaml", "rule final v2.yaml", "rule-DESKTOP-AB12CD.yaml"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from clausebook.model.finding import LoadError, Located, SourceLocation
from clausebook.text.phrases import counted

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# What people and programs put behind the name of a copy, where it could be an id.
_MARKED = re.compile(
    r"[-_. ]?(?:copy|kopie|old|backup|bak|final|new|orig|original|conflict(?:ed)?|draft|edited)(?:\b|[-_ ].*)"
)
_BEFORE = re.compile(r"(?:copy of|copy_of|copy-of|kopie von)[ _-]*", re.IGNORECASE)


def copy_of(path: str, record: Located | None, files: Mapping[str, bytes]) -> str:
    """The file that this one is a copy of, by its name and the id in it; "" where it is none."""
    named = str(getattr(record, "id", ""))
    if path.endswith(f"/{named}.yaml"):
        return ""
    pure = PurePosixPath(path)
    beside = [named, *(stem for stem in _stems(pure, files))] if named else list(_stems(pure, files))
    for stem in beside:
        other = f"{pure.parent}/{stem}.yaml"
        if other != path and other in files and _looks_like_a_copy(pure.stem, stem, files[path], files[other]):
            return other
    return ""


def copy_fault(path: str, other: str, files: Mapping[str, bytes]) -> LoadError:
    """The finding on the copy. Nothing is said of the other file."""
    name = PurePosixPath(other).name
    mine, theirs = (files[one].decode("utf-8", errors="replace").splitlines() for one in (path, other))
    changed = sum(
        max(i2 - i1, j2 - j1)
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, theirs, mine).get_opcodes()
        if tag != "equal"
    )
    if not changed:
        message, hint = f"it looks like a copy of {name}, and says the same", "delete it"
    else:
        message = f"it looks like a copy of {name}, and differs in {counted(changed, 'line')}"
        hint = f"put what is right in {name}, and delete this file"
    return LoadError("stray-file", SourceLocation(path), message, hint)


def _stems(path: PurePosixPath, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Names of the files beside it with which its own begins, or ends behind "Copy of", the longest first."""
    if _ID.fullmatch(path.stem):
        return ()
    bare = _BEFORE.sub("", path.stem)
    beside = (
        PurePosixPath(other).stem for other in files if other.startswith(f"{path.parent}/") and other != str(path)
    )
    return tuple(
        sorted((stem for stem in beside if _ID.fullmatch(stem) and bare.startswith(stem)), key=len, reverse=True)
    )


def _looks_like_a_copy(stem: str, other: str, mine: bytes, theirs: bytes) -> bool:
    if mine == theirs or not _ID.fullmatch(stem):
        return True
    return stem.startswith(other) and bool(_MARKED.fullmatch(stem[len(other) :]))
