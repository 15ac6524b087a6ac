"""A build as a user sees it, on a clone of this repository: what it writes, and when it writes nothing."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from clausebook.app.building import Outcome, build
from clausebook.app.console.terminal import summary
from clausebook.errors import UserError
from clausebook.model.artefact import Order
from clausebook.model.finding import has_errors
from clausebook.model.policy import RESERVED
from tests.adopted import of_the_first_school

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 22)
INTRODUCTION = "clauses/acceptable-use/introduction.yaml"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone in which everything was built once."""
    clone = tmp_path_factory.mktemp("built") / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    shutil.rmtree(clone / "src")
    make(clone)
    return clone


@pytest.fixture
def clone(built: Path, tmp_path: Path) -> Path:
    """A copy of that clone, to be changed."""
    return Path(shutil.copytree(built, tmp_path / "clone", symlinks=True))


def make(root: Path, **options: str | bool) -> Outcome:
    return build(Order(root=root, as_of=DAY, **options), lambda _: None)  # type: ignore[arg-type]


def output(root: Path) -> dict[str, str]:
    return dict(_hashes(root / "output"))


def _hashes(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), sha256(path.read_bytes()).hexdigest()


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


@of_the_first_school
def test_a_build_makes_every_edition_in_every_form_and_lists_each_file_with_its_hash(built: Path) -> None:
    found = output(built)
    for edition in ("2018", "draft"):
        stem = f"acceptable-use/{edition}/acceptable-use-{edition}"
        assert {f"{stem}{ending}" for ending in (".pdf", ".docx", ".json", ".akn.xml")} <= found.keys()
        assert f"site/acceptable-use/{edition}/index.html" in found
        assert found[f"site/{stem}.pdf"] == found[f"{stem}.pdf"]
    listed = json.loads((built / "output" / "manifest.json").read_bytes())["files"]
    assert {one["path"]: one["sha256"] for one in listed} == {
        path: digest for path, digest in found.items() if path != "manifest.json"
    }
    status = {one["edition"]: one["status"] for one in listed if "edition" in one}
    assert status == {"2018": "approved", "draft": "draft"}


def test_a_changed_clause_changes_the_draft_alone_and_changed_back_it_gives_the_bytes_of_the_clean_build(
    clone: Path,
) -> None:
    clean = output(clone)
    edit(clone, INTRODUCTION, "This policy", "Our policy")
    make(clone)
    after = output(clone)
    changed = {path for path in clean.keys() | after.keys() if clean.get(path) != after.get(path)}
    assert changed
    # what speaks of all editions may tell of the draft; what was approved stays as it is
    assert {path for path in changed if "/2018" in path and "/review" not in path} == set()
    edit(clone, INTRODUCTION, "Our policy", "This policy")
    make(clone)
    assert output(clone) == clean


def test_with_an_error_nothing_is_written_and_the_last_good_output_stays(clone: Path) -> None:
    before = output(clone)
    edit(clone, INTRODUCTION, "This policy", "{{ school.nmae }}")
    outcome = make(clone)
    assert has_errors(outcome.findings)
    assert outcome.files == {}
    assert output(clone) == before


@of_the_first_school
def test_a_record_whose_words_are_others_stops_the_build(clone: Path) -> None:
    before = output(clone)
    record = clone / "policy" / "approvals" / "acceptable-use" / "2018.yaml"
    text = record.read_text(encoding="utf-8").replace('"2018"', '"2017"')
    record.with_name("2017.yaml").write_text(text, encoding="utf-8", newline="\n")
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for arguments in (["add", "."], ["commit", "--quiet", "-m", "A record that nobody approved"]):
        subprocess.run([*command, *arguments], cwd=clone, check=True)
    outcome = make(clone)
    assert [one.rule for one in outcome.findings if one.level == "error"] == ["approval-covers-words"]
    assert output(clone) == before


@of_the_first_school
def test_one_edition_can_be_picked_and_one_that_is_not_there_is_trouble(clone: Path) -> None:
    outcome = make(clone, edition="2018", site=False)
    assert [edition.name for edition in outcome.editions] == ["2018"]
    assert not any(path.startswith("site/") for path in output(clone))
    with pytest.raises(UserError, match="no edition 2019"):
        make(clone, edition="2019")


def test_without_history_the_draft_is_built_and_what_is_missing_is_said(clone: Path) -> None:
    shutil.rmtree(clone / ".git")
    outcome = make(clone)
    assert [edition.name for edition in outcome.editions] == ["draft"]
    assert "editions and redlines need the full clone" in outcome.remarks[0]
    assert "git clone" in outcome.remarks[1]


def test_the_frame_of_the_site_is_as_it_was(built: Path) -> None:
    status = subprocess.run(["git", "status", "--porcelain", "site"], cwd=built, capture_output=True, check=True)
    assert status.stdout == b""


@of_the_first_school
def test_the_readme_shows_what_a_build_says(built: Path) -> None:
    outcome = make(built)
    said = list(summary(outcome.editions, outcome.files, outcome.findings, outcome.remarks))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.split("What you see at the end:")[1].split("```")[1].strip().split("\n")
    assert [without_numbers(line) for line in shown] == [without_numbers(line) for line in said]


def without_numbers(line: str) -> str:
    return re.sub(r"\d+|…", "N", line)


def test_no_policy_can_lie_where_the_site_and_output_keep_their_own(built: Path) -> None:
    policies = {path.parent.name for path in (built / "clauses").glob("*/*.yaml")}
    folders = {path.name for top in ("output", "output/site") for path in (built / top).iterdir() if path.is_dir()}
    assert folders - policies <= RESERVED
    assert {"law", "site"} <= folders
