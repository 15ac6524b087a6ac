"""YAML text -> where the parser reads something else than a person who looks at the file.

Words cut off by #, line ends that no editor shows, blanks that are none to YAML, and parts that are put in from
elsewhere. None of them keeps a file from being read: an edition of old days stays what it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from clausebook.model.finding import LoadError, SourceLocation
from clausebook.source.yaml_errors import indent
from clausebook.text.blanks import BLANKS, lines_of, named, places

_HIDDEN_END = re.compile("[\x85\u2028\u2029]|\r(?!\n)")
_ODD = "".join(sorted(BLANKS - set(" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"))) + "\xad\u200b\u2060\ufeff"
_KEYS = "id|title|number|applies_to|citations|body|text|items|note|between|table|form|caption|header|rows|fields|label"
_KEYS += "|kind|duty|instrument|provision|why|outline|clauses|name|definition|term"
# A blank that YAML takes for a letter: in the indentation, behind the dash of an entry, behind the colon of a key.
_ODD_BLANK = re.compile(
    rf"(?m)^[ \t]*(?P<indent>[{_ODD}])[{_ODD} \t]*(?=-[ \t{_ODD}]|[a-z_]{{2,24}}:)"
    rf"|^[ \t]*(?:-[ \t]+)*-(?P<dash>[{_ODD}])"
    rf"|^[ \t]*(?:-[ \t]+)*(?:{_KEYS}):[ \t]*(?P<key>[{_ODD}])"
)
_LEADING_ODD = re.compile(rf"^[ \t]*([{_ODD}])")
_COMMENT = re.compile(r"(?m)^[ \t]*[^\s#][^\r\n]*?[ \t]#|^[ \t]*#[^\s#!=*~-]")
_INDIRECT = re.compile(r"<<|(?m:(?:^|[\s\[{,:])[&!][^\s])|(?m:^[ \t]*(?:- +)*(?:[\w-]+: +)?! )")
_DIRECTIVE = re.compile(r"\A(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n))*+(%[^\r\n]*)")
_BLOCK = re.compile(r"(?:^|[ \t])[|>][-+0-9]*$")
_REMARK = re.compile(r"[ \t]#.*")
_BEHIND = re.compile(r"[ \t]+#")
_ENDS_TEXT = (".", "!", "?", ";", ":")
# Fields and lists whose entries are words for readers; elsewhere a comment may follow an id, a number or a date.
_TEXTS = frozenset(
    (
        *("text", "title", "note", "between", "caption", "label", "definition", "why", "name", "term", "provision"),
        *("minute", "reason", "series", "header", "rows", "body", "items", "preferred", "avoid", "summary"),
        *("synonyms", "quorum", "approving_body", "sources", "words", "beside", "unless", "known_as", "names"),
        *("expected", "also", "finds", "contains", "consult", "topics", "answers", "says", "effect"),
    )
)
_ID = re.compile(r"[a-z0-9][a-z0-9/_.:-]*|[0-9v][0-9A-Za-z:.,-]*|true|false|null|~", re.ASCII)


def misread(text: str, place: SourceLocation) -> Iterator[LoadError]:
    """What a reader of the file would not see, in the order of its kinds."""
    if found := _HIDDEN_END.search(text):
        yield _hidden_end(found, places(text), place)
    if found := _DIRECTIVE.search(text):
        line, column = places(text)(found.start(1))
        spot = SourceLocation(place.file, within=found[1], line=line, column=column)
        message = f"{found[1]} changes how YAML reads the words of this file"
        yield LoadError("written-out", spot, message, "delete the line")
    odd = list(_ODD_BLANK.finditer(text)) if not text.isascii() else []
    dashes = list(_further_in(text))
    comment = "#" in text and _COMMENT.search(text)
    indirect = any(sign in text for sign in ("<<", "&", "!")) and _INDIRECT.search(text)
    if odd or dashes or comment or indirect:
        scalars = tuple(_scalars(text))
        yield from _swallowed(dashes, scalars, place)
        yield from _odd_blanks(odd, scalars, text, place)
        yield from _comments(scalars, text, place)
        yield from _indirect(scalars, place)


def _further_in(text: str) -> Iterator[tuple[int, int]]:
    """Lines that begin with a dash where no list is, nor can begin: their numbers, and where the dash is, from 0."""
    lists: list[int] = []
    before, block = ":", -1  # a block of text is what is set in further than its key or dash
    for number, line in enumerate(lines_of(text)):
        bare = line.lstrip(" ")
        at = len(line) - len(bare)
        if not bare.strip() or (bare[0] == "#" and block < 0):
            continue
        in_block = 0 <= block < at
        while lists and lists[-1] > at:
            lists.pop()
        if bare.startswith("- ") and (in_block or not (at in lists or before.endswith((":", "-")))):
            yield number, at
        elif not in_block:
            while bare.startswith("- "):
                lists.append(at)
                at, bare = at + 2 + indent(bare[2:]), bare[2:].lstrip(" ")
            before = (_REMARK.sub("", line) if "#" in line else line).rstrip()
            opens = ("|" in before or ">" in before) and _BLOCK.search(before)
            block = (lists[-1] if bare[0] in "|>" else at) if opens else -1


def _swallowed(
    dashes: list[tuple[int, int]], scalars: tuple[_Scalar, ...], place: SourceLocation
) -> Iterator[LoadError]:
    """Entries of a list that the parser took for the next line of a text; in quotes they are meant to be one."""
    texts = [one for one in scalars if one.style in ("", "|", ">") and one.start[0] < one.end[0]]
    for line, column in dashes:
        if any(one.start[0] < line and (line, column) < one.end for one in texts):
            spot = SourceLocation(place.file, line=line + 1, column=column + 1)
            message = "this line begins with a dash and is part of the text above"
            hint = "set it as far in as the entry above; a dash that is meant goes to the end of the line above"
            yield LoadError("entry-in-text", spot, message, hint)


def unseen_before(text: str, line: int, place: SourceLocation) -> LoadError | None:
    """What may have kept a file from being parsed and nobody sees: the last of it before the end of a line, from 1."""
    at = places(text)
    hidden = [found for found in _HIDDEN_END.finditer(text) if at(found.start())[0] <= line]
    if hidden:
        return _hidden_end(hidden[-1], at, place)
    found = [one for one in _ODD_BLANK.finditer(text) if at(one.start())[0] <= line]
    if found:
        return _blank(found[-1], at, place)
    lines = lines_of(text)
    for number in range(min(line, len(lines)), 0, -1):
        leading = _LEADING_ODD.match(lines[number - 1])
        if leading and (number > line - 2 or leading.start(1) < indent(lines[number - 2])):
            return _hidden(place, (number, leading.start(1) + 1), *_explained(leading[1]))
    return None


@dataclass(slots=True)
class _Scalar:
    """One text of a file: its words, where it begins and ends (lines and columns from 0), and the keys to it."""

    value: str
    style: str
    trail: tuple[str | int, ...]
    is_key: bool
    start: tuple[int, int]
    end: tuple[int, int]
    anchor: str = ""
    tag: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it is words for readers, and no id, number or date."""
        names = [step for step in self.trail if isinstance(step, str)]
        words = bool(names) and (names[-1] in _TEXTS or names[-2:-1] == ["topic_words"])
        return words or not _ID.fullmatch(self.value)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read: where it is, and how many entries or which key came last."""

    trail: tuple[str | int, ...]
    mapping: bool
    count: int = 0
    key: str | None = None

    def step(self) -> tuple[str | int, ...]:
        """The keys to what comes next in it; for a key of a mapping, those of the mapping."""
        if not self.mapping:
            self.count += 1
            return (*self.trail, self.count - 1)
        return self.trail if self.key is None else (*self.trail, self.key)


def _scalars(text: str) -> Iterator[_Scalar]:
    """Every scalar of a file, and every list or mapping that has an anchor or a tag. None where it does not parse."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        events: Iterable[Any] = list(YAML(typ="safe", plug_ins=[]).parse(text))
    except (YAMLError, ValueError, RecursionError):
        return
    yield from _read(events)


def _read(events: Iterable[Any]) -> Iterator[_Scalar]:
    from ruamel.yaml import events as kinds

    open_: list[_Open] = [_Open((), mapping=False)]
    for event in events:
        parent = open_[-1]
        if isinstance(event, kinds.ScalarEvent):
            key = parent.mapping and parent.key is None
            yield _scalar(event, parent.step() if parent.trail or len(open_) > 1 else (), key)
            parent.key = event.value if key else None
        elif isinstance(event, kinds.CollectionStartEvent):
            trail = parent.step() if len(open_) > 1 else ()
            if event.anchor or event.tag:
                yield _scalar(event, trail, False)
            parent.key = "" if parent.mapping and parent.key is None else None
            open_.append(_Open(trail, isinstance(event, kinds.MappingStartEvent)))
        elif isinstance(event, kinds.CollectionEndEvent):
            open_.pop()


def _scalar(event: Any, trail: tuple[str | int, ...], is_key: bool) -> _Scalar:
    start, end = event.start_mark, event.end_mark
    return _Scalar(
        str(getattr(event, "value", "")),
        str(getattr(event, "style", "") or "") if hasattr(event, "value") else "[",
        trail,
        is_key,
        (start.line, start.column),
        (end.line, end.column),
        event.anchor or "",
        str(event.tag or ""),
    )


def _odd_blanks(
    odd: list[re.Match[str]], scalars: tuple[_Scalar, ...], text: str, place: SourceLocation
) -> Iterator[LoadError]:
    """Blanks that are part of a text in quotes or behind > stay as they are written."""
    at = places(text)
    quoted = [one for one in scalars if one.style not in ("", "[")]
    written = {line for one in quoted for line in range(one.start[0] + 1, one.end[0] + 1)}
    for found in odd:
        if at(found.start())[0] - 1 not in written:
            yield _blank(found, at, place)


def _blank(found: re.Match[str], at: Callable[[int], tuple[int, int]], place: SourceLocation) -> LoadError:
    group = next(name for name, value in found.groupdict().items() if value)
    return _hidden(place, at(found.start(group)), *_explained(found[group]))


def _explained(character: str) -> tuple[str, str]:
    message = f"{named(character)}, is where YAML wants a plain blank"
    return message, "replace it with plain blanks, as many as the lines around it have"


def _comments(scalars: tuple[_Scalar, ...], text: str, place: SourceLocation) -> Iterator[LoadError]:
    lines = lines_of(text)
    for one in scalars:
        if one.style or one.is_key or not one.is_text:
            continue
        line, column = one.end
        rest = lines[line][column:] if line < len(lines) else ""
        if found := _BEHIND.match(rest):
            yield _cut(place, line, column + found.end() - 1, one, lines)
        elif not rest.strip() and _goes_on(one, lines):
            after = lines[line + 1]
            yield _cut(place, line + 1, len(after) - len(after.lstrip()), one, lines)


def _goes_on(one: _Scalar, lines: list[str]) -> bool:
    """Whether the next line, set as this text's next line may be, begins with # and no blank: "#3 for the office"."""
    line = one.end[0] + 1
    if line >= len(lines) or not one.value or one.value.endswith(_ENDS_TEXT):
        return False
    after = lines[line]
    return bool(re.match(r" *#[^\s#!=*~-]", after)) and indent(after) > _opened_at(one, lines)


def _opened_at(one: _Scalar, lines: list[str]) -> int:
    """The column of the key or the dash that a text belongs to; its further lines are set in by more."""
    before = lines[one.start[0]][: one.start[1]]
    if not before.strip():
        return one.start[1] - 1  # it begins on a line of its own
    key = before.lstrip(" -")
    return len(before) - len(key) if key else before.rindex("-")


def _cut(place: SourceLocation, line: int, column: int, one: _Scalar, lines: list[str]) -> LoadError:
    spot = SourceLocation(place.file, within=lines[line][column:].rstrip(), line=line + 1, column=column + 1)
    words = f"{one.value} {lines[line][column:].rstrip()}".strip()
    hint = f"write {_quoted(words)}" if len(words) <= 100 else 'put the whole text in "quotes"'
    return LoadError(
        "comment-in-text",
        spot,
        "the words after # are not part of the text: put it in quotes",
        f"{hint}; a remark goes on a line of its own",
    )


def _quoted(words: str) -> str:
    """The words as YAML has them in quotes."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _indirect(scalars: tuple[_Scalar, ...], place: SourceLocation) -> Iterator[LoadError]:
    for one in scalars:
        line, column = one.start
        if one.is_key and not one.style and one.value == "<<":
            spot = SourceLocation(place.file, within="<<", line=line + 1, column=column + 1)
            message = f"<< is not a key of {'a clause' if place.file.startswith('clauses/') else 'this file'}"
            hint = "it puts in words that a reader does not see here: write each key with its own words"
            yield LoadError("written-out", spot, message, hint)
        for sign in ([f"&{one.anchor}"] if one.anchor else []) + ([one.tag] if one.tag.startswith("!") else []):
            spot = SourceLocation(place.file, within=sign, line=line + 1, column=column + 1)
            message = f"{sign} is a sign of YAML's and no part of the text"
            yield LoadError("written-out", spot, message, 'put the whole text in "quotes", or delete it')
        if one.tag.startswith("tag:"):
            spot = SourceLocation(place.file, line=line + 1, column=column + 1)
            name = f"!!{one.tag.rpartition(':')[2]}"
            yield LoadError(
                "written-out",
                spot,
                f"{name} is a sign of YAML's and no part of the text",
                "delete it, and quote the text",
            )


def _hidden_end(found: re.Match[str], at: Callable[[int], tuple[int, int]], place: SourceLocation) -> LoadError:
    message = f"{named(found[0])}, begins a new line for YAML and none for a reader"
    return _hidden(place, at(found.start()), message, "replace it with a line end, or delete it")


def _hidden(place: SourceLocation, at: tuple[int, int], message: str, hint: str) -> LoadError:
    spot = SourceLocation(place.file, line=at[0], column=at[1])
    return LoadError("hidden-character", spot, message, hint)
