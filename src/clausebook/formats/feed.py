"""Publication -> an Atom feed (RFC 4287) of approved editions and open drafts, newest first.

No date comes from a clock: an edition is dated by its approval (the first day that a month or year may mean), a draft
by its last commit. A draft that history shows nothing of is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from clausebook.formats._names import address, edition_uuid, for_xml, uuid_of
from clausebook.formats.changes import summary
from clausebook.formats.web import SITE_ROOT
from clausebook.formats.web.escape import FEED, change_folder
from clausebook.model.acts.words import act_line, approved_line, standing_line, withdrawn_line
from clausebook.model.artefact import Artefact
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.text.dates import first_day, in_words

SITE_ONLY = True
_ATOM = "http://www.w3.org/2005/Atom"


def render_all(publication: Publication) -> Iterator[Artefact]:
    """One file at the root of the site."""
    yield Artefact(path=f"{SITE_ROOT}/{FEED}", source=feed(publication))


def feed(publication: Publication) -> bytes:
    """The feed as XML in UTF-8."""
    school = publication.school
    dated = [(when, edition) for edition in publication.editions if (when := _updated(edition, publication))]
    newest = max((when for when, _ in dated), default=datetime.combine(publication.as_of, time(), UTC))
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": school.language})
    _text(root, "id", f"urn:uuid:{uuid_of('feed', school.name)}")
    _text(root, "title", f"{school.name} policies")
    _text(root, "subtitle", "Approved editions and open drafts")
    _text(root, "updated", _stamp(newest))
    _text(SubElement(root, "author"), "name", school.name)
    _link(root, "alternate", address(school, ""), "text/html")
    _link(root, "self", address(school, FEED), "application/atom+xml")
    for when, edition in sorted(dated, key=lambda one: (one[0], one[1].reference), reverse=True):
        root.append(_entry(edition, when, publication))
    indent(root)
    written: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + written + b"\n"


def _entry(edition: Edition, when: datetime, publication: Publication) -> Element:
    school = publication.school
    folder, *summarised = publication.fact(
        edition.policy, f"feed {edition.name}", lambda: _comparison(edition, publication)
    )
    entry = Element("entry")
    _text(entry, "id", f"urn:uuid:{edition_uuid(edition)}")
    state = "draft under review" if edition.is_draft else f"{edition.called} approved"
    _text(entry, "title", f"{edition.title}: {state}")
    _text(entry, "updated", _stamp(when))
    if edition.approval and edition.approval.approved.count("-") == 2:
        _text(entry, "published", _stamp(when))
    _link(entry, "alternate", address(school, f"{edition.folder}/"), "text/html")
    _link(entry, "alternate", address(school, f"{edition.folder}/{edition.file_stem}.pdf"), "application/pdf")
    if folder:
        _link(entry, "related", address(school, f"{folder}/"), "text/html")
    SubElement(entry, "category", {"term": "draft" if edition.is_draft else "approved"})
    _text(entry, "summary", " ".join((*_facts(edition, publication), *summarised)))
    return entry


def _facts(edition: Edition, publication: Publication) -> Iterator[str]:
    one = publication.edition_status(edition)
    if one is None:
        yield "A draft, not approved."
        return
    yield approved_line(one)
    policy = publication.status(edition.policy)
    said = withdrawn_line(policy.withdrawn) if one.state == "withdrawn" and policy.withdrawn else standing_line(one)
    if said:
        yield said
    yield from (act_line(act) for act in edition.acts)
    if edition.next_review:
        yield f"Review due {in_words(edition.next_review)}."


def _comparison(edition: Edition, publication: Publication) -> tuple[str, ...]:
    """Where the comparison with the edition before it is, "" for nowhere, and what it says in short."""
    known = publication.reviews_of if edition.is_draft else publication.changes_of
    review = next((one for one in known(edition.policy) if one.new.name == edition.name), None)
    return (change_folder(review), *summary(review)) if review else ("",)


def _updated(edition: Edition, publication: Publication) -> datetime | None:
    if edition.approval:
        return datetime.combine(first_day(edition.approval.approved), time(), UTC)
    return publication.drafted.get(edition.policy)


def _stamp(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = for_xml(text)


def _link(parent: Element, rel: str, href: str, type: str) -> None:
    SubElement(parent, "link", {"rel": rel, "type": type, "href": href})
