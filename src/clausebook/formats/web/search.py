"""Publication -> what search finds: an entry for every section, clause and item, with the words that mean the same.

The site of an edition has no index of its own: one for all lies at the site root, so that a search from any page finds
every policy. The edition in force weighs most. An older edition has entries only for words that no weightier edition
says of the same clause: eight near-equal hits for one rule would hide it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby

from clausebook.formats.web.places import law_folder
from clausebook.formats.web.status import status_of
from clausebook.formats.web.view_model import file_of, heading
from clausebook.model.blocks import citations_of, items_of, lines_of
from clausebook.model.edition import Edition, ResolvedClause, ResolvedListItem, ResolvedSection
from clausebook.model.publication import Publication
from clausebook.model.term import Term
from clausebook.text.inline import Inline, plain

# how much an entry weighs against another with the same words; a section only heads its clauses
_WEIGHT = {"force": 4.0, "draft": 1.0, "coming": 1.0, "superseded": 0.4, "refused": 0.4, "withdrawn": 0.4}
_HEADING = 0.05
_LAW_WEIGHT = 0.6
_LAW = "Its status, and the clauses that cite it."


@dataclass(frozen=True, slots=True)
class _Found:
    """One thing to find, unescaped: its address within its section, its heading, its words and the law it cites."""

    anchor: str
    title: str
    text: str
    laws: tuple[str, ...]


def search_entries(publication: Publication) -> bytes:
    """All entries as JSON, in the form that lunr, mkdocs-material and Zensical share; addresses start at the root."""
    terms = publication.register.terms if publication.register else ()
    forms = tuple(Forms(term) for term in terms)
    seen: set[tuple[str, str, str]] = set()
    listed = [*_laws(publication)]
    listed += [
        entry
        for _, editions in groupby(publication.editions, lambda edition: edition.policy)
        for edition in _weightiest_first(tuple(editions), publication)
        for entry in _entries(edition, publication, forms, seen)
    ]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _laws(publication: Publication) -> Iterator[dict[str, object]]:
    """The page of every registered instrument."""
    for instrument in publication.register.instruments if publication.register else ():
        yield {
            "location": f"{law_folder(instrument.id)}/",
            "title": _safe(instrument.title),
            "text": _safe(instrument.duty or _LAW),
            "boost": _LAW_WEIGHT,
        }


def _weightiest_first(editions: tuple[Edition, ...], publication: Publication) -> list[Edition]:
    return sorted(editions, key=lambda edition: -_WEIGHT[status_of(edition, publication).kind])


def _entries(
    edition: Edition, publication: Publication, forms: tuple[Forms, ...], seen: set[tuple[str, str, str]]
) -> Iterator[dict[str, object]]:
    status = status_of(edition, publication)
    standing = "Draft, not approved" if status.kind == "draft" else f"{edition.called}, {status.tag.lower()}"
    policy = () if all(one.policy == edition.policy for one in publication.editions) else (edition.title,)
    weight = _WEIGHT[status.kind]
    for chapter in edition.chapters:
        page = f"{edition.folder}/{file_of(chapter).removesuffix('.md')}/"
        news = [found for found in _found(chapter, edition) if _is_news(edition.policy, found, seen)]
        if news:
            title = " | ".join((standing, *policy, heading(chapter.number, chapter.title)))
            yield {"location": page, "title": _safe(title), "text": "", "boost": _HEADING}
        for found in news:
            said = f"{found.title}\n{found.text}"
            tags = [_safe(tag) for tag in (*found.laws, *(other for one in forms for other in one.others(said)))]
            yield {
                "location": f"{page}#{found.anchor}",
                "title": _safe(found.title),
                "text": _safe(found.text),
                "boost": weight,
                **({"tags": tags} if tags else {}),
            }


def _is_news(policy: str, found: _Found, seen: set[tuple[str, str, str]]) -> bool:
    key = (policy, found.anchor.partition(".")[0], found.text or found.title)
    new = key not in seen
    seen.add(key)
    return new


def _found(chapter: ResolvedSection, edition: Edition) -> Iterator[_Found]:
    titles = {law.id: law.title for law in edition.laws}
    for passage in chapter.all_passages:
        own = [one.instrument for item, cited in citations_of(passage) if not item for one in cited]
        yield _Found(passage.id, heading(passage.number, passage.title), _words(passage), _titles(own, titles))
        yield from (_item(item, passage, titles) for item in items_of(passage))


def _item(point: ResolvedListItem, passage: ResolvedClause, titles: dict[str, str]) -> _Found:
    """An item says what force it has: its words alone often lean on a stem such as "you must not:"."""
    force = f": {point.duty.replace('-', ' ')}" if point.duty else ""
    laws = _titles((cited.instrument for cited in point.citations), titles)
    return _Found(point.anchor, f"{point.cite} {passage.title}{force}", _flat(point.text), laws)


def _titles(instruments: Iterable[str], titles: dict[str, str]) -> tuple[str, ...]:
    return tuple(titles[one] for one in dict.fromkeys(instruments) if one in titles)


def _words(passage: ResolvedClause) -> str:
    """The words of a clause but for its items, which are found by themselves."""
    texts = (_flat(cell) for line in lines_of(passage) if not line.item for cell in line.cells)
    return " ".join(text for text in texts if text)


def said_in(passage: ResolvedClause) -> str:
    """All words of a clause, its title and its items included."""
    return " ".join((passage.title, _words(passage), *(_flat(item.text) for item in items_of(passage))))


def _flat(runs: Inline) -> str:
    return " ".join(plain(runs).split())


def _safe(text: str) -> str:
    """The theme puts what it found into the page as HTML."""
    return escape(text, quote=False)


class Forms:
    """A term of the glossary with all the forms that a reader may look for."""

    def __init__(self, term: Term) -> None:
        self.forms = tuple(dict.fromkeys((term.term, *term.synonyms, *term.avoid)))
        self.patterns = {form: re.compile(rf"\b{re.escape(form)}s?\b", re.IGNORECASE) for form in self.forms}
        self.any = re.compile(rf"\b(?:{'|'.join(map(re.escape, self.forms))})s?\b", re.IGNORECASE)

    def others(self, text: str) -> tuple[str, ...]:
        """The forms that a text does not use, where it uses one of them."""
        if not self.any.search(text):
            return ()
        return tuple(form for form in self.forms if not self.patterns[form].search(text))
