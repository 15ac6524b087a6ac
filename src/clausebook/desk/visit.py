"""Who asks, what that person may do, on which working copy; what is asked, and the page that answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from clausebook.app.workspace import Workspace
from clausebook.desk.held import workspace_of
from clausebook.formats.web.escape import address
from clausebook.model.bodies import Right
from clausebook.model.clause import Clause
from clausebook.model.policy import Policy
from clausebook.resolve.resolve import wordings
from clausebook.text.dates import in_words
from clausebook.text.inline import Inline, Run
from clausebook.text.phrases import capital
from clausebook.text.records import dataclass

EVERY_RIGHT: frozenset[Right] = frozenset({"read", "edit", "approve", "sign", "admin"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskUser:
    """A person under whose name changes are kept; both fields are "" until they were asked for."""

    name: str = ""
    email: str = ""

    @property
    def is_known(self) -> bool:
        """Whether something can be kept under this name."""
        return bool(self.name and self.email)

    @property
    def author(self) -> str:
        """As the history writes it."""
        return f"{self.name} <{self.email}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request: the person with their rights, the working copy they work in, the day, and the token of their forms.

    `is_local` says that the desk runs on the person's own machine, where a key file may be used.
    """

    person: DeskUser
    rights: frozenset[Right]
    root: Path
    day: date
    token: str
    is_local: bool = True

    def may(self, right: Right) -> bool:
        """Whether the person has the right."""
        return right in self.rights

    @property
    def may_share(self) -> bool:
        """Whether the person may make something that others are to have."""
        return not self.rights.isdisjoint(("edit", "approve", "sign"))

    @property
    def protected(self) -> tuple[str, ...]:
        """How the paths begin of files that the person may not change."""
        people = () if self.may("admin") else ("policy/people.yaml",)
        record = () if self.may("approve") or self.may("sign") else ("policy/approvals/",)
        return people + record


# somebody for whom a page is shown that needs no visit
NOBODY = Visit(person=DeskUser(), rights=frozenset(), root=Path(), day=date.min, token="", is_local=False)


class Access(Protocol):
    """What lets people in. Called for each request, also for those that bring a form."""

    def visit(self, request: Request) -> Visit | Response:
        """The visit, or the page that is shown to who is not let in."""


Audit = Callable[[Visit, str, Mapping[str, str]], None]


def no_audit(visit: Visit, what: str, facts: Mapping[str, str]) -> None:
    """Write nothing down: for tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """How a desk is run: who is let in, under which names it may be called, where what happened is written down.

    `origins` are the addresses that its forms may be sent from ("http://127.0.0.1:8520"), `secret` signs the sessions.
    `largest` is how many bytes a form may have, `is_secure` says that it is reached by https. `routes` are further
    addresses, such as those of a sign-in, which need no visit.
    """

    access: Access
    origins: frozenset[str]
    secret: str
    audit: Audit = no_audit
    largest: int = 40_000_000
    is_secure: bool = False
    routes: tuple[BaseRoute, ...] = ()


class RefusedRequest(Exception):  # noqa: N818 (it is an answer, not a mistake of ours)
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
class PageRequest:
    """One request, read."""

    visit: Visit
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: dict[str, str]
    files: Mapping[str, Upload] = field(default_factory=dict)
    shower: PageRenderer
    audit: Audit
    address: str = "/"

    @cached_property
    def workspace(self) -> Workspace:
        """The person's working copy as it is now. Raises RefusedRequest where it has no whole history."""
        workspace = workspace_of(self.visit.root, self.visit.day)
        state = workspace.repository.state
        if not state.whole or not state.branch:
            raise RefusedRequest(
                "This folder does not hold the whole record of the school's policies",
                "Ask the technician for a full copy of it, on its main line.",
            )
        return workspace

    def insist_on_person(self) -> None:
        """Raise RefusedRequest where it is not known under whose name something would be kept."""
        if not self.visit.person.is_known:
            raise RefusedRequest(
                "Who are you?", "Give your name and e-mail address first: changes are kept under your name."
            )

    def text(self, name: str) -> str:
        """A field of the form as one line; "" where it is empty."""
        return " ".join(self.form.get(name, "").split())

    @cached_property
    def policy(self) -> Policy:
        """The policy that the address names. Raises RefusedRequest where there is none."""
        found = self.workspace.register.policy(self.path.get("policy", ""))
        if found is None:
            raise RefusedRequest("There is no such policy", "The list of policies shows all there are.", 404)
        return found

    @cached_property
    def clause(self) -> Clause:
        """The clause that the address names. Raises RefusedRequest where there is none."""
        id = self.path.get("clause", "")
        found = self.workspace.register.clause(self.policy.id, id) if id in self.policy.clauses else None
        if found is None:
            raise RefusedRequest("There is no such clause", "Its policy shows all there are.", 404)
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


TEMPLATES = Path(__file__).parent / "templates"


class PageRenderer:
    """Makes pages of templates."""

    def __init__(self) -> None:
        self.templates = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self.templates.filters.update(runs=runs, day=in_words, capital=capital, sentence=sentence)

    def page(self, template: str, visit: Visit, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A whole page."""
        shown = self.templates.get_template(template).render(visit=visit, **values)
        return HTMLResponse(shown, status)


def runs(text: Inline, base: str = "") -> Markup:
    """Runs as HTML. A reference inside the policy leads to `base` and its anchor."""
    return Markup("".join(_run(run, base) for run in text))


def _run(run: Run, base: str) -> str:
    shown = escape(run.text)
    for tag, on in (("code", run.code), ("em", run.italic), ("strong", run.bold)):
        shown = f"<{tag}>{shown}</{tag}>" if on else shown
    if run.link.startswith("#"):
        return f'<a href="{escape(base)}{escape(run.link)}">{shown}</a>'
    url = address(run.link)
    return f'<a href="{url}" rel="noreferrer">{shown}</a>' if url else shown


def sentence(text: str) -> str:
    """As a sentence: with a capital letter and a full stop."""
    shown = capital(text.strip())
    return shown if not shown or shown[-1] in ".?!:" else f"{shown}."
