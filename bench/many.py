"""Measures how a build grows with the number of policies, and how reading all records grows with their number.

    .venv/bin/python bench/many.py [POLICIES ...] [--editions N] [--clauses N] [--runs N]

Each school is made in a temporary folder: so many policies of so many clauses, each approved so often, and a draft.
Printed are CPU seconds of whole processes with their children: everything, with the files made and the most memory of a
process, a word in one clause, the first such build after a commit; and the seconds and MiB that reading every approved
edition takes. The median of N runs. Trust the ratios in one run, not the seconds.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from bench.records import command, edit, git, make  # noqa: E402
from clausebook.history.adoption import adoptions  # noqa: E402
from clausebook.io.child import in_child  # noqa: E402
from clausebook.io.git import open_repository  # noqa: E402


def main(policies: list[int], editions: int, clauses: int, runs: int) -> None:
    """Print a line a school."""
    heads = ("policies", "full s", "files", "MiB", "word s", "after commit", "records", "records s", "records MiB")
    print("".join(f"{head:>13}" for head in heads))
    for number in policies:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            root = Path(folder) / "school"
            make(root, number, editions, clauses)
            spent, memory = in_child(read_records, root)
            _, full, most = command(root, "build", "-q")
            files = sum(path.is_file() for path in (root / "output").rglob("*"))
            words = statistics.median(after_edit(root, run) for run in range(runs))
            git(root, "commit", "--quiet", "--all", "--message", "Save")
            first = after_edit(root, runs)
        print(f"{number:13}{full:13.2f}{files:13}{most / 1024:13.0f}{words:13.2f}{first:13.2f}", end="")
        print(f"{number * editions:13}{spent:13.2f}{memory:13.0f}", flush=True)


def read_records(root: Path) -> tuple[float, float]:
    """CPU seconds and MiB of a process that reads every approved edition with its words."""
    found = adoptions(open_repository(root))
    if not all(one.is_in_force for one in found):
        raise SystemExit("a record does not hold the words of its edition")
    spent = os.times()
    seconds = spent.user + spent.system + spent.children_user + spent.children_system
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def after_edit(root: Path, run: int) -> float:
    """CPU seconds of a build after a word was changed."""
    edit(root, run)
    return command(root, "build", "-q")[1]


if __name__ == "__main__":
    began = time.perf_counter()
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("policies", nargs="*", type=int, default=[1, 20, 50])
    parser.add_argument("--editions", type=int, default=2)
    parser.add_argument("--clauses", type=int, default=6)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    main(asked.policies, asked.editions, asked.clauses, asked.runs)
    print(f"{time.perf_counter() - began:.0f} s in all")
