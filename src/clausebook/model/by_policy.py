"""Records of all policies, of which those of one policy are made when somebody first asks for them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar, overload


class OfPolicy(Protocol):
    """A record that knows its policy."""

    @property
    def policy(self) -> str:
        """Its id."""


One = TypeVar("One", bound=OfPolicy)


class ByPolicy(Sequence[One]):
    """A sequence, policy by policy. `keys` say of each policy what its records are made from."""

    def __init__(self, makers: Mapping[str, Callable[[], tuple[One, ...]]], keys: Mapping[str, str]) -> None:
        self._makers, self._made = makers, dict[str, tuple[One, ...]]()
        self.keys = keys

    def of(self, policy: str) -> tuple[One, ...]:
        """The records of one policy."""
        if policy not in self._made:
            self._made[policy] = self._makers[policy]() if policy in self._makers else ()
        return self._made[policy]

    def __iter__(self) -> Iterator[One]:
        for policy in self._makers:
            yield from self.of(policy)

    def __reversed__(self) -> Iterator[One]:
        return reversed(tuple(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return sum(len(self.of(policy)) for policy in self._makers)

    def __bool__(self) -> bool:
        return any(self.of(policy) for policy in self._makers)

    @overload
    def __getitem__(self, index: int) -> One: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[One, ...]: ...
    def __getitem__(self, index: Any) -> Any:
        return tuple(self)[index]

    def mapped(self, change: Callable[[tuple[One, ...]], Iterable[One]]) -> ByPolicy[One]:
        """The same with a change made to the records of each policy."""

        def changed(policy: str) -> tuple[One, ...]:
            return tuple(change(self.of(policy)))

        return ByPolicy({policy: partial(changed, policy) for policy in self._makers}, self.keys)


def of_policies(records: Sequence[One], policies: Container[str]) -> tuple[One, ...]:
    """The records of some policies, in their order."""
    if isinstance(records, ByPolicy):
        return tuple(one for policy in records.keys if policy in policies for one in records.of(policy))
    return tuple(one for one in records if one.policy in policies)


def policies_of(records: Sequence[One]) -> Collection[str]:
    """The policies that have records, which need not be made for this."""
    return records.keys if isinstance(records, ByPolicy) else {one.policy for one in records}
