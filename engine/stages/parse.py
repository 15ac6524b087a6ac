"""Bytes -> plain YAML values. Refuses what could exhaust memory, and says where and why a file does not parse."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from engine.model.finding import Fault
from engine.model.place import Place

LARGEST_FILE = 1_000_000  # bytes; the whole 2018 policy is 13,000
DEEPEST = 40  # levels of lists and mappings; the deepest clause has about 8
_LIKE_AN_ALIAS = re.compile(r"(?m)(?:^|[\s\[{,])\*[^\s*]")
_CONFLICT = re.compile(r"(?m)^(<{7}|={7}|>{7})( |$)")
_VALUE = re.compile(r"\s*(?:- +)*(?:[\w-]+:(?: +|$))?")
_QUOTE = 'put the whole text in "quotes"'


def parse(data: bytes, file: str) -> tuple[Any, Fault | None]:
    """The plain values of one YAML file, or None and the fault that kept it from being read.

    Lists, mappings and scalars come back as Python's own; the C parser does the work. Aliases are refused, because
    a few lines of them unfold to more than any memory holds.
    """
    place = Place(file)
    if len(data) > LARGEST_FILE:
        return None, _limit(place, f"the file has {len(data):,} bytes, more than {LARGEST_FILE:,}", "split the text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return None, Fault(
            "yaml-syntax", Place(file, line=line, column=1), "the file is not UTF-8 text", "save it as UTF-8"
        )
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        return None, Fault(
            "yaml-syntax",
            Place(file, line=line, column=1),
            "two versions of the text stand here, left by a merge",
            "keep the right one and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
        )
    return _loaded(text, place)


@cache
def _loader() -> Any:
    """One loader for all files: to make one takes half as long as to load a clause."""
    from ruamel.yaml import YAML

    return YAML(typ="safe", plug_ins=[])


def _load(text: str) -> Any:
    try:
        return _loader().load(text)
    except BaseException:
        _loader.cache_clear()  # a loader that stopped half-way keeps what it was at, and trips over the next file
        raise


def _loaded(text: str, place: Place) -> tuple[Any, Fault | None]:
    from ruamel.yaml.error import YAMLError

    try:
        if "*" in text and _LIKE_AN_ALIAS.search(text) and (fault := _alias(text, place)):
            return None, fault
        value = _load(text)
    except RecursionError:
        return None, _limit(place, "lists or mappings are nested too deeply", "a clause needs three levels of lists")
    except YAMLError as error:
        return None, _syntax(error, text, place)
    except ValueError as error:  # a date such as 2018-02-31
        return None, Fault("yaml-syntax", place, str(error), "put the value in quotes")
    if _depth(value) > DEEPEST:
        return None, _limit(place, "lists or mappings are nested too deeply", "a clause needs three levels of lists")
    if value is None:
        return None, Fault("yaml-syntax", place, "the file is empty", "write its fields, or delete the file")
    return value, None


def _alias(text: str, place: Place) -> Fault | None:
    from ruamel.yaml import YAML
    from ruamel.yaml.events import AliasEvent

    for event in YAML(typ="safe").parse(text):
        if isinstance(event, AliasEvent):
            mark = event.start_mark
            return _limit(
                Place(place.file, line=mark.line + 1, column=mark.column + 1),
                f"*{event.anchor} repeats another part of the file",
                "write the part out; text that begins with a star goes in quotes",
            )
    return None


def _depth(value: Any) -> int:
    """How deep lists and mappings are nested, without recursion."""
    deepest, waiting = 0, [(value, 1)]
    while waiting and deepest <= DEEPEST:
        whole, depth = waiting.pop()
        if isinstance(whole, dict | list):
            deepest = max(deepest, depth)
            waiting.extend((part, depth + 1) for part in (whole.values() if isinstance(whole, dict) else whole))
    return deepest


def _limit(place: Place, message: str, hint: str) -> Fault:
    return Fault("data-limits", place, message, hint)


def _syntax(error: Exception, text: str, place: Place) -> Fault:
    """The parser's complaint in words for a clerk, at the line it is about."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    problem = str(getattr(error, "problem", "") or getattr(error, "context", "") or error).splitlines()[0]
    lines = text.splitlines()
    wrong = lines[line - 1] if 0 < line <= len(lines) else ""
    return Fault("yaml-syntax", Place(place.file, line=line, column=column), *_reworded(problem, wrong))


def _reworded(problem: str, line: str) -> tuple[str, str]:
    """Message and hint. What the line looks like says more than the parser, which only knows where it gave up."""
    begins = _VALUE.match(line)
    first = line[begins.end() : begins.end() + 1] if begins else ""
    if "duplicate key" in problem:
        key = re.search(r'duplicate key "?([^" ]*)', problem)
        return f"the key {key[1] if key else ''} is written twice", "keep one of the two"
    if "another document" in problem:
        return "a line with --- begins a second document", "one file holds one document: delete the line"
    if "special characters" in problem or "control characters" in problem:
        return "a character that cannot be printed stands here", "delete it"
    if first and first in "{[*&@%`!":
        return f"a text that begins with {first} must be quoted", _QUOTE
    if first == "'":
        return (
            "the text does not end where its quotation mark does",
            f"write an apostrophe inside as two: ''; or {_QUOTE}",
        )
    if first == '"':
        return "the text does not end where its quotation mark does", 'write a quotation mark inside as \\"'
    if "\t" in line:
        return "a tab stands where blanks must", "replace the tab with blanks"
    if ": " in line[begins.end() if begins else 0 :]:
        return "the text holds a colon and a blank, which YAML takes for a key", _QUOTE
    if "expected ':'" in problem or "mapping values" in problem or "block" in problem:
        return "a line is indented wrongly, or a colon is missing", "line it up with the entries above"
    return problem, "look at the indentation and the quotes of this line and the one above"
