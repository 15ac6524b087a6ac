"""Clause and editions -> ClauseHistory. Follows a clause by its id; git's guess at a move is only a remark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from clausebook.errors import UserError
from clausebook.history.foreign_records import came_from, taken_over
from clausebook.history.reasons import PATHS, Commits, reason_of
from clausebook.model.comparison.block_change import BlockChange
from clausebook.model.comparison.redline import ClauseChange
from clausebook.model.decode import nearest
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.history import ClauseHistory, HistoryStep, Reason
from clausebook.model.revision import Commit, Revisions
from clausebook.model.school import School
from clausebook.redline import compare
from clausebook.text.inline import plain
from clausebook.text.records import dataclass

_SHOWN = 40  # characters of unchanged text kept on each side of a change
_LABELS = {"added": "added", "removed": "removed", "moved": "moved here", "moved-away": "moved away"}


def find_clause(name: str, editions: Iterable[Edition]) -> tuple[str, str]:
    """Policy and id of the clause called `name`, which may be "policy/clause". Raises UserError for no such clause."""
    known = sorted({(edition.policy, passage.id) for edition in editions for passage in edition.passages})
    found = [(policy, id) for policy, id in known if name in (id, f"{policy}/{id}")]
    if len(found) > 1:
        raise UserError(
            f"{len(found)} policies have a clause {name}", f"say {' or '.join('/'.join(one) for one in found)}"
        )
    if not found:
        raise UserError(f"no edition has a clause {name}", nearest(name, [id for _, id in known]))
    return found[0]


def history(
    revisions: Revisions, policy: str, clause: str, editions: Sequence[Edition], school: School
) -> ClauseHistory:
    """One clause through the editions of its policy, oldest first, the draft last.

    `school` says which role an author has; whoever it maps to none is "a contributor". Of policies that were taken over
    from another school the history begins there: what went before is that school's.
    """
    steps = []
    before: Edition | None = None
    start = taken_over(revisions)
    for edition in editions:
        steps.append(_EditionInterval(revisions, clause, before, edition, school, start).step())
        before = edition
    return ClauseHistory(policy=policy, clause=clause, steps=tuple(step for step in steps if step.change))


@dataclass(frozen=True)
class _EditionInterval:
    """The clause between one edition and the next."""

    revisions: Revisions
    clause: str
    old: Edition | None
    new: Edition
    school: School
    start: str = ""  # where another school's history ends

    def step(self) -> HistoryStep:
        redline = compare(self.old, self.new)
        changes = [one for one in redline.clauses if self.clause in _ids(one) and one.position != "moved-away"]
        change = changes[0] if changes else None
        now, was = self.passage(self.new), self.passage(self.old)
        commits = self.commits(change) if change else ()
        files = {passage.source for passage in (now, was) if passage}
        return HistoryStep(
            edition=self.new.name,
            approved=self.new.approval.approved if self.new.approval else "",
            number=now.cite if now else "",
            title=now.title if now else "",
            change=change,
            reasons=tuple(reason_of(commit, self.school) for commit in commits),
            moves=tuple(self.moves(commits)),
            origin=self.origin() if change else "",
            uncommitted=not self.new.commit and bool(files & set(self.revisions.state.dirty)),
        )

    def passage(self, edition: Edition | None) -> ResolvedClause | None:
        passages = edition.passages if edition else ()
        return next((passage for passage in passages if passage.id == self.clause), None)

    def commits(self, change: ClauseChange) -> tuple[Commit, ...]:
        """Those that touched the clause's file, or a school fact where one changed its words."""
        end = self.new.commit or self.revisions.state.head
        if not end:
            return ()
        log = self.revisions.log(self.old.commit if self.old else self.start, end, PATHS)
        return Commits(log, self.new.policy).touching(change)

    def origin(self) -> str:
        """Where the clause came from, in the first edition of policies that were taken over."""
        name = f"/{self.new.policy}/{self.clause}.yaml"
        if self.old or not self.start:
            return ""
        if not any(path.endswith(name) for path in self.revisions.files_at(self.start, ("clauses/",))):
            return ""
        return f"taken over from {came_from(self.revisions)} at {self.start[:10]}"

    def moves(self, commits: Sequence[Commit]) -> Iterator[str]:
        for commit in commits:
            for touch in commit.touches:
                if touch.how == "R" and _stem(touch.path) == self.clause:
                    yield touch.before


def _ids(change: ClauseChange) -> tuple[str, ...]:
    """What the clause is called, and what it was called where it continues under a new id."""
    return (change.id, change.old.id) if change.old else (change.id,)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yaml") if "clauses/" in path else ""


def history_lines(found: ClauseHistory, full: bool = False) -> Iterator[str]:
    """The history as lines for the terminal: of each commit what it did and why; `full`, its whole message."""
    yield f"{found.policy}: clause {found.clause}"
    for step in found.steps:
        date = f", approved {step.approved}" if step.approved else ", not approved"
        yield ""
        yield f"{step.edition}{date}: {', '.join(step.kinds) or 'unchanged'}"
        if step.title:
            yield f"  {step.number} {step.title}".rstrip()
        yield from (f"  {line}" for line in _remarks(step))
        yield from (f"  {line}" for reason in step.reasons for line in _reason_lines(reason, full))
        if step.change and step.change.position == "kept":
            yield from (f"  {line}" for line in changed_words(step.change))


def _remarks(step: HistoryStep) -> Iterator[str]:
    change = step.change
    if change is None:
        return
    if change.old and change.new and change.old.id != change.new.id:
        yield f"{change.old.id} continues as {change.new.id}"
    for words, ids in (
        ("split from", (change.split_from,) if change.split_from else ()),
        ("split into", change.split_into),
        ("merged from", change.merged_from),
        ("merged into", change.merged_into),
    ):
        if ids:
            yield f"{words} {', '.join(ids)}"
    yield from [step.origin] if step.origin else []
    yield from (f"its file was {path} before (git's guess)" for path in step.moves)
    yield from (f"because {cause.name} was {cause.old} and is {cause.new}" for cause in change.causes)
    if step.uncommitted:
        yield "the working tree holds words that are in no commit"


def _reason_lines(reason: Reason, full: bool) -> Iterator[str]:
    yield f"{reason.on} {reason.who}: {reason.subject} ({reason.commit[:10]})"
    if full:
        yield from (f"    {line}" for line in reason.body.split("\n") if line)
    yield from (f"    {key}: {value}" for key, value in reason.trailers if full or key.lower() != "law")


def changed_words(change: ClauseChange) -> Iterator[str]:
    """Each changed piece in a line: what was taken away in [-…-], what was put in in {+…+}."""
    for piece in change.pieces:
        if piece.kind == "kept":
            continue
        label = _LABELS.get(piece.kind, "")
        where = piece.frame.cite or piece.frame.part
        shown = _marked(piece)
        if shown or label:
            yield f"{where}{f' ({label})' if label else ''}: {shown}".rstrip(": ")


def _marked(piece: BlockChange) -> str:
    cells = []
    for cell in piece.cells:
        parts = []
        for index, span in enumerate(cell.words):
            text = plain(span.text)
            if span.kind == "kept":
                parts.append(_cut(text, first=index == 0, last=index == len(cell.words) - 1))
            elif span.kind == "restyled":
                parts.append(text)
            else:
                parts.append(f"[-{text}-]" if span.kind == "deleted" else f"{{+{text}+}}")
        cells.append("".join(parts))
    return " | ".join(cells)


def _cut(text: str, *, first: bool, last: bool) -> str:
    """Unchanged text, cut where it is long, so that the change can be found."""
    if first and last:
        return text if len(text) <= 2 * _SHOWN else f"{text[: 2 * _SHOWN]}…"
    if first and len(text) > _SHOWN:
        return f"…{text[-_SHOWN:]}"
    if last and len(text) > _SHOWN:
        return f"{text[:_SHOWN]}…"
    return text if first or last or len(text) <= 2 * _SHOWN else f"{text[:_SHOWN]} … {text[-_SHOWN:]}"
