"""Records are what Python's own dataclasses are, though their methods are made later."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any, ClassVar

import pytest

from clausebook.text.records import dataclass

SHAPES: list[dict[str, bool]] = [
    {"frozen": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "kw_only": True},
    {"frozen": True, "slots": True, "kw_only": True},
    {"frozen": True, "eq": False},
    {"frozen": True, "repr": False},
    {"frozen": True, "slots": True, "order": True},
    {"slots": True},
    {},
]


def made(by: Any, shape: dict[str, bool]) -> Any:
    class Base:
        """Some words."""

        name: str
        others: tuple[str, ...] = ()
        given: list[int] = dataclasses.field(default_factory=list)
        hidden: int = dataclasses.field(default=0, compare=False, repr=False)
        kind: ClassVar[str] = "class"

        def __post_init__(self) -> None:
            assert self.name != "refused"

    Base.__qualname__ = "Base"
    return by(**shape)(Base)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_record_does_what_pythons_own_dataclass_does(shape: dict[str, bool]) -> None:
    ours, theirs = made(dataclass, shape), made(dataclasses.dataclass, shape)
    for cls in (ours, theirs):
        assert [field.name for field in dataclasses.fields(cls)] == ["name", "others", "given", "hidden"]
        assert cls.__doc__ == "Some words."
    assert ours.__match_args__ == theirs.__match_args__

    def said(cls: Any) -> list[object]:
        one, other, third = cls(name="a", hidden=1), cls(name="a", hidden=2), cls(name="b", others=("c",))
        found: list[object] = [one == other, one == third, one != third, one == "a", one.given is other.given]
        found.append([(each.name, each.others, each.given, each.hidden) for each in (one, other, third)])
        found.append(repr(third) if shape.get("repr", True) else "")
        found.append([dataclasses.replace(one, name="z").name, copy.copy(third) == third, dataclasses.asdict(third)])
        for wrong in ({}, {"name": "a", "more": 1}):
            with pytest.raises(TypeError, match="__init__"):
                cls(**wrong)
        with pytest.raises(AssertionError):
            cls(name="refused")
        if shape.get("frozen"):
            for change in (lambda: setattr(one, "name", "b"), lambda: delattr(one, "name")):
                with pytest.raises(dataclasses.FrozenInstanceError, match="name"):
                    change()
        return found

    assert said(ours) == said(theirs)
    if not shape.get("kw_only"):
        assert ours("a", ("b",)).others == ("b",)
    else:
        with pytest.raises(TypeError):
            ours("a")


@dataclass(frozen=True, slots=True)
class Slotted:
    """One that is sent to another process."""

    name: str
    at: int = 0


@dataclass(frozen=True)
class Child(Slotted):
    """One with more fields than the record that it is made from."""

    more: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Slotted) and self.name == other.name


@dataclass(frozen=True)
class Hashed:
    """One whose hash is its own."""

    name: str

    def __hash__(self) -> int:
        return 7


def test_alike_records_have_one_hash_and_survive_being_sent() -> None:
    one = Slotted("a", 1)
    assert hash(one) == hash(Slotted("a", 1))
    assert {one: 1}[Slotted("a", 1)] == 1
    assert pickle.loads(pickle.dumps(one)) == one
    with pytest.raises(AttributeError):
        object.__setattr__(one, "else", 1)


def test_what_a_class_says_itself_is_kept() -> None:
    assert Child("a", 1, "b") == Slotted("a", 2)
    assert repr(Child("a", more="b")) == "Child(name='a', at=0, more='b')"
    assert hash(Hashed("a")) == 7
