"""The schools that a trust builds and watches together: the list of them, and how they are."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Annotated, Any, Literal

from clausebook.model.decode import Describe, Pattern, derived
from clausebook.model.finding import Located
from clausebook.model.upstream import Remote
from clausebook.text.dates import in_words
from clausebook.text.phrases import counted
from clausebook.text.records import dataclass

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


@dataclass(frozen=True, kw_only=True)
class PolicyStanding:
    """One policy of a school, as its engine's `status` says; what is not known is left out."""

    policy: Annotated[str, Describe("its id")]
    title: str
    state: Annotated[str, Describe("of its newest edition, such as in force")]
    owner: str = ""
    approved_by: Annotated[str, Describe("the body that approves it")] = ""
    in_force: Annotated[str, Describe("the edition in force")] = ""
    review_due: Annotated[str, Describe("year and month, or day")] = ""
    why: Annotated[str, Describe("why its review is due then")] = ""
    overdue_months: int = 0
    draft_open: Annotated[bool, Describe("the draft differs from what was approved last")] = False
    unsigned: Annotated[tuple[str, ...], Describe("roles of the edition in force that no name is recorded for")] = ()
    undecided: Annotated[int, Describe("questions that wait for the governors")] = 0
    not_ratified: Annotated[tuple[str, ...], Describe("editions that wait for another body")] = ()


@dataclass(frozen=True, kw_only=True)
class UpstreamStanding:
    """How far a school is behind what it follows."""

    commit: Annotated[str, Describe("of upstream, that was taken in last")]
    behind: Annotated[int | None, Describe("later commits of upstream to policies; left out where not known")] = None


@dataclass(frozen=True, kw_only=True)
class SchoolStanding:
    """One school of a trust; what is not known is left out."""

    name: Annotated[str, Describe("as fleet.yaml names it")]
    school: Annotated[str, Describe("as it names itself")] = ""
    engine: Annotated[str, Describe("the version of its engine")] = ""
    newer_engine: Annotated[str, Describe("a newer version that the trust has")] = ""
    policies: tuple[PolicyStanding, ...] = ()
    required_missing: Annotated[tuple[str, ...], Describe("required documents that it has not, in sentences")] = ()
    errors: Annotated[int | None, Describe("in its texts")] = None
    warnings: Annotated[int | None, Describe("on its texts")] = None
    upstream: UpstreamStanding | None = None
    law_changed: Annotated[tuple[str, ...], Describe("law that it cites and that changed since its approvals")] = ()
    law: Annotated[str, Describe("the law digest, in Markdown")] = ""
    trouble: Annotated[tuple[str, ...], Describe("why nothing is known of it")] = ()
    remarks: Annotated[tuple[str, ...], Describe("why part of it is not known")] = ()

    def count(self, what: str) -> int:
        """How many policies have something: "overdue_months", "unsigned", "not_ratified" and the like."""
        return sum(1 for one in self.policies if getattr(one, what))

    @property
    def next_due(self) -> str:
        """The month of the next review that is not overdue, and of how many policies; "" where none is known."""
        months = [one.review_due[:7] for one in self.policies if one.review_due and not one.overdue_months]
        if not months:
            return ""
        found = [one for one in months if one == min(months)]
        return f"{in_words(found[0])} ({len(found)})" if len(found) > 1 else in_words(found[0])

    @property
    def open(self) -> tuple[str, ...]:
        """What somebody has to see to, in words."""
        found = (
            (self.count("overdue_months"), "review overdue", "reviews overdue"),
            (self.count("unsigned"), "edition with no name for a signature", "editions with no name for a signature"),
            (self.count("not_ratified"), "edition not ratified", "editions not ratified"),
            (self.count("draft_open"), "draft open", "drafts open"),
            (len(self.required_missing), "required document missing", "required documents missing"),
            (self.errors or 0, "error in the texts", "errors in the texts"),
            (
                (self.upstream and self.upstream.behind) or 0,
                "change of upstream not taken in",
                "changes of upstream not taken in",
            ),
        )
        newer = (f"engine {self.engine}: the trust has {self.newer_engine}",) if self.newer_engine else ()
        return (*(counted(number, one, many) for number, one, many in found if number), *newer)

    @property
    def lines(self) -> tuple[str, ...]:
        """For the terminal."""
        if self.trouble:
            return (f"{self.name}: not known", *(f"  {line}" for line in self.trouble))
        policies = f"{self.count('in_force')} of {counted(len(self.policies), 'policy', 'policies')} in force"
        policies = policies if self.policies else "its policies are not known"
        head = f"{self.name}: {', '.join(filter(None, (self.school, policies)))}"
        return (head, *(f"  {line}" for line in (*self.remarks, *self.open)))


@dataclass(frozen=True, kw_only=True)
class FleetStanding:
    """What `fleet status` writes: how every school of a trust is, in the order of fleet.yaml."""

    version: Literal[1]
    as_of: Annotated[str, Pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day")]
    schools: tuple[SchoolStanding, ...]
    remarks: Annotated[tuple[str, ...], Describe("what is not known of all schools, and why")] = ()

    def as_json(self) -> str:
        """As schema/fleet-status.json describes it."""
        return json.dumps(_known(asdict(self)), indent=2, ensure_ascii=False)


def _known(value: Any) -> Any:
    """Plain values without those that are not known."""
    if isinstance(value, dict):
        return {key: _known(part) for key, part in value.items() if part not in ("", None, ())}
    return [_known(part) for part in value] if isinstance(value, list | tuple) else value
