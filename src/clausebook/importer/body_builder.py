"""Pieces below one heading -> the entries of a clause: paragraphs, lists with their stems, notes, tables, forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from clausebook.importer import forms
from clausebook.importer.source_block import TICK, SourceBlock, without_start
from clausebook.model.clause import FormField
from clausebook.model.duties import stated_force
from clausebook.text.inline import Inline, Run, plain, plain_words

EntryKind = Literal["prose", "note", "table", "form"]
_BETWEEN = re.compile(r"(?:and\s*/\s*or|or\s*/\s*and|and|or|but|plus)[,:]?", re.I)
_NOTE = re.compile(r"note:\s+", re.I)
_CAPTIONS = ("caption", "table caption", "image caption")
_ENDED = (".", "!", "?", ";", "…", ")", "]", "”", '"')  # what comes before a list and does not introduce it
_FINISHED = (".", "!", "?", ":", ";")
_INNER = "o"  # the bullet of a deeper list, where nothing says how far it is set in
NESTED = 1.5  # columns or points by which a bullet is set in when it is deeper


def _unstyled(inline: Inline) -> Inline:
    """The words of a caption without the weight that its style gives them."""
    return tuple(Run(run.text, False, False, run.code, run.link) for run in inline)


@dataclass
class DraftNode:
    """A paragraph, an item or the line between two, with the pieces its words come from and what is below it."""

    text: Inline = ()
    pieces: list[SourceBlock] = field(default_factory=list)
    items: list[DraftNode] = field(default_factory=list)
    between: bool = False


@dataclass
class DraftEntry:
    """One entry of a body. A prose has its text and items in `node`; a form its title there, and its fields."""

    kind: EntryKind
    node: DraftNode = field(default_factory=DraftNode)
    fields: list[tuple[SourceBlock, FormField]] = field(default_factory=list)


@dataclass
class BodyBuilder:
    """The entries made so far, and where the next item goes. `doubts` are pieces with what is unsure of them."""

    ours: bool = False
    entries: list[DraftEntry] = field(default_factory=list)
    doubts: list[tuple[SourceBlock, str, str]] = field(default_factory=list)
    _path: list[DraftNode] = field(default_factory=list)  # the open list: its prose, then an item of each depth
    _kinds: list[tuple[str, float]] = field(default_factory=list)  # typed lists: kind and indent of each depth
    _base: int = 0
    _inner: dict[str, int] = field(default_factory=dict)  # lists below an item that introduces them, with their depth
    _caption: SourceBlock | None = None
    _lettered: list[SourceBlock] = field(default_factory=list)  # items whose own marks are lost
    _numbered: list[SourceBlock] = field(default_factory=list)  # paragraphs that keep their number

    def add_all(self, pieces: Sequence[SourceBlock]) -> None:
        """Take in all pieces below a heading."""
        for place, piece in enumerate(pieces):
            after = pieces[place + 1] if place + 1 < len(pieces) else None
            self._add(piece, after)
        self.entries = [entry for entry in self.entries if entry.kind != "form" or entry.fields or entry.node.pieces]
        for numbered, said, hint in (
            (self._lettered, "became items with letters: their numbers are not kept", "mend what refers to them"),
            (self._numbered, "became paragraphs that begin with the number they had", "look at them"),
        ):
            if numbered:
                first, last = numbered[0], numbered[-1]
                self.doubts.append((first, f"{first.mark.text} to {last.mark.text} {said}", hint))

    def _add(self, piece: SourceBlock, after: SourceBlock | None) -> None:
        if piece.style in _CAPTIONS and self._is_caption(piece, after):
            return
        ticked = None if self.ours else self._ticked(piece)
        if ticked is not None:
            self._item(ticked)
        elif piece.kind == "table":
            self._table(piece)
        elif self._is_form_line(piece, after):
            self._form_line(piece)
        elif self.ours and piece.style == "form title":
            self._close()
            self.entries.append(DraftEntry("form", DraftNode(piece.text, [piece])))
        elif piece.kind == "item" or piece.mark.kind:
            self._item(piece)
        else:
            self._paragraph(piece, after)

    def _ticked(self, piece: SourceBlock) -> SourceBlock | None:
        """A box to tick below words such as "The leader must:" as an item: it says what is to be done."""
        box, last = TICK.match(piece.raw), self.entries[-1] if self.entries else None
        if not box or last is None or last.kind != "prose" or piece.kind == "table":
            return None
        stem, items = plain(last.node.text), last.node.items
        if items and not (self._path and TICK.match(plain(items[0].pieces[0].block.text))):
            return None
        if not items:
            if not (stem.rstrip().endswith(":") and stated_force(stem)):
                return None
            self._path, self._kinds = [last.node], []
            self.doubts.append((piece, "begins a list of boxes to tick that became items", "look at it"))
        return replace(piece, kind="item", text=without_start(piece.text, box.end()), block=piece.block)

    def _close(self) -> None:
        self._path, self._kinds = [], []

    # paragraphs

    def _paragraph(self, piece: SourceBlock, after: SourceBlock | None) -> None:
        is_item_next = after is not None and (after.kind == "item" or bool(after.mark.kind))
        if self._path and len(self._path) > 1 and self._is_between(piece):
            self._between(piece)
        elif self._path and len(self._path) > 1 and self._goes_on(piece, is_item_next):
            self._continue(piece)
        elif piece.style == "footnote text":
            self.doubts.append((piece, "was a footnote and became a note", "put it where it belongs"))
            self.entries.append(DraftEntry("note", DraftNode(piece.text, [piece])))
        elif (found := _NOTE.match(plain(piece.text))) and (not self.ours or piece.style == "note"):
            self._close()
            self.entries.append(DraftEntry("note", DraftNode(without_start(piece.text, found.end()), [piece])))
        else:
            self._close()
            node = DraftNode(piece.text, [piece])
            self.entries.append(DraftEntry("prose", node))
            is_stem = piece.style == "stem" if self.ours else not piece.words.endswith(_ENDED)
            if is_item_next and is_stem:
                self._path = [node]

    def _is_between(self, piece: SourceBlock) -> bool:
        return piece.style.startswith("between ") or bool(_BETWEEN.fullmatch(piece.words))

    def _between(self, piece: SourceBlock) -> None:
        depth = int(piece.style[-1]) if re.fullmatch(r"between \d", piece.style) else len(self._path) - 1
        parent = self._path[min(depth, len(self._path) - 1) - 1]
        parent.items.append(DraftNode(piece.text, [piece], between=True))

    def _goes_on(self, piece: SourceBlock, is_item_next: bool) -> bool:
        """Whether a paragraph goes on inside the last item: set as such, or its sentence has no end before it."""
        if self.ours:
            return False
        if piece.level > 0 or "list continue" in piece.style:
            return True
        last = self._path[-1]
        words = plain_words(last.text)
        return piece.words[:1].islower() and not words.endswith(_FINISHED) and (is_item_next or len(words) > 40)

    def _continue(self, piece: SourceBlock) -> None:
        last = self._path[min(piece.level, len(self._path) - 1)] if piece.level else self._path[-1]
        if last.items:  # what goes on below a nested list is at its end, where it was
            last.items.append(DraftNode(piece.text, [piece], between=True))
            self.doubts.append((piece, "goes on below a nested list and became a line between items", "look at it"))
            return
        ends = plain(last.text).rstrip().endswith((*_FINISHED, ",", "…", "-", "–", "—"))
        stop = "" if ends or not piece.words[:1].isupper() else "."  # two sentences are not to run into one
        last.text = (*last.text, Run(f"{stop} "), *piece.text)
        last.pieces.append(piece)
        if piece.level == 0 or not piece.words[:1].islower():
            self.doubts.append((piece, "was a paragraph of its own and was joined to the item above", "look at it"))

    # items

    def _item(self, piece: SourceBlock) -> None:
        if not self.ours and _BETWEEN.fullmatch(piece.words) and len(self._path) > 1:
            self._between(piece)
            return
        if not self.ours and piece.mark.kind == "decimal" and piece.mark.depth > 1:
            self._legal(piece)
            return
        if not self._path:
            self._begin()
        depth = self._depth(piece)
        if piece.mark.kind == "rule":
            self._lettered.append(piece)
        if depth == 0 and self.ours and self._is_other_list(piece):
            self._begin()
        elif depth == 0 and self._restarts(piece):
            self._begin()
            self._kinds = [(piece.mark.kind, piece.block.indent)]
            self.doubts.append((piece, "starts a new list", "say in a line above it what this list is"))
        del self._path[depth + 1 :]
        node = DraftNode(piece.text, [piece])
        self._path[-1].items.append(node)
        self._path.append(node)

    def _legal(self, piece: SourceBlock) -> None:
        """A paragraph with a number such as 4.1, which others refer to: it keeps it. Items below it are its own."""
        self._close()
        node = DraftNode((Run(f"{piece.mark.text.rstrip('.')} "), *piece.text), [piece])  # "4.1." would end a sentence
        self.entries.append(DraftEntry("prose", node))
        self._numbered.append(piece)
        self._path = [node]

    def _begin(self) -> None:
        node = DraftNode()
        self.entries.append(DraftEntry("prose", node))
        self._path, self._kinds = [node], []

    def _depth(self, piece: SourceBlock) -> int:
        """How deep the item is, from 0; never more than one below the item above."""
        deepest = len(self._path) - 1
        if self.ours and (found := re.fullmatch(r"item typed (\d)", piece.style)):
            return min(int(found[1]) - 1, deepest)
        if piece.kind == "item":
            if deepest == 0:
                self._base = piece.level
            depth = max(0, min(piece.level - self._base, deepest))
            if self._is_below(piece, depth):
                self._inner[piece.block.list] = deepest
            return min(max(depth, self._inner.get(piece.block.list, 0)), deepest)
        return min(self._typed_depth(piece), deepest)

    def _is_below(self, piece: SourceBlock, depth: int) -> bool:
        """Whether another list begins below an item that ends in a colon: some programs state no level for it."""
        last = self._path[-1] if len(self._path) > 1 else None
        if last is None or self.ours or depth == len(self._path) - 1 or not plain(last.text).rstrip().endswith(":"):
            return False
        return piece.block.list not in ("", *(node.pieces[0].block.list for node in self._path[1:]))

    def _typed_depth(self, piece: SourceBlock) -> int:
        """Typed marks: a kind not seen yet is deeper, one that was goes back up; indents distinguish bullets."""
        indent = piece.block.indent
        glyph = piece.mark.text if piece.mark.kind == "bullet" and piece.mark.text == _INNER and not indent else ""
        key = (f"{piece.mark.kind}{piece.mark.depth or ''}{glyph}", indent)
        last = self._path[-1]
        opens = plain_words(last.text).endswith(":") and len(self._path) > 1
        found = [depth for depth, (kind, _) in enumerate(self._kinds) if kind == key[0]]
        if found and piece.mark.kind == "bullet":
            level = self._kinds[found[-1]][1]
            if indent > level + (0.5 if opens else NESTED):
                found = []
            else:
                found = [depth for depth in found if self._kinds[depth][1] <= indent + 0.5] or found[:1]
        if found:
            del self._kinds[found[-1] + 1 :]
            return found[-1]
        self._kinds.append(key)
        return len(self._kinds) - 1

    def _is_other_list(self, piece: SourceBlock) -> bool:
        """Whether our own Word file begins another list here, its letters running on: no word is between them."""
        last = self._path[0].items[-1] if self._path[0].items else None
        if last is None or last.between or not piece.kind == last.pieces[0].kind == "item":
            return False
        return piece.block.list != last.pieces[0].block.list

    def _restarts(self, piece: SourceBlock) -> bool:
        """Whether its count begins again below items of the same count."""
        above = [node for node in self._path[0].items if not node.between]
        if not above or not piece.mark.is_first():
            return False
        last = above[-1].pieces[0].mark
        return last.kind == piece.mark.kind and bool(last.numbers) and not piece.mark.follows(last)

    # tables and forms

    def _is_caption(self, piece: SourceBlock, after: SourceBlock | None) -> bool:
        """Whether a paragraph in a caption's style belongs to the table below it, or to the one above."""
        if after is not None and after.kind == "table" and not forms.of_table(after.block):
            self._caption = piece
            return True
        last = self.entries[-1] if self.entries else None
        if last and last.kind == "table" and not last.node.text:
            last.node.text, last.node.pieces = _unstyled(piece.text), [*last.node.pieces, piece]
            return True
        return False

    def _table(self, piece: SourceBlock) -> None:
        self._close()
        caption, self._caption = self._caption, None
        fields = forms.of_table(piece.block)
        if fields:
            title = self._title_above()
            self.entries.append(DraftEntry("form", title, [(piece, one) for one in fields]))
            return
        if len(piece.block.rows) < 2:  # a table of one row has nothing to say below its header
            cells = tuple(run for cell in piece.block.rows[0] for run in (*cell, Run(" ")))
            self.doubts.append((piece, "was a table of one row and became a paragraph", "look at it"))
            self.entries.append(DraftEntry("prose", DraftNode(cells, [piece, *([caption] if caption else [])])))
            return
        text = _unstyled(caption.text) if caption else piece.block.caption
        self.entries.append(DraftEntry("table", DraftNode(text, [piece, *([caption] if caption else [])])))

    def _is_form_line(self, piece: SourceBlock, after: SourceBlock | None) -> bool:
        if self.ours:
            return piece.style == "form line"
        if forms.is_line(piece):
            return True
        in_form = bool(self.entries) and self.entries[-1].kind == "form" and not self._path
        return forms.may_be_line(piece) and (in_form or (after is not None and forms.is_line(after)))

    def _form_line(self, piece: SourceBlock) -> None:
        if not (self.entries and self.entries[-1].kind == "form" and not self._path):
            title = DraftNode() if self.ours else self._title_above()
            self._close()
            self.entries.append(DraftEntry("form", title))
        self.entries[-1].fields.extend((piece, one) for _, one in forms.fields(piece))

    def _title_above(self) -> DraftNode:
        """The line above a form, where it reads like its title; it is then no paragraph any more."""
        last = self.entries[-1] if self.entries else None
        if last and last.kind == "prose" and not last.node.items and forms.title_of(last.node.pieces):
            self.entries.pop()
            return last.node
        return DraftNode()
