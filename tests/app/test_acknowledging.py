"""Acknowledgements are kept outside of git, counted on the clerk's terminal, and never published."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clausebook.app.acknowledging import import_answers, import_people, tallies
from clausebook.app.standing import dashboard
from clausebook.errors import UserError
from clausebook.model.acknowledgements import code_of
from tests.history.repositories import School, approve_by_hand, mini_school, words_of

DAY = date(2019, 1, 7)


@pytest.fixture
def school(tmp_path: Path) -> School:
    school = mini_school(tmp_path / "school")
    approve_by_hand(school)
    return school


def export(school: School, *people: str, code: str = "") -> Path:
    file = school.root.parent / "export.csv"
    lines = [f"{person},phones,2018,{code or code_of(words_of(school).fingerprint)}" for person in people]
    file.write_text("\n".join(("email,policy,edition,fingerprint", *lines)), encoding="utf-8")
    return file


def test_nothing_is_kept_where_git_would_see_it(school: School) -> None:
    with pytest.raises(UserError, match="git would keep acknowledgements/") as error:
        import_answers(school.root, export(school, "a@x"), DAY, "", "")
    assert "/acknowledgements/" in error.value.hint
    assert not (school.root / "acknowledgements").exists()
    school.write({".gitignore": "/acknowledgements/\n"})  # following the hint cures it
    assert import_answers(school.root, export(school, "a@x"), DAY, "", "") == (1, ())


def test_they_are_counted_for_the_edition_in_force_and_shown_on_the_dashboard(school: School) -> None:
    school.write({".gitignore": "/acknowledgements/\n"})
    assert tallies(school.root, DAY) == ()
    assert dashboard(school.root, DAY).read == ()
    import_answers(school.root, export(school, "a@x", "b@x"), DAY, "", "")
    assert import_answers(school.root, export(school, "A@x", "c@x"), DAY, "", "") == (1, ())
    people = school.root.parent / "staff.csv"
    people.write_text("Name;Email\nAnn;a@x\nDan;d@x\n", encoding="utf-16")
    import_people(school.root, people)
    (found,) = tallies(school.root, DAY)
    assert (found.has, found.missing) == (("A@x",), ("d@x",))
    assert found.line in dashboard(school.root, DAY).lines[-1]
    assert "acknowledgements" not in school.git("status", "--porcelain")


def test_a_file_that_is_none_is_refused_in_a_line(school: School, tmp_path: Path) -> None:
    school.write({".gitignore": "/acknowledgements/\n"})
    with pytest.raises(UserError, match="cannot read"):
        import_people(school.root, tmp_path / "nowhere.csv")
    (tmp_path / "odd.csv").write_bytes(b"\x00\x01\x02")
    with pytest.raises(UserError, match="not a list of answers"):
        import_answers(school.root, tmp_path / "odd.csv", DAY, "", "")
