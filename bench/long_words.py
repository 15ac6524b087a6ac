"""How long a check takes with one very long word, in two sizes: twice the length must take about twice the time.

    .venv/bin/python bench/long_words.py [UNIT …]

Each line is a unit that is repeated to 25,000 and to 50,000 characters in one paragraph, and the seconds of CPU.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from clausebook.lint.run import inspect  # noqa: E402
from clausebook.model.register import Register  # noqa: E402
from clausebook.source.load import load  # noqa: E402

LENGTH = 50_000
UNITS = (
    *("é", "a", "A", "a.", "Dr. ", "1", "“", "(", "[", "*", "_", "`", "{", "{{", "}", "a b ", "must ", "see ", "Act "),
    *("The ", "Aa ", "Act", "Ab", "Hill School ", "A’", "Code of ", "see A", "{{ school.name }} ", "(A ", "~~a", "<s>"),
    *("https://a.b/", "www.", "page 1 ", "](", "“a” ", "a-", "a/", "и", "ɑ", "\u00a0", "not not ", "section 1 ", "A, "),
)
POLICY = b"id: trial\ntitle: Trial\noutline:\n  - id: rules\n    title: Rules\n    clauses: [rule]\n"


def register(words: str) -> Register:
    """This repository's facts and a policy of one clause with these words."""
    files = {f"policy/{name}.yaml": (ROOT / "policy" / f"{name}.yaml").read_bytes() for name in ("school", "terms")}
    clause = f'id: rule\ntitle: The office\nbody:\n  - "Staff must sign {words}."\n'
    return load({**files, "policy/trial.yaml": POLICY, "clauses/trial/rule.yaml": clause.encode()}, date(2026, 11, 1))


def seconds(words: str) -> float:
    """CPU seconds of one check."""
    read = register(words)
    began = time.process_time()
    inspect(read)
    return time.process_time() - began


def main() -> None:
    """Print the table."""
    seconds("a")
    for unit in sys.argv[1:] or UNITS:
        half, whole = (seconds(unit * (length // len(unit))) for length in (LENGTH // 2, LENGTH))
        mark = "  grows faster than the text" if whole > 0.3 and whole > 3 * half else ""
        print(f"{unit!r:24} {half:7.3f} {whole:7.3f}{mark}")


if __name__ == "__main__":
    main()
