"""Takes in a generated folder of 40 policies in seven formats in one command, then builds, checks and asks for status.

    .venv/bin/python -m bench.import_folder [POLICIES]

Wall and CPU seconds, and the most memory that one process of each command had. The second import is of the same folder.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.adopted import ROOT
from tests.importer.corpus import FORMATS, file_of, invented

SHARED = ("src", "templates", "site", "schema", "requirements", "build.py", "pyproject.toml", ".venv")


def main() -> None:
    """Make the folder and the school, run the commands, print a line for each."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as made:
        school, old = Path(made, "school"), Path(made, "old")
        school_at(school)
        old.mkdir()
        chance = random.Random(17)
        for number in range(count):
            truth = invented(chance, number)
            kind = FORMATS[number % len(FORMATS)]
            (old / f"{truth.title.replace(' ', '_')}.{kind}").write_bytes(file_of(truth, kind))
        print(f"{count} policies, {len(FORMATS)} formats")
        for command in (
            ["import", str(old), "--dry-run", "-q"],
            ["import", str(old)],
            ["import", str(old), "-q"],
            ["build", "-q"],
            ["check", "-q"],
            ["status", "-q"],
        ):
            _measured(school, command)


def school_at(school: Path) -> None:
    """A clone of the repository with its facts and no policy."""
    subprocess.run(["git", "clone", "-q", str(ROOT), str(school)], check=True)
    os.symlink(ROOT / ".venv", school / ".venv")
    for path in ("clauses", "policy/approvals", "policy/acceptable-use.yaml", "docs/adopted", "policy/upstream.yaml"):
        gone = school / path
        if gone.is_dir():
            shutil.rmtree(gone)
        elif gone.exists():
            gone.unlink()


def _measured(school: Path, command: list[str]) -> None:
    began = time.monotonic()
    before = os.times()
    program = [str(school / ".venv" / "bin" / "python"), "-m", "clausebook", *command]
    done = subprocess.Popen(program, cwd=school, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said, most = done.communicate()[0], 0
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    most = _peak()
    print(f"{' '.join(command[:1] + command[2:]):24} code {done.returncode}  wall {time.monotonic() - began:6.1f} s  "
          f"CPU {cpu:6.1f} s  largest process {most} MiB")  # fmt: skip
    if done.returncode or (command[0] == "import" and len(command) == 2):
        print(said[-6000:])


def _peak() -> int:
    import resource

    return int(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
