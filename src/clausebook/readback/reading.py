"""What a reader found in one published file, and what is wrong with it, compared with the edition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from clausebook.model.acts.words import without_article
from clausebook.model.edition import Edition
from clausebook.model.reading import PlacedWord, ReadingDifference, differences, quoted, single_spaced, words_in
from clausebook.text.dates import MONTHS, in_words
from clausebook.text.quotation import straight
from clausebook.text.records import dataclass

MOST_LISTED = 5  # differences of one file that are named; the rest is counted
_BY = re.compile(r"\bapproved\b([^.;|]{0,40}?)\bby:?\s+(?:the\s+)?(.{0,120})", re.IGNORECASE)
_DATE = rf"\b(?:\d{{1,2}} )?(?:{'|'.join(MONTHS)}) \d{{4}}\b"
_APPROVED = re.compile(rf"(?i:\bapproved\b)[^|.;]{{0,80}}?({_DATE})")


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as somebody sees it.

    `words` are the adopted words in order, with numbers and letters. `cover` and `contents` are before them, `rest`
    is everything else that is not adopted. `flaws` are words that are not seen as they are written, each as a clause
    ("the words “must not” are hidden by the style BodyText").
    """

    words: tuple[PlacedWord, ...]
    cover: str = ""
    contents: str = ""
    rest: str = ""
    flaws: tuple[str, ...] = ()


def complaints(reading: Reading, edition: Edition, expected: Sequence[PlacedWord]) -> Iterator[str]:
    """How a file differs from the edition, in words; nothing where it says what it must."""
    apart = differences(_as_written(expected, edition), _as_written(reading.words, edition))
    yield from (_in_words(one) for one in apart[:MOST_LISTED])
    if len(apart) > MOST_LISTED:
        yield f"{len(apart) - MOST_LISTED} more differences"
    yield from _first(reading.flaws)


def _as_written(words: Sequence[PlacedWord], edition: Edition) -> Sequence[PlacedWord]:
    """Words of a draft with straight marks, which readers are shown typographically. No other difference is folded."""
    if not edition.is_draft:
        return words
    read = ((one, straight(one.text)) for one in words)
    return [one if one.text == text else replace(one, text=text) for one, text in read]


def _first(flaws: Sequence[str]) -> Iterator[str]:
    found = list(dict.fromkeys(flaws))
    yield from found[:MOST_LISTED]
    if len(found) > MOST_LISTED:
        yield f"{len(found) - MOST_LISTED} more places where words cannot be seen as they are written"


def _in_words(apart: ReadingDifference) -> str:
    clause = f"clause {apart.clause}" if apart.clause else "the edition"
    place = f" on {apart.where}" if apart.where else ""
    if apart.expected and apart.found:
        return f"{clause}: it says {quoted(apart.found)}{place}, the edition {quoted(apart.expected)}"
    if apart.found:
        return f"{clause}: it says {quoted(apart.found)}{place}, which the edition does not say there"
    return f"{clause}: it leaves out {quoted(apart.expected)}"


def frame_complaints(reading: Reading, edition: Edition) -> Iterator[str]:
    """What cover and contents leave out, and what is said of the approval that the record does not say."""
    cover, contents = single_spaced(reading.cover), reading.contents
    if edition.is_draft:
        cover, contents = straight(cover), straight(contents)
    for what, text in _due(edition):
        text = straight(text) if edition.is_draft else text
        if text and not re.search(rf"(?<![\w/]){re.escape(' '.join(words_in(text)))}(?![\w/])", cover, re.IGNORECASE):
            yield f"the cover does not say {what} {quoted(words_in(text))}"
    yield from _contents(contents, edition)
    yield from false_claims(edition, f"{cover} | {' '.join(words_in(reading.rest))}")
    known = set(_dates(edition))
    for day in dict.fromkeys(_APPROVED.findall(cover)):
        if day not in known:
            yield f"the cover says that it was approved on “{day}”, which the record does not say"


def _due(edition: Edition) -> Iterator[tuple[str, str]]:
    yield "the school", edition.school.name
    yield "the series", edition.series
    yield "the title", edition.title
    approval = edition.approval
    if approval is None:
        yield "that it is a draft:", "not approved"
        return
    yield "when it was approved:", in_words(approval.approved)
    yield "when it is to be reviewed:", in_words(edition.next_review) if edition.next_review else ""
    for line in edition.signatures:
        yield "the line to sign on", line.label


def _dates(edition: Edition) -> Iterator[str]:
    for approval in (edition.approval, edition.previous):
        if approval:
            yield in_words(approval.approved)
    yield from re.findall(_DATE, f"{edition.title} {edition.series} {edition.school.name}")


def _contents(text: str, edition: Edition) -> Iterator[str]:
    """A list of contents has each heading, in order."""
    shown, at = single_spaced(text), 0
    if not shown:
        return
    for chapter in edition.chapters:
        lines = [(chapter.number, chapter.title), *((one.number, one.title) for one in chapter.passages)]
        for number, title in lines:
            heading = single_spaced(f"{number} {straight(title) if edition.is_draft else title}")
            found = shown.find(heading, at)
            # between two headings there are page numbers at most
            if found < 0 or (at and any(sign.isalpha() for sign in shown[at:found])):
                yield f"the contents do not list “{heading}” in its place"
                return
            at = found + len(heading)


def false_claims(edition: Edition, text: str) -> Iterator[str]:
    """Sentences that name another body than the one that approved, or that call a draft approved."""
    approval = edition.approval
    named = (edition.approving_body, approval.body if approval else "")
    bodies = {without_article(name) for name in named if name}
    passages = [one.title for chapter in edition.chapters for one in chapter.passages]
    for title in (edition.title, *(chapter.title for chapter in edition.chapters), *passages):
        if _BY.search(title):  # "Trips approved by the head" is what a clause is called
            text = text.replace(single_spaced(title), " | ")
    for found in _BY.finditer(text):
        negated = re.search(r"\b(not|never)\s+(yet\s+)?$", text[: found.start()], re.IGNORECASE)
        said = found[2].strip(" |“”\"'")
        if approval is None and not negated:
            yield f"it calls a draft approved: {quoted(words_in(found[0]))}"
        elif bodies and not any(said.casefold().startswith(body.casefold()) for body in bodies):
            yield f"it says that it was approved by {quoted(words_in(said), 5)}, the record says by the {min(bodies)}"
