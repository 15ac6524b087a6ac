"""Edits of one data file's text, by trail: all other lines stay as they are, to the letter."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from clausebook.merge.join import text_lines
from clausebook.merge.tree import TreeEntry, YamlNode, read_tree
from clausebook.model.finding import Step
from clausebook.text.records import dataclass
from clausebook.text.sentences import sentences

Trail = tuple[Step, ...]


class NoPlaceError(LookupError):
    """The file has no line of its own for what is to be edited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit: the text at a trail is replaced (`words`), the entry is taken out, or others are put in behind it.

    With `behind` texts become members of the list that holds the entry, with `row` the cells of a row do, with `source`
    an entry from elsewhere in the file moves there as it is; `first` puts them before it instead.
    """

    trail: Trail
    words: str | None = None
    behind: tuple[str, ...] = ()
    source: Trail = ()
    row: tuple[str, ...] = ()
    first: bool = False

    @property
    def adds(self) -> bool:
        """Whether it puts something in."""
        return bool(self.behind or self.source or self.row)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The file's text with the edits. Raises NoPlaceError for one that has no line to be made at."""
    root = read_tree(text).root
    edits = [*edits]
    if len(edits) == 1 and edits[0].source and find(root, edits[0].source)[1]:
        return _moved_in_brackets(text, root, edits[0])
    taken = {edit.source: tuple(text.split("\n")[slice(*_span(root, edit.source))]) for edit in edits if edit.source}
    edits += [Edit(trail=source) for source in taken]
    gone = {edit.trail for edit in edits if edit.words is None and not edit.adds}
    # what goes before an entry that is removed can as well go behind it
    edits = [replace(edit, first=edit.first and edit.trail not in gone) for edit in edits]
    ordered = sorted(edits, key=lambda edit: (_order(root, edit.trail), _turn(edit)))
    # from the last to the first, so that what comes before stays where it was; putting in behind before taking out
    for edit in reversed(ordered):
        text = _made(text, edit, taken.get(edit.source, ()))
    return text


def _span(root: YamlNode, trail: Trail) -> tuple[int, int]:
    """The lines of an entry that has lines of its own, with the comments above it. Raises NoPlaceError."""
    entry, inside = find(root, trail)
    if inside:
        raise NoPlaceError("inside brackets")
    return entry.start - len(entry.lead), entry.start + len(entry.lines)


def _moved_in_brackets(text: str, root: YamlNode, edit: Edit) -> str:
    """The text with a member of a list in brackets, such as `clauses: [a, b]`, behind another of the same list."""
    (entry, source), (other, target) = find(root, edit.source), find(root, edit.trail)
    if entry.start != other.start or len(entry.lines) > 1 or len(source) != 1 or len(target) != 1:
        raise NoPlaceError("in two lists in brackets")
    names = [one.node.lines[0] for one in entry.node.entries]
    taken, anchor = names[int(source[0])], names[int(target[0])]
    names.remove(taken)
    names.insert(names.index(anchor) + (not edit.first), taken)
    comment = f"  {entry.node.comment}" if entry.node.comment else ""
    lines = text.split("\n")
    before = lines[entry.start][: entry.col]
    lines[entry.start] = f"{before}{entry.head.rstrip()} [{', '.join(names)}]{comment}"
    return "\n".join(lines)


def _turn(edit: Edit) -> int:
    """Of the edits at one entry: behind it, itself, before it."""
    return 1 if not edit.adds else 0 if edit.first else 2


def _order(root: YamlNode, trail: Trail) -> list[int]:
    """Where a trail leads, so that trails can be put in the order of the file."""
    found: list[int] = []
    node = root
    for step in trail:
        names = [entry.name for entry in node.entries]
        at = step if isinstance(step, int) else names.index(step) if step in names else 0
        found.append(at)
        node = node.entries[at].node if at < len(node.entries) else node
    return found


def _made(text: str, edit: Edit, moved: tuple[str, ...]) -> str:
    lines = text.split("\n")
    root = read_tree(text).root
    entry, inside = find(root, edit.trail)
    end = entry.start + len(entry.lines)
    if edit.words is None:
        start, end = _span(root, edit.trail)
        spot = (start if edit.first else end) if edit.adds else start
        new = [line for words in edit.behind for line in text_lines("- ", words, "", entry.col)]
        if edit.row:
            new.append(f"{' ' * entry.col}- [{', '.join(bracketed_text(words, '') for words in edit.row)}]")
        lines[spot : spot if edit.adds else end] = [*new, *moved]
    else:
        before = lines[entry.start][: entry.col]  # the dash of a list's member whose first key this is
        made = _bracketed(entry, inside, edit.words) if inside else _text(entry, edit.words)
        lines[entry.start : end] = [before + made[0][entry.col :], *made[1:]]
    return "\n".join(lines)


def _text(entry: TreeEntry, words: str) -> list[str]:
    head = entry.head.split(" #")[0].rstrip() + " "
    style = ">" if len(sentences(words)) > 1 else entry.node.style
    return text_lines(head, words, style, entry.col, entry.node.comment)


def _bracketed(entry: TreeEntry, inside: Trail, words: str) -> list[str]:
    """An entry in brackets, on one line, with one text in it replaced."""
    comment = f"  {entry.node.comment}" if entry.node.comment else ""
    return [f"{' ' * entry.col}{entry.head.rstrip()} {_flow(entry.node, inside, words)}{comment}"]


def _flow(node: YamlNode, trail: Trail, words: str) -> str:
    if not trail:
        return bracketed_text(words, node.style)
    pieces = []
    for number, one in enumerate(node.entries):
        meant = trail[0] in (number, one.name)
        value = _flow(one.node, trail[1:], words) if meant else one.node.lines[0]
        pieces.append(f"{one.head}{value}")
    return f"[{', '.join(pieces)}]" if node.kind == "list" else f"{{{', '.join(pieces)}}}"


def bracketed_text(words: str, style: str) -> str:
    """A text inside brackets: without quotes only where these could be nothing else than the text."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if not style:
        try:
            if YAML(typ="safe", plug_ins=[]).load(f"[{words}, {{a: {words}}}]") == [words, {"a": words}]:
                return words
        except (YAMLError, ValueError):
            pass
    return json.dumps(words, ensure_ascii=False)


def find(root: YamlNode, trail: Trail) -> tuple[TreeEntry, Trail]:
    """The entry at a trail that has a line, and the rest of the trail, which leads on inside its brackets.

    A text written without its key is found at the trail of the key. Raises NoPlaceError for a trail that leads nowhere.
    """
    node = root
    entry: TreeEntry | None = None
    rest: list[Step] = []
    for step in trail:
        if node.kind == "text" and step == "text":
            break
        if isinstance(step, int):
            found = node.entries[step] if node.kind == "list" and step < len(node.entries) else None
        else:
            found = node.named.get(step) if node.kind == "map" else None
        if found is None:
            raise NoPlaceError(".".join(map(str, trail)))
        if found.start >= 0:
            entry = found
        else:
            rest.append(step)
        node = found.node
    if entry is None:
        raise NoPlaceError(".".join(map(str, trail)))
    return entry, tuple(rest)
