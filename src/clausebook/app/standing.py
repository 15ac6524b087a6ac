"""The state of every policy, and the state of this machine and clone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from clausebook.app.acknowledging import tallies_of
from clausebook.app.workspace import Workspace, open_workspace
from clausebook.model.acts.overview import PolicyOverview, unsigned_roles
from clausebook.model.edition import DRAFT
from clausebook.model.revision import Commit
from clausebook.text.records import dataclass

REQUIRED = "required-policy"
OF_LAW = ("law-in-force", "law-until-review", "named-law-in-force", "guidance-renewed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """All that a school wants to know of its policies on a day.

    `missing` are the policies that it must have and that none covers, in sentences; `law` is what became of cited law,
    `read` how many have acknowledged the editions in force, as far as acknowledgements were imported.
    """

    policies: tuple[PolicyOverview, ...]
    missing: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    read: tuple[str, ...] = ()

    @property
    def months(self) -> Mapping[str, tuple[str, ...]]:
        """Month to the titles of the policies whose review is due then, in order."""
        found: dict[str, list[str]] = {}
        for one in self.policies:
            if one.status.due and one.status.due.when:
                found.setdefault(one.status.due.when[:7], []).append(one.title)
        return {month: tuple(found[month]) for month in sorted(found)}

    @property
    def lines(self) -> tuple[str, ...]:
        """For the terminal."""
        found = [line for one in self.policies for line in one.lines]
        for title, lines in (("missing:", self.missing), ("law:", self.law), ("read:", self.read)):
            found += [title, *(f"  {line}" for line in lines)] if lines else []
        return tuple(found)


def dashboard(root: Path, as_of: date) -> Dashboard:
    """The state of every policy, what is missing, and what became of the law.

    Raises UserError where there is no whole history, or the draft has errors.
    """
    workspace = open_workspace(root, as_of, "the states of policies")
    workspace.insist_on_words()
    return dashboard_of(workspace)


def dashboard_of(workspace: Workspace) -> Dashboard:
    """The same of a workspace whose draft has no errors."""
    findings = workspace.findings
    missing = [one.message for one in findings if one.rule == REQUIRED and one.level == "warning"]
    law = [one.message for one in findings if one.rule in OF_LAW and one.level != "note"]
    read = tuple(one.line for one in tallies_of(workspace))
    return Dashboard(
        policies=tuple(_overviews(workspace)), missing=_as_sentences(missing), law=_as_sentences(law), read=read
    )


def _as_sentences(messages: list[str]) -> tuple[str, ...]:
    return tuple(f"{words[:1].upper()}{words[1:]}." for words in dict.fromkeys(messages))


def _overviews(workspace: Workspace) -> Iterator[PolicyOverview]:
    register = workspace.register
    for policy in dict.fromkeys(edition.policy for edition in workspace.editions):
        editions = workspace.editions_of(policy)
        draft = next((one for one in editions if one.name == DRAFT), None)
        approved = next((one for one in editions if one.approval), None)
        status = register.status(policy)
        force = status.in_force
        signed = force is not None and f"{policy}/{force.name}" in workspace.signed
        shown = draft or editions[0]
        touching = [commit for commit in register.commits if _touches(commit.touches, policy)]
        yield PolicyOverview(
            id=policy,
            title=shown.title,
            owner=shown.owner,
            body=shown.approving_body,
            status=status,
            draft_open=bool(draft and approved and draft.fingerprint != approved.fingerprint),
            unsigned=unsigned_roles(status, signed),
            questions=len(_asked(touching) - register.answers.of(policy)),
        )


def _asked(commits: Iterable[Commit]) -> frozenset[str]:
    """The questions that commits put before the governors."""
    return frozenset(" ".join(words.split()) for one in commits for words in one.trailer("Decision-needed"))


def _touches(touches: tuple[object, ...], policy: str) -> bool:
    paths = (str(getattr(touch, "path", "")) for touch in touches)
    return any(path == f"policy/{policy}.yaml" or path.startswith(f"clauses/{policy}/") for path in paths)
