"""What the pages say -> answers: the words in tag order are the edition's, and nothing hides, covers or adds any."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from clausebook.model.approvals.pdf_evidence import ATTACHMENT, Evidence, PageTexts, TaggedText
from clausebook.model.approvals.verdict import Check
from clausebook.model.edition import Edition
from clausebook.model.publication import ABOUT, CONTENTS
from clausebook.model.reading import PlacedWord, ReadingDifference, differences, quoted, words_in, words_of
from clausebook.pdf_verify.judge.changes import annotation_words
from clausebook.pdf_verify.judge.checks import fault, good
from clausebook.text.dates import in_words
from clausebook.text.phrases import counted, listed
from clausebook.text.quotation import straight
from clausebook.text.records import dataclass

INSIDE_A_LINE = {"Span", "Strong", "Em", "Link", "Code", "Reference", "Quote", "Sub"}
BEFORE, AFTER = CONTENTS, ("Acknowledgement", *ABOUT)  # headings of what is not adopted
SHOWN = 4  # differences that are listed
RUNNING = ("Page", "of", "edition", "Approved")  # what heads and feet say besides what the edition is called
QUIET = {"Link", "Widget"}  # annotations that a policy's PDF has
LAW = "https://www.legislation.gov.uk/"
PICTURE = "QR code of the address "
MOST_LISTED = 9  # things that are hidden: a file made by another program may have hundreds


def pages(evidence: Evidence, edition: Edition) -> Iterator[Check]:
    """Whether the pages say the edition's words, in order, and nothing else."""
    blocks = list(blocks_of(evidence.pages))
    expected = list(words_of(edition))
    region, left_out = adopted_region(blocks, len(expected))
    found = [word for block in region for word in block.words]
    if edition.is_draft:  # readers are shown its marks typographically
        expected, found = ([replace(one, text=straight(one.text)) for one in words] for words in (expected, found))
    faults = [*_differences(expected, found), *_frame(blocks, region, edition), *_headings(left_out)]
    faults += [
        fault("pages", f"the bookmark “{one[:60]}” is not a heading of the pages")
        for one in strange_bookmarks(evidence.pages, blocks)
    ]
    yield from faults
    if not faults:
        yield good("pages", f"the pages say these {counted(len(expected), 'word')}, in this order, and no others")


def hidden(evidence: Evidence, edition: Edition | None = None) -> Iterator[Check]:
    """Whether anything in the file shows other words than it holds, or could."""
    faults = [*_flaws(evidence.pages), *_spoken(evidence.pages), *_carried(evidence)]
    faults += [*_decoration(evidence.pages, edition), *_links(evidence)] if edition else []
    yield from faults[:MOST_LISTED]
    if len(faults) > MOST_LISTED:
        yield fault("hidden", f"{len(faults) - MOST_LISTED} more such things")
    if not faults:
        yield good("hidden", "nothing is hidden or painted over, and nothing in it acts: no scripts, layers or remarks")


@dataclass(frozen=True, slots=True)
class TaggedBlock:
    """One block as the tags have it."""

    kind: str
    words: tuple[PlacedWord, ...]
    label: bool
    page: int

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def blocks_of(pages: PageTexts) -> Iterator[TaggedBlock]:
    """Neighbours in one block are one text: a word may be cut by a change of style or a line's end."""
    for (outer, label), group in groupby(pages.tagged, key=_block_of):
        stretches = list(group)
        text = "".join(one.text for one in stretches)
        words = tuple(PlacedWord(word, f"page {stretches[0].page}") for word in words_in(text))
        kind = next((name for name, _ in reversed(outer) if name in ("H1", "H2", "H3")), "")
        yield TaggedBlock(kind, words, label, stretches[0].page)


def _block_of(one: TaggedText) -> tuple[tuple[tuple[str, int], ...], bool]:
    outer = tuple(element for element in one.around if element[0] not in INSIDE_A_LINE)
    return outer, any(name == "Lbl" for name, _ in outer)


def adopted_region(blocks: list[TaggedBlock], size: int) -> tuple[list[TaggedBlock], list[TaggedBlock]]:
    """The blocks between the contents and what the pipeline adds at the end; and the blocks of that end.

    A clause may be called like one of the added pages: then the end that leaves as many words as expected counts.
    """
    tops = [at for at, block in enumerate(blocks) if block.kind == "H1"]
    start = next((at for at in tops if blocks[at].text not in BEFORE), len(blocks))
    ends = [at for at in tops if at > start and blocks[at].text in AFTER] or [len(blocks)]
    counted = {end: sum(len(block.words) for block in blocks[start:end]) for end in ends}
    end = min(ends, key=lambda at: (abs(counted[at] - size), at))
    return blocks[start:end], blocks[end:]


def strange_bookmarks(pages: PageTexts, blocks: list[TaggedBlock]) -> list[str]:
    """Bookmarks that say something else than a heading does."""
    headings = {"".join(block.text.split()) for block in blocks if block.kind}
    return [one for one in pages.bookmarks if "".join(" ".join(words_in(one)).split()) not in headings]


def _headings(left_out: list[TaggedBlock]) -> Iterator[Check]:
    """After the adopted words only the pages that the pipeline adds, each once."""
    tops = [block for block in left_out if block.kind == "H1"]
    for block in tops:
        if block.text not in AFTER or sum(other.text == block.text for other in tops) > 1:
            yield fault("pages", f"page {block.page} has a section {block.text!r} that is not the edition's")


def _frame(blocks: list[TaggedBlock], region: list[TaggedBlock], edition: Edition) -> Iterator[Check]:
    """The cover has the adopted title, series and words beside the signature lines."""
    first = region[0] if region else None
    cover = " ".join(block.text for block in blocks[: blocks.index(first) if first else len(blocks)])
    approved = in_words(edition.approval.approved) if edition.approval else ""
    for text in (edition.title, edition.series, approved, *(line.label for line in edition.signatures)):
        if " ".join(words_in(text)) not in cover:
            yield fault("pages", f"the cover does not say {text!r}")


def _differences(expected: list[PlacedWord], found: list[PlacedWord]) -> Iterator[Check]:
    apart = differences(expected, found)
    for one in apart[:SHOWN]:
        yield fault("pages", _in_words(one))
    if len(apart) > SHOWN:
        yield fault("pages", f"the pages differ from the attached words in {len(apart) - SHOWN} more places")


def _in_words(apart: ReadingDifference) -> str:
    clause = apart.clause or "the edition"
    if apart.expected and apart.found:
        return f"{apart.where} says {quoted(apart.found)} where clause {clause} has {quoted(apart.expected)}"
    if apart.found:
        return f"{apart.where} says {quoted(apart.found)}, which clause {clause} does not have there"
    return f"the pages leave out {quoted(apart.expected)} of clause {clause}"


def _flaws(pages: PageTexts) -> Iterator[Check]:
    for (page, why), group in groupby(pages.flaws, key=lambda flaw: (flaw.page, flaw.why)):
        yield fault("hidden", f"page {page}: {_quote(' '.join(flaw.text for flaw in group))} {why}")


def _quote(text: str) -> str:
    text = " ".join(text.split())
    return f"the words “{text[:60]}{'…' if len(text) > 60 else ''}”"


def _spoken(pages: PageTexts) -> Iterator[Check]:
    """Tags may say to a screen reader, and to who copies the text, something else than is drawn."""
    for one in said_otherwise(pages):
        words = f"{_quote(one.text)} are" if one.text.strip() else "invisible words are"
        yield fault("hidden", f"page {one.page}: {words} read out and copied as “{one.said[:60]}”")


def said_otherwise(pages: PageTexts) -> Iterator[TaggedText]:
    """Stretches that are not read out as they are drawn; the picture of an address may say that it is one."""
    for one in pages.tagged:
        picture = not one.text.strip() and one.said.startswith(PICTURE)
        if one.said and not picture and "".join(one.said.split()) != "".join(one.text.split()):
            yield one


def _decoration(pages: PageTexts, edition: Edition) -> Iterator[Check]:
    """Heads and feet count as decoration, which is not read out: they may say what the edition is, and no more."""
    approved = in_words(edition.approval.approved) if edition.approval else ""
    named = f"{edition.school.name} {edition.title} {edition.series} {edition.name} {edition.reference} {approved}"
    known = {*words_in(named), *RUNNING}
    for page, text in pages.running:
        strange = [word for word in words_in(text) if word not in known and not word.isdecimal()]
        if strange:
            yield fault("hidden", f"page {page} says {_quoted_text(strange)} outside the words that are read out")


def _quoted_text(words: list[str]) -> str:
    text = " ".join(words)
    return f"“{text[:60]}…”" if len(text) > 61 else f"“{text}”"


def _links(evidence: Evidence) -> Iterator[Check]:
    """Links lead to what the edition, its law or a page names."""
    printed = "".join("".join(one.text.split()) for one in evidence.pages.tagged)
    data = b"".join(evidence.attached).decode("utf-8", "replace")
    for note in evidence.now.annotations:
        one = note.target
        known = one.startswith(LAW) or json.dumps(one, ensure_ascii=False)[1:-1] in data or one in printed
        if not known:
            yield fault("hidden", f"page {note.page} has a link to {one[:80]}, which the edition does not name")


def _carried(evidence: Evidence) -> Iterator[Check]:
    now = evidence.now
    for trick in now.tricks:
        yield fault("hidden", trick)
    for note in now.annotations:
        if note.kind not in QUIET:
            yield fault("hidden", f"page {note.page} has an annotation of kind {note.kind}{annotation_words(note)}")
    for line in evidence.disagree:
        yield fault("hidden", f"{line}: programs will show different things")
    others = [name or "without a name" for name, _ in now.attachments if name != ATTACHMENT]
    if others:
        yield fault("hidden", f"it carries other files: {listed(others, most=6)}")
    for field in now.fields:
        if field.on_words and (field.shown or field.kind != "signature"):
            yield fault(
                "hidden", f"the field {field.name} lies on the words “{field.on_words[:60]}” of page {field.page}"
            )
