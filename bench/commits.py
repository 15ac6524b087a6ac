"""Measures how a build grows with the number of commits: many that touch a file nobody reads, and many of one clause.

    .venv/bin/python bench/commits.py [COMMITS ...]

A school of one policy in 3 editions, with 100 and with 10,000 commits more. CPU seconds of whole processes: everything
with an empty cache, a word in the clause, and the first build after that was committed. Trust the ratios.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from bench.many import after_edit  # noqa: E402
from bench.records import command, git, make  # noqa: E402


def main(numbers: list[int]) -> None:
    """Print a line a school."""
    print(f"{'commits':>10}{'of':>14}{'all s':>10}{'word s':>10}{'after commit':>14}{'MiB':>7}")
    for one_clause in (False, True):
        for number in numbers:
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                root = Path(folder) / "school"
                make(root, 1, 2, 6, number, one_clause)
                _, full, memory = command(root, "build", "-q")
                word = after_edit(root, 1)
                git(root, "commit", "--quiet", "--all", "--message", "Save")
                first = after_edit(root, 2)
            of = "one clause" if one_clause else "another file"
            print(f"{number:10,}{of:>14}{full:10.2f}{word:10.2f}{first:14.2f}{memory / 1024:7.0f}", flush=True)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [100, 10_000])
