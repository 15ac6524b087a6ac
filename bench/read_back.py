"""Changes the code of the formats, one function at a time, and asks whether the read-back sees it.

    .venv/bin/python bench/read_back.py

A mutant drops, doubles or swaps what one function of a format gives (blocks, items, cells, runs, headings), or puts
"may" for "must not" into its words. Each is put into the running engine, one edition is made with it, and what was
made is read back. A mutant that changes nothing is none. The last lines say how many were caught, and what reading back
costs beside making the files.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from clausebook.formats import akn, data, pdf, word  # noqa: E402
from clausebook.io.jobs import produce  # noqa: E402
from clausebook.model.edition import Edition  # noqa: E402
from clausebook.readback import units  # noqa: E402
from tests import adopted  # noqa: E402

Change = Callable[[Any], Any]


def _as(before: Any, after: list[Any]) -> Any:
    return tuple(after) if isinstance(before, tuple) else after


def dropped(made: Any) -> Any:
    """All but the last."""
    found = list(made)
    return _as(made, found[:-1]) if len(found) > 1 else made


def first_dropped(made: Any) -> Any:
    """All but the first."""
    found = list(made)
    return _as(made, found[1:]) if len(found) > 1 else made


def doubled(made: Any) -> Any:
    """The first twice."""
    found = list(made)
    return _as(made, [*found[:1], *found])


def swapped(made: Any) -> Any:
    """The first two the other way round."""
    found = list(made)
    return _as(made, [found[1], found[0], *found[2:]]) if len(found) > 1 else made


LISTS: dict[str, Change] = {"drop": dropped, "drop first": first_dropped, "double": doubled, "swap": swapped}
TEXTS: dict[str, Change] = {
    "weaken": lambda text: text.replace("must not", "may").replace("must", "may"),
    "cut": lambda text: text[:-1],
    "repeat": lambda text: f"{text} {text}",
}
# module and function whose result is a list of pieces, by format
PIECES = (
    ("pdf", "clausebook.formats.pdf.view", "_points"),
    ("pdf", "clausebook.formats.pdf.view", "_words"),
    ("pdf", "clausebook.formats.pdf.markup", "pieces"),
    ("word", "clausebook.formats.word.body", "_blocks"),
    ("word", "clausebook.formats.word.body", "_block"),
    ("word", "clausebook.formats.word.body", "_points"),
    ("word", "clausebook.formats.word.body", "_groups"),
    ("word", "clausebook.formats.word.pieces", "text"),
    ("word", "clausebook.formats.word.pieces", "inlines"),
    ("word", "clausebook.formats.word.body", "body"),
    ("word", "clausebook.formats.word.cover", "_entries"),
    ("akn", "clausebook.formats.akn.body", "_blocks"),
    ("akn", "clausebook.formats.akn.body", "_block"),
)
WORDS = (
    ("pdf", "clausebook.formats.pdf.markup", "literal"),
    ("word", "clausebook.formats.word.body", "numbered_title"),
)
FORMS = {"pdf": (pdf, "pdf"), "word": (word, "docx"), "akn": (akn, "akn.xml"), "data": (data, "json")}


def files_of(form: str, edition: Edition) -> dict[str, bytes]:
    """What one format makes of an edition."""
    module, ending = FORMS[form]
    made = module.render(edition, adopted.publication(edition))
    return {one.path: produce(one) for one in made if one.path.endswith(ending)}


def mutants() -> Iterator[tuple[str, str, str, str, Change]]:
    """Every mutant: format, module, function, what is done, and the change."""
    for kinds, places in ((LISTS, PIECES), (TEXTS, WORDS)):
        for form, module, name in places:
            for what, change in kinds.items():
                yield form, module, name, what, change


def tried(form: str, module: str, name: str, change: Change, edition: Edition, plain: dict[str, bytes]) -> str:
    """What came of a mutant: "caught", "missed", "refused" (it could not be made) or "same"."""
    whole = getattr(__import__(module, fromlist=[name]), name)

    def mutated(*arguments: Any, **named: Any) -> Any:
        made = whole(*arguments, **named)
        changed = change(made)
        return type(made)(changed) if isinstance(made, str) else changed

    with patch(f"{module}.{name}", mutated):
        try:
            files = files_of(form, edition)
        except Exception:  # whatever it is, no file was made
            return "refused"
    if files == plain:
        return "same"
    return "caught" if any(unit.complaints() for unit in units(edition, files)) else "missed"


def main() -> None:
    """Print a line a mutant that was missed, and the figures."""
    edition, came = adopted.approved(), dict[str, int]()
    began = time.process_time()
    plain = {form: files_of(form, edition) for form in FORMS}
    making = time.process_time() - began
    began = time.process_time()
    assert not [one for files in plain.values() for unit in units(edition, files) for one in unit.complaints()]
    reading = time.process_time() - began
    for form, module, name, what, change in mutants():
        outcome = tried(form, module, name, change, edition, plain[form])
        came[outcome] = came.get(outcome, 0) + 1
        if outcome == "missed":
            print(f"missed: {what} in {module}.{name}")
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(came.items())))
    print(f"reading back {reading:.3f} CPU seconds, making {making:.3f} (without Word's, made by another process)")


if __name__ == "__main__":
    main()
