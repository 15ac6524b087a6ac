"""A page and its style sheets -> the words that a browser does not show as they are, and words that it adds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from clausebook.readback.web.hiding import Node, Seen, box_flaw, goes_down, handed_down, own_flaw
from clausebook.readback.web.sheets import ALWAYS, Sheets
from clausebook.text.records import dataclass

OUTSIDE = Seen()
BOXES = ("before", "after", "marker", "first-line", "first-letter")


@dataclass(frozen=True)
class Flaw:
    """An element whose own words are not seen as they are, why, and under which condition ("" for always)."""

    element: Any
    why: str
    media: str


def flaws(body: Any, sheets: Sheets, is_adopted: Callable[[Any], bool], is_around: Callable[[Any], bool]) -> list[Flaw]:
    """Every flaw of the elements that hold adopted words.

    `is_adopted` says whether an element holds such words itself, `is_around` whether they are somewhere in it; nothing
    else is looked at.
    """
    root = Node.of(body, sheets, is_around, is_adopted)
    usual = _Look(ALWAYS, sheets, {})
    found = list(usual.follow(root, OUTSIDE))
    for media in dict.fromkeys(one.when for node in root.walk() for _, _, _, one in node.matches):
        if media != ALWAYS:
            found += [one for one in _Look(media, sheets, usual.seen).follow(root, OUTSIDE) if one not in found]
    always = {(one.element, one.why) for one in found if not one.media}
    return [one for one in found if not one.media or (one.element, one.why) not in always]


Looked = tuple[Seen, str, tuple[str, ...]]


class _Look:
    """One look at a page under a condition. Elements that are styled alike in a like place are judged once.

    `usual` is what each element has from outside where no condition holds: what no rule of this condition reaches looks
    as it does there.
    """

    def __init__(self, media: str, sheets: Sheets, usual: dict[int, Seen]) -> None:
        self.media, self.usual = media, usual
        self.seen: dict[int, Seen] = {}
        self.known: dict[tuple[object, ...], Looked] = sheets.looks.setdefault(media, {})

    def follow(self, node: Node, before: Seen) -> Iterator[Flaw]:
        """The flaws of an element and of all that it holds."""
        if self.media not in node.conditions and before.looks_like(self.usual.get(id(node))):
            return
        self.seen[id(node)] = before
        key = (before, *node.likeness(self.media))
        if key not in self.known:
            self.known[key] = self._judged(node, before)
        now, why, boxes = self.known[key]
        if why and (node.adopted or not goes_down(why)):
            yield Flaw(node.element, why, self.media)
        yield from (Flaw(node.element, added, self.media) for added in boxes)
        for child in node.children:
            yield from self.follow(child, now)

    def _judged(self, node: Node, before: Seen) -> Looked:
        style = node.style(self.media)
        now = handed_down(node, style, before)
        why = now.why or own_flaw(node, style, now)
        if why and not now.why and goes_down(why):
            now = replace(now, why=why)
        boxes = (box_flaw(node, box, self.media, now) for box in BOXES)
        return now, why, tuple(filter(None, boxes))
