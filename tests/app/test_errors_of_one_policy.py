"""An error in one policy stops no other: the others are made, and of that one nothing old is shown as if new."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clausebook.app.building import Order, build
from clausebook.app.proving import broken_links
from clausebook.model.artefact import Outcome
from tests.app.test_parts import copied
from tests.history.repositories import School
from tests.site.publications import AS_OF

pytestmark = pytest.mark.slow

CLAUSE, OUTLINE, RECORD = "clauses/trips/calls.yaml", "policy/trips.yaml", "policy/approvals/trips/2018.yaml"
NEW = "policy/rooms.yaml"  # of a policy that no governor has approved


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school of which everything is made."""
    found = copied(tmp_path_factory.mktemp("whole") / "school")
    assert not made(found).failed
    return found.root


@pytest.fixture
def school(whole: Path, tmp_path: Path) -> School:
    """A copy of it, to be spoilt."""
    return School(Path(shutil.copytree(whole, tmp_path / "school", symlinks=True)), start=False)


def made(school: School, policy: str = "", *, site: bool = False) -> Outcome:
    return build(Order(root=school.root, as_of=AS_OF, policy=policy, site=site), lambda _: None)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (CLAUSE, "id: calls\ntitle: [\n"),
        pytest.param(CLAUSE, "id: calls\ntitle: Calls\nbody:\n  - Ask {{ nobody }}.\n"),
        pytest.param(CLAUSE, "id: calls\nbody: []\n"),
        pytest.param(OUTLINE, "id: trips\n  title: x\n"),
        (OUTLINE, ""),
    ],
)
def test_of_a_policy_with_an_error_the_approved_editions_are_made_and_no_draft(
    school: School, file: str, text: str
) -> None:
    assert (school.root / "output/trips/draft").is_dir()
    school.write({file: text})
    outcome = made(school)
    assert outcome.failed
    assert {one.place.file for one in outcome.findings if one.level == "error"} <= {file, CLAUSE, OUTLINE}
    assert {edition.reference for edition in outcome.editions if edition.policy == "trips"} == {"trips/2018"}
    assert outcome.remarks == ("trips has errors: only its approved editions were made",)
    assert sorted(path.name for path in (school.root / "output/trips").iterdir()) == ["2018"]
    assert (school.root / "output/phones/draft").is_dir()


def test_a_policy_that_was_never_approved_is_left_out_and_one_whose_record_is_wrong_wholly(school: School) -> None:
    school.write({NEW: "id: rooms\n  title: x\n"})
    outcome = made(school)
    assert outcome.remarks == ("rooms has errors: nothing was made of it",)
    assert outcome.files
    school.write({RECORD: "act: dreamt\n"})
    outcome = made(school)
    assert "trips has errors: nothing was made of it" in outcome.remarks
    assert not (school.root / "output/trips").exists()
    assert (school.root / "output/phones/draft").is_dir()


def test_no_page_leads_to_a_draft_that_was_left_out(school: School) -> None:
    made(school, site=True)
    school.write({CLAUSE: "id: calls\ntitle: [\n"})
    outcome = made(school, site=True)
    assert "site/trips/2018/index.html" in outcome.files
    assert not [path for path in outcome.files if "trips/draft" in path]
    assert not list(broken_links(outcome.files))
    assert not [path for path, content in outcome.files.items() if path.endswith(".html") and b"trips/draft" in content]


def test_an_error_in_what_all_policies_share_or_in_each_of_them_builds_nothing(school: School) -> None:
    before = {path: path.read_bytes() for path in (school.root / "output").rglob("*") if path.is_file()}
    broken = {CLAUSE: "id: calls\ntitle: [\n"}
    for change in ({"policy/school.yaml": "name: [\n"}, broken | {"clauses/phones/calls.yaml": "id: [\n"}):
        original = {file: (school.root / file).read_text(encoding="utf-8") for file in change}
        school.write(change)
        assert made(school).files == {}
        school.write(original)
    school.write(broken)
    assert made(school, policy="trips").files == {}
    assert {path: path.read_bytes() for path in (school.root / "output").rglob("*") if path.is_file()} == before
