"""The desk measured: thirteen journeys, the whole May review from a fresh clone, and a kill between any two writes.

python bench/desk.py journeys      # clicks, presses of Tab and seconds of each, by keyboard alone, in Chromium
python bench/desk.py review        # from a fresh clone of this repository to the signed PDF and the site
python bench/desk.py kills [N]     # N kills (100), each followed by a start; nothing lost, nothing half done
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
for role in ("AUTHOR", "COMMITTER"):
    os.environ |= {f"GIT_{role}_NAME": "A clerk", f"GIT_{role}_EMAIL": "clerk@hill.example"}

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.desk.clerks import AS_OF  # noqa: E402
from tests.desk.journeys import JOURNEYS, Keyboard, School, may_review  # noqa: E402
from tests.desk.killed import ACTIONS, kills  # noqa: E402
from tests.history.repositories import approve_by_hand, mini_school  # noqa: E402
from tests.programs import program  # noqa: E402


@contextmanager
def _served(root: Path, *command: str) -> Iterator[str]:
    """The address that a desk prints which is started as a clerk starts it: a process of its own."""
    started = [sys.executable, *command, "desk", "--no-browser", "--port", "0", "--as-of", AS_OF.isoformat()]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(started, cwd=root, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield next(line.split()[-1] for line in server.stdout if "the desk is open: " in line)
        finally:
            server.terminate()


def _school(folder: Path) -> Path:
    school = mini_school(folder / "school")
    approve_by_hand(school)
    school.replace("clauses/phones/calls.yaml", "outside lessons", "in breaks")
    school.commit("Draft the calls\n\nReason: telephones have changed")
    return school.root


def journeys(folder: Path) -> None:
    """Each journey in the mini school."""
    where = School("Phones policy", "phones", "1.1 Calls", "1.1(a)", "clause 1.1 Calls", folder)
    with _served(_school(folder), "-m", "clausebook") as opened, sync_playwright() as playwright:
        page, address = _page(playwright, opened), opened.partition("/?")[0]
        print("| journey | clicks | presses of Tab | seconds |\n|---|---|---|---|")
        for name, journey in JOURNEYS.items():
            clerk, started = Keyboard(page, address), time.monotonic()
            journey(clerk, where)
            print(f"| {name} | {clerk.clicks} | {clerk.tabs} | {time.monotonic() - started:.1f} |", flush=True)


def review(folder: Path) -> None:
    """The May review of this repository's own policy, in a fresh clone."""
    root = folder / "clone"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(root)], check=True)
    subprocess.run(["git", "remote", "remove", "origin"], cwd=root, check=True)  # published to the folder only
    title = "Acceptable use of ICT, mobile devices and social networking sites"
    where = School(title, "acceptable-use", "2.2 Email and internet", "2.2(b)", "clause 2.3 Monitoring", folder)
    if (ROOT / ".venv").is_dir():  # what build.py installs is not what is measured
        shutil.copytree(ROOT / ".venv", root / ".venv", symlinks=True, copy_function=os.link)
    with _served(root, "build.py") as opened, sync_playwright() as playwright:
        clerk, started = Keyboard(_page(playwright, opened), opened.partition("/?")[0]), time.monotonic()
        may_review(clerk, where)
        seconds = time.monotonic() - started
    pdf = next((root / "policy/approvals/acceptable-use").glob("*.pdf"))
    print(f"{clerk.clicks} clicks, {seconds:.0f} s, signed: {pdf.name}, {pdf.stat().st_size} bytes")


def dies(folder: Path, wanted: int) -> None:
    """Kill at one write after the other."""
    root, done, kept = _school(folder), 0, 0
    for action in itertools.cycle(ACTIONS):
        for _, is_there in kills(root, action, iter(range(1, 1000, 5))):
            done, kept = done + 1, kept + is_there
            if done == wanted:
                print(
                    f"{done} kills: {done - kept} left nothing of the change, {kept} all of it, 0 a part; nothing lost"
                )
                return


def _page(playwright: object, opened: str) -> object:
    chromium = program("chromium", "chromium-browser", "google-chrome")
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])  # type: ignore[attr-defined]
    page = browser.new_page()
    page.goto(opened)
    return page


if __name__ == "__main__":
    near = ROOT / ".cache" if sys.argv[1:] == ["review"] else None  # on the disk that .venv is on
    with tempfile.TemporaryDirectory(dir=near) as made:
        match sys.argv[1:]:
            case ["journeys"]:
                journeys(Path(made))
            case ["review"]:
                review(Path(made))
            case ["kills", *more]:
                dies(Path(made), int(more[0]) if more else 100)
            case _:
                print(__doc__)
