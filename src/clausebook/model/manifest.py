"""output/manifest.json: every file of a build with its hash, and the newest act of each policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from clausebook.model.acts.record import DigestOfAct
from clausebook.model.approvals.approval import Fingerprint
from clausebook.model.decode import Describe, Pattern
from clausebook.model.location import Located
from clausebook.model.school import Key

Sha256 = Annotated[str, Pattern(r"[0-9a-f]{64}", "64 hexadecimal digits")]


@dataclass(frozen=True, kw_only=True)
class NewestAct(Located):
    """The act that a policy's next one follows. Its digest holds those of all acts before it."""

    act: Annotated[str, Describe("what kind of act: approved, reviewed, corrected and so on")]
    file: Annotated[str, Describe("its file in the repository")]
    digest: DigestOfAct


@dataclass(frozen=True, kw_only=True)
class BuiltFile(Located):
    """One file of the build, and the edition whose words it shows where it belongs to one."""

    path: Annotated[str, Describe("below output/")]
    sha256: Sha256
    bytes: Annotated[int, Describe("its size")]
    policy: Key | None = None
    edition: Annotated[str, Describe("a review year, or draft")] = ""
    status: Literal["draft", "approved"] | None = None
    fingerprint: Fingerprint | None = None
    commit: Annotated[str, Describe("the revision that the words were read from; empty for files not committed")] = ""
    signed: Annotated[bool, Describe("true for a PDF that is published as somebody signed it")] = False


@dataclass(frozen=True, kw_only=True)
class Manifest(Located):
    """output/manifest.json."""

    newest_acts: Annotated[Mapping[Key, NewestAct], Describe("by policy; none for a policy without an act")]
    files: Annotated[tuple[BuiltFile, ...], Describe("in the order of their paths")]
