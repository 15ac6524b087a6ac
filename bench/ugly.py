"""Imports damaged and odd variants of the corpus in all formats, and says which end in anything but a draft or a line.

    .venv/bin/python -m bench.ugly [FILES [SEED]]

1,000 files: bytes turned over, cut off, doubled, odd letters in the text. A draft is judged as one to be written.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from clausebook.app.importing import drafted, judged, read
from clausebook.errors import UserError
from tests.importer.corpus import corpus
from tests.importer.reading import register

ODD = (
    "\u202e",
    "\x00",
    "{{ x }}",
    "{%",
    "|---|",
    "\U0001f600",
    "\uf0b7",
    "# ",
    "- ",
    "?",
    ": ",
    "\u0645",
    "\x85",
    "<b",
    "&#0;",
)
SLOW = 10.0  # seconds that no file may take


def ugly(count: int, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """Names, endings and bytes."""
    chance, files = random.Random(seed), list(corpus())
    for number in range(count):
        name, ending, data, _ = files[number % len(files)]
        yield f"{number} {name}", ending, _worse(bytearray(data), ending, chance)


def _worse(data: bytearray, ending: str, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(max(1, len(data)))
        way = chance.choice(("turn", "cut", "double", "odd", "odd", "odd"))
        if way == "turn" and data:
            data[at] ^= 1 << chance.randrange(8)
        elif way == "cut":
            del data[at : at + chance.choice((1, 40, len(data)))]
        elif way == "double":
            data[at:at] = data[max(0, at - 200) : at] * chance.randint(1, 20)
        elif ending not in ("docx", "odt"):
            data[at:at] = chance.choice(ODD).encode()
    return bytes(data)


def main() -> None:
    """Import them all; print faults of the import, then the sums."""
    count, seed = (int(sys.argv[at]) if len(sys.argv) > at else given for at, given in ((1, 1000), (2, 17)))
    ends: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for name, ending, data in ugly(count, seed):
            path = Path(folder, f"in.{ending}")
            path.write_bytes(data)
            began = time.process_time()
            try:
                judged(register(), drafted(register(), read(path), "imported"))
                end = "draft"
            except UserError as error:
                end = "would not build" if "would not build" in error.message else "line"
                if end != "line":
                    print(f"{name}: {error}"[:300])
            except Exception as error:
                end = f"TRACEBACK {type(error).__name__}"
                print(f"{name}: {type(error).__name__}: {error}"[:300])
            ends[end] += 1
            slowest = max(slowest, time.process_time() - began)
    print(f"{count} files: {dict(ends)}; slowest {slowest:.1f} s of CPU in this process (limit {SLOW:.0f})")


if __name__ == "__main__":
    main()
