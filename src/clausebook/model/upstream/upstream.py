"""Where a school's policies come from, policy/upstream.yaml: written by adopt, moved on by upstream --take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from clausebook.model.decode import Describe, Pattern
from clausebook.model.location import Located

Remote = Annotated[str, Pattern(r"[^\s-](.*\S)?", "an address or a folder that git can fetch from")]
CommitId = Annotated[str, Pattern(r"[0-9a-f]{40}([0-9a-f]{24})?", "the 40 hexadecimal digits of a commit")]
Record = Annotated[str, Pattern(r"[^/\s]+/[^/\s]+", "policy/edition, such as acceptable-use/2018")]


@dataclass(frozen=True, kw_only=True)
class Traces(Located):
    """What tells another school from this one, where it is written out in a text."""

    names: Annotated[tuple[str, ...], Describe("its names, long and short")] = ()
    places: Annotated[tuple[str, ...], Describe("its town, street, web site and mail domain: add what you know")] = ()
    titles: Annotated[tuple[str, ...], Describe("titles of its roles and bodies that this school does not use")] = ()
    dates: Annotated[tuple[str, ...], Describe("the days on which it approved, as they are written")] = ()


@dataclass(frozen=True, kw_only=True)
class Upstream(Located):
    """The school or project whose policies this school took over, and how far it followed them.

    `cleared` is the mark of an adoption: the approval records that the commit which wrote it removed, because another
    school's governors approved them. It counts for records removed in that very commit, and for no other.
    """

    address: Annotated[Remote, Describe("where upstream is fetched from")]
    commit: Annotated[
        CommitId, Describe("upstream's commit whose words were taken in last; adopt and upstream move it")
    ]
    cleared: Annotated[tuple[Record, ...], Describe("approvals of another school, removed when adopting")] = ()
    traces: Annotated[Traces, Describe("what is looked for by the rule leftover-of-another-school")] = Traces()
