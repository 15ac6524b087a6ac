"""Records: dataclasses whose methods are made when they are first needed.

Python's own decorator writes and compiles six functions for each class while its module is imported. The engine has
some five hundred records, and a command uses few of them: this was a fifth of a check.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: type | None = None, /, **how: bool) -> Any:
        """What `dataclasses.dataclass` makes; a frozen one whose own methods come later."""
        kind = _record if how.get("frozen") and not how.get("order") else dataclasses.dataclass
        return kind(cls, **how) if cls else lambda made: kind(made, **how)


_GIVEN = object()  # in the place of what a field's factory will make


def _record(cls: type, *, frozen: bool, eq: bool = True, repr: bool = True, **how: bool) -> Any:
    own = set(cls.__dict__)
    made: Any = dataclasses.dataclass(init=False, eq=False, repr=False, **how)(cls)
    methods: dict[str, Callable[..., Any]] = {"__init__": _first_init(made)}
    if eq:
        values = _values([field.name for field in dataclasses.fields(made) if field.compare])
        methods["__eq__"] = lambda one, other: (
            values(one) == values(other) if one.__class__ is other.__class__ else NotImplemented
        )
        methods["__hash__"] = lambda one: hash(values(one))
    if repr:
        methods["__repr__"] = _shown
    if how.get("slots"):
        methods |= {"__getstate__": _state, "__setstate__": _set_state}
    for name, method in methods.items():
        if name not in own or (name == "__hash__" and cls.__dict__[name] is None):  # an own __eq__ takes the hash away
            setattr(made, name, method)
    made.__setattr__ = made.__delattr__ = _refused
    return made


def _values(names: list[str]) -> Callable[[Any], Any]:
    """Reads the values of an object, as a tuple: alike are tuples whose parts are the same or alike."""
    if len(names) > 1:
        return attrgetter(*names)
    return (lambda one: (getattr(one, names[0]),)) if names else (lambda one: ())


def _first_init(cls: type) -> Callable[..., None]:
    """Makes the real one when the first object is made."""

    def init_once(self: Any, *values: object, **named: object) -> None:
        init: Callable[..., None] = _init(cls)
        cls.__init__ = init  # type: ignore[misc]
        init(self, *values, **named)

    return init_once


def _init(cls: type) -> Any:
    """The same function that Python's own decorator writes for a frozen class."""
    known: dict[str, Any] = {"put": object.__setattr__, "GIVEN": _GIVEN}
    by_place, by_name = ["self"], list[str]()
    lines: list[str] = []
    for field in dataclasses.fields(cls):
        name, taken = field.name, field.name
        if field.default is not dataclasses.MISSING:
            known[f"default_{name}"] = field.default
            taken = f"{name}=default_{name}"
        elif field.default_factory is not dataclasses.MISSING:
            known[f"make_{name}"] = field.default_factory
            taken = f"{name}=GIVEN"
            lines.append(f"    if {name} is GIVEN: {name} = make_{name}()")
        (by_name if field.kw_only else by_place).append(taken)
        lines.append(f"    put(self, {name!r}, {name})")
    if hasattr(cls, "__post_init__"):
        lines.append("    self.__post_init__()")
    taken = ", ".join([*by_place, *(["*", *by_name] if by_name else [])])
    exec("\n".join([f"def __init__({taken}):", *(lines or ["    pass"])]), known)
    known["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    return known["__init__"]


@recursive_repr()
def _shown(self: Any) -> str:
    said = (f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({', '.join(said)})"


def _refused(self: Any, name: str, value: object = None) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _state(self: Any) -> list[object]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _set_state(self: Any, state: list[object]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
