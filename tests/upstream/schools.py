"""A second school, invented, that takes over the mini school's policies, and what tests do with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clausebook.app.forking import adopting, following
from clausebook.model.upstream import NewSchool, UpstreamChanges, UpstreamMerge
from tests.history.repositories import School

AS_OF = date(2026, 11, 22)
OAKFIELD: dict[str, Any] = {
    "name": "Oakfield Academy",
    "short_name": "Oakfield",
    "kind": "academy",
    "authority": "Oak Trust",
    "governing_body": "the trust board",
    "approving_body": "trust board",
    "review_month": 9,
    "roles": {"headteacher": "Principal"},
}


def oakfield(**facts: Any) -> NewSchool:
    """The second school, with other facts where a test wants them."""
    found = adopting.answered({**OAKFIELD, **facts}, None).school
    assert found
    return found


class Fork(School):
    """A fork's repository, and the commands of a fork."""

    def plan(self, school: NewSchool | None = None, address: str = "", anew: bool = False) -> adopting.Takeover:
        """What adopting would write."""
        return adopting.planned(self.root, school or oakfield(), address, AS_OF, anew)

    def adopt(self, school: NewSchool | None = None, address: str = "", anew: bool = False) -> str:
        """Adopt; the new commit's id."""
        return adopting.write(self.root, self.plan(school, address, anew))

    def text(self, path: str) -> str:
        """A file of the working tree."""
        return (self.root / path).read_text(encoding="utf-8")

    def sources(self) -> dict[str, str]:
        """Every file that git holds at the newest commit, by path; what is no text is shown as far as it can be."""
        paths = self.git("ls-files").splitlines()
        return {path: (self.root / path).read_bytes().decode("utf-8", "replace") for path in paths}

    def request(self, ref: str = "", fetch: bool = True) -> following.UpstreamRequest:
        """A look at upstream."""
        return following.UpstreamRequest(root=self.root, as_of=AS_OF, ref=ref, fetch=fetch)

    def look(self, ref: str = "") -> UpstreamChanges:
        """What upstream changed."""
        return following.followed(self.request(ref), lambda step: None)

    def take(self, ref: str = "") -> UpstreamMerge:
        """Take upstream's changes in."""
        _, taking = following.taken(self.request(ref), lambda step: None)
        if taking.writing.files:
            following.write(self.root, taking)
        return taking

    def finish(self) -> str:
        """Commit what was laid out."""
        return following.finish(self.request(fetch=False), lambda step: None)


def type_in(root: Path, patch: pytest.MonkeyPatch) -> None:
    """Let commands work on another repository than the one the engine lies in."""
    patch.chdir(root)


def cloned(upstream: School, root: Path) -> Fork:
    """A fresh clone."""
    upstream.git("clone", "--quiet", str(upstream.root), str(root))
    fork = Fork(root, start=False)
    fork.now = upstream.now
    return fork
