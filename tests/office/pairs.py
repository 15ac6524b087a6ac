"""Generated pairs of editions, without the characters that no Word file can hold and that a rule refuses."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

from hypothesis import strategies as st

from clausebook.formats.review import word
from clausebook.io import pandoc
from clausebook.model.comparison.review import Review, ReviewedClause
from clausebook.model.edition import Edition
from clausebook.model.history import Reason
from clausebook.redline import compare
from tests import adopted
from tests.redline.strategies import edited, editions

T = TypeVar("T")
_UNSEEN = re.compile(r"[^\x20-\x7e\xa1-\xac\xae-\u02ff\u0600-\u06ff\u2013-\u2026]")

pairs = editions().flatmap(lambda old: st.tuples(st.just(old), st.one_of(edited(old), editions())))
word_pairs = pairs.map(lambda pair: (printable(pair[0]), printable(pair[1])))


def printable(value: T) -> T:
    """The same with every word of it printable."""
    found: Any = value
    if isinstance(value, str):
        found = _UNSEEN.sub("", value)
    elif isinstance(value, tuple):
        found = tuple(printable(one) for one in value)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: printable(getattr(value, field.name)) for field in fields(value)}
        found = replace(value, **changed)
    return found  # type: ignore[no-any-return]


def review(old: Edition | None, new: Edition) -> Review:
    """A review of two editions, where every change was made in one commit."""
    redline = compare(old, new)
    reason = Reason(commit="c0ffee" * 6, who="Clerk", on="2027-04-12", subject="Say it in other words")
    clauses = tuple(ReviewedClause(change=change, reasons=(reason,)) for change in redline.changed)
    return Review(
        policy=new.policy, title=new.title, old=old, new=new, as_of=date(2027, 5, 12), redline=redline, clauses=clauses
    )


def made(review: Review) -> bytes:
    """The Word file of a review."""
    publication = adopted.publication(review.new)
    (artefact,) = word.render_review(review, publication)
    return pandoc.write(artefact)


def text_of(read: list[str]) -> list[str]:
    """Of what was read from a review's Word file, the text of the edition: between our first page and our last."""
    read = [line for line in (" ".join(one.split()) for one in read) if line.strip(" |\u200d")]
    begin = max(place for place, line in enumerate(read) if line.startswith("Moved text is tracked as a move")) + 1
    return read[begin : read.index("About this comparison")]
