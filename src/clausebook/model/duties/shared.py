"""What need not be read of a clause: texts that bind alike in another reading, and all where it was read before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from clausebook.model.duties.bound import Bound
from clausebook.model.duties.duty import Duty
from clausebook.model.edition import ResolvedClause, ResolvedConnector, ResolvedList, ResolvedListItem
from clausebook.text.inline import plain

Text = tuple[object, ...]  # a paragraph, or an item with the words above it
# the duties of a clause, of these people, without those of known texts: as they were read before, or by the function
Keep = Callable[[ResolvedClause, Bound, frozenset[Text], Callable[[], tuple[Duty, ...]]], tuple[Duty, ...]]
_kept: list[Keep] = []


def shared_texts(old: ResolvedClause, new: ResolvedClause) -> frozenset[Text]:
    """The paragraphs and items that both have once, word for word and under the same words: they bind alike."""
    ours, theirs = Counter(_texts(old)), Counter(_texts(new))
    return frozenset(text for text, count in ours.items() if count == 1 == theirs[text])


def _texts(clause: ResolvedClause) -> Iterator[Text]:
    for block in clause.blocks:
        if isinstance(block, ResolvedList):
            yield from (item_text(block, point) for point in block.points if is_plain_item(point))
        else:
            yield ("", block)


def item_text(block: ResolvedList, point: ResolvedListItem | ResolvedConnector) -> Text:
    """An item with the words above it, as far as they say what it binds to."""
    return (plain(block.stem), block.duty, plain(point.text), getattr(point, "duty", None))


def is_plain_item(point: ResolvedListItem | ResolvedConnector) -> bool:
    """Whether it is an item that introduces no others."""
    return isinstance(point, ResolvedListItem) and not point.points


@contextmanager
def keeping(keep: Keep) -> Iterator[None]:
    """While it lasts, each clause is asked for here before its duties are read."""
    _kept.append(keep)
    try:
        yield
    finally:
        _kept.remove(keep)


def kept_or_read(
    clause: ResolvedClause, bound: Bound, known: frozenset[Text], read: Callable[[], tuple[Duty, ...]]
) -> tuple[Duty, ...]:
    """The duties of a clause, from whoever keeps them now."""
    return _kept[-1](clause, bound, known, read) if _kept else read()
