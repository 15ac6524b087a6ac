"""Records and files -> verdicts and testimonies: reads git, gathers the evidence of PDFs, and has both judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import cast

from clausebook.app.reading_back import published
from clausebook.app.workspace import open_workspace
from clausebook.errors import UserError
from clausebook.history.adoption import adoptions, introduced_acts, register_at
from clausebook.history.signed_file import Version, signed_file
from clausebook.history.verify import verify
from clausebook.io.files import read_looks
from clausebook.io.git import Repository, open_repository
from clausebook.io.jobs import produce
from clausebook.model.acts.chain import Cycle, Every
from clausebook.model.acts.overview import as_shown
from clausebook.model.acts.status import status_on
from clausebook.model.approvals.adoption import Adoption
from clausebook.model.approvals.pdf_evidence import Evidence
from clausebook.model.approvals.verdict import Check, PdfReport, Verdict
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.pdf_verify.judge.checks import unchecked
from clausebook.pdf_verify.judge.testimony import adopted, verify_pdf
from clausebook.pdf_verify.read.evidence import Authorities, read_authorities, read_content, read_file
from clausebook.signing.plan import unsigned


def verify_pdfs(root: Path, files: Iterable[Path], trust: Path | None, moment: datetime) -> Iterator[PdfReport]:
    """One testimony a file, in the order asked for. Raises UserError for a missing file, or no --trust file."""
    authorities = read_authorities(trust) if trust else None
    records = _records(root)
    for path in files:
        yield judged(root, read_file(path, moment, authorities), moment, records)


def judged(
    root: Path, evidence: Evidence, moment: datetime, records: tuple[tuple[Adoption, ...], str] | None = None
) -> PdfReport:
    """The testimony of one file that was read."""
    known, why_not = records or _records(root)
    edition = adopted(evidence, known)
    redrawn = _redrawn(root, edition, known, evidence.content, moment)
    original = read_content(redrawn, evidence.name, moment) if redrawn else None
    report = verify_pdf(evidence, known, why_not, original, _signed_path(root, edition))
    if edition is None or original is not None:
        return report
    message = "its drawings were not compared: this machine cannot make the file of the edition"
    return replace(
        report, checks=(*report.checks, unchecked("drawn", message, "python3 build.py doctor says what it lacks"))
    )


def _signed_path(root: Path, edition: Edition | None) -> str:
    """Where the last commit has the signed PDF of an edition, "" where it has none."""
    if edition is None:
        return ""
    repository, path = open_repository(root), f"policy/approvals/{edition.reference}.pdf"
    return path if path in repository.files_at(repository.state.head, (path,)) else ""


def _redrawn(
    root: Path, edition: Edition | None, known: Iterable[Adoption], content: bytes, moment: datetime
) -> bytes | None:
    """The edition's PDF before anybody signs it, made again; None where there is no such edition on record.

    It is made as it was approved, which is signed, as it is published now, and as it was published after each act. The
    one that the file begins with counts; where it begins with none, the one of now.
    """
    if edition is None:
        return None
    now = [one for one in _shown(root, moment) if one.reference == edition.reference]
    mine = (one for one in known if one.edition is not None and one.edition.reference == edition.reference)
    versions = [edition, *now, *(version for one in mine for version in reversed(one.shown))]
    latest = b""
    for at, one in enumerate(versions):
        if one in versions[:at]:
            continue
        publication = Publication(school=one.school, editions=(one,), as_of=date.min, templates=read_looks(root))
        try:
            made = produce(unsigned(one, publication))
        except UserError:
            return None  # a machine without the fonts can still verify
        if content.startswith(made):
            return made
        latest = made if at <= len(now) else latest
    return latest


def _shown(root: Path, moment: datetime, repository: Repository | None = None) -> tuple[Edition, ...]:
    """The approved editions as they are published on a day."""
    return tuple(open_workspace(root, moment.date(), repository=repository).register.approved)


def _records(root: Path) -> tuple[tuple[Adoption, ...], str]:
    """The records of the engine's repository; without any, why."""
    repository = open_repository(root)
    if not repository.state.whole:
        return (), repository.state.reason
    return tuple(_with_versions(adoptions(repository), repository)), ""


def _with_versions(found: Iterable[Adoption], repository: Repository) -> Iterator[Adoption]:
    """Each adoption with its edition as it was shown after every act, by the cycle of then and by that of now."""
    acts, register = introduced_acts(repository), register_at(repository, repository.state.head)
    for one in found:
        mine = [act for act in acts if act.policy == one.policy]
        if one.edition is None or one.edition.approval is None:
            yield one
            continue
        then = Cycle(every=cast("Every | None", one.edition.review_every), month=one.edition.review_month)
        prefixes = [mine[:end] for end in range(1, len(mine) + 1)]
        shown = [
            as_shown(one.edition, prefix, status_on(prefix, date.max, cycle))
            for prefix in prefixes
            for cycle in (then, register.cycle_of(one.policy))
            if any(act.act.edition == one.name for act in prefix)
        ]
        yield replace(one, shown=tuple(version for at, version in enumerate(shown) if version not in shown[:at]))


def verified(root: Path, trust: Path | None, moment: datetime) -> tuple[Verdict, ...]:
    """A verdict for every edition that was ever approved, with its signed PDF and its published files.

    Raises UserError where there is no whole history.
    """
    repository = open_repository(root)
    repository.insist_on_history("approvals")
    authorities = read_authorities(trust) if trust else None
    verdicts = verify(repository, _signed(root, repository, authorities, moment))
    shown = published(root, _shown(root, moment, repository))
    return tuple(
        replace(verdict, checks=(*verdict.checks, *shown.get(f"{verdict.policy}/{verdict.edition}", ())))
        if not verdict.is_cleared
        else verdict
        for verdict in verdicts
    )


def _signed(
    root: Path, repository: Repository, authorities: Authorities | None, moment: datetime
) -> dict[str, tuple[Check, ...]]:
    """What is to be said of every signed PDF that was ever beside a record, by path."""
    log = repository.log("", repository.state.head, (":(glob)policy/approvals/*/*.pdf",))
    paths = sorted({touch.path for commit in log for touch in commit.touches})
    known = tuple(_with_versions(adoptions(repository), repository)) if paths else ()
    there = repository.files_at(repository.state.head, ("policy/approvals/",))
    found: dict[str, tuple[Check, ...]] = {}
    for path in paths:
        touched = [(commit, touch.blob) for commit in log for touch in commit.touches if touch.path == path]
        contents = repository.blobs(blob for _, blob in touched if blob)
        versions: list[Version] = [(commit, contents.get(blob, b"")) for commit, blob in touched]
        newest = versions[-1][1]
        evidence = read_content(newest, path, moment, authorities)
        testimony = judged(root, evidence, moment, (known, "")) if path in there else None
        found[path] = signed_file(path, versions, testimony, path in repository.state.dirty)
    return found
