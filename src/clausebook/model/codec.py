"""Records <-> JSON, by their declaration: what a cache keeps, and two programs may share.

A record is an object with its class under "_" and the fields that differ from their defaults. Reading makes records of
this package's model and nothing else, so that a file from elsewhere cannot run anything.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from importlib import import_module
from operator import attrgetter
from typing import Any

from clausebook.model.edition import DeclaredBlocks, ResolvedClause
from clausebook.text.records import dataclass

_CLASS = "_"
_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})
_ROOMS = ("clausebook.model.", "clausebook.text.")


def to_json(value: object, shared: bool = False) -> bytes:
    """A record, or a tuple or mapping of them, as compact UTF-8. Raises TypeError for a value of an unknown kind.

    With `shared` a record that is met again is written as a number, and is one record when it is read. The bytes then
    depend on what is one record, so they are for keeping and not for comparing.
    """
    plain = _Writer({} if shared else None).plain(value)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def from_json(data: bytes) -> Any:
    """The value that `to_json` made these bytes of. Raises ValueError for any other bytes."""
    try:
        return _tuples(json.loads(data.decode("utf-8", "surrogatepass"), object_hook=_Reader().read))
    except (TypeError, KeyError, IndexError, AttributeError, ImportError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(f"no record: {error}") from error


@dataclass(frozen=True, slots=True)
class _Writer:
    """Knows the number of each record that it has written, by identity, unless each is to be written whole."""

    numbers: dict[int, int] | None

    def plain(self, value: Any) -> Any:
        kind = type(value)
        if kind in _AS_THEY_ARE:
            return value
        if kind is tuple:
            return [self.plain(one) for one in value]
        if kind is DeclaredBlocks:
            return {_CLASS: "unasked", "of": [self.plain(one) for one in value]}
        if hasattr(kind, "__dataclass_fields__"):
            return self._record(value)
        if isinstance(value, str | int | float):
            return value
        if isinstance(value, tuple):
            return [self.plain(one) for one in value]
        if isinstance(value, bytes):
            return {_CLASS: "bytes", "text": value.decode("latin-1")}
        if isinstance(value, datetime | date):
            return {_CLASS: type(value).__name__, "at": value.isoformat()}
        if isinstance(value, Mapping):
            return {_CLASS: "mapping", "of": [[self.plain(key), self.plain(one)] for key, one in value.items()]}
        if isinstance(value, frozenset):
            return {_CLASS: "set", "of": sorted(self.plain(one) for one in value)}
        raise TypeError(f"a {type(value).__name__} has no form in JSON")

    def _record(self, value: Any) -> dict[str, Any]:
        if self.numbers is not None and (number := self.numbers.get(id(value))) is not None:
            return {_CLASS: "again", "number": number}
        record: type = type(value)
        found: dict[str, Any] = {_CLASS: _name(record)}
        for name, get, default in _declared(record):
            part = get(value)
            if part is not default and (part != default or is_dataclass(part)):  # alike, and yet from another place
                found[name] = self.plain(part)
        if self.numbers is not None:
            self.numbers[id(value)] = len(self.numbers)
        return found


class _Reader:
    """Reads objects from the innermost outwards, in the order in which they were numbered."""

    def __init__(self) -> None:
        self._records: list[Any] = []

    def read(self, plain: dict[str, Any]) -> Any:
        name = plain.pop(_CLASS)
        special = _SPECIAL.get(name)
        if special:
            return special(plain)
        if name == "again":
            return self._records[plain["number"]]
        for field, part in plain.items():
            if type(part) is list:
                plain[field] = _tuples(part)
        made = _class(name)(**plain)
        self._records.append(made)
        return made


def _tuples(value: Any) -> Any:
    """Lists as tuples; what is in an object is read already."""
    return tuple(_tuples(one) if type(one) is list else one for one in value) if type(value) is list else value


_SPECIAL: dict[str, Callable[[dict[str, Any]], Any]] = {
    "date": lambda plain: date.fromisoformat(plain["at"]),
    "datetime": lambda plain: datetime.fromisoformat(plain["at"]),
    "mapping": lambda plain: {_tuples(key): _tuples(one) for key, one in plain["of"]},
    "bytes": lambda plain: plain["text"].encode("latin-1"),
    "set": lambda plain: frozenset(_tuples(one) for one in plain["of"]),
    "unasked": lambda plain: DeclaredBlocks(_tuples(plain["of"])),
}


@cache
def _declared(record: type) -> tuple[tuple[str, Callable[[Any], Any], object], ...]:
    """The fields of a class, each with what gets it and its default. Of blocks that is what was read already."""
    names = {field.name: field.name for field in fields(record) if field.init}
    if record is ResolvedClause:
        names["blocks"] = "worded"
    return tuple((field.name, attrgetter(names[field.name]), _default(field)) for field in fields(record) if field.init)


def _default(field: Field[Any]) -> object:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


@cache
def _name(record: type) -> str:
    name = f"{record.__module__}:{record.__qualname__}"
    if not name.startswith(_ROOMS):
        raise TypeError(f"{name} is not of the model")
    return name


@cache
def _class(name: str) -> type:
    module, _, found = name.partition(":")
    if not name.startswith(_ROOMS):
        raise TypeError(f"{name} is not of the model")
    record = getattr(import_module(module), found)
    if not (isinstance(record, type) and is_dataclass(record) and record.__module__ == module):
        raise TypeError(f"{name} is not a record")
    return record
