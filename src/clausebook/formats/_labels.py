"""templates/labels/<language>.yaml -> the labels of the interface. What a language lacks is English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from string import Formatter
from typing import Any

from clausebook.errors import UserError
from clausebook.model.acts.words import with_article
from clausebook.model.edition import Edition
from clausebook.model.publication import ENGLISH, Labels, Publication, language_of
from clausebook.source.parse import parse
from clausebook.text.dates import MONTHS, in_words

FOLDER = "templates/labels/"
_MARKUP = re.compile(r"[<>&*_\[\]`\\]")  # would be read as mark-up in a page


def labels_in(publication: Publication) -> Labels:
    """The labels of its pages and documents, in the language of the school's texts."""
    return labels_of(publication.school.language, publication.templates)


def labels_of(tag: str, templates: Mapping[str, bytes]) -> Labels:
    """The labels for texts in a language. Raises UserError for a file of labels that is wrong."""
    language = language_of(tag)
    return _labels(language, templates[f"{FOLDER}{ENGLISH}.yaml"], templates[f"{FOLDER}{language}.yaml"])


def edition_called(edition: Edition, labels: Labels) -> str:
    """How an edition is named among others: "2026 edition (Autumn 2026)", or that it is the draft."""
    if edition.approval is None:
        return labels["draft"]
    named = labels["edition_named"].format(name=edition.name)
    return f"{named} ({edition.approval.label})" if edition.approval.label else named


def date_in(partial: str, labels: Labels) -> str:
    """A partial date in running text: "16 May 2018", "16 Mai 2018"."""
    months = dict(zip(MONTHS, labels["months"].split(), strict=True))
    return " ".join(months.get(part, part) for part in in_words(partial).split())


def body_in(body: str, labels: Labels) -> str:
    """A body's name in running text, with the article that English has."""
    return with_article(body) if labels.language == ENGLISH else body


@lru_cache(maxsize=8)
def _labels(language: str, english: bytes, own: bytes) -> Labels:
    known = _read(english, f"{FOLDER}{ENGLISH}.yaml")
    mine = _read(own, f"{FOLDER}{language}.yaml")
    for key, text in mine["labels"].items():
        place = f"{FOLDER}{language}.yaml: {key}"
        if key not in known["labels"]:
            raise UserError(f"{place} is not a label", f"{FOLDER}{ENGLISH}.yaml has all of them")
        if not isinstance(text, str) or not text.strip() or _MARKUP.search(text):
            raise UserError(f"{place} has to be words without mark-up", "take out <, >, &, *, _, [, ] and `")
        if _values(text) != _values(known["labels"][key]):
            raise UserError(f"{place} has not the values in braces that it has in English", "write them as there")
    unreviewed = "" if mine.get("reviewed") else str(mine.get("unreviewed", ""))
    return Labels(language=language, texts={**known["labels"], **mine["labels"]}, unreviewed=unreviewed)


def _read(content: bytes, path: str) -> Any:
    value, faults = parse(content, path)
    if faults:
        raise UserError(f"{faults[0].place}: {faults[0].message}", faults[0].hint)
    if not isinstance(value, dict) or not isinstance(value.get("labels"), dict):
        raise UserError(f"{path} has no labels", "write language, reviewed and labels")
    return value


def _values(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {text}  # a brace that is not closed
