"""Edition -> its duties: every leaf, read from its own words, else the nearest introduction, else what the author says.

An item is read as the sentence that it makes with the words above its list. An introduction is not a duty by itself.
Where an author states a duty that neither says, the author's counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import assert_never

from clausebook.model.clause import Duty as Force
from clausebook.model.codec import from_json, to_json
from clausebook.model.duties.bound import Bound, titles_of
from clausebook.model.duties.duty import NOTHING, Duty, Lead, Place, Statement
from clausebook.model.duties.force import ENSURE, stated_force
from clausebook.model.duties.introduction import CONSEQUENCE, Above, beside_first_cell, under_heading, who_is_named
from clausebook.model.duties.sentence import statements
from clausebook.model.duties.shared import Text, is_plain_item, item_text
from clausebook.model.duties.terms import low
from clausebook.model.duties.wording import NO_WORDS, Wording, joined, worded, wording
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.edition_blocks import (
    ResolvedConnector,
    ResolvedForm,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.model.school import School
from clausebook.text.inline import plain
from clausebook.text.memo import kept
from clausebook.text.once import IdentityMemo
from clausebook.text.records import dataclass
from clausebook.text.sentences import is_abbreviation

_READ: IdentityMemo[ResolvedClause, tuple[Duty, ...]] = IdentityMemo(1024)
Points = tuple[ResolvedListItem | ResolvedConnector, ...]
Path = tuple[int, ...]

_LEANS = re.compile(r"(?:they|it|this|these|those|such|he|she|similarly|however|in that case|then)\b", re.IGNORECASE)
# "... permits personal use subject to such use:": the items say what the leave hangs on
_PROVISO = re.compile(
    r",? (?:subject to(?: such use| the following| this)?(?: conditions)?(?: being)?|(?:provided"
    r"|on condition) that (?:it|such use|this|they)?)\s*:?$",
    re.IGNORECASE,
)
_OPEN = re.compile(r"^(?:not )?(?:to|that|from)\b", re.IGNORECASE)
_MODAL_FIRST = re.compile(
    r"^(?:must|shall|should|may|can|cannot|will|need|needs|ought|never|are|is|do not|don't)\b", re.IGNORECASE
)


def duties_of(edition: Edition) -> tuple[Duty, ...]:
    """Every duty of the edition, in reading order."""
    return tuple(duty for passage in edition.passages for duty in duties_in(passage, edition.school))


def duties_in(passage: ResolvedClause, school: School, known: frozenset[Text] = frozenset()) -> tuple[Duty, ...]:
    """The duties of one clause, in reading order; those of texts that are `known` are left out."""
    bound = Bound.of(school, passage.applies_to)

    return kept(
        "duties",
        passage.source.rpartition("/")[0],
        lambda: (to_json(passage), to_json(bound), *sorted(map(to_json, known))),
        lambda: tuple(_Gathering(passage, bound, known).duties()),
        (lambda duties: to_json(duties).decode(), _read),
    )


@lru_cache(maxsize=2048)  # a clause is in many editions, and is asked about by many
def _read(text: str) -> tuple[Duty, ...]:
    found: tuple[Duty, ...] = from_json(text.encode())
    return found


@dataclass(frozen=True)
class _Gathering:
    """The duties of one clause."""

    passage: ResolvedClause
    bound: Bound
    known: frozenset[Text] = frozenset()

    def duties(self) -> Iterator[Duty]:
        for index, block in enumerate(self.passage.blocks):
            if self.known and not isinstance(block, ResolvedList) and ("", block) in self.known:
                continue
            match block:
                case ResolvedParagraph():
                    yield from self.prose(worded(plain(block.text)), (index,), block.duty)
                case ResolvedList():
                    *before, last = worded(plain(block.stem)) or [NO_WORDS]
                    yield from self.prose(before, (index,), None)
                    proviso = _PROVISO.search(last.read)
                    if proviso:
                        yield from self.prose([_cut(last, proviso)], (index, 0), None)
                        yield from self.provisos(block.points, last, (index,))
                    else:
                        above = Above().below(last, block.duty, self.bound.titles)
                        yield from (self.duty(one, last, (index, len(before))) for one in above.own)
                        yield from self.points(block.points, above, (index,), self.unknown(block))
                case ResolvedNote():
                    yield from self.prose(worded(plain(block.text)), (index,), None)
                case ResolvedTable():
                    yield from self.table(block, index)
                case ResolvedForm():
                    for row, blank in enumerate(block.blanks):
                        yield from self.prose(worded(plain(blank.label)), (index, row), None)
                case _:
                    assert_never(block)

    def provisos(self, points: Points, stem: Wording, path: Path) -> Iterator[Duty]:
        """The conditions of a permission, each a duty of those who make use of it."""
        read = statements(stem.read, self.bound.titles)
        lead = Lead(who=read[-1].who if read else "")
        link = ""
        for index, entry in enumerate(points):
            words = wording(plain(entry.text))
            if isinstance(entry, ResolvedConnector):
                link = words.read.strip().lower()
                continue
            force: Force = "must-not" if re.match(r"not\b", words.read) else "must"
            one = Statement(force=force, who=lead.who, action=re.sub(r"^not ", "", words.read))
            above = Above(stem=stem, lead=lead)
            yield replace(self.duty(one, words, (*path, index), entry, above), joined=link)
            link = ""

    def table(self, block: ResolvedTable, index: int) -> Iterator[Duty]:
        """The duties of its cells: below a heading "Staff must", or in a row that begins with who must."""
        titles = self.bound.titles
        above = [under_heading(plain(cell), titles) for cell in block.header]
        for row, cells in enumerate(block.rows):
            leads = beside_first_cell(plain(cells[0]), titles) if cells else NOTHING
            here, number = (index, row), 0  # sentences are numbered through a row
            for column, cell in enumerate(cells):
                parts = worded(plain(cell))
                stem = above[column] if column < len(above) else Above()
                if stem.force and parts:
                    one, *rest = parts
                    read = self.first(one.read, stem)
                    yield from (self.duty(each, one, (*here, number), None, stem) for each in read)
                    yield from self.prose(rest, here, None, stem.lead, first=number + 1)
                else:
                    yield from self.prose(parts, here, None, leads if column else NOTHING, first=number)
                number += len(parts)

    def prose(
        self, parts: Sequence[Wording], path: Path, author: Force | None, context: Lead = NOTHING, first: int = 0
    ) -> Iterator[Duty]:
        """The duties of the sentences of a paragraph, numbered from the first; all are one where only their author
        says what it is.
        """
        found: list[Duty] = []
        before = NO_WORDS
        for number, sentence in enumerate(parts, first):
            leans = before if _LEANS.match(sentence.read) else NO_WORDS
            read = statements(sentence.read, self.bound.titles, context)
            found += [self.duty(one, sentence, (*path, number), lead=leans) for one in read]
            context = Lead(who=_last_who(read, sentence.read, self.bound) or context.who)
            before = sentence
        if author and author not in [duty.force for duty in found]:
            whole = joined(parts)
            found = [self.duty(Statement(force=author, action=whole.read), whole, (*path, 0))]
        yield from found

    def unknown(self, block: ResolvedList) -> frozenset[int] | None:
        """The items of a list that are to be read; None for all of them. With lines between them all are."""
        if not self.known or any(isinstance(point, ResolvedConnector) for point in block.points):
            return None
        known = (not is_plain_item(point) or item_text(block, point) not in self.known for point in block.points)
        return frozenset(n for n, is_unknown in enumerate(known) if is_unknown)

    def points(self, points: Points, above: Above, path: Path, wanted: frozenset[int] | None = None) -> Iterator[Duty]:
        link = ""
        for index, entry in enumerate(points):
            if wanted is not None and index not in wanted:
                continue
            words = wording(plain(entry.text))
            if isinstance(entry, ResolvedConnector):
                if re.fullmatch(r"(?:and|or|and/or)", words.read.strip(), re.IGNORECASE):
                    link = words.read.strip().lower()
                else:
                    below = above.below(words, above.force, self.bound.titles)
                    says = statements(f"{words.read.rstrip(': ')}:", self.bound.titles)
                    above = below if says or not above.force else replace(above, stem=below.stem)
                continue
            here = (*path, index)
            if entry.points:
                yield from self.points(entry.points, above.below(words, entry.duty, self.bound.titles), here)
            if not (entry.points and words.read.endswith(":")):
                for duty in self.item(entry, words, above, here):
                    yield replace(duty, joined=link)
            link = ""

    def item(self, point: ResolvedListItem, words: Wording, above: Above, path: Path) -> Iterator[Duty]:
        """The duties of one item: its first sentence with the words above, the others by themselves."""
        first, *rest = worded(plain(point.text)) or (NO_WORDS,)
        read = self.first(first.read, above)
        found = [self.duty(one, first, (*path, 0), point, above) for one in read]
        for number, sentence in enumerate(rest, start=1):
            read = statements(sentence.read, self.bound.titles, above.lead)
            found += [self.duty(one, sentence, (*path, number), point) for one in read]
        said = [above.force, *(duty.force for duty in found)]
        if point.duty and point.duty not in said and point.duty != stated_force(words.read, in_list=True):
            whole = Statement(force=point.duty, who=above.lead.who, action=words.read)
            found = [self.duty(whole, words, (*path, 0), point, above)]
        elif point.duty and not found:
            made = statements(f"It must {first.read}", self.bound.titles, above.lead)
            action = replace(made[0], force=point.duty, who=above.lead.who) if made else Statement(force=point.duty)
            found = [self.duty(action, words, (*path, 0), point, above)]
        yield from found

    def first(self, words: str, above: Above) -> tuple[Statement, ...]:
        """What an item's first sentence states, by itself or after the words above it."""
        titles = self.bound.titles
        alone = statements(words, titles, above.lead)
        if ENSURE.match(words) and not above.force:
            return ()
        together = f"{above.clean} {_decapitalised(words)}".strip()
        if alone and (_MODAL_FIRST.match(words) or not above.force or _has_own_subject(alone, above)):
            return alone
        if above.force and above.clean:
            both = statements(together, titles, replace(above.lead, who=""))
            known = [one.action for one in above.own]
            return tuple(one for one in both if one.action not in known) or alone
        if not alone and above.clean and _OPEN.match(words):
            return statements(together, titles, replace(above.lead, who=""))
        return alone

    def duty(
        self,
        one: Statement,
        words: Wording,
        path: Path,
        point: ResolvedListItem | None = None,
        above: Above | None = None,
        lead: Wording = NO_WORDS,
    ) -> Duty:
        terms = one.terms
        who = one.who or (above.lead.who if above and not one.promised and not one.who else "")
        conditions, action = terms.conditions, one.action
        if above and conditions and _is_all_of(conditions[-1], words.read):
            # "The following uses are prohibited: where copyright is infringed": the item is what is forbidden
            action, conditions = f"{action} {conditions[-1]}".strip(), conditions[:-1]
        people, roles, party = self.bound.of_words(who, promised=one.promised)
        return Duty(
            force=one.force,
            place=Place(
                clause=self.passage.id,
                cite=point.cite if point else self.passage.cite,
                anchor=point.anchor if point else self.passage.id,
                path=path,
            ),
            words=words,
            lead=above.stem if above else lead,
            who=who,
            people=people,
            roles=roles,
            party=party,
            action=action,
            conditions=conditions,
            exceptions=terms.exceptions,
            deadlines=terms.deadlines,
            numbers=terms.numbers,
            addressees=terms.addressees,
            consequence=(above.consequence if above else "") or _consequence(words.read),
            only=one.only,
            mark=one.mark,
            subject=one.subject,
            soft=one.soft,
        )


def _cut(words: Wording, proviso: re.Match[str]) -> Wording:
    """The words before a proviso; as they are written they end where they do as they are read, or not at all."""
    written = _PROVISO.search(words.written)
    return Wording(words.written[: written.start() if written else None], words.read[: proviso.start()])


@lru_cache(maxsize=1 << 10)  # each of its duties asks
def _consequence(sentence: str) -> str:
    """What a sentence says follows a breach."""
    found = CONSEQUENCE.search(sentence.rstrip("."))
    return found[0].strip(" ,") if found else ""


def _is_all_of(one: str, words: str) -> bool:
    """Whether a condition is all that an item says."""
    mine, whole = (low(text).strip(" .,;") for text in (one, words))
    return (mine in whole or whole in mine) and len(one) >= 0.9 * len(words)


def _has_own_subject(read: tuple[Statement, ...], above: Above) -> bool:
    return bool(read[0].who) and read[0].who != above.lead.who


def _last_who(read: tuple[Statement, ...], sentence: str, bound: Bound) -> str:
    """Who a following "they" is, as far as the sentence says."""
    named = [one.who for one in read if one.who]
    return named[-1] if named else who_is_named(sentence, bound.titles)


def _decapitalised(words: str) -> str:
    """An item that begins with a capital, as the middle of a sentence; names and abbreviations stay."""
    first = words.partition(" ")[0]
    stays = not words[1:2].islower() or is_abbreviation(first.removesuffix("."))
    return words if stays else words[:1].lower() + words[1:]


__all__ = ["duties_in", "duties_of", "titles_of"]
