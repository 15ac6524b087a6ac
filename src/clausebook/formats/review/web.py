"""Review -> one page of the web site: the governors' questions, then every change with its reasons, in two views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from typing import Any

from clausebook.formats.review.view import pack
from clausebook.formats.web import SITE_ROOT, staged, template_renderer
from clausebook.formats.web.escape import address, changes_folder, direction, inline, words
from clausebook.formats.web.landing import siblings_of
from clausebook.formats.web.status import EditionStatus
from clausebook.formats.web.view_model import heading, page_of_anchor
from clausebook.model.artefact import Artefact
from clausebook.model.comparison.questions import edition_name
from clausebook.model.comparison.redline import ClauseKind
from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.text.dates import in_words
from clausebook.text.inline import Inline
from clausebook.text.phrases import capital

Values = dict[str, Any]
SITE = True  # a page of the web site
COMPARISON, _BODY = "comparison", '<div class="review">'
_DOWNLOADS = (("PDF", "pdf"), ("Word with tracked changes", "docx"), ("JSON", "json"))
# what a reader can ask to see alone: id, label, and the kinds of change that belong to it
_FILTERS: tuple[tuple[str, str, tuple[ClauseKind, ...]], ...] = (
    ("new", "New", ("added",)),
    ("removed", "Removed", ("removed",)),
    ("moved", "Moved, split or merged", ("moved", "split", "merged")),
    ("wording", "Reworded", ("changed", "retitled")),
    ("binding", "Rule stronger or weaker", ("duty",)),
    ("law", "Law or people", ("citations", "applies-to")),
    ("terms", "Definition of a term", ("definition",)),
    ("order", "Order or number only", ("rearranged", "renumbered", "renamed", "references")),
    ("small", "Punctuation or formatting only", ("punctuation", "formatting", "spacing")),
)
_ONLY = ("order", "small")  # hidden behind weightier changes, where there are any
_SIDES = {"removed": ("kept", "removed", "restyled"), "added": ("kept", "added", "restyled")}


def render_review(review: Review, publication: Publication) -> Iterator[Artefact]:
    """One site of one page, at site/<policy>/review/<from>-<to>."""
    show = template_renderer(publication)
    whose = "Changes for the governors" if review.kind == "review" else "What upstream changed"
    kicker = f"{whose}, as of {in_words(review.as_of.isoformat())}"
    downloads = tuple((label, f"site:{escape(_stem(review))}.{ending}") for label, ending in _DOWNLOADS)
    page, body = comparison(review, pack(review), publication, kicker=kicker, downloads=downloads)
    banner = show(
        "banner.html", status=_status(review), siblings=siblings_of(review.new, publication), **_named(review)
    )
    name = words(f"{review.title}: {edition_name(review.old)} compared with {edition_name(review.new)}")
    nav = [{words("Changes"): "index.md"}]
    yield Artefact(
        renderer="site",
        path=f"{SITE_ROOT}/{_stem(review)}",
        source=name,
        files=staged(publication, name, nav, {"index.md": page}, unlisted=review.new.is_draft)
        | {"slots/banner.html": banner.encode(), f"slots/{COMPARISON}.html": body.encode()},
    )


def comparison(
    review: Review,
    descriptions: Values,
    publication: Publication,
    *,
    kicker: str,
    downloads: tuple[tuple[str, str], ...] = (),
    slot: str = COMPARISON,
) -> tuple[str, str]:
    """The page of one comparison in Markdown, and what goes into its slot.

    That is all but the head: the site generator would read hundreds of thousands of characters of HTML and give them
    back as they are. `descriptions` is what it says, unescaped, as `pack` made it.
    """
    descriptions = _escaped(descriptions)
    clauses = tuple(_clause(one, review, publication) for one in descriptions["clauses"])
    text: str = template_renderer(publication)(
        "review.md",
        kicker=words(kicker),
        review=descriptions,
        clauses=clauses,
        filters=tuple(_filters(clauses)),
        sides=(words(edition_name(review.old)), words(edition_name(review.new))),
        before=capital(words(edition_name(review.old))),
        now=capital(words(edition_name(review.new))),
        downloads=downloads,
        **_named(review),
    )
    head, opening, body = text.partition(_BODY)
    return f'{head}<div data-slot="{slot}"></div>\n', opening + body


def _named(review: Review) -> dict[str, str]:
    return {
        "policy": words(review.title),
        "edition": words(review.new.name),
        "called": words(review.new.called),
        "school": words(review.new.school.name),
        "changes_url": f"site:{escape(changes_folder(review.policy))}/",
    }


def _stem(review: Review) -> str:
    return f"{review.folder}/{review.file_stem}"


def _status(review: Review) -> EditionStatus:
    if review.kind == "upstream":
        return EditionStatus("draft", "Changes", words("What upstream changed: none of it is this school's text."))
    if review.new.is_draft:
        return EditionStatus("draft", "Changes", words(f"{capital(edition_name(review.new))} is not approved."))
    return EditionStatus("force", "Changes", words(f"Compared with {edition_name(review.old)}."))


def _escaped(value: Any) -> Any:
    """The same values with every string safe to show; stretches of words become Markup of their own.

    Kinds are our own words and are compared by templates, so they stay as they are.
    """
    if isinstance(value, str):
        return words(value)
    if isinstance(value, dict):
        if "voice" in value:
            return _span(value)
        kept = ("kinds", "id", "text", "url")
        return {key: one if key in kept else _escaped(one) for key, one in value.items()} | _url(value)
    if isinstance(value, tuple | list):
        return tuple(_escaped(one) for one in value)
    return value


def _url(value: Values) -> Values:
    return {"url": address(value["url"])} if value.get("url") else {}


def _span(span: Values) -> Values:
    """One stretch of words as HTML. What was only restyled reads on the old side without its new style."""
    text: Inline = span["text"]
    bare = tuple(replace(run, bold=False, italic=False, code=False, link="") for run in text)
    return {
        "kind": span["kind"],
        "html": inline(text, {}),
        "bare": inline(bare, {}),
        "voice": words(span["voice"]),
        "mark": words(span["mark"]),
        "apart": span["apart"],
        "of": span["of"],
        "moved": span["moved"],
        "told": words(span["told"]),
        "dir": direction(text),
    }


def _clause(clause: Values, review: Review, publication: Publication) -> Values:
    """One change with what the page needs besides: where both editions have it, and both sides of each piece."""
    runs = tuple(
        {**run, "pieces": tuple({**piece, **_sides(piece)} for piece in run["pieces"])} for run in clause["pieces"]
    )
    change = next((one for one in review.redline.changed if one.id == clause["id"] and not clause["section"]), None)
    links = []
    for edition, side in ((review.old, change and change.old), (review.new, change and change.new)):
        url = _page_of(edition, clause["id"], publication) if edition and side else ""
        links += (
            [(words(edition_name(edition)), words(_heading(edition, clause["id"])), url)] if edition and url else []
        )
    groups = _groups(clause["kinds"]) if change else ()
    asks = any(reason["questions"] for reason in clause["reasons"])
    return {
        **clause,
        "pieces": runs,
        "links": tuple(links),
        "groups": (*groups, *(("asks",) if asks else ())),
        "headline": capital(clause["headline"].removeprefix("new, ").removeprefix("removed, ")),
    }


def _heading(edition: Edition, clause: str) -> str:
    """Number and title of a clause as that edition has them."""
    return next((heading(one.number, one.title) for one in edition.passages if one.id == clause), "")


def _groups(kinds: Iterable[ClauseKind]) -> tuple[str, ...]:
    found = tuple(id for id, _, members in _FILTERS if any(kind in members for kind in kinds))
    weighty = tuple(id for id in found if id not in _ONLY)
    return weighty or found


def _filters(clauses: Iterable[Values]) -> Iterator[tuple[str, str, int]]:
    """What can be asked for, with how many clauses there are; nothing that would show none, or all."""
    shown = [clause["groups"] for clause in clauses if clause["groups"]]
    for id, label in (*((id, label) for id, label, _ in _FILTERS), ("asks", "With questions to decide")):
        count = sum(id in groups for groups in shown)
        if 0 < count < len(shown):
            yield id, label, count


def _sides(piece: Values) -> Values:
    """A piece as it was and as it is, and whether each side has any words."""
    sides: dict[str, tuple[tuple[Values, ...], ...]] = {
        side: tuple(
            tuple(span for span in cell if span["kind"] in kinds and span["of"] in ("", side, "restyled"))
            for cell in piece["cells"]
        )
        for side, kinds in _SIDES.items()
    }
    said = {side: any(span["html"].strip() for cell in cells for span in cell) for side, cells in sides.items()}
    return {
        "old": sides["removed"] if said["removed"] else (),
        "new": sides["added"] if said["added"] else (),
        "dir": next((span["dir"] for cell in piece["cells"] for span in cell if span["dir"]), ""),
    }


def _page_of(edition: Edition, clause: str, publication: Publication) -> str:
    """The address of a clause in an edition, where the site has that edition."""
    known = any((one.policy, one.name) == (edition.policy, edition.name) for one in publication.editions)
    file = page_of_anchor(edition).get(clause, "") if known else ""
    return f"site:{escape(edition.folder)}/{file.removesuffix('.md')}/#{escape(clause)}" if file else ""
