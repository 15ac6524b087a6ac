"""One edition or revision against another: the review, in all its forms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from clausebook.app.building import SITE_FOLDER, add_reviews, toolchain_hash
from clausebook.app.workspace import Workspace, open_workspace
from clausebook.errors import UserError
from clausebook.formats._registry import all_formats, meeting_lines, render_meeting, review_lines, summary
from clausebook.io.files import OUTPUT, read_looks, write_files
from clausebook.io.jobs import JobRunner, Progress
from clausebook.io.memory import no_collection
from clausebook.model.artefact import Order
from clausebook.model.comparison.meeting import Meeting, is_on_agenda
from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.model.register import Register
from clausebook.model.school import School
from clausebook.review.select import chosen, compared, has_draft, policy_meant, sides_of
from clausebook.text.phrases import listed

__all__ = ["meeting_lines", "meeting_of", "review_lines", "reviewed", "summarised"]


@no_collection()
def summarised(order: Order, old: str, new: str) -> str:
    """What changed in one policy, or in all of them, as a short comment in Markdown. Writes nothing.

    A policy that the old side does not have yet is new. Raises UserError as `reviewed` does.
    """
    workspace = open_workspace(order.root, order.as_of, "reviews")
    reviews = []
    for policy in _policies(workspace, order, old, new):
        editions, register = _material(workspace, policy, old, new)
        before, after = sides_of(policy, editions, workspace.repository, old, new)
        reviews.append(compared(before, after, workspace.repository, register, order.as_of))
    return summary(reviews)


def _policies(workspace: Workspace, order: Order, old: str, new: str) -> list[str]:
    """The policy that was asked for, or all of them."""
    register = workspace.register if has_draft(order.policy, old, new) else workspace.committed
    return [policy_meant(register, order.policy)] if order.policy else [one.id for one in register.policies]


def _material(workspace: Workspace, policy: str, old: str, new: str) -> tuple[tuple[Edition, ...], Register]:
    """The editions of one policy and the register beside them: the working tree's only where it is one of the sides.

    Raises UserError where the words of its draft cannot be read.
    """
    if not has_draft(policy, old, new):
        return workspace.approved_of(policy), workspace.committed
    workspace.insist_on_words((policy,))
    return workspace.editions_of(policy), workspace.register


@no_collection()
def meeting_of(
    order: Order, policies: Sequence[str], old: str, new: str, report: Progress, *, agenda: bool, body: str = ""
) -> tuple[Meeting, dict[str, bytes]]:
    """The reviews of several policies as one pack, written below output/review/; all policies where none is named.

    `agenda` leaves out those that a meeting need not look at, and with a `body` those that it does not approve.
    Raises UserError as `reviewed` does.
    """
    report("reading editions from git")
    workspace = open_workspace(order.root, order.as_of, "reviews")
    register = workspace.register if has_draft("", old, new) else workspace.committed
    wanted = [policy_meant(register, one) for one in policies] or [one.id for one in register.policies]
    reviews = []
    for policy in wanted:
        editions, beside = _material(workspace, policy, old, new)
        sides = sides_of(policy, editions, workspace.repository, old, new)
        reviews.append(compared(*sides, workspace.repository, beside, order.as_of))
    school = register.school or School(name="")
    kept = tuple(one for one in _approved_by(body, reviews) if is_on_agenda(one)) if agenda else tuple(reviews)
    if not wanted:
        raise UserError("there is no policy: none is drafted now", "python3 build.py status shows those withdrawn")
    if not kept:
        raise UserError(
            "nothing is on the agenda: no draft differs and no review is due", "say --all to see every policy"
        )
    meeting = Meeting(school=school.name, as_of=order.as_of, reviews=kept)
    publication = Publication(school=school, editions=(), as_of=order.as_of, templates=read_looks(order.root))
    with JobRunner(order.root / ".cache", report) as jobs:
        jobs.add("pack of the meeting", "", partial(render_meeting, meeting, publication))
        files = {f"{OUTPUT}/{path}": content for path, content in jobs.files().items()}
    write_files(order.root, files)
    return meeting, files


def _approved_by(body: str, reviews: Sequence[Review]) -> Sequence[Review]:
    """The reviews that a body decides on; all where none is named. Raises UserError where no policy names it."""
    if not body:
        return reviews
    bodies = {one.policy: one.new.approving_body.removeprefix("the ") for one in reviews}
    wanted = body.casefold().replace("-", " ").removeprefix("the ")
    found = [one for one in reviews if bodies[one.policy].casefold().replace("-", " ") == wanted]
    if not found:
        known = listed(sorted(set(filter(None, bodies.values()))), last="or") or "none is named in any policy"
        raise UserError(f"no policy is approved by {body}", f"approving bodies: {known}")
    return found


SHARED = "web"  # the format whose root holds what all pages share


@no_collection()
def reviewed(order: Order, old: str, new: str, report: Progress) -> tuple[Review, dict[str, bytes]]:
    """The review of one edition or revision against another, and its forms by path, written below output/.

    Raises UserError where there is no whole history, where the draft has errors, or where a name means nothing.
    """
    report("reading editions from git")
    workspace = open_workspace(order.root, order.as_of, "reviews")
    known = workspace.register if has_draft(order.policy, old, new) else workspace.committed
    policy = policy_meant(known, order.policy)
    editions, register = _material(workspace, policy, old, new)
    sides = chosen(policy, editions, workspace.repository, old, new)
    review = compared(*sides, workspace.repository, register, order.as_of)
    publication = Publication(
        school=register.school or School(name=""),
        editions=editions,
        as_of=order.as_of,
        reviews=(review,),
        templates=read_looks(order.root),
    )
    with JobRunner(order.root / ".cache", report) as jobs:
        add_reviews(jobs, publication, toolchain_hash(publication))
        for form in all_formats():
            if form.render_all and form.name == SHARED:
                jobs.add(f"{form.name}: what all pages share", "", partial(form.render_all, publication))
        made = jobs.files()
    files = {path: content for path, content in made.items() if f"{review.folder}/" in path}
    # without these the page would have no style, and lead to no documents, until the first build
    shared = {path: content for path, content in made.items() if path.startswith(f"{SITE_FOLDER}/assets/")}
    shared |= {f"{SITE_FOLDER}/{path}": files[path] for path in files if not path.startswith(f"{SITE_FOLDER}/")}
    write_files(order.root, {f"{OUTPUT}/{path}": content for path, content in {**shared, **files}.items()})
    return review, {f"{OUTPUT}/{path}": content for path, content in files.items()}
