"""CHANGELOG.md and the commits of acts -> checks. Each entry reads as its command wrote it, and each has its act.

Text between the introduction and the first entry, and what is under "Unreleased", is free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from clausebook.history.foreign_records import owner
from clausebook.history.verify_acts import commit_name, fault
from clausebook.model.acts.record import parts_of_path
from clausebook.model.approvals.verdict import Check
from clausebook.model.finding import Finding, SourceLocation
from clausebook.model.revision import Commit, Introduction, Revisions
from clausebook.model.rule import Rule
from clausebook.source.load import load

CHANGELOG = "CHANGELOG.md"
AGREES = Rule(
    name="changelog-agrees",
    level="warning",
    manual="""\
Each entry of CHANGELOG.md reads as the command that recorded an act wrote it, and each has its act.

Text before the first entry, and what is under "Unreleased", is free. The hint says how to set an entry right.
""".strip(),
)
_HEADING = re.compile(r"(?m)^## \[(?!Unreleased\])(.+)\] - ([0-9-]+)[ \t]*$")


def entries(text: str) -> dict[str, str]:
    """Heading of each entry to its text, with blanks at the ends of lines and blank lines evened out."""
    text = text.replace("\r\n", "\n")
    found = list(_HEADING.finditer(text))
    texts: dict[str, str] = {}
    for one in reversed(found):  # from the oldest: a second entry of the same name and day gets a number
        end = text.find("\n## ", one.end())
        heading, number = one[0].strip(), 2
        while heading in texts:
            heading, number = f"{one[0].strip()} ({number})", number + 1
        texts[heading] = _even(text[one.end() : end if end >= 0 else len(text)])
    return texts


def changelog_checks(revisions: Revisions) -> Mapping[tuple[str, str], tuple[Check, ...]]:
    """By policy and edition: entries that were changed or removed, and entries that belong to no act."""
    head, own = revisions.state.head, [one for one in revisions.introductions() if parts_of_path(one.path)[1]]
    texts = {id for one in own for id in (one.commit.id, *one.commit.parents[:1])}
    revisions.read_ahead((id, (CHANGELOG,), "") for id in sorted(texts))
    now = entries(_text(revisions, head))
    found: dict[tuple[str, str], list[Check]] = {}
    known = set[str]()
    for origin in own:
        if owner(revisions, origin):
            continue
        for heading, text in _written(revisions, origin).items():
            known.add(heading)
            if now.get(heading) != text:
                key = (parts_of_path(origin.path)[0], parts_of_path(origin.path)[2])
                found.setdefault(key, []).append(_differs(revisions, origin, heading, heading in now))
    unclaimed = [heading for heading in now if heading not in known]
    if unclaimed:
        found[("", "")] = list(_unclaimed(revisions, unclaimed))
    return {key: tuple(checks) for key, checks in found.items()}


def changelog_findings(revisions: Revisions) -> Iterator[Finding]:
    """The faults of the changelog as findings, for a check and for whoever builds."""
    for checks in changelog_checks(revisions).values():
        for check in checks:
            if check.outcome == "fault":
                place = SourceLocation(CHANGELOG)
                yield Finding(place, check.message, check.hint, level="warning", rule=AGREES.name)


def _written(revisions: Revisions, origin: Introduction) -> dict[str, str]:
    """The entries that came into the changelog with an act: in its commit, compared with the commit before it."""
    after = entries(_text(revisions, origin.commit.id))
    before = entries(_text(revisions, origin.commit.parents[0])) if origin.commit.parents else {}
    new = {heading: text for heading, text in after.items() if heading not in before}
    edition = parts_of_path(origin.first_path)[2]
    mine = {heading: text for heading, text in new.items() if re.search(rf"\b{re.escape(edition)}\b", heading)}
    return mine if edition != "draft" else new


def _differs(revisions: Revisions, origin: Introduction, heading: str, is_there: bool) -> Check:
    later = revisions.log(origin.commit.id, revisions.state.head, (CHANGELOG,))
    last = _last_to_touch(revisions, heading, later) or origin.commit
    name = f"{parts_of_path(origin.path)[2]}"
    how = (
        f"is not as its command wrote it: see {commit_name(last)}"
        if is_there
        else f"was removed in {commit_name(last)}"
    )
    if not is_there and not any(heading in entries(_text(revisions, one)) for one in last.parents):
        how = "was lost where branches were merged"  # that commit never had it
    hint = f"git show {origin.commit.short}:{CHANGELOG} has it as it was"
    return fault("changelog", f"the entry of {name} in {CHANGELOG} {how}", commit=last.id, hint=hint)


def _last_to_touch(revisions: Revisions, heading: str, commits: Sequence[Commit]) -> Commit | None:
    """The first commit from which on the entry reads as it does now."""
    now = entries(_text(revisions, revisions.state.head)).get(heading)
    found = None
    for commit in reversed(commits):
        if entries(_text(revisions, commit.id)).get(heading) != now:
            break
        found = commit
    return found


def _unclaimed(revisions: Revisions, headings: Sequence[str]) -> Iterator[Check]:
    commits = revisions.log("", revisions.state.head, (CHANGELOG,))
    days = {
        (parts_of_path(one.path)[2], _day(revisions, one))
        for one in revisions.introductions()
        if not owner(revisions, one)
    }
    for heading in headings:
        shape = _HEADING.match(heading)
        if shape and (shape[1].rpartition(" ")[2], shape[2]) in days:
            message = f"the entry “{heading.removeprefix('## ')}” in {CHANGELOG} did not come with its act"
            yield Check(subject="changelog", outcome="unchecked", message=message)
            continue
        writer = _last_to_touch(revisions, heading, commits)
        where = f": see {commit_name(writer)}" if writer else ""
        message = f"no act belongs to the entry “{heading.removeprefix('## ')}” in {CHANGELOG}{where}"
        hint = "only commands write entries: delete it, and record the act with its command"
        yield fault("changelog", message, commit=writer.id if writer else "", hint=hint)


def _text(revisions: Revisions, commit: str) -> str:
    listed = revisions.files_at(commit, (CHANGELOG,))
    blob = listed.get(CHANGELOG)
    return revisions.blobs([blob])[blob].decode("utf-8", "replace") if blob else ""


def _day(revisions: Revisions, origin: Introduction) -> str:
    acts = load({origin.path: revisions.blobs([origin.blob])[origin.blob]}).acts
    return acts[0].act.on if acts else ""


def _even(text: str) -> str:
    return re.sub(r"\n{2,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()
