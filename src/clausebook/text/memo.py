"""What was worked out before, for code that knows no files: whoever runs it may give it a memo for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol, TypeVar

from clausebook.text.digest import digest

Made = TypeVar("Made")


class Memo(Protocol):
    """Texts under a kind, a policy and a name."""

    def find(self, kind: str, policy: str, name: str) -> str | None:
        """The text that was kept, or None."""

    def keep(self, kind: str, policy: str, name: str, text: str) -> None:
        """Keep a text."""


_memos: list[Memo] = []


@contextmanager
def using(memo: Memo) -> Iterator[None]:
    """While it lasts, what is worked out is looked for in this memo, and kept there."""
    _memos.append(memo)
    try:
        yield
    finally:
        _memos.remove(memo)


def kept(
    kind: str,
    policy: str,
    depends: Callable[[], Iterable[bytes | str]],
    make: Callable[[], Made],
    forms: tuple[Callable[[Made], str], Callable[[str], Made]],
) -> Made:
    """What `make` gives, or gave when it depended on the same. `forms` write it as a text, and read that."""
    if not _memos:
        return make()
    name = digest(*depends())
    text = found(kind, policy, name)
    if text is not None:
        with suppress(ValueError):  # a cache is anybody's: what cannot be read is made again
            return forms[1](text)
    made = make()
    keep(kind, policy, name, lambda: forms[0](made))
    return made


def found(kind: str, policy: str, name: str) -> str | None:
    """The text that was kept, or None; None where there is no memo."""
    return _memos[-1].find(kind, policy, name) if _memos else None


def keep(kind: str, policy: str, name: str, write: Callable[[], str]) -> None:
    """Keep what `write` gives, where there is a memo."""
    if _memos:
        with suppress(UnicodeError):  # half a character that YAML let through
            text = write()
            text.encode()
            _memos[-1].keep(kind, policy, name, text)
