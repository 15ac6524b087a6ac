"""Two readings of one clause -> the texts that bind alike in both, and need not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from clausebook.model.edition import ResolvedClause
from clausebook.model.edition_blocks import ResolvedConnector, ResolvedList, ResolvedListItem
from clausebook.text.inline import plain

Text = tuple[object, ...]  # a paragraph, or an item with the words above it


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
