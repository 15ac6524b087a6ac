"""Three outlines -> the clauses that the two sides put into different sections, which only a person can decide."""

from __future__ import annotations

from collections.abc import Callable

from clausebook.merge.order import pairs_of
from clausebook.merge.tree import YamlNode


def contested(base: YamlNode, ours: YamlNode, theirs: YamlNode) -> frozenset[str]:
    """Ids of clauses that both sides moved, one moved and the other took out, or both added, in different sections."""
    if "outline" not in ours.named or "outline" not in theirs.named:
        return frozenset()
    before, mine, yours = _sections(base, ours, theirs)
    return frozenset(
        id
        for id in before.keys() | mine.keys() | yours.keys()
        if len({before.get(id), mine.get(id), yours.get(id)}) == 3 and _both_spoke(id, before, mine, yours)
    )


def _both_spoke(id: str, before: dict[str, int], mine: dict[str, int], yours: dict[str, int]) -> bool:
    """A clause that only one side has ever had is that side's own affair."""
    return id in before or (id in mine and id in yours)


def _sections(
    base: YamlNode, ours: YamlNode, theirs: YamlNode
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Clause id -> a number for its section, the same number for the same section in all three."""
    rows = [_rows(node) for node in (base, ours, theirs)]
    pairs = pairs_of("outline", *rows)
    mine = {o: b for b, o in pairs.ours.items()}
    yours = {t: b for b, t in pairs.theirs.items()}
    new = {t: o for o, t in pairs.new.items()}
    return (
        _placed(rows[0], lambda n: n),
        _placed(rows[1], lambda n: mine.get(n, 10_000 + n)),
        _placed(rows[2], lambda n: yours.get(n, 10_000 + new[n] if n in new else 20_000 + n)),
    )


def _rows(node: YamlNode) -> list[YamlNode]:
    return [entry.node for entry in node.named["outline"].node.entries] if "outline" in node.named else []


def _placed(sections: list[YamlNode], number: Callable[[int], int]) -> dict[str, int]:
    return {id: number(n) for n, section in enumerate(sections) for id in _ids(section)}


def _ids(section: YamlNode) -> list[str]:
    listed = section.named["clauses"].node.entries if section.kind == "map" and "clauses" in section.named else ()
    opening = [section.get("opening")] if section.get("opening") else []
    return [*opening, *(entry.node.text for entry in listed)]
