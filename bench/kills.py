"""Kills commands that commit at random moments, and counts what the next command leaves: nothing half done.

    .venv/bin/python bench/kills.py [COUNT] [SEED]

Each round lays out a small school, starts `approve` or `approve --no-change` in a process of its own, kills it with
SIGKILL after a random time, runs the next command, and looks at the tree, the records and what verify says.
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
from tests.history.repositories import environment, mini_school  # noqa: E402

LONGEST = 1.2  # seconds that a command is given at most
MEETING = ("--on", "2018-05-08", "--minute", "FGB/1", "--by", "governing body")


def started(root: Path, *words: str) -> subprocess.Popen[bytes]:
    """A command in a process of its own."""
    command = [sys.executable, "-m", "clausebook", *words, "--policy", "phones", *MEETING]
    return subprocess.Popen(command, cwd=root, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def one(root: Path, chance: random.Random) -> str:
    """One kill: what was left, in a word."""
    school = mini_school(root)
    words = ["approve", "2018"]
    if chance.random() < 0.5:
        started(root, *words).wait()
        words = ["approve", "--no-change"]
    before = school.head
    process = started(root, *words)
    time.sleep(chance.uniform(0.1, LONGEST))
    process.kill()
    process.wait()
    for lock in transaction.locks(root):  # as the message says
        lock.unlink()
    transaction.finish_begun(root, thorough=True)
    if school.git("status", "--porcelain"):
        return "LEFTOVERS"
    if any(not verdict.is_good for verdict in verified(root, None, datetime.now(UTC))):
        return "FAULT"
    return "recorded" if school.head != before else "nothing"


def main() -> int:
    """Run the campaign and print the counts."""
    count, seed = (int(word) for word in (*sys.argv[1:], "200", "1")[:2])
    chance, found = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            found[one(Path(folder) / str(number), chance)] += 1
    print(", ".join(f"{word}: {times}" for word, times in sorted(found.items())))
    return 1 if {"LEFTOVERS", "FAULT"} & set(found) else 0


if __name__ == "__main__":
    sys.exit(main())
