"""Pairs of edits to the real clauses, made the same on every run: compatible ones, and ones that truly collide.

An edit is a small change of the data. What one person's file says is the file with the edit, written by ruamel.yaml's
round trip; what a right merge says is the data with both edits, worked out here without the merge under test.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from clausebook.text.sentences import lines

ROOT = Path(__file__).resolve().parent.parent.parent
NEW_WORDS = ("always", "promptly", "in writing", "at all times", "fully", "in person")
NEW_ITEMS = (
    "to leave a device unlocked and unattended",
    "to charge personal scooters from classroom sockets",
    "to print more than ninety pages without asking",
    "to borrow a projector over the holidays",
)
NEW_LAWS = ("ukpga/2000/36", "ukpga/1974/37", "ukpga/1996/56", "uksi/1999/3242")
ACT = {"id": "ukpga/2025/99", "title": "An Act 2025", "kind": "act", "confidence": "low"}
LAW = "policy/instruments/data-protection.yaml"
LONG = 5000  # characters; no clause has so many
NO_PROSE = ("citations", "clauses", "applies_to", "names", "sources", "unverified")
Path_ = tuple[Any, ...]


class Cell:
    """A text that is a member of a list: it can be found again after its words or its neighbours changed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.citations: list[Any] = []

    def plain(self) -> Any:
        return {"text": self.text, "citations": self.citations} if self.citations else self.text


Act = Callable[[], None]


@dataclass(frozen=True)
class Edit:
    """One change: what it touches, and `prepare`, which finds its place in the data and gives what does it there."""

    name: str
    touches: frozenset[Path_]
    prepare: Callable[[Any], Act] = field(compare=False)


@dataclass(frozen=True)
class Pair:
    """Two edits of one file. The texts are made when they are asked for: collecting tests must not wait for them."""

    file: str
    base: str
    first: Edit
    second: Edit
    collide: bool

    @property
    def name(self) -> str:
        """Both edits, in a few words."""
        return f"{self.first.name} | {self.second.name}"

    @cached_property
    def ours(self) -> str:
        """The file after the first edit."""
        return _dumped(edited(_yaml().load(self.base), self.first))

    @cached_property
    def theirs(self) -> str:
        """The file after the second edit."""
        return _dumped(edited(_yaml().load(self.base), self.second))

    @cached_property
    def right(self) -> tuple[Any, ...]:
        """What a right merge may say: both edits in either order; nothing where they collide."""
        orders = () if self.collide else ((self.first, self.second), (self.second, self.first))
        return tuple(edited(plain(self.base), *order) for order in orders)


# ---- the data


def _yaml() -> YAML:
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.preserve_quotes = True
    yaml.width = 4096
    return yaml


def _dumped(data: Any) -> str:
    out = io.StringIO()
    _yaml().dump(data, out)
    return out.getvalue()


def plain(text: str) -> Any:
    """The plain values of a file."""
    return YAML(typ="safe", plug_ins=[]).load(text)


def _wrap(data: Any) -> None:
    if isinstance(data, dict):
        for value in data.values():
            _wrap(value)
    elif isinstance(data, list):
        for n, value in enumerate(data):
            if isinstance(value, str):
                data[n] = Cell(value)
            else:
                _wrap(value)


def _unwrap(data: Any) -> None:
    for key, value in list(data.items() if isinstance(data, dict) else enumerate(data)):
        if isinstance(value, Cell):
            data[key] = value.plain()
        elif isinstance(value, dict | list):
            _unwrap(value)


def edited(data: Any, *edits: Edit) -> Any:
    """The data with the edits, in this order; each found its place before any was made."""
    _wrap(data)
    acts = [edit.prepare(data) for edit in edits]
    for act in acts:
        act()
    _unwrap(data)
    return data


def _at(data: Any, path: Path_) -> Any:
    for step in path:
        data = data[step]
    return data


def _like(old: str, new: str) -> str:
    """The new words in the old words' style (folded, quoted)."""
    return type(old)(new) if type(old) is not str else new


# ---- the edits


def reword(path: Path_, sentence: int, words: str) -> Edit:
    """Words put in behind the first blank in a sentence."""

    def prepare(data: Any) -> Act:
        holder, key = _at(data, path[:-1]), path[-1]
        cell = holder[key]

        def act() -> None:
            old = cell.text if isinstance(cell, Cell) else holder[key]
            parts = list(lines(str(old)))
            first, _, rest = parts[sentence].partition(" ")
            parts[sentence] = f"{first} {words} {rest}".strip()
            new = _like(old, " ".join(parts))
            if isinstance(cell, Cell):
                cell.text = new
            else:
                holder[key] = new

        return act

    return Edit(f"reword {_named(path)} ({sentence + 1})", frozenset({(*path, "words", sentence)}), prepare)


def add(path: Path_, behind: int | None, member: Any) -> Edit:
    """A new member at the end of a list, or behind one of its members."""

    def prepare(data: Any) -> Act:
        row = _at(data, path)
        anchor = None if behind is None else row[behind]

        def act() -> None:
            place = len(row) if anchor is None else next(n for n, one in enumerate(row) if one is anchor) + 1
            row.insert(place, deepcopy(member))

        return act

    where = "end" if behind is None else behind
    # what is moved may be set behind the last one, which is the end too
    said = str(member)  # the same words added in two places are no pair to test with
    touches = {(*path, "added"), ("new", said), (*path, *(("order",) if behind is None else (behind, "anchor")))}
    return Edit(f"add to {_named(path)} at {where}", frozenset(touches), prepare)


def drop(path: Path_, index: int, below: frozenset[Path_]) -> Edit:
    """A member taken out of a list."""

    def prepare(data: Any) -> Act:
        row = _at(data, path)
        member = row[index]

        def act() -> None:
            row.pop(next(n for n, one in enumerate(row) if one is member))

        return act

    return Edit(
        f"drop {_named((*path, index))}", frozenset({(*path, index), (*path, index, "anchor"), *below}), prepare
    )


def move(path: Path_, index: int, behind: int) -> Edit:
    """A member set behind another one."""

    def prepare(data: Any) -> Act:
        row = _at(data, path)
        member, anchor = row[index], row[behind]

        def act() -> None:
            row.pop(next(n for n, one in enumerate(row) if one is member))
            row.insert(next(n for n, one in enumerate(row) if one is anchor) + 1, member)

        return act

    touches = {(*path, index, "anchor"), (*path, behind, "anchor"), (*path, "order")}
    return Edit(f"move {_named((*path, index))} behind {behind}", frozenset(touches), prepare)


def cite(path: Path_, law: Any) -> Edit:
    """A citation added to an item or paragraph, which may have been plain text until then."""

    def prepare(data: Any) -> Act:
        member = _at(data, path)

        def act() -> None:
            if isinstance(member, Cell):
                member.citations.append(deepcopy(law))
            else:
                member.setdefault("citations", []).append(deepcopy(law))

        return act

    return Edit(f"cite at {_named(path)}", frozenset({(*path, "citations", str(law))}), prepare)


def put(path: Path_, key: str, value: Any) -> Edit:
    """A field set, new or not."""

    def prepare(data: Any) -> Act:
        holder = _at(data, path)

        def act() -> None:
            holder[key] = _like(holder[key], value) if isinstance(holder.get(key), str) else deepcopy(value)

        return act

    return Edit(f"put {_named((*path, key))}", frozenset({(*path, key, "words", 0)}), prepare)


def _named(path: Path_) -> str:
    return ".".join(map(str, path))


# ---- what can be edited in a file


@cache
def _yaml_of(name: str) -> str:
    text = (ROOT / name).read_text(encoding="utf-8")
    return _dumped(_yaml().load(text[: text.rindex("\n\n", 0, LONG) + 1]))


@cache
def sources() -> dict[str, str]:
    """Every file that is merged by field, as it is written in this repository."""
    paths = [*sorted(ROOT.glob("clauses/*/*.yaml")), *sorted(ROOT.glob("policy/*.yaml"))]
    # required.yaml is a list of facts that is taken over as a whole, and bodies.yaml has no words that people edit
    kept = (path for path in paths if path.name not in ("required.yaml", "bodies.yaml"))
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in kept}
    # the long registers are cut short: the round trip of all of them would take longer than all merges together
    short = {
        name: text if len(text) < LONG else text[: text.rindex("\n\n", 0, LONG) + 1] for name, text in texts.items()
    }
    return {name: _dumped(_yaml().load(text)) for name, text in short.items()}


def edits_of(data: Any, chance: random.Random) -> list[Edit]:
    """Edits that people make to a file, of every kind its data allow."""
    found: list[Edit] = []
    for path, text in _texts(data, ()):
        count = len(lines(text))
        if path[-1] in ("title", "text", "note", "why", "definition", "label") or isinstance(path[-1], int):
            found += [reword(path, n, chance.choice(NEW_WORDS)) for n in range(min(count, 3))]
    for path, row in _rows(data, ()):
        kind = path[-1]
        if kind in ("items", "body"):
            found += _list_edits(path, row, chance)
        if kind == "clauses":
            found += [add(path, None, "new-clause"), add(path, 0, "first-new-clause"), drop(path, len(row) - 1, _all())]
            found += [move(path, 0, len(row) - 1)] if len(row) > 2 else []
        if kind == "instruments":
            found += [add(path, None, ACT)]
        if kind in ("synonyms", "names", "applies_to"):
            found += [add(path, None, "another-one"), add(path, 0, "yet-another")]
    if "body" in data:
        found += [
            put((), "applies_to", ["staff"]),
            put((), "number", "9.9"),
            add(("body",), None, {"note": "A remark."}),
        ]
    if "roles" in data:
        found += [
            put(("roles",), "cook", "Cook"),
            put(("roles",), "headteacher", "Head"),
            put((), "short_name", "Hill"),
        ]
    return found


def _all() -> frozenset[Path_]:
    return frozenset()


def _list_edits(path: Path_, row: list[Any], chance: random.Random) -> Iterator[Edit]:
    yield add(path, None, chance.choice(NEW_ITEMS))
    for n, member in enumerate(row):
        is_item = isinstance(member, str) or "text" in member
        below = frozenset((*path, n, *more) for more in _below(member))
        yield drop(path, n, below)
        if is_item:
            yield add(path, n, chance.choice(NEW_ITEMS))
            yield cite((*path, n), chance.choice(NEW_LAWS))
            yield cite((*path, n), {"instrument": chance.choice(NEW_LAWS), "provision": "s. 1"})
        if n + 2 < len(row):
            yield move(path, n, n + 2)


def _below(member: Any) -> Iterator[Path_]:
    """Everything an edit inside a member may touch, so that taking it out touches it too."""
    yield from (("words", n) for n in range(9))
    yield from (("citations", str(law)) for law in NEW_LAWS)
    yield from (("citations", str({"instrument": law, "provision": "s. 1"})) for law in NEW_LAWS)
    if isinstance(member, dict):
        yield from ((key, *more) for key, value in member.items() for more in _below(value))
    if isinstance(member, list):
        yield from ((n, *more) for n, value in enumerate(member) for more in (*_below(value), (), ("anchor",)))
        yield from (("added",), ("order",))


def _texts(data: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, str):
            if path[-1:] not in (
                ("citations",),
                ("clauses",),
                ("applies_to",),
                ("names",),
                ("sources",),
                ("unverified",),
            ):
                yield (*path, key), value
        elif isinstance(value, dict | list):
            yield from _texts(value, (*path, key))


def _rows(data: Any, path: Path_) -> Iterator[tuple[Path_, list[Any]]]:
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, list):
            yield (*path, key), value
        if isinstance(value, dict | list):
            yield from _rows(value, (*path, key))


# ---- the pairs


@cache
def compatible(count: int = 100, seed: int = 2018) -> tuple[Pair, ...]:
    """Pairs of edits that touch different things, half of them close together."""
    chance = random.Random(seed)
    found: list[Pair] = []
    # a file of which no kind of edit is known here has no pairs
    names = [name for name, text in sources().items() if edits_of(plain(text), random.Random(seed))]
    while len(found) < count:
        file = names[len(found) % len(names)]
        text = sources()[file]
        edits = edits_of(plain(text), chance)
        first = chance.choice(edits)
        near = [edit for edit in edits if abs(edits.index(edit) - edits.index(first)) < 6]
        second = chance.choice(near if len(found) % 2 else edits)
        if first.touches & second.touches or first.name == second.name:
            continue
        found.append(Pair(file, text, first, second, collide=False))
    return tuple(found)


@cache
def colliding() -> tuple[Pair, ...]:
    """Twenty pairs of edits of which no program can say which is right."""
    known = {**sources(), LAW: _yaml_of(LAW)}
    return tuple(Pair(file, known[file], first, second, collide=True) for file, first, second in _collisions())


def _collisions() -> Iterator[tuple[str, Edit, Edit]]:
    email, outline = "clauses/acceptable-use/email-and-internet.yaml", "policy/acceptable-use.yaml"
    instruments, school = LAW, "policy/school.yaml"
    items, opening = ("body", 0, "items"), ("outline", 0, "clauses")
    law: Path_ = (*items, 11, "citations", 0)
    none: frozenset[Path_] = frozenset()
    for path in (("title",), ("body", 0, "text"), (*items, 0), (*items, 1), (*items, 2, "text"), (*items, 14, "text")):
        yield email, reword(path, 0, "always"), reword(path, 0, "never")
    yield email, drop(items, 1, none), reword((*items, 1), 0, "always")
    yield email, reword((*items, 2, "text"), 0, "always"), drop(items, 2, none)
    yield email, drop(("body",), 1, none), add(("body", 1, "items"), 0, NEW_ITEMS[0])
    yield email, put(law, "provision", "s. 2"), put(law, "provision", "s. 3")
    yield email, drop((*items, 2, "citations"), 0, none), put((*items, 2, "citations", 0), "why", "another reason")
    yield email, move(items, 1, 5), move(items, 1, 9)
    yield email, put((), "number", "2.2"), put((), "number", "2.3")
    yield (
        email,
        add(items, 3, "to lend laptops to family or friends"),
        add(items, 3, "to lend laptops to family or anyone"),
    )
    yield outline, put((), "review_month", 6), put((), "review_month", 7)
    yield outline, _transfer("mobile-devices", 1), _transfer("mobile-devices", 4)
    yield outline, move(opening, 0, 2), move(opening, 0, 4)
    yield outline, _transfer("mobile-devices", 1), drop(("outline", 2, "clauses"), 2, none)
    yield instruments, put(("instruments", 0), "ended", "2018-05-26"), put(("instruments", 0), "ended", "2019-01-01")
    yield school, put(("roles",), "cook", "Cook"), put(("roles",), "cook", "Chef")


def _transfer(clause: str, to: int) -> Edit:
    """A clause set at the end of another section."""

    def prepare(data: Any) -> Act:
        def act() -> None:
            for section in data["outline"]:
                row = section["clauses"]
                held = [one for one in row if isinstance(one, Cell) and one.text == clause]
                for one in held:
                    row.remove(one)
                    data["outline"][to]["clauses"].append(one)
                if held:
                    return

        return act

    return Edit(f"transfer {clause} to {to}", frozenset(), prepare)
