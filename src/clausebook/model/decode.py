"""The shape of a data file, read off the model classes: plain YAML values in, model classes and faults out."""

from __future__ import annotations

import datetime
import difflib
import re
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, field, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from clausebook.model.finding import LoadError, Located, SourceLocation
from clausebook.text.blanks import fold, invisible
from clausebook.text.records import dataclass

Model = TypeVar("Model", bound=Located)
FEW = 8  # names that a hint may list
_COLON = 'if this is text that holds a colon, put all of it in "quotes"'


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a text must look like: a regular expression for all of it, the same in words, and what it cannot express."""

    regex: str
    words: str
    also: Callable[[str], bool] = lambda text: True


@dataclass(frozen=True, slots=True)
class OneOf:
    """The values that a text may have. Another value is a fault, and is read all the same: old editions may hold it."""

    values: tuple[str, ...]


def derived(default: str = "") -> Any:
    """A field of a record that no file gives: the engine fills it in."""
    return field(default=default, metadata={"derived": True})


@dataclass(frozen=True, slots=True)
class Describe:
    """What a field is for, in a line: shown by editors while typing."""

    words: str


def _in_calendar(text: str) -> bool:
    """Whether it is in the calendar: 2018-02-30 is not, nor is the year 0, nor the last one, which has no next."""
    if text.startswith("9999"):
        return False
    try:
        datetime.date(*(int(part) for part in (*text.split("-"), "1", "1")[:3]))
    except ValueError:
        return False
    return True


PartialDate = Annotated[
    str,
    Pattern(
        r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?",
        "a date such as 2018-05-25, 2018-05 or 2018",
        _in_calendar,
    ),
]


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a mapping: its name, the type of its value, whether it must be there, and what it is for."""

    name: str
    hint: Any
    required: bool
    about: str


@cache
def fields_of(model_class: Any) -> Mapping[str, Field]:
    """The keys that a model class's mapping may have, in the order they are written down."""
    hints = get_type_hints(model_class, include_extras=True)
    return {
        spec.name: Field(
            spec.name,
            hints[spec.name],
            spec.default is MISSING and spec.default_factory is MISSING,
            " ".join(mark.words for mark in marks(hints[spec.name]) if isinstance(mark, Describe)),
        )
        for spec in fields(model_class)
        if spec.name != "place" and not spec.metadata.get("derived")
    }


@cache
def marks(hint: Any) -> tuple[Any, ...]:
    """The Pattern and Describe marks of a type."""
    return get_args(hint)[1:] if get_origin(hint) is Annotated else ()


@cache
def bare(hint: Any) -> Any:
    """The type without its marks."""
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


@cache
def is_union(hint: Any) -> bool:
    """Whether the type is a choice between types, or may be left out."""
    return get_origin(hint) in (Union, types.UnionType)


@cache
def choices(hint: Any) -> tuple[Any, ...]:
    """The members of a union, None left out."""
    return tuple(member for member in get_args(hint) if member is not type(None))


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """A hint that offers the known word most like this one, or lists what is known where that is little."""
    known = sorted(known)
    close = difflib.get_close_matches(word, known, n=1, cutoff=cutoff)
    if close:
        return f"did you mean {close[0]}?"
    return f"known: {', '.join(known)}" if 0 < len(known) <= FEW else ""


class Decoder:
    """Turns plain values into model classes and collects every fault on the way, so that one run shows them all."""

    def __init__(self) -> None:
        self.faults: list[LoadError] = []

    def read(self, model_class: type[Model], value: Any, place: SourceLocation) -> Model | None:
        """The model class that a mapping describes, or None where a part that it needs is missing."""
        shorthand = getattr(model_class, "SHORTHAND", "")
        if shorthand and isinstance(value, str | int | float | bool | datetime.date):
            text = self._value(fields_of(model_class)[shorthand].hint, value, place)  # type: ignore[arg-type]
            return None if text is None else model_class(**{"place": place, shorthand: text})
        if not isinstance(value, Mapping):
            if value is None:
                self._fault(place, "an empty entry", "write it, or delete the line")
            else:
                self._fault(place, f"expected {_named(model_class)}, found {_called(value)}", _keys_hint(model_class))
            return None
        read: Model | None = self._mapping(model_class, value, place)
        return read

    def _mapping(self, model_class: Any, value: Mapping[Any, Any], place: SourceLocation) -> Any:
        known = fields_of(model_class)
        given: dict[str, Any] = {"place": place}
        for key, part in value.items():
            if key not in known:
                self._unknown(str(key), known, place, part)
                continue
            read = self._value(known[key].hint, part, place.at(key))
            if read is not None:
                given[key] = read
        for name in (one.name for one in known.values() if one.required and one.name not in value):
            self._fault(place, f"{_named(model_class)} has no {name}", f"add {name}: {known[name].about}".rstrip(": "))
        broken = any(field.required and field.name not in given for field in known.values())
        return None if broken else model_class(**given)

    def _unknown(self, key: str, known: Mapping[str, Field], place: SourceLocation, value: Any = None) -> None:
        hint = _COLON if re.search(r"[A-Z ]", key) else nearest(key, known) or "delete it: nothing reads this key"
        if isinstance(value, list) and hint == _COLON and {"text", "items"} <= known.keys():
            hint = f'an introduction and its list are written text: "{key}:" and, below it, items:'
        if isinstance(value, str) and " " in value and "text" in known and hint.startswith(("known: ", "delete it")):
            hint = f"{_COLON}; {hint}"
        if fold(key) != key or any(invisible(key)):
            hint = "write it with plain blanks, and nothing invisible in it"
        message = f"unknown key {key.strip()}" if key != "None" else "a colon without a key before it"
        self.faults.append(LoadError("unknown-key", place.key(key), message, hint))

    def _value(self, hint: Any, value: Any, place: SourceLocation) -> Any:
        if hint is str:  # most are
            return self._text(value, place)
        for mark in marks(hint):
            if isinstance(mark, OneOf):
                return self._one_of(mark, self._value(bare(hint), value, place), place)
            if isinstance(mark, Pattern):
                return self._pattern(mark, self._value(bare(hint), value, place), place)
        plain = bare(hint)
        if is_union(plain):
            return self._member(choices(plain), value, place)
        origin = get_origin(plain)
        if origin is Literal:
            return self._literal(get_args(plain), value, place)
        if origin is tuple:
            return self._list(get_args(plain)[0], value, place)
        if origin is not None and issubclass(origin, Mapping):
            key_hint, value_hint = get_args(plain)
            return self._table(key_hint, value_hint, value, place)
        if is_dataclass(plain):
            return self.read(plain, value, place)  # type: ignore[arg-type]
        return self._scalar(plain, value, place)

    def _member(self, members: tuple[Any, ...], value: Any, place: SourceLocation) -> Any:
        """A value of a union: the member is known by the keys that only it has."""
        model_classes: list[Any] = [member for member in members if is_dataclass(member)]
        if not model_classes:
            return self._value(members[0], value, place)
        if len(model_classes) == 1:
            return self._value(model_classes[0], value, place)
        if not isinstance(value, Mapping):
            return self.read(
                next(model_class for model_class in model_classes if hasattr(model_class, "SHORTHAND")), value, place
            )
        for model_class in model_classes:
            if any(mark in value for mark in model_class.MARKS):
                return self.read(model_class, value, place)
        known = {name: field for model_class in model_classes for name, field in fields_of(model_class).items()}
        unknown = [str(key) for key in value if key not in known]
        for key in unknown:
            self._unknown(key, known, place, value.get(key))
        if not unknown:
            expected = dict.fromkeys(mark for model_class in model_classes for mark in model_class.MARKS)
            self._fault(place, f"the entry has no {' or '.join(expected)}", "add one of them, or write plain text")
        return None

    def _pattern(self, pattern: Pattern, value: Any, place: SourceLocation) -> Any:
        if isinstance(value, str) and not (re.fullmatch(pattern.regex, value) and pattern.also(value)):
            self._fault(place, f"{value!r} is not {pattern.words}")
            return None
        return value

    def _one_of(self, mark: OneOf, value: Any, place: SourceLocation) -> Any:
        if isinstance(value, str) and value and value not in mark.values:
            self._fault(place, f"{value!r} is not one of {', '.join(mark.values)}", _nearest_choice(value, mark.values))
        return value

    def _literal(self, allowed: tuple[Any, ...], value: Any, place: SourceLocation) -> Any:
        if value not in allowed or isinstance(value, bool):
            which = "expected" if value in (None, "") else f"{value!r} is not"
            self._fault(place, f"{which} one of {', '.join(map(str, allowed))}", _nearest_choice(value, allowed))
            return None
        return value

    def _list(self, member: Any, value: Any, place: SourceLocation) -> Any:
        if not isinstance(value, list):
            self._fault(place, f"expected a list, found {_called(value)}", "begin each entry with a dash")
            return None
        read = (self._value(member, part, place.at(index)) for index, part in enumerate(value))
        return tuple(part for part in read if part is not None)

    def _table(self, key_hint: Any, value_hint: Any, value: Any, place: SourceLocation) -> Any:
        if not isinstance(value, Mapping):
            self._fault(place, f"expected a mapping, found {_called(value)}", "write name: value, one a line")
            return None
        read = {
            self._value(key_hint, key, place.key(str(key))): self._value(value_hint, part, place.at(key))
            for key, part in value.items()
        }
        return {key: part for key, part in read.items() if key is not None and part is not None}

    def _scalar(self, kind: type, value: Any, place: SourceLocation) -> Any:
        if kind is str:
            return self._text(value, place)
        if isinstance(value, bool) is (kind is bool) and isinstance(value, kind):
            return kind(value)
        hint = "write it as digits without quotes" if kind is int else ""
        self._fault(place, f"expected {_called(kind())}, found {_called(value)}", hint)
        return None

    def _text(self, value: Any, place: SourceLocation) -> str | None:
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            written = str(getattr(value, "written", value))  # 010 is 10 to YAML, and 2.10 is 2.1
            words = "a number is written without quotes"
            self.faults.append(LoadError("unquoted-number", place, words, f'write "{written}"'))
            return written
        hint = "write it after the colon or dash, or delete the line" if value is None else _quotes_hint(value)
        self._fault(place, f"expected text, found {_called(value)}", hint)
        return None

    def _fault(self, place: SourceLocation, message: str, hint: str = "") -> None:
        self.faults.append(LoadError("schema", place, message, hint))


def _nearest_choice(value: Any, allowed: tuple[Any, ...]) -> str:
    """The message lists all choices already."""
    hint = nearest(str(value), map(str, allowed))
    return hint if hint.startswith("did you") else ""


def _quotes_hint(value: Any) -> str:
    if isinstance(value, Mapping):
        return _COLON
    return "if this is text, put it in quotes" if isinstance(value, bool) else "write one text, in quotes if it has [ ]"


def _keys_hint(model_class: Any) -> str:
    """The keys that a model class must have."""
    needed = [field.name for field in fields_of(model_class).values() if field.required]
    return f"write {', '.join(f'{name}:' for name in needed)} each on a line" if needed else ""


def _named(model_class: type) -> str:
    """What a record is called, by its class: FormField is a form field, Instruments a file of instruments."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model_class.__name__).lower()
    is_file = words == "people" or (words.endswith("s") and words not in ("basis", "contents"))
    return f"{'a file of' if is_file else 'an' if words[0] in 'aeiou' else 'a'} {words}"


def _called(value: Any) -> str:
    """What a clerk would call the value."""
    kinds: tuple[tuple[Any, str], ...] = (
        (types.NoneType, "nothing"),
        (bool, "yes or no (true, false)"),  # before numbers, which it is to Python
        ((int, float), "a number"),
        (str, "text"),
        (Mapping, "a mapping (name: value)"),
        (datetime.date, "a date"),
        (list, "a list"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "something else")
