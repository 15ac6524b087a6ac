"""Three trees -> the lines of one: by field, list member and sentence. What one side alone changed is taken as is."""

from __future__ import annotations

from dataclasses import replace

from clausebook.merge.lines import LineConflict, Out, entry_lines, headed, named, remarked, remarks, says, settle
from clausebook.merge.order import ORDERED, MergedMember, Pairs, merge_order, pairs_of
from clausebook.merge.prose import DivergedSentence, foldable, folded_head, merge_texts, written
from clausebook.merge.tree import EMPTY, TreeEntry, YamlNode, YamlTree
from clausebook.model.duties.force import leading_force
from clausebook.model.finding import Step

Nodes = tuple[YamlNode | None, YamlNode, YamlNode]
Trail = tuple[Step, ...]
CHANGED, ADDED = "both sides changed it", "both sides added it"
DELETED, MOVED = "one side deleted it, the other changed it", "both sides moved it"
TURNED = "one side changed how the list binds, the other its items"
STRING = "tag:yaml.org,2002:str"
SHORT = {"citations": "instrument", "body": "text", "items": "text"}  # what a member written as plain text stands for
_SIDES = ("ours", "theirs")
STEP = 2  # columns by which a list is set in under its key


def join(base: YamlTree, ours: YamlTree, theirs: YamlTree, contested: frozenset[str] = frozenset()) -> Out:
    """The lines of the merged file. `contested` are ids of clauses that may come into no list without being asked."""
    joiner = _Joiner(contested)
    out = joiner.mapping(base.root, ours.root, theirs.root, 0, ())
    return [*out, *_lead(base.tail, ours.tail, theirs.tail)]


def _lead(base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Comments and blank lines: all that either side added, nothing that either took out."""
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    kept = [line for line in base if line in ours and line in theirs]
    first, second = sorted((ours, theirs))
    rows = [[line for line in side if line in kept or line not in base] for side in (first, second)]
    return (*rows[0], *(line for line in rows[1] if line not in rows[0]))


def _turned(base: YamlNode, ours: YamlNode, theirs: YamlNode) -> frozenset[str]:
    """What of a list one side made bind otherwise, where the other added or changed an item: whoever wrote "text
    pupils" below "Staff must not:" did not write it below "Staff may:"."""
    if not all("items" in node.named for node in (base, ours, theirs)):
        return frozenset()
    found = set()
    for one, other in ((ours, theirs), (theirs, ours)):
        known = [entry.node.value for entry in base.named["items"].node.entries]
        if all(entry.node.value in known for entry in other.named["items"].node.entries):
            continue
        if other.get("text") == base.get("text") and leading_force(one.get("text")) != leading_force(base.get("text")):
            found.add("text")
        if other.get("duty") == base.get("duty") != one.get("duty"):
            found.add("duty")
    return frozenset(found)


class _Joiner:
    """Goes down three trees at once."""

    def __init__(self, contested: frozenset[str]) -> None:
        self.contested = contested

    # ---- one key of a mapping, or one member of a list

    def entry(
        self, base: TreeEntry | None, ours: TreeEntry | None, theirs: TreeEntry | None, col: int, trail: Trail
    ) -> Out:
        """An entry that may be missing on any side, with the comments above it."""
        if ours and theirs:
            lead = _lead(base.lead if base else (), ours.lead, theirs.lead)
            return [*lead, *self.both(base, ours, theirs, col, trail)]
        left = ours or theirs
        if left is None:
            return []
        if base is None:
            return [*left.lead, *self.new(left, left is ours, col, trail)]
        if left.node.value == base.node.value:
            return []
        mine, yours = tuple(entry_lines(ours, col)), tuple(entry_lines(theirs, col))
        return [*left.lead, LineConflict(mine, yours, trail, DELETED)]

    def new(self, entry: TreeEntry, is_ours: bool, col: int, trail: Trail) -> Out:
        lines = tuple(entry_lines(entry, col))
        if entry.node.kind == "text" and entry.node.text in self.contested and trail[-2:-1] == ("clauses",):
            return [LineConflict(lines if is_ours else (), () if is_ours else lines, trail, MOVED)]
        return list(lines)

    def both(self, base: TreeEntry | None, ours: TreeEntry, theirs: TreeEntry, col: int, trail: Trail) -> Out:
        """An entry that both sides have."""
        before = base.source if base else None
        if not (self.contested and trail[0] == "outline"):
            if before == theirs.source or ours.source == theirs.source:
                return list(entry_lines(ours, col))
            if before == ours.source:
                return list(entry_lines(theirs, col))
        nodes = (base.node if base else None, ours.node, theirs.node)
        if ours.node.kind == theirs.node.kind == "text":
            return self.text(base, ours, theirs, col, trail)
        grown = _grown(str(trail[-2]) if len(trail) > 1 else "", *nodes)
        if grown is None:
            return self.apart(base, ours, theirs, col, trail)
        depths = [_depth(entry) for entry in (base, ours, theirs) if entry]
        depth = settle(depths[0], depths[-2], depths[-1]) or max(depths) or STEP
        head = settle(named(base) if base else None, named(ours), named(theirs))
        out = self.inside(head, remarks(base, ours, theirs), grown, col, depth, trail)
        return self.apart(base, ours, theirs, col, trail) if out is None else out

    def apart(self, base: TreeEntry | None, ours: TreeEntry, theirs: TreeEntry, col: int, trail: Trail) -> Out:
        """The entry in two versions, unless they say the same or one says what stood before."""
        before = base.node.value if base else None
        remark = remarks(base, ours, theirs)
        if ours.node.value == theirs.node.value:
            return remarked(settle(base, ours, theirs), remark, col)
        if before in (ours.node.value, theirs.node.value):
            return remarked(theirs if before == ours.node.value else ours, remark, col)
        what = CHANGED if base else ADDED
        return [LineConflict(tuple(entry_lines(ours, col)), tuple(entry_lines(theirs, col)), trail, what)]

    # ---- lists and mappings

    def inside(self, head: str, comment: str, nodes: Nodes, col: int, depth: int, trail: Trail) -> Out | None:
        """A list or mapping below its key or dash, member by member, so many columns further in.

        None where the choice of one side in its conflicts would leave nothing there.
        """
        base, ours, theirs = nodes
        is_list = ours.kind == "list"
        members = self.sequence if is_list else self.mapping
        out = members(base or replace(EMPTY, kind=ours.kind), ours, theirs, col + depth, trail)
        if not out:
            return [f"{' ' * col}{head.rstrip()} {'[]' if is_list else '{}'}  {comment}".rstrip()]
        if _leaves_nothing(out):
            return None
        if head.startswith("-"):
            return [*(" " * col + one for one in [comment] if one), *headed(out, col, "-".ljust(depth))]
        if all(node.style == "flow" for node in (ours, theirs)) and (flow := _flow(out, col, head, is_list)):
            return [f"{flow}  {comment}".rstrip()]
        return [f"{' ' * col}{head.rstrip()} {comment}".rstrip(), *out]

    def mapping(self, base: YamlNode, ours: YamlNode, theirs: YamlNode, col: int, trail: Trail) -> Out:
        """The entries of a mapping, in the order of their keys."""
        names = [[entry.name for entry in node.entries] for node in (base, ours, theirs)]
        woven, _ = merge_order(
            (len(names[0]), len(names[1]), len(names[2])),
            Pairs(_places(names[0], names[1]), _places(names[0], names[2]), _places(names[1], names[2])),
            lambda slot: names[1][slot.ours] if slot.ours is not None else names[2][slot.theirs or 0],
        )
        out: Out = []
        turned = _turned(base, ours, theirs)
        for slot in woven:
            entries = _of(slot, base, ours, theirs)
            name = next(entry.name for entry in entries if entry)
            if name in turned:
                lines = [tuple(entry_lines(entry, col)) for entry in entries[1:]]
                out.append(LineConflict(lines[0], lines[1], (*trail, name), TURNED))
            else:
                out += self.entry(*entries, col, (*trail, name))
        return out

    def sequence(self, base: YamlNode, ours: YamlNode, theirs: YamlNode, col: int, trail: Trail) -> Out:
        """The members of a list. Where both sides moved one of them, and order counts, all of it is kept twice."""
        name = str(trail[-1]) if trail else ""
        rows = [[entry.node for entry in node.entries] for node in (base, ours, theirs)]
        woven, contested = merge_order(
            (len(rows[0]), len(rows[1]), len(rows[2])),
            pairs_of(name, *rows),
            lambda slot: repr([entry.node.value for entry in _of(slot, base, ours, theirs) if entry]),
        )
        out: Out = []
        for n, slot in enumerate(woven):
            index = next(n for n in (slot.base, slot.ours, slot.theirs) if n is not None)
            entries = [entry and _with_dash(entry) for entry in _of(slot, base, ours, theirs)]
            again = slot in woven[:n]
            if name in ORDERED and slot in contested:
                out += self.moved(entries, contested[slot] is not again, col, (*trail, index))
            elif not again:
                out += self.entry(entries[0], entries[1], entries[2], col, (*trail, index))
        return out

    def moved(self, entries: list[TreeEntry | None], is_ours: bool, col: int, trail: Trail) -> Out:
        """A member in the place that one side gave it, for a person to keep or to take out."""
        made = self.entry(entries[0], entries[1], entries[2], col, trail)
        lines = tuple(line for line in made if isinstance(line, str))
        if len(lines) < len(made):  # it was changed by both besides
            lines = tuple(entry_lines(entries[1 if is_ours else 2], col))
        return [LineConflict(lines if is_ours else (), () if is_ours else lines, trail, MOVED)]

    # ---- texts

    def text(self, base: TreeEntry | None, ours: TreeEntry, theirs: TreeEntry, col: int, trail: Trail) -> Out:
        """A text that both sides wrote: sentence by sentence, and in two versions where they collide."""
        nodes = (base.node if base else None, ours.node, theirs.node)
        before = nodes[0].value if nodes[0] else None
        if ours.node.value == theirs.node.value or before in (ours.node.value, theirs.node.value):
            return self.apart(base, ours, theirs, col, trail)
        if nodes[0] is None or {node.value[0] for node in nodes if node and node.kind == "text"} != {STRING}:
            return self.apart(base, ours, theirs, col, trail)
        ends = ["\n" if node and node.text.endswith("\n") else "" for node in nodes]
        texts = [node.text.rstrip("\n") if node else "" for node in nodes]
        units = merge_texts(texts[0], texts[1], texts[2])
        if units is None:
            return self.apart(base, ours, theirs, col, trail)
        end = settle(ends[0], ends[1], ends[2])
        head = settle(named(base) if base else None, named(ours), named(theirs)).rstrip() + " "
        style = settle(nodes[0].style, ours.node.style, theirs.node.style)
        comment = remarks(base, ours, theirs)
        if not any(isinstance(unit, DivergedSentence) for unit in units):
            return list(text_lines(head, " ".join(map(str, units)) + end, style, col, comment))
        if len(units) == 1 or style != ">" or not all(foldable(text) for text in texts):
            return self.apart(base, ours, theirs, col, trail)
        out: Out = [f"{' ' * col}{head}{folded_head('x' + end)} {comment}".rstrip()]
        for unit in units:
            sides = (unit,) if isinstance(unit, str) else (unit.ours, unit.theirs)
            lines = [tuple(" " * (col + STEP) + said for said in (side,) if said) for side in sides]
            out += lines[0] if isinstance(unit, str) else [LineConflict(lines[0], lines[1], trail, CHANGED)]
        return out


def text_lines(head: str, value: str, style: str, col: int, comment: str = "") -> list[str]:
    """A text behind its key or dash, at a column."""
    first, below = written(value, style, col + len(head))
    return [f"{' ' * col}{head}{first}  {comment}".rstrip(), *(" " * (col + STEP) + line for line in below)]


def _leaves_nothing(out: Out) -> bool:
    """Whether one side's choice would leave a key or dash with nothing below it."""
    chosen = [[line if isinstance(line, str) else "".join(getattr(line, side)) for line in out] for side in _SIDES]
    return any(isinstance(line, LineConflict) for line in out) and not all(any(map(says, lines)) for lines in chosen)


def _grown(name: str, base: YamlNode | None, ours: YamlNode, theirs: YamlNode) -> Nodes | None:
    """The three nodes as nodes of one kind that can be merged inside, or None where they cannot.

    A member written as plain text is taken for the mapping it stands for. What both sides added under one name is
    merged only where it goes by an id.
    """
    if {ours.kind, theirs.kind} == {"map", "text"} and name in SHORT:
        ours, theirs = _long(ours, SHORT[name]), _long(theirs, SHORT[name])
    if ours.kind != theirs.kind or ours.kind == "text" or _family(ours) != _family(theirs):
        return None
    if _columns(ours) != _columns(theirs):
        return None  # a row of one side would not fit the other's table
    if base is not None and base.kind != ours.kind:
        base = _long(base, SHORT[name]) if name in SHORT and base.kind == "text" and ours.kind == "map" else None
    if base is None and ours.kind == "list" and name in ORDERED:
        return None
    return base, ours, theirs


def _columns(node: YamlNode) -> int:
    """How many columns a table has, 0 for what is none."""
    return len(node.named["header"].node.entries) if node.kind == "map" and "header" in node.named else 0


def _family(node: YamlNode) -> set[str]:
    """What a member of a body is, where it is not text."""
    return {"note", "table", "form", "between"} & node.named.keys() if node.kind == "map" else set()


def _long(node: YamlNode, key: str) -> YamlNode:
    if node.kind != "text":
        return node
    lines = tuple(text_lines(f"{key}: ", node.text, node.style, 0))
    inner = replace(node, col=len(key) + 2, lines=(lines[0][len(key) + 2 :], *lines[1:]))
    entry = TreeEntry(key, (), 0, f"{key}: ", inner, lines)
    return YamlNode("map", 0, (), ("map", (key, node.value)), "", (entry,))


def _depth(entry: TreeEntry) -> int:
    """How far the members of an entry are behind its key or dash; 0 where they have no lines of their own."""
    node = entry.node
    return node.entries[0].col - entry.col if node.entries and not node.style else 0


def _places(old: list[str], new: list[str]) -> dict[int, int]:
    where = {name: n for n, name in enumerate(new)}
    return {n: where[name] for n, name in enumerate(old) if name in where}


def _of(
    slot: MergedMember, base: YamlNode, ours: YamlNode, theirs: YamlNode
) -> tuple[TreeEntry | None, TreeEntry | None, TreeEntry | None]:
    return (
        None if slot.base is None else base.entries[slot.base],
        None if slot.ours is None else ours.entries[slot.ours],
        None if slot.theirs is None else theirs.entries[slot.theirs],
    )


def _with_dash(entry: TreeEntry) -> TreeEntry:
    """A member of a list as it is on a line of its own, also where it was inside brackets."""
    if entry.head.startswith("-"):
        return entry
    return replace(entry, head="- ", lines=(f"- {entry.lines[0]}", *entry.lines[1:]))


def _flow(out: Out, col: int, head: str, is_list: bool) -> str:
    """Members in brackets on the line of their key, "" where they do not fit there."""
    if not is_list or not all(isinstance(line, str) and line.startswith(" " * (col + STEP) + "- ") for line in out):
        return ""
    line = " " * col + head.rstrip() + " [" + ", ".join(str(line).strip()[2:] for line in out) + "]"
    return line if len(line) <= 120 else ""
