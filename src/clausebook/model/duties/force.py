"""Words -> how strongly they bind, and blocks -> the same with that, read only where somebody wants to know it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from clausebook.model.clause import Duty as Force
from clausebook.model.duties.sentence import first_force, statements
from clausebook.model.duties.wording import read_words
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedConnector,
    ResolvedList,
    ResolvedListItem,
    ResolvedParagraph,
)
from clausebook.text.inline import plain
from clausebook.text.sentences import sentences

Points = tuple[ResolvedListItem | ResolvedConnector, ...]
ENSURE = re.compile(r"\s*(?:always )?(?:ensure|make sure)\b", re.IGNORECASE)


def stated_force(words: str, *, in_list: bool = False) -> Force | None:
    """The first force that the words state by themselves; None where they bind nobody.

    In a list without a force of its own "Ensure that ..." is an aim as often as an order.
    """
    if in_list and ENSURE.match(words):
        return None
    return next((force for sentence in sentences(read_words(words)) if (force := first_force(sentence))), None)


def leading_force(words: str) -> Force | None:
    """The force that words above a list give to its items: that of their last sentence which states one."""
    found = (statements(sentence) for sentence in reversed(sentences(read_words(words))))
    return next((one[-1].force for one in found if one), None)


def asked(blocks: Iterable[ResolvedBlock]) -> tuple[ResolvedBlock, ...]:
    """The blocks with what their words ask, where they declare nothing themselves."""
    return tuple(map(_asked, blocks))


def _asked(block: ResolvedBlock) -> ResolvedBlock:
    if isinstance(block, ResolvedParagraph):
        return replace(block, duty=block.duty or stated_force(plain(block.text)))
    if isinstance(block, ResolvedList):
        duty = block.duty or (leading_force if block.points else stated_force)(plain(block.stem))
        return replace(block, duty=duty, points=tuple(_points(block.points, duty)))
    return block


def _points(points: Points, stem: Force | None) -> Iterator[ResolvedListItem | ResolvedConnector]:
    """`stem` is the duty of the words above the list: an item without a duty of its own has that one."""
    for point in points:
        if isinstance(point, ResolvedConnector):
            yield point
        else:
            duty = point.duty or stated_force(plain(point.text), in_list=True) or stem
            yield replace(point, duty=duty, points=tuple(_points(point.points, duty)))
