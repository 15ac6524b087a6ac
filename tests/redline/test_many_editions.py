"""Whole editions, whose sections and clauses were moved, renamed, split, joined and taken out, read as they did."""

from __future__ import annotations

from dataclasses import replace

from clausebook.formats.review.redline import reading
from clausebook.model.edition import Edition, ResolvedClause, ResolvedSection
from clausebook.redline import accept, compare, content, reject
from tests.golden_folders import GOLDEN, hold
from tests.redline.built import edition
from tests.redline.test_many_edits import BASE, NEW, Block, Dice, worded

MORE: list[list[Block]] = [
    ["Bags stay outside in all lessons, and are searched by two members of staff.", NEW[0]],
    [
        "The headteacher may close the school. Parents must be told at once.",
        ("Staff may:", "stay", "leave by the gate"),
    ],
    ["Snow is cleared by the caretaker before seven in the morning.", NEW[1], "Nobody may throw snow."],
]
Place = tuple[int, int]


def numbered(sections: list[tuple[str, list[ResolvedClause]]], name: str) -> Edition:
    """An edition of these sections, with its numbers set."""
    chapters = []
    for s, (title, clauses) in enumerate(sections, 1):
        cites = [f"{s}.{c}" for c in range(1, len(clauses) + 1)]
        passages = tuple(replace(one, number=cite, cite=cite) for one, cite in zip(clauses, cites, strict=True))
        id = title.lower().replace(" ", "-")
        chapters.append(ResolvedSection(id=id, number=str(s), cite=str(s), title=title, passages=passages))
    return replace(edition([], name), chapters=tuple(chapters))


def edited(seed: int) -> tuple[list[str], Edition, Edition]:
    """What was done, and both editions."""
    dice, done = Dice(seed), []
    clauses = list(edition([*BASE, *MORE], "old", ("staff",)).chapters[0].passages)
    sections = [("Rules", clauses[:2]), ("Bags and gates", clauses[2:4]), ("Weather", clauses[4:])]
    old = numbered([(title, list(ones)) for title, ones in sections], "old")
    for _ in range(1 + dice.roll(3)):
        s = dice.roll(len(sections))
        title, ones = sections[s]
        at = dice.roll(len(ones)) if ones else 0
        names = (
            "move",
            "rename",
            "retitle",
            "remove",
            "add",
            "swap",
            "name",
            "apply",
            "split",
            "join",
            "reword",
            "share",
        )
        name = names[dice.roll(len(names))] if ones else "add"
        match name:
            case "move":
                home = sections[dice.roll(len(sections))][1]
                home.insert(dice.roll(len(home) + 1), ones.pop(at))
            case "rename":
                ones[at] = replace(ones[at], id=f"{ones[at].id}x", title=f"{ones[at].title}, renamed")
            case "retitle":
                ones[at] = replace(ones[at], title=str(worded(ones[at].title + " for all", dice)))
            case "remove":
                ones.pop(at)
            case "add":
                (made,) = edition([[NEW[2]]], "new").chapters[0].passages
                ones.insert(at, replace(made, id=f"new{seed}", title="Dogs"))
            case "swap":
                sections.append(sections.pop(s))
            case "name":
                sections[s] = (f"All {title.lower()}", ones)
            case "apply":
                ones[at] = replace(ones[at], applies_to=("staff", "governors"))
            case "split" if len(ones[at].blocks) > 1:
                rest = replace(ones[at], id=f"{ones[at].id}b", title="The rest", blocks=ones[at].blocks[1:])
                ones[at : at + 1] = [
                    replace(ones[at], blocks=ones[at].blocks[:1]),
                    replace(rest, split_from=ones[at].id),
                ]
            case "join" if len(ones) > 1:
                gone = ones.pop(at)
                to = at % len(ones)
                ones[to] = replace(ones[to], blocks=(*ones[to].blocks, *gone.blocks), merged_from=(gone.id,))
            case "reword":
                (made,) = (
                    edition([[worded(one, dice) for one in (*BASE, *MORE)[dice.roll(5)]]], "new").chapters[0].passages
                )
                ones[at] = replace(ones[at], blocks=made.blocks)
            case _:
                other = sections[dice.roll(len(sections))][1]
                if other:
                    other[0] = replace(other[0], blocks=(*other[0].blocks, ones[at].blocks[0]))
                    ones[at] = replace(ones[at], blocks=ones[at].blocks[1:] or other[0].blocks[:1])
        done.append(name)
    return done, old, numbered(sections, "new")


def test_editions_changed_clause_by_clause_read_as_they_did(bless: bool) -> None:
    made = []
    for seed in range(60):
        done, old, new = edited(seed)
        redline = compare(old, new)
        assert accept(redline) == content(new)
        assert reject(redline) == content(old)
        made += [f"==== {seed}: {', '.join(done)}", reading(redline)]
    hold(GOLDEN / "many-editions", {"expected.txt": "\n".join(made)}, given=(), bless=bless)
