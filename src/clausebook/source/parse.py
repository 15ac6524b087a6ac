"""Bytes -> plain YAML values. Refuses what could exhaust memory, and says where and why a file does not parse."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

from clausebook.model.finding import LoadError, SourceLocation
from clausebook.source.conflict_markers import first_conflict
from clausebook.source.misread import misread, unseen_before
from clausebook.source.yaml_errors import impossible_value, yaml_error
from clausebook.text.blanks import position

LARGEST_FILE = 1_000_000  # bytes; the whole 2018 policy is 13,000
DEEPEST = 40  # levels of lists and mappings; the deepest clause has about 8
_LIKE_AN_ALIAS = re.compile(r"(?m)(?:^|[\s\[{,])\*[^\s*]")
_CONFLICT = re.compile(r"(?m)^(<{7,}|={7}|>{7,})( |\r?$)")
# Nesting so deep that the C parser would end the process, not raise: brackets in a row, or one long indentation.
_MANY_BRACKETS, _LONG_INDENT = 200, re.compile(r"(?m)^[ \t?-]{100}")
_SCALARS = {tag: tag for tag in (f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null", "timestamp"))}
# what YAML does not allow in a file, and never needs; named one by one, for all but these take ten times to compile
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class WrittenInt(int):
    """A whole number that knows how it was written: 010 is 10 to YAML."""

    written: str


class WrittenFloat(float):
    """A number with a point that knows how it was written: 2.10 is 2.1 to YAML."""

    written: str


def parse(data: bytes, file: str) -> tuple[Any, tuple[LoadError, ...]]:
    """The plain values of one YAML file, or None and the fault that kept it from being read.

    Values come with faults too where a reader of the file would not see what the parser reads.

    Lists, mappings and scalars come back as Python's own; the C parser does the work. Aliases are refused, because
    a few lines of them unfold to more than any memory holds.
    """
    place = SourceLocation(file)
    if len(data) > LARGEST_FILE:
        return None, (_limit(place, f"the file has {len(data):,} bytes, more than {LARGEST_FILE:,}", "split the text"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, (_not_utf8(data, error.start, place),)
    fault = _unreadable(text, place)
    if fault:
        return None, (fault,)
    value, fault = _loaded(text, place)
    return value, (fault,) if fault else tuple(misread(text, place))


def _unreadable(text: str, place: SourceLocation) -> LoadError | None:
    """What keeps a text from being parsed at all."""
    if (conflict := _CONFLICT.search(text)) and (marked := first_conflict(text)):
        spot = _at(place, text, conflict.start(), conflict[1])
        return LoadError("yaml-syntax", spot, marked.message, marked.hint)
    if control := _UNPRINTABLE.search(text):
        message = f"here is a control character (U+{ord(control[0]):04X})"
        return LoadError("yaml-syntax", _at(place, text, control.start(), ""), message, "delete it")
    if text.count("[") + text.count("{") > _MANY_BRACKETS or _LONG_INDENT.search(text):
        return _too_deep(text, place)
    return None


@cache
def _loader() -> Any:
    """One loader for all files: to make one takes half as long as to load a clause."""
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import SafeConstructor
    from ruamel.yaml.resolver import VersionedResolver

    kinds: Any = VersionedResolver().versioned_resolver  # of YAML 1.2; looked up again for each scalar, else
    tags = tuple(getattr(VersionedResolver, f"DEFAULT_{kind}_TAG") for kind in ("SCALAR", "SEQUENCE", "MAPPING"))

    class Resolver(VersionedResolver):
        """What plain words are: text, a number, a date."""

        versioned_resolver = kinds

    class AsWritten(SafeConstructor):
        """Dates and times stay the words they are; a number knows how it was written."""

        def construct_document(self, node: Any) -> Any:
            with suppress(Exception):  # what is not plain, or wrong, is for the parent to make or to complain of
                return _plain(node, self, *tags)
            return super().construct_document(node)

    for tag in ("value", "merge"):
        AsWritten.add_constructor(f"tag:yaml.org,2002:{tag}", lambda loader, node: node.value)
    AsWritten.add_constructor("tag:yaml.org,2002:timestamp", _date)
    for tag, kind in (("int", WrittenInt), ("float", WrittenFloat)):
        AsWritten.add_constructor(
            f"tag:yaml.org,2002:{tag}", _number(kind, getattr(SafeConstructor, f"construct_yaml_{tag}"))
        )
    yaml = YAML(typ="safe", plug_ins=[])
    yaml.Constructor, yaml.Resolver = AsWritten, Resolver
    return yaml


def _plain(node: Any, loader: Any, text: object, several: object, named: object) -> Any:
    """The value of a node, in a third of the time. Raises LookupError where its tag is none of the three, nor a number.

    The resolver marks what has no tag of its own with these three objects, so that they are known by identity.
    """
    kind = node.ctag
    if kind is text:
        return node.value
    if kind is several:
        return [_plain(one, loader, text, several, named) for one in node.value]
    if kind is named:
        found = {key.value: _plain(one, loader, text, several, named) for key, one in node.value if key.ctag is text}
        if len(found) < len(node.value):
            raise KeyError("another key than text, or one twice")
        return found
    return loader.yaml_constructors[_SCALARS[str(kind)]](loader, node)


def _date(loader: Any, node: Any) -> str:
    """The words of a date. Raises ValueError where it is not a day of the calendar."""
    loader.construct_yaml_timestamp(node)
    return str(node.value)


def _number(kind: type, constructed: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def construct(loader: Any, node: Any) -> Any:
        value = kind(constructed(loader, node))
        value.written = node.value
        return value

    return construct


def _load(text: str) -> Any:
    try:
        return _loader().load(text)
    except BaseException:
        _loader.cache_clear()  # a loader that stopped half-way keeps what it was at, and trips over the next file
        raise


def _loaded(text: str, place: SourceLocation) -> tuple[Any, LoadError | None]:
    from ruamel.yaml.error import YAMLError

    try:
        if "*" in text and _LIKE_AN_ALIAS.search(text) and (fault := _alias(text, place)):
            return None, fault
        value = _load(text)
    except RecursionError:
        return None, _too_deep(text, place)
    except YAMLError as error:
        return None, _fault(error, text, place)
    except (ValueError, TypeError, LookupError, ArithmeticError) as error:  # a tag that does not fit, a huge number
        return None, impossible_value(error, text, place)
    if _depth(value) > DEEPEST:
        return None, _too_deep(text, place)
    if value is None:
        return None, LoadError("yaml-syntax", place, "the file is empty", "write its fields, or delete the file")
    return value, None


def _fault(error: Any, text: str, place: SourceLocation) -> LoadError:
    """Why a file does not parse: what nobody sees in it before the place where it stops, or what is there."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    unseen = unseen_before(text, mark.line + 1, place) if mark else None
    return unseen or yaml_error(error, text, place)


def _alias(text: str, place: SourceLocation) -> LoadError | None:
    from ruamel.yaml import YAML
    from ruamel.yaml.events import AliasEvent

    for event in YAML(typ="safe").parse(text):
        if isinstance(event, AliasEvent):
            mark, name = event.start_mark, f"*{event.anchor}"
            return _limit(
                SourceLocation(place.file, within=name, line=mark.line + 1, column=mark.column + 1),
                f"{name} repeats another part of the file",
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


def _too_deep(text: str, place: SourceLocation) -> LoadError | None:
    """The fault where nesting passes the limit. Reads events, one after the other: these cannot overflow anything."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent

    depth = 0
    try:
        for event in YAML(typ="safe").parse(text):
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > DEEPEST:
                mark = event.start_mark
                spot = SourceLocation(place.file, line=mark.line + 1, column=mark.column + 1)
                message = "lists or mappings are nested too deeply"
                return _limit(spot, message, "a clause needs three levels of lists")
    except YAMLError as error:
        return _fault(error, text, place)
    return None


def _limit(place: SourceLocation, message: str, hint: str) -> LoadError:
    return LoadError("data-limits", place, message, hint)


def _not_utf8(data: bytes, offset: int, place: SourceLocation) -> LoadError:
    # the codec counts from behind a byte order mark
    before = data.removeprefix(b"\xef\xbb\xbf")[:offset].decode("utf-8", errors="replace")
    return LoadError(
        "yaml-syntax", _at(place, before, len(before), ""), "the file is not UTF-8 text", "save it as UTF-8"
    )


def _at(place: SourceLocation, text: str, offset: int, piece: str) -> SourceLocation:
    """The place so many characters into the text."""
    line, column = position(text, offset)
    return SourceLocation(place.file, within=piece, line=line, column=column)
