"""Edition -> the eId of every section, clause and item, as the naming convention of Akoma Ntoso has them.

An eId follows the numbers ("chp_2__sec_2-2__list_1__item_g") and belongs to the edition; the wId beside it is the id of
the clause, which never changes.
"""

from __future__ import annotations

import re

from clausebook.model.edition import Edition, ResolvedClause, ResolvedConnector, ResolvedList, ResolvedListItem


def ids_of(edition: Edition) -> dict[str, str]:
    """Anchor in the edition to eId."""
    found: dict[str, str] = {}
    for chapter in edition.chapters:
        own = _free(f"chp_{_part(chapter.cite or chapter.id)}", found)
        found[chapter.id] = own
        for passage in chapter.all_passages:
            if passage is chapter.opening:
                found[passage.id] = own
            else:
                found[passage.id] = _free(f"{own}__sec_{_part(passage.cite or passage.id)}", found)
            found |= _items(passage, found[passage.id])
    return found


def list_id(owner: str, place: int) -> str:
    """The eId of the list at a place, counted from 1, among the blocks of its owner."""
    return f"{owner}__list_{place}"


def paragraph_id(owner: str, place: int) -> str:
    """The eId of the paragraph at a place, counted from 1, among the blocks of its owner."""
    return f"{owner}__p_{place}"


def _items(passage: ResolvedClause, owner: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, block in enumerate(passage.blocks, 1):
        if isinstance(block, ResolvedList):
            found |= _points(block.points, list_id(owner, place))
    return found


def _points(points: tuple[ResolvedListItem | ResolvedConnector, ...], owner: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for point in points:
        if isinstance(point, ResolvedListItem):
            own = f"{owner}__item_{_part(point.letter)}"
            found |= dict.fromkeys((point.anchor, *point.anchors), own)
            found |= _points(point.points, list_id(own, 1))
    return found


def _part(number: str) -> str:
    """A number as an eId may hold it: "2.2" is 2-2."""
    return re.sub(r"[^0-9A-Za-z]+", "-", number).strip("-") or "x"


def _free(wanted: str, found: dict[str, str]) -> str:
    """The eId that is wanted, with a count where two clauses have one number."""
    taken = set(found.values())
    return next(
        one for one in (wanted, *(f"{wanted}-{count}" for count in range(2, len(taken) + 3))) if one not in taken
    )
