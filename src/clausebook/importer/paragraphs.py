"""Lines of a text file -> blocks: parted by blank lines or marks, wrapped lines joined, underlined lines headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from clausebook.errors import UserError
from clausebook.importer.pages import from_pages
from clausebook.importer.source_block import BLANK, TICK, ListMarker, split_mark
from clausebook.model.documents.extracted import ExcludedText, ExtractedBlock, ExtractedDocument, SourceLine
from clausebook.text.inline import Inline, Run, plain

_UNDERLINE = re.compile(r"(=+|-{3,}|~{3,}|\*{3,}|_{3,}|\.{3,}|#{3,}|\+{3,}|\^{3,})\s*")
_RANKS = {**dict.fromkeys("=*#", 1), **dict.fromkeys("-_", 2)}  # of headings by the signs below them; 3 by others
_RUNNING = re.compile(r"(\S.*?)(?:\s{2,}|\t|\s*[|–-]\s*)(?:page )?\d{1,3}", re.I)  # a line of above, and a page
_PAGE = re.compile(r"page \d{1,3}(?: (?:of|/) \d{1,3})?|[-–] ?\d{1,3} ?[-–]|\d{1,3} (?:of|/) \d{1,3}", re.I)
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_HEADED = re.compile(
    r"(?P<signs>={1,5}|#{1,5})[ \t]+(?P<words>[^=#\s][^=\n]*?)(?:[ \t]+(?P=signs))?"
)  # typed before it
_STARS = re.compile(r"(\*{1,4}) ")
STEP = 2.0  # columns by which each further star sets an item in
LONGEST, MOST = 10_000, 30_000  # characters of a paragraph, and paragraphs: 500 pages have some 10,000
PAGE_END = -1  # the column of a line that held a page's number
_WRAPPED = 55  # characters from which a line may be one that was broken off for want of room
_LABEL = re.compile(r"[A-Z][\w /&’']{1,40}:(?:\s|$)")


def blocks_of(manuscript: ExtractedDocument) -> tuple[tuple[ExtractedBlock, ...], ExtractedDocument]:
    """The blocks of a manuscript, and the manuscript with what was set aside while making them.

    Raises UserError for a paragraph, or a number of them, that no policy has: they would take for ever.
    """
    blocks, asides = _blocks_of(manuscript)
    longest = max((len(plain(block.text)) for block in blocks), default=0)
    if longest > LONGEST or len(blocks) > MOST:
        what = f"a paragraph of {longest} characters" if longest > LONGEST else f"{len(blocks)} paragraphs"
        raise UserError(f"{manuscript.name} holds {what}: no policy does", "split it into the policies it holds")
    return blocks, replace(manuscript, asides=(*manuscript.asides, *asides))


def _blocks_of(manuscript: ExtractedDocument) -> tuple[tuple[ExtractedBlock, ...], Sequence[ExcludedText]]:
    if manuscript.pages:
        return from_pages(manuscript.pages)
    if manuscript.lines:
        lines, numbers = _without_page_numbers(manuscript.lines)
        return tuple(_of_lines(lines)), numbers
    return manuscript.blocks, ()


def _without_page_numbers(lines: Sequence[SourceLine]) -> tuple[list[SourceLine], list[ExcludedText]]:
    """The lines with nothing where a page's number was alone, and those numbers."""
    kept: list[SourceLine] = []
    asides: list[ExcludedText] = []
    for place, line in enumerate(lines):
        alone = all(not one.words for one in (*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2]))
        found = _RUNNING.fullmatch(plain(line.text).strip())
        runs = found and any(one.words.casefold() == found[1].casefold() for one in lines[:place])
        if line.words and alone and (_PAGE.fullmatch(line.words) or runs):
            asides.append(ExcludedText(why="number of a page", text=line.words, origin=line.origin))
            kept.append(replace(line, text=(), column=PAGE_END))
        else:
            kept.append(line)
    return kept, asides


def _of_lines(lines: Sequence[SourceLine]) -> Iterator[ExtractedBlock]:
    """Blocks of a text file. A line goes on with the one above it where that one was full, or where it is indented."""
    width = _usual_width(lines)
    gathered: list[SourceLine] = []
    for place, line in enumerate(lines):
        text = line.words
        after = lines[place + 1].words if place + 1 < len(lines) else ""
        if (
            gathered
            and len(gathered) == 1
            and _UNDERLINE.fullmatch(text)
            and len(text) >= 3
            and _underlines(gathered, lines, place)
        ):
            yield replace(_block(gathered), kind="heading", level=_RANKS.get(text[0], 3))
            gathered = []
        elif not text:
            if gathered and not _goes_on_below(gathered, lines, place, width):
                yield _block(gathered)
                gathered = []
        elif _UNDERLINE.fullmatch(text) and after != text:
            if gathered:
                yield _block(gathered)
            gathered = []
            if BLANK.search(text) and text[0] == "_":
                yield _block([line])
        elif gathered and (not lines[place - 1].words or _goes_on(gathered, line, width)):
            gathered.append(line)
        else:
            if gathered:
                yield _block(gathered)
            gathered = [line]
    if gathered:
        yield _block(gathered)


def _usual_width(lines: Sequence[SourceLine]) -> int:
    """The length at which this file's lines break; 0 where its paragraphs are one long line each."""
    lengths = sorted(len(line.words) for line in lines if line.words)
    if not lengths or lengths[-1] > 200:
        return 0
    return lengths[-max(1, len(lengths) // 20)]


def _underlines(gathered: list[SourceLine], lines: Sequence[SourceLine], place: int) -> bool:
    """Whether the signs below a line underline it: about as long, and directly below."""
    length = len(lines[place].words)
    return lines[place - 1] is gathered[-1] and abs(length - len(gathered[-1].words)) <= max(3, length // 3)


def _goes_on(gathered: Sequence[SourceLine], line: SourceLine, width: int) -> bool:
    """Whether a line goes on with the paragraph above it."""
    first, above = gathered[0], gathered[-1]
    if _is_marked(line) or _is_form(line) or _is_form(above) or not width:
        return False
    room = width - len(above.words)
    full = len(above.words) >= min(_WRAPPED, width * 0.6) and room <= max(len(line.words.split()[0]), width * 0.25)
    return (full and not _LABEL.match(line.words)) or (line.left > first.left and _is_marked(first))


def _goes_on_below(gathered: list[SourceLine], lines: Sequence[SourceLine], place: int, width: int) -> bool:
    """Whether an empty line, such as a page end, is in the middle of a sentence."""
    after = next((line for line in lines[place + 1 : place + 6] if line.words), None)
    if after is None or not width or _is_marked(after):
        return False
    last = gathered[-1].words
    page_end = any(line.column == PAGE_END for line in lines[max(0, place - 3) : place + 4])
    goes_on = after.words[0].islower() and not last.endswith((".", ":", ";", "!", "?"))
    return goes_on and (page_end or len(last) >= width * 0.75)


def _is_marked(line: SourceLine) -> bool:
    if _HEADED.fullmatch(line.words):
        return True
    mark, _ = split_mark(ExtractedBlock(kind="paragraph", text=(Run(line.words),)), ListMarker())
    return bool(mark.kind) and mark.kind != "plain"


def _is_form(line: SourceLine) -> bool:
    return bool(BLANK.search(line.words) or TICK.match(line.words))


def _block(lines: list[SourceLine]) -> ExtractedBlock:
    """One block; the indent of its first line is kept as its level, which distinguishes nested bullets."""
    text = " ".join(_text(line) for line in lines).strip()
    stars = _STARS.match(text)
    indent = lines[0].left + (STEP * (len(stars[1]) - 1) if stars else 0.0)
    if len(lines) == 1 and (found := _HEADED.fullmatch(text)):
        words = _styled(found["words"])
        return ExtractedBlock(kind="heading", text=words, level=len(found["signs"]), origin=lines[0].origin)
    return ExtractedBlock(kind="paragraph", text=_styled(text), indent=indent, origin=lines[0].origin)


def _text(line: SourceLine) -> str:
    return "".join(run.text for run in line.text).strip(" ")


def _styled(text: str) -> Inline:
    """The words; people write **bold** in plain text too."""
    runs: list[Run] = []
    start = 0
    for found in _BOLD.finditer(text):
        runs.extend([Run(text[start : found.start()])] if found.start() > start else [])
        runs.append(Run(found[1], bold=True))
        start = found.end()
    return (*runs, *([Run(text[start:])] if text[start:] else []))
