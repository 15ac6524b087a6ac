"""Journeys of a clerk through the desk in a real browser, by keyboard alone: each counts its clicks and its seconds."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import uvicorn

from clausebook.app.signing import write_test_key
from clausebook.desk.app import make_app
from clausebook.desk.running import LocalAccess
from clausebook.desk.visit import DeskSettings
from tests.desk.clerks import AS_OF, KEY

FOCUSED = """() => { const one = document.hasFocus() ? document.activeElement : null;
  if (!one || one === document.body) return ["", "", ""];
  const label = one.labels && one.labels.length ? one.labels[0].textContent : "";
  return [one.tagName, (label || one.getAttribute("aria-label") || one.textContent).replace(/\\s+/g, " ").trim(),
          one.id || ""]; }"""


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """The address of a desk that is served as it is to a clerk."""
    address = f"http://127.0.0.1:{free_port()}"
    access = LocalAccess(root=root, key=KEY, today=lambda: AS_OF)
    with served(make_app(DeskSettings(access=access, origins=frozenset({address}), secret="s" * 40)), address):
        yield address


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(app: Any, address: str) -> Iterator[None]:
    """An application that answers at an address of this machine."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", int(address.rpartition(":")[2])))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)


@dataclass
class Keyboard:
    """A clerk who uses no mouse. What opens a page, sends a form or chooses a file counts as a click."""

    page: Any
    address: str
    clicks: int = 0
    tabs: int = 0
    files: list[Path] = field(default_factory=list)

    def focus(self, name: str, tag: str = "") -> None:
        """Press Tab until what bears the name has the focus."""
        for _ in range(700):
            found, words, id = self.page.evaluate(FOCUSED)
            if (words == name or id == name) and tag in ("", found.lower()):
                return
            self.page.keyboard.press("Tab")
            self.tabs += 1
        raise AssertionError(f"the keyboard does not reach {name!r} on {self.page.title()}")

    def go(self, name: str, tag: str = "") -> None:
        """Open a link or press a button."""
        self.focus(name, tag)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.clicks += 1

    def write(self, name: str, words: str) -> None:
        """Write into a box, in place of what is there: at once, as no letter but the last is looked at."""
        self.focus(name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def choose(self, name: str, words: str) -> None:
        """Choose from a list by typing."""
        self.focus(name)
        self.page.keyboard.type(words)
        self.clicks += 1

    def attach(self, name: str, path: Path) -> None:
        """Choose a file; the system's own window for it is left to the system."""
        self.focus(name)
        self.page.locator(f"#{name}").set_input_files(path)
        self.clicks += 1

    def says(self, words: str) -> None:
        """Insist on what the page says."""
        shown = " ".join(self.page.inner_text("main").split())
        assert words in shown, (words, shown[:600])

    def open(self, address: str) -> None:
        """Begin at a page."""
        self.page.goto(self.address + address)


def keep(clerk: Keyboard, reason: str) -> None:
    """Give the reason and keep."""
    clerk.write("reason", reason)
    clerk.go("Keep", "button")
    clerk.says("Kept.")


def to_clause(clerk: Keyboard, policy: str, clause: str) -> None:
    """From the start page to a clause."""
    clerk.open("/")
    clerk.go(policy)
    clerk.go(clause)


@dataclass(frozen=True)
class School:
    """What the journeys are made through: titles as the pages show them, and where to put files."""

    policy: str
    id: str
    clause: str
    point: str
    other: str
    folder: Path


def reword(clerk: Keyboard, school: School) -> None:
    to_clause(clerk, school.policy, school.clause)
    clerk.go(f"Edit the point {school.point}")
    clerk.write("words", "call pupils on any phone")
    keep(clerk, "A parent asked for it")
    clerk.says("call pupils on any phone")


def add(clerk: Keyboard, school: School) -> None:
    to_clause(clerk, school.policy, school.clause)
    clerk.go(f"Add below the point {school.point}")
    clerk.write("words", "lend a phone to a pupil")
    keep(clerk, "A phone was lost")
    clerk.says("lend a phone to a pupil")


def move(clerk: Keyboard, school: School) -> None:
    to_clause(clerk, school.policy, school.clause)
    clerk.go(f"Move the point {school.point}")
    clerk.focus("to")
    clerk.page.keyboard.press("ArrowDown")
    keep(clerk, "It reads better")


def remove(clerk: Keyboard, school: School) -> None:
    to_clause(clerk, school.policy, school.clause)
    clerk.go(f"Remove the point {school.point}")
    keep(clerk, "It is said elsewhere")


def law(clerk: Keyboard, school: School) -> None:
    to_clause(clerk, school.policy, school.clause)
    clerk.go(f"Law for the point {school.point}")
    clerk.write("law", "Data Protection Act 2018")
    keep(clerk, "It is about data")
    clerk.says("Data Protection Act 2018")


def new_clause(clerk: Keyboard, school: School) -> None:
    clerk.open("/")
    clerk.go(school.policy)
    clerk.go(f"Add a clause below {school.other}")
    clerk.write("title", "Lost phones")
    clerk.write("words", "Staff must report a lost phone at once.")
    keep(clerk, "Two were lost")
    clerk.says("Lost phones")


def bring_back(clerk: Keyboard, school: School) -> None:
    clerk.open("/")
    clerk.go(school.policy)
    clerk.go("Word: send out, bring back")
    clerk.focus("The policy as the draft has it")
    with clerk.page.expect_download() as sent:
        clerk.page.keyboard.press("Enter")
    clerk.clicks += 1
    back = school.folder / sent.value.suggested_filename
    out = BytesIO()
    with ZipFile(sent.value.path()) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(b"Staff must report a lost phone", b"Everybody must report a lost phone"))
    back.write_bytes(out.getvalue())
    clerk.attach("file", back)
    clerk.go("Bring back", "button")
    clerk.write("reason", "The head said so")
    clerk.go("Keep", "button")
    clerk.says("Changes that are in the draft now: 1")


def ask_and_answer(clerk: Keyboard, school: School) -> None:
    to_clause(clerk, school.policy, school.clause)
    clerk.go(f"Edit the point {school.point}")
    clerk.write("words", "call pupils on a phone")
    clerk.write("reason", "It is shorter")
    clerk.focus("For the governors (optional)")
    clerk.page.keyboard.press("Enter")
    clerk.clicks += 1
    clerk.write("question", "Is that what the governors want?")
    clerk.go("Keep", "button")
    clerk.says("Kept.")
    clerk.go(school.policy)
    clerk.go("Is that what the governors want?")
    clerk.write("answer", "Yes.")
    clerk.go("Keep", "button")
    clerk.says("Kept.")


def undo(clerk: Keyboard, school: School) -> None:
    to_clause(clerk, school.policy, school.clause)
    clerk.go(f"Remove the point {school.point}")
    keep(clerk, "By mistake")
    clerk.go("Undo", "button")


def approve(clerk: Keyboard, school: School) -> None:
    clerk.open("/")
    clerk.go(school.policy)
    clerk.go("Approve")
    clerk.says("Nothing is in the way.")
    clerk.go("Begin", "button")
    for answer in ("", "", "", "FGB 2027-05/7", "2028-05", ""):
        if answer:
            clerk.write("answer", answer)
        clerk.go("Continue", "button")
    clerk.says("Check your answers")
    clerk.go("Record it", "button")
    clerk.says("The approval is recorded.")


def review(clerk: Keyboard, school: School) -> None:
    clerk.open("/")
    clerk.go(school.policy)
    clerk.go("Review without change")
    clerk.says("Nothing is in the way.")
    clerk.go("Begin", "button")
    for answer in ("", "", "FGB 2027-05/8", ""):
        if answer:
            clerk.write("answer", answer)
        clerk.go("Continue", "button")
    clerk.go("Record it", "button")
    clerk.says("The review is recorded.")


def sign(clerk: Keyboard, school: School) -> None:
    key = school.folder / "test-key.p12"
    write_test_key(key, datetime.now(UTC))
    clerk.open("/")
    clerk.go(school.policy)
    clerk.go("Sign")
    clerk.attach("key", key)
    clerk.go("Sign", "button")
    clerk.says("It is signed by")


def publish(clerk: Keyboard, school: School) -> None:
    clerk.open("/")
    clerk.go("Publish")
    clerk.go("Publish", "button")
    clerk.page.wait_for_selector('main .good:has-text("The site is made"), main .fault', timeout=240_000)
    clerk.says("The site is made")


JOURNEYS: dict[str, Callable[[Keyboard, School], None]] = {
    "reword a point": reword,
    "add a point": add,
    "move a point": move,
    "remove a point": remove,
    "cite a law": law,
    "new clause": new_clause,
    "bring a Word file back": bring_back,
    "ask and answer a question": ask_and_answer,
    "undo": undo,
    "approve": approve,
    "review without change": review,
    "sign with the test key": sign,
    "publish": publish,
}


def may_review(clerk: Keyboard, school: School) -> None:
    """The whole review: three changes, a law, a Word file out and back, the approval, the signature, the site."""
    for one in (reword, add, law, new_clause, bring_back, approve, sign, publish):
        one(clerk, school)
