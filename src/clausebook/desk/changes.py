"""What a form asks for, as a change of the clause's file: edit, add, move, remove, cite a law."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from clausebook.desk.entries import NAMES, Entry, Kind, Trail, every
from clausebook.desk.visit import RefusedRequest
from clausebook.desk.writing import (
    Lines,
    field_lines,
    mapping_member,
    member_lines,
    moved,
    nested,
    node_at,
    reworded,
    rewritten_member,
    text_member,
    with_field,
    with_member,
    without_member,
)
from clausebook.text.records import dataclass
from clausebook.word_review.edits import bracketed_text

Change = Callable[[str], str]
_BLANKS = re.compile(r"[ \t\r\n]+")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")
# what may be put in below an entry, the likeliest first
BELOW: dict[Kind, tuple[str, ...]] = {
    "title": ("paragraph", "note", "table", "form"),
    "paragraph": ("paragraph", "point", "note", "table", "form"),
    "stem": ("point", "paragraph", "note", "table", "form"),
    "item": ("item", "point"),
    "between": ("item",),
    "note": ("paragraph", "note", "table", "form"),
    "table": ("row", "column", "caption", "paragraph", "note", "table", "form"),
    "header": ("column",),
    "row": ("row",),
    "form": ("field", "paragraph", "note", "table", "form"),
    "field": ("field",),
}
THINGS = {
    "paragraph": "paragraph",
    "item": "point",
    "point": "point under it",
    "note": "note",
    "table": "table",
    "form": "form to fill in",
    "row": "row",
    "column": "column",
    "caption": "caption",
    "field": "line of the form",
}


def words_of(text: str) -> str:
    """What was typed into a text box, as one text."""
    return _BLANKS.sub(" ", text).strip(" ")


def paragraphs_of(text: str) -> list[str]:
    """The same, where an empty line begins a new paragraph."""
    return [words for part in _EMPTY_LINE.split(text.replace("\r\n", "\n")) if (words := words_of(part))]


def edit(entry: Entry, typed: str) -> Change:
    """The text of an entry exchanged; further paragraphs of what was typed go in below it."""
    parts = paragraphs_of(typed) if entry.kind in ("paragraph", "item") else [words_of(typed)]
    if not parts or not parts[0]:
        raise RefusedRequest("There are no words left", "To take it out, choose Remove instead.")

    def change(text: str) -> str:
        made = text if parts[0] == words_of(entry.words) else reworded(text, entry.trail, parts[0])
        for number, words in enumerate(parts[1:], 1):
            owner, key, at = _place(entry.member)
            made = with_member(made, owner, key, at + number, text_member(words))
        return made

    return change


def add(entry: Entry, what: str, form: Mapping[str, str], columns: int) -> Change:
    """Something put in below an entry."""
    if what not in BELOW.get(entry.kind, ()):
        raise RefusedRequest("That cannot be added here", "Choose another place.")
    if what in ("column", "caption"):
        return _part(entry, what, form)
    member = _new(what, form, columns)
    owner, key, at = _below(entry, what)
    return lambda text: with_member(text, owner, key, at, member)


def _new(what: str, form: Mapping[str, str], columns: int) -> Lines:
    words = words_of(form.get("words", ""))
    if what != "row" and not words:
        raise RefusedRequest("There are no words yet", "Write what is to be added.")
    match what:
        case "note":
            return mapping_member(field_lines("note", words))
        case "table":
            heads = [words_of(line) for line in form.get("columns", "").splitlines() if line.strip()]
            if not heads:
                raise RefusedRequest(
                    "The table has no columns yet", "Write the heading of each column on a line of its own."
                )
            cells = [words_of(line) for line in form.get("cells", "").splitlines() if line.strip()]
            if len(cells) != len(heads):
                raise RefusedRequest(
                    "The first row does not fit", "Write as many cells as there are columns, each on a line."
                )
            body = (*field_lines("caption", words), f"header: {_row(heads)}", *nested("rows", [(f"- {_row(cells)}",)]))
            return mapping_member(("table:", *(f"  {line}" for line in body)))
        case "form":
            first = words_of(form.get("first", ""))
            if not first:
                raise RefusedRequest("The form has no line yet", "Write what is to be filled in first: Name.")
            body = (*field_lines("title", words), *nested("fields", [_field(first, "text")]))
            return mapping_member(("form:", *(f"  {line}" for line in body)))
        case "row":
            return (f"- {_row([words_of(form.get(f'cell{number}', '')) for number in range(columns)])}",)
        case "field":
            return _field(words, form.get("kind", "text"))
        case _:
            return text_member(words)


def _part(entry: Entry, what: str, form: Mapping[str, str]) -> Change:
    """A caption or a column of a table."""
    words = words_of(form.get("words", ""))
    if not words:
        raise RefusedRequest("There are no words yet", "Write what is to be added.")
    if what == "caption":
        return lambda text: with_field(text, entry.trail, "caption", field_lines("caption", words), "header")
    table, number = (entry.trail, 10_000) if entry.kind == "table" else (entry.trail[:-2], _spot(entry) + 1)
    cells = {int(name[4:]): words_of(one) for name, one in form.items() if re.fullmatch(r"cell\d{1,4}", name)}
    return lambda text: _columns(
        text, table, lambda old, row: [*old[:number], cells.get(row, ""), *old[number:]], words
    )


def _columns(text: str, table: Trail, made: Callable[[list[str], int], list[str]], head: str) -> str:
    """A table whose columns are others: each of its rows is written once more."""
    heads = [one.node.text for one in node_at(text, (*table, "header")).entries]
    text = with_field(text, table, "header", (f"header: {_row(_headed(made(heads, -1), head))}",))
    for number, row in enumerate(node_at(text, (*table, "rows")).entries):
        cells = [one.node.text for one in row.node.entries]
        text = rewritten_member(text, (*table, "rows", number), (f"- {_row(made(cells, number))}",))
    return text


def _headed(heads: list[str], head: str) -> list[str]:
    return [one or head for one in heads]


def _spot(entry: Entry) -> int:
    last = entry.trail[-1]
    assert isinstance(last, int)
    return last


def _row(cells: Sequence[str]) -> str:
    return f"[{', '.join(bracketed_text(cell, '') for cell in cells)}]"


def _field(label: str, kind: str) -> Lines:
    shown = kind if kind in ("text", "date", "signature", "tick") else "text"
    return (f"- {{label: {bracketed_text(label, '')}, kind: {shown}}}",)


def _place(member: Trail) -> tuple[Trail, str, int]:
    """The list a member is in, and its number there."""
    at, key = member[-1], member[-2]
    assert isinstance(at, int)
    return member[:-2], str(key), at


def _below(entry: Entry, what: str) -> tuple[Trail, str, int]:
    """The list that something new goes into, and as which number."""
    if entry.kind == "title":
        return (), "body", 0
    if what == "point":
        return entry.member, "items", 0 if entry.kind == "stem" else 10_000
    if entry.kind == "table" and what == "row":
        return entry.trail, "rows", 0
    if entry.kind == "form" and what == "field":
        return entry.trail[:-1], "fields", 0
    owner, key, at = _place(entry.member)
    return owner, key, at + 1


def remove(entry: Entry) -> Change:
    """An entry taken out, with all that is in it."""
    if entry.kind == "caption":
        return lambda text: with_field(text, entry.trail[:-1], "caption", ())
    if entry.kind == "header":
        table, gone = entry.trail[:-2], _spot(entry)
        return lambda text: _columns(text, table, lambda old, row: [*old[:gone], *old[gone + 1 :]], "")
    if not entry.member:
        raise RefusedRequest("This cannot be taken out alone", "Take out the row, the table or the clause.")
    return lambda text: without_member(text, entry.member)


@dataclass(frozen=True, slots=True)
class MoveTarget:
    """A place that an entry can be moved to: the value of a form, and where that is, in words."""

    value: str
    label: str


def goals(entry: Entry, found: Sequence[Entry]) -> Iterator[MoveTarget]:
    """Every place that a member can be moved to, in reading order."""
    if not entry.member:
        return
    own = entry.member[:-1]
    lists = dict.fromkeys(one.member[:-1] for one in found if one.member and _alike(one.member, entry.member))
    for spot in lists:
        if spot[: len(entry.member)] == entry.member:
            continue  # not into itself
        there = [one for one in _members(found, spot) if one.member != entry.member]
        place = ".".join(map(str, spot))
        if spot != own or entry.member[-1] != 0:
            label = "to the beginning" if spot == own else _first(there)
            yield MoveTarget(f"{place}|0", label)
        for number, one in enumerate(there, 1):
            if spot == own and one.member[-1] == _number(entry) - 1:
                continue  # where it is
            yield MoveTarget(f"{place}|{number}", f"below {_shown(one)}")


def _first(there: Sequence[Entry]) -> str:
    return f"before {_shown(there[0])}" if there else "into the empty list"


def _number(entry: Entry) -> int:
    at = entry.member[-1]
    return at if isinstance(at, int) else 0


def _alike(one: Trail, other: Trail) -> bool:
    """Whether two members may change places: points with points, blocks with blocks, rows of one table."""
    return one[-2] == other[-2] and (one[-2] in ("items", "body") or one[:-1] == other[:-1])


def _members(found: Sequence[Entry], spot: Trail) -> list[Entry]:
    firsts: dict[Trail, Entry] = {}
    for one in found:
        if one.member[:-1] == spot:
            firsts.setdefault(one.member, one)
    return list(firsts.values())


def _shown(entry: Entry) -> str:
    words = entry.says or " | ".join(cell.says for cell in entry.cells)
    mark = f"({entry.letter}) " if entry.letter else ""
    return f"{mark}“{words[:60]}{'…' if len(words) > 60 else ''}”"


def goals_elsewhere(entry: Entry, clause: str, title: str, found: Sequence[Entry]) -> Iterator[MoveTarget]:
    """Where a paragraph, note, table, form or point can go to in another clause: behind each of its like."""
    if len(entry.member) < 2 or entry.member[-2] not in ("body", "items"):
        return
    key = entry.member[-2]
    for spot in dict.fromkeys(one.member[:-1] for one in found if len(one.member) > 1 and one.member[-2] == key):
        place = ".".join(map(str, spot))
        for one in _members(found, spot):
            yield MoveTarget(f"{clause}/{place}|{_number(one) + 1}", f"in {title}, below {_shown(one)}")


def take_over(text: str, target: str, entry: Entry, value: str) -> tuple[str, str]:
    """Both clauses after an entry went from one to the other."""
    place, _, number = value.rpartition("/")[2].rpartition("|")
    trail = tuple(int(step) if step.isdecimal() else step for step in place.split("."))
    member = member_lines(text, entry.member)
    made = with_member(target, trail[:-1], str(trail[-1]), int(number), member)
    return without_member(text, entry.member), made


def move(entry: Entry, value: str, found: Sequence[Entry]) -> Change:
    """An entry moved to one of its goals."""
    if value not in {goal.value for goal in goals(entry, found)}:
        raise RefusedRequest("It cannot be moved there", "Choose one of the places in the list.")
    place, _, number = value.rpartition("|")
    trail = tuple(int(step) if step.isdecimal() else step for step in place.split("."))
    return lambda text: moved(text, entry.member, trail[:-1], str(trail[-1]), int(number))


def cite(owner: Trail, instrument: str, provision: str, why: str) -> Change:
    """A law cited at an entry, or at the clause as a whole (`owner` empty)."""
    if not provision and not why:
        member: Lines = (f"- {instrument}",)
    else:
        fields = [(f"instrument: {instrument}",), *(field_lines("provision", provision),) * bool(provision)]
        member = mapping_member(*fields, *((field_lines("why", why),) * bool(why)))
    return lambda text: with_member(text, owner, "citations", 10_000, member)


def uncite(owner: Trail, number: int) -> Change:
    """A citation taken out."""
    return lambda text: without_member(text, (*owner, "citations", number))


def law_owner(entry: Entry) -> Trail:
    """What the law of an entry is cited at."""
    return () if entry.kind == "title" else entry.member


def columns_of(entry: Entry, found: Sequence[Entry]) -> int:
    """How many columns the table has that an entry is of."""
    heads = [one for one in every(found) if one.kind == "table" and entry.trail[: len(one.trail)] == one.trail]
    return len(heads[0].cells) if heads else 0


def place_in_words(entry: Entry, title: str) -> str:
    """Where an entry is, for the line that says what was done."""
    where = entry.cite if entry.kind in ("item", "row") else NAMES[entry.kind]
    return f"{where}, {title}" if where else title
