"""Golden folders: the shapes that policies have, each with the clauses, the outline and the report that come of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.importer.report import markdown
from clausebook.model.documents.import_result import Importation
from clausebook.model.finding import Finding
from clausebook.source.load import load
from clausebook.source.locate import locate
from tests import golden_folders
from tests.importer import made
from tests.importer.reading import AS_OF, facts, imported

FOLDER = golden_folders.GOLDEN / "import"
GIVEN = ("source.txt", "source.md", "source.html", "source.rst", "source.typ", "document.xml", "beside")


def source(case: Path, folder: Path) -> Path:
    """The document of a case: as it lies there, or the Word file or PDF that its text is made into."""
    for name in ("source.txt", "source.md", "source.html", "source.rst"):
        if (case / name).is_file():
            return case / name
    if (case / "source.typ").is_file():
        import typst

        path = folder / "source.pdf"
        found = typst.compile(str(case / "source.typ"))
        assert isinstance(found, bytes)
        path.write_bytes(found)
        return path
    beside = {path.name: path.read_text(encoding="utf-8") for path in sorted((case / "beside").glob("*.xml"))}
    path = folder / "source.docx"
    path.write_bytes(made.docx((case / "document.xml").read_text(encoding="utf-8"), beside))
    return path


@pytest.mark.parametrize("case", golden_folders.cases(FOLDER), ids=golden_folders.name)
def test_a_shape_of_policy_becomes_these_clauses_and_this_report(case: Path, tmp_path: Path, bless: bool) -> None:
    found = imported(source(case, tmp_path), "imported")
    assert not found.lost
    assert load({**facts(), **encoded(found)}, AS_OF).faults == ()
    report = markdown(located(found))
    golden_folders.hold(case, {**found.files, "report.md": report}, given=GIVEN, bless=bless)


def encoded(found: Importation) -> dict[str, bytes]:
    return {path: text.encode("utf-8") for path, text in found.files.items()}


def located(found: Importation) -> Importation:
    from dataclasses import replace

    findings: tuple[Finding, ...] = locate(found.findings, encoded(found))
    return replace(found, findings=findings)
