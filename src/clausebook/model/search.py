"""Edition -> what search finds: each rule as a sentence with its force and number, and what the clauses say beside.

Duties come from the ledger and names of law from the one reader of such names, so that search finds what the pages of
duties and the checks of the law find.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from clausebook.model.blocks import BlockLine, lines_of
from clausebook.model.clause import Duty as Force
from clausebook.model.duties import StatedDuty, stated_duties_of
from clausebook.model.duties.wording import worded
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.question import Answer, Question
from clausebook.text.inline import plain
from clausebook.text.law_index import Index
from clausebook.text.law_names import read
from clausebook.text.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEntry:
    """One thing to find: `lead` and `words` together are a sentence of the edition, `forces` what it binds to.

    `lead` is "" where the words can be read alone. `laws` are the ids of the instruments that it cites or names.
    """

    clause: ResolvedClause
    anchor: str
    cite: str
    words: str
    lead: str = ""
    forces: tuple[Force, ...] = ()
    laws: tuple[str, ...] = ()


def search_entries(edition: Edition, names: Index | None = None) -> tuple[SearchEntry, ...]:
    """Every rule of the edition, and every sentence and item that binds nobody, in reading order."""
    duties: dict[str, list[StatedDuty]] = {}
    joined: set[str] = set()
    for duty in stated_duties_of(edition):
        duties.setdefault(duty.anchor, []).append(duty)
        joined.update(duty.cite.split(", ")[1:])
    found: list[SearchEntry] = []
    for clause in edition.passages:
        cited = tuple(one.instrument for one in clause.citations)  # of the clause as a whole: its first sentence has it
        for number, entry in enumerate(_Clause(clause, duties, joined).entries()):
            entry = entry if number else replace(entry, laws=(*entry.laws, *cited))
            if found and (found[-1].anchor, found[-1].lead, found[-1].words) == (entry.anchor, entry.lead, entry.words):
                found[-1] = replace(found[-1], forces=tuple(dict.fromkeys((*found[-1].forces, *entry.forces))))
            else:
                found.append(entry)
    return tuple(_with_law(entry, names) for entry in found)


def _with_law(entry: SearchEntry, names: Index | None) -> SearchEntry:
    named = (one for mention in read(entry.words, names) for one in mention.ids) if names else ()
    return replace(entry, laws=tuple(dict.fromkeys((*entry.laws, *named))))


@dataclass(frozen=True)
class _Clause:
    """One clause with the edition's duties by their address; `joined` are the items that a duty took in."""

    clause: ResolvedClause
    duties: dict[str, list[StatedDuty]]
    joined: set[str]

    def entries(self) -> Iterator[SearchEntry]:
        leads: list[str] = []
        for line in lines_of(self.clause):
            text = plain(line.cells[0])
            match line.part:
                case "paragraph" | "note":
                    yield from self.paragraph(line, _written(line))
                case "stem":
                    *before, last = _written(line) or [""]
                    yield from self.paragraph(line, before)
                    yield from self.proviso(line, last)
                    leads = [last]
                case "point":
                    leads = leads[: line.depth]
                    yield from self.point(line, text, " ".join(leads))
                    leads.append(text)
                case "caption":
                    leads = [text]
                case "row" | "header":
                    cells = " ".join(map(plain, line.cells))
                    if cells.strip():  # a row to fill in by hand says nothing
                        yield self.entry(self.clause.id, self.clause.cite, cells.strip(), leads[0] if leads else "")
                case "form":
                    yield self.entry(self.clause.id, self.clause.cite, text)
                case _:
                    pass  # the labels of a form and lines between items say nothing by themselves

    def paragraph(self, line: BlockLine, said: Sequence[str]) -> Iterator[SearchEntry]:
        """The duties of a paragraph, and what is between them."""
        text = " ".join(said)
        mine = [duty for duty in self.duties.get(self.clause.id, ()) if duty.words in text]
        laws = tuple(cited.instrument for cited in line.citations)
        rest: list[str] = []
        for sentence in said:
            if any(sentence in duty.words for duty in mine):
                yield from self.beside(rest, laws)
                rest = []
                for duty in [duty for duty in mine if duty.words.endswith(sentence)]:
                    yield self.entry(self.clause.id, duty.cite, duty.words, "", (duty.force,), laws)
            else:
                rest.append(sentence)
        yield from self.beside(rest, laws)

    def proviso(self, line: BlockLine, last: str) -> Iterator[SearchEntry]:
        """What the introduction of a list allows by itself: "... permits personal use subject to such use:"."""
        laws = tuple(cited.instrument for cited in line.citations)
        for duty in self.duties.get(self.clause.id, ()):
            if last.startswith(duty.words.rstrip(".:")):
                yield self.entry(self.clause.id, duty.cite, duty.words, "", (duty.force,), laws)

    def beside(self, rest: list[str], laws: tuple[str, ...]) -> Iterator[SearchEntry]:
        if rest:
            yield self.entry(self.clause.id, self.clause.cite, " ".join(rest), laws=laws)

    def point(self, line: BlockLine, text: str, lead: str) -> Iterator[SearchEntry]:
        item = line.item
        if item is None or item.cite in self.joined:
            return
        laws = tuple(cited.instrument for cited in line.citations)
        duties = self.duties.get(item.anchor, [])
        if any(duty.cite != item.cite for duty in duties):  # it is one sentence with the items that it is joined to
            for duty in duties:
                yield self.entry(item.anchor, duty.cite, duty.words, _lead(duty), (duty.force,), laws)
        elif duties or not (item.points and text.endswith(":")):
            forces = tuple(dict.fromkeys(duty.force for duty in duties))
            shown = (_lead(duties[0]) if duties else "") or lead
            yield self.entry(item.anchor, item.cite, text, shown, forces, laws)

    def entry(
        self,
        anchor: str,
        cite: str,
        words: str,
        lead: str = "",
        forces: tuple[Force, ...] = (),
        laws: tuple[str, ...] = (),
    ) -> SearchEntry:
        return SearchEntry(
            clause=self.clause, anchor=anchor, cite=cite, words=words, lead=lead, forces=forces, laws=laws
        )


def _lead(duty: StatedDuty) -> str:
    """The whole of the words above the items: who looks for a dismissal finds what may lead to one."""
    return duty.stem or duty.lead


def _written(line: BlockLine) -> list[str]:
    """The sentences of a text as they are written, where the ledger parts them."""
    return [said.written for said in worded(plain(line.cells[0]))]


def answers_of(question: Question, edition: Edition, entries: tuple[SearchEntry, ...]) -> tuple[SearchEntry, ...]:
    """The rules of an edition that answer a question, in the question's order; only those that say what they should."""
    wanted = [one for one in question.answers if (question.policy, one.edition) == (edition.policy, edition.name)]
    found = (entry for one in wanted for entry in entries if is_answer(one, entry))
    return tuple({id(entry): entry for entry in found}.values())


def is_answer(answer: Answer, entry: SearchEntry) -> bool:
    """Whether an entry is the rule that an answer names, and says its words."""
    if entry.anchor != answer.rule:
        return False
    said = " ".join(f"{entry.lead} {entry.words}".casefold().split())
    return " ".join(answer.says.casefold().split()) in said
