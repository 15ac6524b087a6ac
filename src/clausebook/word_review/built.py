"""An edition, or two compared -> the Word file as the build makes it: what a file that came back is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from clausebook.formats import word
from clausebook.formats.review import word as review_word
from clausebook.model.artefact import Artefact
from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.redline import compare


def as_built(new: Edition, old: Edition | None, as_of: date, templates: Mapping[str, bytes]) -> Artefact:
    """The edition's own Word file, or with `old` the comparison of the two, without the reasons beside it."""
    publication = Publication(school=new.school, editions=(new,), as_of=as_of, templates=templates)
    if old is None:
        return next(word.render(new, publication))
    review = Review(policy=new.policy, title=new.title, old=old, new=new, as_of=as_of, redline=compare(old, new))
    return next(review_word.render_review(review, publication))
