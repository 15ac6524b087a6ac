"""A hosted desk on this machine, with browsers that sign in to it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lxml import html

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of two clients it would rather use the other one; so would the sign-in
    from starlette.testclient import TestClient

    from clausebook.desk.hosted.running import HostedDesk, hosted_desk

from tests.desk.clerks import AS_OF, Clerk
from tests.desk.providers import CLIENT, SECRET, Provider
from tests.desk.test_keeping import git

ADDRESS = "http://127.0.0.1:8600"
PEOPLE = """\
people:
  - name: Ada Clerk
    email: ada@school.example
    rights: [edit, approve, admin]
  - name: Ben Teacher
    email: ben@school.example
    rights: [edit]
  - name: Cat Governor
    email: cat@school.example
"""


@dataclass
class Clock:
    """A clock that a test moves on."""

    now: float

    def __call__(self) -> float:
        return self.now


@dataclass
class Host:
    """The desk, its provider, and the shared repositories by school."""

    folder: Path
    provider: Provider
    clock: Clock
    schools: tuple[str, ...] = ("hill",)
    more: str = "rights_seconds: 0\n"
    port: int = 8600
    desk: HostedDesk = field(init=False)

    def __post_init__(self) -> None:
        self.config = self.folder / "hosting.yaml"
        (self.folder / "client-secret").write_text(f"{SECRET}\n")
        listed = "".join(
            f"  - id: {id}\n    name: {id.title()} School\n    at: {self.shared(id)}\n" for id in self.schools
        )
        self.config.write_text(
            f"address: {self.address}\nstate: state\nprovider:\n  issuer: {self.provider.issuer}\n  client: {CLIENT}\n"
            f"  secret_file: client-secret\nschools:\n{listed}{self.more}"
        )
        self.start()

    @property
    def address(self) -> str:
        """Where it is reached."""
        return ADDRESS.replace("8600", str(self.port))

    def start(self) -> None:
        """Start the desk, or start it once more."""
        self.desk = hosted_desk(self.config, lambda: AS_OF, self.clock)

    def shared(self, school: str = "hill") -> Path:
        """The repository that a school's people share."""
        return self.folder / f"{school}.git"

    def publish(self, people: str, school: str = "hill") -> None:
        """Exchange the list, as an admin does on another machine."""
        publish(self.shared(school), people, self.folder / "elsewhere")

    def browser(self, email: str = "", **settings: Any) -> Visitor:
        """A browser; signed in where an address is given."""
        made = Visitor(self.desk, self.provider, settings, self.address)
        if email:
            made.sign_in(email)
        return made

    def log(self) -> str:
        """All that was written down."""
        return "".join(path.read_text() for path in sorted((self.folder / "state" / "log").iterdir()))


def publish(shared: Path, people: str, scratch: Path) -> None:
    """Put the list into a shared repository."""
    if not scratch.is_dir():
        git(shared, "clone", "-q", str(shared), str(scratch))
    git(scratch, "remote", "set-url", "origin", str(shared))
    git(scratch, "fetch", "-q", "origin")
    git(scratch, "checkout", "-q", "-B", "main", "origin/main")
    (scratch / "policy" / "people.yaml").write_text(people)
    git(scratch, "add", "policy/people.yaml")
    git(scratch, "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-q", "--allow-empty", "-m", "List people")
    git(scratch, "push", "-q", "origin", "main")


class Visitor(Clerk):
    """One browser of a hosted desk."""

    def __init__(self, desk: HostedDesk, provider: Provider, settings: dict[str, Any], address: str) -> None:
        self.provider = provider
        self.client = TestClient(desk.app, base_url=address, follow_redirects=True, **settings)
        self.page, self.status, self.text = None, 0, ""

    def way_back(self) -> str:
        """Go to the provider, and be sent back by it: the address that leads back."""
        there = self.client.get("/signin/go", follow_redirects=False)
        if "location" not in there.headers:
            self._shown(there)
            return ""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(there.headers["location"]).query).items()}
        return self.provider.authorize(asked)

    def sign_in(self, email: str) -> Any:
        """The whole way in."""
        self.provider.email = email
        back = self.way_back()
        return self.see(back) if back else self.page

    def _shown(self, answer: Any) -> Any:
        self.status, self.text = answer.status_code, answer.text
        self.page = html.fromstring(answer.text, base_url=ADDRESS) if answer.text.lstrip().startswith("<") else None
        return self.page
