"""Publication -> what the landing page, the list of editions and the page "Our policies" show."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from clausebook.formats._labels import body_in, date_in, edition_called, labels_in
from clausebook.formats._planner import planned
from clausebook.formats.web.duties import duties_of
from clausebook.formats.web.escape import DOCUMENTS, change_folder, words
from clausebook.formats.web.status import KINDS, EditionStatus, status_of
from clausebook.formats.web.view_model import page_of_anchor
from clausebook.model.acts.status import PolicyStatus
from clausebook.model.acts.words import coming_line, due_line, policy_line
from clausebook.model.comparison.review import Review
from clausebook.model.duties import stated_duties_of
from clausebook.model.edition import Edition
from clausebook.model.publication import Labels, Publication
from clausebook.text.dates import in_words
from clausebook.text.phrases import counted
from clausebook.text.records import dataclass


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
    stem = f"{front_of(edition)}{escape(edition.file_stem)}"
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
        duties=publication.fact(policy, "duties", lambda: f"{front_of(main)}duties/" if stated_duties_of(main) else ""),
        roles=publication.fact(policy, "roles", lambda: _roles(main, publication)),
    )


def _roles(main: Edition, publication: Publication) -> tuple[tuple[str, str], ...]:
    return tuple(
        (choice.name, f"{front_of(main)}duties/{choice.file.removesuffix('.md')}/")
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
                return words(_last_words(review, review.old, publication))
    return words(f"the {main.called} is the first on record") if main.approval and not draft else ""


def _last_words(review: Review, old: Edition, publication: Publication) -> str:
    count = len(review.clauses)
    differ = f"{counted(count, 'clause')} {'differs' if count == 1 else 'differ'} from the {old.called}."
    reasons = {reason.commit: reason for clause in review.clauses for reason in clause.reasons}
    commits = publication.register.commits if publication.register else ()
    newest = next((reasons[one.id] for one in reversed(commits) if one.id in reasons), None)
    if newest is None or not review.new.is_draft:
        return differ
    return f"{in_words(newest.on)}, in the draft: {newest.subject}. {differ}"


def _sibling(edition: Edition, publication: Publication, here: bool = False) -> Sibling:
    labels = labels_in(publication)
    return Sibling(
        url=front_of(edition),
        name=labels["tag_draft"] if edition.is_draft else words(edition_called(edition, labels)),
        status=status_of(edition, publication),
        here=here,
        downloads=downloads_of(edition),
    )


def front_of(edition: Edition) -> str:
    """The address of an edition's first page, as a template writes it."""
    return f"site:{escape(edition.folder)}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    """One policy in the list: its state in a tag and a sentence, its owner, who approves it, and its reviews."""

    title: str
    url: str
    kind: str
    tag: str
    said: str
    owner: str
    body: str
    reviewed: str
    due: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class PlannedMonth:
    """One month of the planner: the policies whose review is due in it, each with the body that is asked."""

    name: str
    reviews: tuple[tuple[str, str, str], ...]  # title, address, body


def rows_of(publication: Publication) -> tuple[PolicyRow, ...]:
    """Every policy once, in the order of the publication."""
    return tuple(_row(policy, publication) for policy in _ids(publication))


def planner_of(publication: Publication) -> tuple[PlannedMonth, ...]:
    """The coming twelve months from the day of the publication; what is overdue is first, in a row of its own."""
    found = planned(publication)
    months = dict.fromkeys(one.month for one in found)
    return tuple(
        PlannedMonth(
            month,
            tuple(
                (words(one.title), f"site:{escape(one.folder)}/", words(one.body))
                for one in found
                if one.month == month
            ),
        )
        for month in months
    )


def _ids(publication: Publication) -> Iterator[str]:
    yield from dict.fromkeys(edition.policy for edition in publication.editions)


def _row(policy: str, publication: Publication) -> PolicyRow:
    status, main = publication.status(policy), publication.main(policy)
    draft, labels = publication.editions_of(policy)[0], labels_in(publication)
    return PolicyRow(
        title=words(main.title),
        url=f"site:{escape(main.folder)}/",
        kind=KINDS[status.state],
        tag=labels[f"tag_{KINDS[status.state]}"],
        said=words(_state_words(status)),
        owner=words(draft.owner or main.owner or labels["not_known"]),
        body=words(_body(policy, publication) or labels["not_known"]),
        reviewed=date_in(status.reviewed, labels) if status.reviewed else labels["not_known"],
        due=due_line(status.due, status.day) if status.due else _no_review(status),
        overdue=status.overdue is not None,
    )


def _state_words(status: PolicyStatus) -> str:
    lines = [policy_line(status), *(coming_line(one) for one in status.coming if status.in_force)]
    return " ".join(lines)


def _no_review(status: PolicyStatus) -> str:
    return "No review: the policy is withdrawn." if status.state == "withdrawn" else "No day for a review is on record."


def _body(policy: str, publication: Publication) -> str:
    main = publication.main(policy)
    return main.approval.body if main.approval else main.approving_body
