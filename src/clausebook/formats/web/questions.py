"""Publication -> the page of questions that people ask, each with the rules that answer it, word for word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from clausebook.formats._labels import edition_called, labels_in
from clausebook.formats.web.escape import words
from clausebook.formats.web.status import status_of
from clausebook.formats.web.view_model import page_of_anchor
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.model.question import Question
from clausebook.model.search import SearchEntry, answers_of, search_entries
from clausebook.text.quotation import typographic
from clausebook.text.records import dataclass

FOLDER = "questions"


@dataclass(frozen=True, slots=True)
class QuotedRule:
    """A rule as it is quoted: its address, its number and its words, which are a sentence."""

    url: str
    cite: str
    words: str


@dataclass(frozen=True, slots=True)
class EditionAnswer:
    """What one edition answers, or that it does not."""

    edition: str
    kind: str
    tag: str
    rules: tuple[QuotedRule, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with what each edition that counts answers. `url` leads to it from anywhere."""

    anchor: str
    url: str
    question: str
    groups: tuple[EditionAnswer, ...]


@dataclass(frozen=True, slots=True)
class PolicyQuestions:
    """The questions about one policy."""

    id: str
    title: str
    questions: tuple[AskedQuestion, ...]


def questions_of(publication: Publication) -> tuple[PolicyQuestions, ...]:
    """Every question that an edition in force, or a draft, answers or is said not to answer."""
    asked = publication.register.asked.questions if publication.register else ()
    found = []
    for policy in dict.fromkeys(edition.policy for edition in publication.editions):
        mine = [one for one in asked if one.policy == policy]
        if mine:
            main = publication.main(policy)
            editions = [main, *(one for one in publication.editions_of(policy) if one.is_draft and one is not main)]
            known = [(edition, search_entries(edition), page_of_anchor(edition)) for edition in editions]
            questions = tuple(filter(None, (_asked(one, known, publication) for one in mine)))
            found += [PolicyQuestions(escape(policy), words(main.title), questions)] if questions else []
    return tuple(found)


def _asked(
    question: Question,
    known: Sequence[tuple[Edition, tuple[SearchEntry, ...], Mapping[str, str]]],
    publication: Publication,
) -> AskedQuestion | None:
    groups = tuple(group for one in known for group in _answered(question, *one, publication))
    anchor = f"{question.policy}-{question.id}"
    return AskedQuestion(anchor, f"site:{FOLDER}/#{anchor}", words(question.question), groups) if groups else None


def _answered(
    question: Question,
    edition: Edition,
    entries: tuple[SearchEntry, ...],
    where: Mapping[str, str],
    publication: Publication,
) -> Iterator[EditionAnswer]:
    shown = typographic if edition.is_draft else str
    silent = tuple(words(one.says) for one in question.silent if one.edition == edition.name)
    rules = tuple(
        QuotedRule(
            url=f"site:{escape(edition.folder)}/{where[entry.anchor].removesuffix('.md')}/#{escape(entry.anchor)}",
            cite=words(entry.cite),
            words=words(shown(f"{entry.lead} {entry.words}".strip())),
        )
        for entry in answers_of(question, edition, entries)
    )
    if rules or silent:
        status = status_of(edition, publication)
        labels = labels_in(publication)
        name = labels["not_approved"] if edition.is_draft else words(edition_called(edition, labels))
        yield EditionAnswer(name, status.kind, status.tag, rules, silent)
