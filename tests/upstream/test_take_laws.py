"""What always holds when upstream's changes are taken in, whichever clauses either side changed, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.merge import CannotMergeError, Merged
from clausebook.model.upstream import UpstreamChanges, UpstreamMerge
from clausebook.source.load import UPSTREAM, load
from clausebook.upstream.take import MergeSide, take
from clausebook.upstream.texts import is_taken
from tests.history.repositories import CLAUSES, FILES

OLD, NEW = "0" * 39 + "a", "0" * 39 + "b"
MARK = f"address: ../upstream\ncommit: {OLD}\n".encode()
Changes = dict[str, tuple[str, ...]]  # clause to the ends of its text at which it says more
ENDS = st.lists(st.sampled_from(["first", "last"]), unique=True, max_size=2).map(tuple)
CHANGES = st.fixed_dictionaries(dict.fromkeys(CLAUSES, ENDS))


def side(changes: Changes, who: str, **more: bytes) -> MergeSide:
    """The mini school's files in which somebody wrote a sentence at some ends of some clauses."""
    files = {path: text.encode() for path, text in FILES.items() if path != "CHANGELOG.md"} | more
    for clause, ends in changes.items():
        path = f"clauses/phones/{clause}.yaml"
        text = files[path].decode()
        if "first" in ends:
            text = text.replace("body:\n", f"body:\n  - The {who} wrote the first words.\n")
        if "last" in ends:
            text += f"  - The {who} wrote the last words.\n"
        files[path] = text.encode()
    return MergeSide(files, load(files))


def taking(ours: Changes, theirs: Changes) -> tuple[MergeSide, MergeSide, UpstreamMerge]:
    mine, new = side(ours, "school", **{UPSTREAM: MARK}), side(theirs, "upstream")
    return mine, new, take(mine, side({}, ""), new, UpstreamChanges(address="../upstream", old=OLD, new=NEW))


@given(CHANGES, CHANGES)
def test_what_one_side_changed_is_there_to_the_letter_and_what_both_changed_has_both(
    ours: Changes, theirs: Changes
) -> None:
    mine, new, found = taking(ours, theirs)
    collided = {one.file for one in found.collisions}
    for clause in CLAUSES:
        path = f"clauses/phones/{clause}.yaml"
        after = found.writing.files.get(path, mine.files[path])
        assert after is not None
        if not ours[clause]:
            assert after == new.files[path]
        if not theirs[clause]:
            assert path not in found.writing.files
        if not set(ours[clause]) & set(theirs[clause]):
            assert path not in collided
        for who, ends in (("school", ours[clause]), ("upstream", theirs[clause])):
            assert all(f"The {who} wrote the {end} words.".encode() in after for end in ends)


@given(CHANGES, CHANGES)
def test_facts_and_records_are_never_among_the_files_and_the_mark_is_only_moved(ours: Changes, theirs: Changes) -> None:
    _, _, found = taking(ours, theirs)
    assert all(is_taken(path) or path == UPSTREAM for path in found.writing.files)
    assert bool(found.writing.files) == any(theirs[clause] for clause in CLAUSES)
    moved = found.writing.files.get(UPSTREAM)
    assert moved is None or load({UPSTREAM: moved}).upstream == load({UPSTREAM: MARK.replace(b"a\n", b"b\n")}).upstream


@given(CHANGES, CHANGES)
def test_taking_the_same_changes_again_changes_nothing(ours: Changes, theirs: Changes) -> None:
    mine, new, found = taking(ours, theirs)
    after = {**mine.files, **{path: data for path, data in found.writing.files.items() if data is not None}}
    if not found.collisions:
        again = take(MergeSide(after, load(after)), new, new, UpstreamChanges(address="../upstream", old=NEW, new=NEW))
        assert again.writing.files == {}


def test_a_file_that_cannot_be_merged_by_field_is_laid_out_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*versions: object) -> Merged:
        raise CannotMergeError("it has a tab")

    monkeypatch.setattr("clausebook.upstream.take.merge_file", refuse)
    unchanged: Changes = dict.fromkeys(CLAUSES, ())
    mine, new, found = taking({**unchanged, "calls": ("first",)}, {**unchanged, "calls": ("last",)})
    path = "clauses/phones/calls.yaml"
    (collision,) = found.collisions
    assert (collision.file, collision.line, collision.what) == (path, 1, "the whole file (it has a tab)")
    laid = found.writing.files[path]
    assert laid == b"<<<<<<< this school\n" + mine.files[path] + b"=======\n" + new.files[path] + b">>>>>>> upstream\n"
