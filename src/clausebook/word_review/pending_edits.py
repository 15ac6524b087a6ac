"""Two readings of a Word file, paragraph by paragraph -> edits by unit, and what no edit can be made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from clausebook.merge.order import longest_increasing
from clausebook.model.documents.returned import PLAIN, Change, ParagraphReading
from clausebook.model.location import Step
from clausebook.word_review.alignment import alike
from clausebook.word_review.edits import Edit
from clausebook.word_review.rewording import Show, reworded
from clausebook.word_review.units import Unit

Trail = tuple[Step, ...]
FRONT, CONTENTS = "cover and last page", ("TOC1", "TOC2", "TOCHeading")
_NO_TEXT = "it is made at every build, and is no text of a clause"


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingEdit:
    """An edit of one file that is to be made, and what to say of it once it is."""

    file: str
    edit: Edit
    change: Change


@dataclass(frozen=True)
class Authors:
    """Whose tracked changes were accepted: name and day by line of the file, and by the words of a paragraph before."""

    lines: Mapping[int, tuple[str, str]]
    words: Mapping[str, tuple[str, str]]


@dataclass
class Collector:
    """Goes through both readings once; `wishes` and `listed` are what it finds."""

    built: Sequence[ParagraphReading]
    back: Sequence[ParagraphReading]
    units: Mapping[int, Unit]
    pairs: Mapping[int, int]
    hands: Authors
    wishes: list[PendingEdit] = field(default_factory=list)
    listed: list[Change] = field(default_factory=list)
    wandering: set[int] = field(default_factory=set)  # paragraphs that were moved
    line: int = 0  # of the file that came back: where the change at hand stands
    by: tuple[str, str] = ("", "")  # whose it is

    def collect(self) -> None:
        self.moved()
        for n, m in sorted(self.pairs.items()):
            self.stand(self.back[m].lines)
            if self.built[n].text != self.back[m].text:
                self.changed(n, self.built[n], self.back[m])
            elif n in self.units:
                self.restyled(self.units[n], self.units[n].written, self.back[m])
        self.gone([n for n in range(len(self.built)) if n not in self.pairs])
        taken = set(self.pairs.values())
        for _, run in groupby((m for m in range(len(self.back)) if m not in taken), key=_in_a_row()):
            self.new(list(run))

    # ---- where things are

    @property
    def position(self) -> dict[int, Unit]:
        """Line of the file that came back -> the unit it belongs to, or else the one before it."""
        units = {line: self.units[n] for n, m in self.pairs.items() if n in self.units for line in self.back[m].lines}
        found: dict[int, Unit] = {}
        last: Unit | None = None
        for line in range(max((line for one in self.back for line in one.lines), default=-1) + 1):
            last = units.get(line, last)
            if last:
                found[line] = last
        return found

    def stand(self, lines: Sequence[int]) -> None:
        """Take note of the lines of the change at hand, and whose it is if it was tracked."""
        self.line = lines[0]
        self.by = next((self.hands.lines[line] for line in lines if line in self.hands.lines), ("", ""))

    def unit_of(self, m: int) -> Unit | None:
        """The unit that a paragraph of the file that came back is."""
        return next((self.units.get(n) for n, other in self.pairs.items() if other == m), None)

    def say(self, unit: Unit | None, what: str, why: str) -> None:
        """List what no edit can be made of."""
        cite, clause = (unit.cite, unit.clause) if unit else (FRONT, "")
        who, when = self.by
        self.listed.append(
            Change(outcome="listed", where=cite, clause=clause, what=what, why=why, who=who, when=when, line=self.line)
        )

    def wish(self, unit: Unit, edit: Edit, what: str) -> None:
        """Note an edit."""
        who, when = self.by
        where, clause = unit.cite, unit.clause
        change = Change(outcome="applied", where=where, clause=clause, what=what, who=who, when=when, line=self.line)
        self.wishes.append(PendingEdit(file=unit.file, edit=edit, change=change))

    # ---- what changed

    def moved(self) -> None:
        order = [self.pairs[n] for n in sorted(self.pairs)]
        stay = set(longest_increasing(order))
        self.wandering = {m for m in order if m not in stay}
        for n, m in sorted(self.pairs.items()):
            if m in self.wandering:
                self.stand(self.back[m].lines)
                unit, what = self.units.get(n), f"“{_short(self.back[m].text)}” was moved"
                edit = self.removal(unit, m) if unit and self.built[n].text == self.back[m].text else None
                if unit and edit:
                    self.wish(unit, edit, what)
                else:
                    self.say(unit, what, "move it in the clause by hand")

    def removal(self, unit: Unit, m: int) -> Edit | None:
        """An item to another place in its list, or a paragraph in its clause; None where that cannot be told."""
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

    def anchor(self, m: int) -> Unit | None:
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
            self.say(
                unit, f"“{_short(old.text)}” became “{_short(new.text)}”", f"“{before.strip()}” is set by the build"
            )
            return
        words, refused = reworded(unit.written, new.text[len(before) :], unit.show)
        if refused and not alike(unit.reads, new.text):
            # half of a text written anew would be nonsense
            self.say(unit, f"“{_short(unit.reads)}” became “{_short(new.text[len(before) :])}”", refused[0].why)
            return
        for one in refused:
            self.say(unit, _swap(one.old, one.new), one.why)
        reads = unit.show(words)
        if reads != unit.reads:
            self.wish(unit, Edit(trail=unit.trail, words=words), f"“{_short(unit.reads)}” became “{_short(reads)}”")
        if not refused:
            self.restyled(unit, words, new)

    def unwritten(self, old: ParagraphReading, new: ParagraphReading) -> None:
        if old.style not in CONTENTS:
            self.say(None, _swap(_short(old.text), _short(new.text)), _NO_TEXT)

    def restyled(self, unit: Unit, written: str, new: ParagraphReading) -> None:
        """List what is bold or italic in the file and not in the clause, or the other way."""
        if unit.kind == "title" or "header" in unit.trail:
            return  # their look is the style's, which word processors write out into every run
        looks, text = unit.look(written), unit.show(written)
        seen = new.looks[len(new.text) - len(text) :]
        differing = [n for n, (a, b) in enumerate(zip(looks, seen, strict=True)) if a != b and text[n] != " "]
        if differing:
            words = text[differing[0] : differing[-1] + 1]
            self.say(unit, f"“{_short(words)}” is set otherwise, bold or italic", "set ** or * in the clause by hand")

    # ---- what is gone

    def stand_before(self, n: int) -> None:
        """The same for a paragraph that is gone: the line behind which it would stand."""
        self.line = max((self.back[m].lines[0] for one, m in self.pairs.items() if one < n), default=0)
        self.by = self.hands.words.get(self.built[n].text, ("", ""))

    def gone(self, places: list[int]) -> None:
        kept = {(one.file, one.trail) for n, one in self.units.items() if n not in places}
        for n in places:
            self.stand_before(n)
            unit = self.units.get(n)
            what = f"“{_short(unit.reads if unit else self.built[n].text)}” was deleted"
            whole = _whole(unit, kept) if unit else None
            if unit is None:
                if self.built[n].style not in CONTENTS:
                    self.say(None, what, _NO_TEXT)
            elif whole is None:
                self.say(unit, what, _why_kept(unit))
            else:
                self.wish(unit, Edit(trail=whole), what + (", and its citations with it" if unit.cites else ""))

    # ---- what is new

    def new(self, places: list[int]) -> None:
        shown = [self.back[m] for m in places]
        self.stand(tuple(line for one in shown for line in one.lines))
        if all(one.style in CONTENTS for one in shown):
            return
        spots = (m for m in range(places[0] - 1, -1, -1) if m not in self.wandering)
        before = next((m for m in spots if self.unit_of(m)), None)
        unit = self.unit_of(before) if before is not None else None
        what = f"“{_short(' / '.join(one.text for one in shown))}” was added"
        edit = self.insertion(unit, self.back[before], shown) if unit and before is not None else None
        if unit is None or edit is None:
            self.say(unit, what, "say in the clause by hand what it is to be" if unit else _NO_TEXT)
        else:
            self.wish(unit, edit, what)
            if any(sign not in (PLAIN, " ") for one in shown for sign in one.looks):
                self.say(unit, f"{what}, some of it bold or italic", "set ** or * in the clause by hand")

    def insertion(self, unit: Unit, neighbour: ParagraphReading, shown: list[ParagraphReading]) -> Edit | None:
        """New items behind an item, new paragraphs behind a paragraph or list; None where that cannot be told."""
        if any(one.cell or one.style.startswith(("Heading", "TOC", "Title", "About")) for one in shown):
            return None
        show = next((one.show for one in self.units.values() if one.kind != "title"), unit.show)
        texts = tuple(made for one in shown if (made := _fresh(one.text, show)) is not None)
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

    def has_more(self, unit: Unit) -> bool:
        """Whether an item has items of its own: what stands between it and these belongs to neither."""
        stem = (*unit.trail[:-1], "items")
        return any(one.file == unit.file and one.trail[: len(stem)] == stem for one in self.units.values())

    def ends_its_block(self, unit: Unit) -> bool:
        """Whether no other text of its block comes after it."""
        same = [one for one in self.units.values() if (one.clause, one.block) == (unit.clause, unit.block)]
        return same[-1] is unit


def _in_a_row() -> Callable[[int], int]:
    """Neighbouring numbers share a key."""
    count = iter(range(1 << 30))
    return lambda number: number - next(count)


def _whole(unit: Unit, kept: set[tuple[str, Trail]]) -> Trail | None:
    """The largest entry that goes with a deleted text, or None where something in it stays that cannot stand alone."""
    if unit.kind == "title":
        return None
    best: Trail | None = None
    for trail in _around(unit):
        if any(file == unit.file and other[: len(trail)] == trail for file, other in kept):
            break
        best = trail
    return best if best != ("body",) else None


def _around(unit: Unit) -> Iterator[Trail]:
    """The entries that may go with a text, from the smallest to its block: members of lists, and lists of items."""
    for length in range(len(unit.trail), 0, -1):
        step, within = unit.trail[length - 1], unit.trail[length - 2 : length - 1]
        if step == "items" or (isinstance(step, int) and within[0] in ("items", "rows", "fields", "body")):
            yield unit.trail[:length]
    yield ("body",)


def _why_kept(unit: Unit) -> str:
    if unit.kind == "title":
        return "take the clause out of the outline by hand, if the governors so decide"
    return "what hangs on it is still there: see to it in the clause by hand"


def _fresh(words: str, show: Show) -> str | None:
    """New words as they are written in a clause, None for what cannot be."""
    written, refused = reworded("", words, show)
    return None if refused or show(written) != words else written


def _swap(old: str, new: str) -> str:
    if not old.strip():
        return f"“{new.strip()}” was added"
    return f"“{old.strip()}” was deleted" if not new.strip() else f"“{old.strip()}” became “{new.strip()}”"


def _short(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:110]} … {text[-40:]}"
