"""Editions and reviews -> artefacts. Finds the formats by walking formats/ and formats/review/."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
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
from clausebook.text.records import dataclass

__all__ = [
    "Format",
    "ReviewForm",
    "all_formats",
    "all_review_forms",
    "format_called",
    "meeting_lines",
    "render_meeting",
    "review_lines",
    "summary",
]

Render = Callable[[Edition, Publication], Iterator[Artefact]]
RenderAll = Callable[[Publication], Iterator[Artefact]]
RenderPolicy = Callable[[str, Publication], Iterator[Artefact]]
RenderReview = Callable[[Review, Publication], Iterator[Artefact]]
REVIEWS = "review"  # the one room of formats/ that holds forms of a review, not a format of editions


@dataclass(frozen=True, slots=True)
class Format:
    """One output format: what it makes of an edition, of a policy, and of all.

    `reads` are the folders of templates that it reads besides the edition, its signed PDF and, of a draft, the day;
    None for one that reads more of a publication. `site` says that it is a part of the web site and of nothing else.
    """

    name: str
    render: Render
    render_policy: RenderPolicy | None
    render_shared: RenderAll | None
    reads: tuple[str, ...] | None
    site: bool

    @property
    def render_all(self) -> RenderAll | None:
        """What makes all that is not of one edition: of each policy, and what all of them share."""
        return self._all if self.render_policy or self.render_shared else None

    def _all(self, publication: Publication) -> Iterator[Artefact]:
        for policy in dict.fromkeys(edition.policy for edition in publication.editions) if self.render_policy else ():
            yield from self.render_policy(policy, publication) if self.render_policy else ()
        yield from self.render_shared(publication) if self.render_shared else ()


@cache
def all_formats() -> tuple[Format, ...]:
    """Every format, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__) if not module.name.startswith("_"))
    return tuple(format_called(name) for name in names if name != REVIEWS)


@cache
def format_called(name: str) -> Format:
    """One format. A module of formats/ says in READS what its units hold."""
    module = importlib.import_module(f"{formats.__name__}.{name}")
    return Format(
        name,
        getattr(module, "render", _nothing),
        getattr(module, "render_policy", None),
        getattr(module, "render_all", None),
        getattr(module, "READS", None),
        bool(getattr(module, "SITE_ONLY", False)),
    )


def _nothing(edition: Edition, publication: Publication) -> Iterator[Artefact]:
    """What a format of the whole publication makes of one edition."""
    yield from ()


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """One form of the review pack; `site` marks a page of the web site."""

    name: str
    render: RenderReview
    site: bool = False


@cache
def all_review_forms() -> tuple[ReviewForm, ...]:
    """Every form of a review, by name: the modules of src/clausebook/formats/review that have a `render_review`."""
    found = []
    for name in sorted(module.name for module in pkgutil.iter_modules(review_forms.__path__)):
        module = importlib.import_module(f"{review_forms.__name__}.{name}")
        if hasattr(module, "render_review"):
            found.append(ReviewForm(name, module.render_review, getattr(module, "SITE", False)))
    return tuple(found)
