"""Imports a corpus of invented policies in many shapes, and holds titles, headings and items against their truth.

.venv/bin/python -m bench.import_corpus
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.importer.judging import judged


def main() -> None:
    """Print what is wrong, then the shares."""
    with tempfile.TemporaryDirectory() as made:
        marks = judged(Path(made))
    for line in marks.wrong:
        print(line)
    print(f"{marks.files} files: titles {marks.titles:.1%}, headings {marks.headings:.1%}, items {marks.items:.1%}")
    print(f"words lost: {marks.lost}")


if __name__ == "__main__":
    main()
