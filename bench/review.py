"""How long a whole review takes, once the editions are read: comparison, then each of its forms, rendered.

Run: python -m bench.review [CLAUSES CHANGED]. CPU seconds; trust the ratios, not the absolute times.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from bench.library import spent
from bench.redline import copied, edited, edition, passage
from clausebook.formats.review import data, pdf, word
from clausebook.formats.review.terminal import review_lines
from clausebook.io import pandoc, typst
from clausebook.io.files import read_looks
from clausebook.io.memory import no_collection
from clausebook.model.artefact import Artefact
from clausebook.model.publication import Publication
from clausebook.model.register import Register
from clausebook.model.school import School
from clausebook.review.make import review

DAY = date(2027, 5, 1)
ROOT = Path(__file__).parent.parent


def typeset(made: Artefact) -> bytes:
    """Its PDF."""
    return typst.typeset(str(made.source), made.files, made.dated or DAY)


@no_collection()
def main(clauses: int, changes: int) -> None:
    """Print the seconds of each step; those of pandoc are counted with them."""
    random = Random(7)
    passages = [passage(random, number) for number in range(clauses)]
    wanted = set(random.sample(range(clauses), changes))
    after = [edited(random, one) if n in wanted else copied(one) for n, one in enumerate(passages)]
    old, new = edition(tuple(passages), "2026"), edition(tuple(after), "draft")
    publication = Publication(school=School(name="Bench"), editions=(), as_of=DAY, templates=read_looks(ROOT))
    begun = started = spent()
    found = review(old, new, (), Register(as_of=DAY), DAY)
    print(f"{clauses} clauses, {changes} changed: review {spent() - started:.2f} s")
    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("JSON", lambda: data.data(found)),
        ("terminal", lambda: list(review_lines(found))),
        ("PDF", lambda: [typeset(one) for one in pdf.render_review(found, publication)]),
        ("Word", lambda: [pandoc.write(one) for one in word.render_review(found, publication)]),
    )
    for name, step in steps:
        started = spent()
        step()
        print(f"  {name} {spent() - started:.2f} s")
    print(f"  all {spent() - begun:.2f} s")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    main(*(numbers if len(numbers) == 2 else [10_000, 200]))
