"""Kills commands that commit at random moments, and counts what the next command leaves: nothing half done.

    .venv/bin/python bench/kills.py [COUNT] [SEED]

Each round lays out a small school, starts one of the commands that record acts (or `adopt`) in a process of its own,
kills it with SIGKILL after a random part of the time that it takes, lets the next command finish or undo what was
begun, and looks at the tree, the records and what verify says.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from clausebook.app.verifying import verified  # noqa: E402
from clausebook.io.git import transaction  # noqa: E402
from tests.history.repositories import School, environment, mini_school  # noqa: E402

POLICY = ("--policy", "phones")
MEETING = ("--on", "2018-05-08", "--minute", "FGB/1", "--by", "governing body")
APPROVE = ("approve", "2018", *POLICY, *MEETING)
VALE = (
    *("--name", "Vale School", "--short-name", "Vale", "--kind", "academy", "--governing-body", "trust board"),
    *(
        "--approving-body",
        "trust board",
        "--review-month",
        "5",
        "--upstream",
        "https://school.example/policies.git",
        "--yes",
    ),
)
# what runs before, and the command that is killed
COMMANDS: dict[str, tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]] = {
    "approve": ((), APPROVE),
    "approve --no-change": ((APPROVE,), ("approve", "--no-change", *POLICY, *MEETING)),
    "correct": ((APPROVE,), ("correct", "2018", *POLICY, "--minute", "FGB/2", "--why", "mistyped")),
    "sign --ink": ((APPROVE,), ("sign", "2018", *POLICY, "--role", "chair", "--ink", "A. Example", "--on", "2018-05")),
    "ratify": ((APPROVE,), ("ratify", "2018", *POLICY, *MEETING)),
    "commence": ((APPROVE,), ("commence", "2018", *POLICY, *MEETING, "--from", "2018-09-01")),
    "consult": ((), ("consult", *POLICY, "--on", "2018-05-08", "--until", "2018-06-01", "--with", "staff")),
    "withdraw": ((APPROVE,), ("withdraw", "phones", *MEETING, "--why", "another policy says it all")),
    "adopt": ((APPROVE,), ("adopt", *VALE)),
}


def started(root: Path, words: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """A command in a process of its own."""
    command = [sys.executable, "-m", "clausebook", *words]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=root, env=environment(), stdin=quiet, stdout=quiet, stderr=quiet)


def laid_out(root: Path, before: tuple[tuple[str, ...], ...]) -> School:
    """A small school after the commands that come before. Raises RuntimeError where one of them fails."""
    school = mini_school(root)
    for words in before:
        if started(root, words).wait():
            raise RuntimeError(f"this command failed: {' '.join(words)}")
    return school


def lasts(folder: Path, before: tuple[tuple[str, ...], ...], words: tuple[str, ...]) -> float:
    """How long a command takes that nobody kills, in seconds."""
    school = laid_out(folder, before)
    began = time.monotonic()
    if started(school.root, words).wait():
        raise RuntimeError(f"this command failed: {' '.join(words)}")
    return time.monotonic() - began


def one(root: Path, before: tuple[tuple[str, ...], ...], words: tuple[str, ...], after: float) -> str:
    """One kill that many seconds after the start: what was left, in a word."""
    school = laid_out(root, before)
    head = school.head
    process = started(root, words)
    time.sleep(after)
    process.kill()
    process.wait()
    for lock in transaction.locks(root):  # as the message says
        lock.unlink()
    transaction.finish_begun(root, thorough=True)
    if any(not line.endswith(".cache/") for line in school.git("status", "--porcelain").splitlines()):
        return "LEFTOVERS"
    if any(not verdict.is_good for verdict in verified(root, None, datetime.now(UTC))):
        return "FAULT"
    return "recorded" if school.head != head else "nothing"


def main() -> int:
    """Run the campaign, each command in turn, and print the counts."""
    count, seed = (int(word) for word in (sys.argv[1:] + ["200", "1"][len(sys.argv) - 1 :])[:2])
    chance, found = random.Random(seed), Counter[tuple[str, str]]()
    with tempfile.TemporaryDirectory() as folder:
        times = {name: lasts(Path(folder) / f"whole-{at}", *COMMANDS[name]) for at, name in enumerate(COMMANDS)}
        for number in range(count):
            name = list(COMMANDS)[number % len(COMMANDS)]
            after = chance.uniform(0.05, 1.05) * times[name]
            found[name, one(Path(folder) / str(number), *COMMANDS[name], after)] += 1
    for name in COMMANDS:
        said = ", ".join(f"{word}: {times}" for (of, word), times in sorted(found.items()) if of == name)
        print(f"{name:20} {said}")
    return 1 if {"LEFTOVERS", "FAULT"} & {word for _, word in found} else 0


if __name__ == "__main__":
    sys.exit(main())
