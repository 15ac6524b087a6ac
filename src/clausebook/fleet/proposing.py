"""Upstream's change as a branch in every school's repository, with reasons and review pack. Approves nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from clausebook.app.forking.following import UpstreamRequest, left_to_do, shown, taken, write
from clausebook.errors import UserError
from clausebook.fleet.checkout import PROPOSALS
from clausebook.fleet.rounds import FleetOrder, Report
from clausebook.io.files import OUTPUT
from clausebook.io.git.command import ask, run
from clausebook.model.fleet import FleetSchool
from clausebook.model.upstream import UpstreamMerge
from clausebook.source.load import UPSTREAM
from clausebook.text.records import dataclass

SHOWN = 3  # places where both changed the same words
_DRAFT = "proposal"  # until its name is known


@dataclass(frozen=True, kw_only=True)
class SchoolProposal:
    """What came of one school: the branch that is there, or that there is nothing to take in; and what went wrong."""

    name: str
    branch: str = ""
    pushed: bool | None = False  # None: nobody asked whether it was
    pack: str = ""
    follows: bool = True
    lines: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """For the terminal."""
        if self.branch:
            said = (
                f"branch {self.branch}{'' if self.pushed is None else ' (pushed)' if self.pushed else ' (not pushed)'}"
            )
        elif self.trouble:
            said = "nothing proposed"
        else:
            said = "nothing to take in" if self.follows else "follows no upstream"
        pack = (self.pack,) if self.pack else ()
        return "\n  ".join((f"{self.name}: {said}", *self.trouble, *self.lines, *pack))


def propose_all(order: FleetOrder, push: bool, report: Report) -> Iterator[SchoolProposal]:
    """Propose upstream's newest change to every school; what prevents one holds up no other."""
    for school in order.schools:
        report(f"{school.name}: looking at upstream")
        try:
            yield _proposed(school, order, push, report)
        except UserError as error:
            yield SchoolProposal(name=school.name, trouble=(str(error),))


def _proposed(school: FleetSchool, order: FleetOrder, push: bool, report: Report) -> SchoolProposal:
    theirs = order.reach(school)
    folder = order.lay_out(school, theirs)
    if not (folder / UPSTREAM).is_file():
        return SchoolProposal(name=school.name, follows=False)
    ask(folder, ["checkout", "--quiet", "-B", _DRAFT])
    request = UpstreamRequest(root=folder, as_of=order.as_of)
    found, taking = taken(request, report)
    branch = f"{PROPOSALS}{found.new[:10]}"
    if not taking.writing.files:
        return SchoolProposal(name=school.name)
    if _has(theirs, branch):
        again = SchoolProposal(
            name=school.name, branch=branch, pushed=None, lines=("proposed before, and left as it is",)
        )
        return _pushed(again, theirs) if push else again
    if _has(theirs, PROPOSALS.rstrip("/")):
        hint = "rename it there: git branch -m upstream of-upstream"
        raise UserError(f"{school.name} has a branch called upstream, beside which git has no {branch}", hint)
    if taking.collisions:
        return SchoolProposal(name=school.name, trouble=tuple(_places(taking)))
    write(folder, taking)
    ask(folder, ["branch", "--move", "--force", branch])
    left = left_to_do(folder, order.as_of)
    pack = _pack(folder, order, school.name, shown(request, found, report) if found.reviews else ())
    _brought(folder, theirs, branch)
    lines = (*taking.writing.lines, *(f"needs a hand: {one.place.file}: {one.message}" for one in left))
    made = SchoolProposal(name=school.name, branch=branch, pack=pack, lines=lines)
    return _pushed(made, theirs) if push else made


def _has(repository: Path, branch: str) -> bool:
    return not run(repository, ["rev-parse", "--verify", "--quiet", f"refs/heads/{branch}"]).code


def _places(taking: UpstreamMerge) -> Iterator[str]:
    yield "upstream and this school changed the same words; there: python3 build.py upstream --take"
    yield from (f"{one.file}:{one.line}: {one.what}" for one in taking.collisions[:SHOWN])
    if len(taking.collisions) > SHOWN:
        yield f"and {len(taking.collisions) - SHOWN} more"


def _pack(folder: Path, order: FleetOrder, name: str, paths: tuple[str, ...]) -> str:
    """Bring the review pack to proposals/NAME/; the path of the folder below the fleet's."""
    target = order.root / "proposals" / name
    shutil.rmtree(target, ignore_errors=True)
    if not paths:
        return ""
    for path in paths:
        to = target / Path(path).relative_to(OUTPUT) if path.startswith(f"{OUTPUT}/") else target / path
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / path, to)
    return target.relative_to(order.root).as_posix()


def _brought(folder: Path, theirs: Path, branch: str) -> None:
    """Bring the branch into the school's repository; no branch or file that it has is touched."""
    ask(theirs, ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", str(folder), f"{branch}:{branch}"])


def _pushed(made: SchoolProposal, theirs: Path) -> SchoolProposal:
    ref = f"refs/heads/{made.branch}"
    done = run(theirs, ["push", "--quiet", "origin", f"{ref}:{ref}"])
    if done.code:
        why = f"it cannot be pushed: {done.complaint}"
        return replace(
            made,
            pushed=False,
            trouble=(why, f"hint: look at the remote origin of {made.name}, and who may write to it"),
        )
    return replace(made, pushed=True)
