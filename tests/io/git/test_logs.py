"""The logs of many paths, read by one process: each is what git says of those paths alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from clausebook.io.git import open_repository
from clausebook.text.memo import using
from tests.history.repositories import School
from tests.history.test_authorship import MemoryMemo

PATHS = tuple((f"policy/{name}.yaml", f"clauses/{name}/") for name in ("oak", "oaks", "elm"))


def grown(root: Path, seed: int) -> list[str]:
    """A history of small changes, most of them to one policy; sometimes with a merge, or a file that moves."""
    school, chance = School(root), random.Random(seed)
    commits = [school.commit("Begin", {f"policy/{name}.yaml": f"id: {name}\n" for name in ("oak", "oaks", "elm")})]
    for number in range(12):
        changed = {f"clauses/{chance.choice(['oak', 'oaks', 'elm'])}/{chance.choice('abc')}.yaml": f"{number} {seed}\n"}
        if chance.random() < 0.2:
            changed |= {"policy/oak.yaml": f"id: oak {number}\n", "notes.txt": f"{number}\n"}
        if seed % 3 == 1 and number == 6:
            school.git("checkout", "--quiet", "-b", "side", commits[2])
            commits.append(school.commit("Say aside", {"clauses/elm/side.yaml": "aside\n"}))
            school.git("checkout", "--quiet", "main")
            school.git("merge", "--quiet", "--no-ff", "--message", "Merge", "side")
        elif seed % 3 == 2 and number == 6:
            school.git("mv", "policy/oaks.yaml", "clauses/elm/moved.yaml")
        commits.append(school.commit(f"Change {number}", changed))
    return commits


@pytest.mark.parametrize("seed", range(6))
def test_the_logs_of_many_paths_are_those_that_git_gives_one_by_one(tmp_path: Path, seed: int) -> None:
    commits = grown(tmp_path, seed)
    wanted = [(random.Random(seed + at).choice(commits), paths) for at, paths in enumerate(PATHS)]
    repository = open_repository(tmp_path)
    one_by_one = tuple(repository.log(old, repository.state.head, paths) for old, paths in wanted)
    assert repository.logs(wanted) == one_by_one
    assert any(one_by_one)


def test_what_is_kept_of_a_log_is_never_what_a_shallow_clone_said(school: School, tmp_path: Path) -> None:
    school.commit("Say more", {"clauses/oak/a.yaml": "more\n"})
    shallow = School(tmp_path / "shallow", start=False)
    shallow.git("clone", "--quiet", "--depth=1", school.root.as_uri(), ".")
    with using(MemoryMemo()):
        cut = open_repository(shallow.root)
        assert len(cut.log("", cut.state.head)) == 1
        shallow.git("fetch", "--quiet", "--unshallow")
        whole = open_repository(shallow.root)
        assert whole.log("", whole.state.head) == open_repository(school.root).log("", whole.state.head) != ()
        assert len(whole.log("", whole.state.head)) > 1


def test_what_a_commit_says_holds_no_character_that_a_page_or_a_terminal_would_obey(tmp_path: Path) -> None:
    school = School(tmp_path)
    said = "Change \x1b[2K\x07\u202ealles\n\nIt is\tso\x9b31m,\nand so.\n\nReason: \x1b]0;t\x07because"
    school.git("config", "user.name", "Eve \x1b[2K")
    school.commit(said, {"a.txt": "a\n"})
    repository = open_repository(tmp_path)
    (commit,) = repository.log("", repository.state.head, ("a.txt",))
    words = (
        commit.author,
        commit.email,
        commit.subject,
        commit.body,
        *(one for pair in commit.trailers for one in pair),
    )
    assert all(character == "\n" or character.isprintable() for one in words for character in one), words
    assert commit.subject == "Change \\x1b[2K\\x07U+202Ealles"
    assert commit.body == "It is so\\x9b31m,\nand so."
    assert commit.trailers == (("Reason", "\\x1b]0;t\\x07because"),)
