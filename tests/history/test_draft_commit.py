"""A draft names the last commit that changed its words, and nothing that was committed since touches it."""

from __future__ import annotations

from datetime import date

import pytest

from clausebook.app.workspace import open_workspace
from clausebook.history.adoption import register_at
from clausebook.io.git import open_repository
from clausebook.model.edition import Edition
from clausebook.resolve.resolve import resolve
from tests.history.repositories import POLICY, School, approve_by_hand, mini_school

DAY = date(2026, 11, 28)
TRIPS = {
    "policy/trips.yaml": POLICY.replace("phones", "trips").replace("Phones", "Trips"),
    "clauses/trips/introduction.yaml": "id: introduction\ntitle: Trips\nbody:\n  - We go out.\n",
    "clauses/trips/calls.yaml": "id: calls\ntitle: Calls\nbody:\n  - We call home.\n",
    "clauses/trips/cameras.yaml": "id: cameras\ntitle: Cameras\nbody:\n  - We take pictures.\n",
}
ELSEWHERE = {
    "a file that no policy reads": {"README.md": "Words.\n"},
    "another policy": {"clauses/trips/calls.yaml": TRIPS["clauses/trips/calls.yaml"].replace("home", "school")},
    "the changelog": {"CHANGELOG.md": "# Changelog\n\nMore.\n"},
    "a policy whose id begins alike": {
        name.replace("trips", "phones-too"): text.replace("trips", "phones-too") for name, text in TRIPS.items()
    },
}
SOURCES = {
    "a clause": ("clauses/phones/calls.yaml", "outside", "during"),
    "the outline": ("policy/phones.yaml", "[calls, cameras]", "[cameras, calls]"),
    "a fact": ("policy/school.yaml", "Hill School", "Dale School"),
    "a law": ("policy/instruments.yaml", "Act 2018", "Act of 2018"),
    "a term": ("policy/terms.yaml", "terms: []", "terms: [{id: ict, term: ICT}]"),
}


@pytest.fixture
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    made = mini_school(tmp_path_factory.mktemp("school"))
    made.commit("Write the trips policy", TRIPS)
    return made


def draft(school: School, policy: str = "phones") -> Edition:
    return open_workspace(school.root, DAY).editions_of(policy)[0]


def as_committed(school: School, commit: str) -> Edition:
    return resolve(register_at(open_repository(school.root), commit, as_of=DAY), "phones", "draft", commit=commit)


@pytest.mark.parametrize("files", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_commit_without_a_word_of_the_draft_leaves_it_as_it_is(school: School, files: dict[str, str]) -> None:
    before = draft(school)
    school.write(files)
    assert draft(school) == before, "nor does a saved file that is not committed"
    school.commit("Something else", files)
    assert draft(school) == before


@pytest.mark.parametrize(("path", "old", "new"), SOURCES.values(), ids=SOURCES)
def test_the_commit_is_the_one_that_changed_what_the_words_are_made_from(
    school: School, path: str, old: str, new: str
) -> None:
    school.replace(path, old, new)
    assert draft(school).commit == "", "words of the working tree are of no commit"
    commit = school.commit("Change it")
    school.commit("Something else", {"README.md": "Words.\n"})
    assert draft(school).commit == commit
    assert draft(school) == as_committed(school, commit)


def test_what_a_merge_brings_in_is_of_the_merge_and_reads_alike_there(school: School) -> None:
    school.git("checkout", "--quiet", "-b", "side")
    school.replace("clauses/phones/calls.yaml", "outside", "during")
    school.commit("Change a word on the side")
    school.git("checkout", "--quiet", "main")
    school.replace("clauses/phones/cameras.yaml", "once used", "once seen")
    school.commit("Change a word on the main line")
    school.git("merge", "--quiet", "--no-edit", "side")
    found = draft(school)
    assert found.commit == school.head
    assert found == as_committed(school, found.commit)
    school.commit("Something else", {"README.md": "Words.\n"})
    assert draft(school) == found


def test_a_draft_of_words_that_were_approved_names_their_commit_not_that_of_the_approval(school: School) -> None:
    school.replace("clauses/phones/calls.yaml", "outside", "during")
    commit = school.commit("Change a word")
    approve_by_hand(school)
    assert draft(school).commit == commit
