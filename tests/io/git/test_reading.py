"""Editions are read from git objects: trees, blobs, the log with its trailers, tags, and where records came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.errors import UserError
from clausebook.io.git import open_repository
from tests.history.repositories import FILES, RECORD, School, approve_by_hand


def test_a_revision_is_read_whole_and_without_a_checkout(school: School) -> None:
    first = school.head
    school.replace("clauses/phones/calls.yaml", "outside", "during")
    school.commit("Allow calls in lessons")
    school.git("rm", "-r", "--quiet", "clauses")
    files = open_repository(school.root).read(first)
    assert {path: text.decode() for path, text in files.items()} == {
        path: text for path, text in FILES.items() if path != "CHANGELOG.md"
    }


def test_only_blobs_not_yet_read_are_read(school: School) -> None:
    first = school.head
    school.replace("clauses/phones/calls.yaml", "outside", "during")
    second = school.commit("Allow calls in lessons")
    repository = open_repository(school.root)
    before, after = repository.read(first), repository.read(second)
    same = [path for path in before if before[path] is after[path]]
    assert len(same) == len(before) - 1
    assert before["clauses/phones/calls.yaml"] != after["clauses/phones/calls.yaml"]


def test_files_with_odd_names_line_ends_and_no_words_at_all_come_back_as_they_are(school: School) -> None:
    odd = {
        "clauses/phones/naïve – “name”.yaml": "",
        "clauses/phones/z z.yaml": "a\n\nb",
        "clauses/phones/-.yaml": "-\n",
    }
    commit = school.commit("Odd", odd)
    files = open_repository(school.root).read(commit)
    assert {path: files[path].decode() for path in odd} == odd


def test_a_link_in_the_tree_is_no_data_file(school: School) -> None:
    blob = school.git("hash-object", "-w", "clauses/phones/calls.yaml")
    school.git("update-index", "--add", "--cacheinfo", f"120000,{blob},clauses/phones/link.yaml")
    school.git("commit", "--quiet", "--message", "Link")
    assert "clauses/phones/link.yaml" not in open_repository(school.root).files_at(school.head)


def test_a_lost_object_is_named(school: School) -> None:
    with pytest.raises(UserError, match="lost object 1234"):
        open_repository(school.root).blobs(["1234" * 10])


def test_an_unknown_revision_is_named_and_never_taken_for_an_option(school: School) -> None:
    with pytest.raises(UserError, match="no revision called 2031"):
        open_repository(school.root).commit_of("2031")
    with pytest.raises(UserError, match="no revision called --all"):
        open_repository(school.root).commit_of("--all")


def test_the_log_gives_reasons_as_they_were_written(school: School) -> None:
    first = school.head
    school.replace("clauses/phones/calls.yaml", "outside", "during")
    message = (
        "Allow calls in lessons\n\nAsked for at the staff meeting.\n\nTwice: in fact.\n\n"
        "Reason: trips need them\nLaw: ukpga/2018/12\nDecision-needed: which\n  lessons"
    )
    second = school.commit(message, author=("Somebody", "somebody@hill.example"))
    (commit,) = open_repository(school.root).log(first, second)
    assert (commit.id, commit.subject, commit.email) == (second, "Allow calls in lessons", "somebody@hill.example")
    assert commit.body == "Asked for at the staff meeting.\n\nTwice: in fact."
    assert commit.trailers == (
        ("Reason", "trips need them"),
        ("Law", "ukpga/2018/12"),
        ("Decision-needed", "which lessons"),
    )
    assert commit.trailer("reason") == ("trips need them",)
    assert [(touch.how, touch.path) for touch in commit.touches] == [("M", "clauses/phones/calls.yaml")]
    assert commit.authored.isoformat().startswith("2018-05-")


def test_a_message_without_trailers_or_body_is_only_a_subject(school: School) -> None:
    (commit,) = open_repository(school.root).log("", school.head)
    assert (commit.subject, commit.body, commit.trailers, commit.parents) == ("Write the phones policy", "", (), ())
    assert {touch.how for touch in commit.touches} == {"A"}


def test_a_moved_file_is_followed_and_a_commit_elsewhere_is_left_out(school: School) -> None:
    first = school.head
    school.git("mv", "clauses/phones/calls.yaml", "clauses/phones/telephone.yaml")
    moved = school.commit("Rename")
    school.commit("Not about clauses", {"README.md": "hello\n"})
    (commit,) = open_repository(school.root).log(first, "HEAD")
    (touch,) = commit.touches
    assert (commit.id, touch.how, touch.before, touch.path) == (
        moved,
        "R",
        "clauses/phones/calls.yaml",
        "clauses/phones/telephone.yaml",
    )


def merge_with_new_words(school: School) -> str:
    """Two branches that change one sentence, merged with a third wording."""
    school.git("checkout", "--quiet", "-b", "side")
    school.replace("clauses/phones/calls.yaml", "outside", "before")
    school.commit("Before lessons")
    school.git("checkout", "--quiet", "main")
    school.replace("clauses/phones/calls.yaml", "outside", "after")
    school.commit("After lessons")
    school.git("merge", "side", check=False)
    school.write({"clauses/phones/calls.yaml": FILES["clauses/phones/calls.yaml"].replace("outside", "between")})
    return school.commit("Merge: between lessons")


def test_a_merge_that_wrote_new_words_lists_their_file_and_a_quiet_one_lists_none(school: School) -> None:
    first = school.head
    merge = merge_with_new_words(school)
    commits = {commit.id: commit for commit in open_repository(school.root).log(first, merge)}
    assert len(commits) == 3
    assert commits[merge].is_merge
    assert [touch.path for touch in commits[merge].touches] == ["clauses/phones/calls.yaml"]


def test_a_record_is_introduced_by_the_commit_that_first_added_it(school: School) -> None:
    introduced = school.commit("Approve", {RECORD: "policy: phones\n"})
    school.commit("Something else", {"clauses/phones/calls.yaml": "id: calls\n"})
    changed = school.commit("Tamper", {RECORD: "policy: phones # new\n"})
    (found,) = open_repository(school.root).introductions()
    assert (found.path, found.commit.id, found.base, found.present) == (RECORD, introduced, "", True)
    assert [commit.id for commit in found.later] == [changed]
    assert open_repository(school.root).blobs([found.blob])[found.blob] == b"policy: phones\n"


def test_a_deleted_record_is_still_known_with_the_commit_that_deleted_it(school: School) -> None:
    school.commit("Approve", {RECORD: "policy: phones\n"})
    (school.root / RECORD).unlink()
    deleted = school.commit("Tidy up")
    (found,) = open_repository(school.root).introductions()
    assert (found.present, [commit.id for commit in found.later]) == (False, [deleted])


def test_a_record_that_replaces_another_is_not_taken_for_it(school: School) -> None:
    text = "policy: phones\nbody: governing body\nminute: unknown\n"
    school.commit("Approve", {RECORD: text + "edition: '2018'\n"})
    (school.root / RECORD).unlink()
    swapped = school.commit("Swap", {RECORD.replace("2018", "2019"): text + "edition: '2019'\n"})
    old, new = open_repository(school.root).introductions()
    assert (old.path, old.present, old.later[-1].id) == (RECORD, False, swapped)
    assert (new.present, new.commit.id) == (True, swapped)


def test_records_and_clauses_that_moved_folder_keep_their_introduction(tmp_path: Path) -> None:
    school = School(tmp_path / "moved")
    school.commit("Write", {f"texts/{path}": text for path, text in FILES.items()})
    introduced = school.commit("Approve", {f"texts/{RECORD}": "policy: phones\n"})
    for folder in ("policy", "clauses"):
        school.git("mv", f"texts/{folder}", folder)
    moved = school.commit("Move everything to the top")
    repository = open_repository(school.root)
    (found,) = repository.introductions()
    assert (found.path, found.first_path, found.base) == (RECORD, f"texts/{RECORD}", "texts/")
    assert (found.commit.id, [commit.id for commit in found.later], found.present) == (introduced, [moved], True)
    then = repository.read(introduced, found.base)
    assert then["clauses/phones/calls.yaml"].decode() == FILES["clauses/phones/calls.yaml"]


def test_a_record_made_on_a_branch_is_introduced_by_the_branch_not_by_the_merge(school: School) -> None:
    school.git("checkout", "--quiet", "-b", "approval")
    introduced = school.commit("Approve", {RECORD: "policy: phones\n"})
    school.git("checkout", "--quiet", "main")
    school.commit("Meanwhile", {"README.md": "hello\n"})
    school.git("merge", "--quiet", "--no-ff", "-m", "Merge", "approval")
    (found,) = open_repository(school.root).introductions()
    assert (found.commit.id, found.later) == (introduced, ())


def test_tags_tell_their_kind_date_message_and_commit(school: School) -> None:
    school.git("tag", "phones/light")
    school.git("tag", "--annotate", "phones/2018", "--message", "Phones 2018\n\nFingerprint: v1:sha256:0")
    school.git("tag", "--annotate", "nested", "phones/2018", "--message", "a tag of a tag")
    blob = school.git("rev-parse", "HEAD:CHANGELOG.md")
    school.git("tag", "of-a-file", blob)
    tags = open_repository(school.root).tags()
    assert {name: (tag.annotated, tag.commit) for name, tag in tags.items()} == {
        "phones/light": (False, school.head),
        "phones/2018": (True, school.head),
        "nested": (True, school.head),
    }
    assert tags["phones/2018"].message == "Phones 2018\n\nFingerprint: v1:sha256:0"
    assert tags["phones/light"].message == ""


def test_replaced_objects_do_not_fool_the_reader(school: School) -> None:
    honest = school.head
    blob = school.git("rev-parse", "HEAD:clauses/phones/calls.yaml")
    school.write({"forged": "id: calls\ntitle: Forged\nbody: [x]\n"})
    school.git("replace", blob, school.git("hash-object", "-w", "forged"))
    files = open_repository(school.root).read(honest)
    assert files["clauses/phones/calls.yaml"].decode() == FILES["clauses/phones/calls.yaml"]


def test_descent_is_reported(school: School) -> None:
    first = school.head
    second = school.commit("More", {"README.md": "hello\n"})
    repository = open_repository(school.root)
    assert repository.is_ancestor(first, second)
    assert not repository.is_ancestor(second, first)


def test_a_record_in_a_folder_of_examples_is_no_record_of_the_register(school: School) -> None:
    approve_by_hand(school)
    example = school.root / "tests" / "example" / "policy" / "approvals" / "phones" / "2017.yaml"
    example.parent.mkdir(parents=True)
    example.write_bytes((school.root / RECORD).read_bytes().replace(b"2018", b"2017"))
    school.commit("Add an example")
    example.unlink()
    school.commit("Delete the example")
    assert [one.path for one in open_repository(school.root).introductions()] == [RECORD]
