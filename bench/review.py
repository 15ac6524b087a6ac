"""How long a whole review takes, once the editions are read: compare, first pages, redline, sources of its forms.

Run: python -m bench.review [CLAUSES CHANGED]. CPU seconds; trust the ratios, not the absolute times.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from random import Random

from bench.redline import copied, edited, edition, passage
from clausebook.formats.review import data, view
from clausebook.formats.review.terminal import review_lines
from clausebook.model.register import Register
from clausebook.review.make import review

DAY = date(2027, 5, 1)


def main(clauses: int, changes: int) -> None:
    """Print the seconds of each step."""
    random = Random(7)
    passages = [passage(random, number) for number in range(clauses)]
    wanted = set(random.sample(range(clauses), changes))
    after = [edited(random, one) if n in wanted else copied(one) for n, one in enumerate(passages)]
    old, new = edition(tuple(passages), "2026"), edition(tuple(after), "draft")
    started = time.process_time()
    found = review(old, new, (), Register(as_of=DAY), DAY)
    print(f"{clauses} clauses, {changes} changed: review {time.process_time() - started:.2f} s")
    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("values of the layout", lambda: view.pack(found)),
        ("JSON", lambda: data.data(found)),
        ("terminal", lambda: list(review_lines(found))),
    )
    for name, step in steps:
        started = time.process_time()
        step()
        print(f"  {name} {time.process_time() - started:.2f} s")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    main(*(numbers if len(numbers) == 2 else [10_000, 200]))
