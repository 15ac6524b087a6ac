"""A desk that is killed at the n-th write of a Keep: run as a program, it dies; what is left is for the next start."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DIED = 9
# what a write begins with; git's own writes are whole or not there
WRITES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "subprocess.Popen", "shutil.rmtree")
ACTIONS: dict[str, dict[str, str]] = {
    "edit": {"page": "/policy/phones/clause/calls?do=edit&at=body.0.text", "words": "Staff should call at noon."},
    "remove": {"page": "/policy/phones/clause/calls?do=remove&at=body.1.items.0.text"},
    "new clause": {
        "page": "/policy/phones?do=new-clause&at=outline.0.clauses.0",
        "title": "Lost phones",
        "words": "Staff must report a lost phone.",
    },
    "remove a clause": {"page": "/policy/phones?do=remove&at=outline.0.clauses.1"},
}


def die_at(number: int) -> None:
    """Count writes, and end this process at one of them as a kill does: without a word."""
    count = 0

    def seen(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        if event in WRITES or writes:
            count += 1
            if count == number:
                os._exit(DIED)

    sys.addaudithook(seen)


def main(root: str, action: str, number: int) -> None:
    """Open the form, then send it, dying at the n-th write from there on."""
    from tests.desk.clerks import Clerk

    clerk = Clerk(Path(root))
    wanted = dict(ACTIONS[action])
    clerk.see(wanted.pop("page"))
    die_at(number)
    clerk.send(reason="tried", **wanted)
    os._exit(0 if clerk.status == 200 else 1)


def kills(root: Path, action: str, numbers: Iterator[int]) -> Iterator[tuple[int, bool]]:
    """Kill at each of these writes, until a run is through; each time with whether the change is there afterwards.

    After each kill the next start ends what was begun. Raises AssertionError where something is lost or half done.
    """
    from clausebook.io.git.transaction import finish_begun

    for number in numbers:
        before = _git(root, "rev-parse", "HEAD")
        command = [sys.executable, "-W", "ignore", "-m", "tests.desk.killed", str(root), action, str(number)]
        code = subprocess.run(
            command, cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{ROOT}/src"}, check=False
        ).returncode
        finish_begun(root, thorough=True)
        after = _git(root, "rev-parse", "HEAD")
        assert code in (0, DIED), code
        assert _git(root, "status", "--porcelain", "--untracked-files=all", "--", "policy", "clauses") == ""
        assert after == before or _git(root, "rev-parse", "HEAD~1") == before
        assert not list((root / ".git").glob("*unfinished*.json"))
        if after != before:
            assert "Reason: tried" in _git(root, "log", "-1", "--format=%B")
            _git(root, "reset", "-q", "--hard", before)
        if code == 0:
            return
        yield number, after != before


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
