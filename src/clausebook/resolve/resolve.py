"""Register -> Edition. Fills in facts, numbers clauses, letters items, and finds the approval of the words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import assert_never

from clausebook.model import edition_blocks as shown
from clausebook.model.approvals.approval import Approval
from clausebook.model.blocks import citations_of, texts
from clausebook.model.clause import Block, Citation, Clause, Form, ListConnector, ListItem, Note, Paragraph, Table
from clausebook.model.edition import (
    DeclaredBlocks,
    Edition,
    Law,
    ResolvedClause,
    ResolvedSection,
    SignatureLine,
    Target,
)
from clausebook.model.edition_blocks import ResolvedCitation
from clausebook.model.facts import facts
from clausebook.model.fingerprint import fingerprint
from clausebook.model.numbering import cite, clause_numbers, section_numbers
from clausebook.model.policy import Policy, Section
from clausebook.model.register import Register
from clausebook.model.school import School
from clausebook.model.variables import Facts, Reference, fill, has_variables, names_in
from clausebook.resolve.numbering import ItemNumber, lettered
from clausebook.text.inline import Inline, inline
from clausebook.text.once import IdentityMemo

_READ: IdentityMemo[Clause, ResolvedClause] = IdentityMemo(4096)
_PLAIN: IdentityMemo[Clause, bool] = IdentityMemo(4096)
_CITING: IdentityMemo[ResolvedClause, list[tuple[Target, tuple[ResolvedCitation, ...]]]] = IdentityMemo(4096)


def resolve(
    register: Register,
    policy_id: str,
    name: str,
    *,
    approval: Approval | None = None,
    previous: Approval | None = None,
    commit: str = "",
) -> Edition:
    """One edition of one policy, from a register without errors.

    `approval` is the record of the edition, if there is one: it is attached only where the words have the fingerprint
    that was approved. `previous` is the approval a draft follows, `commit` where the words were read from.
    Raises KeyError where the register has no such policy.
    """
    policy = register.policy(policy_id)
    if policy is None:
        raise KeyError(policy_id)
    edition = _Resolver(register, policy).edition(name, previous, commit)
    # An approval covers words, not a title: one changed comma makes a draft again.
    if approval and approval.fingerprint == edition.fingerprint:
        return replace(edition, approval=approval)
    return edition


def wordings(register: Register, policy_id: str) -> tuple[Callable[[str], Inline], Callable[[str], str]]:
    """What shows a text of one policy as it reads, and what shows a title. Raises KeyError for no such policy."""
    policy = register.policy(policy_id)
    if policy is None:
        raise KeyError(policy_id)
    resolver = _Resolver(register, policy)
    return resolver.inline, resolver.words


@dataclass
class _Resolver:
    """One policy on its way to an edition: the numbers and letters are set first, because texts refer to them."""

    register: Register
    policy: Policy
    facts: Facts = field(init=False)
    clauses: dict[str, Clause] = field(init=False)
    lettered: dict[str, dict[tuple[int, ...], ItemNumber]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = ((id, self.register.clause(self.policy.id, id)) for id in self.policy.clauses)
        self.clauses = {id: clause for id, clause in found if clause}
        self.facts = facts(self.register)

    @cached_property
    def numbers(self) -> dict[str, str]:
        return clause_numbers(self.policy, self.clauses)

    def letters(self, id: str) -> dict[tuple[int, ...], ItemNumber]:
        if id not in self.lettered:
            self.lettered[id] = {letter.trail: letter for letter in lettered(self.clauses[id], self.numbers[id])}
        return self.lettered[id]

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        found = {id: Reference(cite(self.numbers[id]), id) for id in self.clauses}
        for id, clause in self.clauses.items():
            for letter in self.letters(id).values():
                item = _item_at(clause, letter.trail)
                if item.id:
                    found[f"{id}.{item.id}"] = Reference(letter.cite, letter.anchor)
        return found

    def reference(self, target: str) -> Reference:
        return self.references[target]

    def edition(self, name: str, previous: Approval | None, commit: str) -> Edition:
        policy, school = self.policy, self.register.school or School(name="")
        numbers = section_numbers(policy, self.clauses)
        chapters = tuple(self.chapter(section, number) for section, number in zip(policy.outline, numbers, strict=True))
        draft = Edition(
            policy=policy.id,
            name=name,
            title=self.words(policy.title),
            series=self.words(policy.series),
            school=school,
            chapters=chapters,
            laws=self.laws(chapters),
            signatures=tuple(
                SignatureLine(line.role, school.roles.get(line.role, line.role), self.words(line.label))
                for line in policy.signatories
            ),
            printed_contents=policy.printed_contents,
            approving_body=self.words(policy.approving_body),
            owner=school.roles.get(policy.owner, "") if policy.owner else "",
            review_month=policy.review_month,
            review_every=policy.review_every,
            previous=previous,
            commit=commit,
            acknowledgement=policy.acknowledgement,
        )
        return replace(draft, fingerprint=fingerprint(draft))

    def chapter(self, section: Section, number: str) -> ResolvedSection:
        opening = self.passage(section.opening) if section.opening in self.clauses else None
        return ResolvedSection(
            id=opening.id if opening else section.id or "",
            number=number,
            cite=cite(number),
            title=opening.title if opening else self.words(section.title),
            opening=opening,
            passages=tuple(self.passage(id) for id in section.clauses if id in self.clauses),
        )

    def passage(self, clause_id: str | None) -> ResolvedClause:
        clause = self.clauses[clause_id or ""]
        if not _PLAIN.of(clause, None, lambda: not any(has_variables(text) for _, _, text in texts(clause))):
            return self.filled(clause)
        # without variables it reads the same in every edition that numbers it alike
        also = self.numbers[clause.id], clause.applies_to or self.policy.applies_to
        return _READ.of(clause, also, lambda: self.filled(clause))

    def filled(self, clause: Clause) -> ResolvedClause:
        number = self.numbers[clause.id]
        return ResolvedClause(
            id=clause.id,
            number=number,
            cite=cite(number),
            title=self.words(clause.title),
            blocks=DeclaredBlocks(self.block(clause, index, block) for index, block in enumerate(clause.body)),
            applies_to=clause.applies_to or self.policy.applies_to,
            citations=resolved_citations(clause.citations),
            facts=self.facts_used(clause),
            split_from=clause.split_from or "",
            merged_from=clause.merged_from,
            source=clause.place.file,
        )

    def block(self, clause: Clause, index: int, block: Block) -> shown.ResolvedBlock:
        match block:
            case Paragraph():
                return self.prose(clause, index, block)
            case Note():
                return shown.ResolvedNote(text=self.inline(block.note))
            case Table():
                body = block.table
                return shown.ResolvedTable(
                    caption=self.inline(body.caption),
                    header=tuple(self.inline(cell) for cell in body.header),
                    rows=tuple(tuple(self.inline(cell) for cell in row) for row in body.rows),
                )
            case Form():
                blanks = tuple(
                    shown.ResolvedFormField(self.inline(blank.label), blank.kind) for blank in block.form.fields
                )
                return shown.ResolvedForm(title=self.inline(block.form.title), blanks=blanks)
            case _:
                assert_never(block)

    def prose(self, clause: Clause, index: int, block: Paragraph) -> shown.ResolvedBlock:
        text, cited = self.inline(block.text), resolved_citations(block.citations)
        if not block.items:
            return shown.ResolvedParagraph(text=text, duty=block.duty, citations=cited)
        points = self.points(clause, block.items, (index,))
        return shown.ResolvedList(stem=text, duty=block.duty, citations=cited, points=points)

    def points(
        self, clause: Clause, items: tuple[ListItem | ListConnector, ...], trail: tuple[int, ...]
    ) -> tuple[shown.ResolvedListItem | shown.ResolvedConnector, ...]:
        points: list[shown.ResolvedListItem | shown.ResolvedConnector] = []
        for spot, item in enumerate(items):
            if isinstance(item, ListConnector):
                points.append(shown.ResolvedConnector(text=self.inline(item.between)))
                continue
            letter, text = self.letters(clause.id)[*trail, spot], self.inline(item.text)
            points.append(
                shown.ResolvedListItem(
                    anchor=letter.anchor,
                    letter=letter.letter,
                    cite=letter.cite,
                    text=text,
                    anchors=(f"{clause.id}.{item.id}",) if item.id else (),
                    duty=item.duty,
                    citations=resolved_citations(item.citations),
                    points=self.points(clause, item.items, (*trail, spot)),
                )
            )
        return tuple(points)

    def inline(self, text: str) -> Inline:
        return inline(fill(text, self.facts, self.reference))

    def words(self, text: str) -> str:
        """A title: variables are filled in, Markdown is not read."""
        return fill(text, self.facts, self.reference, markdown=False)

    def facts_used(self, clause: Clause) -> tuple[tuple[str, str], ...]:
        names = dict.fromkeys(name for _, _, text in texts(clause) for name in names_in(text))
        return tuple((name, self.fact(name)) for name in names)

    def fact(self, name: str) -> str:
        value: object = self.facts
        for step in name.split("."):
            value = value[step] if isinstance(value, Mapping) else ""
        return str(value)

    def laws(self, chapters: tuple[ResolvedSection, ...]) -> tuple[Law, ...]:
        """The instruments cited, in the order of their first citation."""
        where: dict[str, list[tuple[str, Target]]] = {}
        for passage in (passage for chapter in chapters for passage in chapter.all_passages):
            for target, citations in _CITING.of(passage, None, partial(_citing, passage)):
                for cited in citations:
                    where.setdefault(cited.instrument, []).append((cited.provision, target))
        return tuple(self.law(id, places) for id, places in where.items())

    def law(self, id: str, places: list[tuple[str, Target]]) -> Law:
        instrument = self.register.instrument_by_id.get(id)
        return Law(
            id=id,
            title=instrument.title if instrument else id,
            url=instrument.url if instrument else "",
            kind=instrument.kind if instrument else "",
            provisions=tuple(dict.fromkeys(provision for provision, _ in places if provision)),
            cited_by=tuple(dict.fromkeys(target for _, target in places)),
        )


def _citing(passage: ResolvedClause) -> list[tuple[Target, tuple[ResolvedCitation, ...]]]:
    """The places in a clause that cite something, each with what it cites; a paragraph is cited as its clause."""
    here = Target(passage.id, passage.cite)
    return [
        (Target(item.anchor, item.cite) if item else here, citations)
        for item, citations in citations_of(passage)
        if citations
    ]


def resolved_citations(citations: Iterable[Citation]) -> tuple[ResolvedCitation, ...]:
    """Citations as an edition holds them."""
    return tuple(ResolvedCitation(one.instrument, one.provision, one.why) for one in citations)


def _item_at(clause: Clause, trail: tuple[int, ...]) -> ListItem:
    block = clause.body[trail[0]]
    entries = block.items if isinstance(block, Paragraph) else ()
    for spot in trail[1:]:
        item = entries[spot]
        entries = item.items if isinstance(item, ListItem) else ()
    assert isinstance(item, ListItem)
    return item
