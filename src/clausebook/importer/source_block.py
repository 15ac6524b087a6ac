"""A block on its way to becoming part of a clause: its mark parted from its words, and what it is taken for so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from clausebook.importer.list_markers import NO_MARK, ListMarker, lines, parted, squeezed
from clausebook.model.documents.extracted import BlockKind, ExtractedBlock, SourcePosition
from clausebook.text.inline import Inline, Run, plain

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
        return " ".join(plain(self.text).split())

    @property
    def origin(self) -> SourcePosition:
        """Where it stands in the source."""
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
    """The blocks with their marks parted off. What stood in one block on lines of its own becomes several."""
    made: list[SourceBlock] = []
    before = ListMarker()
    for whole in blocks:
        for block in _parts(_tidied(whole)):
            mark, rest = ListMarker(), block
            if _may_be_marked(block, ours):
                mark, rest = parted(block, before)
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
    return inline if "\t" in plain(inline).strip() or plain(inline).endswith("\t") else squeezed(inline)


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
    separate = sum(1 for text in texts if _stands_alone(text, block)) * 2 >= len(texts)
    if not separate:
        yield block
        return
    yield replace(block, text=found[0])
    deeper = block.level + (block.kind == "item")
    for line in found[1:]:
        yield replace(block, text=line, mark="", anchors=(), level=deeper)


def _stands_alone(text: str, block: ExtractedBlock) -> bool:
    mark, _ = parted(ExtractedBlock(kind="paragraph", text=(Run(text),)), ListMarker())
    return bool(mark.kind or BLANK.search(text) or TICK.match(text) or re.match(r"[A-Z][\w ]{1,30}:", text))
