"""The whole house on one page: files -> register -> findings -> editions -> artefacts -> output/."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from engine.doors import disk
from engine.doors.cache import digest, digest_files
from engine.doors.git import Repository, open_repository
from engine.doors.legislation import Legislation, open_legislation
from engine.doors.press import Press
from engine.model.checkup import Checkup
from engine.model.decision import Decision, Plan
from engine.model.edition import DRAFT, Edition
from engine.model.finding import Finding, has_errors
from engine.model.history import ClauseHistory
from engine.model.observed import Drift
from engine.model.order import Order, Outcome
from engine.model.publication import Publication
from engine.model.register import Register
from engine.model.review import Review
from engine.model.revision import Commit
from engine.model.schema import FILES as SCHEMAS
from engine.model.schema import schema_file
from engine.model.school import School
from engine.model.shape import nearest
from engine.model.trouble import Trouble
from engine.model.verdict import Verdict
from engine.stages.adoptions import adoptions, approved_editions, register_at, shelf
from engine.stages.approve import CHANGELOG, plan, refusals, refused
from engine.stages.check import all_rules, check, inspect
from engine.stages.drift import drift
from engine.stages.history import find_clause, history, history_lines
from engine.stages.law import drift_lines, find_instrument, law_list, law_shown
from engine.stages.load import load
from engine.stages.manifest import manifest
from engine.stages.render import all_formats, all_review_forms, review_lines
from engine.stages.resolve import resolve
from engine.stages.sides import chosen, compared, draft_review, policy_meant
from engine.stages.verify import verify

__all__ = [
    "Order",
    "Outcome",
    "all_rules",
    "approve",
    "build",
    "checked",
    "checkup",
    "drift_lines",
    "find_instrument",
    "history_lines",
    "law_list",
    "law_shown",
    "read_register",
    "refreshed",
    "review_lines",
    "reviewed",
    "told",
    "verified",
    "write_schemas",
]

Tell = Callable[[str], None]
SITE, SITE_FOLDER = "web", "site"


def checked(root: Path, as_of: date) -> tuple[Register, tuple[Finding, ...]]:
    """The working tree's register and everything found in it, as of a day."""
    register = _with_history(load(disk.read(root), as_of), open_repository(root))
    return register, check(register)


def checkup(root: Path, as_of: date, policy: str = "", edition: str = "") -> Checkup:
    """A check of the working tree or, where `edition` is given, of that approved edition as it stood in its commit.

    Raises Trouble where there is no such edition.
    """
    repository = open_repository(root)
    if not edition or edition == DRAFT:
        return inspect(_with_history(load(disk.read(root), as_of), repository))
    repository.insist_on_history("editions")
    found = adoptions(repository)
    meant = [one for one in found if one.name == edition and policy in ("", one.policy)]
    if len(meant) != 1:
        known = ", ".join(sorted(f"{one.policy}/{one.name}" for one in found))
        several = f"several policies have an edition {edition}"
        trouble = several if meant else f"there is no approved edition {edition} of {policy or 'any policy'}"
        raise Trouble(trouble, f"say --policy ID: there are {known}" if known else "no edition has been approved yet")
    one = meant[0]
    register = register_at(repository, one.commit, one.introduction.base, as_of=as_of)
    earlier = tuple(other.edition for other in reversed(found[: found.index(one)]) if other.edition)
    report = inspect(replace(register, approved=earlier))
    return replace(report, edition=f"{one.policy}/{one.name}", commit=one.commit)


def _with_history(register: Register, repository: Repository) -> Register:
    """The register with its approved editions and the commits since the newest of each policy, where git knows them."""
    approved, _ = approved_editions(repository)
    newest = {edition.policy: edition for edition in reversed(approved)}
    commits: dict[str, Commit] = {}
    for edition in newest.values():
        paths = (f"policy/{edition.policy}.yaml", f"clauses/{edition.policy}/")
        commits |= {one.id: one for one in repository.log(edition.commit, repository.state.head, paths)}
    return replace(register, approved=approved, commits=tuple(commits.values()))


def read_register(root: Path, as_of: date) -> Register:
    """The working tree's register, without any check."""
    return load(disk.read(root), as_of)


def refreshed(root: Path, as_of: date, tell: Tell, site: Legislation | None = None) -> tuple[Drift, ...]:
    """Where legislation.gov.uk differs from what is registered, by instrument. Writes nothing but its cache."""
    site = site or open_legislation(root)
    found = []
    for instrument in read_register(root, as_of).instruments:
        if instrument.kind != "guidance":
            tell(f"asking for {instrument.title}")
            found.append(drift(instrument, site.document(instrument.id), site.changes(instrument.id), as_of))
    return tuple(found)


def build(order: Order, tell: Tell) -> Outcome:
    """Check, make every edition that was asked for in every format, and replace output/.

    With errors nothing is written. Raises Trouble for what is wrong outside the text.
    """
    tell("reading and checking")
    register, findings = checked(order.root, order.as_of)
    if has_errors(findings):
        return Outcome(findings=findings)
    tell("reading editions from git")
    repository = open_repository(order.root)
    approved, faults = approved_editions(repository)
    findings = (*findings, *faults)
    if faults:
        return Outcome(findings=findings)
    everything = tuple(shelf(register, approved, repository))
    editions = tuple(edition for edition in everything if order.wants(edition))
    if not editions:
        raise Trouble(
            f"there is no edition {order.edition} of {order.policy or 'any policy'}", _known(register, approved)
        )
    drafts = [_of(edition.policy, everything) for edition in editions if edition.name == DRAFT]
    reviews = [draft_review(one, repository, register, order.as_of) for one in drafts if repository.state.whole]
    publication = Publication(
        school=register.school or School(name=""),
        editions=editions,
        as_of=order.as_of,
        reviews=tuple(filter(None, reviews)),
        templates=disk.read(order.root, disk.LOOKS),
    )
    files = _made(publication, order, tell)
    tell("writing output/")
    files["manifest.json"] = manifest(files, editions)
    disk.replace_output(order.root, files)
    return Outcome(findings=findings, editions=editions, files=files, remarks=_remarks(repository))


def _known(register: Register, approved: tuple[Edition, ...]) -> str:
    names = [f"{policy.id}/{DRAFT}" for policy in register.policies] + [edition.reference for edition in approved]
    return f"there are {', '.join(names)}"


def _of(policy: str, editions: Iterable[Edition]) -> tuple[Edition, ...]:
    return tuple(edition for edition in editions if edition.policy == policy)


def _made(publication: Publication, order: Order, tell: Tell) -> dict[str, bytes]:
    """Every file of every format, by path below output/; the site holds the documents too."""
    made_with = digest(digest_files(publication.templates), _engine(order.root))
    with Press(order.root / ".cache", tell) as press:
        for form in all_formats():
            if form.name == SITE and not order.site:
                continue
            made_by = digest(form.name, made_with) if form.alone else ""
            for edition in publication.editions:
                dated = order.as_of.isoformat() if edition.is_draft else ""
                key = digest(made_by, repr(edition), dated) if made_by else ""
                press.add(f"{edition.reference}: {form.name}", key, partial(form.render, edition, publication))
            if form.gather:
                press.add(f"all editions: {form.name}", "", partial(form.gather, publication))
        _add_reviews(press, publication, made_with)
        files = press.files()
    documents = {path: content for path, content in files.items() if not path.startswith(f"{SITE_FOLDER}/")}
    if order.site:
        files.update({f"{SITE_FOLDER}/{path}": content for path, content in documents.items()})
    return files


def _add_reviews(press: Press, publication: Publication, made_with: str) -> None:
    for review in publication.reviews:
        for form in all_review_forms():
            key = digest(f"review {form.name}", made_with, repr(review))
            press.add(f"review of {review.policy}: {form.name}", key, partial(form.render, review, publication))


def reviewed(order: Order, old: str, new: str, tell: Tell) -> tuple[Review, dict[str, bytes]]:
    """The review of one edition or revision against another, and its forms by path, written below output/.

    Raises Trouble where there is no whole history, where the draft has errors, or where a name means nothing.
    """
    repository = open_repository(order.root)
    repository.insist_on_history("reviews")
    tell("reading editions from git")
    register, findings = checked(order.root, order.as_of)
    if has_errors(findings):
        raise Trouble("the draft has errors", "python3 build.py check lists them")
    approved, _ = approved_editions(repository)
    editions = _of(policy_meant(register, order.policy), shelf(register, approved, repository))
    review = compared(*chosen(editions, repository, old, new), repository, register, order.as_of)
    publication = Publication(
        school=register.school or School(name=""),
        editions=editions,
        as_of=order.as_of,
        reviews=(review,),
        templates=disk.read(order.root, disk.LOOKS),
    )
    with Press(order.root / ".cache", tell) as press:
        _add_reviews(press, publication, digest(digest_files(publication.templates), _engine(order.root)))
        files = {f"{disk.OUTPUT}/{path}": content for path, content in press.files().items()}
    disk.write(order.root, files)
    return review, files


def _engine(root: Path) -> str:
    """What the engine is, down to the versions of what it stands on: made with another one, a file is made again."""
    locks = {path.name: path.read_bytes() for path in root.glob("requirements*.lock")}
    return digest_files({**disk.read(root, ("engine",)), **locks})


def _remarks(repository: Repository) -> tuple[str, ...]:
    state = repository.state
    if state.whole:
        return ()
    return (f"{state.reason}: editions and redlines need the full clone", state.remedy)


def write_schemas(root: Path) -> tuple[str, ...]:
    """Write the JSON Schema of every kind of data file into schema/, and say which files."""
    written = {f"schema/{name}.json": schema_file(noun) for name, noun in SCHEMAS.items()}
    disk.write(root, written)
    return tuple(written)


def verified(root: Path) -> tuple[Verdict, ...]:
    """A verdict for every edition that was ever approved. Raises Trouble where there is no whole history."""
    repository = open_repository(root)
    repository.insist_on_history("approvals")
    return verify(repository)


def approve(root: Path, decision: Decision, as_of: date, dry_run: bool = False) -> Plan:
    """Write the governors' approval of the draft as one commit and one tag, or only plan it.

    The words are read from the last commit, not from the working tree. Raises Trouble for all that stands against it.
    """
    repository = open_repository(root)
    repository.insist_on_history("approvals")
    head = repository.state.head
    register = register_at(repository, head, as_of=as_of)
    if register.policy(decision.policy) is None:
        hint = nearest(decision.policy, [policy.id for policy in register.policies])
        raise Trouble(f"there is no policy {decision.policy}", hint)
    findings = check(register)
    draft = None if has_errors(findings) else resolve(register, decision.policy, decision.edition)
    adopted = tuple(one for one in adoptions(repository) if one.policy == decision.policy)
    against = refusals(
        decision,
        draft,
        adopted=adopted,
        findings=findings,
        state=repository.state,
        dirty=repository.changes(),
        tags=repository.tags(),
        as_of=as_of,
    )
    if against or draft is None:
        raise refused(f"{decision.policy}/{decision.edition}", against)
    last = adopted[-1] if adopted else None
    written = plan(
        decision,
        draft,
        last,
        repository.log(last.commit if last else "", head),
        repository.text_at(head, CHANGELOG),
    )
    if not dry_run:
        files = {path: text.encode() for path, text in written.files.items()}
        repository.commit_and_tag(files, written.message, written.tag, written.tag_message)
    return written


def told(root: Path, clause: str, as_of: date) -> ClauseHistory:
    """The history of one clause, edition by edition. Raises Trouble where there is no such clause, or no history."""
    repository = open_repository(root)
    repository.insist_on_history("histories")
    register, findings = checked(root, as_of)
    if has_errors(findings):
        raise Trouble("the draft has errors", "python3 build.py check lists them")
    approved, _ = approved_editions(repository)
    editions = tuple(reversed(tuple(shelf(register, approved, repository))))
    policy, found = find_clause(clause, editions)
    return history(repository, policy, found, _of(policy, editions), register.school or School(name=""))
