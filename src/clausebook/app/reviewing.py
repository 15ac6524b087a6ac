"""One edition or revision against another: the review, in all its forms."""

from __future__ import annotations

from functools import partial

from clausebook.app.building import SITE_FOLDER, Tell, add_reviews, look
from clausebook.app.workspace import open_desk
from clausebook.formats._registry import all_formats, review_lines, summary
from clausebook.io import files as disk
from clausebook.io.press import Press
from clausebook.model.comparison.review import Review
from clausebook.model.order import Order
from clausebook.model.publication import Publication
from clausebook.review.select import chosen, compared, policy_meant, sides_of

__all__ = ["review_lines", "reviewed", "summarised"]


def summarised(order: Order, old: str, new: str) -> str:
    """What changed in one policy, or in all of them, as a short comment in Markdown. Writes nothing.

    A policy that the old side does not have yet is told as new. Raises Trouble as `reviewed` does.
    """
    desk = open_desk(order.root, order.as_of, "reviews")
    desk.insist_on_words()
    named = [policy_meant(desk.register, order.policy)] if order.policy else [one.id for one in desk.register.policies]
    reviews = []
    for policy in named:
        before, after = sides_of(desk.shelf_of(policy), desk.repository, old, new)
        reviews.append(compared(before, after, desk.repository, desk.register, order.as_of))
    return summary(reviews)


SHARED = "web"  # the format whose roof holds what all pages share


def reviewed(order: Order, old: str, new: str, tell: Tell) -> tuple[Review, dict[str, bytes]]:
    """The review of one edition or revision against another, and its forms by path, written below output/.

    Raises Trouble where there is no whole history, where the draft has errors, or where a name means nothing.
    """
    tell("reading editions from git")
    desk = open_desk(order.root, order.as_of, "reviews")
    desk.insist_on_words()
    editions = desk.shelf_of(policy_meant(desk.register, order.policy))
    sides = chosen(editions, desk.repository, old, new)
    review = compared(*sides, desk.repository, desk.register, order.as_of)
    publication = Publication(
        school=desk.school,
        editions=editions,
        as_of=order.as_of,
        reviews=(review,),
        templates=disk.read(order.root, disk.LOOKS),
    )
    with Press(order.root / ".cache", tell) as press:
        add_reviews(press, publication, look(publication, order.root))
        for form in all_formats():
            if form.gather and form.name == SHARED:
                press.add(f"{form.name}: what all pages share", "", partial(form.gather, publication))
        made = press.files()
    files = {path: content for path, content in made.items() if f"{review.folder}/" in path}
    # without these the page would stand there naked, and lead to no documents, until the first build
    shared = {path: content for path, content in made.items() if path.startswith(f"{SITE_FOLDER}/assets/")}
    shared |= {f"{SITE_FOLDER}/{path}": files[path] for path in files if not path.startswith(f"{SITE_FOLDER}/")}
    disk.write(order.root, {f"{disk.OUTPUT}/{path}": content for path, content in {**shared, **files}.items()})
    return review, {f"{disk.OUTPUT}/{path}": content for path, content in files.items()}
