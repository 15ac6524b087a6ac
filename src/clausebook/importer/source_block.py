"""A block on its way into a clause: its mark parted from its words, and what it is taken for so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from functools import cached_property
from typing import Literal

from clausebook.model.documents.extracted import BlockKind, ExtractedBlock, SourcePosition
from clausebook.text.dates import MONTHS
from clausebook.text.inline import Inline, Run, plain, plain_words
from clausebook.text.numerals import of_roman
from clausebook.text.records import dataclass

MarkKind = Literal["decimal", "plain", "letter", "roman", "figure", "rule", "bullet", "part"]
_BULLETS = "•●▪▫◦‣⁃∙·○■◆◇➢➤►✓✔*+\uf0b7\uf0a7\uf0d8\uf0fc\uf02d"
_PART = re.compile(r"(?:part|section|article|chapter|clause|rule|schedule)\s+(\d{1,3}|[ivxlc]{1,6})\s*[-–—:.)]*", re.I)
_KINDS: tuple[tuple[MarkKind, re.Pattern[str]], ...] = (
    ("bullet", re.compile(rf"[{re.escape(_BULLETS)}](?=\s)|\*{{2,4}}(?=\s)|[-–—](?=\s)|o(?=[ \t]+[A-Za-z])")),
    ("decimal", re.compile(r"\d{1,3}(?:\.\d{1,3})+\.?(?=\s)|\d{1,3}\.(?=\s)")),
    ("plain", re.compile(rf"\d{{1,2}}(?=\s+[A-Z])(?!\s+(?:{'|'.join(MONTHS)})\b)")),
    ("figure", re.compile(r"\(\d{1,3}\)(?=\s)|\d{1,3}\)(?=\s)")),
    ("roman", re.compile(r"\((?:[ivx]{1,6}|[IVX]{1,6})\)(?=\s)|(?:[ivx]{1,6}|[IVX]{2,6})[.)](?=\s)")),
    ("roman", re.compile(r"[IVX]{1,5}(?=\s+[A-Z])")),  # of a heading, where they count
    ("letter", re.compile(r"\([a-zA-Z]{1,2}\)(?=\s)|[a-zA-Z][.)](?=\s)")),
    ("rule", re.compile(r"[A-Z]{1,5}[-.]?\d{1,3}(?:\.\d{1,2})?[:.)](?=\s)")),
)
_COUNTED: tuple[tuple[MarkKind, re.Pattern[str]], ...] = (
    ("bullet", re.compile(rf"[{re.escape(_BULLETS)}\-–—]|o")),
    ("decimal", re.compile(r"\d+(?:\.\d+)*\.?")),
    ("figure", re.compile(r"\(?\d+\)")),
    ("roman", re.compile(r"\((?:[ivx]{1,6}|[IVX]{1,6})\)(?=\s)|(?:[ivx]{1,6}|[IVX]{2,6})[.)](?=\s)")),
    ("roman", re.compile(r"[IVX]{1,5}(?=\s+[A-Z])")),  # a heading's, where they count
    ("letter", re.compile(r"\(?[a-zA-Z]{1,2}[.)]?")),
    ("part", _PART),
)


@dataclass(frozen=True, slots=True)
class ListMarker:
    """A mark as it is on the page, and what kind it is. `typed` says that somebody wrote it by hand."""

    text: str = ""
    kind: MarkKind | Literal[""] = ""
    typed: bool = False

    @property
    def depth(self) -> int:
        """How many levels a number has: "1.2" has two, "Part 1" one; 0 for what is not a number of a heading."""
        if self.kind == "part":
            return 1
        return len(self.numbers) - (self.numbers[1:] == (0,)) if self.kind in ("decimal", "plain") else 0  # 2.0 is 2

    @property
    def numbers(self) -> tuple[int, ...]:
        """Its figures: "1.2." gives 1 and 2, "(c)" gives 3, "iv" gives 4, a bullet nothing."""
        bare = self.text.strip("().: ")
        if self.kind == "part":
            return (int(self.number),) if self.number.isdigit() else (of_roman(self.number.lower()),)
        if self.kind in ("decimal", "plain", "figure"):
            return tuple(int(part) for part in bare.split(".") if part.isdigit())
        if self.kind == "letter":
            return (ord(bare[0].lower()) - ord("a") + 1 + 26 * (len(bare) - 1),)
        return (of_roman(bare.lower()),) if self.kind == "roman" else ()

    @property
    def number(self) -> str:
        """The number as a heading bears it: "1.2." as it is, of "Part 1 -" the figure."""
        found = _PART.fullmatch(self.text) if self.kind == "part" else None
        return found[1] if found else self.text

    def follows(self, other: ListMarker) -> bool:
        """Whether it is the next one after the other in one count."""
        mine, theirs = self.numbers, other.numbers
        return bool(mine and theirs) and mine[:-1] == theirs[:-1] and mine[-1] == theirs[-1] + 1

    def is_first(self) -> bool:
        """Whether a count begins with it."""
        return bool(self.numbers) and self.numbers[-1] == 1


NO_MARK = ListMarker()


def counted(text: str) -> ListMarker:
    """The mark that a program counted by itself."""
    bare = text.strip()
    for kind, pattern in _COUNTED:
        if pattern.fullmatch(bare):
            return ListMarker(bare, kind)
    return ListMarker(bare, "rule") if bare else ListMarker()


def split_mark(block: ExtractedBlock, before: ListMarker) -> tuple[ListMarker, ExtractedBlock]:
    """The mark of a block and the block without it; `before` is the mark of the block above, which settles "(i)"."""
    if block.mark:
        return _settled(counted(block.mark), before), block
    text = plain(block.text)
    start = len(text) - len(text.lstrip())
    for kind, pattern in _KINDS:
        found = pattern.match(text, start)
        if found and text[found.end() :].strip():
            end = len(text) - len(text[found.end() :].lstrip())
            mark = _settled(ListMarker(found[0], kind, typed=True), before)
            return mark, replace(block, text=without_start(block.text, end))
    return ListMarker(), block


def _settled(mark: ListMarker, before: ListMarker) -> ListMarker:
    """(i) after (h) is a letter, and so is (v) after (u); a single "c" or "d" is never a roman number first."""
    if mark.kind == "roman" and before.kind == "letter":
        as_letter = ListMarker(mark.text, "letter", mark.typed)
        if len(mark.text.strip("(). ")) == 1 and as_letter.follows(before):
            return as_letter
    return mark


def without_start(inline: Inline, end: int) -> Inline:
    """The runs without their first `end` characters."""
    kept: list[Run] = []
    for run in inline:
        cut = min(end, len(run.text))
        end -= cut
        if run.text[cut:]:
            kept.append(Run(run.text[cut:], run.bold, run.italic, run.code, run.link))
    return tuple(kept)


def lines(inline: Inline) -> list[Inline]:
    """The runs, parted at the line breaks that somebody typed; empty lines are left out."""
    made: list[list[Run]] = [[]]
    for run in inline:
        for place, part in enumerate(run.text.split("\n")):
            if place:
                made.append([])
            if part:
                made[-1].append(Run(part, run.bold, run.italic, run.code, run.link))
    return [tuple(line) for line in made if plain(tuple(line)).strip()]


def with_single_blanks(inline: Inline) -> Inline:
    """The runs with every stretch of blanks made one blank, none at either end."""
    kept: list[Run] = []
    blank = True
    for run in inline:
        text = re.sub(r"[ \t\r\n]+", " ", run.text)
        text = text.lstrip(" ") if blank else text
        if text:
            kept.append(Run(text, run.bold, run.italic, run.code, run.link))
            blank = text.endswith(" ")
    while kept and kept[-1].text.endswith(" "):
        last = kept.pop()
        if last.text.rstrip(" "):
            kept.append(Run(last.text.rstrip(" "), last.bold, last.italic, last.code, last.link))
    return tuple(kept)


BLANK = re.compile(r"_{3,}|\.{5,}|…{2,}|-{6,}|\[[ _]{2,}\]|(?<=\S)[ ]*\t[\t ]*$")
TICK = re.compile(r"^\s*(?:[☐☑☒□❏❑⬜▢]|\[[ xX]?\](?!\())\s*")
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u0000-\u0008\u000e-\u001f\u007f\ue000\ue001]"
)
_SPACES = re.compile("[\u00a0\u2007\u2028\u2029\x0b\x0c\x85]")


@dataclass(frozen=True)
class SourceBlock:
    """One block. `text` is without its mark; `level` a heading's level, or an item's depth from 0."""

    block: ExtractedBlock
    mark: ListMarker = NO_MARK
    text: Inline = ()
    kind: BlockKind = "paragraph"
    level: int = 0
    doubt: str = ""
    anchors: tuple[str, ...] = field(default=())

    @cached_property
    def words(self) -> str:
        """The text without style, blanks made single."""
        return plain_words(self.text)

    @property
    def origin(self) -> SourcePosition:
        """Where it is in the source."""
        return self.block.origin

    @property
    def style(self) -> str:
        """The name of its style in the source."""
        return self.block.style

    @property
    def raw(self) -> str:
        """The text with its tabs, which may stand for blanks to fill in."""
        return plain(self.text)

    @property
    def is_form_line(self) -> bool:
        """Whether it holds a blank to fill in or a box to tick."""
        return self.style == "form line" or bool(TICK.match(self.raw) or BLANK.search(self.raw))


def pieces(blocks: Iterable[ExtractedBlock], ours: bool) -> list[SourceBlock]:
    """The blocks with their marks parted off. What was in one block on lines of its own becomes several."""
    made: list[SourceBlock] = []
    before = ListMarker()
    for whole in blocks:
        for block in _parts(_tidied(whole)):
            mark, rest = ListMarker(), block
            if _may_be_marked(block, ours):
                mark, rest = split_mark(block, before)
            if ours and block.style == "form title":  # its style is bold, its words are not
                rest = replace(
                    rest, text=tuple(Run(run.text, False, run.italic, run.code, run.link) for run in rest.text)
                )
            before = mark if mark.kind else before
            made.append(
                SourceBlock(block, mark, squeezed_but_tabs(rest.text), block.kind, block.level, anchors=block.anchors)
            )
    return made


def _may_be_marked(block: ExtractedBlock, ours: bool) -> bool:
    """Our own Word files type numbers before headings and the letters that Word would not count, and no others."""
    if ours:
        return block.kind in ("heading", "item") or block.style.startswith("item typed")
    return block.kind not in ("table", "rule")


def squeezed_but_tabs(inline: Inline) -> Inline:
    """The runs with single blanks, where they hold no tab that may stand for a blank to fill in."""
    return inline if "\t" in plain(inline).strip() or plain(inline).endswith("\t") else with_single_blanks(inline)


def _tidied(block: ExtractedBlock) -> ExtractedBlock:
    """The block without characters that print nothing, and with common blanks for rare ones."""
    rows = tuple(tuple(_tidy(cell) for cell in row) for row in block.rows)
    return replace(block, text=_tidy(block.text), rows=rows, caption=_tidy(block.caption))


def _tidy(inline: Inline) -> Inline:
    runs = ((run, _SPACES.sub(" ", _INVISIBLE.sub("", run.text))) for run in inline)
    return tuple(Run(text, run.bold, run.italic, run.code, run.link) for run, text in runs if text)


def _parts(block: ExtractedBlock) -> Iterator[ExtractedBlock]:
    """Lines that somebody parted by hand: several blocks where they are items, blanks to fill in, labels and values."""
    found = lines(block.text)
    if block.kind in ("table", "rule", "heading") or len(found) < 2:
        yield block
        return
    texts = [plain(line) for line in found]
    separate = sum(1 for text in texts if _stands_alone(text)) * 2 >= len(texts)
    if not separate:
        yield block
        return
    yield replace(block, text=found[0])
    deeper = block.level + (block.kind == "item")
    for line in found[1:]:
        yield replace(block, text=line, mark="", anchors=(), level=deeper)


def _stands_alone(text: str) -> bool:
    mark, _ = split_mark(ExtractedBlock(kind="paragraph", text=(Run(text),)), ListMarker())
    return bool(mark.kind or BLANK.search(text) or TICK.match(text) or re.match(r"[A-Z][\w ]{1,30}:", text))
