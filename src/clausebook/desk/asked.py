"""What a page is asked: the visit, the address, the form. And what it says when it will not do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jinja2 import TemplateError
from starlette.responses import RedirectResponse, Response

from clausebook.app.workspace import Workspace
from clausebook.desk.held import workspace_of
from clausebook.desk.show import Shower
from clausebook.desk.visit import Audit, Visit
from clausebook.model.clause import Clause
from clausebook.model.policy import Policy
from clausebook.resolve.resolve import wordings


class Refused(Exception):  # noqa: N818 (it is an answer, not a mistake of ours)
    """A page will not do what was asked: what is in the way, and what helps."""

    def __init__(self, what: str, remedy: str = "", status: int = 409) -> None:
        super().__init__(what)
        self.what, self.remedy, self.status = what, remedy, status


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a form."""

    name: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request, read."""

    visit: Visit
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: dict[str, str]
    files: Mapping[str, Upload] = field(default_factory=dict)
    shower: Shower
    audit: Audit
    address: str = "/"

    @cached_property
    def workspace(self) -> Workspace:
        """The person's working copy as it is now. Raises Refused where it has no whole history."""
        workspace = workspace_of(self.visit.root, self.visit.day)
        state = workspace.repository.state
        if not state.whole or not state.branch:
            raise Refused(
                "This folder does not hold the whole record of the school's policies",
                "Ask the technician for a full copy of it, on its main line.",
            )
        return workspace

    def insist_on_person(self) -> None:
        """Raise Refused where it is not known under whose name something would be kept."""
        if not self.visit.person.is_known:
            raise Refused("Who are you?", "Give your name and e-mail address first: changes are kept under your name.")

    def text(self, name: str) -> str:
        """A field of the form as one line; "" where it is empty."""
        return " ".join(self.form.get(name, "").split())

    @cached_property
    def policy(self) -> Policy:
        """The policy that the address names. Raises Refused where there is none."""
        found = self.workspace.register.policy(self.path.get("policy", ""))
        if found is None:
            raise Refused("There is no such policy", "The list of policies shows all there are.", 404)
        return found

    @cached_property
    def clause(self) -> Clause:
        """The clause that the address names. Raises Refused where there is none."""
        id = self.path.get("clause", "")
        found = self.workspace.register.clause(self.policy.id, id) if id in self.policy.clauses else None
        if found is None:
            raise Refused("There is no such clause", "Its policy shows all there are.", 404)
        return found

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page for this visit."""
        if isinstance(values.get("policy"), Policy):
            values.setdefault("policy_title", self.title_of(values["policy"]))
        return self.shower.page(template, self.visit, status=status, **values)

    def title_of(self, policy: Policy) -> str:
        """A policy's title as it reads; as it is written where it cannot be filled in."""
        try:
            return wordings(self.workspace.register, policy.id)[1](policy.title)
        except (TemplateError, KeyError, ValueError):
            return policy.title


def lead_to(address: str) -> Response:
    """Go on to a page, by GET."""
    return RedirectResponse(address, 303)
