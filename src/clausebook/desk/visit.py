"""Who asks, what that person may do, and on which working copy: a small record for each request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from clausebook.model.people import Right

EVERY_RIGHT: frozenset[Right] = frozenset({"read", "edit", "approve", "sign", "admin"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
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

    person: Person
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
NOBODY = Visit(person=Person(), rights=frozenset(), root=Path(), day=date.min, token="", is_local=False)


class Door(Protocol):
    """What lets people in. Called for each request, also for those that bring a form."""

    def visit(self, request: Request) -> Visit | Response:
        """The visit, or the page that is shown instead: nobody comes in who is not let in."""


Audit = Callable[[Visit, str, Mapping[str, str]], None]


def no_audit(visit: Visit, what: str, facts: Mapping[str, str]) -> None:
    """Write nothing down: for tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """How a desk is run: who is let in, under which names it may be called, where what happened is written down.

    `origins` are the addresses that its forms may be sent from ("http://127.0.0.1:8520"), `secret` signs the sessions.
    `largest` is how many bytes a form may have, `is_secure` says that it is reached by https. `routes` are further
    addresses, such as those of a sign-in, which no visit stands before.
    """

    door: Door
    origins: frozenset[str]
    secret: str
    audit: Audit = no_audit
    largest: int = 40_000_000
    is_secure: bool = False
    routes: tuple[BaseRoute, ...] = ()
