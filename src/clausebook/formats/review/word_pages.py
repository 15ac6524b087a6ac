"""Review -> the first pages of its Word file: what would change, the rules, the ballot and the reasons, untracked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clausebook.formats.review.first_pages import first_pages
from clausebook.formats.review.tracked import TAB, Mark, TrackedLine
from clausebook.formats.review.tracked_blocks import swap
from clausebook.formats.word import pieces
from clausebook.formats.word.pieces import Tree
from clausebook.model.comparison.block_change import ListChangeKind, Span, has_changed
from clausebook.model.comparison.questions import edition_name
from clausebook.model.comparison.redline import Redline
from clausebook.model.comparison.review import Review
from clausebook.text.dates import in_words
from clausebook.text.inline import Inline, Run

Values = dict[str, Any]
_WIDTHS = (0.36, 0.33, 0.11, 0.2)
_BOX = "\N{BALLOT BOX}"


def word_pages(review: Review) -> Iterator[Tree]:
    """What comes before the text, paragraph by paragraph."""
    pages = first_pages(review)
    for id, question, lines in pages["opening"]:
        yield pieces.paragraph("About Subheading", pieces.text(question))
        yield from (pieces.small_text(line) for line in lines)
        if id == "changes":
            yield from _headlines(pages["headlines"])
    if pages["tables"] or pages["wider"]:
        yield pieces.paragraph("About Subheading", pieces.text("Which rules would change?"))
        yield from (pieces.small_text(line) for line in pages["counts"])
    yield from rule_tables(pages)
    for title, questions in pages["ballot"]:
        yield pieces.paragraph("About Subheading", pieces.text(f"Ballot: {title}"))
        yield from map(ballot_line, questions)
    if pages["reasons"]:
        yield pieces.paragraph("About Subheading", pieces.text("Reasons"))
        yield from (pieces.small_text(f"All by {pages['by']}.") for _ in (1,) if pages["by"])
        yield from map(_reason, pages["reasons"])

    yield from _resolution(review)


def _resolution(review: Review) -> Iterator[Tree]:
    """What the governors resolve, to be filled in; nothing where there is no draft to decide on."""
    if not review.new.is_draft:
        return
    yield pieces.paragraph("About Subheading", pieces.text("Resolution"))
    body = (review.new.approving_body or "governing body").removeprefix("the ")
    yield pieces.small_text(
        f"The {body} has considered {edition_name(review.new)} of “{review.title}”, as of "
        f"{in_words(review.as_of.isoformat())}, in place of {edition_name(review.old)}, and resolves:"
    )
    for words in (
        "to approve it unchanged",
        "to approve it with the answers above and these amendments:",
        "to refer it back, for these reasons:",
    ):
        yield pieces.small_text(f"{_BOX} {words}")
    for label in ("Next review due", "Minute", "Date of the meeting", "Signature", "Name and role"):
        yield pieces.small_text(f"{label}:")


def last_pages(review: Review) -> Iterator[Tree]:
    """What comes after the text: the rules that cover more, and those in other words."""
    pages = first_pages(review)
    for title, rows in (
        ("Rules that cover more", pages["covering"]),
        ("Rules that were reworded", pages["reworded"]),
    ):
        if rows:
            yield pieces.paragraph("About Heading", pieces.text(title))
            yield _table(rows)


def rule_tables(pages: Values) -> Iterator[Tree]:
    """The tables of rules that would change, and the rules that only cover more people."""
    for title, rows in pages["tables"]:
        yield pieces.paragraph("About Text", pieces.strong(title))
        yield _table(rows)
    yield from (pieces.small_text(words) for words in (pages["wider"],) if words)


def _headlines(groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> Iterator[Tree]:
    for title, found in groups:
        yield pieces.paragraph("About Text", pieces.strong(title))
        for words, where in found:
            yield pieces.small_text(f"\N{EN DASH} {words}{f' ({where})' if where else ''}")


def _table(rows: Sequence[Values]) -> Tree:
    header = [pieces.text(name) for name in ("Rule now", "Rule before", "Number", "Effect")]
    body = [
        [
            pieces.text(row["now"] or "none"),
            *([pieces.text(row["before"])] if row["before"] else []),  # else the rule now is as wide as both
            pieces.text(row["number"]),
            [*pieces.strong(row["effect"]), *pieces.text("".join(f"; {one}" for one in row["details"]))],
        ]
        for row in rows
    ]
    return pieces.table((), header, body, _WIDTHS, "Small Cell")


def ballot_line(one: Mapping[str, Any]) -> Tree:
    """A question of the ballot with its boxes, or room for an answer."""
    where = f" ({one['where']})" if one["where"] else ""
    boxes = "   ".join(f"{_BOX} {option}" for option in one["options"]) or "Answer:"
    return pieces.small_text(f"{one['number']}. {one['words']}{where}   {boxes}")


def _reason(one: Values) -> Tree:
    known = "; ".join(filter(None, (one["who"], f"law: {one['law']}" if one["law"] else "")))
    words = " ".join((*one["why"], one["unstated"])).strip()
    return pieces.small_text(f"{one['label']}: {words}{f' ({known})' if known else ''}")


def about(redline: Redline) -> Iterator[TrackedLine]:
    """What changed of the policy's owner, its signature lines and its contents as printed, a paragraph each."""
    for detail in redline.details:
        if detail.is_changed:
            words = swap(_run(detail.old), _run(detail.new))
            yield TrackedLine(style="About Text", words=(Span("kept", _run(f"{detail.name.capitalize()}: ")), *words))
    if has_changed(redline.signatures):
        for entry in redline.signatures:
            label = entry.value.label or f"Signed by the {entry.value.title}:"
            yield _entry(entry.kind, f"{label} {TAB}", "Signature Line")
    if has_changed(redline.printed_contents):
        for line in redline.printed_contents:
            heading = " ".join(part for part in (line.value.number, line.value.title) if part)
            yield _entry(line.kind, f"{heading}, page {line.value.page}" if line.value.page else heading, "About Text")


def _run(text: str) -> Inline:
    return (Run(text),) if text else ()


def _entry(kind: ListChangeKind, words: str, style: str) -> TrackedLine:
    marks: dict[ListChangeKind, Mark] = {"added": "inserted", "removed": "deleted", "kept": "kept"}
    mark = marks[kind]
    return TrackedLine(style=style, words=(Span(mark, _run(words)),) if words else (), mark=mark)
