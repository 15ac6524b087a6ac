"""Decision and draft -> Plan, or what prevents it. Says what an approval writes; `io.git` writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from clausebook.approving.act_files import ENGINE, act_text, entry_of, with_entry
from clausebook.errors import UserError
from clausebook.model.acts.record import Approved
from clausebook.model.acts.words import with_article
from clausebook.model.approvals.adoption import Adoption, digests
from clausebook.model.approvals.approval import UNKNOWN, Decision, Plan, Signed, Year
from clausebook.model.bodies import Bodies
from clausebook.model.decode import PartialDate, Pattern, marks
from clausebook.model.edition import Edition
from clausebook.model.finding import Finding
from clausebook.model.revision import Commit, RepositoryState
from clausebook.model.school import Key
from clausebook.text.dates import first_day, in_words, last_day

CHANGELOG = "CHANGELOG.md"
_SHOWN = 5  # paths named in one line before "and more"


def refusals(
    decision: Decision,
    draft: Edition | None,
    *,
    adopted: Sequence[Adoption],
    findings: Iterable[Finding],
    state: RepositoryState,
    dirty: Sequence[str],
    tags: Iterable[str],
    as_of: date,
    withdrawn: bool = False,
    trying: bool = False,
) -> tuple[UserError, ...]:
    """Everything that prevents approving the draft, each with what to do; () where nothing does.

    `draft` is None where errors keep it from being resolved. `adopted` are the policy's editions, the last one last;
    `dirty` all paths that differ from the last commit; `as_of` is today. `withdrawn` says that the policy is withdrawn
    or its last edition refused, so that the same words may be adopted again; `trying` that nothing will be written.
    """
    errors = sum(finding.level == "error" for finding in findings)
    found = [*obstacles(state, dirty, "an approval"), *_shape(decision)]
    if errors:
        found.append(
            UserError(f"the draft has {errors} error{'s' * (errors > 1)}", "python3 build.py check lists them")
        )
    found += _edition(decision, draft.fingerprint if draft else "", adopted, tags, withdrawn)
    if not any(_bad_dates(decision)):
        found += _dates(decision, adopted, as_of, trying)
    return tuple(found)


def obstacles(state: RepositoryState, dirty: Sequence[str], act: str) -> Iterator[UserError]:
    """What of the repository's state stands in the way of committing an act: "an approval"."""
    if state.unfinished:
        yield UserError(f"a {state.unfinished} is not finished", f"git {state.unfinished} --continue, or --abort")
    if not state.branch:
        yield UserError(f"no branch is checked out, so {act} would be lost", "git switch main")
    if dirty:
        named = ", ".join(dirty[:_SHOWN]) + (f" and {len(dirty) - _SHOWN} more" if len(dirty) > _SHOWN else "")
        yield UserError(
            f"the working tree differs from the last commit: {named}",
            "commit the changes, or take them back: git restore --staged --worktree .",
        )


def _shape(decision: Decision) -> Iterator[UserError]:
    if not fits(Year, decision.edition) or re.fullmatch(r"\d{4}-(0\d*|\d{3,})", decision.edition):
        yield UserError(f"{decision.edition} is not a review year such as 2027", _named_so(decision))
    yield from _bad_dates(decision)
    yield from unsaid((("--by", decision.body), ("--minute", decision.minute)))
    optional = (("--label", decision.label), ("--chair", decision.chair), ("--chairs-action", decision.chairs_action))
    yield from unsaid((name, text) for name, text in optional if text)
    for role, name in decision.signed:
        if not fits(Key, role) or not name.strip() or not name.isprintable():
            yield UserError(f"--signed {role}={name} does not say who signed", "write --signed ROLE=NAME")


def _named_so(decision: Decision) -> str:
    """How a name that schools use is said here: by its first year, with the school's own words as a label."""
    year = re.search(r"(?<!\d)(19|20)\d\d(?!\d)", decision.edition)
    if year is None or not re.fullmatch(r"[\w –/-]+", decision.edition):
        return "name the edition after the year of its review: approve 2027 --policy ..."
    return f'approve {year[0]} --policy {decision.policy} --label "{decision.edition}" …; a second one is {year[0]}-2'


def unsaid(given: Iterable[tuple[str, str]]) -> Iterator[UserError]:
    """Options that say nothing, or nothing that can be printed."""
    for name, text in given:
        if not text.strip():
            yield UserError(f"{name} says nothing", f"say it, or {name} {UNKNOWN} where no record says")
        elif not text.isprintable():
            yield UserError(f"{name} holds a character that cannot be printed", "write it in one line of plain text")


def _bad_dates(decision: Decision) -> Iterator[UserError]:
    dates = (("--on", decision.on), ("--review-due", decision.review_due), ("--applies-from", decision.applies_from))
    yield from no_dates(dates)


def no_dates(given: Iterable[tuple[str, str]]) -> Iterator[UserError]:
    """Options that are not dates; all but --on may be left out."""
    for name, text in given:
        if (text or name == "--on") and not fits(PartialDate, text):
            yield UserError(f"{name} {text} is not a date", "write 2027-05-12, or 2027-05 where the day is not known")


def fits(kind: object, text: str) -> bool:
    """Whether a text is what a field of that type may hold."""
    patterns = (mark for mark in marks(kind) if isinstance(mark, Pattern))
    return any(re.fullmatch(mark.regex, text) and mark.also(text) for mark in patterns)


def _edition(
    decision: Decision, fingerprint: str, adopted: Sequence[Adoption], tags: Iterable[str], withdrawn: bool
) -> Iterator[UserError]:
    name, tags = f"{decision.policy}/{decision.edition}", tuple(tags)
    if any(decision.edition == one.name for one in adopted):
        yield UserError(
            f"there is an approval of {name} already",
            "an approval is never changed; for a further one: "
            f"approve {_next(decision.edition, adopted, tags)} --policy {decision.policy}",
        )
    elif name in tags:
        yield UserError(f"there is a tag {name} already", f"git tag --delete {name}, if it approves nothing")
    last = adopted[-1] if adopted else None
    if last and last.approval and last.approval.fingerprint == fingerprint and not withdrawn:
        yield UserError(
            f"the draft has the words of {last.name}: nothing changed",
            f"a review that changed nothing is recorded with approve --no-change --policy {decision.policy}; "
            "otherwise commit the changes to be approved",
        )


def _next(edition: str, adopted: Sequence[Adoption], tags: Iterable[str]) -> str:
    """The next name of the same year that is free."""
    policy = adopted[0].policy
    taken = {one.name for one in adopted} | {tag.removeprefix(f"{policy}/") for tag in tags}
    year = edition[:4]
    return next(name for name in (f"{year}-{number}" for number in range(2, len(taken) + 3)) if name not in taken)


def _dates(decision: Decision, adopted: Sequence[Adoption], as_of: date, trying: bool) -> Iterator[UserError]:
    if first_day(decision.on) > as_of and not trying:
        yield UserError(f"{in_words(decision.on)} is in the future", "approve once the governors have met")
    last = adopted[-1].approval if adopted else None
    if last and last_day(decision.on) < first_day(last.approved):
        yield UserError(
            f"{in_words(decision.on)} is before the approval of {last.edition}, {in_words(last.approved)}",
            "editions are approved in their order",
        )
    if decision.review_due and last_day(decision.review_due) <= first_day(decision.on):
        yield UserError(
            f"the day of the next review, {in_words(decision.review_due)}, is before the approval",
            "look at --review-due",
        )


def plan(
    decision: Decision,
    act: Approved,
    path: str,
    draft: Edition,
    last: Adoption | None,
    commits: Sequence[Commit],
    changelog: str,
) -> Plan:
    """What approving writes. `commits` are those since the last edition, `changelog` the file as it reads now."""
    entry = entry_of(decision, draft, last.edition if last else None, commits)
    subject = f"Approve {draft.title} {decision.edition}"
    fingerprint = f"Fingerprint: {draft.fingerprint}"
    return Plan(
        files={path: act_text(act), CHANGELOG: with_entry(changelog, entry)},
        message=f"{subject}\n\n{said(decision)}\n\nApproval: {decision.policy}/{decision.edition}\n{fingerprint}\n",
        tag=f"{decision.policy}/{decision.edition}",
        tag_message=f"{draft.title}, edition {decision.edition}\n\n{said(decision)}\n\n{fingerprint}\n",
        entry=entry,
    )


def approved(decision: Decision, draft: Edition, bodies: Bodies, after: str) -> Approved:
    """The act that approves a draft. Who was to sign is named by role; a name only where the clerk gives one."""
    body, names = bodies.meant(decision.body), dict(decision.signed)
    ratify_by = (body.ratified_by if body else "") or ""
    if decision.chairs_action and not ratify_by:
        ratify_by = bodies.board or draft.approving_body or "governing body"
    roles = dict.fromkeys((*(line.role for line in draft.signatures), *names))
    return Approved(
        policy=decision.policy,
        edition=decision.edition,
        on=decision.on,
        body=bodies.id_of(decision.body),
        minute=decision.minute,
        review_due=decision.review_due or None,
        applies_from=decision.applies_from or None,
        ratify_by=ratify_by,
        until_ratified="in-force" if decision.chairs_action else body.until_ratified if body else "not-in-force",
        label=decision.label,
        chair=decision.chair,
        chairs_action=decision.chairs_action,
        signatories=tuple(Signed(role=role, name=names.get(role, UNKNOWN)) for role in roles),
        fingerprint=draft.fingerprint,
        clauses=digests(draft),
        engine=ENGINE,
        after=after or None,
    )


def said(decision: Decision) -> str:
    """The decision as a sentence."""
    minute = "minute not known" if decision.minute == UNKNOWN else f"minute {decision.minute}"
    begins = f" In force from {in_words(decision.applies_from)}." if decision.applies_from else ""
    due = f" Next review due {in_words(decision.review_due)}." if decision.review_due else ""
    how = f" by chair's action ({decision.chairs_action.rstrip('.')})" if decision.chairs_action else ""
    return f"Approved by {with_article(decision.body)}{how}, {in_words(decision.on)} ({minute}).{begins}{due}"
