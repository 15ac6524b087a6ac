"""Meeting -> its JSON, its page and its Word file: every policy, the moves, one ballot, the rules of each policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clausebook.formats.review import published as shown
from clausebook.formats.review.data import review_of
from clausebook.formats.review.word_pages import ballot_line, rule_tables
from clausebook.formats.word import package, pieces
from clausebook.formats.word.pieces import Tree
from clausebook.model.artefact import Artefact
from clausebook.model.comparison.meeting import Meeting
from clausebook.model.publication import Publication
from clausebook.model.published import file, published

Values = dict[str, Any]
TEMPLATE = "templates/web/meeting.html"
_BOX = "\N{BALLOT BOX}"
_FILL_IN = ("Minute", "Date of the meeting", "Signature", "Name and role")


def meeting_json(meeting: Meeting, path: str) -> Artefact:
    """One JSON file, which `schema/meeting.json` describes: who meets when, the moves between policies, each review."""
    moves = tuple(
        shown.PublishedMove(
            title=move.title,
            from_=shown.PublishedPlace(policy=move.old[0], clause=move.old[1], cite=move.old_number),
            to=shown.PublishedPlace(policy=move.new[0], clause=move.new[1], cite=move.new_number),
            same_words=move.is_same,
        )
        for move in meeting.moves
    )
    held = shown.PublishedMeeting(
        school=meeting.school,
        as_of=meeting.as_of.isoformat(),
        moves=moves,
        reviews=tuple(map(review_of, meeting.shown)),
    )
    return Artefact(path=path, source=file(published(held)))


def meeting_page(values: Values, publication: Publication, path: str) -> Artefact:
    """One page of HTML that needs no other file."""
    from jinja2 import Environment, StrictUndefined

    source = publication.templates[TEMPLATE].decode("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    page = environment.from_string(source).render(meeting=values, fill_in=_FILL_IN)
    return Artefact(path=path, source=page.encode("utf-8"))


def meeting_word(meeting: Meeting, values: Values, publication: Publication, path: str) -> Artefact:
    """One Word file: the first page, the ballot, and the rules of each policy that would change."""
    made, edition = pieces.types(), meeting.reviews[0].new
    blocks = [*_first_page(values), *_ballot(values), *_packs(values["packs"])]
    title = made.MetaInlines(pieces.text(f"{values['title']}, {values['name']}"))
    language = made.MetaInlines(pieces.text(edition.school.language or "en"))
    return Artefact(
        path=path,
        renderer="pandoc",
        source=made.Pandoc(made.Meta({"title": title, "lang": language}), blocks),
        files={
            "reference.docx": package.reference(edition, publication.templates, marked=False),
            "template.openxml": publication.templates[f"{package.FOLDER}document.openxml"],
        },
        dated=meeting.as_of,
        finish=package.finisher(edition, publication.templates, meeting.as_of),
    )


def _first_page(values: Values) -> Iterator[Tree]:
    yield pieces.paragraph("Cover School", pieces.text(values["school"]))
    yield pieces.paragraph("Title", pieces.text(values["title"]))
    yield pieces.small_text(f"{values['name']}, {values['series']}")
    for one in values["policies"]:
        yield pieces.small_heading(one["title"])
        yield from map(pieces.small_text, (one["name"], *one["lines"]))
    if values["moves"]:
        yield pieces.small_heading("Moved between policies")
        yield from (pieces.small_text(f"{move}.") for move in values["moves"])


def _ballot(values: Values) -> Iterator[Tree]:
    yield pieces.paragraph("About Heading", pieces.text("Ballot"))
    for one in values["policies"]:
        yield pieces.small_heading(one["title"])
        for title, found in one["ballot"]:
            yield pieces.paragraph("About Text", pieces.strong(title))
            yield from map(ballot_line, found)
        if one["undecided"]:
            keep = "keep unchanged until the next review" if one["empty"] else "approve unchanged"
            yield from (
                pieces.small_text(f"{_BOX} {words}") for words in (keep, "approve with amendments:", "refer back:")
            )
    yield from (pieces.small_text(f"{label}:") for label in _FILL_IN)


def _packs(packs: tuple[Values, ...]) -> Iterator[Tree]:
    for one in packs:
        yield pieces.paragraph("About Heading", pieces.text(one["title"]))
        yield from map(pieces.small_text, one["counts"])
        yield from rule_tables(one)
