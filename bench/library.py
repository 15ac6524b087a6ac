"""How long the review of a whole library takes: 60 documents with 250 clauses, reorganised, as one pack for a meeting.

A quarter of the clauses move to another document, a sixth is edited, and some continue under other ids.
Run: python -m bench.library [CLAUSES DOCUMENTS [FILE.pdf]]. CPU seconds; trust the ratios, not the absolute times.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.redline import copied, cpu, edited, edition, passage
from clausebook.formats.review.meeting import render_meeting
from clausebook.io.files import read_looks
from clausebook.io.jobs import JobRunner
from clausebook.model.comparison.meeting import Meeting
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.publication import Publication
from clausebook.model.register import Register
from clausebook.model.school import School
from clausebook.redline import compare
from clausebook.review.make import review

DAY = date(2027, 5, 1)
ROOT = Path(__file__).parent.parent


def spent() -> float:
    """CPU seconds of this process and of those it started."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def document(number: int, clauses: list[ResolvedClause], name: str) -> Edition:
    """One policy of the library with these clauses, numbered in their order."""
    numbered = (replace(one, number=f"1.{n}", cite=f"1.{n}") for n, one in enumerate(clauses, 1))
    return replace(edition(tuple(numbered), name), policy=f"policy-{number}", title=f"Policy {number}")


def reorganised(random: Random, library: list[list[ResolvedClause]]) -> list[list[ResolvedClause]]:
    """The same library after a quarter of its clauses went to other documents, and a sixth was edited."""
    found: list[list[ResolvedClause]] = [[] for _ in library]
    for place, clauses in enumerate(library):
        for clause in clauses:
            made = edited(random, clause) if random.random() < 1 / 6 else copied(clause)
            if random.random() < 1 / 15:
                made = replace(made, id=f"{made.id}-renamed")
            found[random.randrange(len(library)) if random.random() < 1 / 4 else place].append(made)
    return found


def main(clauses: int, documents: int) -> None:
    """Print the seconds of each step."""
    random = Random(2027)
    made = [passage(random, number) for number in range(clauses)]
    library = [made[n::documents] for n in range(documents)]
    after = reorganised(random, library)
    pairs = [(document(n, library[n], "2026"), document(n, after[n], "draft")) for n in range(documents)]
    print(f"{clauses} clauses in {documents} documents")
    print(f"  compare            {cpu(lambda: [compare(old, new) for old, new in pairs]):.2f} s")
    started = spent()
    reviews = tuple(review(old, new, (), Register(as_of=DAY), DAY) for old, new in pairs)
    meeting = Meeting(school="Bench", as_of=DAY, reviews=reviews)
    print(f"  reviews            {spent() - started:.2f} s")
    print(f"  {len(meeting.moves)} moves found     {spent() - started:.2f} s")
    publication = Publication(school=School(name="Bench"), editions=(), as_of=DAY, templates=read_looks(ROOT))
    artefacts = list(render_meeting(meeting, publication))
    print(f"  sources of pack    {spent() - started:.2f} s")
    with TemporaryDirectory() as folder, JobRunner(Path(folder), lambda _: None) as jobs:
        jobs.add("pack", "", lambda: artefacts)
        files = jobs.files()
    if len(sys.argv) > 3:
        Path(sys.argv[3]).write_bytes(next(iter(files.values())))
    print(f"  pack rendered      {spent() - started:.2f} s, {sum(map(len, files.values())):,} bytes")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    main(*(numbers if len(numbers) == 2 else [250, 60]))
