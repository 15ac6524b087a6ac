"""Takes in a policy from a document: extracts it, understands it, and writes a draft, or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from clausebook.app.workspace import read_register
from clausebook.errors import UserError
from clausebook.importer import understand
from clausebook.importer.outline import KEY
from clausebook.importer.paragraphs import blocks_of
from clausebook.importer.report import as_json, markdown, summary
from clausebook.io import documents
from clausebook.io.files import write_new_files
from clausebook.lint.run import inspect
from clausebook.model.documents.extracted import ExtractedBlock, ExtractedDocument
from clausebook.model.documents.import_result import Importation
from clausebook.model.finding import Finding
from clausebook.model.policy import RESERVED, RESERVED_FILES
from clausebook.model.reading import is_right_to_left
from clausebook.model.register import Register
from clausebook.model.rule import Checkup
from clausebook.source.load import load
from clausebook.source.locate import locate
from clausebook.text.records import dataclass

__all__ = ["Imported", "as_json", "import_document", "summary"]

REPORTS = "docs/imported"


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What came of it: the draft with its word balance, where the report is, and what the rules say of the draft.

    `again` says that a part of the same import was there, cut off, and that the whole was written over it.
    """

    importation: Importation
    report: str
    checkup: Checkup
    again: bool = False


def import_document(
    root: Path, file: Path, policy: str, as_of: date, *, aliases: Iterable[str] = (), dry_run: bool = False
) -> Imported:
    """Read a document and write its draft and report, all of it or nothing; with `dry_run` nothing at all.

    Raises UserError for a document that cannot be read, for one whose draft would not build, and for a policy that is
    there already: nothing is overwritten.
    """
    insist_on_new(root, policy)
    register = read_register(root, as_of)
    made = drafted(register, read(file), policy, aliases)
    _, left = _to_write(root, made)
    done = judged(register, made)
    return replace(done, again=bool(left)) if dry_run else write(root, done)


Source = tuple[Sequence[ExtractedBlock], ExtractedDocument]


def read(file: Path) -> Source:
    """The blocks of a document, and the document. Raises UserError for one that cannot be read."""
    return blocks_of(documents.opened(file))


def drafted(register: Register, source: Source, policy: str, aliases: Iterable[str] = ()) -> Importation:
    """The draft of a document below an id, not yet judged. Raises UserError for one without text."""
    blocks, manuscript = source
    made = understand(manuscript, blocks, policy, register, aliases)
    if not any(path.startswith("clauses/") for path in made.files):
        raise UserError(f"{manuscript.name} holds no text of a policy", "look whether it is the right file")
    for title in (made.title, *(one.words for one in made.landed if one.kind == "heading")):
        if is_right_to_left(title):  # no reader can hold it against the contents and bookmarks of a PDF
            said = f"its heading “{title}” is written from right to left, and its draft would not build"
            hint = "give it a heading in Latin letters; text below it may be written from right to left"
            raise UserError(f"{manuscript.name} was not taken in: {said}", hint)
    return replace(made, findings=tuple(sorted(locate(made.findings, encoded(made)), key=_in_reading_order)))


def _in_reading_order(finding: Finding) -> tuple[list[str | int], int]:
    """Paragraph 2 before paragraph 10."""
    parts = re.split(r"(\d+)", finding.place.file)
    return [int(part) if part.isdecimal() else part for part in parts], finding.place.line


def judged(register: Register, made: Importation) -> Imported:
    """A draft with what the rules say of it. Raises UserError for one that would not build."""
    files = encoded(made)
    checkup = _checked({**register.files, **files}, made.policy, register.as_of)
    _insist_on_a_build(checkup, files, made.source)
    return Imported(importation=made, report=f"{REPORTS}/{made.policy}.md", checkup=checkup)


def encoded(made: Importation) -> dict[str, bytes]:
    """The files of a draft."""
    return {path: text.encode("utf-8") for path, text in made.files.items()}


def write(root: Path, done: Imported, beside: Mapping[str, bytes] = MappingProxyType({})) -> Imported:
    """Write a draft with its report, and what belongs beside it, all of it or nothing.

    What the same import wrote before it was cut off is written again. Raises UserError where anything else is there.
    """
    written, left = _to_write(root, done.importation, beside)
    for path in left:
        path.unlink()
    write_new_files(root, written, f"the import of {done.importation.policy}")
    return replace(done, again=bool(left))


def _to_write(
    root: Path, made: Importation, beside: Mapping[str, bytes] = MappingProxyType({})
) -> tuple[dict[str, bytes], tuple[Path, ...]]:
    """The files in the order of writing, and those of the same import that was cut off."""
    policy, report = made.policy, f"{REPORTS}/{made.policy}.md"
    outline = f"policy/{policy}.yaml"  # last: with it the import is whole
    written = {report: markdown(made).encode("utf-8"), **beside, **encoded(made)}
    written[outline] = written.pop(outline)
    return written, _left_behind(root, policy, (report, *beside), written)


def _left_behind(root: Path, policy: str, reports: Iterable[str], written: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Files of the same import that was cut off, each as it is to be written, or the beginning of one.

    Raises UserError where something else is there.
    """
    folder = root / f"clauses/{policy}"
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    for path in found:
        begun = path.name.startswith(".") and path.name.endswith("-new")
        if not begun and written.get(path.relative_to(root).as_posix()) != path.read_bytes():
            raise UserError(
                f"clauses/{policy} is there already, and nothing is overwritten; there is no policy/{policy}.yaml, so "
                f"an import of {policy} may have been cut off, and {path.name} is not as this import would write it",
                f"look at what is there; git clean -dfx clauses/{policy} clears it, or choose another id",
            )
    for report in (one for one in reports if (root / one).exists()):
        if (root / report).read_bytes() != written[report]:
            raise UserError(f"{report} is there already, and nothing is overwritten", "choose another id")
        found.append(root / report)
    return tuple(found)


def insist_on_new(root: Path, policy: str) -> None:
    """Raise UserError for an id that no new policy can have here."""
    if not KEY.fullmatch(policy) or len(policy) > 60:
        raise UserError(
            f"{policy!r} is not a valid policy id", "write lower-case words joined by hyphens: online-safety"
        )
    if policy in RESERVED_FILES | RESERVED | {"approvals"}:
        raise UserError(f"policy/{policy}.yaml is not for a policy", "choose another id")
    for path in (f"policy/{policy}.yaml", f"policy/approvals/{policy}"):
        if (root / path).exists():
            raise UserError(f"{path} is there already, and nothing is overwritten", "choose another id")


def _insist_on_a_build(checkup: Checkup, files: Iterable[str], name: str) -> None:
    """Raise UserError where the draft would stop the build of all policies; what is beside it is judged elsewhere."""
    wrong = [one for one in checkup.findings if one.level == "error" and one.place.file in files]
    if wrong:
        first = wrong[0]
        more = f", and {len(wrong) - 1} more errors" if len(wrong) > 1 else ""
        raise UserError(
            f"{name} was not taken in: its draft would not build ({first.place.file}: {first.message}{more})",
            first.hint or "mend the document there, and import it again",
        )


def _checked(files: dict[str, bytes], policy: str, as_of: date) -> Checkup:
    """What the rules say of the draft's own files."""
    found = inspect(load(files, as_of))
    own = (f"policy/{policy}.yaml", f"clauses/{policy}/")
    return replace(found, findings=tuple(one for one in found.findings if one.place.file.startswith(own)), waived=0)
