"""Edition -> ready values for the layout: plain words, flags and lists, named as the templates use them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from engine.model.approval import UNKNOWN, Approval
from engine.model.colour import readable
from engine.model.dates import in_words
from engine.model.edition import (
    Between,
    Block,
    Chapter,
    Edition,
    Inline,
    Law,
    Listing,
    Passage,
    Point,
    Run,
    SignatureLine,
    every_point,
)

Values = dict[str, Any]


def document(edition: Edition) -> Values:
    """Everything the layout shows of one edition."""
    anchors = frozenset(anchors_of(edition))
    language, _, region = edition.school.language.partition("-")
    return {
        "language": language,
        "region": region or None,
        "school": edition.school.name,
        "series": edition.series,
        "title": edition.title,
        "name": "Draft" if edition.is_draft else f"{edition.name} edition",
        "reference": edition.reference,
        "draft": edition.is_draft,
        "status": status(edition),
        "primary": readable(edition.school.brand.primary),
        "accent": readable(edition.school.brand.accent),
        "facts": facts(edition),
        "follows": follows(edition),
        "signatures": tuple(_signature(line) for line in edition.signatures if edition.approval),
        "chapters": tuple(_chapter(chapter, anchors) for chapter in edition.chapters),
        "record": record(edition),
        "laws": tuple(_law(law, anchors) for law in edition.laws),
        "printed": tuple((line.number or "", line.title, line.page) for line in edition.printed_contents),
        "disagrees": printed_disagrees(edition),
    }


def anchors_of(edition: Edition) -> Iterator[str]:
    """Every address inside the edition."""
    for chapter in edition.chapters:
        yield chapter.id
    for passage in edition.passages:
        yield passage.id
        for block in passage.blocks:
            if isinstance(block, Listing):
                for point in every_point(block.points):
                    yield from (point.anchor, *point.anchors)


def status(edition: Edition) -> str:
    """Whether these words are approved, in a few words."""
    return f"Approved {in_words(edition.approval.approved)}" if edition.approval else "Draft \N{EN DASH} not approved"


def facts(edition: Edition) -> tuple[tuple[str, str], ...]:
    """The lines of the cover that the governors' act gives. A draft has none of its own."""
    if edition.approval is None:
        return ()
    due = edition.approval.review_due
    return (
        (f"Approved by the {edition.approving_body or edition.approval.body}:", in_words(edition.approval.approved)),
        *((("To be reviewed:", in_words(due)),) if due else ()),
    )


def follows(edition: Edition) -> str:
    """What a draft comes after, in a sentence."""
    last = edition.previous if edition.is_draft else None
    return f"The last approved edition is {last.edition} (approved {in_words(last.approved)})." if last else ""


def record(edition: Edition) -> tuple[tuple[str, Inline], ...]:
    """What is on record about the edition, for its last page. What is not known is left out, never made up."""
    rows = [("Policy and edition", f"{edition.title}, {edition.name}"), ("Reference", edition.reference)]
    rows.append(("Status", "Approved" if edition.approval else "Draft, not approved"))
    if edition.approval:
        rows += _approval_rows(edition.approval, edition.school.roles)
    elif edition.previous:
        rows.append(("Last approved edition", f"{edition.previous.edition}, {in_words(edition.previous.approved)}"))
    rows += [("Looked after by", edition.owner), ("Source revision", edition.commit)]
    rows.append(("Fingerprint of the words", edition.fingerprint))
    return tuple((label, (Run(value),)) for label, value in rows if value)


def _approval_rows(approval: Approval, roles: Mapping[str, str]) -> list[tuple[str, str]]:
    titles = [(roles.get(line.role, line.role), line.name) for line in approval.signatories]
    signed = [title if name == UNKNOWN else f"{name}, {title}" for title, name in titles]
    return [
        ("Approved by", approval.body),
        ("Approved on", in_words(approval.approved)),
        ("Minute", "not recorded" if approval.minute == UNKNOWN else approval.minute),
        ("To be reviewed", in_words(approval.review_due) if approval.review_due else ""),
        ("Signed by", "; ".join(signed)),
    ]


def _signature(line: SignatureLine) -> tuple[str, str]:
    """The words beside the line, and who signs where the words do not say so already."""
    return line.label, "" if line.title.casefold() in line.label.casefold() else line.title


def printed_disagrees(edition: Edition) -> bool:
    """Whether a contents page as printed names other headings than the text has."""
    headings = [
        (chapter.number, chapter.title) if passage is None else (passage.number, passage.title)
        for chapter in edition.chapters
        for passage in (None, *chapter.passages)
    ]
    printed = [(line.number or "", line.title) for line in edition.printed_contents]
    return bool(printed) and printed != headings


def _chapter(chapter: Chapter, anchors: frozenset[str]) -> Values:
    opening = chapter.opening
    return {
        "anchors": tuple(dict.fromkeys((chapter.id, *((opening.id,) if opening else ())))),
        "number": chapter.number,
        "title": chapter.title,
        "blocks": tuple(_block(block, anchors) for block in (opening.blocks if opening else ())),
        "passages": tuple(_passage(passage, anchors) for passage in chapter.passages),
    }


def _passage(passage: Passage, anchors: frozenset[str]) -> Values:
    return {
        "anchors": (passage.id,),
        "number": passage.number,
        "title": passage.title,
        "blocks": tuple(_block(block, anchors) for block in passage.blocks),
    }


def _block(block: Block, anchors: frozenset[str]) -> Values:
    match block.kind:
        case "paragraph":
            return {"kind": "paragraph", "text": _words(block.text, anchors)}
        case "note":
            return {"kind": "note", "label": block.label, "text": _words(block.text, anchors)}
        case "list":
            return {"kind": "list", "stem": _words(block.stem, anchors), "points": _points(block.points, anchors)}
        case "table":
            rows = tuple(tuple(_words(cell, anchors) for cell in row) for row in block.rows)
            header = tuple(_words(cell, anchors) for cell in block.header)
            return {"kind": "table", "caption": _words(block.caption, anchors), "header": header, "rows": rows}
        case "form":
            blanks = tuple((_words(blank.label, anchors), blank.kind) for blank in block.blanks)
            return {"kind": "form", "title": _words(block.title, anchors), "blanks": blanks}


def _points(points: tuple[Point | Between, ...], anchors: frozenset[str]) -> tuple[Values, ...]:
    return tuple(
        {"text": _words(point.text, anchors)}
        if isinstance(point, Between)
        else {
            "letter": point.letter,
            "anchors": (point.anchor, *point.anchors),
            "text": _words(point.text, anchors),
            "points": _points(point.points, anchors),
        }
        for point in points
    )


def _words(inline: Inline, anchors: frozenset[str]) -> Inline:
    """The runs, without a link to an address that this edition does not have."""
    return tuple(
        replace(run, link="") if run.link.startswith("#") and run.link[1:] not in anchors else run for run in inline
    )


def _law(law: Law, anchors: frozenset[str]) -> Values:
    return {
        "title": law.title,
        "url": law.url,
        "address": law.url.removeprefix("https://").removeprefix("http://").removeprefix("www."),
        "provisions": ", ".join(law.provisions),
        "cited": tuple((target.cite, target.anchor if target.anchor in anchors else "") for target in law.cited_by),
    }
