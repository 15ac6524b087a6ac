"""Changes the code of the formats, one call of one function at a time, and asks whether the read-back sees it.

    .venv/bin/python bench/read_back.py [--number 50] [--seed 1] [--formats pdf word akn data web]

A mutant drops, doubles or swaps what one call of a function gives (blocks, items, cells, runs, words), or puts "may"
for "must not" into its words. Each is put into the running engine, one edition is made with it, and what was made is
read back. Mutants are drawn until NUMBER of each format made other files; those that change nothing, or that stop the
format, are not counted. The last lines say how many were caught, and what reading back costs beside making the files.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from clausebook.formats import akn, data, pdf, web, word  # noqa: E402
from clausebook.io.jobs import produce  # noqa: E402
from clausebook.io.site import build_site  # noqa: E402
from clausebook.model.edition import Edition  # noqa: E402
from clausebook.readback import units  # noqa: E402
from tests import adopted  # noqa: E402

KINDS = ("drop", "drop first", "double", "swap", "weaken")
# functions of each format whose results hold adopted words
PLACES = {
    "pdf": (
        *("pdf.view._points", "pdf.view._words", "pdf.markup.pieces", "pdf.markup.literal"),
        *("pdf.view._block", "pdf.view._passage"),
    ),
    "word": (
        *("word.body._blocks", "word.body._block", "word.body._points", "word.body._groups", "word.body.body"),
        *("word.body.numbered_title", "word.pieces.inlines", "word.cover._entries"),
    ),
    "akn": ("akn.body._blocks", "akn.body._block"),
    "data": ("data.data",),
    "web": (
        *("web.view_model._Showing.page", "web.view_model._Showing.entry", "web.view_model._Showing.piece"),
        *("web.view_model._Showing.lines", "web.view_model._Showing.text", "web.view_model.inline"),
        *("web.duties._duty_view", "web.duties._source", "web.duties._forces"),
    ),
}
# fields and keys that hold words, and no addresses, names or facts
WORDY = {
    *(
        "number",
        "title",
        "pieces",
        "entries",
        "opening",
        "lines",
        "text",
        "letter",
        "header",
        "rows",
        "blanks",
        "label",
    ),
    *("stem", "said", "groups", "sources"),
    *("markdown", "passages", "blocks", "points", "caption", "chapters", "body", "items", "cells", "words"),
}
MODULES = {"pdf": (pdf, "pdf"), "word": (word, "docx"), "akn": (akn, "akn.xml"), "data": (data, "json")}


def changed(made: Any, kind: str, chance: random.Random) -> Any:
    """A result with one thing dropped, doubled, swapped or weakened; the same where that cannot be done."""
    if isinstance(made, str):
        return _text(made, kind)
    if isinstance(made, dict):
        keys = [key for key, value in made.items() if key in WORDY and value]
        key = chance.choice(keys) if keys else None
        return {**made, key: changed(made[key], kind, chance)} if key else made
    if is_dataclass(made) and not isinstance(made, type):
        names = [one.name for one in fields(made) if one.name in WORDY and getattr(made, one.name)]
        name = chance.choice(names) if names else None
        return replace(made, **{name: changed(getattr(made, name), kind, chance)}) if name else made
    if not isinstance(made, list | tuple | Iterator):
        return made
    found = list(made)
    if kind == "weaken" or (len(found) == 1 and kind != "double"):
        at = chance.randrange(len(found)) if found else 0
        after = [changed(one, kind, chance) if place == at else one for place, one in enumerate(found)]
    else:
        after = _list(found, kind)
    return tuple(after) if isinstance(made, tuple) else after


def _list(found: list[Any], kind: str) -> list[Any]:
    if kind == "drop":
        return found[:-1]
    if kind == "drop first":
        return found[1:]
    if kind == "double":
        return [*found[:1], *found]
    return [found[1], found[0], *found[2:]] if len(found) > 1 else found


def _text(made: str, kind: str) -> Any:
    if not made.strip():
        return made
    if kind == "weaken":
        return type(made)(made.replace("must not", "may").replace("must", "may").replace("should", "may"))
    return type(made)(" ".join(_list(made.split(" "), kind)))


def files_of(form: str, edition: Edition, folder: Path) -> dict[str, bytes]:
    """What one format makes of an edition."""
    shown = adopted.publication(edition)
    if form == "web":
        sites = [one for one in web.render(edition, shown) if one.renderer == "site"]
        return {
            f"{site.path}/{path}": content
            for site in sites
            for path, content in build_site(site, folder / "staging", folder / "cache").items()
        }
    module, ending = MODULES[form]
    return {one.path: produce(one) for one in module.render(edition, shown) if one.path.endswith(ending)}


def complaints(edition: Edition, files: dict[str, bytes]) -> list[str]:
    """Everything that the read-back says of some files."""
    return [one for unit in units(edition, files) for one in unit.complaints()]


Make = Callable[[], dict[str, bytes]]


def tried(place: str, kind: str, call: int, seed: int, make: Make, edition: Edition, plain: dict[str, bytes]) -> str:
    """What came of a mutant: "caught", "missed", "refused" (it could not be made) or "same"."""
    *path, name = f"clausebook.formats.{place}".split(".")
    cut = next((at for at, part in enumerate(path) if part.startswith("_Showing")), len(path))
    owner: Any = import_module(".".join(path[:cut]))
    for part in path[cut:]:
        owner = getattr(owner, part)
    whole, calls = getattr(owner, name), iter(range(1_000_000))

    def mutated(*arguments: Any, **named: Any) -> Any:
        made = whole(*arguments, **named)
        return changed(made, kind, random.Random(seed)) if next(calls) == call else made

    with patch.object(owner, name, mutated):
        try:
            files = make()
        except Exception:  # whatever it is, no file was made
            return "refused"
    if files == plain:
        return "same"
    return "caught" if complaints(edition, files) else "missed"


def calls_of(place: str, make: Make) -> int:
    """How often a function is called while its format is made."""
    *path, name = f"clausebook.formats.{place}".split(".")
    cut = next((at for at, part in enumerate(path) if part.startswith("_Showing")), len(path))
    owner: Any = import_module(".".join(path[:cut]))
    for part in path[cut:]:
        owner = getattr(owner, part)
    whole, count = getattr(owner, name), [0]

    def counted(*arguments: Any, **named: Any) -> Any:
        count[0] += 1
        return whole(*arguments, **named)

    with patch.object(owner, name, counted):
        make()
    return count[0]


def campaign(form: str, number: int, seed: int, edition: Edition, make: Make) -> dict[str, int]:
    """Mutants of one format until so many made other files; a line for each that was missed."""
    chance, came, plain = random.Random(f"{seed} {form}"), dict.fromkeys(("caught", "missed"), 0), make()
    calls = {place: calls_of(place, make) for place in PLACES[form]}
    for _ in range(20 * number):
        if came["caught"] + came["missed"] >= number:
            break
        place, kind = chance.choice(PLACES[form]), chance.choice(KINDS)
        call, draw = chance.randrange(max(1, calls[place])), chance.randrange(10**6)
        outcome = tried(place, kind, call, draw, make, edition, plain)
        came[outcome] = came.get(outcome, 0) + 1
        if outcome == "missed":
            print(f"missed: {kind} in call {call} of {place} (draw {draw})", flush=True)
    return came


def main() -> int:
    """Print a line a mutant that was missed, and the figures."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("--number", type=int, default=50)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--formats", nargs="*", default=list(PLACES))
    given = words.parse_args()
    edition, missed = adopted.approved(), 0
    with tempfile.TemporaryDirectory() as folder:
        for form in given.formats:
            make = partial(files_of, form, edition, Path(folder) / form)
            began = time.process_time()
            plain = make()
            making = time.process_time() - began
            began = time.process_time()
            assert not complaints(edition, plain)
            reading = time.process_time() - began
            came = campaign(form, given.number, given.seed, edition, make)
            missed += came["missed"]
            told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(came.items()))
            print(f"{form}: {told}; making {making:.3f} CPU seconds, reading back {reading:.3f}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
