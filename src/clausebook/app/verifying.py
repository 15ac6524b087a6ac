"""Records and files -> verdicts and testimonies: reads git, gathers the evidence of PDFs, and has both judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from clausebook.errors import UserError
from clausebook.history.adoption import adoptions
from clausebook.history.signed_file import Version, signed_file
from clausebook.history.verify import verify
from clausebook.io.files import read_looks
from clausebook.io.git import Repository, open_repository
from clausebook.io.jobs import produce
from clausebook.model.approvals.adoption import Adoption
from clausebook.model.approvals.pdf_report import PdfReport
from clausebook.model.approvals.verdict import Check, Verdict
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.pdf_verify.judge import adopted, verify_pdf
from clausebook.pdf_verify.read import Authorities, read_authorities, read_content, read_file
from clausebook.signing.plan import unsigned


def verify_pdfs(root: Path, files: Iterable[Path], trust: Path | None, moment: datetime) -> Iterator[PdfReport]:
    """One testimony a file, in the order asked for. Raises UserError for a missing file, or no --trust file."""
    authorities = read_authorities(trust) if trust else None
    known, why_not = _records(root)
    for path in files:
        evidence = read_file(path, moment, authorities)
        yield verify_pdf(evidence, known, why_not, _redrawn(root, adopted(evidence, known)))


def _redrawn(root: Path, edition: Edition | None) -> bytes | None:
    """The edition's PDF before anybody signs it, made anew; None where there is no such edition on record."""
    if edition is None:
        return None
    looks = read_looks(root)
    publication = Publication(school=edition.school, editions=(edition,), as_of=date.min, templates=looks)
    try:
        return produce(unsigned(edition, publication))
    except UserError:
        return None  # a machine without the fonts can still verify


def _records(root: Path) -> tuple[tuple[Adoption, ...], str]:
    """The records of the repository that the engine stands in; without any, why."""
    repository = open_repository(root)
    if not repository.state.whole:
        return (), repository.state.reason
    return adoptions(repository), ""


def verified(root: Path, trust: Path | None, moment: datetime) -> tuple[Verdict, ...]:
    """A verdict for every edition that was ever approved, with the signed PDF that lies beside its record.

    Raises UserError where there is no whole history.
    """
    repository = open_repository(root)
    repository.insist_on_history("approvals")
    authorities = read_authorities(trust) if trust else None
    return verify(repository, _signed(repository, authorities, moment))


def _signed(repository: Repository, authorities: Authorities | None, moment: datetime) -> dict[str, tuple[Check, ...]]:
    """What is to be said of every signed PDF that ever lay beside a record, by path."""
    log = repository.log("", repository.state.head, (":(glob)policy/approvals/*/*.pdf",))
    paths = sorted({touch.path for commit in log for touch in commit.touches})
    known = adoptions(repository) if paths else ()
    there = repository.files_at(repository.state.head, ("policy/approvals/",))
    found: dict[str, tuple[Check, ...]] = {}
    for path in paths:
        touched = [(commit, touch.blob) for commit in log for touch in commit.touches if touch.path == path]
        contents = repository.blobs(blob for _, blob in touched if blob)
        versions: list[Version] = [(commit, contents.get(blob, b"")) for commit, blob in touched]
        newest = versions[-1][1]
        testimony = verify_pdf(read_content(newest, path, moment, authorities), known) if path in there else None
        found[path] = signed_file(path, versions, testimony, path in repository.state.dirty)
    return found
