"""Measures how a build grows with the number of policies, and how reading all records grows with their number.

    .venv/bin/python bench/many.py [POLICIES ...] [--editions N] [--clauses N] [--runs N]

Each school is made in a temporary folder: so many policies of so many clauses, each approved so often, and a draft.
Printed are CPU seconds of whole processes with their children: everything, a word in one clause, the first such build
after a commit; and the seconds and MiB that reading every approved edition takes. The median of N runs. Trust the
ratios in one run, not the seconds.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from bench.build import process  # noqa: E402
from clausebook.history.adoption import adoptions  # noqa: E402
from clausebook.io.child import in_child  # noqa: E402
from clausebook.io.files import read_files, write_files  # noqa: E402
from clausebook.io.git import open_repository  # noqa: E402
from clausebook.resolve.resolve import resolve  # noqa: E402
from clausebook.source.load import load  # noqa: E402

SHARED = ("policy/school.yaml", "policy/terms.yaml", "policy/instruments.yaml")
SUBJECTS, DEEDS = ("Staff", "Governors", "Volunteers"), ("lock", "report", "return", "label")
THINGS = ("a laptop", "any password", "pupils' records", "the school's phone")
WORD = "clauses/policy-0/clause-1.yaml"


def main(policies: list[int], editions: int, clauses: int, runs: int) -> None:
    """Print a line a school."""
    heads = ("policies", "records", "full s", "word s", "after commit", "records s", "records MiB")
    print("".join(f"{head:>13}" for head in heads))
    for number in policies:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            root = Path(folder) / "school"
            make(root, number, editions, clauses)
            spent, memory = in_child(read_records, root)
            full = built(root)
            words = statistics.median(after_edit(root, run) for run in range(runs))
            git(root, "commit", "--quiet", "--all", "--message", "Save")
            first = after_edit(root, runs)
        print(f"{number:13}{number * editions:13}{full:13.2f}{words:13.2f}{first:13.2f}{spent:13.2f}{memory:13.0f}")


def make(root: Path, policies: int, editions: int, clauses: int) -> None:
    """A school's repository: its policies, and an approval of each a year."""
    root.mkdir(parents=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    files = {path: (ROOT / path).read_bytes() for path in SHARED}
    files |= {f"policy/policy-{one}.yaml": outline(one, clauses).encode() for one in range(policies)}
    files["CHANGELOG.md"] = b"# Changelog\n\nThe policy's editions, for governors.\n"
    files[".gitignore"] = b"output\n.cache\n"
    for year in range(editions + 1):
        for policy in range(policies):
            for number in range(clauses):
                if not year or number % 20 == year % 20 or number == 0:
                    files[f"clauses/policy-{policy}/clause-{number}.yaml"] = clause(policy, number, year).encode()
        save(root, files, f"Write the words of {year}")
        files = {}
        if year < editions:
            save(root, records(root, policies, 2000 + year), f"Approve {2000 + year}")


def records(root: Path, policies: int, year: int) -> dict[str, bytes]:
    """An approval of every policy as it reads."""
    register = load(read_files(root), date(year, 6, 1))
    found = {}
    for policy in (f"policy-{number}" for number in range(policies)):
        fingerprint = resolve(register, policy, "draft").fingerprint
        found[f"policy/approvals/{policy}/{year}.yaml"] = (
            f'policy: {policy}\nedition: "{year}"\napproved: "{year}-05-12"\nbody: governing body\nminute: unknown\n'
            f"fingerprint: {fingerprint}\nsignatories:\n  - role: governing-body\n    name: unknown\n"
        ).encode()
    return found


def outline(policy: int, clauses: int) -> str:
    ids = ", ".join(f"clause-{number}" for number in range(clauses))
    return (
        f"id: policy-{policy}\ntitle: Policy number {policy}\napproving_body: governing body\nreview_month: 5\n"
        "applies_to: [staff]\nowner: headteacher\n"
        f"outline:\n  - id: rules\n    title: Rules\n    clauses: [{ids}]\n"
    )


def clause(policy: int, number: int, year: int) -> str:
    """Five sentences and a list."""

    def sentence(place: int) -> str:
        who, deed = SUBJECTS[(policy + number + place) % 3], DEEDS[(policy + place) % 4]
        return f"{who} must {deed} {THINGS[(number + place) % 4]} in case {policy}-{number}-{place} of {year}."

    items = "".join(f"      - {sentence(place)[:-1].lower()}\n" for place in range(10, 18))
    prose = "".join(f"    {sentence(place)}\n" for place in range(5))
    return (
        f"id: clause-{number}\ntitle: Clause {number}\napplies_to: [staff]\nbody:\n  - >-\n{prose}"
        f"  - text: 'Staff must, in case {policy}-{number}:'\n    items:\n{items}"
    )


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
    text = (root / WORD).read_text(encoding="utf-8")
    (root / WORD).write_text(re.sub(r"must( now\d+)?", f"must now{run}", text, count=1), encoding="utf-8", newline="\n")
    return built(root)


def built(root: Path) -> float:
    """CPU seconds of a build with its children."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return process([sys.executable, "-X", "utf8", "-m", "clausebook", "build", "-q"], root, environment)[1]


def save(root: Path, files: dict[str, bytes], message: str) -> None:
    write_files(root, files)
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", message)


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A clerk", "-c", "user.email=clerk@school.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True)


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
