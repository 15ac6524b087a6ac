"""The register of law: what is in it, what a text names of it, and where legislation.gov.uk differs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from clausebook.app.workspace import open_workspace, read_register
from clausebook.errors import UserError
from clausebook.history.adoption import register_at
from clausebook.io.files import read_law
from clausebook.io.git import open_repository
from clausebook.io.jobs import Progress
from clausebook.law.client import Legislation, open_legislation
from clausebook.law.comparing import law_difference, law_digest
from clausebook.law.drift import drift
from clausebook.law.listing import drift_lines, find_instrument, law_list, law_shown
from clausebook.law.reading import Passage, law_in, law_lines, passages
from clausebook.model.law.observed import Drift
from clausebook.model.register import Register
from clausebook.source.load import load

__all__ = [
    "checked",
    "difference",
    "digest",
    "drift_lines",
    "find_instrument",
    "law_list",
    "law_shown",
    "read_register",
    "refreshed",
]


def refreshed(
    root: Path,
    as_of: date,
    report: Progress,
    site: Legislation | None = None,
    address: str = "",
    ids: tuple[str, ...] = (),
) -> tuple[Drift, ...]:
    """Where legislation.gov.uk differs from what is registered, by instrument. Writes nothing but its cache.

    `ids` are the instruments to ask for, none for all of them; `address` is that of a mirror of the site. Raises
    UserError for an id that is not registered.
    """
    site = site or open_legislation(root, address)
    register, found = read_register(root, as_of), []
    for id in ids:
        find_instrument(register, id)
    for instrument in register.instruments:
        if instrument.kind != "guidance" and (not ids or instrument.id in ids):
            report(f"asking for {instrument.title}")
            found.append(drift(instrument, site.document(instrument.id), site.changes(instrument.id), as_of))
    return tuple(found)


def checked(root: Path, file: Path | None, text: str, as_of: date) -> tuple[tuple[str, ...], bool]:
    """The law that a file names, or `text` where there is none, in lines; and whether any of it is wrong that day.

    Word, OpenDocument, PDF, web pages, Markdown and plain text are read. Raises UserError for what cannot be read.
    """
    register = read_register(root, as_of)
    if not register.instruments:  # outside a repository
        register = load(read_law(), as_of)
    if not register.instruments:
        raise UserError("there is no register of law", "look for policy/instruments.yaml and the folder beside it")
    found = law_in(_passages(file, text), register)
    lines = tuple(law_lines(found, file.name if file else "standard input", register))
    return lines, any(one.is_fault for one in found)


def _passages(file: Path | None, text: str) -> Iterator[Passage]:
    if file is None:
        yield from passages(text)
        return
    if file.suffix.lower() in (".txt", ".md", ".markdown", ".rst", ".yaml"):
        try:
            yield from passages(file.read_bytes().decode("utf-8-sig", "replace"))
        except OSError as error:
            raise UserError(f"{file} cannot be read: {error.strerror}", "look whether it is there") from error
        return
    from clausebook.importer.paragraphs import blocks_of
    from clausebook.io import documents

    blocks, document = blocks_of(documents.opened(file))
    for number, block in enumerate(blocks, 1):
        yield Passage(f"paragraph {number}", block.all_words)
    for number, aside in enumerate(document.asides, 1):
        yield Passage(f"beside the text, {number}", aside.text)


def difference(root: Path, before: str, after: str, as_of: date) -> Iterator[str]:
    """What differs in the register of law between two revisions, or one and the working tree (`after` "").

    A revision may be a folder that holds another repository. Raises UserError for a revision that is not known.
    """
    new = _at(root, after, as_of) if after else read_register(root, as_of)
    return law_difference(_at(root, before, as_of), new)


def digest(root: Path, as_of: date, since: date | None) -> Iterator[str]:
    """What changed in law for each policy since its approval, or since a day, as a page in Markdown."""
    return law_digest(open_workspace(root, as_of).register, since)


def _at(root: Path, revision: str, as_of: date) -> Register:
    if (root / revision).is_dir():
        return read_register(root / revision, as_of)
    repository = open_repository(root)
    return register_at(repository, repository.commit_of(revision), as_of=as_of)
