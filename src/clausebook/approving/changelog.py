"""Two editions and the commits between them -> an entry of CHANGELOG.md, for governors, in Keep a Changelog form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clausebook.model.approvals.adoption import clause_words, differing, frame_words
from clausebook.model.approvals.approval import UNKNOWN, Decision
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.revision import Commit, told_apart
from clausebook.text.dates import in_words
from clausebook.text.phrases import counted

HEADER = """\
# Changelog

The editions of our policies as the governors approved them, newest first, in the form of
[Keep a Changelog](https://keepachangelog.com/en/1.1.0/).
"""
_ENTRY = re.compile(r"(?m)^## (?!\[Unreleased\])")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")
_KINDS = ("added", "changed", "removed")


def with_entry(changelog: str, entry: str) -> str:
    """The changelog with a new entry above all others, below its introduction and what is unreleased."""
    text = changelog.replace("\r\n", "\n") if changelog.strip() else HEADER
    found = _ENTRY.search(text)
    at = found.start() if found else len(text)
    return f"{text[:at].rstrip()}\n\n{entry}\n{text[at:]}".rstrip() + "\n"


def entry_of(decision: Decision, new: Edition, old: Edition | None, commits: Sequence[Commit]) -> str:
    """Added, changed and removed clauses, each with its reasons."""
    body = f"the {decision.body.removeprefix('the ')}"
    minute = "" if decision.minute == UNKNOWN else f", minute {plain_text(decision.minute)}"
    chair = decision.chairs_action.rstrip(".")
    begins = f" The chair acted for the body: {plain_text(chair)}." if chair else ""
    begins += f" Called {plain_text(decision.label)}." if decision.label else ""
    begins += f" In force from {in_words(decision.applies_from)}." if decision.applies_from else ""
    due = f"{begins} Next review due {in_words(decision.review_due)}." if decision.review_due else begins
    parts = [
        f"## [{plain_text(new.title)} {decision.edition}] - {decision.on}",
        f"Approved by {plain_text(body)} in {in_words(decision.on)}{minute}.{due}"
        if len(decision.on) < len("2018-05-16")
        else f"Approved by {plain_text(body)} on {in_words(decision.on)}{minute}.{due}",
    ]
    if old is None:
        parts.append(f"### Added\n\n- The first edition in this register: {counted(len(new.passages), 'clause')}.")
    else:
        parts += _sections(old, new, commits)
    return "\n\n".join(parts) + "\n"


def _sections(old: Edition, new: Edition, commits: Sequence[Commit]) -> Iterator[str]:
    before = {passage.id: passage for passage in old.passages}
    after = {passage.id: passage for passage in new.passages}
    changes = differing(clause_words(old), clause_words(new))
    for kind in _KINDS:
        ids = [id for id, how in changes.items() if how == kind]
        lines = [_line(before.get(id), after.get(id), _reasons(id, commits)) for id in ids]
        if kind == "changed" and frame_words(old) != frame_words(new):
            lines += _frame(old, new)
        if lines:
            yield f"### {kind.capitalize()}\n\n" + "\n".join(lines)


def _line(old: ResolvedClause | None, new: ResolvedClause | None, reasons: Sequence[str]) -> str:
    """One clause: its number and title, where those changed what they were, and why."""
    shown = new or old
    assert shown is not None  # a change has a side
    told = _titled(shown)
    if old and new and _titled(old) != _titled(new):
        told += f" (was {_titled(old)})"
    if new and new.split_from:
        told += " (split from another clause)"
    if new and new.merged_from:
        told += f" (merged from {len(new.merged_from)} clauses)"
    causes = [*reasons, *(_facts(old, new) if old and new else ())]
    return f"- {told}: {'; '.join(causes) if causes else 'no reason stated'}"


def _titled(passage: ResolvedClause) -> str:
    return plain_text(f"{passage.cite} {passage.title}".strip())


def _reasons(clause: str, commits: Sequence[Commit]) -> tuple[str, ...]:
    """Why the clause's file was touched, oldest first, each reason once."""
    touching = [commit for commit in told_apart(commits) if _touches(commit, clause)]
    found = (reason for commit in touching for reason in commit.trailer("Reason"))
    subjects = (commit.subject for commit in touching if not commit.trailer("Reason"))
    return tuple(dict.fromkeys(plain_text(reason) for reason in (*found, *subjects)))


def _touches(commit: Commit, clause: str) -> bool:
    name = f"/{clause}.yaml"
    return any(name in (touch.path[-len(name) :], touch.before[-len(name) :]) for touch in commit.touches)


def _facts(old: ResolvedClause, new: ResolvedClause) -> Iterator[str]:
    """School facts that changed the words without anybody touching the clause."""
    before = dict(old.facts)
    for name, value in new.facts:
        if name in before and before[name] != value:
            yield plain_text(f"{name} was {before[name]} and is {value}")


def _frame(old: Edition, new: Edition) -> Iterator[str]:
    """What changed outside the clauses, in words."""
    if old.title != new.title:
        yield f"- The policy is called {plain_text(new.title)} (was {plain_text(old.title)})"
    kept = [passage.id for passage in old.passages if passage.id in {one.id for one in new.passages}]
    if kept != [passage.id for passage in new.passages if passage.id in set(kept)]:
        yield "- Clauses stand in another order"
    sections = [
        [(chapter.number, chapter.title) for chapter in one.chapters if not chapter.opening] for one in (old, new)
    ]
    if sections[0] != sections[1]:
        yield "- Section headings changed"
    if old.signatures != new.signatures:
        yield "- Signature lines changed"


def plain_text(text: str) -> str:
    """Text as Markdown that shows it literally, in one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
