"""What the pages say -> answers: the words in tag order are the edition's, and nothing hides, covers or adds any."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from clausebook.model.approvals.pdf_evidence import ATTACHMENT, Evidence, PageTexts, TaggedText
from clausebook.model.approvals.verdict import Check
from clausebook.model.edition import (
    Edition,
    ResolvedBlock,
    ResolvedForm,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.model.edition import ResolvedConnector as Line
from clausebook.pdf_verify.judge.checks import fault, good
from clausebook.text.dates import in_words
from clausebook.text.inline import plain
from clausebook.text.phrases import listed

INSIDE_A_LINE = {"Span", "Strong", "Em", "Link", "Code", "Reference", "Quote", "Sub"}
BEFORE, AFTER = "Contents", ("Acknowledgement", "About this edition")  # headings of what is not adopted
SHOWN = 4  # differences that are told
RUNNING = ("Page", "of", "edition", "Approved")  # what heads and feet say besides what the edition is called
MOST_TOLD = 9  # things that are hidden: a file made by another program may have hundreds
RIGHT_TO_LEFT = {"R", "AL"}


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """One word and where it stands: a page, or the number of a clause."""

    text: str
    where: str


def pages(evidence: Evidence, edition: Edition) -> Iterator[Check]:
    """Whether the pages say the edition's words, in order, and nothing else."""
    blocks = list(_blocks(evidence.pages))
    expected = list(_expected(edition))
    region, left_out = _adopted(blocks, len(expected))
    found = [word for block in region for word in block.words if not block.label]
    faults = [*_differences(expected, found), *_frame(blocks, region, edition), *_headings(left_out)]
    yield from faults
    if not faults:
        yield good("pages", f"the pages say these {len(expected)} words, in this order, and no others")


def hidden(evidence: Evidence, edition: Edition | None = None) -> Iterator[Check]:
    """Whether anything in the file shows other words than it holds, or could."""
    faults = [*_flaws(evidence.pages), *_spoken(evidence.pages), *_carried(evidence)]
    faults += list(_decoration(evidence.pages, edition)) if edition else []
    yield from faults[:MOST_TOLD]
    if len(faults) > MOST_TOLD:
        yield fault("hidden", f"{len(faults) - MOST_TOLD} more such things")
    if not faults:
        yield good("hidden", "nothing is hidden or painted over, and nothing in it acts: no scripts, layers or remarks")


@dataclass(frozen=True, slots=True)
class _TaggedBlock:
    """One block as the tags have it."""

    kind: str
    words: tuple[PlacedWord, ...]
    label: bool
    page: int

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def _blocks(pages: PageTexts) -> Iterator[_TaggedBlock]:
    """Neighbours in one block are one text: a word may be cut by a change of style or a line's end."""
    for (outer, label), group in groupby(pages.tagged, key=_block_of):
        stretches = list(group)
        text = "".join(one.text for one in stretches)
        words = tuple(PlacedWord(word, f"page {stretches[0].page}") for word in _split(text))
        kind = next((name for name, _ in reversed(outer) if name in ("H1", "H2", "H3")), "")
        yield _TaggedBlock(kind, words, label, stretches[0].page)


def _block_of(one: TaggedText) -> tuple[tuple[tuple[str, int], ...], bool]:
    outer = tuple(element for element in one.around if element[0] not in INSIDE_A_LINE)
    return outer, any(name == "Lbl" for name, _ in outer)


def _split(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()


def _adopted(blocks: list[_TaggedBlock], size: int) -> tuple[list[_TaggedBlock], list[_TaggedBlock]]:
    """The blocks between the contents and what the pipeline adds at the end; and the blocks of that end.

    A clause may be called like one of the added pages: then the end that leaves as many words as expected counts.
    """
    tops = [at for at, block in enumerate(blocks) if block.kind == "H1"]
    start = next((at for at in tops if blocks[at].text != BEFORE), len(blocks))
    ends = [at for at in tops if at > start and blocks[at].text in AFTER] or [len(blocks)]
    counted = {end: sum(len(block.words) for block in blocks[start:end] if not block.label) for end in ends}
    end = min(ends, key=lambda at: (abs(counted[at] - size), at))
    return blocks[start:end], blocks[end:]


def _headings(left_out: list[_TaggedBlock]) -> Iterator[Check]:
    """After the adopted words only the pages that the pipeline adds, each once."""
    tops = [block for block in left_out if block.kind == "H1"]
    for block in tops:
        if block.text not in AFTER or sum(other.text == block.text for other in tops) > 1:
            yield fault("pages", f"page {block.page} has a section {block.text!r} that is not the edition's")


def _frame(blocks: list[_TaggedBlock], region: list[_TaggedBlock], edition: Edition) -> Iterator[Check]:
    """The cover has the adopted title, series and words beside the signature lines."""
    first = region[0] if region else None
    cover = " ".join(block.text for block in blocks[: blocks.index(first) if first else len(blocks)])
    approved = in_words(edition.approval.approved) if edition.approval else ""
    for text in (edition.title, edition.series, approved, *(line.label for line in edition.signatures)):
        if " ".join(_split(text)) not in cover:
            yield fault("pages", f"the cover does not say {text!r}")


def _differences(expected: list[PlacedWord], found: list[PlacedWord]) -> Iterator[Check]:
    one, other = [word.text for word in _ordered(expected)], [word.text for word in _ordered(found)]
    if one == other and _letters(expected) == _letters(found):
        return
    steps = [step for step in SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if step[0] != "equal"]
    old, new = list(_ordered(expected)), list(_ordered(found))
    for _, start, end, begin, stop in steps[:SHOWN]:
        yield fault("pages", _told(old[start:end], new[begin:stop], old, start))
    if len(steps) > SHOWN:
        yield fault("pages", f"the pages differ from the attached words in {len(steps) - SHOWN} more places")
    if not steps:
        yield fault("pages", "the pages differ from the attached words in text that runs from right to left")


def _told(gone: list[PlacedWord], come: list[PlacedWord], old: list[PlacedWord], at: int) -> str:
    place = gone[0].where if gone else old[min(at, len(old) - 1)].where if old else "the edition"
    was, now = (_quoted(words) for words in (gone, come))
    if gone and come:
        return f"{come[0].where} says {now} where clause {place} has {was}"
    if come:
        return f"{come[0].where} says {now}, which clause {place} does not have there"
    return f"the pages leave out {was} of clause {place}"


def _quoted(words: Iterable[PlacedWord]) -> str:
    return _quoted_text([word.text for word in words])


def _ordered(words: Iterable[PlacedWord]) -> Iterator[PlacedWord]:
    """The words whose order on the page can be told: those from right to left are set the other way round."""
    return (word for word in words if not _turns(word.text))


def _letters(words: Iterable[PlacedWord]) -> list[str]:
    """All letters of the words from right to left, whatever their order."""
    return sorted(letter for word in words if _turns(word.text) for letter in word.text)


def _turns(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text)


def _expected(edition: Edition) -> Iterator[PlacedWord]:
    for chapter in edition.chapters:
        yield from _words(f"{chapter.number} {chapter.title}", chapter.cite)
        for passage in chapter.all_passages:
            if passage is not chapter.opening:
                yield from _words(f"{passage.number} {passage.title}", passage.cite)
            for block in passage.blocks:
                for text in _texts(block):
                    yield from _words(text, passage.cite)


def _words(text: str, cite: str) -> Iterator[PlacedWord]:
    return (PlacedWord(word, cite) for word in _split(text))


def _texts(block: ResolvedBlock) -> Iterator[str]:
    match block:
        case ResolvedParagraph():
            yield plain(block.text)
        case ResolvedNote():
            yield f"{block.label} {plain(block.text)}"
        case ResolvedList():
            yield plain(block.stem)
            yield from _points(block.points)
        case ResolvedTable():
            yield plain(block.caption)
            yield from (plain(cell) for row in (block.header, *block.rows) for cell in row)
        case ResolvedForm():
            yield plain(block.title)
            yield from (plain(blank.label) for blank in block.blanks)


def _points(points: tuple[ResolvedListItem | Line, ...]) -> Iterator[str]:
    for point in points:
        yield plain(point.text)
        if isinstance(point, ResolvedListItem):
            yield from _points(point.points)


def _flaws(pages: PageTexts) -> Iterator[Check]:
    for (page, why), group in groupby(pages.flaws, key=lambda flaw: (flaw.page, flaw.why)):
        yield fault("hidden", f"page {page}: {_quote(' '.join(flaw.text for flaw in group))} {why}")


def _quote(text: str) -> str:
    text = " ".join(text.split())
    return f"the words “{text[:60]}{'…' if len(text) > 60 else ''}”"


def _spoken(pages: PageTexts) -> Iterator[Check]:
    """Tags may say to a screen reader, and to who copies the text, something else than is drawn."""
    for one in pages.tagged:
        if one.said and "".join(one.said.split()) != "".join(one.text.split()):
            yield fault("hidden", f"page {one.page}: {_quote(one.text)} are read out and copied as “{one.said[:60]}”")


def _decoration(pages: PageTexts, edition: Edition) -> Iterator[Check]:
    """Heads and feet count as decoration, which nobody reads out: they may say what the edition is, and no more."""
    approved = in_words(edition.approval.approved) if edition.approval else ""
    named = f"{edition.school.name} {edition.title} {edition.series} {edition.name} {edition.reference} {approved}"
    known = {*_split(named), *RUNNING}
    for page, text in pages.running:
        strange = [word for word in _split(text) if word not in known and not word.isdecimal()]
        if strange:
            yield fault("hidden", f"page {page} says {_quoted_text(strange)} outside the words that are read out")


def _quoted_text(words: list[str]) -> str:
    text = " ".join(words)
    return f"“{text[:60]}…”" if len(text) > 61 else f"“{text}”"


def _carried(evidence: Evidence) -> Iterator[Check]:
    now = evidence.now
    for trick in now.tricks:
        yield fault("hidden", trick)
    for line in evidence.disagree:
        yield fault("hidden", f"{line}: programs will show different things")
    others = [name or "without a name" for name, _ in now.attachments if name != ATTACHMENT]
    if others:
        yield fault("hidden", f"it carries other files: {listed(others, most=6)}")
    for field in now.fields:
        if field.on_words and field.shown:
            yield fault(
                "hidden", f"the field {field.name} lies on the words “{field.on_words[:60]}” of page {field.page}"
            )
