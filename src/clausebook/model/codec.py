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
from typing import Any

_CLASS = "_"
_ROOMS = ("clausebook.model.", "clausebook.text.")


def to_json(value: object) -> bytes:
    """A record, or a tuple or mapping of them, as compact UTF-8. Raises TypeError for a value of an unknown kind."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def from_json(data: bytes) -> Any:
    """The value that `to_json` made these bytes of. Raises ValueError for any other bytes."""
    try:
        return _value(json.loads(data.decode("utf-8", "surrogatepass")))
    except (TypeError, KeyError, AttributeError, ImportError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(f"no record: {error}") from error


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        known = {
            name: _plain(found)
            for name, default in _declared(type(value))
            if (found := getattr(value, name)) is not default and found != default
        }
        return {_CLASS: _name(type(value)), **known}
    if isinstance(value, bytes):
        return {_CLASS: "bytes", "text": value.decode("latin-1")}
    if isinstance(value, datetime | date):
        return {_CLASS: type(value).__name__, "at": value.isoformat()}
    if isinstance(value, Mapping):
        return {_CLASS: "mapping", "of": [[_plain(key), _plain(one)] for key, one in value.items()]}
    if isinstance(value, frozenset):
        return {_CLASS: "set", "of": sorted(_plain(one) for one in value)}
    raise TypeError(f"a {type(value).__name__} has no form in JSON")


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(one) for one in plain)
    if not isinstance(plain, dict):
        return plain
    name = plain.pop(_CLASS)
    special = _SPECIAL.get(name)
    if special:
        return special(plain)
    return _class(name)(**{field: _value(found) for field, found in plain.items()})


_SPECIAL: dict[str, Callable[[dict[str, Any]], Any]] = {
    "date": lambda plain: date.fromisoformat(plain["at"]),
    "datetime": lambda plain: datetime.fromisoformat(plain["at"]),
    "mapping": lambda plain: {_value(key): _value(one) for key, one in plain["of"]},
    "bytes": lambda plain: plain["text"].encode("latin-1"),
    "set": lambda plain: frozenset(_value(one) for one in plain["of"]),
}


@cache
def _declared(record: type) -> tuple[tuple[str, object], ...]:
    """The fields of a class with their defaults."""
    return tuple((field.name, _default(field)) for field in fields(record) if field.init)


def _default(field: Field[Any]) -> object:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


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
