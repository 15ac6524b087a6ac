"""What a careful governor would say of two wordings of a rule, written down before the program was asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
import yaml

from clausebook.model.comparison.duty_change import Difference
from clausebook.model.comparison.redline import Redline
from clausebook.model.comparison.rules import RuleRow, reworded, rows_of, weighty, whom, wider
from clausebook.model.edition_blocks import ResolvedBlock, ResolvedTable
from clausebook.redline import compare
from clausebook.text.inline import Run
from tests.golden_folders import GOLDEN, hold
from tests.redline.built import edition

Body = str | tuple[str, ...]  # a paragraph, or the words above a list and its items

# both wordings, the verdicts, and what is named: kind, words before, words now
RULES: tuple[tuple[Body, Body, str, str, str, str], ...] = (
    (
        "Teachers must take the register.",
        "Teachers and teaching assistants must take the register.",
        "wider",
        "people",
        "Teachers",
        "Teachers and teaching assistants",
    ),
    (
        "Staff, other than cooks, must hold a first aid certificate.",
        "Staff must hold a first aid certificate.",
        "wider",
        "exception",
        "other than cooks",
        "",
    ),
    (
        "Dogs are not allowed on site.",
        "Dogs, except guide dogs, are not allowed on site.",
        "narrower",
        "exception",
        "",
        "except guide dogs",
    ),
    (
        "The school must keep the records for at least six years.",
        "The school must keep the records for at most six years.",
        "changed",
        "deadline",
        "for at least six years",
        "for at most six years",
    ),
    ("Staff must use only school email.", "Staff must use school email.", "changed", "extent", "only", ""),
    ("Staff must call the office (ext. 21).", "Staff must call the office (ext. 27).", "changed", "number", "21", "27"),
    ("Drivers must be over 21.", "Drivers must be over 25.", "changed", "number", "21", "25"),
    (
        "Where possible, staff must use school phones.",
        "Staff must use school phones.",
        "wider",
        "condition",
        "Where possible",
        "",
    ),
    (
        ("Staff must, where they can:", "lock doors"),
        ("Staff must:", "lock doors"),
        "wider",
        "condition",
        "where they can",
        "",
    ),
    (
        ("Staff must, if they leave last:", "lock doors"),
        ("Staff must, unless they leave last:", "lock doors"),
        "changed",
        "condition",
        "if they leave last",
        "unless they leave last",
    ),
    (
        ("When leaving, staff must:", "lock doors"),
        ("At night, staff must:", "lock doors"),
        "changed",
        "condition",
        "When leaving",
        "At night",
    ),
    (
        "Only the Headteacher may authorise absence.",
        "The Headteacher may authorise absence.",
        "wider",
        "extent",
        "only",
        "",
    ),
    (
        "The DSL will be available at break.",
        "The DSL or a deputy will be available at break.",
        "wider",
        "people",
        "The DSL",
        "The DSL or a deputy",
    ),
    (
        "Cash must be counted by two people.",
        "Cash must be counted by three people.",
        "changed",
        "number",
        "two",
        "three",
    ),
    (
        "Nobody other than the Headteacher may speak to the press.",
        "Nobody may speak to the press.",
        "wider",
        "exception",
        "other than the Headteacher",
        "",
    ),
    ("Parents have the right to appeal.", "Parents have no right to appeal.", "reversed", "force", "may", "must not"),
    ("Pupils may use phones only at break.", "Pupils may use phones at break.", "wider", "extent", "only", ""),
    (
        "The Chair must appoint the clerk.",
        "The clerk must appoint the Chair.",
        "changed",
        "people",
        "The Chair",
        "The clerk",
    ),
    ("Staff must stay until six.", "Staff must stay until 6.30.", "changed", "deadline", "until six", "until 6.30"),
    (
        "Bags must weigh less than 5 kg.",
        "Bags must weigh more than 5 kg.",
        "changed",
        "number",
        "less than 5",
        "more than 5",
    ),
    (
        "Governors must meet every month.",
        "Governors must meet every other month.",
        "changed",
        "deadline",
        "every month",
        "every other month",
    ),
    (
        "Half of the governors must attend.",
        "A quarter of the governors must attend.",
        "changed",
        "number",
        "half",
        "quarter",
    ),
    (
        "Pupils must stay unless a parent or the nurse agrees.",
        "Pupils must stay unless a parent and the nurse agree.",
        "changed",
        "exception",
        "unless a parent or the nurse agrees",
        "unless a parent and the nurse agree",
    ),
    (
        "Staff must report injuries other than grazes.",
        "Staff must report injuries, including grazes.",
        "wider",
        "exception",
        "other than grazes",
        "",
    ),
    (
        "Staff must, save in an emergency, use the front door.",
        "Staff must use the front door.",
        "wider",
        "exception",
        "save in an emergency",
        "",
    ),
    (
        "So long as it is light, pupils may cycle.",
        "Even when it is dark, pupils may cycle.",
        "changed",
        "condition",
        "So long as it is light",
        "Even when it is dark",
    ),
    ("All staff must sign.", "All teaching staff must sign.", "narrower", "people", "All staff", "All teaching staff"),
    ("Staff must not fail to report it.", "Staff must not report it.", "reversed", "force", "must", "must not"),
    ("The nurse alone may give medicine.", "The nurse may give medicine.", "wider", "extent", "only", ""),
    (
        "Pupils who arrive late must sign in.",
        "Pupils must sign in.",
        "wider",
        "people",
        "Pupils who arrive late",
        "Pupils",
    ),
    (
        "They must be led by at least two adults.",
        "They must be led by at least one adult.",
        "changed",
        "number",
        "two",
        "one",
    ),
    (
        "Either the head or the deputy must be here.",
        "Both the head and the deputy must be here.",
        "changed",
        "choice",
        "or",
        "and",
    ),
    (
        "No more than 30 may come in.",
        "No fewer than 30 may come in.",
        "changed",
        "number",
        "no more than 30",
        "no fewer than 30",
    ),
    (
        "Medicines must be kept in a locked cupboard.",
        "Medicines must be kept.",
        "changed",
        "extent",
        "in a locked cupboard",
        "",
    ),
    (
        "Medicines must be kept in a locked cupboard.",
        "Medicines must be kept in a cupboard.",
        "changed",
        "extent",
        "locked",
        "",
    ),
    (
        "Candidates must not bring a phone or a watch into the room.",
        "Candidates must not bring a phone into the room.",
        "narrower",
        "extent",
        "or a watch",
        "",
    ),
    (
        "Data must not be stored on personal devices.",
        "Data must not be stored on unencrypted personal devices.",
        "narrower",
        "extent",
        "",
        "unencrypted",
    ),
    (
        "The leader must assess the risk and send it to the adviser.",
        "The leader must assess the risk.",
        "narrower",
        "extent",
        "and send it to the adviser",
        "",
    ),
    (
        "Complaints will be acknowledged within 3 days and answered within 15 days.",
        "Complaints will be answered within 15 days.",
        "narrower",
        "extent",
        "acknowledged within 3 days and",
        "",
    ),
    (
        "The school will reply within one month.",
        "The school will reply within one month, or within three months where the request is complex.",
        "changed",
        "extent",
        "",
        "or within three months where the request is complex",
    ),
    (
        "No alcohol may be sold, supplied or consumed here.",
        "No alcohol may be sold or supplied here.",
        "narrower",
        "extent",
        "or consumed",
        "",
    ),
    (
        "Invigilators shall be appointed by the exams officer.",
        "Invigilators shall be appointed by the Headteacher.",
        "changed",
        "people",
        "the exams officer",
        "the Headteacher",
    ),
    (
        "Spending requires the approval of the governing body.",
        "Spending requires the approval of the finance committee.",
        "changed",
        "people",
        "the governing body",
        "the finance committee",
    ),
    (
        "Staff must not drink alcohol.",
        "Staff on duty must not drink alcohol.",
        "narrower",
        "people",
        "Staff",
        "Staff on duty",
    ),
    (
        "Pupils may leave at noon.",
        "Pupils in Years 10 and 11 may leave at noon.",
        "narrower",
        "people",
        "Pupils",
        "Pupils in Years 10 and 11",
    ),
    (
        "Staff must send a note from the eighth day of absence.",
        "Staff must send a note from the fourth day of absence.",
        "changed",
        "deadline",
        "from the eighth day of absence",
        "from the fourth day of absence",
    ),
    (
        "Teachers must be observed no more than three times a year.",
        "Teachers must be observed at least three times a year.",
        "changed",
        "number",
        "no more than three",
        "at least three",
    ),
    (
        "No candidate may leave during the first hour.",
        "No candidate may leave unaccompanied.",
        "changed",
        "condition",
        "during the first hour",
        "",
    ),
    (
        "No trip may depart without a first aider.",
        "No trip may depart without a qualified first aider.",
        "changed",
        "extent",
        "",
        "qualified",
    ),
    (
        "Papers must be kept in a room open only to the clerk and the cook.",
        "Papers must be kept in a room open only to the clerk.",
        "changed",
        "extent",
        "and the cook",
        "",
    ),
    (
        "The school may close, in consultation with the Chair.",
        "The school may close.",
        "wider",
        "extent",
        "in consultation with the Chair",
        "",
    ),
    (
        "Staff must sign in and out.",
        "Staff must sign in.",
        "narrower",
        "extent",
        "and out",
        "",
    ),
    (
        "Calculators are permitted in all papers.",
        "Calculators are permitted in all papers except Paper 1.",
        "narrower",
        "exception",
        "",
        "except Paper 1",
    ),
    (
        "Any member of the public may attend meetings.",
        "Parents may attend meetings.",
        "changed",
        "people",
        "Any member of the public",
        "Parents",
    ),
)
# both wordings, and all verdicts
WHOLE: tuple[tuple[Body, Body, list[str]], ...] = (
    ("Pupils will be excluded if they carry a knife.", "Pupils who carry a knife will be excluded.", ["other-words"]),
    ("Detentions can be set by any teacher.", "Detentions can be set only by the head of year.", ["narrower"]),
    ("Neither staff nor pupils may use the lift.", "Staff may use the lift; pupils may not.", ["reversed", "narrower"]),
    ("Panels shall include one trained person.", "Panels should include a trained person.", ["weaker"]),
    ("It is a condition of hire that the hirer insures it.", "The hirer should insure it.", ["weaker"]),
    ("The school must not hold data.", "The school may hold data.", ["reversed"]),
    ("Children under eight must be accompanied.", "Children under ten must be accompanied.", ["changed"]),
    ("The school will not tolerate bullying.", "The school does not tolerate bullying.", ["other-words"]),
    ("Staff must withdraw.", "Staff may be asked to withdraw.", ["gone"]),
    (("Staff must:", "lock up; and", "go"), ("Staff must:", "lock up; or", "go"), ["changed"]),
    ("Staff must sign in and wear a badge.", "Staff must sign in and may wear a badge.", ["other-words", "weaker"]),
    (
        "Teachers must mark work before returning books.",
        "Teachers must return books before marking work.",
        ["other-words"],
    ),
    ("Pupils must wear black shoes.", "Pupils must not wear trainers.", ["new", "gone"]),
    ("Staff must sign in. Staff must wear a badge.", "Staff must wear a badge. Staff must sign in.", []),
    ("Must staff sign in?", "Staff must sign in.", ["new"]),
    ("All visitors, including parents, must sign in.", "All visitors must sign in.", ["other-words"]),
    ("Each year group must have a tutor.", "Every year group must have a tutor.", ["other-words"]),
    ("The school will try to reply.", "The school will reply.", ["stronger"]),
    ("Staff must use the lift.", "Staff need not use the lift.", ["gone"]),
    (
        ("Staff must sign in and must:", "lock doors", "close windows"),
        ("Staff must:", "lock doors", "close windows"),
        ["gone"],
    ),
    (
        ("Staff must do one of these:", "lock doors", "close windows"),
        ("Staff must do all of these:", "lock doors", "close windows"),
        ["wider", "wider"],
    ),
    ("Staff shall not be required to work at break.", "Staff shall be required to work at break.", ["new"]),
    (
        "Staff must keep records for six years.",
        "Staff must keep records for 6 years.",
        ["other-words"],
    ),
    ("Gates must be shut by 8.50 a.m.", "Gates must be shut by 08:50am.", ["other-words"]),
    ("Staff must reply within two weeks.", "Staff must reply within a fortnight.", ["other-words"]),
    ("Fees above £1,000 must be approved.", "Fees above £1000 must be approved.", ["other-words"]),
    (
        ("Staff must:", "call the nurse", "write it down"),
        "Staff must call the nurse and write it down.",
        ["other-words"] * 2,
    ),
    ("Pupils must not, under any circumstances, leave.", "Pupils must not leave.", ["other-words"]),
    ("Pupils must be signed in by a member of staff.", "Pupils must be signed in.", ["changed"]),
    ("Trips need the approval of the Headteacher.", "Trips need the approval of the board.", ["changed"]),
)


def compared(old: Body | ResolvedBlock, new: Body | ResolvedBlock) -> Redline:
    return compare(*(edition([[body]], name, ("staff",)) for body, name in ((old, "old"), (new, "new"))))


def row(*cells: str) -> ResolvedTable:
    return ResolvedTable(
        caption=(), header=((Run("Place"),), (Run("Allowed"),)), rows=(tuple((Run(one),) for one in cells),)
    )


def rows(found: Iterable[RuleRow]) -> Iterator[str]:
    for one in found:
        yield f"  {one.number} | {one.before} | {one.now}"
        yield f"    {one.effect}: {'; '.join(one.details)}"


def tables(redline: Redline) -> Iterator[str]:
    """What a reader of the review gets of the rules that differ."""
    for table in weighty(redline.duties, redline.statements):
        yield table.title
        yield from rows(table.rows)
    for people_only in (True, False):
        yield f"Wider{', in people alone' if people_only else ''}"
        yield from rows(rows_of(wider(redline.duties, people_only=people_only)))
    yield "In other words"
    yield from rows(rows_of(reworded(redline.duties)))
    yield from (f"{old} -> {new}" for old, new in whom(redline.duties))


@pytest.mark.parametrize("way", ["forwards", "backwards"])
def test_the_tables_of_all_these_pairs_read_as_they_did(way: str, bless: bool) -> None:
    pairs = [*((old, new) for old, new, *_ in RULES), *((old, new) for old, new, _ in WHOLE)]
    if way == "backwards":
        pairs = [(new, old) for old, new in pairs]
    one_by_one = (line for old, new in pairs for line in (str(old), str(new), *changes(compared(old, new)), ""))
    sides = ([[body] for body in side] for side in zip(*pairs, strict=True))
    together = compare(*(edition(side, name, ("staff",)) for side, name in zip(sides, ("old", "new"), strict=True)))
    made = {"pairs.txt": "\n".join(one_by_one), "tables.txt": "\n".join(tables(together)) + "\n"}
    hold(GOLDEN / "pairs-of-rules" / way, made, given=(), bless=bless)


def test_what_differs_in_each_of_many_more_pairs_is_named_as_it_was(bless: bool) -> None:
    case = GOLDEN / "pairs-of-rules" / "more"
    given = yaml.safe_load((case / "sentences.yaml").read_text(encoding="utf-8"))
    sides = [[tuple(one) if isinstance(one, list) else one for one in pair] for pair in given]
    lines = [line for old, new in sides for line in ("", str(old), str(new), *changes(compared(old, new)))]
    hold(case, {"expected.txt": "\n".join(lines[1:]) + "\n"}, given=("sentences.yaml",), bless=bless)


def changes(redline: Redline) -> Iterator[str]:
    """What differs, a rule a line, with what differs of it."""
    for one in redline.duties:
        yield f"  {one.verdict}: {one.old_force} -> {one.new_force} {one.beside}".rstrip()
        yield from (f"    {part.kind}: {part.old!r} -> {part.new!r}" for part in one.differences)
    yield from (f"  {one.verdict}: {one.old!r} -> {one.new!r}" for one in redline.statements)


@pytest.mark.parametrize(("old", "new", "verdict", "kind", "before", "now"), RULES, ids=lambda one: str(one)[:24])
def test_what_differs_is_named_in_the_words_of_both_sides(
    old: Body, new: Body, verdict: str, kind: str, before: str, now: str
) -> None:
    (found,) = compared(old, new).duties
    assert found.verdict == verdict
    named = [(one.kind, one.old, one.new) for one in found.differences if one.kind != "wording"]
    assert named == [(kind, before, now)]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("Visitors must sign in at the office.", "Visitors must sign in at reception.", [("the office", "reception")]),
        ("A log of concerns must be kept.", "A log of all concerns must be kept.", [("", "all")]),
        (
            "Every use must be logged by staff.",
            "Significant uses must be logged daily by staff.",
            [("Every use", "Significant uses")],
        ),
        ("Staff must use only school email.", "Staff must use school email.", []),
        (
            "Staff must report a breach to the office.",
            "Staff must report to the office a breach.",
            [],
        ),
        ("Staff must keep the log.", "Staff must keep a log.", []),
        ("Staff must lock the store.", "Each evening the caretaker bolts every door, as must others.", []),
    ],
)
def test_each_place_where_a_rule_reads_otherwise_is_named_beside_what_differs(
    old: str, new: str, named: list[tuple[str, str]]
) -> None:
    found = [each for one in compared(old, new).duties for each in one.differences]
    assert [(one.old, one.new) for one in found if one.kind == "wording"] == named
    assert found or old.startswith("Staff must lock")


@pytest.mark.parametrize(("old", "new", "verdicts"), WHOLE, ids=lambda one: str(one)[:24])
def test_no_rule_is_called_new_or_gone_or_the_same_that_is_not(old: Body, new: Body, verdicts: list[str]) -> None:
    assert [one.verdict for one in compared(old, new).duties] == verdicts


@pytest.mark.parametrize(
    ("old", "new", "beside"),
    [
        ("Always lock the store.", "Lock the store.", "Lock the store."),
        ("Complaints must be in writing.", "Complaints may be in writing or by telephone.", "Complaints may be in"),
        ("Staff must lock the store.", "Staff like their new store.", ""),
    ],
)
def test_a_rule_that_is_said_on_without_binding_is_shown_beside_what_is_said(old: str, new: str, beside: str) -> None:
    (gone,) = compared(old, new).duties
    assert (gone.verdict, gone.beside.startswith(beside), bool(gone.beside)) == ("gone", True, bool(beside))
    if beside:
        (come,) = compared(new, old).duties
        assert (come.verdict, come.beside) == ("new", new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (row("Hall", "Yes"), row("Hall", "No")),
        ("“Private” means marked so by the Headteacher.", "“Private” means marked so by any teacher."),
        ("This policy applies to all staff.", "This policy applies to all staff and governors."),
    ],
)
def test_a_definition_or_table_row_that_reads_otherwise_is_listed(old: Body, new: Body) -> None:
    (found,) = compared(old, new).statements
    assert (found.verdict, found.is_reworded) == ("changed", True)
    assert found.differences[0] == Difference("words", found.old, found.new)


def table(*rows: tuple[str, ...]) -> ResolvedTable:
    head, *body = (tuple((Run(cell),) for cell in one) for one in rows)
    return ResolvedTable(caption=(), header=head, rows=tuple(body))


@pytest.mark.parametrize(
    ("old", "new", "verdicts"),
    [
        (
            table(("Event", "Staff must"), ("Fire", "leave")),
            table(("Event", "Staff should"), ("Fire", "leave")),
            ["weaker"],
        ),
        (
            table(("Place", "Pupils may not"), ("Yard", "run")),
            table(("Place", "Pupils may"), ("Yard", "run")),
            ["reversed"],
        ),
        (table(("Who", "Rule"), ("Staff", "may wait")), table(("Who", "Rule"), ("Staff", "must wait")), ["stronger"]),
        (
            table(("When", "Rule"), ("At break", "Pupils must go out."), ("At lunch", "Pupils may stay in.")),
            table(("When", "Rule"), ("At break", "Pupils may stay in."), ("At lunch", "Pupils must go out.")),
            ["changed", "changed"],
        ),
    ],
)
def test_a_heading_and_the_first_cell_of_a_row_are_part_of_the_rules_in_a_table(
    old: ResolvedTable, new: ResolvedTable, verdicts: list[str]
) -> None:
    assert [one.verdict for one in compared(old, new).duties] == verdicts
