"""A fork is made one's own: what adopting writes, what it never does, and what it says instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.app.forking import adopting
from clausebook.app.governing import history_of
from clausebook.errors import UserError
from clausebook.source.load import load
from tests.history.repositories import POLICY, RECORD, School
from tests.upstream.schools import AS_OF, OAKFIELD, Fork, cloned, oakfield

pytestmark = pytest.mark.slow  # real repositories


def test_adopting_writes_one_commit_and_leaves_nothing_of_the_first_school(upstream: School, tmp_path: Path) -> None:
    fork = cloned(upstream, tmp_path / "fork")
    before = fork.head
    commit = fork.adopt()
    assert (fork.head, fork.git("rev-parse", "HEAD~1")) == (commit, before)
    assert fork.git("status", "--porcelain") == ""
    left = {path for path, text in fork.sources().items() if "Hill" in text and path != "policy/upstream.yaml"}
    assert left == set()
    assert RECORD not in fork.sources()
    assert "## " not in fork.text("CHANGELOG.md")


def test_the_new_school_has_its_facts_and_every_role_that_clauses_use(fork: Fork) -> None:
    school = load({"policy/school.yaml": fork.text("policy/school.yaml").encode()}).school
    assert school
    assert (school.name, school.kind, school.governing_body) == ("Oakfield Academy", "academy", "the trust board")
    assert school.roles == {"staff": "Staff", "headteacher": "Principal", "chair": "Chair of Governors"}


def test_clauses_stay_to_the_letter_as_the_draft_to_start_from(upstream: School, fork: Fork) -> None:
    mine = {path: text for path, text in fork.sources().items() if path.startswith("clauses/")}
    assert mine == {path: (upstream.root / path).read_text("utf-8") for path in mine}
    assert len(mine) == 3


def test_outlines_get_the_approving_body_and_the_month(fork: Fork) -> None:
    outline = fork.text("policy/phones.yaml")
    assert outline == POLICY.replace("governing body", "trust board").replace("review_month: 5", "review_month: 9")


def test_numbers_and_printed_contents_of_another_schools_edition_go(upstream: School, tmp_path: Path) -> None:
    upstream.replace("clauses/phones/calls.yaml", "title: Calls\n", 'title: Calls\nnumber: "1.4"\n')
    upstream.replace(
        "policy/phones.yaml", "outline:\n", "printed_contents:\n  - title: Calls\n    page: '3'\noutline:\n"
    )
    upstream.replace(
        "policy/phones.yaml", "  - opening: introduction\n", '  - number: "1"\n    opening: introduction\n'
    )
    upstream.commit("Print it")
    fork = cloned(upstream, tmp_path / "fork")
    fork.adopt()
    assert "number:" not in fork.text("clauses/phones/calls.yaml")
    assert "  - opening: introduction\n" in fork.text("policy/phones.yaml")
    assert "printed" not in fork.text("policy/phones.yaml")


def test_it_remembers_where_upstream_was_and_what_tells_the_first_school(upstream: School, fork: Fork) -> None:
    mark = load({"policy/upstream.yaml": fork.text("policy/upstream.yaml").encode()}).upstream
    assert mark
    assert (mark.address, mark.commit) == ("../upstream", upstream.head)
    assert mark.cleared == ("phones/2018",)
    assert mark.traces.names == ("Hill School", "Hill")
    assert mark.traces.titles == ("the governing body", "Anytown Council")
    assert mark.traces.dates == ("May 2018", "2018-05", "May 2019", "2019-05")


def test_a_name_that_is_part_of_the_new_one_is_not_looked_for(upstream: School, tmp_path: Path) -> None:
    fork = cloned(upstream, tmp_path / "fork")
    fork.adopt(oakfield(name="Hill Top School", short_name="Hill Top"))
    mark = load({"policy/upstream.yaml": fork.text("policy/upstream.yaml").encode()}).upstream
    assert mark
    assert mark.traces.names == ("Hill School",)


def test_running_it_twice_changes_nothing(fork: Fork) -> None:
    head = fork.head
    assert fork.plan().writing.files == {}
    assert fork.head == head


def test_running_it_again_with_another_fact_changes_that_fact_and_clears_nothing(fork: Fork) -> None:
    before = fork.text("policy/upstream.yaml")
    fork.adopt(oakfield(email="policies@oakfield.example"))
    assert "email: policies@oakfield.example" in fork.text("policy/school.yaml")
    assert fork.text("policy/upstream.yaml") == before
    assert fork.git("show", "--format=", "--name-only", "HEAD") == "policy/school.yaml"


def test_what_the_school_wrote_into_its_facts_since_stays_comments_and_all(fork: Fork) -> None:
    text = fork.text("policy/school.yaml").replace(
        "kind: academy\n", "# since 2024\nkind: academy\nplaces: [Oaktown]\n"
    )
    fork.commit("Say more", {"policy/school.yaml": text})
    assert fork.plan().writing.files == {}
    fork.adopt(oakfield(authority="Elm Trust"))
    assert fork.text("policy/school.yaml") == text.replace("Oak Trust", "Elm Trust")
    fork.adopt(oakfield(roles={"headteacher": "Head"}))
    school = load({"policy/school.yaml": fork.text("policy/school.yaml").encode()}).school
    assert school
    assert (school.roles["headteacher"], school.places) == ("Head", ("Oaktown",))


def test_the_logo_of_the_first_school_goes(upstream: School, tmp_path: Path) -> None:
    logo = "<svg xmlns='http://www.w3.org/2000/svg'/>\n"
    facts = (upstream.root / "policy/school.yaml").read_text("utf-8") + "brand:\n  logo: policy/logo.svg\n"
    upstream.commit("Draw a logo", {"policy/logo.svg": logo, "policy/school.yaml": facts})
    fork = cloned(upstream, tmp_path / "fork")
    fork.adopt()
    assert not (fork.root / "policy/logo.svg").exists()
    assert "logo" not in fork.text("policy/school.yaml")


def test_facts_that_upstream_alone_wrote_down_do_not_come_along(upstream: School, tmp_path: Path) -> None:
    more = (
        "contributors:\n  head@hill.example: headteacher\nwebsite: https://www.hill.example/home\nplaces: [Hilltown]\n"
    )
    upstream.write({"policy/school.yaml": (upstream.root / "policy/school.yaml").read_text("utf-8") + more})
    upstream.commit("More facts")
    fork = cloned(upstream, tmp_path / "fork")
    fork.adopt()
    assert "hill" not in fork.text("policy/school.yaml").lower()
    assert "places:\n    - Hilltown\n    - hill.example\n" in fork.text("policy/upstream.yaml")


def test_names_that_stay_in_texts_are_listed_before_anything_is_written(upstream: School, tmp_path: Path) -> None:
    upstream.replace("clauses/phones/cameras.yaml", "Photographs", "At Hill School photographs")
    upstream.commit("Name the school")
    fork = cloned(upstream, tmp_path / "fork")
    (found,) = fork.plan().leftovers
    assert (found.place.file, found.place.line, found.level) == ("clauses/phones/cameras.yaml", 6, "error")
    assert fork.head == upstream.head


def test_a_name_and_password_in_the_address_are_not_committed(upstream: School, tmp_path: Path) -> None:
    fork = cloned(upstream, tmp_path / "fork")
    fork.adopt(address="https://clerk:secret@git.example/hill.git")
    assert 'address: "https://git.example/hill.git"' in fork.text("policy/upstream.yaml")


def test_the_remote_called_upstream_is_believed_before_origin(upstream: School, tmp_path: Path) -> None:
    fork = cloned(upstream, tmp_path / "fork")
    fork.git("remote", "add", "upstream", "https://git.example/first.git")
    fork.adopt()
    assert "https://git.example/first.git" in fork.text("policy/upstream.yaml")


def test_where_upstream_is_only_guessed_that_is_said(upstream: School, tmp_path: Path) -> None:
    fork = cloned(upstream, tmp_path / "fork")
    assert "--upstream ADDRESS" in fork.plan().remark
    assert fork.plan(address="https://git.example/first.git").remark == ""


def test_facts_that_cannot_be_read_are_trouble_and_not_cleared(upstream: School, tmp_path: Path) -> None:
    upstream.commit("Break it", {"policy/school.yaml": "name: a: b\n"})
    with pytest.raises(UserError, match=r"policy/school\.yaml cannot be read"):
        cloned(upstream, tmp_path / "fork").plan()


def test_without_a_remote_somebody_must_say_where_upstream_is(upstream: School, tmp_path: Path) -> None:
    fork = cloned(upstream, tmp_path / "fork")
    fork.git("remote", "remove", "origin")
    with pytest.raises(UserError, match="the address of upstream is not known"):
        fork.plan()


def test_it_refuses_what_git_could_not_bring_back(upstream: School, tmp_path: Path) -> None:
    fork = cloned(upstream, tmp_path / "fork")
    fork.write({"clauses/phones/new.yaml": "id: new\n", "CHANGELOG.md": "# Mine\n"})
    with pytest.raises(UserError, match=r"last commit: CHANGELOG\.md, clauses/phones/new\.yaml"):
        fork.plan()
    assert fork.text("clauses/phones/new.yaml") == "id: new\n"


def test_it_refuses_a_folder_without_history(tmp_path: Path) -> None:
    (tmp_path / "zip").mkdir()
    with pytest.raises(UserError, match="no git history"):
        Fork(tmp_path / "zip", start=False).plan()


def test_it_refuses_a_shallow_clone(upstream: School, tmp_path: Path) -> None:
    upstream.git("clone", "--quiet", "--depth=1", f"file://{upstream.root}", str(tmp_path / "shallow"))
    with pytest.raises(UserError) as caught:
        Fork(tmp_path / "shallow", start=False).plan()
    assert caught.value.hint == "git fetch --unshallow --tags"


def test_the_first_school_cannot_adopt_its_own_policies(upstream: School, tmp_path: Path) -> None:
    fork = cloned(upstream, tmp_path / "fork")
    with pytest.raises(UserError, match="Hill School's already"):
        fork.plan(oakfield(name="hill school"))


def test_another_name_after_adopting_needs_a_word_and_then_remembers_both_schools(fork: Fork, tmp_path: Path) -> None:
    third = cloned(fork, tmp_path / "third")
    with pytest.raises(UserError, match="adopted by Oakfield Academy, not by Elm School"):
        third.plan(oakfield(name="Elm School", short_name="Elm"))
    third.adopt(oakfield(name="Elm School", short_name="Elm"), anew=True)
    mark = load({"policy/upstream.yaml": third.text("policy/upstream.yaml").encode()}).upstream
    assert mark
    assert mark.commit == fork.head
    assert mark.traces.names == ("Oakfield Academy", "Oakfield", "Hill School", "Hill")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name: Oakfield\n", [("schema", 1, 1), ("schema", 1, 1)]),
        ("name: [Oakfield]\n", [("schema", 1, 7)]),
        ('name: ""\nreview_month: 13\n', [("schema", 1, 7), ("schema", 2, 15)]),
        ("nam: Oakfield\n", [("unknown-key", 1, 1)]),
        ("name: a: b\n", [("yaml-syntax", 1, 8)]),
        ("- Oakfield\n", [("schema", 1, 1)]),
    ],
)
def test_half_filled_answers_are_findings_with_their_place(
    tmp_path: Path, text: str, found: list[tuple[str, int, int]]
) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text(text, encoding="utf-8")
    values, findings = adopting.answers(file, {})
    findings = findings or adopting.answered(values, file).findings
    places = [(one.rule, one.place.line, one.place.column) for one in findings]
    assert set(found) <= set(places), findings
    assert all(one.hint for one in findings if one.rule != "schema" or "is not" not in one.message)


def test_options_lie_over_the_file_role_by_role(tmp_path: Path) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text("name: Oak\nroles:\n  staff: All staff\n  headteacher: Head\n", encoding="utf-8")
    values, _ = adopting.answers(file, {"name": "Elm", "roles": {"headteacher": "Principal"}})
    assert values == {"name": "Elm", "roles": {"staff": "All staff", "headteacher": "Principal"}}


def test_a_file_of_answers_that_is_not_there_is_trouble_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot read"):
        adopting.answers(tmp_path / "nowhere.yaml", {})


def test_answers_without_a_file_that_lack_facts_name_every_one(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        adopting.answered({name: value for name, value in OAKFIELD.items() if name == "name"}, None)
    for name in ("short_name", "kind", "governing_body", "approving_body", "review_month"):
        assert name in str(caught.value)


def test_a_clauses_history_begins_where_it_was_taken_over(upstream: School, fork: Fork) -> None:
    fork.replace("clauses/phones/calls.yaml", "should", "must")
    fork.commit("Make it a duty\n\nReason: We insist.")
    (step,) = history_of(fork.root, "calls", AS_OF).steps
    assert step.origin == f"taken over from ../upstream at {upstream.head[:10]}"
    assert [reason.why for reason in step.reasons] == [("We insist.",)]
    fork.write({"policy/phones.yaml": fork.text("policy/phones.yaml").replace("cameras]", "cameras, pagers]")})
    fork.commit(
        "Own clause", {"clauses/phones/pagers.yaml": "id: pagers\ntitle: Pagers\nbody:\n  - Staff may use them.\n"}
    )
    (step,) = history_of(fork.root, "pagers", AS_OF).steps
    assert step.origin == ""
