"""Imports invented policies, and holds titles, headings and items against their truth: written by hand in shapes of
their own, then generated.

    .venv/bin/python -m bench.import_corpus [NAME…]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.importer.corpus import corpus
from tests.importer.judging import judged
from tests.importer.shaped import shapes


def main() -> None:
    """Print what is wrong, then the shares; of some names only those shapes."""
    wanted = sys.argv[1:]
    written = [one for one in shapes() if not wanted or any(name in one[0] for name in wanted)]
    for what, files in (("shapes written by hand", written), *([] if wanted else [("generated", list(corpus()))])):
        with tempfile.TemporaryDirectory() as made:
            marks = judged(Path(made), files)
        for line in marks.wrong:
            print(line)
        print(
            f"{marks.files} {what}: titles {marks.titles:.1%}, headings {marks.headings:.1%}, items {marks.items:.1%}"
        )
        print(f"words lost: {marks.lost}")


if __name__ == "__main__":
    main()
