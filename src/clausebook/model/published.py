"""Records <-> published JSON and its schema, by their declaration: a field is a key, and what is empty is left out.

A field without a default is always there. Text in runs is an object: its plain text and, where one of them has a style
or a link, the runs. A field of `OwnWords` gives these two keys to the record itself. `PUBLISHED` names the keys where
they are not the fields in their order; a property may be among them. An underscore that ends a name is not in its key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from clausebook.model.decode import Describe, OneOf, Pattern, bare, choices, is_union, marks
from clausebook.text.inline import Inline, Run, plain
from clausebook.text.records import dataclass

Record = TypeVar("Record")
Data = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
OWN = "the record's own words"
OwnWords = Annotated[Inline, OWN]
RUNS = "runs, and no plain text"
Runs = Annotated[Inline, RUNS]


@dataclass(frozen=True, slots=True)
class Adopted:
    """The mark of words that a fingerprint covers: the keys of a record, and of all in it, that have these names."""

    record: type
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    key: str
    hint: Any
    required: bool
    is_field: bool

    @property
    def is_own(self) -> bool:
        return OWN in marks(self.hint)


@cache
def _keys(record: Any) -> tuple[_Key, ...]:
    hints = get_type_hints(record, include_extras=True)
    known = {one.name: one for one in fields(record) if one.name != "place"}
    found = []
    for name in getattr(record, "PUBLISHED", known):
        field = known.get(name)
        hint = hints[name] if field else get_type_hints(getattr(record, name).fget, include_extras=True)["return"]
        has_default = field and not (field.default is MISSING and field.default_factory is MISSING)
        required = _is_one(bare(hint)) or (not has_default if field else bare(hint) is str)
        found.append(_Key(name, name.rstrip("_"), hint, required, field is not None))
    return tuple(found)


def _is_one(hint: Any) -> bool:
    """Whether it has one value alone: what kind of thing the record is."""
    return get_origin(hint) is Literal and len(get_args(hint)) == 1


def published(record: object) -> Data:
    """The JSON object of a record."""
    made: Data = {}
    kind: Any = type(record)
    for key, write in _writers(kind):
        value = getattr(record, key.name)
        if key.is_own:
            made |= write(value)
        elif (said := write(value)) or key.required:
            made[key.key] = said
    return made


def file(data: Data) -> bytes:
    """The bytes of a file that is published: UTF-8, two blanks a level, ending in a line feed."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


@cache
def _writers(record: Any) -> tuple[tuple[_Key, Callable[[Any], Any]], ...]:
    return tuple((key, _all if RUNS in marks(key.hint) else _writer(bare(key.hint))) for key in _keys(record))


def _all(records: tuple[object, ...]) -> list[Data]:
    return [published(one) for one in records]


@cache
def _writer(hint: Any) -> Callable[[Any], Any]:
    if hint == Inline:
        return _text
    if is_union(hint) and len(choices(hint)) == 1:
        write = _writer(bare(choices(hint)[0]))
        return lambda value: None if value is None else write(value)
    if get_origin(hint) is tuple:
        if get_args(hint) == (str, str):
            return lambda pair: {"name": pair[0], "value": pair[1]}
        write = _writer(bare(get_args(hint)[0]))
        return lambda value: [write(one) for one in value]
    if is_dataclass(hint) or is_union(hint):
        return published
    return lambda value: dict(value) if isinstance(value, Mapping) else value


def _text(inline: Inline) -> Data:
    runs = _all(inline)
    made: Data = {"text": text} if (text := plain(inline)) else {}
    return made | {"runs": runs} if any(len(run) > 1 for run in runs) else made


def read(record: type[Record], data: Any) -> Record:
    """The record that a JSON object was made of. Raises KeyError, TypeError or ValueError where it was made of none."""
    if not isinstance(data, Mapping):
        raise TypeError(f"a {record.__name__} is no {type(data).__name__}")
    given: Data = {}
    kind: Any = record
    for key in _keys(kind):
        if not key.is_field:
            continue
        if key.is_own:
            given[key.name] = _runs(data)
        elif key.required or key.key in data:
            given[key.name] = _reader(bare(key.hint))(data[key.key])
    return record(**given)


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    if hint == Inline:
        return _runs
    if is_union(hint):
        members = [bare(one) for one in choices(hint)]
        if len(members) == 1:
            return _reader(members[0])
        kinds = {get_args(get_type_hints(one)["kind"])[0]: one for one in members}
        return lambda data: read(kinds[data["kind"]], data)
    if get_origin(hint) is tuple:
        if get_args(hint) == (str, str):
            return lambda data: (data["name"], data["value"])
        entry = _reader(bare(get_args(hint)[0]))
        return lambda data: tuple(entry(one) for one in _of(list, data))
    if is_dataclass(hint):
        record: Any = hint
        return lambda data: read(record, data)
    if get_origin(hint) is Literal:
        return lambda data: get_args(hint)[get_args(hint).index(data)]
    return lambda data: _of(get_origin(hint) or hint, data)


def _of(kind: type, data: Any) -> Any:
    if not isinstance(data, kind):
        raise TypeError(f"{data!r} is no {kind.__name__}")
    return data


def _runs(data: Any) -> Inline:
    """The runs, which say all the text says; the text alone where nothing in it has a style."""
    if "runs" not in data:
        return (Run(_of(str, data["text"])),) if data.get("text") else ()
    runs = tuple(read(Run, one) for one in data["runs"])
    if plain(runs) != data.get("text", ""):
        raise ValueError("a text and its runs differ")
    return runs


def published_schema(record: type, title: str) -> Data:
    """The JSON Schema (2020-12) of the file that one such record is published as."""
    shapes: Data = {}
    top = _shape(record, shapes, None)
    described = {"title": title, **shapes.pop(top)}
    return {"$schema": DIALECT, **described, "$defs": dict(sorted(shapes.items()))}


def _shape(record: type, shapes: Data, only: frozenset[str] | None) -> str:
    """Adds the shape of a record, with these names alone where there are some, and all it needs; its name there."""
    name = "".join(f"-{one.lower()}" if one.isupper() else one for one in record.__name__).removeprefix("-")
    name = name.removeprefix("resolved-").removeprefix("published-")
    name = f"words-{name}" if only else name
    if name in shapes:
        return name
    shapes[name] = {}
    keys = [key for key in _keys(record) if only is None or (key.name in only and key.is_field)]
    known: Data = {}
    for key in keys:
        if key.is_own:
            known |= _words(shapes, only)["properties"]
        else:
            about = " ".join(mark.words for mark in marks(key.hint) if isinstance(mark, Describe))
            value = _value(key.hint, shapes, only) if key.required else _filled(_value(key.hint, shapes, only))
            known[key.key] = {**value, "description": about} if about else value
    shapes[name] = {
        "type": "object",
        "description": (record.__doc__ or "").split("\n")[0],
        "properties": known,
        "required": [key.key for key in keys if key.required and not key.is_own and (not only or key.name == "kind")],
        "additionalProperties": False,
    }
    return name


def _value(hint: Any, shapes: Data, only: frozenset[str] | None) -> Data:
    for mark in marks(hint):
        if isinstance(mark, Adopted):
            return {"$ref": f"#/$defs/{_shape(mark.record, shapes, mark.names)}"}
        if isinstance(mark, OneOf):
            return {"enum": list(mark.values)}
        if isinstance(mark, Pattern):
            return {"type": "string", "pattern": f"^(?:{mark.regex})$"}
    kind = bare(hint)
    if RUNS in marks(hint):
        return dict(_words(shapes, only)["properties"]["runs"])
    if kind == Inline:
        name = "words-text" if only else "text"
        shapes[name] = {
            "description": "Text; runs only where some of it has a style or a link.",
            **_words(shapes, only),
        }
        return {"$ref": f"#/$defs/{name}"}
    if is_union(kind):
        members = [_value(one, shapes, only) for one in choices(kind)]
        return members[0] if len(members) == 1 else {"oneOf": members}
    if get_origin(kind) is Literal:
        return {"const": get_args(kind)[0]} if _is_one(kind) else {"enum": list(get_args(kind))}
    if get_origin(kind) is tuple and get_args(kind) == (str, str):
        pair = {"name": {"type": "string", "minLength": 1}, "value": {"type": "string"}}
        return {"type": "object", "properties": pair, "required": ["name", "value"], "additionalProperties": False}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _value(get_args(kind)[0], shapes, only)}
    if get_origin(kind) is not None:
        key, part = (_value(one, shapes, only) for one in get_args(kind))
        return {"type": "object", "propertyNames": key, "additionalProperties": part}
    if is_dataclass(kind):
        return {"$ref": f"#/$defs/{_shape(kind, shapes, only)}"}  # type: ignore[arg-type]
    return {"type": {str: "string", int: "integer", bool: "boolean"}[kind]}


def _words(shapes: Data, only: frozenset[str] | None) -> Data:
    runs = {"type": "array", "minItems": 1, "items": {"$ref": f"#/$defs/{_shape(Run, shapes, only)}"}}
    known = {"text": {"type": "string", "minLength": 1, "description": "the plain text"}, "runs": runs}
    return {"type": "object", "properties": known, "required": [], "additionalProperties": False}


def _filled(value: Data) -> Data:
    """The shape of a value that is left out where it is empty."""
    if "enum" in value:
        return {"enum": [one for one in value["enum"] if one]}
    match value.get("type"):
        case "boolean":
            return {"const": True}
        case "string" if "pattern" not in value:
            return {**value, "minLength": 1}
        case "array":
            return {**value, "minItems": 1}
        case _:
            return value
