"""Two readings of a Word file, paragraph by paragraph -> edits by unit, and what no edit can be made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property
from itertools import groupby

from clausebook.merge.order import longest_increasing
from clausebook.model.documents.returned import PLAIN, Change, ParagraphReading
from clausebook.model.finding import Step
from clausebook.model.policy import Policy
from clausebook.text.quotation import straight
from clausebook.text.records import dataclass
from clausebook.word_review.alignment import CONTENTS, ContentsPage, alike
from clausebook.word_review.edits import Edit
from clausebook.word_review.moved_clauses import BlockFinder, MovedBlock
from clausebook.word_review.new_cells import in_a_row, in_cells, row_stays, whole_entry, why_kept
from clausebook.word_review.rewording import fresh, reworded
from clausebook.word_review.said import short, swapped
from clausebook.word_review.units import TextUnit

Trail = tuple[Step, ...]
FRONT = "cover and last page"
_WHOLE = "nothing of it was taken in: change the outline and the clause by hand"
_NO_TEXT = "it is made at every build, and is not text of a clause"


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingEdit:
    """An edit of one file that is to be made, and what to say of it once it is."""

    file: str
    edit: Edit
    change: Change


@dataclass(frozen=True)
class Authors:
    """Whose tracked changes were accepted: names and day, by line of the file and by the words of a paragraph."""

    lines: Mapping[int, tuple[str, str]]
    words: Mapping[str, tuple[str, str]]


@dataclass
class Collector:
    """Goes through both readings once; `wishes` and `listed` are what it finds."""

    built: Sequence[ParagraphReading]
    back: Sequence[ParagraphReading]
    units: Mapping[int, TextUnit]
    pairs: Mapping[int, int]
    authors: Authors
    policy: Policy | None = None
    pending: list[PendingEdit] = field(default_factory=list)
    listed: list[Change] = field(default_factory=list)
    wandering: set[int] = field(default_factory=set)  # paragraphs that were moved
    line: int = 0  # of the file that came back: where the change at hand is
    by: tuple[str, str] = ("", "")  # whose it is
    settled: tuple[set[int], set[int]] = field(default_factory=lambda: (set(), set()))  # in both files

    def collect(self) -> None:
        self.blocks()
        self.moved()
        for n, m in sorted(self.pairs.items()):
            self.look_at(self.back[m].lines)
            if self.built[n].text != self.back[m].text:
                self.changed(n, self.built[n], self.back[m])
            elif n in self.units:
                self.restyled(self.units[n], self.units[n].written, self.back[m])
        self.removed([n for n in range(len(self.built)) if n not in self.pairs and n not in self.settled[0]])
        taken = set(self.pairs.values()) | self.settled[1]
        for _, run in groupby((m for m in range(len(self.back)) if m not in taken), key=in_a_row()):
            self.new(list(run))

    # ---- where things are

    @property
    def position(self) -> dict[int, TextUnit]:
        """Line of the file that came back -> the unit it belongs to, or else the one before it."""
        units = {line: self.units[n] for n, m in self.pairs.items() if n in self.units for line in self.back[m].lines}
        found: dict[int, TextUnit] = {}
        last: TextUnit | None = None
        for line in range(max((line for one in self.back for line in one.lines), default=-1) + 1):
            last = units.get(line, last)
            if last:
                found[line] = last
        return found

    def look_at(self, lines: Sequence[int]) -> None:
        """Take note of the lines of the change at hand, and whose it is if it was tracked."""
        self.line = lines[0]
        self.by = next((self.authors.lines[line] for line in lines if line in self.authors.lines), ("", ""))

    def unit_of(self, m: int) -> TextUnit | None:
        """The unit that a paragraph of the file that came back is."""
        return next((self.units.get(n) for n, other in self.pairs.items() if other == m), None)

    def report(self, unit: TextUnit | None, what: str, why: str) -> None:
        """List what no edit can be made of."""
        cite, clause = (unit.cite, unit.clause) if unit else (FRONT, "")
        who, when = self.by
        self.listed.append(
            Change(outcome="listed", where=cite, clause=clause, what=what, why=why, who=who, when=when, line=self.line)
        )

    def note_edit(self, unit: TextUnit, edit: Edit, what: str, file: str = "") -> None:
        """Note an edit of the unit's file, or of another one."""
        (who, when), cite = self.by, unit.cite
        change = Change(
            outcome="applied", where=cite, clause=unit.clause, what=what, who=who, when=when, line=self.line
        )
        self.pending.append(PendingEdit(file=file or unit.file, edit=edit, change=change))

    @cached_property
    def contents(self) -> ContentsPage:
        """The contents that both files show."""
        return ContentsPage.of((*self.built, *self.back))

    # ---- clauses that are elsewhere, and new ones

    def blocks(self) -> None:
        """Take a heading that was moved, or is new, with all below it: as one change, or listed by paragraph."""
        for block in BlockFinder(self.built, self.back, self.units, self.pairs, self.policy).blocks():
            built = [n for n in block.built if n not in self.settled[0]]
            back = [m for m in block.back if m not in self.settled[1]]
            self.block(block, built, back)
            self.settled[0].update(built)
            self.settled[1].update(back)
        self.pairs = {n: m for n, m in self.pairs.items() if n not in self.settled[0] and m not in self.settled[1]}

    def block(self, block: MovedBlock, built: Sequence[int], back: Sequence[int]) -> None:
        """One such block."""
        self.look_at(self.back[block.back[0]].lines)
        title = self.units.get(block.heading) if block.heading is not None else None
        words = f"“{short(self.back[block.back[0]].text)}”"
        if title and block.edit and block.behind and self.policy:
            side = "before" if block.edit.first and len(block.edit.trail) == 2 else "behind"
            what = f"{words} was moved {side} “{short(block.behind.before + block.behind.reads)}”, with all below it"
            self.note_edit(title, block.edit, what, self.policy.place.file)
            return
        how = "was moved, and more was changed with it" if title else "was added as a heading"
        self.report(title, f"{words} {how}", _WHOLE)
        for m in back[1:] if back[:1] == [block.back[0]] else back:
            self.look_at(self.back[m].lines)
            old = next((self.built[n] for n, other in self.pairs.items() if other == m), None)
            new = short(self.back[m].text)
            if old is None:
                self.report(title, f"“{new}” was added", _WHOLE)
            else:
                self.report(
                    title, f"“{new}” was moved" if old.text == self.back[m].text else swapped(old.text, new), _WHOLE
                )
        for n in built:
            if n not in self.pairs and n in self.units:
                self.look_before(n)
                self.report(self.units[n], f"“{short(self.units[n].reads)}” was deleted", _WHOLE)

    # ---- what changed

    def moved(self) -> None:
        order = [self.pairs[n] for n in sorted(self.pairs)]
        stay = set(longest_increasing(order))
        self.wandering = {m for m in order if m not in stay}
        for n, m in sorted(self.pairs.items()):
            if m in self.wandering:
                self.look_at(self.back[m].lines)
                unit, what = self.units.get(n), f"“{short(self.back[m].text)}” was moved"
                edit = self.removal(unit, m) if unit and self.built[n].text == self.back[m].text else None
                if unit and edit:
                    self.note_edit(unit, edit, what)
                else:
                    self.report(unit, what, "move it in the clause by hand")

    def removal(self, unit: TextUnit, m: int) -> Edit | None:
        """An item to another place in its list, or a paragraph in its clause; None where that is not known."""
        anchor = self.anchor(m)
        if anchor is None or anchor.file != unit.file or self.has_more(unit):
            return None
        if unit.kind == "item":
            row, source = unit.trail[:-2], unit.trail[:-1]
            if anchor.kind == "item" and anchor.trail[:-2] == row and not self.has_more(anchor):
                return Edit(trail=anchor.trail[:-1], source=source)
            if (*anchor.trail[:-1], "items") == row:
                return Edit(trail=(*row, 0), source=source, first=True)
            return None
        if unit.kind not in ("paragraph", "note"):
            return None
        if anchor.trail == ("title",):
            return Edit(trail=("body", 0), source=("body", unit.block), first=True)
        if anchor.block >= 0 and anchor.kind != "stem" and self.ends_its_block(anchor):
            return Edit(trail=("body", anchor.block), source=("body", unit.block))
        return None

    def anchor(self, m: int) -> TextUnit | None:
        """The unit before a paragraph of the file that came back, those left out that were moved there themselves."""
        stay = (self.unit_of(one) for one in range(m - 1, -1, -1) if one not in self.wandering)
        return next((unit for unit in stay if unit), None)

    def changed(self, n: int, old: ParagraphReading, new: ParagraphReading) -> None:
        unit = self.units.get(n)
        if unit is None:
            self.unwritten(old, new)
            return
        before = old.text[: len(old.text) - len(unit.reads)]
        if not new.text.startswith(before):
            self.report(
                unit, f"“{short(old.text)}” became “{short(new.text)}”", f"“{before.strip()}” is set by the build"
            )
            return
        words, refused = reworded(unit.written, new.text[len(before) :], unit.show)
        if refused and not alike(unit.reads, new.text):
            # half of a rewritten text would be nonsense
            self.report(unit, f"“{short(unit.reads)}” became “{short(new.text[len(before) :])}”", refused[0].why)
            return
        for one in refused:
            self.report(unit, swapped(one.old, one.new), one.why)
        reads = unit.show(words)
        if reads != unit.reads:
            self.note_edit(unit, Edit(trail=unit.trail, words=words), f"“{short(unit.reads)}” became “{short(reads)}”")
        if not refused:
            self.restyled(unit, words, new)

    def unwritten(self, old: ParagraphReading, new: ParagraphReading) -> None:
        if old.style not in CONTENTS or not self.contents.holds(new):
            self.report(None, swapped(short(old.text), short(new.text)), _NO_TEXT)

    def restyled(self, unit: TextUnit, written: str, new: ParagraphReading) -> None:
        """List what is bold or italic in the file and not in the clause, or the other way."""
        if unit.kind == "title" or "header" in unit.trail:
            return  # their look is the style's, which word processors write out into every run
        looks, text = unit.look(written), unit.show(written)
        seen = new.looks[len(new.text) - len(text) :]
        differing = [n for n, (a, b) in enumerate(zip(looks, seen, strict=True)) if a != b and text[n] != " "]
        if differing:
            words = text[differing[0] : differing[-1] + 1]
            self.report(unit, f"“{short(words)}” is set differently, bold or italic", "set ** or * by hand")

    def look_before(self, n: int) -> None:
        """The same for a paragraph that is gone: the line behind which it would be."""
        self.line = max((self.back[m].lines[0] for one, m in self.pairs.items() if one < n), default=0)
        self.by = self.authors.words.get(straight(self.built[n].text), ("", ""))

    def removed(self, places: list[int]) -> None:
        kept = {(one.file, one.trail) for n, one in self.units.items() if n not in places}
        for n in places:
            self.look_before(n)
            unit = self.units.get(n)
            what = f"“{short(unit.reads if unit else self.built[n].text)}” was deleted"
            whole = whole_entry(unit, kept) if unit else None
            if unit and whole is None and "rows" in unit.trail and row_stays(n, self.pairs, self.built, self.back):
                self.note_edit(unit, Edit(trail=unit.trail, words=""), what)
                continue
            if unit is None:
                if self.built[n].style not in CONTENTS:
                    self.report(None, what, _NO_TEXT)
            elif whole is None:
                self.report(unit, what, why_kept(unit))
            else:
                self.note_edit(unit, Edit(trail=whole), what + (", and its citations with it" if unit.cites else ""))

    # ---- what is new

    def new(self, places: list[int]) -> None:
        for taken, beside, wanted in in_cells(places, self.built, self.back, self.units, self.pairs):
            places = [m for m in places if m not in taken]
            self.look_at(self.back[taken[0]].lines)
            words = short(" | ".join(self.back[m].text for m in taken))
            self.note_edit(beside, wanted, f"“{words}” was added to a table")
        if not places:
            return
        shown = [self.back[m] for m in places]
        self.look_at(tuple(line for one in shown for line in one.lines))
        if all(self.contents.holds(one) for one in shown):
            return
        spots = (m for m in range(places[0] - 1, -1, -1) if m not in self.wandering)
        before = next((m for m in spots if self.unit_of(m)), None)
        unit = self.unit_of(before) if before is not None else None
        what = f"“{short(' / '.join(one.text for one in shown))}” was added"
        edit = self.insertion(unit, self.back[before], shown) if unit and before is not None else None
        if unit is None or edit is None:
            self.report(unit, what, "say in the clause by hand what it is to be" if unit else _NO_TEXT)
        else:
            self.note_edit(unit, edit, what)
            if any(sign not in (PLAIN, " ") for one in shown for sign in one.looks):
                self.report(unit, f"{what}, some of it bold or italic", "set ** or * in the clause by hand")

    def insertion(self, unit: TextUnit, neighbour: ParagraphReading, shown: list[ParagraphReading]) -> Edit | None:
        """New items behind an item, new paragraphs behind a paragraph or list; None where that is not known."""
        if any(one.cell or one.style.startswith(("Heading", "TOC", "Title", "About")) for one in shown):
            return None
        show = next((one.show for one in self.units.values() if one.kind != "title"), unit.show)
        texts = tuple(made for one in shown if (made := fresh(one.text, show)) is not None)
        if len(texts) != len(shown):
            return None
        items = [one.depth > 0 for one in shown]
        beside = all(one.depth == (neighbour.depth or 1) for one in shown)
        if unit.kind in ("item", "between") and all(items) and beside and not self.has_more(unit):
            return Edit(trail=unit.trail[:-1], behind=texts)
        if unit.kind == "stem" and all(items):
            return Edit(trail=(*unit.trail[:-1], "items", 0), behind=texts, first=True)
        if any(items):
            return None
        if unit.kind == "title" and unit.trail == ("title",):
            return Edit(trail=("body", 0), behind=texts, first=True)
        if unit.block >= 0 and unit.kind != "stem" and self.ends_its_block(unit):
            return Edit(trail=("body", unit.block), behind=texts)
        return None

    def has_more(self, unit: TextUnit) -> bool:
        """Whether an item has items of its own: what is between it and these belongs to neither."""
        stem = (*unit.trail[:-1], "items")
        return any(one.file == unit.file and one.trail[: len(stem)] == stem for one in self.units.values())

    def ends_its_block(self, unit: TextUnit) -> bool:
        """Whether no other text of its block comes after it."""
        same = [one for one in self.units.values() if (one.clause, one.block) == (unit.clause, unit.block)]
        return same[-1] is unit
