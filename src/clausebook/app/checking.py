"""Findings only: of the working tree, or of an approved edition as it was in its commit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from clausebook.app.kept import memo
from clausebook.app.workspace import open_workspace, read_register
from clausebook.errors import UserError
from clausebook.history.adoption import COVERED, LEFTOVER, adoptions, register_at
from clausebook.history.verify_changelog import AGREES
from clausebook.io.git import open_repository
from clausebook.lint.run import all_rules as rules_of_text
from clausebook.lint.run import inspect
from clausebook.model.edition import DRAFT
from clausebook.model.rule import Checkup, Rule

__all__ = ["all_rules", "checkup"]


def all_rules() -> tuple[Rule, ...]:
    """Every rule by name: those of the text, those of what git remembers, and the one for what a build makes."""
    from clausebook.app.reading_back import UNLIKE  # here, because a check needs no reader of finished files

    return tuple(sorted((*rules_of_text(), COVERED, LEFTOVER, AGREES, UNLIKE), key=lambda rule: rule.name))


def checkup(root: Path, as_of: date, policy: str = "", edition: str = "") -> Checkup:
    """A check of the working tree, or of the approved edition that is given: its words as they were in its commit,
    the facts of law as they are registered today.

    Raises UserError where there is no such edition.
    """
    if not edition or edition == DRAFT:
        workspace = open_workspace(root, as_of)
        with memo(root):
            report = workspace.checkup
        return replace(report, findings=(*report.findings, *workspace.faults))
    return _of_edition(root, as_of, policy, edition)


def _of_edition(root: Path, as_of: date, policy: str, edition: str) -> Checkup:
    repository = open_repository(root)
    repository.insist_on_history("editions")
    found = adoptions(repository)
    meant = [one for one in found if one.name == edition and policy in ("", one.policy)]
    if len(meant) != 1:
        known = ", ".join(sorted(f"{one.policy}/{one.name}" for one in found))
        several = f"several policies have an edition {edition}"
        trouble = several if meant else f"there is no approved edition {edition} of {policy or 'any policy'}"
        raise UserError(trouble, f"say --policy ID: there are {known}" if known else "no edition has been approved yet")
    one = meant[0]
    words = register_at(repository, one.commit, one.introduction.base, as_of=as_of)
    register = words.with_law_of(read_register(root, as_of))
    earlier = tuple(other.edition for other in reversed(found[: found.index(one)]) if other.edition)
    report = inspect(replace(register, approved=earlier), adopted=True)
    return replace(report, edition=f"{one.policy}/{one.name}", commit=one.commit)
