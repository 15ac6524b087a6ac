"""The short comment on a change: what and why by clause, nothing that a hosting service takes for its own signs."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from clausebook.formats.review.markdown import LONGEST, _safe, summary
from clausebook.history.adoption import all_editions, approved_editions
from clausebook.io.git import open_repository
from clausebook.model.comparison.review import Review
from clausebook.review.select import sides_of
from clausebook.source.load import load
from tests.history.repositories import School
from tests.review.schools import AS_OF, reviewed, school_under_review


def test_the_comment_says_of_each_clause_what_changes_and_why(school: School) -> None:
    told = summary([reviewed(school_under_review(school))])
    (calls,) = [line for line in told.splitlines() if line.startswith("| 1.1 Calls |")]
    assert "wording changed" in calls
    assert "Trips are no lessons." in calls
    assert "No reason is given for “Make it a duty”." in calls
    assert "(law: Data Protection Act 1998 and Data Protection Act 2018)" in told
    assert told.startswith("## Phones policy\n\nThe 2018 edition compared with the draft.\n")


def test_where_no_policy_reads_differently_the_comment_says_so(school: School) -> None:
    school_under_review(school)
    assert summary([reviewed(school, "HEAD", "HEAD")]) == "No policy has changed.\n"


def test_a_comment_that_grows_too_long_is_cut_at_a_line_and_says_so(school: School) -> None:
    one = reviewed(school_under_review(school))
    many = summary([one] * 200)
    assert len(many) < LONGEST + 200
    assert many.endswith("see the review pack.\n")
    assert many.count("## Phones policy") < 200


def test_a_policy_that_was_not_there_before_is_reported_as_new(school: School) -> None:
    start = school.head
    text = (school.root / "policy/phones.yaml").read_text(encoding="utf-8")
    files = {"policy/visits.yaml": text.replace("id: phones", "id: visits").replace("Phones", "Visits")}
    for path in (school.root / "clauses/phones").glob("*.yaml"):
        files[f"clauses/visits/{path.name}"] = path.read_text(encoding="utf-8")
    school.commit("Write a policy on visits", files)
    repository = open_repository(school.root)
    paths = [path for folder in ("policy", "clauses") for path in sorted((school.root / folder).rglob("*.yaml"))]
    register = load({path.relative_to(school.root).as_posix(): path.read_bytes() for path in paths}, AS_OF)
    editions = [
        one for one in all_editions(register, approved_editions(repository)[0], repository) if one.policy == "visits"
    ]
    old, new = sides_of("visits", editions, repository, start, "draft")
    assert (old, new.title) == (None, "Visits policy")
    assert sides_of("visits", editions, repository, "HEAD", "draft")[0] is not None
    assert sides_of("visits", editions, repository, "", "draft")[0] is None


@given(st.text())
def test_words_in_a_comment_are_one_line_without_signs_of_markup_mentions_or_issues(text: str) -> None:
    safe = _safe(text)
    assert "\n" not in safe
    assert "@" not in safe
    assert all(before == "\\" for before, sign in zip(f" {safe}", safe, strict=False) if sign in "*_<>[]|`")


def test_titles_of_policies_are_words_too(school: School) -> None:
    found: Review = replace(reviewed(school_under_review(school)), title="Us @all | <b>")
    assert summary([found]).startswith("## Us &#64;all \\| \\<b\\>\n")
