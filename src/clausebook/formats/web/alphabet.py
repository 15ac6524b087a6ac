"""Publication -> the page of all clauses from A to Z, and of the glossary's words: what there is without search."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache, partial
from html import escape
from itertools import groupby

from clausebook.formats._labels import edition_called, labels_in
from clausebook.formats.web.escape import words
from clausebook.formats.web.view_model import page_of_anchor
from clausebook.model.blocks import lines_of
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.publication import Labels, Publication
from clausebook.model.term import Term
from clausebook.text.inline import plain_words
from clausebook.text.records import dataclass

_OTHER = "#"


@dataclass(frozen=True, slots=True)
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
    clauses, found = tuple(_clauses(publication)), []
    for number, term in sorted(enumerate(terms), key=lambda one: one[1].term.lower()):
        places = tuple(listed for used, listed in clauses if number in used)
        if places:
            found.append(Word(words(term.term), words(", ".join(_forms(term)[1:])), places))
    return tuple(found)


def _forms(term: Term) -> tuple[str, ...]:
    return tuple(dict.fromkeys((term.term, *term.synonyms, *term.avoid)))


def _clauses(publication: Publication) -> Iterator[tuple[tuple[int, ...], ListedClause]]:
    """Every clause that counts, with the numbers of the terms that it uses."""
    for policy in dict.fromkeys(edition.policy for edition in publication.editions):
        for used, *said in publication.fact(policy, "clauses", partial(_clauses_of, policy, publication)):
            yield used, ListedClause(*said)


def _clauses_of(
    policy: str, publication: Publication
) -> tuple[tuple[tuple[int, ...], str, str, str, str, str, str], ...]:
    labels, edition = labels_in(publication), publication.main(policy)
    where = page_of_anchor(edition)
    forms = _searched(publication.register.terms if publication.register else ())
    found = []
    for passage in edition.passages:
        said, one = _said_in(passage), _listed(passage, edition, where[passage.id], labels)
        used = tuple(number for number, form in enumerate(forms) if form.search(said))
        found.append((used, one.url, one.title, one.number, one.policy, one.edition, one.key))
    return tuple(found)


@lru_cache(maxsize=2)
def _searched(terms: tuple[Term, ...]) -> tuple[re.Pattern[str], ...]:
    """Patterns of each term's forms."""
    forms = ("|".join(map(re.escape, _forms(term))) for term in terms)
    return tuple(re.compile(rf"\b(?:{any_form})s?\b", re.IGNORECASE) for any_form in forms)


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
