"""Access to a hosted desk: who is let in, how often, and what was done by whom and when."""

from __future__ import annotations

import hmac
import json
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clausebook.desk.hosted.provider import Sessions
from clausebook.desk.hosted.published import Copies, Published
from clausebook.desk.running import line_of
from clausebook.desk.visit import NOBODY, DeskUser, PageRenderer, Visit
from clausebook.errors import UserError
from clausebook.model.bodies import ListedPerson, same_address
from clausebook.model.hosting import HostedSchool, Hosting
from clausebook.text.records import dataclass

SESSION, SCHOOL = "sid", "school"
STRANGERS = 60  # requests a minute from an address without a signed-in person
PAGES = 600  # pages a minute that a person may open


@dataclass(frozen=True, kw_only=True)
class HostedAccess:
    """Asked for each request: the session, the list as it is published now, and the copy of the person."""

    hosting: Hosting
    published: dict[str, Published]
    copies: Copies
    sessions: Sessions
    limits: Limits
    log: Log
    shower: PageRenderer
    secret: str
    today: Callable[[], date]

    def visit(self, request: Request) -> Visit | Response:
        """The visit; the page to sign in at, the list of schools, or why no one is let in."""
        admitted = self.admitted(request)
        if isinstance(admitted, Response):
            return admitted
        email, schools = admitted
        if len(schools) > 1 and request.session.get(SCHOOL) not in schools:
            return RedirectResponse("/schools", 303)
        id = str(request.session[SCHOOL]) if len(schools) > 1 else next(iter(schools))
        school, person = schools[id]
        try:
            root = self.copies.of(school, person)
        except UserError as error:
            self.log.write("no copy could be made", email, {"school": id, "why": error.message})
            return self.plain("The policies cannot be fetched", "Try again later. Nothing was changed.", 503)
        return Visit(
            person=DeskUser(name=person.name, email=person.email),
            rights=person.all_rights,
            root=root,
            day=self.today(),
            token=self.token(request, id),
            is_local=False,
        )

    def admitted(self, request: Request) -> tuple[str, dict[str, tuple[HostedSchool, ListedPerson]]] | Response:
        """The address of the person who is signed in, and the schools that list it; or why no one is let in."""
        email = self.who(request)
        if not email:
            return self.stranger(request)
        if refusal := self.too_often(request, email):
            return refusal
        schools = self.schools_of(email)
        return (email, schools) if schools else self.turned_away(request, email, "listed nowhere any more")

    def who(self, request: Request) -> str:
        """The address of the person who is signed in; "" for none."""
        session = request.session.get(SESSION)
        return self.sessions.who(session) if isinstance(session, str) else ""

    def schools_of(self, email: str) -> dict[str, tuple[HostedSchool, ListedPerson]]:
        """The schools that list a person, as they are published."""
        found = ((one.school, one.rights().of(email)) for one in self.published.values())
        return {school.id: (school, person) for school, person in found if person}

    def token(self, request: Request, school: str = "") -> str:
        """What the forms of a session carry. Another school has another one: no form is sent to the wrong school."""
        said = f"{request.session.get(SESSION)}\n{school}".encode()
        return hmac.new(self.secret.encode(), said, "sha256").hexdigest()

    def too_often(self, request: Request, email: str) -> Response | None:
        """The refusal for a person who asks too often."""
        change = request.method != "GET"
        most = self.hosting.changes_a_minute if change else PAGES
        if self.limits.allow("change" if change else "page", email, most):
            return None
        return self.plain("That was too much at once", "Nothing was changed. Wait a minute, and go back.", 429)

    def stranger(self, request: Request) -> Response:
        """The answer to somebody who is not signed in."""
        if not self.limits.allow("stranger", caller(request, self.hosting.proxies), STRANGERS):
            return self.plain("That was too much at once", "Wait a minute, and try again.", 429)
        if request.method == "GET":
            return RedirectResponse("/signin", 303)
        return self.plain(
            "You are not signed in any more",
            "Nothing was changed. Go back: your words are still there. Copy them, sign in, and keep them then.",
            403,
        )

    def turned_away(self, request: Request, email: str, why: str) -> Response:
        """The one page for everybody who is not let in. Why is in the log alone."""
        session = request.session.get(SESSION)
        if isinstance(session, str):
            self.sessions.end(session)
        request.session.clear()
        self.log.write("turned away", email, {"why": why, "from": caller(request, self.hosting.proxies)})
        return self.plain("You are not let in", "Ask the person who looks after the desk to list you.", 403)

    def plain(self, what: str, remedy: str, status: int) -> Response:
        """A page for somebody who has no visit."""
        return self.page("hosted_plain.html", status, what=what, remedy=remedy)

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """A page that needs no visit."""
        return self.shower.page(template, NOBODY, status=status, **values)


MINUTE = 60.0
MOST = 10_000  # callers that are remembered


class Limits:
    """Counts what each caller asked in the last minute."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.lock = threading.Lock()
        self.asked: dict[tuple[str, str], deque[float]] = {}

    def allow(self, what: str, who: str, most: int) -> bool:
        """Whether it may be asked once more in this minute; counted where it may."""
        now = self.clock()
        with self.lock:
            if len(self.asked) > MOST:
                self.asked = {key: times for key, times in self.asked.items() if times and times[-1] > now - MINUTE}
            times = self.asked.setdefault((what, who), deque())
            while times and times[0] <= now - MINUTE:
                times.popleft()
            if len(times) >= most:
                return False
            times.append(now)
            return True


def caller(request: Request, proxies: Iterable[str]) -> str:
    """The address of whoever asks. Only the school's own reverse proxies are believed about somebody else's address.

    Each proxy adds the address it was asked from at the end, so that what a caller wrote itself comes before it.
    """
    known = frozenset(proxies)
    found = request.client.host if request.client else ""
    passed = [one.strip() for line in request.headers.getlist("x-forwarded-for") for one in line.split(",")]
    while found in known and passed:
        found = passed.pop()
    return found


FORGOTTEN = "a person who was deleted"


class Log:
    """The log of a hosted desk."""

    def __init__(self, folder: Path, days: int, clock: Callable[[], float]) -> None:
        self.folder, self.days, self.clock = folder, days, clock
        self.lock = threading.Lock()
        self.cleaned: date | None = None
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def write(self, what: str, who: str, facts: Mapping[str, str]) -> None:
        """One line."""
        moment = datetime.fromtimestamp(self.clock(), UTC)
        line = line_of(moment.isoformat(timespec="seconds"), who, what, facts)
        with self.lock:
            if self.cleaned != moment.date():
                self.clean(moment.date())
            path = self.folder / f"{moment.date().isoformat()}.jsonl"
            path.touch(mode=0o600)
            with open(path, "a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=True) + "\n")

    def audit(self, visit: Visit, what: str, facts: Mapping[str, str]) -> None:
        """What a page writes down, with the school."""
        self.write(what, visit.person.email, {"school": visit.root.parent.name, **facts})

    def clean(self, today: date) -> None:
        """Delete the days whose time is over."""
        self.cleaned = today
        oldest = today - timedelta(days=self.days)
        for path in self.folder.glob("????-??-??.jsonl"):
            with suppress(ValueError):
                if date.fromisoformat(path.stem) < oldest:
                    path.unlink()

    def forget(self, email: str) -> int:
        """Take a person's address out of all lines; how many lines named it."""
        count = 0
        with self.lock:
            for path in sorted(self.folder.glob("*.jsonl")):
                lines = path.read_text(encoding="utf-8").splitlines()
                entries = [json.loads(line) for line in lines]
                named = [one for one in entries if any(_is_of(value, email) for value in one.values())]
                if not named:
                    continue
                count += len(named)
                for one in named:
                    one.update({key: FORGOTTEN for key, value in one.items() if _is_of(value, email)})
                beside = path.with_suffix(".new")
                beside.touch(mode=0o600)
                beside.write_text(
                    "".join(json.dumps(one, ensure_ascii=True) + "\n" for one in entries), encoding="utf-8"
                )
                os.replace(beside, path)
        return count


def _is_of(value: object, email: str) -> bool:
    return isinstance(value, str) and same_address(value) == same_address(email)
