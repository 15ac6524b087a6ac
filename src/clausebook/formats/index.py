"""Publication -> index.json: all policies and editions with addresses, status and fingerprints, for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from clausebook.formats._names import address
from clausebook.formats.law.phrases import cited_laws
from clausebook.formats.web import SITE_ROOT
from clausebook.formats.web.escape import CALENDAR, DOCUMENTS, FEED, INDEX, change_folder, changes_folder, law_folder
from clausebook.model.acts.words import WORDS, policy_line
from clausebook.model.artefact import Artefact
from clausebook.model.edition import Edition
from clausebook.model.listing import ListedDocument, ListedEdition, ListedInstrument, ListedPolicy, Listing
from clausebook.model.publication import Publication

SITE_ONLY = True


def render_all(publication: Publication) -> Iterator[Artefact]:
    """One file at the root of the site, in UTF-8, ending in a line feed."""
    text = json.dumps(_filled(asdict(listing(publication))), ensure_ascii=False, indent=2) + "\n"
    yield Artefact(path=f"{SITE_ROOT}/{INDEX}", source=text.encode("utf-8"))


def listing(publication: Publication) -> Listing:
    """What the file says; schema/index.json says the same to a program."""
    school = publication.school
    policies = dict.fromkeys(edition.policy for edition in publication.editions)
    return Listing(
        version=1,
        school=school.name,
        language=school.language,
        as_of=publication.as_of.isoformat(),
        feed=address(school, FEED),
        calendar=address(school, CALENDAR),
        policies=tuple(_policy(policy, publication) for policy in policies),
        legislation=tuple(
            ListedInstrument(
                id=law.id, title=law.title, address=address(school, f"{law_folder(law.id)}/"), source=law.url
            )
            for law in cited_laws(publication)
        ),
    )


def _policy(policy: str, publication: Publication) -> ListedPolicy:
    editions = publication.editions_of(policy)
    force, status = publication.in_force(policy), publication.status(policy)
    return ListedPolicy(
        id=policy,
        title=(force or editions[0]).title,
        state=WORDS[status.state],
        standing=policy_line(status),
        in_force=force.name if force else "",
        review_due=status.due.when if status.due else "",
        overdue=status.overdue is not None,
        changes=address(publication.school, f"{changes_folder(policy)}/"),
        editions=tuple(_edition(edition, publication) for edition in editions),
    )


def _edition(edition: Edition, publication: Publication) -> ListedEdition:
    approval, school = edition.approval, publication.school
    one = publication.edition_status(edition)
    before, changes = publication.fact(edition.policy, f"index {edition.name}", lambda: _compared(edition, publication))
    return ListedEdition(
        name=edition.name,
        label=approval.label if approval else "",
        reference=edition.reference,
        title=edition.title,
        status=WORDS[one.state] if one else "draft",
        approved=approval.approved if approval else "",
        approved_by=approval.body if approval else "",
        review_due=edition.next_review or (one.due.when if one and one.due else ""),
        in_force_from=one.begins if one and one.ever else "",
        fingerprint=edition.fingerprint,
        commit=edition.commit,
        address=address(school, f"{edition.folder}/"),
        compared_with=before,
        changes=address(school, f"{changes}/") if changes else "",
        documents=tuple(
            ListedDocument(
                type=one.media, address=address(school, f"{edition.folder}/{edition.file_stem}.{one.ending}")
            )
            for one in DOCUMENTS
        ),
    )


def _compared(edition: Edition, publication: Publication) -> tuple[str, str]:
    """The edition that it is compared with, and where; "" for none."""
    known = (*publication.reviews_of(edition.policy), *publication.changes_of(edition.policy))
    review = next((one for one in known if one.new.name == edition.name), None)
    return (review.old.name if review.old else "", change_folder(review)) if review else ("", "")


def _filled(value: Any) -> Any:
    """The same values without what is empty, so that nothing unknown is said; lists of a whole stay."""
    if isinstance(value, dict):
        return {key: _filled(one) for key, one in value.items() if one not in ("", None)}
    return [_filled(one) for one in value] if isinstance(value, list | tuple) else value
