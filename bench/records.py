"""Measures how records grow: many policies, each approved often, every approval and every change a commit of its own.

    .venv/bin/python bench/records.py [POLICIES [EDITIONS [CLAUSES]]] [--builds]

20 policies of 50 clauses, approved 20 times each, by default; 200 is the trust's whole library. CPU seconds and MiB of
whole processes: `verify`, `check` with nothing kept, and `check` after a word was changed; with --builds a build too.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from bench.build import Timed, process  # noqa: E402
from clausebook.resolve.resolve import resolve  # noqa: E402
from clausebook.source.load import load  # noqa: E402

SHARED = ("policy/school.yaml", "policy/terms.yaml", "policy/instruments.yaml")
SUBJECTS, DEEDS = ("Staff", "Governors", "Volunteers"), ("lock", "report", "return", "label")
THINGS = ("a laptop", "any password", "pupils' records", "the school's phone")
WORD = "clauses/policy-0/clause-1.yaml"
FIRST_YEAR = 2000
Files = dict[str, bytes]


def main(policies: int, editions: int, clauses: int, builds: bool) -> None:
    """Print a line a command."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root, began = Path(folder) / "school", time.perf_counter()
        make(root, policies, editions, clauses)
        said = f"{policies} policies, {policies * editions} records, {policies * clauses} clauses"
        print(f"{said}, made in {time.perf_counter() - began:.0f} s")
        print(f"{'':24}{'wall s':>8}{'CPU s':>8}{'MiB':>8}")
        shown("check, nothing kept", command(root, "check", "-q"))
        shown("verify", command(root, "verify", "-q"))
        edit(root, 1)
        shown("check, one word", command(root, "check", "-q"))
        if builds:
            shown("build", command(root, "build", "-q"))


def shown(name: str, timed: Timed) -> None:
    """A line of the table."""
    wall, cpu, memory = timed
    print(f"{name:24}{wall:8.1f}{cpu:8.1f}{memory / 1024:8.0f}", flush=True)


def command(root: Path, *words: str) -> Timed:
    """One command as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return process([sys.executable, "-X", "utf8", "-m", "clausebook", *words], root, environment)


def edit(root: Path, run: int) -> None:
    """Change a word in one clause."""
    text = (root / WORD).read_text(encoding="utf-8")
    (root / WORD).write_text(re.sub(r"must( now\d+)?", f"must now{run}", text, count=1), encoding="utf-8", newline="\n")


def make(root: Path, policies: int, editions: int, clauses: int, commits: int = 0, one_clause: bool = False) -> None:
    """A school's repository: its policies, each changed and approved once a year, and a draft.

    Git reads all of it from one stream. `commits` more touch only a file that nothing reads, or a word of one clause.
    """
    root.mkdir(parents=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    stream = b"".join(_commits(policies, editions, clauses, commits, one_clause))
    git(root, "fast-import", "--quiet", given=stream)
    git(root, "reset", "--quiet", "--hard", "main")


def _commits(policies: int, editions: int, clauses: int, commits: int, one_clause: bool) -> Iterator[bytes]:
    shared = {path: (ROOT / path).read_bytes() for path in SHARED}
    first = {**shared, "CHANGELOG.md": b"# Changelog\n\nThe policy's editions, for governors.\n"}
    yield _commit(0, "Begin", {**first, ".gitignore": b"output\n.cache\n"})
    lives = [list(_life(policy, editions, clauses, shared)) for policy in range(policies)]
    moment = 0
    for year in range(editions + 1):
        for policy in range(policies):
            for message, files in lives[policy][year]:
                moment += 1
                yield _commit(moment, message, files)
    for number in range(commits):
        text = clause(0, 1, editions).replace("must", f"must now{number}", 1) if one_clause else f"{number}\n"
        yield _commit(moment + 1 + number, f"Note {number}", {WORD if one_clause else "notes.txt": text.encode()})


def _life(policy: int, editions: int, clauses: int, shared: Files) -> Iterator[list[tuple[str, Files]]]:
    """What is committed of one policy, year by year."""
    texts = {f"policy/policy-{policy}.yaml": outline(policy, clauses).encode()}
    for year in range(editions + 1):
        changed = {
            f"clauses/policy-{policy}/clause-{number}.yaml": clause(policy, number, year).encode()
            for number in range(clauses)
            if not year or number % 20 == year % 20 or number == 0
        }
        new = changed if year else {**texts, **changed}
        texts |= changed
        done = [(f"Write policy {policy} as of {year}", new)]
        if year < editions:
            path, text = record(policy, FIRST_YEAR + year, {**shared, **texts})
            done.append((f"Approve policy-{policy} {FIRST_YEAR + year}", {path: text}))
        yield done


def _commit(number: int, message: str, files: Files) -> bytes:
    said = message.encode()
    parts = [
        b"commit refs/heads/main\ncommitter A clerk <clerk@school.example> %d +0000\n" % (946_684_800 + number * 3600),
        b"data %d\n%s\n" % (len(said), said),
    ]
    for path, content in files.items():
        parts.append(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(content), content))
    return b"".join(parts)


def record(policy: int, year: int, files: Files) -> tuple[str, bytes]:
    """An approval of a policy as its files read: path and text."""
    name = f"policy-{policy}"
    fingerprint = resolve(load(files, date(year, 6, 1)), name, "draft").fingerprint
    text = (
        f'policy: {name}\nedition: "{year}"\napproved: "{year}-05-12"\nbody: governing body\nminute: unknown\n'
        f"fingerprint: {fingerprint}\nsignatories:\n  - role: governing-body\n    name: unknown\n"
    )
    return f"policy/approvals/{name}/{year}.yaml", text.encode()


def outline(policy: int, clauses: int) -> str:
    """The policy's file."""
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


def git(root: Path, *arguments: str, given: bytes = b"") -> None:
    """Run git in the school."""
    who = ("-c", "user.name=A clerk", "-c", "user.email=clerk@school.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, input=given)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    main(*(*numbers, *(20, 20, 50)[len(numbers) :]), builds="--builds" in sys.argv)
