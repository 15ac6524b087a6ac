"""The last page of a Word file: what the pipeline knows of the edition. It is visibly no part of the adopted words."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.formats.word import pieces
from clausebook.formats.word.cover import ABOUT_ANCHOR, ABOUT_TITLE
from clausebook.formats.word.pieces import Tree
from clausebook.model.acts.record import Consulted
from clausebook.model.acts.words import act_line
from clausebook.model.approvals.approval import UNKNOWN
from clausebook.model.edition import Edition, Law
from clausebook.text.dates import in_words

_WIDTHS = {2: (0.6, 0.4), 3: (0.5, 0.2, 0.3)}  # shares of the page by number of columns: titles are long


def about(edition: Edition) -> Iterator[Tree]:
    """Facts of the edition, the legislation it cites, and the contents page as it was printed."""
    yield pieces.paragraph("About Heading", [pieces.bookmark(ABOUT_ANCHOR), *pieces.text(ABOUT_TITLE)])
    body = edition.approving_body or "governing body"
    yield _text(
        "This page, the letters in front of the points, the contents list and the headers and footers are no part of "
        f"the text that the {body} adopts. The letters are there for citation only."
    )
    for label, value in _facts(edition):
        yield pieces.paragraph("About Fact", [*pieces.strong(label), pieces.tab(), *pieces.text(value)])
    if edition.fingerprint:
        mark = pieces.in_style("Fingerprint", edition.fingerprint)
        yield pieces.paragraph("About Fact", [*pieces.strong("Fingerprint"), pieces.tab(), mark])
    if edition.laws:
        yield _subheading("Legislation and guidance cited")
        yield _laws(edition.laws)
    if edition.printed_contents:
        yield _subheading("Contents page as printed")
        yield _text("The edition adopted on paper was printed with these contents, which may differ from its headings.")
        for line in edition.printed_contents:
            words = " ".join(part for part in (line.number, line.title) if part)
            yield _text(f"{words}, page {line.page}" if line.page else words)


def _facts(edition: Edition) -> Iterator[tuple[str, str]]:
    yield "Edition", edition.reference
    approval = edition.approval
    if approval is None:
        yield "Status", "Draft, not approved"
    else:
        yield "Status", f"Approved, {in_words(approval.approved)}, by the {approval.body}"
        yield "Minute", "not known" if approval.minute == UNKNOWN else approval.minute
        for act in edition.acts:
            yield "Consultation" if isinstance(act, Consulted) else "Since then", act_line(act)
        if approval.act:
            yield "Act of approval", approval.act
    if edition.owner:
        yield "Owner", edition.owner
    if ask := ", ".join(filter(None, (edition.school.contact, edition.school.email))):
        yield "Whom to ask", ask
    yield "Source commit", edition.commit or "none: built from files that are not committed"


def _laws(laws: tuple[Law, ...]) -> Tree:
    """Three columns, or two where no citation names a provision: an empty column says nothing."""
    provisions = any(law.provisions for law in laws)
    header = ["Instrument", *(["Provisions"] if provisions else []), "Cited in"]
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


def _subheading(words: str) -> Tree:
    return pieces.paragraph("About Subheading", pieces.text(words))


def _text(words: str) -> Tree:
    return pieces.paragraph("About Text", pieces.text(words))
