"""What an approval writes: the file of an act, and the entry of the changelog for governors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from clausebook import __version__
from clausebook.model.acts.record import FOLDER, Act, AnyAct, Response, file_of
from clausebook.model.approvals.adoption import clause_words, differing, frame_words
from clausebook.model.approvals.approval import UNKNOWN, Decision, Signed
from clausebook.model.decode import fields_of
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.revision import Commit, expand_taken
from clausebook.text.dates import in_words
from clausebook.text.phrases import counted

ENGINE = f"clausebook {__version__}"
_SCHEMA = "# yaml-language-server: $schema=../../../schema/act.json\n"
_PLAIN = {"policy", "fingerprint", "engine", "after", "corrects", "signs"}
_LAST = ("fingerprint", "clauses", "engine", "after")


def act_text(act: AnyAct) -> str:
    """The file: the kind first, then what it says in the order of the schema, then what binds it."""
    names = [name for name in fields_of(cast(Any, type(act))) if name not in ("act", *_LAST)]
    lines = [line for name in (*names, *_LAST) for line in _lines(act, name)]
    return "".join([_SCHEMA, f"act: {act.act}\n", *lines])


def responses_text(responses: Iterable[Response]) -> str:
    """A file of responses; an outcome that is not written yet is an empty one to fill in."""
    head = (
        "# yaml-language-server: $schema=schema/responses.json\n# Who said what (a role or a group, never a person), "
    )
    lines = [f"{head}and what became of it.\nresponses:\n"]
    for one in responses:
        lines.append(f"  - of: {_quoted(one.of)}\n    said: {_quoted(one.said)}\n    outcome: {_quoted(one.outcome)}\n")
    return "".join(lines)


def path_of(act: Act, taken: frozenset[str]) -> str:
    """Where its file is."""
    kind = str(getattr(act, "act", ""))
    return file_of(act.policy, kind, act.on, act.edition, frozenset(path for path in taken if path.startswith(FOLDER)))


def _lines(act: Act, name: str) -> Iterator[str]:
    value: Any = getattr(act, name, None)
    if name == "until_ratified" and not getattr(act, "ratify_by", ""):
        return
    if value in (None, "", ()) or value == {}:
        return
    if isinstance(value, str):
        yield f"{name}: {value if name in _PLAIN else _quoted(value)}\n"
    elif isinstance(value, Mapping):
        yield f"{name}:\n"
        yield from (f"  {_key(key)}: {_quoted(part)}\n" for key, part in value.items())
    else:
        yield f"{name}:\n"
        yield from (line for part in value for line in _entry(part))


def _entry(part: object) -> Iterator[str]:
    if isinstance(part, Signed):
        yield f"  - role: {part.role}\n"
        yield f"    name: {_quoted(part.name)}\n"
    elif isinstance(part, Response):
        yield f"  - of: {_quoted(part.of)}\n"
        yield f"    said: {_quoted(part.said)}\n"
        yield f"    outcome: {_quoted(part.outcome)}\n" if part.outcome else ""
    else:
        yield f"  - {_quoted(str(part))}\n"


def _key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() else _quoted(key)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


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
    line = _titled(shown)
    if old and new and _titled(old) != _titled(new):
        line += f" (was {_titled(old)})"
    if new and new.split_from:
        line += " (split from another clause)"
    if new and new.merged_from:
        line += f" (merged from {counted(len(new.merged_from), 'clause')})"
    causes = [*reasons, *(_facts(old, new) if old and new else ())]
    return f"- {line}: {'; '.join(causes) if causes else 'no reason stated'}"


def _titled(passage: ResolvedClause) -> str:
    return plain_text(f"{passage.cite} {passage.title}".strip())


def _reasons(clause: str, commits: Sequence[Commit]) -> tuple[str, ...]:
    """Why the clause's file was touched, oldest first, each reason once."""
    touching = [commit for commit in expand_taken(commits) if _touches(commit, clause)]
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
        yield "- Clauses are in another order"
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
