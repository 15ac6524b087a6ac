"""Publication -> the page of all clauses from A to Z, and of the glossary's words: what there is without search."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import escape
from itertools import groupby

from clausebook.formats._labels import edition_called, labels_in
from clausebook.formats.web.escape import words
from clausebook.formats.web.view_model import page_of_anchor
from clausebook.model.blocks import lines_of
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.publication import Labels, Publication
from clausebook.text.inline import plain_words
from clausebook.text.records import dataclass

_OTHER = "#"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedClause:
    """One clause: its address and how it is named, escaped. `key` is what it is sorted by."""

    url: str
    title: str
    number: str
    policy: str
    edition: str
    key: str


@dataclass(frozen=True, slots=True)
class Letter:
    """All clauses whose title begins with a letter; `id` is its place on the page."""

    id: str
    sign: str
    clauses: tuple[ListedClause, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A term of the glossary, its other forms, and the clauses that use any of them."""

    name: str
    others: str
    places: tuple[ListedClause, ...]


def letters_of(publication: Publication) -> tuple[Letter, ...]:
    """Every clause that counts, by the first letter of its title."""
    listed = sorted((one for _, one in _clauses(publication)), key=lambda one: (one.key, one.url))
    return tuple(
        Letter("other" if sign == _OTHER else sign.lower(), sign, tuple(clauses))
        for sign, clauses in groupby(listed, lambda one: _first(one.key))
    )


def words_of(publication: Publication) -> tuple[Word, ...]:
    """The glossary's terms that some clause uses, in order of the alphabet."""
    terms = publication.register.terms if publication.register else ()
    found, clauses = [], [(_said_in(passage), listed) for passage, listed in _clauses(publication)]
    for term in sorted(terms, key=lambda term: term.term.lower()):
        forms = tuple(dict.fromkeys((term.term, *term.synonyms, *term.avoid)))
        any_form = re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})s?\b", re.IGNORECASE)
        places = tuple(listed for said, listed in clauses if any_form.search(said))
        if places:
            found.append(Word(words(term.term), words(", ".join(forms[1:])), places))
    return tuple(found)


def _clauses(publication: Publication) -> Iterator[tuple[ResolvedClause, ListedClause]]:
    labels = labels_in(publication)
    for policy in dict.fromkeys(edition.policy for edition in publication.editions):
        edition = publication.main(policy)
        where = page_of_anchor(edition)
        for passage in edition.passages:
            yield passage, _listed(passage, edition, where[passage.id], labels)


def _listed(passage: ResolvedClause, edition: Edition, file: str, labels: Labels) -> ListedClause:
    return ListedClause(
        url=f"site:{escape(edition.folder)}/{file.removesuffix('.md')}/#{escape(passage.id)}",
        title=words(passage.title),
        number=words(passage.cite),
        policy=words(edition.title),
        edition=words(edition_called(edition, labels)),
        key=unicodedata.normalize("NFKD", passage.title).casefold(),
    )


def _first(key: str) -> str:
    return key[:1].upper() if key[:1].isalpha() else _OTHER


def _said_in(passage: ResolvedClause) -> str:
    """All words of a clause, with its title."""
    cells = (plain_words(cell) for line in lines_of(passage) for cell in line.cells)
    return " ".join((passage.title, *cells))
