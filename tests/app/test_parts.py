"""What is kept of each policy changes no byte: whatever happened to a school, a cached build is the clean one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

import pytest

from clausebook.app import building
from clausebook.app.parts import Parts
from clausebook.app.workspace import open_workspace
from clausebook.model.artefact import Order
from clausebook.model.publication import Publication
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from clausebook.text.digest import digest
from tests.adopted import ROOT
from tests.history.repositories import CLAUSES, POLICY, School, kept, record
from tests.site.publications import AS_OF, three_editions

TRIPS = {
    ".gitignore": "output\n.cache\n",
    "policy/trips.yaml": POLICY.replace("phones", "trips").replace("Phones", "Trips"),
    **{f"clauses/trips/{name}.yaml": text.replace("phones", "coaches") for name, text in CLAUSES.items()},
}
CALLS = "clauses/{}/calls.yaml"
LOOKS = {"site/assets/policy.css": "\n.ours { color: red; }\n", "templates/web/banner.html": "<!-- ours -->\n"}


@cache
def two_policies() -> tuple[Path, object]:
    """A school with the editions of three years of one policy, and one approved edition of another."""
    return kept(_two_policies)


def _two_policies(school: School) -> None:
    three_editions(school)
    school.commit("Write the trips policy", TRIPS)
    approve_trips(school)


def approve_trips(school: School) -> None:
    """The trips policy as it reads, approved in the year after the last."""
    files = {
        path.relative_to(school.root).as_posix(): path.read_bytes()
        for folder in ("policy", "clauses")
        for path in (school.root / folder).rglob("*.yaml")
    }
    year = str(2018 + len(list((school.root / "policy" / "approvals" / "trips").glob("*"))))
    words = resolve(load(files), "trips", year).fingerprint
    text = record(words, edition=year, approved=f"{year}-06-12").replace("policy: phones", "policy: trips")
    school.commit(f"Approve trips {year}", {f"policy/approvals/trips/{year}.yaml": text})


def reword(policy: str) -> Callable[[School], None]:
    def change(school: School) -> None:
        file = CALLS.format(policy)
        text = (school.root / file).read_text(encoding="utf-8")
        school.write(
            {
                file: text.replace("Staff must not:", "All staff must not:")
                if "All" not in text
                else text.replace("All staff", "Staff")
            }
        )

    return change


def name_the_headteacher(school: School) -> None:
    text = (school.root / "policy/school.yaml").read_text(encoding="utf-8")
    school.write({"policy/school.yaml": text.replace("headteacher: ", "headteacher: Acting ", 1)})


def define_a_term(school: School) -> None:
    term = "terms:\n  - id: pupils\n    term: pupils\n    definition: Everybody who is taught here.\n"
    school.write({"policy/terms.yaml": term})


def dress_the_pages(school: School) -> None:
    school.write({path: (ROOT / path).read_text(encoding="utf-8") + more for path, more in LOOKS.items()})


def commit(school: School) -> None:
    school.write({"notes.txt": f"{school.now}\n"})
    school.commit("Save\n\nReason: It was time.\nDecision-needed: Who drives?")


def commit_beside(school: School) -> None:
    school.git("stash", "--quiet", "--include-untracked", check=False)
    school.commit("Note something", {"notes.txt": f"{school.now}\n"})
    school.git("stash", "pop", "--quiet", check=False)


def approve(school: School) -> None:
    commit(school)
    approve_trips(school)


def look_at_another_branch(school: School) -> None:
    commit(school)
    school.git("checkout", "--quiet", "-B", "another", "HEAD~1")


def spoil_what_was_made(school: School) -> None:
    """In each third page other letters, as many as before, with the time of before; and half the cache is gone."""
    for number, page in enumerate(sorted((school.root / "output" / "site").rglob("*.html"))):
        text, status = page.read_bytes(), page.stat()
        if number % 3 == 0:
            page.write_bytes(text.replace(b"e", b"a"))
        elif number % 3 == 1:
            beside = page.with_name("beside")
            beside.write_bytes(text.replace(b"e", b"o"))
            os.replace(beside, page)
        os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    for blob in sorted((school.root / ".cache" / "blobs").glob("*/*"))[::2]:
        blob.unlink()


EDITS: Mapping[str, Callable[[School], None]] = {
    "a word of one policy": reword("phones"),
    "a word of the other": reword("trips"),
    "a fact": name_the_headteacher,
    "a term": define_a_term,
    "a style sheet and a template": dress_the_pages,
    "a commit": commit,
    "a commit of something else": commit_beside,
    "an approval": approve,
    "another day": lambda school: None,
    "another branch": look_at_another_branch,
    "output and cache spoilt": spoil_what_was_made,
}


def made(root: Path, day: date) -> dict[str, bytes]:
    """Every file of output/ after a build."""
    outcome = building.build(Order(root=root, as_of=day), lambda _: None)
    assert not outcome.failed, outcome.findings
    output = root / "output"
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def clean(root: Path, day: date, folder: Path) -> dict[str, bytes]:
    """The same, by a build that finds nothing made before."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root, folder, symlinks=True, ignore=shutil.ignore_patterns("output", ".cache"))
    return made(folder, day)


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> set[str]:
    return {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}


def copied(folder: Path) -> School:
    source, _ = two_policies()
    shutil.copytree(source, folder, symlinks=True)
    school = School(folder, start=False)
    school.now = kept(_two_policies)[1]
    return school


def walk(seed: int, steps: int, folder: Path) -> None:
    """So many edits, each once, in an order that the seed gives; after each a cached and a clean build."""
    school, day = copied(folder / "school"), AS_OF
    made(school.root, day)
    for edit in Random(seed).sample(sorted(EDITS), steps):
        EDITS[edit](school)
        day += timedelta(days=edit == "another day")
        found = differing(made(school.root, day), clean(school.root, day, folder / "clean"))
        assert not found, f"seed {seed}, after {edit}: {sorted(found)[:9]}"


def told(school: School) -> dict[str, tuple[str, set[str]]]:
    """Of the review of each draft the commits that decide it, in a hash, and what governors are asked."""
    shutil.rmtree(school.root / ".cache", ignore_errors=True)
    workspace = open_workspace(school.root, AS_OF)
    parts = Parts(workspace, Order(root=school.root, as_of=AS_OF), {})
    return {
        policy: (
            digest(*parts._commits(policy)),
            {one.words for review in parts.reviews(policy) for one in review.decisions} - {"Which tests?"},
        )
        for policy in ("phones", "trips")
    }


def test_a_commit_matters_to_the_review_of_its_own_policy_alone_unless_it_touches_what_all_share(
    tmp_path: Path,
) -> None:
    school = copied(tmp_path / "school")
    reword("phones")(school)
    reword("trips")(school)
    school.commit("Reword both\n\nDecision-needed: Both?")
    both = told(school)
    assert [asked for _, asked in both.values()] == [{"Both?"}, {"Both?"}]
    school.replace(CALLS.format("trips"), "All staff", "All adults")
    school.commit("Say adults\n\nDecision-needed: Of trips?")
    after = told(school)
    assert after["phones"] == both["phones"]
    assert after["trips"][0] != both["trips"][0]
    assert after["trips"][1] == {"Both?", "Of trips?"}
    define_a_term(school)
    school.commit("Define a term\n\nDecision-needed: The term?")
    assert [asked for _, asked in told(school).values()] == [
        {"Both?", "The term?"},
        {"Both?", "Of trips?", "The term?"},
    ]
    assert all(told(school)[policy][0] != after[policy][0] for policy in after)


def test_words_that_a_merge_threw_away_are_among_the_commits_that_decide_a_review(tmp_path: Path) -> None:
    school = copied(tmp_path / "school")
    before = told(school)
    school.git("checkout", "--quiet", "-b", "side")
    reword("phones")(school)
    school.commit("Reword on the side\n\nDecision-needed: Of the side?")
    school.git("checkout", "--quiet", "main")
    school.git("merge", "--quiet", "--no-ff", "--strategy", "ours", "--message", "Throw it away", "side")
    after = told(school)
    assert after["phones"][0] != before["phones"][0]


@pytest.mark.slow
def test_after_a_walk_of_edits_a_cached_build_is_byte_for_byte_the_clean_one(tmp_path: Path) -> None:
    walk(seed=2, steps=3, folder=tmp_path)  # all of them by many seeds: bench/walks.py


@pytest.mark.slow
def test_whatever_somebody_did_to_output_and_to_the_cache_the_next_build_is_the_first_one(tmp_path: Path) -> None:
    school = copied(tmp_path / "school")
    made(school.root, AS_OF)
    reword("trips")(school)
    before = made(school.root, AS_OF)  # knows what the first wrote by its times
    reword("trips")(school)
    whole = made(school.root, AS_OF)
    reword("trips")(school)
    spoil_what_was_made(school)
    assert not differing(made(school.root, AS_OF), before)
    reword("trips")(school)
    shutil.rmtree(school.root / "output")
    assert not differing(made(school.root, AS_OF), whole)


@pytest.mark.slow
def test_of_a_policy_that_did_not_change_nothing_is_rendered_or_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = copied(tmp_path / "school")
    made(school.root, AS_OF)
    reword("trips")(school)
    rendered: list[Publication] = []
    monkeypatch.setattr(
        building, "_add", lambda jobs, one, forms, add=building._add: (rendered.append(one), add(jobs, one, forms))
    )
    made(school.root, AS_OF)
    assert [{edition.policy for edition in one.editions} for one in rendered] == [{"trips"}]
