"""The cover and the contents of a Word file. What is not known is left out, never made up."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.formats.word import pieces
from clausebook.formats.word.body import chapter_anchor, numbered_title
from clausebook.formats.word.pieces import Tree
from clausebook.model.acts.record import Reviewed
from clausebook.model.acts.words import consultation_line
from clausebook.model.edition import Edition
from clausebook.text.dates import in_words

ABOUT_ANCHOR = "about-this-edition"
ABOUT_TITLE = "About this edition"
# Levels 1 and 2 (\o), no page numbers (\n), links (\h), nothing hidden on the web (\z), outline levels too (\u).
# Page numbers depend on the machine's fonts: left out, they are never wrong, and Word never asks to update them.
_FIELD_BEGINS = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\n \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_FIELD_ENDS = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def status(edition: Edition) -> str:
    """Edition and standing in a line, for the header: "2018 edition, approved May 2018"."""
    if edition.approval is None:
        return "DRAFT, not approved"
    return f"{edition.called}, approved {in_words(edition.approval.approved)}"


def cover(edition: Edition) -> Iterator[Tree]:
    """School, series, title, what is known of the approval, and the lines to sign on."""
    yield pieces.paragraph("Cover School", pieces.text(edition.school.name))
    if edition.series:
        yield pieces.paragraph("Cover Series", pieces.text(edition.series))
    yield pieces.paragraph("Title", pieces.text(edition.title))
    yield from (_draft(edition) if edition.is_draft else _approved(edition))
    yield pieces.paragraph("Cover Reference", pieces.text(f"Reference: {edition.reference}"))


def _draft(edition: Edition) -> Iterator[Tree]:
    body = edition.approving_body or "governing body"
    yield pieces.paragraph("Cover Status", pieces.text(f"Draft, not approved by the {body}"))
    for line in filter(None, map(consultation_line, edition.acts)):
        yield pieces.paragraph("Cover Status", pieces.text(line))
    if edition.previous:
        before = edition.previous
        yield _fact("Last approved edition", f"{before.edition}, approved {in_words(before.approved)}")
        if before.review_due:
            yield _fact("Review of that edition due", in_words(before.review_due))


def _approved(edition: Edition) -> Iterator[Tree]:
    approval = edition.approval
    if approval is None:
        return
    yield _fact(f"Approved by the {approval.body}", in_words(approval.approved))
    if edition.begins:
        yield _fact("In force from", in_words(edition.begins))
    for act in edition.acts:
        if isinstance(act, Reviewed):
            yield _fact("Reviewed without change", in_words(act.on))
    if edition.next_review:
        yield _fact("To be reviewed", in_words(edition.next_review))
    for line in edition.signatures:
        label = line.label or f"Signed by the {line.title}:"
        yield pieces.paragraph("Signature Line", [*pieces.text(f"{label} "), pieces.tab()])
        if line.title.lower() not in label.lower():
            yield pieces.paragraph("Signature Role", pieces.text(line.title))


def _fact(label: str, value: str) -> Tree:
    return pieces.paragraph("Cover Fact", [*pieces.text(f"{label}: "), *pieces.strong(value)])


def contents(edition: Edition) -> Iterator[Tree]:
    """Word's own contents field with its entries already in it, so that nobody has to update it first."""
    yield pieces.paragraph("TOC Heading", pieces.text("Contents"))
    entries = list(_entries(edition))
    for place, (level, anchor, words) in enumerate(entries):
        begins = [pieces.raw(_FIELD_BEGINS)] if place == 0 else []
        ends = [pieces.raw(_FIELD_ENDS)] if place == len(entries) - 1 else []
        yield pieces.paragraph(f"toc {level}", [*begins, pieces.link(words, f"#{anchor}"), *ends])


def _entries(edition: Edition) -> Iterator[tuple[int, str, str]]:
    for chapter in edition.chapters:
        yield 1, chapter_anchor(chapter), numbered_title(chapter.number, chapter.title)
        for passage in chapter.passages:
            yield 2, passage.id, numbered_title(passage.number, passage.title)
    yield 1, ABOUT_ANCHOR, ABOUT_TITLE
