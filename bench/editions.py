"""Times reading every edition of a synthetic history: 100, 1,000 and 10,000 clauses in 20 editions.

    .venv/bin/python bench/editions.py [CLAUSES ...] [--runs N]

Beside it, in the same run, the least that any way of doing it costs: one `git cat-file --batch` of the distinct blobs
and one C parse of each. `read` is every edition's register; `words` adds what verify needs, each edition resolved
and fingerprinted. Every figure is CPU time of this process and of git, the median of N runs, taken in turn.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from clausebook.history.adoption import adoptions, registers
from clausebook.io.git import Repository, open_repository

EDITIONS = 20
CHANGED = 0.05  # of all clauses, from one edition to the next
PER_POLICY = 50  # clauses; a school has many policies rather than one of ten thousand clauses
SUBJECTS = ("Staff", "Governors", "Volunteers", "Casual workers", "Agency staff")
ACTS = ("lock", "report", "return", "share", "copy", "check", "label", "insure")
THINGS = ("a laptop", "any password", "pupils' records", "the school's phone", "a memory stick", "personal data")


def main(sizes: list[int], runs: int) -> None:
    """Print a line a size, and how time grows from one size to the next."""
    heads = ("clauses", "blobs", "floor s", "read s", "words s", "read/floor", "words/floor", "clauses/s")
    print("".join(f"{head:>12}" for head in heads))
    before: tuple[int, float] | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            build(Path(folder), size)
            blobs = distinct(Path(folder))
            floor, read, words = measure(Path(folder), blobs, runs)
        rate = size * EDITIONS / read
        figures = f"{floor:12.2f}{read:12.2f}{words:12.2f}{read / floor:12.2f}{words / floor:12.2f}{rate:12,.0f}"
        growth = f"   read grew {read / before[1]:.1f} x for {size / before[0]:.0f} x clauses" if before else ""
        print(f"{size:12,}{len(blobs):12,}{figures}{growth}", flush=True)
        before = (size, read)


def measure(root: Path, blobs: list[str], runs: int) -> tuple[float, ...]:
    """Medians of the three cases in CPU seconds."""
    cases: tuple[Callable[[], object], ...] = (
        lambda: least(root, blobs),
        lambda: sum(1 for _ in registers(open_repository(root))),
        lambda: adopted(open_repository(root)),
    )
    times: list[list[float]] = [[] for _ in cases]
    for _ in range(runs):
        for case, taken in zip(cases, times, strict=True):
            began = _cpu()
            case()
            taken.append(_cpu() - began)
    return tuple(statistics.median(taken) for taken in times)


def _cpu() -> float:
    """CPU seconds of this process and of the git processes it waited for; wall time where a system has no count."""
    spent = os.times()
    return (
        spent.user + spent.system + spent.children_user + spent.children_system if os.name == "posix" else time.time()
    )


def least(root: Path, blobs: list[str]) -> None:
    """One cat-file for all blobs and one C parse of each: nothing can be read for less."""
    from ruamel.yaml import YAML

    parser = YAML(typ="safe", plug_ins=[])
    asked = "\n".join(blobs) + "\n"
    out = subprocess.run(["git", "cat-file", "--batch"], cwd=root, input=asked.encode(), capture_output=True).stdout
    at = 0
    while at < len(out):
        end = out.index(b"\n", at)
        size = int(out[at:end].split()[2])
        parser.load(out[end + 1 : end + 1 + size])
        at = end + size + 2


def adopted(repository: Repository) -> None:
    """Every edition with its words and fingerprint."""
    found = adoptions(repository)
    assert len(found) == EDITIONS
    assert all(one.edition for one in found)


def distinct(root: Path) -> list[str]:
    """The data files' blobs of all editions, each once."""
    repository = open_repository(root)
    found: dict[str, None] = {}
    for introduction in repository.introductions():
        found.update(dict.fromkeys(repository.files_at(introduction.commit.id).values()))
    return list(found)


def build(root: Path, size: int) -> None:
    """A repository with `size` clauses and an approval record a year, written by git fast-import."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(root)], check=True)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=root, input=b"".join(_stream(size)), check=True)


def _stream(size: int) -> Iterator[bytes]:
    chance = random.Random(size)
    for year in range(EDITIONS):
        yield b"commit refs/heads/main\ncommitter Clerk <clerk@school.example> %d +0000\n" % (10**9 + year * 31_536_000)
        yield _data(f"Approve {2001 + year}")
        if year == 0:
            yield from _frame(size)
        for clause in range(size):
            if year == 0 or chance.random() < CHANGED:
                yield _file(f"clauses/{_policy(clause)}/clause-{clause}.yaml", _clause(chance, clause))
        yield _file(f"policy/approvals/policy-0/{2001 + year}.yaml", _record(2001 + year))


def _frame(size: int) -> Iterator[bytes]:
    yield _file("policy/school.yaml", "name: Hill School\nroles: {staff: Staff}\n")
    for first in range(0, size, PER_POLICY):
        ids = ", ".join(f"clause-{clause}" for clause in range(first, min(first + PER_POLICY, size)))
        text = f"id: {_policy(first)}\ntitle: Policy\noutline:\n  - id: all\n    title: All\n    clauses: [{ids}]\n"
        yield _file(f"policy/{_policy(first)}.yaml", text)


def _policy(clause: int) -> str:
    return f"policy-{clause // PER_POLICY}"


def _record(year: int) -> str:
    fingerprint = "v1:sha256:" + "0" * 64
    return f'policy: policy-0\nedition: "{year}"\napproved: "{year}"\nbody: governors\nfingerprint: {fingerprint}\n'


def _clause(chance: random.Random, clause: int) -> str:
    """A clause of about 1.4 KB: two paragraphs and a list, as the 2018 policy has them."""

    def sentence() -> str:
        return (
            f"{chance.choice(SUBJECTS)} must {chance.choice(ACTS)} {chance.choice(THINGS)} in case {chance.random()}."
        )

    paragraphs = [f"  - >-\n    {sentence()}\n    {sentence()}\n    {sentence()}\n" for _ in range(2)]
    items = "".join(f"      - {sentence()}\n" for _ in range(10))
    return (
        f"id: clause-{clause}\ntitle: Clause {clause}\napplies_to: [staff]\nbody:\n{''.join(paragraphs)}"
        f'  - text: "{{{{ school.name }}}} expects that:"\n    items:\n{items}'
    )


def _file(path: str, text: str) -> bytes:
    return f"M 100644 inline {path}\n".encode() + _data(text)


def _data(text: str) -> bytes:
    return f"data {len(text.encode())}\n{text}\n".encode()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clauses", nargs="*", type=int, default=[100, 1_000, 10_000])
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    main(asked.clauses, asked.runs)
