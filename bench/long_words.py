"""How long a check takes with one very long word, in two sizes: twice the length must take about twice the time.

    .venv/bin/python bench/long_words.py [UNIT …]

Each line is a unit that is repeated to 25,000 and to 50,000 characters in a paragraph and in an item, and CPU seconds
of the rules and, where these find no error, of the ledger of duties.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from clausebook.lint.run import inspect  # noqa: E402
from clausebook.model.duties import duties_of  # noqa: E402
from clausebook.model.register import Register  # noqa: E402
from clausebook.resolve.resolve import resolve  # noqa: E402
from clausebook.source.load import load  # noqa: E402

LENGTH = 50_000
UNITS = (
    *("é", "a", "A", "a.", "Dr. ", "1", "“", "(", "[", "*", "_", "`", "{", "{{", "}", "a b ", "must ", "see ", "Act "),
    *("The ", "Aa ", "Act", "Ab", "Hill School ", "A’", "Code of ", "see A", "{{ school.name }} ", "(A ", "~~a", "<s>"),
    *("https://a.b/", "www.", "page 1 ", "](", "“a” ", "a-", "a/", "и", "ɑ", "\u00a0", "not not ", "section 1 ", "A, "),
    *("1.", "20 ", "in 1", "must and ", "or may ", "if must ", "or must, ", "tell ", "before ", "the head may "),
)
POLICY = b"id: trial\ntitle: Trial\noutline:\n  - id: rules\n    title: Rules\n    clauses: [rule]\n"


def register(words: str) -> Register:
    """This repository's facts and a policy of one clause with these words."""
    files = {f"policy/{name}.yaml": (ROOT / "policy" / f"{name}.yaml").read_bytes() for name in ("school", "terms")}
    body = f'  - "Staff must sign {words}."\n  - text: "Staff must:"\n    items: ["sign {words}"]\n'
    clause = f"id: rule\ntitle: The office\napplies_to: [staff]\nbody:\n{body}"
    return load({**files, "policy/trial.yaml": POLICY, "clauses/trial/rule.yaml": clause.encode()}, date(2026, 11, 1))


def seconds(words: str) -> float:
    """CPU seconds of one check."""
    read = register(words)
    began = time.process_time()
    if not any(one.level == "error" for one in inspect(read).findings):
        duties_of(resolve(read, "trial", "draft"))
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
