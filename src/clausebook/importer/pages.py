"""Pages of a PDF -> blocks: running headers and footers out, lines joined to paragraphs, words mended at line ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from clausebook.importer.frame import is_name
from clausebook.importer.source_block import BLANK, TICK, ListMarker, split_mark
from clausebook.model.documents.extracted import (
    ExcludedText,
    ExtractedBlock,
    SourceDoubt,
    SourceLine,
    SourcePage,
    SourcePosition,
)
from clausebook.text.inline import Inline, Run, plain, plain_words
from clausebook.text.records import dataclass

MARGIN = 0.12  # share of a page's height in which running headers and footers are
_COLUMNS = 2  # of a page; columns counted from there are of lists side by side
LINES = 3  # lines from the top or bottom edge that may be one
_BIG = 1.3  # times the size of the text: a line of a title
_CENTRED = 3.0  # points between the middles of lines that are centred
_FIGURES = re.compile(r"\d+|\b[ivxlc]+\b")
_PAGE_NUMBER = re.compile(r"(?:page )?[-–| ]*(?:\d{1,3}|[ivxlc]{1,5})[-–| ]*(?:(?:of|/) ?\d{1,3})?", re.I)
_NUMBERED = re.compile(r".{0,90}(?:^|[|·•–—\t ])page \d{1,3}(?: (?:of|/) \d{1,3})?", re.I)  # "Online safety | Page 1"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_LEADERS = re.compile(r"[.·…_ ]{4,}\s*\d{1,3}$|\t\d{1,3}$")
_SIGNS = ".,;:!?()[]“”‘’\"'"
_PARTED = re.compile(r"([A-Za-z]+)[-\u2010]$")
_LONG = re.compile(r"(?<![\w@/.])[^\W\d_]{21,}(?![\w@/]|\.\w)")
_SECOND_BULLET = re.compile(r"\S\s*[•●◦▪■‣⁃➢❖\uf0b7\uf0a7]\s*\S")
_PREFIX = re.compile(
    "non|self|anti|cyber|co|multi|well|long|short|high|low|on|off|work|out|one|two|three|part|full"
    "|cross|school|child|risk|peer|user|up|so|age|old"
)


@dataclass(frozen=True)
class _Setting:
    """How the document is set: white between lines and size of the text in points, edges by page and column."""

    gap: float
    size: float
    right: Mapping[tuple[int, int], float]
    left: Mapping[tuple[int, int], float]

    def indent(self, line: SourceLine) -> float:
        """How far a line is set in, that of a right column as if it were in the left one."""
        page, column = line.origin.page, line.column
        here, beside = self.left.get((page, column)), self.left.get((page, column - 1))
        is_right = column in (2, 4) and here is not None and beside is not None
        return line.left - (here - beside) if is_right else line.left  # type: ignore[operator]


def from_pages(pages: Sequence[SourcePage]) -> tuple[tuple[ExtractedBlock, ...], tuple[ExcludedText, ...]]:
    """The blocks in reading order, and what ran along the edges of the pages."""
    running = _running(pages)
    asides: list[ExcludedText] = []
    kept: list[SourceLine | ExtractedBlock] = []
    for page in pages:
        edges = {id(line) for line in _edges(page)}
        lines: list[tuple[float, int, SourceLine | ExtractedBlock]] = []
        for place, line in enumerate(page.lines):
            if id(line) in edges and _is_running(line.words, running):
                asides.append(ExcludedText(why="running header or footer", text=line.words, origin=line.origin))
            else:
                lines.append((0.0, place, line))
        kept.extend(_with_tables([line for *_, line in lines if isinstance(line, SourceLine)], page))
    return tuple(_blocks(kept)), tuple(asides)


def _with_tables(lines: Sequence[SourceLine], page: SourcePage) -> Iterator[SourceLine | ExtractedBlock]:
    """The lines of a page, each table before the first line that is below it in its column."""
    waiting = sorted(page.tables, key=lambda one: (one[1], one[0]))
    for line in lines:
        while waiting and _is_past(line, *waiting[0][:2]):
            yield waiting.pop(0)[2]
        yield line
    yield from (table for *_, table in waiting)


def _is_past(line: SourceLine, top: float, column: int) -> bool:
    """Whether a line is below a table, or in a column that is read after the table's."""
    return line.top > top if line.column == column or not column else line.column > column


def _edges(page: SourcePage) -> list[SourceLine]:
    """The lines near the upper and lower edge."""
    by_height = sorted(page.lines, key=lambda line: line.top)
    top = [line for line in by_height[:LINES] if line.top < page.height * MARGIN]
    bottom = [line for line in by_height[-LINES:] if line.bottom > page.height * (1 - MARGIN)]
    return [*top, *bottom]


def _is_running(words: str, running: set[str]) -> bool:
    return _bare(words) in running or bool(_PAGE_NUMBER.fullmatch(words) or _NUMBERED.fullmatch(words))


def _running(pages: Sequence[SourcePage]) -> set[str]:
    """What is at the edge of most pages, figures apart."""
    if len(pages) < 2:
        return set()
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_bare(line.words) for line in _edges(page)})
    return {words for words, times in seen.items() if times >= max(2, len(pages) * 0.5) and words}


def _bare(words: str) -> str:
    return _FIGURES.sub("#", words.casefold())


def _blocks(kept: Sequence[SourceLine | ExtractedBlock]) -> Iterator[ExtractedBlock]:
    lines = [line for line in kept if isinstance(line, SourceLine)]
    page = _Setting(_usual_gap(lines), _usual_size(lines), _right_edges(lines), _left_edges(lines))
    words = Counter(word.strip(_SIGNS).lower() for line in lines for word in line.words.split())
    gathered: list[SourceLine] = []
    for entry in kept:
        if isinstance(entry, SourceLine) and gathered and _goes_on(gathered, entry, page):
            gathered.append(entry)
            continue
        if gathered:
            yield _joined(gathered, words, page)
        gathered = [entry] if isinstance(entry, SourceLine) else []
        if isinstance(entry, ExtractedBlock):
            yield entry
    if gathered:
        yield _joined(gathered, words, page)


def _usual_gap(lines: Sequence[SourceLine]) -> float:
    """The white between two lines of one paragraph: the smallest that is common, in points."""
    gaps = Counter(
        round(other.top - one.top)
        for one, other in pairwise(lines)
        if one.origin.page == other.origin.page and other.top > one.top and abs(one.size - other.size) < 1
    )
    common = [gap for gap, times in gaps.items() if times >= max(2, sum(gaps.values()) * 0.1)]
    return float(min(common)) if common else 14.0


def _usual_size(lines: Sequence[SourceLine]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.words)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _right_edges(lines: Sequence[SourceLine]) -> dict[tuple[int, int], float]:
    """Where the text of each page's columns ends on the right."""
    edges: dict[tuple[int, int], float] = {}
    body = _usual_size(lines)
    for line in (line for line in lines if abs(line.size - body) < 1):
        key = line.origin.page, line.column
        edges[key] = max(edges.get(key, 0.0), line.right)
    return edges


def _left_edges(lines: Sequence[SourceLine]) -> dict[tuple[int, int], float]:
    edges: dict[tuple[int, int], float] = {}
    for line in lines:
        key = line.origin.page, line.column
        edges[key] = min(edges.get(key, line.left), line.left)
    return edges


def _goes_on(gathered: list[SourceLine], line: SourceLine, page: _Setting) -> bool:
    """Whether a line goes on with the paragraph above it: same look, no more white than usual, no mark of its own."""
    first, above = gathered[0], gathered[-1]
    if _is_marked(line) or _stands_alone(line) or _stands_alone(above):
        return False
    weights = {_is_bold(above), _is_bold(line)}
    if abs(above.size - line.size) >= 0.6 or weights == {True, False}:
        return False
    word = line.words.split()[0]
    edge = page.right.get((above.origin.page, above.column), above.right)
    full = edge - above.right <= max(len(word) * above.size * 0.6, (edge - first.left) * 0.12)
    if (line.origin.page, line.column) != (above.origin.page, above.column):
        if max(line.column, above.column) > _COLUMNS or (line.column == 0 and above.origin.page == line.origin.page):
            return False
        ended = above.words.endswith((".", ":", "!", "?", ";")) or _is_bold(line)
        return not ended and (full or line.words[:1].islower())
    if min(above.size, line.size) > page.size * _BIG and not is_name(above.words):
        middle = (above.left + above.right) / 2 - (line.left + line.right) / 2
        if abs(middle) < _CENTRED and weights != {True, False}:
            return line.top - above.top < _BIG * 1.3 * line.size
    elif is_name(above.words):
        return False
    near = line.top - above.top <= page.gap * 1.25 + (max(above.size - page.size, 0) * 1.2)
    hangs = line.left > first.left + 2 and _is_marked(first)
    return near and (full or hangs)


def _is_bold(line: SourceLine) -> bool | None:
    """Whether all of a line is bold; None where part of it is."""
    runs = [run for run in line.text if run.text.strip()]
    bold = [run.bold for run in runs]
    return True if bold and all(bold) else (False if not any(bold) else None)


def _is_marked(line: SourceLine) -> bool:
    mark, _ = split_mark(ExtractedBlock(kind="paragraph", text=line.text), ListMarker())
    return bool(mark.kind) and mark.kind != "plain"


def _stands_alone(line: SourceLine) -> bool:
    raw = plain(line.text)
    return bool(BLANK.search(raw) or TICK.match(raw) or _LEADERS.search(raw))


def _joined(lines: list[SourceLine], words: Mapping[str, int], page: _Setting) -> ExtractedBlock:
    text: Inline = ()
    for line in lines:
        text = _mended(text, line.text, words)
    first = lines[0]
    spelt = tuple(_spelt(run) for run in text)
    return ExtractedBlock(
        kind="paragraph",
        text=spelt,
        size=first.size,
        indent=page.indent(first),
        doubts=tuple(_doubts(plain_words(spelt), first.origin)),
        origin=first.origin,
    )


def _doubts(words: str, origin: SourcePosition) -> Iterator[SourceDoubt]:
    """What a PDF reader may have glued together: letters without a blank, two items of lists side by side."""
    for found in _LONG.finditer(words):
        hint = "look whether blanks are missing"
        yield SourceDoubt(message=f"is a word of {len(found[0])} letters", hint=hint, words=found[0], origin=origin)
    if _SECOND_BULLET.search(words):
        message, hint = "has a bullet inside its text", "look whether two lists are side by side on the page"
        yield SourceDoubt(message=message, hint=hint, words=words, origin=origin)


def _mended(text: Inline, line: Inline, words: Mapping[str, int]) -> Inline:
    """One line after another. A word parted at the line's end is put together again."""
    if not text or not line:
        return text or line
    last, first = text[-1], line[0]
    before, after = _PARTED.search(last.text), re.match(r"[a-z]+", first.text)
    if last.text.endswith("\u00ad"):
        return _merged((*text[:-1], replace_run(last, last.text[:-1])), line)
    if before and after:
        kept = "" if _is_one_word(before[1], after[0], words) else "-"
        return _merged((*text[:-1], replace_run(last, last.text[: before.end(1)] + kept)), line)
    return _merged((*text[:-1], replace_run(last, last.text + " ")), line)


def _is_one_word(before: str, after: str, words: Mapping[str, int]) -> bool:
    """Whether the hyphen at a line's end is the page's: how the document writes the word elsewhere says so."""
    whole, hyphened = words.get(f"{before}{after}".lower(), 0), words.get(f"{before}-{after}".lower(), 0)
    if len(before) == 1:  # no program parts a word after its first letter
        return False
    if whole or hyphened:
        return whole >= hyphened
    return not _PREFIX.fullmatch(before.lower()) and not (before.lower() in words and after in words)


def _merged(text: Inline, line: Inline) -> Inline:
    last, first = text[-1], line[0]
    if (last.bold, last.italic) == (first.bold, first.italic):
        return (*text[:-1], replace_run(last, last.text + first.text), *line[1:])
    return (*text, *line)


def replace_run(run: Run, text: str) -> Run:
    """The run with other words."""
    return replace(run, text=text)


def _spelt(run: Run) -> Run:
    text = run.text
    for sign, letters in _LIGATURES.items():
        text = text.replace(sign, letters)
    return replace_run(run, text)
