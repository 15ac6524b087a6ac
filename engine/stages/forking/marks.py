"""Introduction -> the other school whose governors approved the record, or "" where it is this school's own.

An adoption's mark clears a record only where it names it, was written by the commit that removed it, and stands between
two schools: else whoever deletes an approval could call that an adoption. A later merge may bring more of upstream's
records: those are told by the name of the school at the commit that introduced them.
"""

from __future__ import annotations

from engine.model.revision import Introduction, Revisions
from engine.model.upstream import Upstream
from engine.stages.load import SCHOOL, UPSTREAM, load


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
    policy, year = origin.path.removesuffix(".yaml").split("/")[-2:]
    return mark is not None and f"{policy}/{year}" in mark.cleared and name.casefold() != after.casefold()


def came_from(revisions: Revisions) -> str:
    """The address that these policies were taken over from; "" where that is nowhere."""
    mark, _ = _facts(revisions, revisions.state.head)
    return mark.address if mark else ""


def school_at(revisions: Revisions, commit: str) -> str:
    """The name of the school whose register a commit holds; "" where it holds none."""
    return _facts(revisions, commit)[1]


def _facts(revisions: Revisions, commit: str, base: str = "") -> tuple[Upstream | None, str]:
    """The mark and the school's name as they stand at a commit."""
    if not commit:
        return None, ""
    files = revisions.files_at(commit, ("policy/",), base)
    wanted = {path: files[path] for path in (SCHOOL, UPSTREAM) if path in files}
    blobs = revisions.blobs(wanted.values())
    register = load({path: blobs[blob] for path, blob in wanted.items()})
    return register.upstream, register.school.name if register.school else ""
