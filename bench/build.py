"""Times whole builds, each as a process: empty cache, after a one-word edit, nothing changed, and the check alone.

    .venv/bin/python bench/build.py [RUNS]

It works on a clone in a temporary folder. Every figure is the median of RUNS (5) runs; the ratios are to the naive
script of bench/naive.py, run in turn with the rest, because a machine's speed drifts. On Windows memory is not read.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLAUSE = Path("clauses/acceptable-use/introduction.yaml")
Timed = tuple[float, float, int]  # wall seconds, CPU seconds, peak memory in KiB


def main(runs: int) -> None:
    """Print a line a case."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        cases: dict[str, Callable[[int], Timed]] = {
            "empty cache": lambda _: (_forget(clone), timed(clone, "build"))[1],
            "one word edited": lambda run: (_edit(clone, run), timed(clone, "build"))[1],
            "nothing changed": lambda _: timed(clone, "build"),
            "check": lambda _: timed(clone, "check"),
            "naive script": lambda _: naive(clone, Path(folder) / "naive"),
        }
        timed(clone, "--help")  # makes .venv, which is not what is measured
        measured: dict[str, list[Timed]] = {name: [] for name in cases}
        for run in range(runs):
            for name, case in cases.items():
                measured[name].append(case(run))
    report(measured)


def report(measured: dict[str, list[Timed]]) -> None:
    """Medians, and how many times faster than the naive script."""
    medians = {
        name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in measured.items()
    }
    print(f"{'':18}{'wall s':>8}{'CPU s':>8}{'MiB':>6}{'naive / this':>14}   wall of every run")
    for name, (wall, cpu, memory) in medians.items():
        ratio = medians["naive script"][0] / wall
        every = " ".join(f"{row[0]:.2f}" for row in measured[name])
        print(f"{name:18}{wall:8.2f}{cpu:8.2f}{memory / 1024:6.0f}{ratio:14.1f}   {every}")


def timed(clone: Path, *arguments: str) -> Timed:
    """One run of build.py in the clone."""
    return process([sys.executable, "-X", "utf8", str(clone / "build.py"), *arguments], clone, dict(os.environ))


def naive(clone: Path, work: Path) -> Timed:
    """One run of the naive script on the same clauses."""
    return process([sys.executable, str(ROOT / "bench" / "naive.py"), str(clone), str(work)], clone, dict(os.environ))


def process(command: list[str], folder: Path, environment: dict[str, str]) -> Timed:
    """Wall time, CPU time with children, and the largest process's memory."""
    began = time.perf_counter()
    running = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        cpu, memory = usage.ru_utime + usage.ru_stime, int(usage.ru_maxrss)
    else:
        running.wait()
        cpu, memory = 0.0, 0
    if running.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {running.returncode}")
    return time.perf_counter() - began, cpu, memory


def _forget(clone: Path) -> None:
    for folder in ("output", ".cache"):
        shutil.rmtree(clone / folder, ignore_errors=True)


def _edit(clone: Path, run: int) -> None:
    path = clone / CLAUSE
    text = path.read_text(encoding="utf-8")
    edited = re.sub(r"This( \d+)? policy", f"This {run} policy", text, count=1)
    if edited == text:
        raise SystemExit(f"{CLAUSE} has no word to edit")
    path.write_text(edited, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
