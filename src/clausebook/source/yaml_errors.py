"""A YAML parser's complaint -> a fault in words for a clerk, at the line that must be mended."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Any

from clausebook.model.finding import LoadError, SourceLocation
from clausebook.text.blanks import lines_of

_VALUE = re.compile(r"\s*(?:- +)*(?:[\w-]+:(?: +|$))?")
# an introduction without quotes: "text: Users should not:"
_STEM = re.compile(r"\s*(?:- +)*(?P<key>[a-z_]+: +)?(?P<words>[^\s\"'{\[#&*!|>%@`-][^\n]*?[^\s:]:)\s*(?:(?<=\s)#.*)?$")
# what begins a block of text: "- text: >-"; the block is what is indented more than the key, or than the last dash
_BLOCK = re.compile(r"(?P<lead> *(?:- +)*)(?P<key>[^\s#>|][^\n]*?: +)?[|>][-+0-9]*[ \t]*(?:(?<=\s)#.*)?$")
_QUOTE = 'put the whole text in "quotes"'
# A text inside brackets with a question mark: [Why?, What], {label: Why?, kind: text}
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_ASKS = re.compile(r"^[^#]*?[\[{,:]\s*(?P<words>[^\s\[\]{},:][^\[\]{},:]*\?[^\[\]{},:]*)(?=\s*[,\]}])")
_COLON = re.compile(r"(?<=[\[{,\s])[^\s\[\]{},\"':]+:[^\s\[\]{},\"']+")  # [13:30, 14:15]
_ENTRY = re.compile(r"\s*(?:- |[a-z_]+:(?:\s|$))")
_DATE = re.compile(r"\b[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\b")
_INDENT = ("a line is indented wrongly, or a colon is missing", "line it up with the entries above")
# Complaints about something that was begun and never ended: where it began is what must be mended.
_UNENDED = {
    "found unexpected end of stream": ("the quotation mark is never closed", "close it at the end of the text"),
    "found unexpected document indicator": ("the quotation mark is never closed", "close it at the end of the text"),
    "did not find expected ',' or ']'": ("the bracket [ is not closed", f"close it with ], or {_QUOTE}"),
    "did not find expected ',' or '}'": ("the brace { is not closed", f"close it with }}, or {_QUOTE}"),
    "could not find expected ':'": _INDENT,
}
_REWORDED = {
    "found unknown escape character": (
        r"a backslash in double quotes begins a special character",
        r"write \\ for a backslash, or use 'single quotes'",
    ),
    "did not find expected comment or line break": (
        "text follows > or | on the same line",
        "begin the text on the next line",
    ),
    "found unhashable key": (
        "a question mark and a blank begin a key of YAML's own",
        f"leave the question mark out, or {_QUOTE}",
    ),
    "block sequence entries are not allowed": (
        "a dash begins a list where none can be",
        "begin the list on the next line, or put the text in quotes",
    ),
}


def yaml_error(error: Exception, text: str, place: SourceLocation) -> LoadError:
    """The fault for what a parser raised; `text` is the file's."""
    problem = str(getattr(error, "problem", "") or getattr(error, "context", "") or error).splitlines()[0]
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None and (asked := _question(_line(text, mark.line), mark.line, place)):
        return asked
    for known, words in _UNENDED.items():
        if known in problem and getattr(error, "context_mark", None) and _unended(known, error, text):
            if cut := _cut_by_remark(error.context_mark, text, place):  # type: ignore[attr-defined]
                return cut
            return _fault(place, error.context_mark, *words)  # type: ignore[attr-defined]
    if mark is None:
        return LoadError("yaml-syntax", place, problem, "look at the indentation and the quotes")
    if stem := _stem(text, mark.line):
        number, column, quoted = stem
        spot = SourceLocation(place.file, line=number + 1, column=column + 1)
        return LoadError("yaml-syntax", spot, "a text that ends in a colon must be in quotes", quoted)
    if begun := _begun_quote(text, mark.line):
        return _fault(place, begun, *_UNENDED["found unexpected end of stream"])
    line = _line(text, mark.line)
    if "unexpected ':'" in problem and (found := _COLON.search(line)):
        spot = SourceLocation(place.file, line=mark.line + 1, column=found.start() + 1)
        return LoadError("yaml-syntax", spot, "a colon inside brackets must be in quotes", f'write "{found[0]}"')
    begins = _begins(line, mark.column)
    message, hint = _reworded(problem, line, begins)
    if line[begins : begins + 1] in tuple("{[*&@%`!") and message.startswith("a text that begins"):
        return LoadError(
            "yaml-syntax", SourceLocation(place.file, line=mark.line + 1, column=begins + 1), message, hint
        )
    return _fault(place, mark, message, hint)


def _begun_quote(text: str, number: int) -> Any:
    """The mark of a quotation that swallowed entries and ended at the next one's mark, on the line of the complaint."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    last = None
    with suppress(YAMLError, ValueError, RecursionError):
        for event in YAML(typ="safe", plug_ins=[]).parse(text):
            last = event if getattr(event, "style", None) in tuple("'\"") else last
    if last is None or last.end_mark.line not in (number, number - 1) or last.start_mark.line == last.end_mark.line:
        return None
    within = lines_of(text)[last.start_mark.line + 1 : last.end_mark.line + 1]
    return last.start_mark if any(_ENTRY.match(line) for line in within) else None


def _cut_by_remark(begun: Any, text: str, place: SourceLocation) -> LoadError | None:
    """Where a bracket is not closed because # took its end: [press #3, leave]."""
    line = _line(text, begun.line)
    found = re.search(r"[ \t]#", line[begun.column :]) if line[begun.column : begun.column + 1] in tuple("[{") else None
    if found is None:
        return None
    spot = SourceLocation(place.file, line=begun.line + 1, column=begun.column + found.end())
    message = "the words after # are not part of the text: put it in quotes"
    return LoadError("comment-in-text", spot, message, 'put the text that holds the # in "quotes"')


def _question(line: str, number: int, place: SourceLocation) -> LoadError | None:
    """Where a text inside brackets ends in a question mark, which this parser takes for a sign of its own."""
    bare = _QUOTED.sub(lambda found: " " * len(found[0]), line)
    found = _ASKS.search(bare) if "{{" not in bare else None
    if found is None:
        return None
    words = found["words"].strip()
    spot = SourceLocation(place.file, line=number + 1, column=found.start("words") + 1)
    message = "a text inside brackets that holds a question mark must be in quotes"
    return LoadError("yaml-syntax", spot, message, f'write "{words}"')


def _unended(known: str, error: Any, text: str) -> bool:
    """Whether what began at the context mark is to blame: a bracket that text goes on after is a text unquoted."""
    if "']'" not in known and "'}'" not in known:
        return True
    line = _line(text, error.context_mark.line)
    return not (
        line[error.context_mark.column :].startswith("{{") or error.problem_mark.line == error.context_mark.line
    )


def _stem(text: str, number: int) -> tuple[int, int, str] | None:
    """The text that ends in a colon on a line or the one before it: line and column of the colon, and it in quotes."""
    for at in (number, number - 1):
        found = _STEM.match(_line(text, at)) if at >= 0 else None
        if found and (found["key"] or found["words"][0].isupper()) and not _in_block(text, at):
            quoted = found["words"].replace("\\", "\\\\").replace('"', '\\"')
            return at, found.end("words") - 1, f'write {found["key"] or "- text: "}"{quoted}"'
    return None


def _in_block(text: str, number: int) -> bool:
    """Whether a line is in a block of text that > or | began, where a colon is but a colon."""
    lines = lines_of(text)[: number + 1]
    least = indent(lines.pop())
    for line in reversed(lines):
        begun = _BLOCK.match(line)
        if begun and least > (len(begun["lead"]) if begun["key"] else begun["lead"].rfind("-")):
            return True
        if line.strip():
            least = min(least, indent(line))
    return False


def indent(line: str) -> int:
    """How many blanks a line begins with."""
    return len(line) - len(line.lstrip(" "))


def _fault(place: SourceLocation, mark: Any, message: str, hint: str) -> LoadError:
    return LoadError(
        "yaml-syntax", SourceLocation(place.file, line=mark.line + 1, column=mark.column + 1), message, hint
    )


def _line(text: str, number: int) -> str:
    lines = lines_of(text)
    return lines[number] if number < len(lines) else ""


def _begins(line: str, column: int) -> int:
    """Where the value of a line begins."""
    found = _VALUE.match(line)
    return found.end() if found else column


def _reworded(problem: str, line: str, begins: int) -> tuple[str, str]:
    """Message and hint. What the line looks like says more than the parser, which only knows where it gave up."""
    first = line[begins : begins + 1]
    if "duplicate key" in problem:
        key = re.search(r'duplicate key "?([^" ]*)', problem)
        return f"the key {key[1] if key else ''} is written twice", "keep one of the two"
    if "another document" in problem:
        return "a line with --- begins a second document", "one file holds one document: delete the line"
    for known, words in _REWORDED.items():
        if known in problem:
            return words
    if first and first in "{[*&@%`!":
        return f"a text that begins with {first} must be quoted", _QUOTE
    if first in ("'", '"'):
        return _quoted(first)
    if "\t" in line[: begins + 1]:
        return "a tab is used for indentation", "replace the tab with spaces"
    if ": " in line[begins:]:
        return "the text holds a colon and a blank, which YAML takes for a key", _QUOTE
    if any(part in problem for part in ("expected ':'", "mapping values", "block", "indicator", "expected key")):
        return _INDENT
    return problem, "look at the indentation and the quotes of this line and the one above"


def _quoted(mark: str) -> tuple[str, str]:
    message = "the text goes on after its quotation mark was closed"
    if mark == "'":
        return message, f"write an apostrophe inside as two: ''; or {_QUOTE}"
    return message, "put the whole text in 'single quotes', or write a quotation mark inside as \\\""


def impossible_value(error: Exception, text: str, place: SourceLocation) -> LoadError:
    """The fault for a value that reads as a date or a number and is none."""
    for number, line in enumerate(lines_of(text), 1):
        for found in _DATE.finditer(line):
            if not _is_day(found[0]):
                spot = SourceLocation(place.file, within=found[0], line=number, column=found.start() + 1)
                return LoadError("yaml-syntax", spot, f"{found[0]} is not a real date", "correct it")
    return LoadError("yaml-syntax", place, f"a value cannot be read: {error}", "put the value in quotes")


def _is_day(text: str) -> bool:
    try:
        date(*(int(part) for part in text.split("-")))
    except ValueError:
        return False
    return True
