"""Publication -> what the landing page and the list of editions show."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import groupby

from clausebook.formats._labels import body_in, edition_called, labels_in
from clausebook.formats.web.duties import duties_of
from clausebook.formats.web.escape import words
from clausebook.formats.web.places import DOCUMENTS, change_folder
from clausebook.formats.web.status import EditionStatus, status_of
from clausebook.formats.web.view_model import page_of_anchor
from clausebook.model.comparison.review import Review
from clausebook.model.duties import stated_duties_of
from clausebook.model.edition import Edition
from clausebook.model.publication import Labels, Publication
from clausebook.text.dates import in_words
from clausebook.text.phrases import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """One edition in a list: its address, name, status and downloads."""

    url: str
    name: str
    status: EditionStatus
    here: bool
    downloads: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyCard:
    """One policy on the landing page: the edition that counts, the draft, and all the others.

    `changed` says what changed last, `approves` and `owner` whose the policy is, `duties` is an address.
    `roles` are the pages of duties of readers, by name and address.
    """

    id: str
    title: str
    series: str
    main: Sibling
    draft: Sibling | None
    reviews: tuple[tuple[str, str], ...]
    others: tuple[Sibling, ...]
    changed: str
    approves: str
    owner: str
    duties: str
    roles: tuple[tuple[str, str], ...]


def downloads_of(edition: Edition) -> tuple[tuple[str, str], ...]:
    """The edition's documents beside its pages, as label and address; `site:` is the root of the built site."""
    stem = f"{_address(edition)}{escape(edition.file_stem)}"
    return tuple((one.label, f"{stem}.{one.ending}") for one in DOCUMENTS)


def reviews_of(edition: Edition, publication: Publication) -> tuple[tuple[str, str], ...]:
    """The comparisons of earlier editions with this one, as words and address, past what governors are asked."""
    return tuple(
        (_changes(review.old, labels_in(publication)), f"site:{escape(change_folder(review))}/#__changes")
        for review in publication.reviews_of(edition.policy)
        if review.new.name == edition.name
    )


def _changes(old: Edition | None, labels: Labels) -> str:
    return labels["changes_since"].format(name=words(old.name)) if old else labels["all_that_is_new"]


def siblings_of(edition: Edition, publication: Publication) -> tuple[Sibling, ...]:
    """All editions of the same policy, the draft first, then newest to oldest."""
    return tuple(
        _sibling(one, publication, one.name == edition.name) for one in publication.editions_of(edition.policy)
    )


def policies_of(publication: Publication) -> tuple[PolicyCard, ...]:
    """Every policy once, in the order of the publication."""
    policies = [policy for policy, _ in groupby(publication.editions, lambda edition: edition.policy)]
    return tuple(_listed(policy, publication) for policy in policies)


def _listed(policy: str, publication: Publication) -> PolicyCard:
    editions = publication.editions_of(policy)
    main = publication.main(policy)
    draft = next((one for one in editions if one.is_draft and one is not main), None)
    return PolicyCard(
        id=policy,
        title=words(main.title),
        series=words(main.series),
        main=_sibling(main, publication),
        draft=_sibling(draft, publication) if draft else None,
        reviews=publication.fact(policy, "reviews", lambda: reviews_of(draft or main, publication)),
        others=tuple(_sibling(one, publication) for one in editions if one is not main and one is not draft),
        changed=publication.fact(policy, "changed", lambda: _changed(draft, main, publication)),
        approves=words(body_in(main.approval.body if main.approval else main.approving_body, labels_in(publication))),
        owner=words((draft or main).owner),
        duties=publication.fact(policy, "duties", lambda: f"{_address(main)}duties/" if stated_duties_of(main) else ""),
        roles=publication.fact(policy, "roles", lambda: _roles(main, publication)),
    )


def _roles(main: Edition, publication: Publication) -> tuple[tuple[str, str], ...]:
    return tuple(
        (choice.name, f"{_address(main)}duties/{choice.file.removesuffix('.md')}/")
        for page in duties_of(main, page_of_anchor(main), labels_in(publication))[:1]
        for choice in page.choices
        if not choice.office
    )


def _changed(draft: Edition | None, main: Edition, publication: Publication) -> str:
    """The last change that is on record: the draft's newest commit, or how the edition in force differs."""
    for edition in filter(None, (draft, main)):
        policy = edition.policy
        for review in (*publication.reviews_of(policy), *publication.changes_of(policy)):
            if review.new.name == edition.name and review.old:
                return words(_told(review, review.old, publication))
    return words(f"the {main.called} is the first on record") if main.approval and not draft else ""


def _told(review: Review, old: Edition, publication: Publication) -> str:
    count = len(review.clauses)
    differ = f"{counted(count, 'clause')} {'differs' if count == 1 else 'differ'} from the {old.called}."
    told = {reason.commit: reason for clause in review.clauses for reason in clause.reasons}
    commits = publication.register.commits if publication.register else ()
    newest = next((told[one.id] for one in reversed(commits) if one.id in told), None)
    if newest is None or not review.new.is_draft:
        return differ
    return f"{in_words(newest.on)}, in the draft: {newest.subject}. {differ}"


def _sibling(edition: Edition, publication: Publication, here: bool = False) -> Sibling:
    labels = labels_in(publication)
    return Sibling(
        url=_address(edition),
        name=labels["tag_draft"] if edition.is_draft else words(edition_called(edition, labels)),
        status=status_of(edition, publication),
        here=here,
        downloads=downloads_of(edition),
    )


def _address(edition: Edition) -> str:
    return f"site:{escape(edition.folder)}/"
