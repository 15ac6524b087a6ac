"""What a function gives for one and the same object, worked out once while many editions share their clauses."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


class IdentityMemo(Generic[Given, Made]):
    """Remembers what came of an object, known by its identity, with what else decided it. The oldest go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        # the object is kept with the answer, so that no other one can have its identity
        self._known: OrderedDict[tuple[int, Hashable], tuple[Given, Made]] = OrderedDict()

    def of(self, given: Given, also: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, or gave for the same object with an equal `also`."""
        key = id(given), also
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = given, make()
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return known[1]

    def forget(self) -> None:
        """Work everything out again."""
        self._known.clear()
