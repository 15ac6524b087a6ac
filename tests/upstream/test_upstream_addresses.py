"""Which revision of upstream is meant, what its address may be, and what its history must hold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clausebook.app.forking import following
from clausebook.app.workspace import open_workspace
from clausebook.errors import UserError
from clausebook.formats.review.comments import comments_of
from clausebook.formats.review.data import data
from clausebook.formats.review.terminal import review_lines
from clausebook.formats.review.view import pack
from clausebook.history.verify import verify
from clausebook.io.git import open_repository
from clausebook.model.comparison.questions import answers
from tests.history.repositories import School
from tests.upstream.phones import (
    CALLS,
    CAMERAS,
    omit_cameras,
    stands,
    upstream_moves_on,
)
from tests.upstream.schools import AS_OF, Fork
from tests.validators import validator

pytestmark = pytest.mark.slow


def test_a_revision_of_upstream_can_be_named(upstream: School, fork: Fork) -> None:
    upstream.replace(CALLS, "outside lessons", "after lessons")
    first = upstream.commit("Reword")
    upstream.git("tag", "spring")
    upstream_moves_on_later = upstream.commit("More", {CAMERAS: fork.text(CAMERAS).replace("used", "shown")})
    upstream.git("branch", "next")
    assert [fork.look(ref).new for ref in ("spring", first, "next", "")] == [
        first,
        first,
        upstream_moves_on_later,
        upstream_moves_on_later,
    ]


def test_an_older_revision_than_the_last_one_taken_in_takes_nothing_back(upstream: School, fork: Fork) -> None:
    before = upstream.head
    upstream_moves_on(upstream)
    fork.take()
    with pytest.raises(UserError, match="is older than what was taken in last"):
        fork.take(before)
    assert "trips" in fork.text(CALLS)


def test_an_unknown_revision_is_trouble_that_says_what_there_is(fork: Fork) -> None:
    with pytest.raises(UserError) as caught:
        fork.look("spring")
    assert caught.value.message == "upstream has no revision called spring"
    assert caught.value.hint == "it has main, phones/2018"


def test_an_address_that_does_not_answer_is_trouble_with_a_remedy(fork: Fork) -> None:
    fork.write({"policy/upstream.yaml": fork.text("policy/upstream.yaml").replace("../upstream", "../nowhere")})
    fork.commit("Move")
    with pytest.raises(UserError, match=r"upstream cannot be fetched from .*nowhere") as caught:
        fork.look()
    assert "--no-fetch" in caught.value.hint


@pytest.mark.parametrize("address", ["ext::sh -c touch% ran", "--upload-pack=touch ran"])
def test_an_address_that_would_run_a_program_runs_none(fork: Fork, address: str) -> None:
    text = fork.text("policy/upstream.yaml").replace("../upstream", address)
    fork.commit("Move", {"policy/upstream.yaml": text})
    with pytest.raises(UserError):
        fork.look()
    assert not list(fork.root.rglob("ran"))


def test_without_a_fetch_nothing_is_asked_of_the_network(upstream: School, fork: Fork) -> None:
    with pytest.raises(UserError, match="nothing of upstream was fetched yet"):
        following.followed(fork.request(fetch=False), lambda step: None)
    fork.look()
    upstream_moves_on(upstream)
    assert following.followed(fork.request(fetch=False), lambda step: None).is_empty


def test_a_fetch_touches_no_branch_and_no_tag_of_this_school(upstream: School, fork: Fork) -> None:
    before = fork.git("for-each-ref", "refs/heads", "refs/tags", "refs/remotes")
    upstream_moves_on(upstream)
    upstream.git("tag", "phones/2030")
    fork.look()
    assert fork.git("for-each-ref", "refs/heads", "refs/tags", "refs/remotes") == before


def test_a_dirty_tree_is_not_merged_into(upstream: School, fork: Fork) -> None:
    upstream_moves_on(upstream)
    fork.write({CAMERAS: fork.text(CAMERAS) + "\n"})
    with pytest.raises(UserError, match="the working tree differs from the last commit"):
        fork.take()


def test_a_school_that_took_over_nothing_has_no_upstream(upstream: School) -> None:
    with pytest.raises(UserError, match="were not taken from another school"):
        following.holdings(upstream.root, AS_OF)


def test_a_recorded_commit_that_is_not_here_is_trouble_that_names_it(fork: Fork) -> None:
    text = fork.text("policy/upstream.yaml")
    commit = text.split('commit: "')[1][:40]
    fork.commit("Break", {"policy/upstream.yaml": text.replace(commit, "0" * 39 + "a")})
    with pytest.raises(UserError, match="names commit 0000000000, which is not here"):
        fork.look()


def test_a_history_without_a_common_past_still_merges_and_is_reported(upstream: School, tmp_path: Path) -> None:
    """As on a forge that makes a new repository out of a template: one commit, and no history in common."""
    fork = Fork(tmp_path / "template")
    for path in upstream.git("ls-files").splitlines():
        fork.write({path: (upstream.root / path).read_text("utf-8")})
    fork.commit("Begin with a template")
    fork.adopt(address=str(upstream.root))
    upstream_moves_on(upstream)
    assert not fork.look().related
    fork.take()
    assert "outside lessons and trips" in fork.text(CALLS)
    assert all(verdict.is_good for verdict in verify(open_repository(fork.root)))


def test_what_plain_git_merged_is_known_to_be_here(upstream: School, fork: Fork) -> None:
    upstream_moves_on(upstream)
    fork.git("fetch", "--quiet", "--no-tags", "origin")
    fork.git("merge", "--quiet", "--no-edit", "origin/main")
    assert fork.look().is_empty
    assert fork.take().writing.files == {}
    assert set(stands(fork).values()) == {"upstream's"}
    upstream.replace(CALLS, "and trips", "and outings")
    upstream.commit("Reword")
    (review,) = fork.look().reviews
    assert [clause.change.id for clause in review.clauses] == ["calls"]


def test_the_history_of_a_repository_stays_readable_as_of_any_day(fork: Fork) -> None:
    assert open_repository(fork.root).log("", fork.head)[-1].subject == "Make these policies those of Oakfield Academy"
    assert open_workspace(fork.root, date(2030, 1, 1)).register.upstream


def test_every_form_of_upstreams_changes_says_what_this_school_did(upstream: School, fork: Fork) -> None:
    omit_cameras(fork)
    upstream.replace(CAMERAS, "once used", "once they were used")
    upstream.commit("Say it longer\n\nReason: It reads better.")
    (review,) = fork.look().reviews
    here = "this school omits it, and it stays omitted: The school has no cameras"
    shown = data(review)
    assert list(validator("review").iter_errors(shown)) == []
    assert here in [clause.get("here") for chapter in shown["chapters"] for clause in chapter["clauses"]]
    told = pack(review)
    assert [clause["notes"][0] for clause in told["clauses"]] == [here]
    assert (told["undecided"], told["draft"]) == (False, False)
    assert [answer.id for answer in answers(review)] == ["asked", "here", "changed", "staff", "decisions", "reasons"]
    assert f"  here: {here}"[:60] in "\n".join(review_lines(review))
    (first, why) = comments_of(review.clauses[0], review)
    assert first.lines[0] == f"{here[:1].upper()}{here[1:]}."
    assert (why.who, why.lines[1]) == ("upstream", "It reads better.")


def test_a_term_that_upstream_defines_differently_is_a_change_of_the_clauses_that_use_it(
    upstream: School, fork: Fork
) -> None:
    terms = "terms:\n  - {id: lesson, term: lesson, definition: %s}\n"
    upstream.commit("Define lesson", {"policy/terms.yaml": terms % "Teaching in class"})
    fork.take()
    upstream.commit("Define lesson otherwise", {"policy/terms.yaml": terms % "All teaching"})
    (review,) = fork.look().reviews
    assert [clause.id for clause in review.redline.of_kind("definition")] == ["calls"]
