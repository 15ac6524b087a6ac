"""Meeting -> one pack with a first page, a ballot and the packs behind it; and the same first page for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from clausebook.formats.pdf.markup import environment
from clausebook.formats.review.first_pages import question_values
from clausebook.formats.review.meeting_forms import meeting_json, meeting_page, meeting_word
from clausebook.formats.review.redline import wrapped
from clausebook.formats.review.view import pack
from clausebook.model.artefact import Artefact
from clausebook.model.comparison.ballot import ballot, by_answerer
from clausebook.model.comparison.meeting import Meeting, PolicyMove
from clausebook.model.comparison.questions import answers, edition_name
from clausebook.model.publication import Publication
from clausebook.text.dates import in_words
from clausebook.text.phrases import counted

TEMPLATE = "templates/pdf/meeting.typ"
FOLDER = "review"
Values = dict[str, Any]


def render_meeting(meeting: Meeting, publication: Publication) -> Iterator[Artefact]:
    """The pack of the meeting: PDF, Word, a page of HTML and JSON."""
    template, values = environment(publication.templates).get_template(TEMPLATE), meeting_values(meeting)
    stem = f"{FOLDER}/{meeting.file_stem}"
    yield Artefact(path=f"{stem}.pdf", source=template.render(meeting=values), renderer="typst", dated=meeting.as_of)
    yield meeting_word(meeting, values, publication, f"{stem}.docx")
    yield meeting_page(values, publication, f"{stem}.html")
    yield meeting_json(meeting, f"{stem}.json")


def meeting_values(meeting: Meeting) -> Values:
    """Everything the layout shows of a meeting; questions are numbered through all its policies."""
    packs = [_with_moves(pack(review), review.policy, meeting.moves) for review in meeting.shown]
    policies, first = [], 1
    for review in meeting.shown:
        found = ballot(review, first)
        first += len(found)
        said = {answer.id: answer.lines for answer in answers(review)}
        policies.append(
            {
                "title": review.title,
                "name": f"{edition_name(review.old)} compared with {edition_name(review.new)}",
                "lines": (
                    *said["changed"][:1],
                    *said["staff"][:1],
                    *said.get("consultation", ())[:1],
                    *said.get("overdue", ()),
                ),
                "ballot": tuple((title, tuple(map(question_values, ones))) for title, ones in by_answerer(found)),
                "undecided": review.new.is_draft,
                "empty": review.redline.is_empty,
            }
        )
    moves = (
        f"“{one.title}” moved from {one.old_policy} {one.old_number} to {one.new_policy} {one.new_number}".strip()
        for one in meeting.moves
    )
    head = packs[0] if packs else {}
    return {
        **{key: head[key] for key in ("language", "region", "primary", "accent") if key in head},
        "school": meeting.school,
        "title": "Policies for the meeting",
        "name": in_words(meeting.as_of.isoformat()),
        "series": counted(len(packs), "policy", "policies"),
        "reference": f"{FOLDER}/{meeting.file_stem}",
        "draft": any(one["draft"] for one in packs),
        "status": "Drafts \N{EN DASH} not approved" if any(one["draft"] for one in packs) else "For information",
        "policies": tuple(policies),
        "moves": tuple(moves),
        "packs": tuple(one for one in packs if not one["empty"]),
    }


def _with_moves(values: Values, policy: str, moves: Sequence[PolicyMove]) -> Values:
    """The pack of one policy, in which a clause that went to another policy or came from one says so."""
    gone = {move.old[1]: move for move in moves if move.old[0] == policy}
    come = {move.new[1]: move for move in moves if move.new[0] == policy}
    clauses = []
    for clause in values["clauses"]:
        if clause["whole"] == "Removed clause" and clause["id"] in gone:
            one = gone[clause["id"]]
            where = f"to {one.new_policy} {one.new_number}"
        elif clause["whole"] == "New clause" and clause["id"] in come:
            one = come[clause["id"]]
            where = f"here from {one.old_policy} {one.old_number}"
        else:
            clauses.append(clause)
            continue
        elsewhere = one.is_same or clause["id"] in gone  # its words are read where they are now
        how = ", with the same words" if one.is_same else ", and edited"
        clauses.append(
            {
                **clause,
                "whole": "Moved clause",
                "headline": f"moved {where}{how}",
                **({"pieces": (), "items": ()} if elsewhere else {}),
            }
        )
    return {**values, "clauses": tuple(clauses)}


def meeting_lines(meeting: Meeting) -> Iterator[str]:
    """The first page and the ballot as text at 80 columns."""
    values = meeting_values(meeting)
    yield from wrapped("", f"{values['title']}, {values['name']}: {values['series']}")
    for one in values["policies"]:
        yield from ("", *wrapped("", f"{one['title']}: {one['name']}"))
        for line in one["lines"]:
            yield from wrapped("  ", line)
    if values["moves"]:
        yield from (
            "",
            "MOVED BETWEEN POLICIES",
            *(line for move in values["moves"] for line in wrapped("  ", f"{move}.")),
        )
    yield from ("", "BALLOT")
    for one in values["policies"]:
        yield from ("", *wrapped("  ", one["title"]))
        for title, found in one["ballot"]:
            yield from wrapped("    ", title)
            for question in found:
                yield from wrapped(f"    {question['number']:>2}. ", question["words"])
        if one["undecided"]:
            what = "keep unchanged" if one["empty"] else "approve"
            yield f"    [ ] {what}  [ ] with amendments  [ ] refer back"
