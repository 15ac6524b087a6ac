"""Changes of the lists in a data file, by trail: a member put in, taken out or moved. All other lines stay."""

from __future__ import annotations

from collections.abc import Sequence

from clausebook.merge.join import text_lines
from clausebook.merge.tree import TreeEntry, YamlNode, read_tree
from clausebook.model.finding import Step
from clausebook.text.sentences import sentences
from clausebook.word_review.edits import Edit, NoPlaceError, edited, find

Trail = tuple[Step, ...]
Lines = tuple[str, ...]
STEP = "  "


# ---- members as lines at column 0


def field_lines(key: str, words: str) -> Lines:
    """A key with a text, folded where it is long."""
    return tuple(text_lines(f"{key}: ", words, ">" if len(sentences(words)) > 1 else "", 0))


def text_member(words: str) -> Lines:
    """A member of a list that is a plain text."""
    return tuple(text_lines("- ", words, ">" if len(sentences(words)) > 1 else "", 0))


def mapping_member(*fields: Lines) -> Lines:
    """A member of a list that is a mapping of these fields."""
    lines = [line for field in fields for line in field]
    return tuple((("- " if n == 0 else STEP) + line).rstrip() for n, line in enumerate(lines))


def nested(key: str, members: Sequence[Lines]) -> Lines:
    """A key with a list below it."""
    return (f"{key}:", *((STEP + line).rstrip() for member in members for line in member))


# ---- changes


def reworded(text: str, trail: Trail, words: str) -> str:
    """The text at a trail is replaced."""
    return edited(text, [Edit(trail=trail, words=words)])


def words_at(text: str, trail: Trail) -> str:
    """The text at a trail. Raises NoPlaceError where there is none."""
    node = node_at(text, trail)
    if node.kind != "text":
        raise NoPlaceError(".".join(map(str, trail)))
    return node.text


def node_at(text: str, trail: Trail) -> YamlNode:
    """The value at a trail. Raises NoPlaceError where there is none."""
    node = read_tree(text).root
    for step in trail:
        if node.kind == "text" and step == "text":
            return node
        if isinstance(step, int):
            found = node.entries[step] if node.kind == "list" and step < len(node.entries) else None
        else:
            found = node.named.get(step) if node.kind == "map" else None
        if found is None:
            raise NoPlaceError(".".join(map(str, trail)))
        node = found.node
    return node


def with_member(text: str, owner: Trail, key: str, at: int, member: Lines) -> str:
    """A member put into the list `key` of the mapping at `owner`, as number `at`; the list is made where missing."""
    lines = text.split("\n")
    root = read_tree(text).root
    node = node_at(text, owner)
    if node.kind == "text":
        entry, inside = find(root, owner)
        if inside or not entry.head.startswith("-"):
            raise NoPlaceError("no mapping")
        made = mapping_member(field_lines("text", node.text), nested(key, [member]))
        return _put(lines, entry.start, entry.start + len(entry.lines), made, entry.col, entry)
    if node.kind != "map" or node.style == "flow":
        raise NoPlaceError("no mapping with lines")
    if key not in node.named:
        lowest = node.entries[-1]
        end = lowest.start + len(lowest.lines)
        return _put(lines, end, end, nested(key, [member]), lowest.col)
    held = node.named[key]
    if held.node.kind != "list":
        raise NoPlaceError("no list")
    if held.node.style == "flow":
        members = [_bracketed(one) for one in held.node.entries]
        members.insert(min(at, len(members)), member)
        return _put(lines, held.start, held.start + len(held.lines), nested(key, members), held.col, held)
    spots = held.node.entries
    below = spots[-1].start + len(spots[-1].lines)
    spot = spots[at].start - len(spots[at].lead) if at < len(spots) else below
    return _put(lines, spot, spot, member, spots[0].col)


def with_field(text: str, owner: Trail, key: str, made: Lines, before: str = "") -> str:
    """The mapping at `owner` with a field written so; () takes it out. A new one goes before another, or to the end."""
    lines = text.split("\n")
    node = node_at(text, owner)
    if node.kind != "map" or node.style == "flow" or not node.entries:
        raise NoPlaceError("no mapping with lines")
    if key in node.named:
        held = node.named[key]
        if not made:
            return edited(text, [Edit(trail=(*owner, key))])
        return _put(lines, held.start, held.start + len(held.lines), made, held.col, held)
    if not made:
        return text
    spot = node.named.get(before)
    if spot and not lines[spot.start][: spot.col].strip(" "):
        at = spot.start - len(spot.lead)
    else:
        at = node.entries[-1].start + len(node.entries[-1].lines)
    return _put(lines, at, at, made, node.entries[0].col)


def rewritten_member(text: str, trail: Trail, made: Lines) -> str:
    """A member of a list exchanged, the comments above it kept."""
    owner, key, at = _split(trail)
    node = node_at(text, (*owner, key))
    if node.kind != "list" or node.style == "flow" or at >= len(node.entries):
        raise NoPlaceError("no list with lines")
    entry = node.entries[at]
    return _put(text.split("\n"), entry.start, entry.start + len(entry.lines), made, entry.col, entry)


def without_member(text: str, trail: Trail) -> str:
    """The member of a list taken out, with the comments above it; the last one takes the list's key with it."""
    owner, key, at = _split(trail)
    lines = text.split("\n")
    node = node_at(text, (*owner, key))
    if node.kind != "list" or at >= len(node.entries):
        raise NoPlaceError("no list")
    if len(node.entries) == 1:
        if len(node_at(text, owner).entries) < 2:
            raise NoPlaceError("nothing would be left")
        return edited(text, [Edit(trail=(*owner, key))])
    if node.style == "flow":
        held = node_at(text, owner).named[key]
        if held.start < 0:
            raise NoPlaceError("inside brackets")
        rest = [_bracketed(one) for number, one in enumerate(node.entries) if number != at]
        return _put(lines, held.start, held.start + len(held.lines), nested(key, rest), held.col, held)
    entry = node.entries[at]
    start = entry.start - len(entry.lead)
    return "\n".join([*lines[:start], *lines[entry.start + len(entry.lines) :]])


def member_lines(text: str, trail: Trail) -> Lines:
    """The lines of a list's member at column 0, with the comments above it."""
    owner, key, at = _split(trail)
    node = node_at(text, (*owner, key))
    if node.kind != "list" or at >= len(node.entries):
        raise NoPlaceError("no list")
    entry = node.entries[at]
    if node.style == "flow":
        return _bracketed(entry)
    own = text.split("\n")[entry.start - len(entry.lead) : entry.start + len(entry.lines)]
    if own and own[len(entry.lead)][: entry.col].strip(" "):
        own[len(entry.lead)] = " " * entry.col + own[len(entry.lead)][entry.col :]
    return tuple(line[min(entry.col, len(line) - len(line.lstrip(" "))) :] for line in own)


def moved(text: str, source: Trail, owner: Trail, key: str, at: int) -> str:
    """A member moved: it becomes number `at` of another list, or of its own one as that is without it."""
    if owner[: len(source)] == source:
        raise NoPlaceError("into itself")
    member = member_lines(text, source)
    mine = source[:-1]
    if (*owner, key) == mine and len(node_at(text, mine).entries) == 1:
        raise NoPlaceError("alone in its list")
    rest = without_member(text, source)
    number = source[-1]
    if len(owner) > len(mine) and owner[: len(mine)] == mine:
        step = owner[len(mine)]
        if isinstance(step, int) and isinstance(number, int) and step > number:
            owner = (*mine, step - 1, *owner[len(mine) + 1 :])
    return with_member(rest, owner, key, at, member)


def _split(trail: Trail) -> tuple[Trail, str, int]:
    """The owner of the list a member is in, the list's key, and the member's number."""
    if len(trail) < 2 or not isinstance(trail[-1], int) or not isinstance(trail[-2], str):
        raise NoPlaceError("no member of a list")
    return trail[:-2], trail[-2], trail[-1]


def _bracketed(entry: TreeEntry) -> Lines:
    """A member written inside brackets, on a line of its own."""
    return (f"- {entry.node.lines[0]}", *entry.node.lines[1:])


def _put(lines: list[str], start: int, end: int, made: Lines, col: int, entry: TreeEntry | None = None) -> str:
    """The file with lines exchanged; what is before the column on the first of them stays."""
    shown = [(" " * col + line).rstrip() for line in made]
    if entry is not None and lines[entry.start][:col].strip(" "):
        shown[0] = lines[entry.start][:col] + shown[0][col:]
    return "\n".join([*lines[:start], *shown, *lines[end:]])
