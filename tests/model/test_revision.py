"""A commit that took in upstream's changes counts as upstream's commits, each with its own reasons and files."""

from __future__ import annotations

from datetime import UTC, datetime

from clausebook.model.revision import Commit, Touch, expand_taken

DAY = datetime(2026, 5, 12, 9, tzinfo=UTC)
FILES = ("clauses/a.yaml", "clauses/b.yaml", "clauses/c.yaml", "clauses/d.yaml")


def taking(*trailers: tuple[str, str]) -> list[tuple[str, str, str, tuple[tuple[str, str], ...], str, str]]:
    """What a commit with these trailers counts as: id, day, subject, trailers, files, by which commit it came in."""
    touches = tuple(Touch("M", file) for file in FILES)
    commit = Commit(
        id="here", authored=DAY, committed=DAY, subject="Take", body="Why", trailers=trailers, touches=touches
    )
    return [
        (
            one.id,
            one.authored.isoformat()[:10],
            one.subject + one.body,
            one.trailers,
            "".join(touch.path[8] for touch in one.touches),
            one.via,
        )
        for one in expand_taken([commit])
    ]


def test_a_commit_that_takes_nothing_is_itself() -> None:
    trailers = (("Reason", "a typing error"),)
    assert taking(*trailers) == [("here", "2026-05-12", "TakeWhy", trailers, "abcd", "")]


def test_each_commit_of_upstream_has_its_day_its_reasons_and_its_files_and_the_rest_stays() -> None:
    found = taking(
        ("Reason", "we took it"),
        ("Taken", "one 2025-01-02 Say it shorter"),
        ("Reason", "too long"),
        ("Taken-into", "clauses/a.yaml clauses/b.yaml"),
        ("Taken-into", "clauses/c.yaml"),
        ("taken", "two not-a-day"),
        ("Taken", "two not-a-day"),
        ("Law", "ukpga/2018/12"),
        ("Taken", "three"),
        ("Taken-into", "clauses/b.yaml"),
    )
    assert found == [
        ("one", "2025-01-02", "Say it shorter", (("Reason", "too long"), ("taken", "two not-a-day")), "abc", "here"),
        ("two", "2026-05-12", "", (("Law", "ukpga/2018/12"),), "", "here"),
        ("three", "2026-05-12", "", (), "b", "here"),
        ("here", "2026-05-12", "TakeWhy", (("Reason", "we took it"),), "d", ""),
    ]


def test_a_trailer_is_found_whatever_the_case_of_its_key() -> None:
    commit = Commit(id="x", authored=DAY, committed=DAY, trailers=(("reason", "b"), ("Law", "c"), ("REASON", "a")))
    assert commit.trailer("Reason") == ("b", "a")
    assert not commit.is_merge
    assert Commit(id="x", parents=("a", "b"), authored=DAY, committed=DAY).is_merge
