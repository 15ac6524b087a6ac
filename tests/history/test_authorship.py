"""Who wrote what: each changed stretch of words is its own commit's, and nobody's where that is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from clausebook.history.adoption import all_editions, approved_editions
from clausebook.history.authorship import projected
from clausebook.history.versions_chain import Chain
from clausebook.model.comparison.authorship import UNSAVED
from clausebook.model.comparison.review import Review
from clausebook.model.revision import Commit, Touch
from clausebook.review.select import chosen, compared
from clausebook.source.load import load
from clausebook.text.memo import using
from tests.history.in_memory import MemoryRepository
from tests.history.repositories import FILES, School, approve_by_hand
from tests.history.tampering import approve
from tests.review.schools import AS_OF, CALLS, CAMERAS, ROLES, reviewed

NEW = "clauses/phones/trips.yaml"


@pytest.fixture(autouse=True)
def taken_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wrote what is told in all tests by what a later build takes up, and no commit is read again for it."""

    def run(chain: Chain) -> None:
        followed = Chain(chain.log, chain.read)
        followed._follow()
        for at in range(1, len(chain.log.all)):
            gone_on = _gone_on(chain, at)
            assert gone_on is None or gone_on._written() == followed._written()
        chain.read = lambda blob: None
        chain._take_up(followed._written())
        for ours, theirs in ((chain.origins, followed.origins), (chain.versions, followed.versions)):
            for key, version in ours.items():
                known = theirs[key]
                assert (version.clause, version.cells, version.title) == (known.clause, known.cells, known.title)
                assert [one.name for one in version.fragments] == [one.name for one in known.fragments]
        assert (chain.tips, chain.gone, len(chain.names)) == (followed.tips, followed.gone, len(followed.names))
        assert all(ours in ((), theirs) for ours, theirs in zip(chain.names, followed.names, strict=True))
        assert (chain.origins.keys(), chain.home) == (followed.origins.keys(), followed.home)

    monkeypatch.setattr(Chain, "run", run)


def _gone_on(whole: Chain, at: int) -> Chain | None:
    """The chain of the first commits, kept and followed further; None where it must be followed from the first."""
    first = Chain(whole.log.only(lambda touch: True), whole.read)
    first.log.all = whole.log.all[:at]
    first._follow()
    later = Chain(whole.log, whole.read)
    later._take_up(first._written())
    if not later._leads_on(at):
        return None
    later._follow(at)
    return later


@pytest.fixture
def approved(school: School) -> School:
    """The mini school with an approved edition."""
    school.write({"policy/school.yaml": ROLES})
    school.commit("Map who writes to roles")
    approve_by_hand(school)
    return school


def whose(review: Review, clause: str) -> dict[str, tuple[str, ...]]:
    """Each changed stretch of words of a clause, with the subjects of the commits that it is from."""
    one = review.by_clause[clause]
    subjects = {reason.commit: reason.subject for reason in one.reasons}
    assert one.authors is not None
    found = {}
    for place, piece in enumerate(one.change.pieces):
        for c, cell in enumerate(piece.cells):
            for s, span in enumerate(cell.words):
                at = 0
                for stretch in one.authors.piece(place).span(c, s):
                    words = span.words[at : at + stretch.length].strip()
                    at += stretch.length
                    if words:
                        found[f"{span.kind} {words}"] = tuple(subjects.get(id, id) for id in stretch.commits)
    return found


def test_two_commits_in_one_sentence_are_each_named_for_their_own_words(approved: School) -> None:
    approved.replace(CALLS, "outside lessons", "outside lessons and trips")
    approved.commit("Mention trips")
    approved.replace(CALLS, "Staff should", "Staff must")
    approved.commit("Make it a duty")
    assert whose(reviewed(approved), "calls") == {
        "deleted should": ("Make it a duty",),
        "inserted must": ("Make it a duty",),
        "inserted and trips": ("Mention trips",),
    }


def test_a_word_that_was_changed_twice_is_its_last_writers_and_its_loss_the_first_ones(approved: School) -> None:
    approved.replace(CALLS, "Staff should", "Staff ought to")
    approved.commit("Say ought")
    approved.replace(CALLS, "Staff ought to", "Staff must")
    approved.commit("Say must")
    assert whose(reviewed(approved), "calls") == {"deleted should": ("Say ought",), "inserted must": ("Say must",)}


def test_lines_that_were_only_broken_otherwise_are_nobodys(approved: School) -> None:
    text = (approved.root / CALLS).read_text(encoding="utf-8")
    approved.write({CALLS: text.replace("outside lessons", "outside\n    lessons")})
    approved.commit("Break lines")
    approved.replace(CALLS, "Staff should", "Staff must")
    approved.commit("Make it a duty")
    assert set(whose(reviewed(approved), "calls").values()) == {("Make it a duty",)}


def test_what_one_branch_wrote_is_its_commits_after_a_merge_and_the_merges_own_words_are_the_merges(
    approved: School,
) -> None:
    approved.git("checkout", "--quiet", "-b", "side")
    approved.replace(CALLS, "outside lessons", "outside lessons and trips")
    approved.commit("Mention trips")
    approved.git("checkout", "--quiet", "main")
    approved.replace(CALLS, "Staff should", "Staff must")
    approved.commit("Make it a duty")
    approved.git("merge", "--quiet", "--no-commit", "side", check=False)
    text = FILES[CALLS].replace("Staff should make calls", "Staff must kindly make calls")
    approved.write({CALLS: text.replace("outside lessons", "outside lessons and trips")})
    approved.commit("Settle both")
    found = whose(reviewed(approved), "calls")
    assert found["inserted and trips"] == ("Mention trips",)
    assert ("Settle both",) in [by for words, by in found.items() if "kindly" in words]


def test_words_that_are_in_no_commit_are_nobodys_yet(approved: School) -> None:
    approved.replace(CALLS, "Staff should", "Staff must")
    approved.commit("Make it a duty")
    approved.replace(CALLS, "outside lessons", "outside lessons and trips")
    found = whose(reviewed(approved), "calls")
    assert found["inserted must"] == ("Make it a duty",)
    assert found["inserted and trips"] == (UNSAVED,)


def test_a_fact_that_changed_words_is_the_commit_that_changed_that_fact_and_no_other(approved: School) -> None:
    approved.write({"policy/school.yaml": ROLES.replace("roles:\n", "roles:\n  head: Headteacher\n")})
    approved.commit("Add a role")
    approved.write({"policy/school.yaml": ROLES.replace("Hill School", "Dale School")})
    approved.commit("Rename the school")
    review = reviewed(approved)
    one = review.by_clause["introduction"]
    assert one.authors is not None
    named = {id for piece in one.authors.pieces for id in piece.commits}
    subjects = {reason.commit: reason.subject for reason in one.reasons}
    assert {subjects[id] for id in named} == {"Rename the school"}


def test_a_sentence_that_moves_to_another_clause_keeps_the_writer_of_its_words(approved: School) -> None:
    sentence = "  - Staff should make calls outside lessons and trips.\n"
    approved.replace(CALLS, "outside lessons", "outside lessons and trips")
    approved.commit("Mention trips")
    approved.replace(CALLS, sentence, "")
    approved.write({CAMERAS: FILES[CAMERAS] + sentence})
    approved.commit("Move it")
    review = reviewed(approved)
    one = review.by_clause["cameras"]
    assert one.authors is not None
    (place,) = [n for n, piece in enumerate(one.change.pieces) if piece.kind == "moved"]
    subjects = {reason.commit: reason.subject for clause in review.clauses for reason in clause.reasons}
    named = one.authors.piece(place).commits
    assert {subjects[id] for id in named} == {"Mention trips", "Move it"}


def test_every_changed_word_of_a_linear_history_is_somebodys(approved: School) -> None:
    for number, (old, new) in enumerate(
        (("Staff should", "All staff should"), ("make calls", "make long calls"), ("outside lessons", "after school"))
    ):
        approved.replace(CALLS, old, new)
        approved.commit(f"Step {number}")
    found = whose(reviewed(approved), "calls")
    assert found
    assert all(len(by) == 1 for by in found.values()), found


@pytest.mark.parametrize(
    ("written", "owners", "read", "found"),
    [
        ("ab cd", [1, 1, 1, 2, 2], "ab cd", [1, 1, 1, 2, 2]),
        ("ab {{ x }} cd", [1] * 3 + [2] * 7 + [3] * 3, "ab Hill cd", [1] * 3 + [2] * 4 + [3] * 3),
        ("ab {{ x }}", [1] * 3 + [2] * 4 + [3] * 3, "ab Hill", [1] * 3 + [0] * 4),
        ("ab", [1, 1], "ab cd", [1, 1, 0, 0, 0]),
        ("ab cd", [1, 1, 1, 2, 2], "ab", [1, 1]),
    ],
)
def test_words_in_place_of_a_variable_are_its_writers_where_it_has_one_writer(
    written: str, owners: list[int], read: str, found: list[int]
) -> None:
    assert projected(written, owners, read) == found


def test_a_clause_that_moved_in_the_outline_names_the_commit_that_moved_it_and_no_other() -> None:
    school = MemoryRepository()
    approve(school)
    outline = "policy/phones.yaml"
    school.commit("Change the owner", school.replaced(outline, "owner: headteacher", "owner: chair"))
    moved = school.commit("Cameras first", school.replaced(outline, "[calls, cameras]", "[cameras, calls]"))
    school.commit("Change the month", school.replaced(outline, "review_month: 5", "review_month: 6"))
    register = load({path: text.encode() for path, text in school.kept[school.head].files.items()})
    editions = tuple(all_editions(register, approved_editions(school)[0], school))
    found = compared(*chosen("phones", editions, school, "", "draft"), school, register, AS_OF)
    for clause in ("calls", "cameras"):
        authors = found.by_clause[clause].authors
        assert authors is not None
        assert authors.number == (moved,)


class MemoryMemo:
    """Keeps texts in memory, and lists what was not there."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, str, str], str] = {}
        self.missed: list[str] = []

    def find(self, kind: str, policy: str, name: str) -> str | None:
        if (kind, policy, name) not in self.texts:
            self.missed.append(kind)
        return self.texts.get((kind, policy, name))

    def keep(self, kind: str, policy: str, name: str, text: str) -> None:
        self.texts[kind, policy, name] = text


def test_commits_are_followed_again_where_one_more_wrote(approved: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    memo = MemoryMemo()
    for words in ("outside lessons and trips", "outside lessons and all trips"):
        approved.write({CALLS: re.sub("outside [a-z ]+", words, (approved.root / CALLS).read_text(encoding="utf-8"))})
        with using(memo):
            before = reviewed(approved)
        approved.commit(f"Say {words}")
        saved = reviewed(approved)
        with using(memo):
            assert reviewed(approved) == saved
            memo.missed.clear()
            assert reviewed(approved) == saved
            assert not {"authors", "git"} & set(memo.missed)
        assert before.by_clause["calls"].authors != saved.by_clause["calls"].authors
        assert f"Say {words}" in str(whose(saved, "calls"))


def test_of_a_commit_more_only_that_commit_is_followed(approved: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    steps: list[str] = []

    def counted(chain: Chain, commit: Commit, touches: Sequence[Touch], by: int) -> None:
        steps.append(commit.subject)
        follow(chain, commit, touches, by)

    follow = Chain.step
    monkeypatch.setattr(Chain, "step", counted)
    memo = MemoryMemo()
    for words in ("and trips", "and all trips", "but not trips"):
        text = (approved.root / CALLS).read_text(encoding="utf-8")
        approved.write({CALLS: re.sub("outside lessons[a-z ]*", f"outside lessons {words}", text)})
        approved.commit(f"Say {words}")
        steps.clear()
        with using(memo):
            found = reviewed(approved)
        assert steps == [f"Say {words}"]
        assert found == reviewed(approved)


def test_who_wrote_what_is_not_gone_on_from_where_a_branch_begins_at_words_that_were_replaced(approved: School) -> None:
    def say(words: str) -> None:
        approved.write({CALLS: re.sub("outside lessons[a-z ]*", f"outside lessons {words}", FILES[CALLS])})
        approved.commit(f"Say {words}")

    say("and trips")
    say("and all trips")
    approved.git("checkout", "--quiet", "-b", "side", "main~1")
    approved.replace(CAMERAS, "title: ", "title: All ")
    say("and trips or breaks")
    approved.git("merge", "--quiet", "--no-commit", "main", check=False)
    say("and all trips")  # as the one side has it, with the cameras of the other
    assert whose(reviewed(approved), "calls") == {
        "inserted and": ("Say and trips",),
        "inserted all": ("Say and all trips",),
        "inserted trips": ("Say and trips",),
    }
