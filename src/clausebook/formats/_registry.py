"""Editions and reviews -> artefacts. Finds the formats by walking formats/ and formats/review/."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from clausebook import formats
from clausebook.formats import review as review_forms
from clausebook.formats.review.markdown import summary
from clausebook.formats.review.meeting import meeting_lines, render_meeting
from clausebook.formats.review.terminal import review_lines
from clausebook.model.artefact import Artefact
from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication

__all__ = [
    "Format",
    "ReviewForm",
    "all_formats",
    "all_review_forms",
    "meeting_lines",
    "render_meeting",
    "review_lines",
    "summary",
]

Render = Callable[[Edition, Publication], Iterator[Artefact]]
RenderAll = Callable[[Publication], Iterator[Artefact]]
RenderReview = Callable[[Review, Publication], Iterator[Artefact]]
REVIEWS = "review"  # the one room of formats/ that holds forms of a review, not a format of editions


@dataclass(frozen=True, slots=True)
class Format:
    """One output format.

    `cacheable` says that what it renders depends on the edition and the templates only, `site` that it is a part of the
    web site and of nothing else.
    """

    name: str
    render: Render
    render_all: RenderAll | None
    cacheable: bool
    site: bool


@cache
def all_formats() -> tuple[Format, ...]:
    """Every format, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__) if not module.name.startswith("_"))
    return tuple(_format(name) for name in names if name != REVIEWS)


def _format(name: str) -> Format:
    module = importlib.import_module(f"{formats.__name__}.{name}")
    cacheable, site = (bool(getattr(module, mark, False)) for mark in ("CACHEABLE", "SITE_ONLY"))
    return Format(name, getattr(module, "render", _nothing), getattr(module, "render_all", None), cacheable, site)


def _nothing(edition: Edition, publication: Publication) -> Iterator[Artefact]:
    """What a format of the whole publication makes of one edition."""
    yield from ()


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """One form of the review pack."""

    name: str
    render: RenderReview


@cache
def all_review_forms() -> tuple[ReviewForm, ...]:
    """Every form of a review, by name: the modules of src/clausebook/formats/review that have a `render_review`."""
    found = []
    for name in sorted(module.name for module in pkgutil.iter_modules(review_forms.__path__)):
        module = importlib.import_module(f"{review_forms.__name__}.{name}")
        if hasattr(module, "render_review"):
            found.append(ReviewForm(name, module.render_review))
    return tuple(found)
