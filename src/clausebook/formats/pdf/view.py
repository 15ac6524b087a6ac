"""Edition -> ready values for the layout: plain words, flags and lists, named as the templates use them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from clausebook.formats.pdf.markup import CLOSED, FormBlanks
from clausebook.formats.pdf.proof import DATA, QR, page_address
from clausebook.model.acts.record import Consulted, Reviewed
from clausebook.model.acts.words import act_line, consultation_line, with_article
from clausebook.model.approvals.approval import UNKNOWN, Approval
from clausebook.model.blocks import items_of
from clausebook.model.edition import Edition, Law, ResolvedClause, ResolvedSection
from clausebook.model.edition_blocks import ResolvedBlock, ResolvedConnector, ResolvedForm, ResolvedListItem
from clausebook.model.publication import Labels
from clausebook.text.colour import readable
from clausebook.text.dates import in_words
from clausebook.text.inline import Inline, Run
from clausebook.text.phrases import listed

Values = dict[str, Any]
_LABELS = (  # those that templates/pdf shows
    *("contents", "reference", "status", "how_to_read", "how_words", "serif_type"),
    *("how_letters_adopted", "how_letters_proposed", "about_this_edition", "not_adopted_text", "not_proposed_text"),
    *("law_and_guidance_cited", "title_and_provisions", "cited_in", "on_record", "proof_of_approval"),
)


@dataclass
class LinkPlaces:
    """The places inside one document: addresses that a link may name, those that have been set already, and blanks."""

    known: frozenset[str]
    blanks: FormBlanks
    taken: set[str] = field(default_factory=set)
    numbered: dict[str, int] = field(default_factory=dict)

    def new(self, *anchors: str) -> tuple[str, ...]:
        """The anchors that are still to be set. Two places with one address would be none: the first one has it."""
        fresh = tuple(anchor for anchor in dict.fromkeys(anchors) if anchor not in self.taken)
        self.taken.update(fresh)
        return fresh

    def form(self, clause: str, form: ResolvedForm) -> tuple[str, ...]:
        """What each blank of a form is called, in a clause that may have several forms."""
        first = self.numbered.get(clause, 1)
        self.numbered[clause] = first + len(form.blanks)
        return self.blanks.of_form(clause, first, form)


def printed(edition: Edition, labels: Labels) -> Values:
    """Everything the layout shows of one edition in its own PDF: with its proof, and places to sign and fill in."""
    blanks = FormBlanks(open=not edition.is_draft)
    return {
        **document(edition, labels, blanks),
        "data": DATA,
        "qr": QR if page_address(edition) else "",
        "address": page_address(edition),
        "fingerprint": edition.fingerprint,
        "groups": groups(edition.fingerprint),
        "acknowledgement": blanks.acknowledgement() if edition.acknowledgement else (),
    }


def document(edition: Edition, labels: Labels, blanks: FormBlanks = CLOSED) -> Values:
    """Everything the layout shows of one edition's words. `blanks` are the places that can be filled in."""
    places = LinkPlaces(frozenset(anchors_of(edition)), blanks)
    language, _, region = edition.school.language.partition("-")
    return {
        "language": language,
        "region": region or None,
        "school": edition.school.name,
        "series": edition.series,
        "title": edition.title,
        "name": "Draft" if edition.is_draft else edition.called,
        "reference": edition.reference,
        "draft": edition.is_draft,
        "status": status(edition),
        "primary": readable(edition.school.brand.primary),
        "accent": readable(edition.school.brand.accent),
        "facts": facts(edition),
        "follows": follows(edition),
        "labels": {key: labels[key] for key in _LABELS},
        "readers": readers(edition, labels),
        "signatures": _signatures(edition, blanks),
        "chapters": tuple(_chapter(chapter, places) for chapter in edition.chapters),
        "record": record(edition),
        "laws": tuple(_law(law, places) for law in edition.laws),
        "printed": tuple((line.number or "", line.title, line.page) for line in edition.printed_contents),
        "disagrees": printed_disagrees(edition),
    }


def anchors_of(edition: Edition) -> Iterator[str]:
    """Every address inside the edition."""
    for chapter in edition.chapters:
        yield chapter.id
    for passage in edition.passages:
        yield passage.id
        for item in items_of(passage):
            yield from (item.anchor, *item.anchors)


def status(edition: Edition) -> str:
    """Whether these words are approved, in a few words."""
    return f"Approved {in_words(edition.approval.approved)}" if edition.approval else "Draft \N{EN DASH} not approved"


def facts(edition: Edition) -> tuple[tuple[str, str], ...]:
    """The lines of the cover that the governors' act gives. A draft has none of its own."""
    if edition.approval is None:
        return ()
    due = edition.next_review
    return (
        (f"Approved by {with_article(edition.approval.body)}:", in_words(edition.approval.approved)),
        *((("In force from:", in_words(edition.begins)),) if edition.begins else ()),
        *(("Reviewed without change:", in_words(act.on)) for act in edition.acts if isinstance(act, Reviewed)),
        *((("To be reviewed:", in_words(due)),) if due else ()),
    )


def readers(edition: Edition, labels: Labels) -> tuple[tuple[str, str, str], ...]:
    """Lines for a reader's first questions: label, answer, address. What is not known is left out."""
    roles, school = edition.school.roles, edition.school
    people = listed(dict.fromkeys(roles.get(role, role) for one in edition.passages for role in one.applies_to))
    ask = ", ".join(filter(None, (school.contact, school.email)))
    site = page_address(edition)
    lines = (
        (labels["who_must_read"], people, ""),
        (labels["whom_to_ask"], ask, f"mailto:{school.mailbox}" if school.mailbox else ""),
        (labels["on_the_web"], site.removeprefix("https://"), site),
    )
    return tuple(line for line in lines if line[1])


def groups(fingerprint: str) -> tuple[str, ...]:
    """The digits of a fingerprint in groups of eight."""
    digits = fingerprint.rpartition(":")[2]
    return tuple(digits[start : start + 8] for start in range(0, len(digits), 8))


def follows(edition: Edition) -> str:
    """What a draft comes after, in a sentence."""
    last = edition.previous if edition.is_draft else None
    before = f"The last approved edition is {last.edition} (approved {in_words(last.approved)})." if last else ""
    return " ".join(filter(None, (before, *map(consultation_line, edition.acts))))


def record(edition: Edition) -> tuple[tuple[str, Inline], ...]:
    """What is on record about the edition, for its last page. What is not known is left out, never made up."""
    rows = [("Policy and edition", f"{edition.title}, {edition.name}"), ("Reference", edition.reference)]
    rows.append(("Status", "Approved" if edition.approval else "Draft, not approved"))
    if edition.approval:
        rows += _approval_rows(edition, edition.approval, edition.school.roles)
    elif edition.previous:
        rows.append(("Last approved edition", f"{edition.previous.edition}, {in_words(edition.previous.approved)}"))
    rows += [("Owner", edition.owner), ("Source revision", edition.commit)]
    rows.append(("Fingerprint of the words", edition.fingerprint))
    return tuple((label, (Run(value),)) for label, value in rows if value)


def _approval_rows(edition: Edition, approval: Approval, roles: Mapping[str, str]) -> list[tuple[str, str]]:
    titles = [(roles.get(line.role, line.role), line.name) for line in approval.signatories]
    # a file that somebody signs says by whom itself; what the record knows is another matter
    signed = [f"{title} (no name on record)" if name == UNKNOWN else f"{name}, {title}" for title, name in titles]
    return [
        ("Approved by", approval.body),
        ("Approved on", in_words(approval.approved)),
        ("Called", approval.label),
        ("Minute", "not recorded" if approval.minute == UNKNOWN else approval.minute),
        ("In force from", in_words(edition.begins) if edition.begins else ""),
        ("To be reviewed", in_words(edition.next_review) if edition.next_review else ""),
        ("Signatories", "; ".join(signed)),
        ("Consultation", " ".join(act_line(act) for act in edition.acts if isinstance(act, Consulted))),
        ("Since then", " ".join(act_line(act) for act in edition.acts if not isinstance(act, Consulted))),
        ("Act of approval", approval.act),
    ]


def _signatures(edition: Edition, blanks: FormBlanks) -> tuple[tuple[str, str, str], ...]:
    """For each line the words beside it, who signs where the words do not say so already, and the field."""
    if edition.approval is None:
        return ()
    return tuple(
        (line.label, "" if line.title.casefold() in line.label.casefold() else line.title, target)
        for line, target in zip(edition.signatures, blanks.signatures(edition), strict=True)
    )


def printed_disagrees(edition: Edition) -> bool:
    """Whether a contents page as printed names other headings than the text has."""
    headings = [
        (chapter.number, chapter.title) if passage is None else (passage.number, passage.title)
        for chapter in edition.chapters
        for passage in (None, *chapter.passages)
    ]
    printed = [(line.number or "", line.title) for line in edition.printed_contents]
    return bool(printed) and printed != headings


def _chapter(chapter: ResolvedSection, places: LinkPlaces) -> Values:
    opening = chapter.opening
    return {
        "anchors": places.new(chapter.id, *((opening.id,) if opening else ())),
        "number": chapter.number,
        "title": chapter.title,
        "blocks": tuple(_block(block, opening, places) for block in opening.blocks) if opening else (),
        "passages": tuple(_passage(passage, places) for passage in chapter.passages),
    }


def _passage(passage: ResolvedClause, places: LinkPlaces) -> Values:
    return {
        "anchors": places.new(passage.id),
        "number": passage.number,
        "title": passage.title,
        "blocks": tuple(_block(block, passage, places) for block in passage.blocks),
    }


def _block(block: ResolvedBlock, passage: ResolvedClause, places: LinkPlaces) -> Values:
    match block.kind:
        case "paragraph":
            return {"kind": "paragraph", "text": _words(block.text, places)}
        case "note":
            return {"kind": "note", "label": block.label, "text": _words(block.text, places)}
        case "list":
            return {"kind": "list", "stem": _words(block.stem, places), "points": _points(block.points, places)}
        case "table":
            rows = tuple(tuple(_words(cell, places) for cell in row) for row in block.rows)
            header = tuple(_words(cell, places) for cell in block.header)
            return {"kind": "table", "caption": _words(block.caption, places), "header": header, "rows": rows}
        case "form":
            targets = places.form(passage.id, block)
            blanks = tuple(
                (_words(blank.label, places), blank.kind, target)
                for blank, target in zip(block.blanks, targets, strict=True)
            )
            return {"kind": "form", "title": _words(block.title, places), "blanks": blanks}
        case _:
            assert_never(block.kind)


def _points(points: tuple[ResolvedListItem | ResolvedConnector, ...], places: LinkPlaces) -> tuple[Values, ...]:
    return tuple(
        {"text": _words(point.text, places)}
        if isinstance(point, ResolvedConnector)
        else {
            "letter": point.letter,
            "anchors": places.new(point.anchor, *point.anchors),
            "text": _words(point.text, places),
            "points": _points(point.points, places),
        }
        for point in points
    )


def _words(inline: Inline, places: LinkPlaces) -> Inline:
    """The runs, without a link to an address that this edition does not have."""
    return tuple(
        replace(run, link="") if run.link.startswith("#") and run.link[1:] not in places.known else run
        for run in inline
    )


def _law(law: Law, places: LinkPlaces) -> Values:
    return {
        "title": law.title,
        "url": law.url,
        "address": law.url.removeprefix("https://").removeprefix("http://").removeprefix("www."),
        "provisions": ", ".join(law.provisions),
        "cited": tuple(
            (target.cite, target.anchor if target.anchor in places.known else "") for target in law.cited_by
        ),
    }
