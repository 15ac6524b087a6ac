"""Introduction -> the other school whose governors approved the record, or "" where it is this school's own.

An adoption's mark clears a record only where it names it, was written by the commit that removed it, and is between
two schools: else whoever deletes an approval could call that an adoption. A later merge may bring more of upstream's
records: those are known by the name of the school at the commit that introduced them.
"""

from __future__ import annotations

from functools import lru_cache

from clausebook.model.revision import Introduction, Revisions
from clausebook.model.upstream import Upstream
from clausebook.source.load import SCHOOL, UPSTREAM, load

ADOPTED = "Upstream"  # trailer of the commit that adopts: the commit that was taken over


def owner(revisions: Revisions, origin: Introduction) -> str:
    """The name of the other school; "" for a record of this one."""
    mark, here = _facts(revisions, revisions.state.head)
    if mark is None:
        return ""
    name = _facts(revisions, origin.commit.id, origin.base)[1]
    if not name or name.casefold() == here.casefold():
        return ""
    known = name.casefold() in {one.casefold() for one in mark.traces.names}
    return name if known or _is_cleared(revisions, origin, name) else ""


def _is_cleared(revisions: Revisions, origin: Introduction, name: str) -> bool:
    if origin.cleared is None:
        return False
    mark, after = _facts(revisions, origin.cleared.id)
    policy, record = origin.path.removesuffix(".yaml").split("/")[-2:]
    return mark is not None and f"{policy}/{record}" in mark.cleared and name.casefold() != after.casefold()


def came_from(revisions: Revisions) -> str:
    """The address that these policies were taken over from; "" where that is nowhere."""
    mark, _ = _facts(revisions, revisions.state.head)
    return mark.address if mark else ""


def taken_over(revisions: Revisions) -> str:
    """The commit at which these policies were taken over: what happened before is another school's history. "" if none.

    An adoption's commit names it in a trailer; the newest one counts. Where history does not hold that commit, all of
    history is this school's: its repository began with the takeover.
    """
    if not came_from(revisions):
        return ""
    found = [one for commit in revisions.log("", revisions.state.head, (UPSTREAM,)) for one in commit.trailer(ADOPTED)]
    return found[-1] if found and revisions.is_ancestor(found[-1], revisions.state.head) else ""


def school_at(revisions: Revisions, commit: str) -> str:
    """The name of the school whose register a commit holds; "" where it holds none."""
    return _facts(revisions, commit)[1]


def _facts(revisions: Revisions, commit: str, base: str = "") -> tuple[Upstream | None, str]:
    """The mark and the school's name as they are at a commit."""
    if not commit:
        return None, ""
    wanted = revisions.files_at(commit, (SCHOOL, UPSTREAM), base)
    blobs = revisions.blobs(wanted.values())
    return _read(*(blobs[wanted[path]] if path in wanted else b"" for path in (SCHOOL, UPSTREAM)))


@lru_cache(maxsize=64)
def _read(school: bytes, upstream: bytes) -> tuple[Upstream | None, str]:
    """Mark and name; the files of most commits are the same."""
    register = load({path: data for path, data in ((SCHOOL, school), (UPSTREAM, upstream)) if data})
    return register.upstream, register.school.name if register.school else ""
