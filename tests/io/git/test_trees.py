"""The folders of many commits, read at once, are what git says of each."""

from __future__ import annotations

import pytest

from clausebook.errors import UserError
from clausebook.io.git import open_repository
from clausebook.io.git.trees import tree, trees
from tests.history.repositories import FILES, School, approve_by_hand

PREFIXES = (
    ("policy/", "clauses/"),
    ("policy/phones.yaml", "clauses/phones/", "policy/school.yaml", "policy/approvals/phones/", "policy/none.yaml"),
    ("policy/approvals/",),
)


def commits(school: School) -> list[str]:
    approve_by_hand(school)
    school.commit("Add folders", {"policy/instruments/acts.yaml": "instruments: []\n", "clauses/a b/é.yaml": "id: x\n"})
    (school.root / "clauses" / "link.yaml").symlink_to("nowhere")
    school.commit("Add a link, which is no file")
    school.git("rm", "-r", "--quiet", "clauses/a b")
    school.commit("Remove a folder")
    moved = {f"old/{name}": text for name, text in FILES.items()}
    school.commit("Have a register in a folder", moved)
    return school.git("rev-list", "HEAD").split()


def test_each_commit_has_the_files_that_git_lists(school: School) -> None:
    wanted = [(commit, prefixes, base) for commit in commits(school) for prefixes in PREFIXES for base in ("", "old/")]
    found = trees(school.root, wanted)
    assert found == {one: tree(school.root, one[0], one[1], one[2]) for one in wanted}
    assert all(list(files) == list(tree(school.root, *one)) for one, files in found.items()), "in git's order"


def test_what_was_read_ahead_is_what_is_asked_for(school: School) -> None:
    repository, plain = open_repository(school.root), open_repository(school.root)
    wanted = [(commit, PREFIXES[1], "") for commit in commits(school)]
    repository.read_ahead(wanted)
    for one in wanted:
        assert repository.files_at(*one) == plain.files_at(*one)


def test_a_commit_that_is_not_there_is_named(school: School) -> None:
    with pytest.raises(UserError, match="lost object"):
        trees(school.root, [("0" * 40, ("policy/",), "")])
