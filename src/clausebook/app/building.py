"""Build: load, check, resolve, render, read back, write output/."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from clausebook.app.reading_back import read_back
from clausebook.app.units import make, units
from clausebook.app.workspace import Workspace, open_workspace
from clausebook.errors import UserError
from clausebook.formats._manifest import manifest
from clausebook.formats._redirects_and_sitemap import redirects_and_sitemap
from clausebook.formats._registry import all_formats, all_review_forms
from clausebook.formats._templates import keep_compiled
from clausebook.io.cache import digest, digest_files
from clausebook.io.compiled import CompiledTemplates
from clausebook.io.engine import engine_hash
from clausebook.io.executors import Executor
from clausebook.io.files import read_looks, replace_output
from clausebook.io.jobs import Files, JobRunner, Progress
from clausebook.io.memory import no_collection
from clausebook.model.comparison.review import Review
from clausebook.model.edition import DRAFT, Edition
from clausebook.model.finding import has_errors
from clausebook.model.order import Order, Outcome
from clausebook.model.publication import Publication
from clausebook.review.select import draft_review

__all__ = ["Files", "Order", "Outcome", "build"]

SITE_FOLDER = "site"


def build(
    order: Order,
    report: Progress,
    executor: Executor | None = None,
    ready: Callable[[Files], None] | None = None,
) -> Outcome:
    """Check, make every edition that was asked for in every format, and replace output/.

    `executor` is where units are made; the bytes are the same wherever it is. `ready` hears of the pages of the site
    once they say what their editions say, by path below output/, before documents and review packs are made.

    With errors nothing is written, nor where a file says otherwise than its edition. Raises UserError for what is wrong
    outside the text.
    """
    report("reading and checking")
    keep_compiled(partial(CompiledTemplates, order.root / ".cache"))
    workspace = open_workspace(order.root, order.as_of)
    findings = workspace.check()
    if has_errors(findings):
        return Outcome(findings=findings)
    publication = published(workspace, order)
    files = _made(publication, order, report, executor, ready)
    report("reading back what was made")
    if unlike := read_back(order.root, publication.editions, files, publication.reviews):
        return Outcome(findings=(*findings, *unlike))
    report("writing output/")
    files["manifest.json"] = manifest(files, publication.editions, publication.signed, workspace.register.acts)
    replace_output(order.root, files)
    return Outcome(findings=findings, editions=publication.editions, files=files, remarks=_remarks(workspace))


def published(workspace: Workspace, order: Order) -> Publication:
    """The editions that were asked for, with the review of each draft. Raises UserError where there are none."""
    everything = workspace.editions
    editions = tuple(edition for edition in everything if order.wants(edition))
    if not editions:
        known = ", ".join(edition.reference for edition in everything)
        raise UserError(f"there is no edition {order.edition} of {order.policy or 'any policy'}", f"there are {known}")
    drafts = [edition for edition in editions if edition.name == DRAFT and workspace.repository.state.whole]
    with no_collection():
        reviews = [_review(workspace, draft, everything, order) for draft in drafts]
    return Publication(
        school=workspace.school,
        editions=editions,
        as_of=order.as_of,
        reviews=tuple(filter(None, reviews)),
        changes=tuple(one for one in workspace.changes if one.old and order.wants(one.old) and order.wants(one.new)),
        register=workspace.register,
        drafted=workspace.drafted,
        is_whole=editions == everything,
        templates=read_looks(order.root),
        signed=workspace.signed,
        glossaries=workspace.glossaries,
    )


def _review(workspace: Workspace, draft: Edition, everything: tuple[Edition, ...], order: Order) -> Review | None:
    mine = tuple(edition for edition in everything if edition.policy == draft.policy)
    return draft_review(mine, workspace.repository, workspace.register, order.as_of)


def _made(
    publication: Publication,
    order: Order,
    report: Progress,
    executor: Executor | None,
    ready: Callable[[Files], None] | None,
) -> Files:
    """Every file of every format, by path below output/; the site holds the documents too."""
    made_with = toolchain_hash(publication)
    with JobRunner(order.root / ".cache", report, executor) as jobs:
        if ready is None:
            jobs.make(make, units(publication))  # while pages are made
        for form in all_formats():
            if form.site and not order.site:
                continue
            for edition in publication.editions if form.reads is None else ():
                jobs.add(f"{edition.reference}: {form.name}", "", partial(form.render, edition, publication))
            if form.render_all:
                jobs.add(f"all editions: {form.name}", "", partial(form.render_all, publication))
        if ready is not None:
            pages = dict(jobs.pages())
            if not read_back(order.root, publication.editions, pages):
                ready(pages)
            jobs.make(make, units(publication))
        add_reviews(jobs, publication, made_with)
        files = jobs.files()
    documents = {path: content for path, content in files.items() if not path.startswith(f"{SITE_FOLDER}/")}
    if order.site:
        files.update({f"{SITE_FOLDER}/{path}": content for path, content in documents.items()})
        site = {
            path.removeprefix(f"{SITE_FOLDER}/"): files[path] for path in files if path.startswith(f"{SITE_FOLDER}/")
        }
        files.update(
            {f"{SITE_FOLDER}/{path}": content for path, content in redirects_and_sitemap(site, publication).items()}
        )
    return files


def add_reviews(jobs: JobRunner, publication: Publication, made_with: str) -> None:
    """Every form of every review of the publication."""
    for review in publication.reviews:
        for form in all_review_forms():
            key = digest(f"review {form.name}", made_with, repr(review))
            jobs.add(f"review of {review.policy}: {form.name}", key, partial(form.render, review, publication))


def toolchain_hash(publication: Publication) -> str:
    """A hash of what files are made with: templates and engine."""
    return digest(digest_files(publication.templates), engine_hash())


def _remarks(workspace: Workspace) -> tuple[str, ...]:
    state = workspace.repository.state
    return () if state.whole else (f"{state.reason}: editions and redlines need the full clone", state.hint)
