"""Headings that are elsewhere in the file that came back -> a change of the outline, or the whole block listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field

from clausebook.merge.order import longest_increasing
from clausebook.model.documents.returned import ParagraphReading
from clausebook.model.finding import Step
from clausebook.model.policy import Policy
from clausebook.text.records import dataclass
from clausebook.word_review.edits import Edit
from clausebook.word_review.units import TextUnit

Trail = tuple[Step, ...]
Below = Callable[[int, Sequence[ParagraphReading]], tuple[int, ...]]


@dataclass(frozen=True, kw_only=True)
class MovedBlock:
    """A heading that was moved or is new, with all below it: by index in the file as built, and as it came back.

    `edit` moves its clause in the outline; None where that is not known or is not all that changed.
    """

    heading: int | None
    built: tuple[int, ...]
    back: tuple[int, ...]
    edit: Edit | None = None
    behind: TextUnit | None = None


@dataclass
class BlockFinder:
    """Finds the blocks: which paragraphs are below which heading, in both files."""

    built: Sequence[ParagraphReading]
    back: Sequence[ParagraphReading]
    units: Mapping[int, TextUnit]
    pairs: Mapping[int, int]
    policy: Policy | None
    _found: list[MovedBlock] = field(default_factory=list)

    def blocks(self) -> list[MovedBlock]:
        """Every block whose heading is not where it was: nothing in them is to be judged by itself."""
        titles = [n for n in sorted(self.pairs) if n in self.units and self.units[n].kind == "title"]
        places = dict(_places(self.policy)) if self.policy else {}
        heads = [n for n in titles if len(places.get(self.units[n].clause, ())) == 2]
        moved = self._out_of_order(heads)
        blocks = {n: self._moved(n, moved, _whole, heads) for n in moved}
        inside = {n for block in blocks.values() for n in block.built}
        rest = self._out_of_order([n for n in titles if n not in inside])
        blocks |= {n: self._moved(n, [*inside, *rest], _below, heads) for n in rest}
        self._found = [blocks[n] for n in sorted(blocks, key=lambda one: self.pairs[one])]
        paired = set(self.pairs.values())
        for m, one in enumerate(self.back):
            if _is_heading(one) and m not in paired and self._is_text(m):
                self._found.append(self._new(m))
        return self._found

    def _out_of_order(self, titles: Sequence[int]) -> list[int]:
        """The headings that are elsewhere than in the file as built, where as many as can stay."""
        stay = set(longest_increasing([self.pairs[n] for n in titles]))
        return [n for n in titles if self.pairs[n] not in stay]

    def _moved(self, n: int, moved: Sequence[int], below: Below, heads: Sequence[int]) -> MovedBlock:
        built, back = below(n, self.built), below(self.pairs[n], self.back)
        same = [self.pairs.get(one) for one in built] == list(back)
        same = same and all(self.built[one].text == self.back[self.pairs[one]].text for one in built)
        outline = self._section if n in heads else self._outline
        edit, behind = outline(n, moved, heads) if same else (None, None)
        elsewhere = tuple(one for one, other in self.pairs.items() if other in back and one not in built)
        outside = tuple(self.pairs[one] for one in built if one in self.pairs and self.pairs[one] not in back)
        return MovedBlock(heading=n, built=(*built, *elsewhere), back=(*back, *outside), edit=edit, behind=behind)

    def _new(self, m: int) -> MovedBlock:
        back = _below(m, self.back)
        return MovedBlock(heading=None, built=tuple(n for n, one in self.pairs.items() if one in back), back=back)

    def _is_text(self, m: int) -> bool:
        """Whether a paragraph is among the clauses, and not on the cover or the last page."""
        first = min((other for n, other in self.pairs.items() if n in self.units), default=len(self.back))
        last = next((at for at in range(len(self.back)) if _ends(self.back[at])), len(self.back))
        return first <= m < last

    def _section(self, n: int, moved: Sequence[int], heads: Sequence[int]) -> tuple[Edit | None, TextUnit | None]:
        """The edit of the policy's file that moves a section, with all its clauses, next to one that stays."""
        places = dict(_places(self.policy)) if self.policy else {}
        stay = sorted((self.pairs[one], one) for one in heads if one not in moved)
        before = [one for place, one in stay if place < self.pairs[n]]
        if not stay or any(self.pairs[one] < self.pairs[n] for one in moved if one != n and one in heads):
            return None, None  # two that moved: which is first is for a person to say
        anchor = self.units[before[-1] if before else stay[0][1]]
        source, target = places[self.units[n].clause], places[anchor.clause]
        return Edit(trail=target, source=source, first=not before), anchor

    def _outline(self, n: int, moved: Sequence[int], heads: Sequence[int]) -> tuple[Edit | None, TextUnit | None]:
        """The edit of the policy's file that moves a clause behind the heading that it follows now."""
        places = dict(_places(self.policy)) if self.policy else {}
        titles = {self.pairs[one]: one for one in self.pairs if one in self.units and self.units[one].kind == "title"}
        before = next(
            (titles[m] for m in range(self.pairs[n] - 1, -1, -1) if m in titles and titles[m] not in moved), None
        )
        source = places.get(self.units[n].clause)
        if before is None or source is None or len(source) < 4:
            return None, None
        if any(self.pairs[before] < self.pairs[one] < self.pairs[n] for one in heads):
            return None, None  # a moved section is between them
        anchor = self.units[before]
        target = places.get(anchor.clause)
        if target is None:
            return None, None
        if len(target) == 4:
            return Edit(trail=target, source=source), anchor
        section = self.policy.outline[int(target[1])] if self.policy else None
        if section and section.clauses:
            return Edit(trail=(*target, "clauses", 0), source=source, first=True), anchor
        return None, None


def _places(policy: Policy) -> Iterator[tuple[str, Trail]]:
    """Where the outline names each clause and section: a clause of a section by four steps, a section by two."""
    for number, section in enumerate(policy.outline):
        yield section.opening or section.id or "", ("outline", number)
        for place, clause in enumerate(section.clauses):
            yield clause, ("outline", number, "clauses", place)


def _below(heading: int, shown: Sequence[ParagraphReading]) -> tuple[int, ...]:
    """A heading and what is below it, by index."""
    after = (at for at in range(heading + 1, len(shown)) if _is_heading(shown[at]) or _ends(shown[at]))
    return tuple(range(heading, next(after, len(shown))))


def _whole(heading: int, shown: Sequence[ParagraphReading]) -> tuple[int, ...]:
    """The heading of a section and what is below it, the headings of its clauses too, by index."""
    level = shown[heading].style
    ends = (
        at
        for at in range(heading + 1, len(shown))
        if _ends(shown[at]) or (_is_heading(shown[at]) and shown[at].style <= level)
    )
    return tuple(range(heading, next(ends, len(shown))))


def _ends(one: ParagraphReading) -> bool:
    """Whether the last page begins, which is about the edition."""
    return one.style.startswith("About")


def _is_heading(one: ParagraphReading) -> bool:
    return one.style.startswith("Heading")
