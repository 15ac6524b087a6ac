"""Reviews -> one short comment in Markdown, for those who read a proposed change: what, clause by clause, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from clausebook.formats.review.view import pack
from clausebook.model.comparison.questions import answers
from clausebook.model.comparison.review import Review
from clausebook.text.phrases import capital

# a hosting service refuses a longer comment (GitHub: 65,536 characters); a reason is read in full in the pack
LONGEST = 60_000
_REASON = 300
_ASKED = ("changed", "staff", "decisions", "reasons")
_NOTHING = "No policy has changed.\n"
_MORE = "\nThe rest is too long for a comment: see the review pack.\n"
# what Markdown, HTML or the hosting service could take for a sign, a mention or a number of an issue
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~$^])")


def summary(reviews: Sequence[Review]) -> str:
    """The comment on all reviews, those in which nothing changed left out; cut at a line where it grows too long."""
    descriptions = [review for review in reviews if not review.redline.is_empty]
    if not descriptions:
        return _NOTHING
    kept: list[str] = []
    length = 0
    for line in (line for review in descriptions for line in _review(review)):
        length += len(line) + 1
        if length > LONGEST:
            return "\n".join(kept) + _MORE
        kept.append(line)
    return "\n".join(kept) + "\n"


def _review(review: Review) -> Iterator[str]:
    values = pack(review)
    yield f"## {_safe(review.title)}"
    yield ""
    yield f"{_safe(capital(values['name']))}."
    yield ""
    for answer in answers(review):
        if answer.id in _ASKED:
            yield f"- **{_safe(answer.question)}** {_safe(' '.join(answer.lines))}"
    yield from ("", "| Clause | What changes | Why |", "| --- | --- | --- |")
    for clause in values["clauses"]:
        heading = f"{clause['number']} {clause['title']}".strip()
        yield f"| {_safe(heading)} | {_safe(_what(clause))} | {'<br>'.join(_why(clause['reasons']))} |"
    yield ""


def _what(clause: dict[str, Any]) -> str:
    return "; ".join((clause["headline"] or clause["whole"].lower(), *clause["notes"]))


def _why(reasons: Iterable[dict[str, Any]]) -> Iterator[str]:
    for reason in reasons:
        for words in (*reason["why"], *filter(None, (reason["unstated"],))):
            law = f" (law: {reason['law']})" if reason["law"] else ""
            yield _safe(_short(words) + law)


def _short(words: str) -> str:
    """The first words of a reason, up to a length that a table can hold."""
    if len(words) <= _REASON:
        return words
    return words[:_REASON].rsplit(" ", 1)[0] + " …"


def _safe(text: str) -> str:
    """Text that reads as it is: nothing in it is markup, calls a person or leads to an issue."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split())).replace("@", "&#64;")
