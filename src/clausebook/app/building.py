"""The whole house on one page: files -> register -> findings -> editions -> artefacts -> output/."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from clausebook.app.workspace import Desk, engine_of, open_desk
from clausebook.errors import Trouble
from clausebook.formats._manifest import manifest
from clausebook.formats._registry import all_formats, all_review_forms
from clausebook.formats._surroundings import surroundings
from clausebook.io import files as disk
from clausebook.io.cache import digest, digest_files
from clausebook.io.press import Press
from clausebook.model.comparison.review import Review
from clausebook.model.edition import DRAFT, Edition
from clausebook.model.finding import has_errors
from clausebook.model.order import Order, Outcome
from clausebook.model.publication import Publication
from clausebook.review.select import draft_review

__all__ = ["Order", "Outcome", "build"]

Tell = Callable[[str], None]
SITE_FOLDER = "site"


def build(order: Order, tell: Tell) -> Outcome:
    """Check, make every edition that was asked for in every format, and replace output/.

    With errors nothing is written. Raises Trouble for what is wrong outside the text.
    """
    tell("reading and checking")
    desk = open_desk(order.root, order.as_of)
    findings = desk.check()
    if has_errors(findings):
        return Outcome(findings=findings)
    publication = published(desk, order)
    files = _made(publication, order, tell)
    tell("writing output/")
    files["manifest.json"] = manifest(files, publication.editions, publication.signed)
    disk.replace_output(order.root, files)
    return Outcome(findings=findings, editions=publication.editions, files=files, remarks=_remarks(desk))


def published(desk: Desk, order: Order) -> Publication:
    """The editions that were asked for, with the review of each draft. Raises Trouble where there are none."""
    everything = desk.shelf
    editions = tuple(edition for edition in everything if order.wants(edition))
    if not editions:
        known = ", ".join(edition.reference for edition in everything)
        raise Trouble(f"there is no edition {order.edition} of {order.policy or 'any policy'}", f"there are {known}")
    drafts = [edition for edition in editions if edition.name == DRAFT and desk.repository.state.whole]
    reviews = [_review(desk, draft, everything, order) for draft in drafts]
    return Publication(
        school=desk.school,
        editions=editions,
        as_of=order.as_of,
        reviews=tuple(filter(None, reviews)),
        changes=tuple(one for one in desk.changes if one.old and order.wants(one.old) and order.wants(one.new)),
        register=desk.register,
        drafted=desk.drafted,
        # with a part of the editions only, nothing tells what moved from what was not asked for
        pasts=desk.pasts if editions == everything else (),
        past_register=desk.past_register,
        templates=disk.read(order.root, disk.LOOKS),
        signed=desk.signed,
    )


def _review(desk: Desk, draft: Edition, everything: tuple[Edition, ...], order: Order) -> Review | None:
    mine = tuple(edition for edition in everything if edition.policy == draft.policy)
    return draft_review(mine, desk.repository, desk.register, order.as_of)


def _made(publication: Publication, order: Order, tell: Tell) -> dict[str, bytes]:
    """Every file of every format, by path below output/; the site holds the documents too."""
    made_with = look(publication, order.root)
    with Press(order.root / ".cache", tell) as press:
        for form in all_formats():
            if form.site and not order.site:
                continue
            made_by = digest(form.name, made_with) if form.alone else ""
            for edition in publication.editions:
                dated = order.as_of.isoformat() if edition.is_draft else ""
                signed = publication.signed.get(edition.reference, b"")
                key = digest(made_by, repr(edition), dated, signed) if made_by else ""
                press.add(f"{edition.reference}: {form.name}", key, partial(form.render, edition, publication))
            if form.gather:
                press.add(f"all editions: {form.name}", "", partial(form.gather, publication))
        add_reviews(press, publication, made_with)
        files = press.files()
    documents = {path: content for path, content in files.items() if not path.startswith(f"{SITE_FOLDER}/")}
    if order.site:
        files.update({f"{SITE_FOLDER}/{path}": content for path, content in documents.items()})
        site = {
            path.removeprefix(f"{SITE_FOLDER}/"): files[path] for path in files if path.startswith(f"{SITE_FOLDER}/")
        }
        files.update({f"{SITE_FOLDER}/{path}": content for path, content in surroundings(site, publication).items()})
    return files


def add_reviews(press: Press, publication: Publication, made_with: str) -> None:
    """Every form of every review of the publication."""
    for review in publication.reviews:
        for form in all_review_forms():
            key = digest(f"review {form.name}", made_with, repr(review))
            press.add(f"review of {review.policy}: {form.name}", key, partial(form.render, review, publication))


def look(publication: Publication, root: Path) -> str:
    """A hash of what files are made with: templates and engine."""
    return digest(digest_files(publication.templates), engine_of(root))


def _remarks(desk: Desk) -> tuple[str, ...]:
    state = desk.repository.state
    return () if state.whole else (f"{state.reason}: editions and redlines need the full clone", state.remedy)
