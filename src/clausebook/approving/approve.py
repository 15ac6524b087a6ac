"""Decision and draft -> Plan, or what stands against it. Says what an approval writes; `io.git` writes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from clausebook.approving.changelog import entry_of, with_entry
from clausebook.errors import UserError
from clausebook.model.approvals.adoption import Adoption, digests
from clausebook.model.approvals.approval import UNKNOWN, Year
from clausebook.model.approvals.decision import Decision, Plan
from clausebook.model.decode import PartialDate, Pattern, marks
from clausebook.model.edition import Edition
from clausebook.model.finding import Finding
from clausebook.model.revision import Commit, RepositoryState
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
) -> tuple[UserError, ...]:
    """Everything that stands against approving the draft, each with what to do; () where nothing does.

    `draft` is None where errors keep it from being resolved. `adopted` are the policy's editions, the last one last;
    `dirty` all paths that differ from the last commit; `as_of` is today.
    """
    errors = sum(finding.level == "error" for finding in findings)
    found = [*obstacles(state, dirty, "an approval"), *_shape(decision)]
    if errors:
        found.append(
            UserError(f"the draft has {errors} error{'s' * (errors > 1)}", "python3 build.py check lists them")
        )
    found += _edition(decision, draft.fingerprint if draft else "", adopted, tags)
    if not any(_bad_dates(decision)):
        found += _dates(decision, adopted, as_of)
    return tuple(found)


def refused(name: str, act: str, found: Sequence[UserError]) -> UserError:
    """All refusals of an act ("approved") as one error; a single one as it is."""
    if len(found) == 1:
        return found[0]
    lines = "".join(f"\n  {error.message}\n      hint: {error.hint}" for error in found)
    return UserError(f"{name} was not {act}:{lines}")


def obstacles(state: RepositoryState, dirty: Sequence[str], act: str) -> Iterator[UserError]:
    """What of the repository's state stands in the way of committing an act: "an approval"."""
    if state.unfinished:
        yield UserError(f"a {state.unfinished} is not finished", f"git {state.unfinished} --continue, or --abort")
    if not state.branch:
        yield UserError(f"no branch is checked out, so {act} would be lost", "git switch main")
    if dirty:
        named = ", ".join(dirty[:_SHOWN]) + (f" and {len(dirty) - _SHOWN} more" if len(dirty) > _SHOWN else "")
        yield UserError(
            f"the working tree differs from the last commit: {named}", "commit the changes, or git restore them"
        )


def _shape(decision: Decision) -> Iterator[UserError]:
    if not _fits(Year, decision.edition):
        yield UserError(f"{decision.edition} is not a review year such as 2027", "approve 2027 --policy ...")
    yield from _bad_dates(decision)
    for name, text in (("--by", decision.body), ("--minute", decision.minute)):
        if not text.strip():
            yield UserError(f"{name} says nothing", f"say it, or {name} {UNKNOWN} where no record says")
        elif not text.isprintable():
            yield UserError(f"{name} holds a character that cannot be printed", "write it in one line of plain text")


def _bad_dates(decision: Decision) -> Iterator[UserError]:
    for name, text in (("--on", decision.on), ("--review-due", decision.review_due)):
        if (text or name == "--on") and not _is_date(text):
            yield UserError(f"{name} {text} is not a date", "write 2027-05-12, or 2027-05 where the day is not known")


def _is_date(text: str) -> bool:
    return _fits(PartialDate, text)


def _fits(kind: object, text: str) -> bool:
    patterns = (mark for mark in marks(kind) if isinstance(mark, Pattern))
    return any(re.fullmatch(mark.regex, text) and mark.also(text) for mark in patterns)


def _edition(
    decision: Decision, fingerprint: str, adopted: Sequence[Adoption], tags: Iterable[str]
) -> Iterator[UserError]:
    name = f"{decision.policy}/{decision.edition}"
    if any(decision.edition == one.name for one in adopted):
        yield UserError(
            f"there is an approval of {name} already", "an approval is never changed: approve another edition"
        )
    elif name in tags:
        yield UserError(f"there is a tag {name} already", f"git tag --delete {name}, if it approves nothing")
    last = adopted[-1] if adopted else None
    if last and last.approval and last.approval.fingerprint == fingerprint:
        yield UserError(f"the draft has the words of {last.name}: nothing changed", "commit the changes to be approved")


def _dates(decision: Decision, adopted: Sequence[Adoption], as_of: date) -> Iterator[UserError]:
    if first_day(decision.on) > as_of:
        yield UserError(f"{in_words(decision.on)} is in the future", "approve once the governors have met")
    last = adopted[-1].approval if adopted else None
    if last and last_day(decision.on) < first_day(last.approved):
        yield UserError(
            f"{in_words(decision.on)} lies before the approval of {last.edition}, {in_words(last.approved)}",
            "editions are approved in their order",
        )
    if decision.review_due and last_day(decision.review_due) <= first_day(decision.on):
        yield UserError(
            f"the review is due in {in_words(decision.review_due)}, before the approval", "look at --review-due"
        )


def plan(decision: Decision, draft: Edition, last: Adoption | None, commits: Sequence[Commit], changelog: str) -> Plan:
    """What approving writes. `commits` are those since the last edition, `changelog` the file as it reads now."""
    entry = entry_of(decision, draft, last.edition if last else None, commits)
    record = f"policy/approvals/{decision.policy}/{decision.edition}.yaml"
    subject = f"Approve {draft.title} {decision.edition}"
    fingerprint = f"Fingerprint: {draft.fingerprint}"
    return Plan(
        files={record: record_text(decision, draft), CHANGELOG: with_entry(changelog, entry)},
        message=f"{subject}\n\n{said(decision)}\n\nApproval: {decision.policy}/{decision.edition}\n{fingerprint}\n",
        tag=f"{decision.policy}/{decision.edition}",
        tag_message=f"{draft.title}, edition {decision.edition}\n\n{said(decision)}\n\n{fingerprint}\n",
        entry=entry,
    )


def said(decision: Decision) -> str:
    """The decision as a sentence."""
    minute = "minute not known" if decision.minute == UNKNOWN else f"minute {decision.minute}"
    due = f" Next review due {in_words(decision.review_due)}." if decision.review_due else ""
    return f"Approved by the {decision.body.removeprefix('the ')}, {in_words(decision.on)} ({minute}).{due}"


def record_text(decision: Decision, draft: Edition) -> str:
    """The approval record as YAML. Text is written as JSON strings, which YAML reads as they are."""
    fields: Mapping[str, str] = {
        "policy": decision.policy,
        "edition": _quoted(decision.edition),
        "approved": _quoted(decision.on),
        **({"review_due": _quoted(decision.review_due)} if decision.review_due else {}),
        "body": _quoted(decision.body),
        "minute": _quoted(decision.minute),
        "fingerprint": draft.fingerprint,
    }
    return "".join(
        (
            "# yaml-language-server: $schema=../../../schema/approval.json\n",
            *(f"{name}: {value}\n" for name, value in fields.items()),
            *_signatories(draft),
            "clauses:\n",
            *(f"  {id}: {_quoted(digest)}\n" for id, digest in digests(draft).items()),
        )
    )


def _signatories(draft: Edition) -> Iterator[str]:
    """Who was to sign, by role; a name is published by the school, not known to the engine."""
    if draft.signatures:
        yield "signatories:\n"
    for line in draft.signatures:
        yield f"  - role: {line.role}\n    name: {UNKNOWN}\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
