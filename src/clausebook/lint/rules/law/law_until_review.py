"""What a clause cites stays law until the next review of its policy.

A policy that is adopted today speaks until its review next year. Law that ends in between leaves a policy that cites
what is no longer law, with nobody due to look at it. The next review is the one that is due by the acts of the
policy, or the policy's review_month after this month.
"""

from collections.abc import Iterator
from datetime import date

from clausebook.lint.rules.law._law import called, cited, part_of, successors, when
from clausebook.model.finding import Finding
from clausebook.model.law.status import span, status
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.text.dates import in_words

LEVEL = "warning"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the citation."""
    reviews = {policy.id: tuple(_reviews(register, policy)) for policy in register.policies}
    for clause, citation, instrument in cited(register):
        if not instrument.ended or not status(instrument, register.as_of).is_law:
            continue
        if status(instrument, register.as_of).kind == "partly ended":
            continue
        for review in reviews.get(clause.policy, ()):
            if status(instrument, _first(review)).kind in ("ended", "partly ended"):
                what = f"of which {part_of(instrument)} ends" if instrument.ended_scope else "which ends"
                later = successors(register, instrument, _first(review))
                yield Finding(
                    citation.where("instrument"),
                    f"clause {clause.id} cites {called(instrument)}, {what} {when(instrument.ended)}, "
                    f"before the review due in {in_words(review)}",
                    f"see whether the text holds under {later}" if later else "see what the text rests on from then",
                )
                break


def _reviews(register: Register, policy: Policy) -> Iterator[str]:
    """The coming review as 2019-05, and the one after it: what is written for the one is to last until the other."""
    today = register.as_of
    due = register.status(policy.id).due
    if due and _first(due.when) > today:
        yield due.when
    if policy.review_month and policy.review_every in (None, "1 year"):
        year = today.year + (policy.review_month <= today.month)
        yield f"{year}-{policy.review_month:02}"
        yield f"{year + 1}-{policy.review_month:02}"


def _first(partial: str) -> date:
    days = span(partial)
    return days[0] if days else date.min
