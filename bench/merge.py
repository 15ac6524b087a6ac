"""How a merge by field does beside git's merge by lines: false conflicts, missed ones, and files that do not load.

Run: python -m bench.merge. The pairs are those of tests/merge/pairs.py, made from this repository's own clauses.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from clausebook.merge import CannotMergeError, merge_file
from clausebook.source.load import read_file
from tests.merge.pairs import Pair, colliding, compatible, plain

Merge = Callable[[Pair], tuple[str, bool]]  # the merged text, and whether it is clean
ROWS = ("false conflicts", "wrong words", "does not load", "missed conflicts", "refused")


def by_field(pair: Pair) -> tuple[str, bool]:
    """This engine's merge."""
    merged = merge_file(pair.file, pair.base, pair.ours, pair.theirs)
    return merged.text, merged.clean


def by_lines(pair: Pair) -> tuple[str, bool]:
    """git's."""
    with tempfile.TemporaryDirectory(prefix="merge-") as folder:
        paths = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for path, text in zip(paths, (pair.ours, pair.base, pair.theirs), strict=True):
            path.write_text(text, encoding="utf-8", newline="\n")
        done = subprocess.run(["git", "merge-file", "-p", "-q", *map(str, paths)], capture_output=True, check=False)
    return done.stdout.decode("utf-8"), done.returncode == 0


def counted(merge: Merge) -> tuple[Counter[str], float]:
    """What went wrong, and seconds a pair."""
    found: Counter[str] = Counter()
    started = time.perf_counter()
    merged = [(pair, _tried(merge, pair)) for pair in (*compatible(), *colliding())]
    seconds = (time.perf_counter() - started) / len(merged)
    for pair, (text, clean) in merged:
        found["refused"] += not text
        if not pair.right:
            found["missed conflicts"] += clean
        elif not clean:
            found["false conflicts"] += 1
        if clean:
            record, faults = read_file(pair.file, text.encode())
            loads = record is not None and not faults
            found["does not load"] += not loads
            found["wrong words"] += bool(pair.right and loads and plain(text) not in pair.right)
    return found, seconds


def _tried(merge: Merge, pair: Pair) -> tuple[str, bool]:
    try:
        return merge(pair)
    except CannotMergeError:
        return "", False


def main() -> None:
    """Print the table."""
    results = [counted(by_field), counted(by_lines)]
    print(f"{len(compatible())} compatible pairs, {len(colliding())} that collide")
    print(f"{'':18}{'by field':>10}{'git':>10}")
    for row in ROWS:
        print(f"{row:18}{results[0][0][row]:>10}{results[1][0][row]:>10}")
    print(f"{'ms a pair':18}{results[0][1] * 1000:>10.1f}{results[1][1] * 1000:>10.1f}   (git's with a process each)")


if __name__ == "__main__":
    main()
