"""Build: load, check, resolve, render, read back, write output/."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from functools import partial

from clausebook.app.kept import memo
from clausebook.app.parts import Facts, Part, Parts
from clausebook.app.reading_back import read_back
from clausebook.app.units import make, units
from clausebook.app.workspace import APPROVALS, Workspace, open_workspace, policy_of
from clausebook.errors import UserError
from clausebook.formats._manifest import manifest
from clausebook.formats._redirects_and_sitemap import listed_pages, redirects, sitemap
from clausebook.formats._registry import Format, all_formats, all_review_forms
from clausebook.formats._templates import keep_compiled
from clausebook.io.cache import digest, digest_files
from clausebook.io.compiled import CompiledTemplates
from clausebook.io.engine import engine_hash
from clausebook.io.executors import Executor
from clausebook.io.files import read_looks
from clausebook.io.jobs import Files, JobRunner, Progress
from clausebook.io.output import replace_output
from clausebook.model.artefact import MadeFiles, Order, Outcome
from clausebook.model.codec import to_json
from clausebook.model.comparison.review import Review
from clausebook.model.finding import Finding, has_errors
from clausebook.model.publication import Publication, ReviewsByPolicy

__all__ = ["Files", "Order", "Outcome", "build"]

SITE_FOLDER = "site"
SHARED_BY_ALL = ("site/search/index.js",)  # what speaks of single editions, and is read back for each


def build(
    order: Order,
    report: Progress,
    executor: Executor | None = None,
    ready: Callable[[MadeFiles], None] | None = None,
) -> Outcome:
    """Check, make every edition that was asked for in every format, and replace output/.

    `executor` is where units are made; the bytes are the same wherever it is. `ready` hears of the pages of the site
    once they say what their editions say, by path below output/, before documents and review packs are made.

    Of a policy with errors no draft is made; of one with errors in its record nothing. Where errors are in what all
    policies share, or a file differs from its edition, nothing is written. Raises UserError for what is wrong
    outside the text.
    """
    with memo(order.root):
        return _built(order, report, executor, ready)


def _built(
    order: Order, report: Progress, executor: Executor | None, ready: Callable[[MadeFiles], None] | None
) -> Outcome:
    report("reading and checking")
    keep_compiled(partial(CompiledTemplates, order.root / ".cache"))
    workspace = open_workspace(order.root, order.as_of)
    findings = workspace.check()
    if has_errors(findings):
        drafts, records = _stopped(findings)
        workspace = workspace.without(drafts, records)
        stopped = drafts | records
        if "" in stopped or not any(order.wants(one) and one.policy not in stopped for one in workspace.editions):
            return Outcome(findings=findings)
    publication, parts = _prepared(workspace, order)
    policies = dict.fromkeys(edition.policy for edition in publication.editions)
    kept = {policy: found for policy in policies if (found := parts.find(policy))}
    facts: dict[str, Facts] = {policy: dict(kept[policy].facts) if policy in kept else {} for policy in ("", *policies)}
    publication = replace(publication, facts=facts)
    fresh = [publication.only(policy) for policy in policies if policy not in kept]
    files, made = _made(publication, fresh, kept, order, report, executor, ready, parts)
    parts.keep_reviews()
    report("reading back what was made")
    if unlike := _unlike(parts, publication, fresh, files):
        return Outcome(findings=(*findings, *unlike))
    for policy in policies:
        if policy not in kept:
            parts.keep(policy, made[policy], facts[policy])
    report("writing output/")
    said = manifest(files, publication.editions, publication.signed, workspace.register.acts)
    files.add({"manifest.json": said})
    replace_output(order.root, files)
    remarks = _remarks(workspace, {edition.policy for edition in publication.editions}, findings)
    return Outcome(findings=findings, editions=publication.editions, files=files, remarks=remarks)


def _stopped(findings: Iterable[Finding]) -> tuple[frozenset[str], frozenset[str]]:
    """The policies of which no draft can be made, and those whose record has errors; "" where they are everybody's."""
    files = [one.place.file for one in findings if one.level == "error"]
    records = {policy_of(file) for file in files if file.startswith(APPROVALS)}
    return frozenset(map(policy_of, files)), frozenset(records)


def _unlike(
    parts: Parts, publication: Publication, fresh: Iterable[Publication], files: MadeFiles
) -> tuple[Finding, ...]:
    """What is said otherwise in what was made now: of policies that were kept, in what all policies share."""
    found: list[Finding] = []
    policies = {edition.policy for edition in publication.editions}
    own: dict[str, Files] = {}
    for path, content in files.made.items():
        first = path.removeprefix(f"{SITE_FOLDER}/").split("/")[0]
        own.setdefault(first if first in policies and path not in SHARED_BY_ALL else "", {})[path] = content
    for one in fresh:
        policy = one.editions[0].policy
        found += read_back(parts.root, one.editions, {**own.get("", {}), **own.get(policy, {})}, one.reviews)
    made = {edition.policy for one in fresh for edition in one.editions}
    others = [edition for edition in publication.editions if edition.policy not in made]
    shared = {path: files[path] for path in SHARED_BY_ALL if path in files}
    known = digest_files(shared), *(parts.source(policy) for policy in dict.fromkeys(one.policy for one in others))
    return (*found, *read_back(parts.root, others, shared, known=digest(*known)))


def published(workspace: Workspace, order: Order) -> Publication:
    """The editions that were asked for, with the review of each draft. Raises UserError where there are none."""
    found, _ = _prepared(workspace, order)
    return replace(found, reviews=tuple(found.reviews), changes=tuple(found.changes))


def _prepared(workspace: Workspace, order: Order) -> tuple[Publication, Parts]:
    looks = read_looks(order.root)
    parts = Parts(workspace, order, looks)
    everything = parts.editions
    editions = tuple(edition for edition in everything if order.wants(edition))
    if not editions:
        known = ", ".join(edition.reference for edition in everything)
        raise UserError(f"there is no edition {order.edition} of {order.policy or 'any policy'}", f"there are {known}")

    def changes(policy: str) -> list[Review]:
        found = workspace.changes_of(policy)
        return [one for one in found if one.old and order.wants(one.old) and order.wants(one.new)]

    drafts = tuple(edition.policy for edition in editions if edition.is_draft)
    publication = Publication(
        school=workspace.school,
        editions=editions,
        as_of=order.as_of,
        reviews=ReviewsByPolicy(drafts, parts.reviews),
        changes=ReviewsByPolicy(tuple(policy.id for policy in workspace.register.policies), changes),
        register=workspace.register,
        drafted=workspace.drafted,
        is_whole=editions == everything,
        templates=looks,
        signed=workspace.signed,
        glossaries=workspace.glossaries,
    )
    return publication, parts


def _made(
    publication: Publication,
    fresh: Iterable[Publication],
    kept: Mapping[str, Part],
    order: Order,
    report: Progress,
    executor: Executor | None,
    ready: Callable[[MadeFiles], None] | None,
    parts: Parts,
) -> tuple[MadeFiles, dict[str, Files]]:
    """Every file of every format, by path below output/, the site holds the documents too; and those of each policy."""
    made_with = toolchain_hash(publication)
    forms = [form for form in all_formats() if order.site or not form.site]
    wanted = [unit for one in fresh for unit in units(one)]
    with JobRunner(order.root / ".cache", report, executor) as jobs:
        if ready is None:
            jobs.make(make, wanted)  # while pages are made
        for one in fresh:
            _add(jobs, one, forms)
        for form in forms:
            if form.render_shared:
                jobs.add(f"all editions: {form.name}", "", partial(form.render_shared, publication))
        if ready is not None:
            pages = _together(kept, jobs.pages())
            if not _unlike(parts, publication, fresh, pages):
                ready(pages.below(f"{SITE_FOLDER}/"))
            jobs.make(make, wanted)
        for one in fresh:
            add_reviews(jobs, one, made_with, parts.as_json(one.editions[0].policy), site=order.site)
        files = _together(kept, jobs.files())
        made = {edition.policy: dict(jobs.made_for(edition.policy)) for one in fresh for edition in one.editions}
    if order.site:
        listed = _listed(publication, kept, made, files)
        site = _site(files.made)
        for one in fresh:
            leading = redirects(site, one)
            made[one.editions[0].policy] |= (on_site := {f"{SITE_FOLDER}/{path}": leading[path] for path in leading})
            files.add(on_site)
        _copy_documents(files, parts)
        files.add({f"{SITE_FOLDER}/{path}": found for path, found in sitemap(listed, publication).items()})
    return files, made


def _together(kept: Mapping[str, Part], made: Files) -> MadeFiles:
    """The files of policies that were kept, and those made now."""
    files = MadeFiles({})
    for part in kept.values():
        files.made.update(part.files.made)
        files.written.update(part.files.written)
    files.add(made)
    return files


def _site(files: Mapping[str, bytes]) -> Files:
    """The files of the site by path from its root."""
    return {path.removeprefix(f"{SITE_FOLDER}/"): files[path] for path in files if path.startswith(f"{SITE_FOLDER}/")}


def _listed(
    publication: Publication, kept: Mapping[str, Part], made: Mapping[str, Files], files: MadeFiles
) -> list[str]:
    """The pages that the sitemap lists, each policy's own kept as a fact."""
    own: dict[str, Mapping[str, bytes]] = {**{policy: part.files for policy, part in kept.items()}, **made}
    found: list[str] = []
    for policy, mine in own.items():
        found += publication.fact(policy, "listed", partial(_listed_in, mine))
    theirs = {path for mine in own.values() for path in mine}
    shared = {path: content for path, content in files.made.items() if path not in theirs}
    return [*found, *_listed_in(shared)]


def _listed_in(files: Mapping[str, bytes]) -> tuple[str, ...]:
    return tuple(listed_pages(_site(files)))


def _copy_documents(files: MadeFiles, parts: Parts) -> None:
    """The site holds the documents too."""
    for path in [one for one in files if not one.startswith(f"{SITE_FOLDER}/")]:
        copy, written = f"{SITE_FOLDER}/{path}", files.written.get(path)
        known = parts.written.find(copy, written.sha256) if written else None
        if known:
            files.written[copy] = known
        else:
            files.add({copy: files[path]})


def _add(jobs: JobRunner, publication: Publication, forms: Iterable[Format]) -> None:
    """All that is made of one policy but its units and its reviews."""
    policy = publication.editions[0].policy
    for form in forms:
        for edition in publication.editions if form.reads is None else ():
            jobs.add(f"{edition.reference}: {form.name}", "", partial(form.render, edition, publication), policy)
        if form.render_policy:
            jobs.add(f"{policy}: {form.name}", "", partial(form.render_policy, policy, publication), policy)


def add_reviews(
    jobs: JobRunner,
    publication: Publication,
    made_with: str,
    as_json: bytes = b"",
    *,
    site: bool = True,
) -> None:
    """Every form of every review of the publication, which may be given as JSON; its page only with the site."""
    for review in publication.reviews:
        shown = as_json or to_json((review,))
        for form in (one for one in all_review_forms() if site or not one.site):
            key = digest(f"review {form.name}", made_with, shown)
            jobs.add(
                f"review of {review.policy}: {form.name}", key, partial(form.render, review, publication), review.policy
            )


def toolchain_hash(publication: Publication) -> str:
    """A hash of what files are made with: templates and engine."""
    return digest(digest_files(publication.templates), engine_hash())


def _remarks(workspace: Workspace, made: Container[str], findings: Iterable[Finding]) -> tuple[str, ...]:
    state = workspace.repository.state
    drafts, records = _stopped(findings)
    left_out = (
        f"{policy} has errors: {'only its approved editions were made' if policy in made else 'nothing was made of it'}"
        for policy in sorted(drafts | records)
    )
    shallow = () if state.whole else (f"{state.reason}: editions and redlines need the full clone", state.hint)
    return (*left_out, *shallow)
