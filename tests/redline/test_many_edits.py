"""Two clauses, edited in a hundred and fifty ways, are paired piece by piece as they were: what was reworded, moved,
split, joined, added and removed is called so.
"""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.model.comparison.redline import Redline
from clausebook.redline import accept, compare, content, reject
from clausebook.text.inline import plain
from tests.golden_folders import GOLDEN, hold
from tests.redline.built import edition

Block = str | tuple[str, ...]
BASE: list[list[Block]] = [
    [
        "Staff must lock the store at four and hang the key in the office.",
        "Users should report a lost phone to the office within 24 hours. They must also tell their line manager.",
        (
            "Pupils must not:",
            "run in the corridors",
            "eat in the library or in the hall",
            "shout",
            "leave bags outside",
        ),
        "Food is sold until two in the hall by the stage.",
    ],
    [
        "Visitors must not walk the corridors without a badge and a host.",
        ("The office keeps:", "a list of keys and of those who hold them", "the register", "a box for lost things"),
        "The caretaker opens the gate at seven. It is closed at nine. Late pupils come by the office.",
        "Nobody may feed the foxes.",
    ],
]
NEW = ("Bicycles are left in the yard.", "Windows are closed at night.", "Dogs stay at home, except guide dogs.")


class Dice:
    """Numbers that look as if nobody chose them, the same on every machine."""

    def __init__(self, seed: int) -> None:
        self._state = seed * 7919 + 17

    def roll(self, sides: int) -> int:
        """A number from 0 to one less than the sides."""
        self._state = (self._state * 1103515245 + 12345) % 2**31
        return (self._state >> 8) % sides


def edited(seed: int) -> tuple[list[str], list[list[Block]]]:
    """What was done, and the two clauses after it."""
    dice, clauses, done = Dice(seed), [list(clause) for clause in BASE], []
    for _ in range(1 + dice.roll(4)):
        clause = clauses[dice.roll(2)]
        at = dice.roll(len(clause))
        name = ("reword", "insert", "delete", "move", "cross", "split", "join", "turn", "item")[dice.roll(9)]
        block = clause.pop(at)
        put: list[Block] = [block]
        match name:
            case "reword":
                put = [worded(block, dice)]
            case "insert":
                put = [NEW[dice.roll(3)], block]
            case "delete":
                put = []
            case "move" | "cross":
                home = clause if name == "move" else clauses[dice.roll(2)]
                home.insert(dice.roll(len(home) + 1), block)
                put = []
            case "split":
                put = [*block.split(". ", 1)] if isinstance(block, str) else [block[0], *block[1:]]
            case "join":
                other = clause.pop(at) if at < len(clause) else ""
                put = (
                    [f"{block} {other}".strip()]
                    if isinstance(block, str) and isinstance(other, str)
                    else [block, other]
                )
            case "turn":
                put = [(block, "at once", "in writing")] if isinstance(block, str) else [" ".join(block)]
            case "item":
                put = [itemised(block, dice)]
        clause[at:at] = [one for one in put if one]
        done.append(name)
    return done, [clause or ["Nothing is left."] for clause in clauses]


def worded(block: Block, dice: Dice) -> Block:
    """The block with a word or two exchanged, put in or left out."""
    if not isinstance(block, str):
        at = dice.roll(len(block))
        return tuple(str(worded(one, dice)) if n == at else one for n, one in enumerate(block))
    words = block.split()
    at = dice.roll(len(words))
    words[at : at + dice.roll(3)] = ("always", "", "their own", "two")[dice.roll(4)].split()
    return " ".join(words) or "Gone."


def itemised(block: Block, dice: Dice) -> Block:
    """A list with an item moved, split, joined or added; a paragraph as it is."""
    if isinstance(block, str):
        return block
    stem, *items = block
    one = items.pop(dice.roll(len(items)))
    match dice.roll(4):
        case 0:
            items.insert(dice.roll(len(items) + 1), one)
        case 1:
            items += one.split(" and ") if " and " in one else one.split(" or ")
        case 2 if items:
            items[0] = f"{items[0]} and {one}"
        case _:
            items += [one, "sing in assembly"]
    return (stem, *items)


def pieces(redline: Redline) -> Iterator[str]:
    for clause in redline.clauses:
        yield f"  {clause.id}: {', '.join(clause.kinds)}"
        for piece in clause.pieces:
            words = " | ".join(
                " ".join(f"{span.kind[:3]}<{plain(span.text)}>" for span in one.words) for one in piece.cells
            )
            if piece.kind != "kept":
                yield f"    {piece.kind} {piece.elsewhere} {piece.frame.cite}: {words}"


def test_edits_are_paired_as_they_were(bless: bool) -> None:
    old, made = edition(BASE, "old"), []
    for seed in range(150):
        done, clauses = edited(seed)
        new = edition(clauses, "new")
        redline = compare(old, new)
        assert accept(redline) == content(new)
        assert reject(redline) == content(old)
        made += [f"{seed}: {', '.join(done)}", *pieces(redline)]
    hold(GOLDEN / "many-edits", {"expected.txt": "\n".join(made) + "\n"}, given=(), bless=bless)
