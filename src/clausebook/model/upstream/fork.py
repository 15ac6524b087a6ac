"""A school that makes another school's policies its own: its facts, and the plan of what that writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from clausebook.errors import UserError
from clausebook.model.decode import Describe
from clausebook.model.policy import Month
from clausebook.model.school import School


@dataclass(frozen=True, kw_only=True)
class NewSchool(School):
    """What adopt asks a school for: the facts of school.yaml, and who approves its policies in which month."""

    approving_body: Annotated[str, Describe("who adopts policies, as on a cover: 'governing body', 'trust board'")]
    review_month: Annotated[Month, Describe("month of the yearly review, 1 to 12")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWrite:
    """Files as they will read, by path (None for one that goes), what each is about, and the commit's message.

    Nothing is to be written where `files` is empty.
    """

    files: Mapping[str, bytes | None]
    lines: tuple[str, ...]
    message: str


def refused(doing: str, found: tuple[UserError, ...]) -> UserError:
    """All that is against it as one error; a single one as it is."""
    if len(found) == 1:
        return found[0]
    lines = "".join(f"\n  {error.message}\n      hint: {error.hint}" for error in found)
    return UserError(f"{doing}:{lines}")
