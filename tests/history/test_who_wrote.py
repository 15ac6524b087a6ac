"""A year of commits of every kind, and what the review says of it: who wrote what and why, and what is to decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from clausebook.formats.review.terminal import review_lines
from clausebook.history.adoption import all_editions, approved_editions
from clausebook.model.comparison.authorship import SpanAuthors
from clausebook.model.comparison.block_change import Words
from clausebook.model.comparison.questions import answers
from clausebook.model.comparison.review import Review
from clausebook.review.select import chosen, compared
from clausebook.source.load import load
from tests.golden_folders import GOLDEN, hold
from tests.history.in_memory import MemoryRepository
from tests.history.repositories import FILES, SCHOOL
from tests.history.tampering import approve

OUTLINE, FACTS = "policy/phones.yaml", "policy/school.yaml"
CALLS, CAMERAS, LOANS, TIMES = (f"clauses/phones/{name}.yaml" for name in ("calls", "cameras", "loans", "times"))
LAW = """\
instruments:
  - {id: ukpga/1998/29, title: Data Protection Act 1998, kind: act, made: 1998-07-16, in_force: {main: 2000-03-01},
     ended: 2018-08-25, ended_by: {instrument: ukpga/2018/12}, replaced_by: [ukpga/2018/12], confidence: high}
  - {id: ukpga/2018/12, title: Data Protection Act 2018, kind: act, made: 2018-05-23, in_force: {main: 2018-05-25},
     confidence: high}
  - {id: ukpga/1996/56, title: Education Act 1996, kind: act, made: 1996-07-24, in_force: {main: 1996-11-01},
     confidence: low, unverified: [in_force]}
"""
START = {
    **FILES,
    FACTS: SCHOOL + "contributors: {clerk@hill.example: headteacher}\n",
    "policy/instruments.yaml": LAW,
    OUTLINE: FILES[OUTLINE].replace("[calls, cameras]", "[calls, cameras, loans, times]"),
    CAMERAS: (
        "id: cameras\ntitle: Cameras\napplies_to: [staff]\ncitations:\n  - {instrument: ukpga/1998/29, why: pictures}\n"
        "body:\n  - Photographs of pupils, once used, are deleted. Staff must ask before they take one.\n"
        "  - note: Parents may object at any time.\n"
    ),
    LOANS: (
        'id: loans\ntitle: Loans\napplies_to: [staff]\nbody:\n  - text: "Whoever borrows a phone must:"\n    items:\n'
        "      - sign for it\n      - keep it locked and bring it back in July\n"
        "      - tell the office when it is lost\n"
        "  - A phone that is lost must be paid for.\n"
    ),
    TIMES: (
        "id: times\ntitle: Times\nbody:\n  - table:\n      caption: When\n      header: [Place, Time]\n      rows:\n"
        "        - [Hall, at noon]\n        - [Yard, at one]\n"
    ),
}


def a_year() -> MemoryRepository:
    """The school, whose policy was approved and then changed commit by commit."""
    school = MemoryRepository(START)
    approve(school)

    def change(subject: str, path: str, old: str, new: str, **trailers: str) -> None:
        said = [(key.replace("_", "-"), value) for key, value in trailers.items()]
        school.commit(subject, school.replaced(path, old, new), trailers=said)

    change("Mention trips", CALLS, "outside lessons", "outside lessons and trips", Reason="Trips are no lessons.")
    change("Make it a duty", CALLS, "Staff should make", "Staff must make", Decision_needed="[clerk] Was this agreed?")
    change("Allow exceptions", CALLS, "and trips.", "and trips, except in danger.")
    change("Take a word back", CALLS, "lessons and trips", "lessons or trips", Reason="Either is enough.")
    change("Cite the law of today", CAMERAS, "ukpga/1998/29", "ukpga/2018/12", Law="ukpga/2018/12", Reason="It ended.")
    change("Cite another law", CAMERAS, "why: pictures}", "why: pictures}\n  - {instrument: ukpga/1996/56, why: x}")
    change("Bind the chair", CAMERAS, "applies_to: [staff]", "applies_to: [staff, chair]", Reason="The chair asked.")
    change("Name it better", CAMERAS, "title: Cameras", "title: Cameras and films")
    sentence = " Staff must ask before they take one."
    moved = {**school.replaced(CAMERAS, sentence, ""), **school.replaced(CALLS, "in danger.", f"in danger.{sentence}")}
    school.commit("Move a sentence", moved, trailers=[("Reason", "It is about calls too.")])
    change("Split an item", LOANS, "keep it locked and bring", "keep it locked\n      - bring")
    change("Reorder", LOANS, "      - sign for it\n", "")
    change("Reorder further", LOANS, "when it is lost\n", "when it is lost\n      - sign for it\n")
    change("Drop a rule", LOANS, "  - A phone that is lost must be paid for.\n", "", Reason="It was never kept.")
    change("Move a row", TIMES, "        - [Hall, at noon]\n", "")
    change(
        "Move a row on",
        TIMES,
        "[Yard, at one]\n",
        "[Yard, at one]\n        - [Hall, at noon]\n        - [Gym, at two]\n",
    )
    school.commit("Break a file", {TIMES: "id: [times\n", CALLS: school.text(CALLS).replace("trips,", "outings,")})
    school.commit("Mend it", {TIMES: school.kept[school.kept[school.head].commit.parents[0]].files[TIMES]})
    change("Say it later", TIMES, "at one", "at two o'clock", Decision_needed="Is two o'clock or three right?")
    change("Rename the school", FACTS, "Hill School", "Dale School", Left_as_is="The title of the policy.")
    main = school.head
    change("Say who pays", LOANS, "sign for it", "sign for it and pay a deposit", Decision_needed="Which sum is meant?")
    school.commit(
        "Say which note", {CAMERAS: school.kept[main].files[CAMERAS].replace("object", "say no")}, onto=[main]
    )
    sides = [one for one in school.kept if one not in {main}][-2:]
    school.commit("Merge both", school.kept[sides[0]].files | {CAMERAS: school.text(CAMERAS)}, onto=sides)
    numbers = "id: numbers\ntitle: Numbers\nsplit_from: calls\nbody: [Staff must not give pupils their own numbers.]\n"
    apart = school.replaced(CALLS, "      - give pupils their own numbers\n", "")
    outline = school.replaced(OUTLINE, "[calls, cameras, loans, times]", "[times, calls, numbers, cameras, loans]")
    school.commit("Split a clause", {"clauses/phones/numbers.yaml": numbers, **apart, **outline})
    school.dirty = (CAMERAS,)
    return school


def reviewed(school: MemoryRepository, as_of: date) -> Review:
    """The review of the draft."""
    register = load({path: text.encode() for path, text in school.kept[school.head].files.items()}, as_of)
    assert not register.faults
    editions = tuple(all_editions(register, approved_editions(school)[0], school))
    return compared(*chosen("phones", editions, school, "", "draft"), school, register, as_of)


def written(review: Review, subjects: Mapping[str, str]) -> Iterator[str]:
    """Each change of each clause with the commits it is from, by their subjects."""

    def names(ids: tuple[str, ...]) -> str:
        return ", ".join(subjects[id] for id in ids) or "not known"

    def spans(words: Words, of: tuple[SpanAuthors, ...]) -> Iterator[str]:
        for place, span in enumerate(words):
            at = 0
            for stretch in of[place] if place < len(of) else ():
                yield f"{span.kind} {span.words[at : at + stretch.length]!r}: {names(stretch.commits)}"
                at += stretch.length

    for clause in review.clauses:
        change, authors = clause.change, clause.authors
        yield f"{change.id} ({', '.join(change.kinds)})"
        if authors is None:
            yield "  not known"
            continue
        for name in ("number", "applies_to", "citations"):
            if found := getattr(authors, name):
                yield f"  {name}: {names(found)}"
        yield from (f"  title: {line}" for line in spans(change.title, authors.title))
        for place, piece in enumerate(change.pieces):
            of = authors.piece(place)
            if piece.kind != "kept" or of.commits:
                yield f"  {piece.kind}: shape {names(of.shape)}; citations {names(of.citations)}"
            for cell, one in zip(of.cells, piece.cells, strict=False):
                yield from (f"    {line}" for line in spans(one.words, cell))


def asked(review: Review) -> Iterator[str]:
    """What a review answers."""
    for one in answers(review):
        yield f"{one.id}: {one.question}"
        yield from (f"  {line}" for line in one.lines)


def test_a_year_of_changes_has_its_writers_its_reasons_and_its_questions(bless: bool) -> None:
    school = a_year()
    review = reviewed(school, date(2019, 7, 12))
    subjects = {id: one.commit.subject for id, one in school.kept.items()}
    ids = re.compile(r"\b[0-9a-f]{10}\b")
    heres = ("not changed here", "changed here", "left out here")
    taken = tuple(replace(one, here=heres[n % 3]) for n, one in enumerate(review.clauses))
    made = {
        "written.txt": "\n".join(written(review, subjects)) + "\n",
        "upstream.txt": "\n".join(asked(replace(review, kind="upstream", clauses=taken))) + "\n",
        "review.txt": "\n".join(ids.sub("COMMIT", line) for line in review_lines(review)) + "\n",
    }
    hold(GOLDEN / "who-wrote", made, given=(), bless=bless)
