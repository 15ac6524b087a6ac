"""Takes in many documents at once: tells versions of one policy apart, and writes policy by policy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from clausebook.app.importing import REPORTS, encoded, insist_on_new, write
from clausebook.app.reading_documents import (
    DocumentToRead,
    ReadFile,
    ReadingSettings,
    all_read,
    documents_at,
    hash_of,
    read_one,
)
from clausebook.app.workspace import policy_of
from clausebook.errors import UserError
from clausebook.importer.report import proposal
from clausebook.importer.table import (
    ALIKE,
    SAME,
    FileVersion,
    alike,
    grouped,
    is_newer,
    page,
    proposed_id,
    runs_of,
    version_of,
)
from clausebook.io.files import read_files, write_files
from clausebook.lint.run import inspect
from clausebook.model.codec import from_json, to_json
from clausebook.model.documents.import_result import ImportRow, Outcome
from clausebook.model.finding import Finding
from clausebook.source.load import load

__all__ = ["PAGE", "ReadingSettings", "import_documents"]

PAGE = f"{REPORTS}/index.html"
_EASIEST = ("docx", "odt", "html", "md", "rst", "txt", "pdf")  # of one policy in several formats, the first is read


def import_documents(
    paths: Sequence[Path],
    request: ReadingSettings,
    *,
    dry_run: bool = False,
    report: Callable[[str], None] = lambda step: None,
) -> tuple[tuple[ImportRow, ...], tuple[str, ...]]:
    """Take in the documents of folders and files: a row for each, and the names of files that are not documents.

    A file that cannot be taken in never stops the others. What an earlier run took in stays as it is. With `dry_run`
    nothing is written. Raises UserError where a path is not there, or nothing below it can be imported.
    """
    found, others = documents_at(paths)
    kept = _rows_before(request.root)
    rows: dict[str, ImportRow] = {}
    tasks: list[DocumentToRead] = []
    for shown, file in found:
        hashed = hash_of(file)
        before = kept.get(hashed)
        if before and (request.root / f"policy/{before.policy}.yaml").exists():
            again = replace(before, outcome="taken before")
            rows[shown] = again if before.file == shown else _same_file(shown, before)
        else:
            tasks.append(DocumentToRead(file=file, shown=shown, hash=hashed, request=request))
    first: dict[str, DocumentToRead] = {}
    for task in tasks:
        if task.hash and task.hash in first:
            rows[task.shown] = _same_file(task.shown, first[task.hash])
        else:
            first[task.hash or task.shown] = task
    for row, done in _written(_chosen(list(all_read(list(first.values()), report)), rows), request, dry_run):
        rows[row.file] = row
        if done and not dry_run:
            report(f"write {row.policy}")
    made = tuple(rows[shown] for shown, _ in found)
    if not dry_run:
        write_files(request.root, {PAGE: page(made).encode("utf-8")})
    return made, others


def _rows_before(root: Path) -> dict[str, ImportRow]:
    """What earlier runs took in, by the hash of the file."""
    found: dict[str, ImportRow] = {}
    for path in sorted((root / REPORTS).glob("*.json")):
        with suppress(ValueError, OSError):
            row = from_json(path.read_bytes())
            if isinstance(row, ImportRow) and row.hash:
                found[row.hash] = row
    return found


def _chosen(found: Sequence[ReadFile], rows: dict[str, ImportRow]) -> list[ReadFile]:
    """Of each policy the file that is taken in. What becomes of the others is put into `rows`."""
    for one in found:
        if one.done is None:
            rows[one.task.shown] = ImportRow(
                file=one.task.shown, hash=one.task.hash, outcome="refused", reason=one.reason, hint=one.hint
            )
    good = [one for one in found if one.done]
    runs = [runs_of([placed.words for placed in one.draft.importation.landed]) for one in good]
    names = [version_of(one.task.file.stem) for one in good]

    def are_one(one: int, other: int) -> bool:
        share = alike(runs[one], runs[other])
        same_id = good[one].draft.importation.policy == good[other].draft.importation.policy
        return share >= SAME or names[one].name == names[other].name or (same_id and share >= ALIKE)

    taken: list[ReadFile] = []
    for group in grouped(len(good), are_one):
        best = _newest(group, good, names, runs)
        if best is None:
            shown = ", ".join(good[place].task.shown for place in group)
            for place in group:
                rows[good[place].task.shown] = _undecided(good[place], shown)
            continue
        taken.append(good[best])
        for place in group:
            if place != best:
                same = runs[place] == runs[best]
                rows[good[place].task.shown] = _left(good[place], good[best], same)
    return sorted(taken, key=lambda one: one.task.shown)


def _newest(
    group: Sequence[int], good: Sequence[ReadFile], names: Sequence[FileVersion], runs: Sequence[frozenset[int]]
) -> int | None:
    """Which of a group is newer than, or says the same as, each of the others; None where that is not known."""
    for one in sorted(group, key=lambda place: _EASIEST.index(good[place].draft.importation.format)):
        if all(
            other == one or runs[one] == runs[other] or is_newer(names[one], names[other]) is True for other in group
        ):
            return one
    return None


def _written(chosen: Iterable[ReadFile], request: ReadingSettings, dry_run: bool) -> Iterator[tuple[ImportRow, bool]]:
    """Write what builds together, each with its row beside its report, so that a later run knows it."""
    taken: set[str] = set()
    ready: list[ReadFile] = []
    for one in chosen:
        try:
            ready.append(_with_free_id(one, taken, request))
        except UserError as error:
            yield replace(_row(one, "refused"), reason=error.message, hint=error.hint, builds=None), False
    for one, reason in _that_do_not_build(ready, request):
        ready.remove(one)
        yield replace(_row(one, "refused"), reason=reason, hint="mend the document there", builds=False), False
    for one in ready:
        row = _row(one, "taken")
        try:
            if not dry_run:
                write(request.root, one.draft, {f"{REPORTS}/{row.policy}.json": to_json(row)})
            yield row, True
        except UserError as error:
            yield replace(row, outcome="refused", reason=error.message, hint=error.hint), False


def _with_free_id(one: ReadFile, taken: set[str], request: ReadingSettings) -> ReadFile:
    """The draft below an id of its own: two policies of one title get the names of their files."""
    policy = one.draft.importation.policy
    if policy in taken:
        stem = proposed_id("", one.task.file.stem)
        tries = (stem, *(f"{policy}-{number}" for number in range(2, 1000)))
        policy = next(
            name for name in tries if name not in taken and not (request.root / f"policy/{name}.yaml").exists()
        )
        again = read_one(replace(one.task, policy=policy))
        if again.done is None:
            raise UserError(again.reason, again.hint)
        one = again
    if (request.root / f"policy/{policy}.yaml").exists():
        raise UserError(
            f"there is a policy {policy} already, and nothing is overwritten",
            f"is it a newer version? compare it, or import it alone: --policy {policy}-new",
        )
    insist_on_new(request.root, policy)
    taken.add(policy)
    return one


def _that_do_not_build(ready: Sequence[ReadFile], request: ReadingSettings) -> list[tuple[ReadFile, str]]:
    """Those with an error in their own files when all are there together."""
    if len(ready) < 2:
        return []  # reading it has looked at that
    files = read_files(request.root)
    for one in ready:
        files.update(encoded(one.draft.importation))
    wrong: dict[str, Finding] = {}
    for finding in inspect(load(files, request.as_of)).findings:
        if finding.level == "error":
            wrong.setdefault(policy_of(finding.place.file), finding)
    found = ((one, wrong.get(one.draft.importation.policy)) for one in ready)
    said = "its draft would not build beside the others"
    return [(one, f"{said} ({finding.place.file}: {finding.message})") for one, finding in found if finding]


def _row(one: ReadFile, outcome: Outcome) -> ImportRow:
    made = one.draft.importation
    return ImportRow(
        file=one.task.shown,
        hash=one.task.hash,
        outcome=outcome,
        policy=made.policy,
        title=made.title,
        clauses=sum(path.startswith("clauses/") for path in made.files),
        items=sum(placed.kind == "item" for placed in made.landed),
        words=made.words,
        in_clauses=made.in_clauses,
        builds=True,
        alarms=made.alarms,
        doubts=made.findings,
        proposed=tuple(proposal(one) for one in made.proposed),
    )


def _left(one: ReadFile, best: ReadFile, same: bool) -> ImportRow:
    """The row of a file that another one stands for."""
    says = "the same words as" if same else "an older version of"
    row = _row(one, "the same" if same else "older")
    policy = best.draft.importation.policy
    return replace(row, policy=policy, builds=None, doubts=(), alarms=(), reason=f"{says} {best.task.shown}")


def _undecided(one: ReadFile, shown: str) -> ImportRow:
    row = replace(_row(one, "undecided"), builds=None, doubts=(), alarms=())
    reason = f"versions of one policy, and their names do not say which is the newest: {shown}"
    return replace(row, reason=reason, hint=f"import the one that holds: --policy {row.policy}")


def _same_file(shown: str, other: ImportRow | DocumentToRead) -> ImportRow:
    """The row of a file that is another one, byte for byte."""
    before = other.file if isinstance(other, ImportRow) else other.shown
    policy, title = (other.policy, other.title) if isinstance(other, ImportRow) else ("", "")
    return ImportRow(
        file=shown, hash=other.hash, outcome="the same", policy=policy, title=title, reason=f"the same file as {before}"
    )
