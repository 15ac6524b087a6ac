"""The schools that a trust builds and watches together, as fleet.yaml lists them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from clausebook.model.decode import Describe, Pattern, derived
from clausebook.model.location import Located
from clausebook.model.upstream.upstream import Remote

Sha256 = Annotated[str, Pattern(r"[0-9a-f]{64}", "a SHA-256: 64 hexadecimal digits")]
Name = Annotated[str, Pattern(r"[a-z0-9][a-z0-9-]*", "a short name of small letters, digits and hyphens")]


@dataclass(frozen=True, kw_only=True)
class FleetSchool(Located):
    """One school: where its repository is, and the name of its folder below schools/."""

    SHORTHAND = "at"

    at: Annotated[Remote, Describe("a folder, or an address that git can clone from")]
    id: Annotated[Name, Describe("the name of its folder below schools/; else the last part of the address")] = ""
    branch: Annotated[str, Describe("the branch that is built; else the one that the repository is on")] = ""

    @property
    def name(self) -> str:
        """What the fleet calls it."""
        if self.id:
            return self.id
        last = re.split(r"[/\\:]", self.at.rstrip("/\\").removesuffix(".git"))[-1]
        return re.sub(r"[^a-z0-9]+", "-", last.casefold()).strip("-") or "school"

    @property
    def is_address(self) -> bool:
        """Whether git must fetch it; else it is a folder of this machine."""
        return bool(re.match(r"[a-z][a-z0-9+.-]+://|[^/\\]+@[^/\\]+:", self.at))


@dataclass(frozen=True, kw_only=True)
class FleetEngine(Located):
    """One engine that may run: a wheel by its SHA-256, as engine.lock names it, or a fork's src/ by `fleet engines`."""

    SHORTHAND = "sha256"

    sha256: Annotated[Sha256, Describe("of the wheel, or of a fork's src/ as fleet engines prints it")]
    version: Annotated[str, Describe("what people call it")] = ""


@dataclass(frozen=True, kw_only=True)
class Fleet(Located):
    """A trust's schools, the engines it lets run, and where all of its machines keep what was made."""

    schools: Annotated[tuple[FleetSchool, ...], Describe("the repositories, in the order of the page")]
    engines: Annotated[tuple[FleetEngine, ...], Describe("the engines that may run, the newest last")] = ()
    upstream: Annotated[str, Describe("a folder or address: how far each school is behind it")] = ""
    cache: Annotated[str, Describe("a folder or fsspec address that all machines share")] = ""
    root: str = derived()
