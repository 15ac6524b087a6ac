"""Publication -> for each policy a list of what changed from edition to edition, and a page for each approved pair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from clausebook.formats.review.view import pack
from clausebook.formats.review.web import COMPARISON, comparison
from clausebook.formats.web import SITE_ROOT, staged, template_renderer
from clausebook.formats.web.escape import change_folder, changes_folder, words
from clausebook.formats.web.landing import siblings_of
from clausebook.formats.web.status import EditionStatus
from clausebook.model.acts.words import with_article
from clausebook.model.artefact import Artefact
from clausebook.model.comparison.questions import answers
from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.text.dates import in_words
from clausebook.text.records import dataclass

SITE_ONLY = True
# the answers that are of use once an edition is approved: nothing is to be decided any more
_ON_RECORD = {"changes": "What changed?", "reasons": "Which changes have no reason?"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionChanges:
    """One step from an edition to the next in the list: its heading, its status, what changed in lines, its page."""

    id: str
    title: str
    status: str
    lines: tuple[str, ...] = ()
    url: str = ""


def render_policy(policy: str, publication: Publication) -> Iterator[Artefact]:
    """One site at site/<policy>/changes."""
    show = template_renderer(publication)
    newest = publication.main(policy)
    common = {
        "policy": words(newest.title),
        "school": words(publication.school.name),
        "changes_url": f"site:{escape(changes_folder(policy))}/",
    }
    steps = tuple(_steps(policy, publication))
    texts = {"index.md": show("changes.md", steps=steps, **common)}
    slots = {}
    for number, review in enumerate(publication.changes_of(policy)):
        slot = f"{COMPARISON}-{number}"
        texts[f"{review.file_stem}.md"], slots[f"slots/{slot}.html"] = _page(review, publication, slot)
    name = words(f"{newest.title}: changes between editions")
    siblings = tuple(replace(one, here=False) for one in siblings_of(newest, publication))
    status = EditionStatus("force", "Changes", "From one edition to the next.")
    banner = show(
        "banner.html", status=status, siblings=siblings, edition=words("Every"), called=words("Every edition"), **common
    )
    yield Artefact(
        renderer="site",
        path=f"{SITE_ROOT}/{changes_folder(policy)}",
        source=name,
        files=staged(publication, name, [{words("Changes between editions"): "index.md"}], texts)
        | {path: text.encode() for path, text in {**slots, "slots/banner.html": banner}.items()},
    )


def _page(review: Review, publication: Publication, slot: str) -> tuple[str, str]:
    """The comparison as a review has it, and its slot; without what a draft asks of governors."""
    settled = replace(review, decisions=(), overdue=None)
    values = pack(settled)
    values["opening"] = tuple((id, _ON_RECORD[id], lines) for id, _, lines in values["opening"] if id in _ON_RECORD)
    values["on_record"] = True
    values["laws"] = tuple({**law, "care": False} for law in values["laws"])
    return comparison(settled, values, publication, kicker=_approved(review.new), slot=slot)


def _approved(edition: Edition) -> str:
    approval = edition.approval
    return f"Approved {in_words(approval.approved)} by {with_article(approval.body)}" if approval else "Not approved"


def _steps(policy: str, publication: Publication) -> Iterator[EditionChanges]:
    """The draft first, then the approved editions from newest to oldest; the oldest only says that it is the first."""
    by_new = {review.new.name: review for review in publication.changes_of(policy)}
    drafts = {review.new.name: review for review in publication.reviews_of(policy)}
    for edition in publication.editions_of(policy):
        review = by_new.get(edition.name) or drafts.get(edition.name)
        name = "The draft" if edition.is_draft else f"The {edition.called}"
        if review and review.old:
            yield EditionChanges(
                id=f"__{edition.name}",
                title=words(f"{name}, compared with {_named(review.old)}"),
                status=words(f"{_approved(edition)}."),
                lines=tuple(words(line) for line in summary(review)),
                url=f"site:{escape(change_folder(review))}/",
            )
        else:
            yield EditionChanges(
                id=f"__{edition.name}",
                title=words(name),
                status=words(f"{_approved(edition)}. {_alone(edition, publication)}"),
            )


def _named(edition: Edition) -> str:
    return f"the {edition.called}" if edition.approval else "the draft"


def _alone(edition: Edition, publication: Publication) -> str:
    """Why there is nothing to compare an edition with."""
    approved = [one for one in publication.editions_of(edition.policy) if one.approval]
    if edition.is_draft:
        return "It reads as the edition before it." if approved else "No edition was approved before it."
    return "No earlier edition is on record."


def summary(review: Review) -> tuple[str, ...]:
    """What changed, in a few sentences."""
    return next(answer.lines for answer in answers(review) if answer.id == "changed")
