"""A file with a merge's markers -> whose two versions are there, of which field, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from clausebook.model.finding import Step
from clausebook.text.phrases import listed
from clausebook.text.records import dataclass

_MARKER = re.compile(r"(<{7,}|={7,}|>{7,}|\|{7,})(?: (.*))?\r?$")
_ONE = {"body": "entry {} of the body", "items": "item {}", "citations": "citation {}", "outline": "section {}"}
_ONE |= {"rows": "row {}", "clauses": "clause {}", "fields": "field {}", "instruments": "instrument {}"}


@dataclass(frozen=True, slots=True)
class MarkedConflict:
    """The first conflict of a file: the lines of its markers, from 1, and the names of the two sides.

    `field` says in words which field the two versions are of, "" where that is not known; `more` is how many
    conflicts follow.
    """

    lines: tuple[int, ...]
    ours: str
    theirs: str
    field: str
    more: int

    @property
    def message(self) -> str:
        """What the file holds."""
        what = f"two versions of {self.field or 'the text'} are left here by a merge"
        sides = f": {self.ours} and {self.theirs}" if self.ours and self.theirs else ""
        return f"{what}{sides}"

    @property
    def hint(self) -> str:
        """What to do."""
        which = listed(str(line) for line in self.lines)
        also = f"; {self.more} more such {'place follows' if self.more == 1 else 'places follow'}" if self.more else ""
        return (
            f"keep the right one, and delete line{'s' if len(self.lines) > 1 else ''} {which}, "
            f"which begin with <<<<<<<, ======= or >>>>>>>{also}"
        )


def first_conflict(text: str) -> MarkedConflict | None:
    """The first conflict of a file's text, or None where it has no marker."""
    lines = text.split("\n")
    marks = [(n, found[1][0], found[2] or "") for n, line in enumerate(lines) if (found := _MARKER.match(line))]
    if not marks:
        return None
    ends = [n for n, (_, sign, _) in enumerate(marks) if sign == ">"]
    first = marks[: ends[0] + 1] if ends else marks
    labels = {sign: label for _, sign, label in first}
    return MarkedConflict(
        lines=tuple(n + 1 for n, _, _ in first),
        ours=labels.get("<", ""),
        theirs=labels.get(">", ""),
        field=_field(lines, first),
        more=max(sum(sign == "<" for _, sign, _ in marks) - 1, 0),
    )


def _field(lines: list[str], marks: list[tuple[int, str, str]]) -> str:
    """What the first line between the markers belongs to, as either side's whole version has it."""
    spots = {sign: n for n, sign, _ in marks}
    if spots.keys() < {"<", "=", ">"}:
        return ""
    ours_end = spots.get("|", spots["="])
    for side, start, end in (("<", spots["<"] + 1, ours_end), ("=", spots["="] + 1, spots[">"])):
        said = [n for n in range(start, end) if lines[n].strip() and not lines[n].lstrip().startswith("#")]
        if said and (trail := _trail(lines, side, said[0])):
            return in_words(trail)
    return ""


def _trail(lines: list[str], keep: str, wanted: int) -> tuple[Step, ...]:
    """The keys and indices that lead to a line, in the version that keeps the part behind one marker."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    kept: list[str] = []
    side, where = "", -1
    for n, line in enumerate(lines):
        if found := _MARKER.match(line):
            side = "" if found[1][0] == ">" else found[1][0]
        elif side in ("", keep):
            where = len(kept) if n == wanted else where
            kept.append(line)
    try:
        root = YAML(typ="safe", plug_ins=[]).compose("\n".join(kept))
    except (YAMLError, ValueError):
        return ()
    return tuple(_down(root, where)) if root is not None else ()


def _down(node: Any, line: int) -> Iterator[Step]:
    """The way to the innermost value on a line; where several are on it, the outermost of these."""
    while isinstance(node.value, list):
        parts = [
            (part[0].value, part[0].start_mark.line, part[1]) if isinstance(part, tuple) else (n, None, part)
            for n, part in enumerate(node.value)
        ]
        begun = [
            (step, start, value)
            for step, key_line, value in parts
            if (start := value.start_mark.line if key_line is None else key_line) <= line
        ]
        if not begun:
            return
        step, start, node = begun[-1]
        yield step
        if start == line and not isinstance(node.value, list):
            return


def in_words(trail: tuple[Step, ...]) -> str:
    """A trail for a reader: the text of item 3 in entry 1 of the body."""
    said: list[str] = []
    for name, step in zip(("", *trail), trail, strict=False):
        if isinstance(step, int):
            said.append(_ONE.get(str(name), f"entry {{}} of {name}").format(step + 1))
        elif step not in _ONE or step == trail[-1]:
            said.append(f"the {step.replace('_', ' ')}")
    return " of ".join(reversed(said)).replace(" of entry", " in entry")
