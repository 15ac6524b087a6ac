"""Clause -> what a reader reads: every text without markup and variables, its sentences, and where it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, Literal

from clausebook.model.blocks import texts
from clausebook.model.clause import (
    Block,
    Clause,
    FormBody,
    FormField,
    ListConnector,
    ListItem,
    Note,
    Paragraph,
    TableBody,
)
from clausebook.model.facts import facts
from clausebook.model.finding import Located, SourceLocation
from clausebook.model.register import Register
from clausebook.model.school import School
from clausebook.model.term import Term
from clausebook.text.blanks import read
from clausebook.text.inline import unmarked
from clausebook.text.once import IdentityMemo
from clausebook.text.records import dataclass
from clausebook.text.words import whole_words

Kind = Literal["title", "paragraph", "stem", "item", "between", "note", "table", "form"]
MOST_SHOWN = 40  # words under a caret: an excerpt shows fewer
GAP = "§"  # stands for a reference or a link, so that what follows "see" is seen to be one
# no braces inside: a text of nothing but opening braces would else take the square of its length
_VARIABLE = re.compile(r"\{\{-?([^{}]*?)-?\}\}|\{%[^{}%]*%\}|\{#[^{}#]*#\}")
_QUOTED = re.compile(r"“[^“”]*”|‘(?:[^‘’]|’(?=\w))*’|\"[^\"]*\"|(?<![\w])'[^']*'(?!\w)")
_TEXTS: IdentityMemo[Clause, tuple[ClauseText, ...]] = IdentityMemo(1 << 12)
_NAMES: IdentityMemo[School | None, tuple[tuple[Term, ...], Mapping[str, str]]] = IdentityMemo(2)
_FILTERS = {"lower": str.lower, "upper": str.upper, "title": str.title, "capitalize": str.capitalize}


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One text of a clause: what kind it is, the words as a reader sees them, and the text as it is in the file.

    In `unquoted`, what is in quotation marks is blanked out, at the same length.
    """

    clause: Clause
    place: SourceLocation
    kind: Kind
    words: str
    unquoted: str
    raw: str

    def at(self, piece: str) -> SourceLocation:
        """The place of a piece of its words; of one that markup or a variable divides in the file, its beginning."""
        known = piece.split()[:MOST_SHOWN]
        while known and not whole_words(" ".join(known)).search(self.raw):
            known.pop()
        variable = _VARIABLE.search(self.raw)
        return self.place.on(" ".join(known) or (variable[0] if variable else ""))

    @property
    def is_prose(self) -> bool:
        """Whether it is running text: no heading, no cell, no label of a form."""
        return self.kind in ("paragraph", "stem", "item", "note")


@lru_cache(maxsize=2)
def prose(register: Register) -> tuple[ClauseText, ...]:
    """Every text of every clause, in order of file and place."""
    known = names(register)
    return tuple(
        written
        for clause in register.clauses
        # the parts of a register share its clauses and what a text may name
        for written in _TEXTS.of(clause, id(known), partial(_of_clause, clause, known))
    )


@lru_cache(maxsize=2)
def by_policy(register: Register) -> Mapping[str, tuple[ClauseText, ...]]:
    """The texts of each policy in reading order: by its outline, then clauses that it does not list."""
    of_clause: dict[int, list[ClauseText]] = {}
    for written in prose(register):
        of_clause.setdefault(id(written.clause), []).append(written)
    order = {(policy.id, clause): place for policy in register.policies for place, clause in enumerate(policy.clauses)}
    found: dict[str, list[ClauseText]] = {}
    for clause in sorted(register.clauses, key=lambda one: order.get((one.policy, one.id), len(order))):
        found.setdefault(clause.policy, []).extend(of_clause.get(id(clause), ()))
    return {policy: tuple(texts) for policy, texts in found.items()}


@lru_cache(maxsize=2)
def lists(register: Register) -> tuple[tuple[Clause, ClauseText | None, tuple[ClauseText, ...]], ...]:
    """Every list of two items or more: its clause, the words that introduce it, its items without nested ones."""
    known = names(register)
    found = []
    for clause in register.clauses:
        for record in _listing(clause.body):
            items = tuple(
                _written(clause, item, "text", item.text, known) for item in record.items if isinstance(item, ListItem)
            )
            stem = _written(clause, record, "text", record.text, known) if record.text else None
            if len(items) > 1:
                found.append((clause, stem, items))
    return tuple(found)


def _listing(entries: tuple[Block | ListItem | ListConnector, ...]) -> Iterator[Paragraph | ListItem]:
    for entry in entries:
        if isinstance(entry, Paragraph | ListItem) and entry.items:
            yield entry
            yield from _listing(entry.items)


def _of_clause(clause: Clause, known: Mapping[str, str]) -> tuple[ClauseText, ...]:
    return tuple(_written(clause, record, field, text, known) for record, field, text in texts(clause))


def _written(clause: Clause, record: Any, field: str, text: str, known: Mapping[str, str]) -> ClauseText:
    words = read(unmarked(filled(text, known)))
    return ClauseText(clause, record.where(field), _kind(record), words, _unquoted(words), text)


def _unquoted(words: str) -> str:
    if not any(mark in words for mark in "“‘\"'"):
        return words
    return _QUOTED.sub(lambda found: " " * len(found[0]), words)


def _kind(record: Located) -> Kind:
    kinds: tuple[tuple[type, Kind], ...] = (
        (Clause, "title"),
        (ListItem, "item"),
        (Note, "note"),
        (ListConnector, "between"),
        (TableBody, "table"),
        (FormBody, "form"),
        (FormField, "form"),
    )
    if isinstance(record, Paragraph):
        return "stem" if record.items else "paragraph"
    return next(kind for which, kind in kinds if isinstance(record, which))


def names(register: Register) -> Mapping[str, str]:
    """What a text may name, by its dotted name: "school.roles.headteacher" to "Headteacher"."""
    terms = register.terms
    _, found = _NAMES.of(register.school, id(terms), lambda: (terms, dict(_flat("", facts(register)))))
    return found


def _flat(prefix: str, group: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in group.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{prefix}{name}.", value)
        else:
            yield f"{prefix}{name}", str(value)


def filled(text: str, known: Mapping[str, str]) -> str:
    """The text with its variables filled in, near enough for reading: both branches of a condition stay."""
    if "{" not in text:
        return text
    return _VARIABLE.sub(lambda found: _value(found[1] or "", known), text)


def _value(expression: str, known: Mapping[str, str]) -> str:
    name, *filters = (part.strip() for part in expression.split("|"))
    if name.startswith("ref"):
        return GAP
    value = known.get(name, "")
    for wanted in filters:
        value = _FILTERS.get(wanted, str)(value)
    return value


def opening(sentence: str) -> str:
    """The first words of a sentence, for a caret to mark."""
    return " ".join(sentence.split()[:3])
