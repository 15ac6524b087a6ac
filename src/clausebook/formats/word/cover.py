"""What is around the adopted words of a Word file: cover, contents, last page. What is not known is left out."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.formats._labels import body_in, date_in
from clausebook.formats.word import pieces
from clausebook.formats.word.body import chapter_anchor, numbered_title
from clausebook.formats.word.pieces import Tree
from clausebook.model.acts.record import Consulted, Reviewed
from clausebook.model.acts.words import act_line, consultation_line
from clausebook.model.approvals.approval import UNKNOWN
from clausebook.model.edition import Edition, Law
from clausebook.model.publication import Labels
from clausebook.text.dates import in_words

ABOUT_ANCHOR = "about-this-edition"
# Levels 1 and 2 (\o), no page numbers (\n), links (\h), nothing hidden on the web (\z), outline levels too (\u).
# Page numbers depend on the machine's fonts: left out, they are never wrong, and Word never asks to update them.
_FIELD_BEGINS = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\n \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_FIELD_ENDS = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_WIDTHS = {2: (0.6, 0.4), 3: (0.5, 0.2, 0.3)}  # shares of the page by number of columns: titles are long


def status(edition: Edition) -> str:
    """Edition and status in a line, for the header: "2018 edition, approved May 2018"."""
    if edition.approval is None:
        return "DRAFT, not approved"
    return f"{edition.called}, approved {in_words(edition.approval.approved)}"


def cover(edition: Edition, labels: Labels) -> Iterator[Tree]:
    """School, series, title, what is known of the approval, and the lines to sign on."""
    yield pieces.paragraph("Cover School", pieces.text(edition.school.name))
    if edition.series:
        yield pieces.paragraph("Cover Series", pieces.text(edition.series))
    yield pieces.paragraph("Title", pieces.text(edition.title))
    yield from (_draft(edition, labels) if edition.is_draft else _approved(edition, labels))
    yield pieces.paragraph("Cover Reference", pieces.text(f"{labels['reference']}: {edition.reference}"))


def _draft(edition: Edition, labels: Labels) -> Iterator[Tree]:
    body = body_in(edition.approving_body or "governing body", labels)
    yield pieces.paragraph("Cover Status", pieces.text(labels["draft_not_approved_by"].format(body=body)))
    for line in filter(None, map(consultation_line, edition.acts)):
        yield pieces.paragraph("Cover Status", pieces.text(line))
    if edition.previous:
        before = edition.previous
        yield _fact(
            labels["last_approved_edition"],
            labels["edition_approved"].format(edition=before.edition, day=date_in(before.approved, labels)),
        )
        if before.review_due:
            yield _fact(labels["review_of_that_due"], date_in(before.review_due, labels))


def _approved(edition: Edition, labels: Labels) -> Iterator[Tree]:
    approval = edition.approval
    if approval is None:
        return
    yield _fact(
        labels["approved_by_body"].format(body=body_in(approval.body, labels)).rstrip(":"),
        date_in(approval.approved, labels),
    )
    if edition.begins:
        yield _fact(labels["in_force_from"], date_in(edition.begins, labels))
    for act in edition.acts:
        if isinstance(act, Reviewed):
            yield _fact(labels["reviewed_without_change"], date_in(act.on, labels))
    if edition.next_review:
        yield _fact(labels["to_be_reviewed"], date_in(edition.next_review, labels))
    for line in edition.signatures:
        label = line.label or labels["signed_by_body"].format(body=body_in(line.title, labels))
        yield pieces.paragraph("Signature Line", [*pieces.text(f"{label} "), pieces.tab()])
        if line.title.lower() not in label.lower():
            yield pieces.paragraph("Signature Role", pieces.text(line.title))


def _fact(label: str, value: str) -> Tree:
    return pieces.paragraph("Cover Fact", [*pieces.text(f"{label}: "), *pieces.strong(value)])


def contents(edition: Edition, labels: Labels) -> Iterator[Tree]:
    """Word's own contents field with its entries already in it, so that it need not be updated first."""
    yield pieces.paragraph("TOC Heading", pieces.text(labels["contents"]))
    entries = list(_entries(edition, labels))
    for place, (level, anchor, words) in enumerate(entries):
        begins = [pieces.raw(_FIELD_BEGINS)] if place == 0 else []
        ends = [pieces.raw(_FIELD_ENDS)] if place == len(entries) - 1 else []
        yield pieces.paragraph(f"toc {level}", [*begins, pieces.link(words, f"#{anchor}"), *ends])


def _entries(edition: Edition, labels: Labels) -> Iterator[tuple[int, str, str]]:
    for chapter in edition.chapters:
        yield 1, chapter_anchor(chapter), numbered_title(chapter.number, chapter.title)
        for passage in chapter.passages:
            yield 2, passage.id, numbered_title(passage.number, passage.title)
    yield 1, ABOUT_ANCHOR, labels["about_this_edition"]


def about(edition: Edition, labels: Labels) -> Iterator[Tree]:
    """Facts of the edition, the legislation it cites, and the contents page as it was printed."""
    yield pieces.paragraph("About Heading", [pieces.bookmark(ABOUT_ANCHOR), *pieces.text(labels["about_this_edition"])])
    body = body_in(edition.approving_body or "governing body", labels)
    yield pieces.small_text(labels["no_part_of_text"].format(body=body))
    for label, value in _facts(edition, labels):
        yield pieces.paragraph("About Fact", [*pieces.strong(label), pieces.tab(), *pieces.text(value)])
    if edition.fingerprint:
        mark = pieces.in_style("Fingerprint", edition.fingerprint)
        yield pieces.paragraph("About Fact", [*pieces.strong(labels["fingerprint_short"]), pieces.tab(), mark])
    if edition.laws:
        yield pieces.small_heading(labels["law_and_guidance_cited"])
        yield _laws(edition.laws, labels)
    if edition.printed_contents:
        yield pieces.small_heading(labels["contents_page_as_printed"])
        yield pieces.small_text(labels["contents_page_as_printed_about"])
        for line in edition.printed_contents:
            words = " ".join(part for part in (line.number, line.title) if part)
            yield pieces.small_text(labels["on_page"].format(title=words, page=line.page) if line.page else words)


def _facts(edition: Edition, labels: Labels) -> Iterator[tuple[str, str]]:
    yield labels["edition"], edition.reference
    approval = edition.approval
    if approval is None:
        yield labels["status"], labels["draft_not_approved"]
    else:
        day, body = date_in(approval.approved, labels), body_in(approval.body, labels)
        yield labels["status"], labels["approved_on_by_long"].format(day=day, body=body)
        yield labels["minute"], labels["not_known"] if approval.minute == UNKNOWN else approval.minute
        for act in edition.acts:
            yield labels["consultation"] if isinstance(act, Consulted) else labels["since_then"], act_line(act)
        if approval.act:
            yield labels["act_of_approval"], approval.act
    if edition.owner:
        yield labels["owner"], edition.owner
    if ask := ", ".join(filter(None, (edition.school.contact, edition.school.email))):
        yield labels["whom_to_ask"], ask
    yield labels["source_commit"], edition.commit or labels["no_commit"]


def _laws(laws: tuple[Law, ...], labels: Labels) -> Tree:
    """Three columns, or two where no citation names a provision: an empty column says nothing."""
    provisions = any(law.provisions for law in laws)
    header = [labels["instrument"], *([labels["provisions"]] if provisions else []), labels["cited_in"]]
    rows = [
        [_title(law), *([pieces.text(", ".join(law.provisions))] if provisions else []), _places(law)] for law in laws
    ]
    return pieces.table((), [pieces.text(words) for words in header], rows, _WIDTHS[len(header)])


def _title(law: Law) -> list[Tree]:
    return [pieces.link(law.title, law.url)] if law.url else pieces.text(law.title)


def _places(law: Law) -> list[Tree]:
    """The clauses and items that cite it, each a link."""
    shown: list[Tree] = []
    for target in law.cited_by:
        shown.extend(pieces.text(", ") if shown else [])
        shown.append(pieces.link(target.cite, f"#{target.anchor}"))
    return shown
