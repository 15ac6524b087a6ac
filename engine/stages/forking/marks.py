"""Introduction -> the mark of the adoption that cleared it, or None where the record is this school's own.

A mark clears a record only where it names it, was written by the commit that removed it, and stands for another school:
else whoever deletes an approval could call that an adoption.
"""

from __future__ import annotations

from engine.model.revision import Introduction, Revisions
from engine.model.upstream import Upstream
from engine.stages.load import SCHOOL, UPSTREAM, load


def clearing(revisions: Revisions, origin: Introduction) -> Upstream | None:
    """The mark that says the record was another school's."""
    if origin.cleared is None or UPSTREAM not in revisions.files_at(revisions.state.head, ("policy/",)):
        return None
    mark = _facts(revisions, origin.cleared.id)[0]
    policy, year = origin.path.removesuffix(".yaml").split("/")[-2:]
    if mark is None or f"{policy}/{year}" not in mark.cleared:
        return None
    before = _facts(revisions, origin.commit.id, origin.base)[1]
    after = _facts(revisions, origin.cleared.id)[1]
    return mark if before.casefold() != after.casefold() else None


def is_own(revisions: Revisions, origin: Introduction) -> bool:
    """Whether the record is one of this school's governors."""
    return clearing(revisions, origin) is None


def school_at(revisions: Revisions, commit: str) -> str:
    """The name of the school whose register a commit holds; "" where it holds none."""
    return _facts(revisions, commit)[1]


def _facts(revisions: Revisions, commit: str, base: str = "") -> tuple[Upstream | None, str]:
    """The mark and the school's name as they stand at a commit."""
    files = revisions.files_at(commit, ("policy/",), base)
    wanted = {path: files[path] for path in (SCHOOL, UPSTREAM) if path in files}
    blobs = revisions.blobs(wanted.values())
    register = load({path: blobs[blob] for path, blob in wanted.items()})
    return register.upstream, register.school.name if register.school else ""
