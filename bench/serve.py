"""Measures how much memory `build.py serve` holds while a clause is saved again and again.

    .venv/bin/python bench/serve.py [SAVES] [--small]
    .venv/bin/python bench/serve.py [SAVES] --page

It works on a clone in a temporary folder, which makes its .venv first, or with --small on the tests' school of three
clauses, whose site is built in a few seconds. It saves a word of one clause SAVES (200) times,
each time once the build of the save before was reported, and prints what the server and the processes below it hold
then, in MiB. It reads /proc, so it runs on Linux alone. The last line says the most,
and how long a save took in the middle. With --page it prints instead the CPU seconds from each of SAVES (5) saves
to the page, and to the end of the build with documents and review pack.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from os import sysconf
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
from clausebook.app.serving import built_with_pages, loaded  # noqa: E402
from clausebook.io.child import Worker  # noqa: E402
from clausebook.model.artefact import Order  # noqa: E402

CLAUSE = Path("clauses/acceptable-use/introduction.yaml")
SMALL = Path("clauses/phones/introduction.yaml")


def main(saves: int, small: bool) -> None:
    """Print a line every tenth save."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        clone = Path(folder) / "clone"
        command = [sys.executable, "-u", "-X", "utf8"]
        if small:
            sys.path[:0] = [str(ROOT), str(ROOT / "src")]
            from tests.history.repositories import mini_school

            mini_school(clone)
            for looks in ("templates", "site"):
                shutil.copytree(ROOT / looks, clone / looks)
            command += ["-m", "clausebook", "serve", "--port", "0"]
        else:
            subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
            command += [str(clone / "build.py"), "serve", "--port", "0"]
        with subprocess.Popen(command, cwd=clone, stdout=subprocess.PIPE, text=True) as server:
            if server.stdout is None:
                raise SystemExit("the server cannot be heard")
            try:
                measure(server.pid, server.stdout, clone / (SMALL if small else CLAUSE), saves)
            finally:
                server.terminate()


def measure(process: int, said: IO[str], clause: Path, saves: int) -> None:
    """Save so many times, and print what the server holds."""
    _built(said)
    text = clause.read_text(encoding="utf-8")
    held, took = [_held(process)], list[float]()
    print(f"{'saves':>6}{'MiB':>8}\n{0:6}{held[0]:8.0f}")
    for save in range(1, saves + 1):
        began = time.perf_counter()
        edited = re.sub(r"This policy|lends phones", rf"\g<0> ({save})", text, count=1)
        clause.write_text(edited, encoding="utf-8", newline="\n")
        _built(said)
        took.append(time.perf_counter() - began)
        held.append(_held(process))
        if save % 10 == 0 or save == saves:
            print(f"{save:6}{held[-1]:8.0f}", flush=True)
    print(f"the most {max(held):.0f} MiB; a save showed after {statistics.median(took):.1f} s")


def pages(saves: int) -> None:
    """Print a line a save; the first is of a process that has read nothing yet."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Worker(most=saves + 2, begin=loaded) as worker:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        clause, shown = clone / CLAUSE, list[float]()
        text = clause.read_text(encoding="utf-8")
        print(f"{'save':>6}{'page':>8}{'all':>8}  CPU s")
        for save in range(saves + 1):
            clause.write_text(text.replace("This policy", f"This {save} policy", 1), encoding="utf-8", newline="\n")
            before = _spent(worker)
            worker.ask(
                built_with_pages, Order(root=clone, as_of=date.today()), hears=lambda _: shown.append(_spent(worker))
            )
            print(f"{save:6}{shown[-1] - before:8.2f}{_spent(worker) - before:8.2f}", flush=True)


def _spent(worker: Worker) -> float:
    """CPU seconds of the process that builds and of those it ran."""
    status = Path(f"/proc/{worker.process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, status[11:15])) / sysconf("SC_CLK_TCK")


def _built(said: IO[str]) -> None:
    for line in said:
        if line.startswith("built, "):
            return
    raise SystemExit("the server ended")


def _held(process: int) -> float:
    """MiB in memory of a process and of all below it."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    own = int(status.partition("VmRSS:")[2].split()[0]) / 1024 if "VmRSS:" in status else 0.0
    below = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
    return own + sum(_held(int(child)) for child in below)


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if not one.startswith("--")]
    if "--page" in sys.argv:
        pages(int(given[0]) if given else 5)
    else:
        main(int(given[0]) if given else 200, "--small" in sys.argv)
