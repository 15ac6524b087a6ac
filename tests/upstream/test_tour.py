"""The tour for another school, word for word: adopt, build, follow upstream, no trace of the first."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from clausebook.cli import main
from clausebook.model.school import School as Facts
from clausebook.source.load import load
from tests.adopted import ROOT, of_the_first_school
from tests.formats.pdf_cases import run
from tests.history.repositories import School
from tests.upstream.schools import Fork, cloned, type_in

pytestmark = pytest.mark.slow

UPSTREAM_CHANGES, SCHOOL_CHANGES = 10, 4
SOURCES = ("policy/", "clauses/", "templates/", "site/", "CHANGELOG.md")


@cache
def section() -> str:
    """What the page of forks says to another school."""
    text = (ROOT / "docs" / "forking.md").read_text(encoding="utf-8")
    return re.split(r"(?m)^## ", text.split("## A tour\n")[1])[0]


def blocks() -> list[str]:
    """Its blocks of code, without their indentation."""
    found = re.findall(r"(?ms)^( *)```\w*\n(.*?)^ *```$", section())
    return [re.sub(rf"(?m)^{indent}", "", text) for indent, text in found]


def commands(block: str) -> list[list[str]]:
    """The command lines of a block, as the engine gets them."""
    lines = block.splitlines()
    assert all(line.startswith("python3 build.py") for line in lines), block
    return [line.split()[2:] for line in lines]


def facts(root: Path) -> Facts:
    found = load({"policy/school.yaml": (root / "policy/school.yaml").read_bytes()}).school
    assert found
    return found


class Tour:
    """One clone on its way through the tour."""

    def __init__(self, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
        clone = School(tmp_path / "here", start=False)
        self.upstream: School = cloned(_of(ROOT, clone), tmp_path / "upstream")
        self.fork: Fork = cloned(self.upstream, tmp_path / "policies")
        self.first = facts(ROOT)
        type_in(self.fork.root, patch)
        patch.chdir(self.fork.root)

    def run(self, block: str) -> None:
        for command in commands(block):
            assert main(command) == 0, command

    @property
    def outline(self) -> list[tuple[str, str]]:
        """Policy and id of every clause, in order."""
        files = {path: text.encode() for path, text in self.fork.sources().items() if path.startswith("policy/")}
        return [(policy.id, clause) for policy in load(files).policies for clause in policy.clauses]


def _of(root: Path, clone: School) -> School:
    clone.root = root
    return clone


def begin(school: School, path: str, sentence: str) -> None:
    """Put a paragraph before all others of a clause."""
    school.replace(path, "body:\n", f"body:\n  - {sentence}\n")


def end(school: School, path: str, sentence: str) -> None:
    """Put a paragraph behind all others of a clause."""
    school.write({path: (school.root / path).read_text("utf-8").rstrip("\n") + f"\n  - {sentence}\n"})


def traces(root: Path, first: Facts) -> Iterator[str]:
    """Files that still name the first school, whatever they are wrapped in."""
    names = re.compile("|".join(re.escape(name) for name in (first.name, first.short_name) if name), re.IGNORECASE)
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        if any(names.search(text) for text in said_in(path)):
            yield path.relative_to(root).as_posix()


def said_in(path: Path) -> Iterator[str]:
    """All that a file says: its own text, that of its parts, its properties and attachments."""
    yield path.name
    data = path.read_bytes()
    yield data.decode("utf-8", "replace")
    if path.suffix == ".pdf":
        yield run("pdftotext", path, "-")
        yield from _parts_of_pdf(path)
    elif zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(path) as parts:
            yield from (parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def _parts_of_pdf(path: Path) -> Iterator[str]:
    import pikepdf

    with pikepdf.open(path) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image" and "/Length1" not in thing:
                yield bytes(thing.read_bytes()).decode("utf-8", "replace")
            elif isinstance(thing, pikepdf.Dictionary):
                yield repr(thing)


def test_the_search_for_traces_finds_a_name_in_every_kind_of_file(tmp_path: Path) -> None:
    import pikepdf

    first = Facts(name="Hill School", short_name="")
    (tmp_path / "a.html").write_text("<p>Hill School</p>", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "b.docx", "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", "of hill school" * 50)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Author"] = "Hill School"
        pdf.save(tmp_path / "c.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["edition.json"] = b'{"school": "Hill School"}'
        pdf.save(tmp_path / "d.pdf", compress_streams=True)
    (tmp_path / "e.json").write_text("{}", encoding="utf-8")
    assert list(traces(tmp_path, first)) == ["a.html", "b.docx", "c.pdf", "d.pdf"]


@of_the_first_school
def test_the_tour_for_another_school_works_word_for_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given, adopting, following = blocks()
    tour = Tour(tmp_path, monkeypatch)
    fork, upstream = tour.fork, tour.upstream
    (tmp_path / "our-school.yaml").write_text(given, encoding="utf-8")

    tour.run(adopting)
    assert facts(fork.root).name == "Oakfield Academy"
    assert list(traces(fork.root / "output", tour.first)) == []
    sources = {path: text for path, text in fork.sources().items() if path.startswith(SOURCES)}
    named = [path for path, text in sources.items() if re.search(rf"\b{tour.first.short_name}\b", text)]
    assert named == ["policy/upstream.yaml"]  # which remembers what to look for

    changed = [f"clauses/{policy}/{clause}.yaml" for policy, clause in tour.outline][:UPSTREAM_CHANGES]
    assert len(changed) == UPSTREAM_CHANGES
    for number, path in enumerate(changed[:SCHOOL_CHANGES]):
        begin(fork, path, f"The school itself wrote sentence {number}.")
    fork.commit("Say more\n\nReason: It is how we do it.")
    before = fork.head
    for number, path in enumerate(changed):
        end(upstream, path, f"Upstream wrote sentence {number}.")
        upstream.commit(f"Say sentence {number}\n\nReason: Reason number {number} of upstream.")
    capsys.readouterr()

    tour.run(following)
    said = capsys.readouterr().out
    assert said.count("here: this school changed it too") == SCHOOL_CHANGES
    assert said.count("here: this school has it as upstream had it") == UPSTREAM_CHANGES - SCHOOL_CHANGES
    assert fork.git("rev-parse", "HEAD~1") == before
    draft = (fork.root / "output/acceptable-use/draft/acceptable-use-draft.json").read_text("utf-8")
    assert all(f"Upstream wrote sentence {number}." in draft for number in range(UPSTREAM_CHANGES))
    assert all(f"The school itself wrote sentence {number}." in draft for number in range(SCHOOL_CHANGES))
    (redline,) = (fork.root / "output/acceptable-use/review").glob("*.json")
    clauses = [
        clause
        for chapter in json.loads(redline.read_text("utf-8"))["chapters"]
        for clause in chapter["clauses"]
        if clause.get("commits")
    ]
    assert [clause.get("without_reason", False) for clause in clauses] == [False] * UPSTREAM_CHANGES
    assert said.count("(upstream, ") >= UPSTREAM_CHANGES
    assert {path.suffix for path in redline.parent.iterdir()} == {".pdf", ".docx", ".json"}
    assert list(traces(fork.root / "output", tour.first)) == []
