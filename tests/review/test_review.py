"""A review: reasons beside clauses, the law in between, what must be decided, and any two editions or revisions."""

from __future__ import annotations

from datetime import date

import pytest

from clausebook.errors import UserError
from clausebook.model.comparison.questions import answers
from clausebook.model.comparison.review import Review
from clausebook.model.history import Reason
from tests.history.repositories import FILES, School, approve_by_hand
from tests.review.schools import AS_OF, CAMERAS, OUTLINE, TEACHER, citing, reviewed, school_under_review


@pytest.fixture
def busy(school: School) -> School:
    """The mini school with an approved edition and five commits after it."""
    return school_under_review(school)


def subjects(review: Review, clause: str) -> list[str]:
    return [reason.subject for reason in review.by_clause[clause].reasons]


def answer(review: Review, id: str) -> str:
    (found,) = [one for one in answers(review) if one.id == id]
    return " ".join(found.lines)


def test_each_changed_clause_carries_the_commits_that_touched_it_and_no_others(busy: School) -> None:
    review = reviewed(busy)
    assert subjects(review, "calls") == ["Mention trips", "Make it a duty"]
    assert subjects(review, "cameras") == ["Cite the law of today"]


def test_a_clause_whose_words_a_school_fact_changed_carries_the_commit_that_changed_the_fact(busy: School) -> None:
    assert subjects(reviewed(busy), "introduction") == ["Name the school anew"]


def test_reasons_tell_roles_and_nobodys_name_or_address(busy: School) -> None:
    review = reviewed(busy)
    assert [reason.who for reason in review.by_clause["calls"].reasons] == ["Clerk", "a contributor"]
    reasons = [reason for clause in review.clauses for reason in clause.reasons]
    assert not any("A teacher" in repr(reason) or "@" in repr(reason) for reason in reasons)


def test_a_change_without_a_stated_reason_is_listed_with_its_commit(busy: School) -> None:
    review = reviewed(busy)
    assert [clause.change.id for clause in review.clauses if not clause.is_reasoned] == ["calls"]
    assert "1.1: saved as “Make it a duty” on 20 May 2018." in answer(review, "reasons")
    assert "cameras" not in answer(review, "reasons")


def test_an_empty_reason_is_none() -> None:
    assert Reason(commit="a", who="b", on="2018", subject="c", trailers=(("Reason", "  "),)).why == ()
    assert Reason(commit="a", who="b", on="2018", subject="c", trailers=(("reason", " x "),)).why == ("x",)


def test_words_in_no_commit_have_no_reason_yet(busy: School) -> None:
    busy.replace(CAMERAS, "once used", "when used")
    review = reviewed(busy)
    assert review.by_clause["cameras"].uncommitted
    assert "1.2: changed, but not yet saved to the history." in answer(review, "reasons")


def test_a_clause_that_an_insertion_renumbers_needs_no_reason_of_its_own(busy: School) -> None:
    busy.git("checkout", "--quiet", "-b", "plain", "phones/2018")
    busy.write({"clauses/phones/bells.yaml": "id: bells\ntitle: Bells\nbody: [Staff must ring the bell.]\n"})
    busy.replace(OUTLINE, "clauses: [calls, cameras]", "clauses: [bells, calls, cameras]")
    review = reviewed(busy)
    assert review.by_clause["calls"].change.kinds == review.by_clause["cameras"].change.kinds == ("renumbered",)
    assert answer(review, "reasons") == "1.1: changed, but not yet saved to the history."


def test_a_clause_that_was_only_renumbered_carries_what_changed_the_outline(busy: School) -> None:
    busy.replace(OUTLINE, "clauses: [calls, cameras]", "clauses: [cameras, calls]")
    busy.commit("Put cameras first\n\nReason: They come up more often.")
    citing(busy, "ukpga/1998/29")
    busy.commit("Take the old law back")
    review = reviewed(busy)
    assert subjects(review, "calls") == ["Mention trips", "Make it a duty"]
    assert [reason.subject for reason in review.elsewhere] == ["Put cameras first"]
    busy.git("checkout", "--quiet", "-b", "plain", "phones/2018")
    busy.replace(OUTLINE, "clauses: [calls, cameras]", "clauses: [cameras, calls]")
    busy.commit("Put cameras first again")
    assert subjects(reviewed(busy), "calls") == ["Put cameras first again"]


def test_a_merge_tells_nothing_twice_and_its_own_words_once(busy: School) -> None:
    busy.git("checkout", "--quiet", "-b", "side", "HEAD~1")
    busy.replace(CAMERAS, "once used", "when used")
    busy.commit("Say when", author=TEACHER)
    busy.git("checkout", "--quiet", "main")
    busy.git("merge", "--quiet", "--no-ff", "--message", "Merge what was said", "side")
    assert subjects(reviewed(busy), "cameras") == ["Cite the law of today", "Say when"]
    busy.git("merge", "--quiet", "--no-ff", "--no-commit", "side", check=False)
    busy.git("checkout", "--quiet", "-b", "other", "HEAD~1")
    busy.replace(CAMERAS, "once used", "after use")
    busy.commit("Say after use")
    busy.git("checkout", "--quiet", "main")
    busy.git("merge", "--quiet", "other", check=False)
    busy.write({CAMERAS: FILES[CAMERAS].replace("once used", "as soon as used")})
    busy.commit("Settle both")
    assert subjects(reviewed(busy), "cameras")[-1] == "Settle both"


def test_decisions_and_what_was_left_are_listed_once_with_their_clauses(busy: School) -> None:
    review = reviewed(busy)
    assert [(one.words, one.clauses) for one in review.decisions] == [("Are clubs lessons?", ("calls",))]
    assert [(one.words, one.clauses) for one in review.left] == [("The title of the policy.", ())]
    assert "1 question for the governors to decide" in answer(review, "decisions")


def test_the_law_tells_what_ended_and_what_the_draft_cites_instead(busy: School) -> None:
    old, new = reviewed(busy).laws
    assert (old.instrument, new.instrument) == ("ukpga/1998/29", "ukpga/2018/12")
    (ended,) = old.happenings
    assert (ended.on, ended.words) == ("2018-05-25", "ended by the Data Protection Act 2018")
    assert ended.detail == "ended by s. 44"
    assert ([target.cite for target in old.cited_in], old.still_in, old.instead) == (["1.2"], (), ("ukpga/2018/12",))
    assert new.is_new
    assert not any(law.needs_care for law in (old, new))
    assert "The draft cites Data Protection Act 2018 instead." in answer(reviewed(busy), "law")


def test_a_draft_that_still_cites_what_has_ended_is_to_be_checked(busy: School) -> None:
    citing(busy, "ukpga/1998/29")
    busy.commit("Take the old law back")
    (law,) = reviewed(busy).laws
    assert law.needs_care
    text = answer(reviewed(busy), "law")
    assert "still cites it in 1.2" in text
    assert "To be checked by the governors: Data Protection Act 1998." in text


def test_what_happened_before_the_approval_is_left_out_and_what_is_to_come_is_marked(busy: School) -> None:
    citing(busy, "ukpga/1990/18")
    busy.commit("Cite another law")
    approve_by_hand(busy, edition="2019")
    (law,) = reviewed(busy, "2019").laws
    assert law.happenings == ()
    (old, _) = reviewed(busy, "2018", as_of=date(2018, 5, 10)).laws
    assert [one.ahead for one in old.happenings] == [True]
    assert "(not yet)" in answer(reviewed(busy, "2018", as_of=date(2018, 5, 10)), "law")


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        (date(2018, 6, 1), "No: it is due in May 2019"),
        (date(2019, 5, 31), "No: it is due in May 2019"),
        (date(2019, 6, 1), "less than a month overdue"),
        (date(2019, 6, 30), "1 month overdue"),
        (date(2020, 6, 3), "1 year and 1 month overdue"),
        (date(2021, 5, 9), "2 years overdue"),
    ],
)
def test_how_overdue_the_review_is_is_said_as_of_a_day(busy: School, as_of: date, words: str) -> None:
    assert words in answer(reviewed(busy, as_of=as_of), "overdue")


def test_the_first_answer_says_what_to_decide_and_nothing_where_both_are_approved(busy: School) -> None:
    assert "Whether the draft of “Phones policy” should replace the 2018" in answer(reviewed(busy), "asked")
    approve_by_hand(busy, edition="2019")
    assert answer(reviewed(busy, "2018", "2019"), "asked").startswith("Nothing: both are on record.")
    assert "unchanged until the next review" in answer(reviewed(busy, "2019", "draft"), "asked")
    assert answer(reviewed(busy, "2019", "draft"), "changed") == "Nothing: the two texts are identical."


def test_any_two_revisions_can_be_compared_and_an_editions_own_commit_is_the_edition(busy: School) -> None:
    review = reviewed(busy, "HEAD~3", "HEAD~1")
    assert review.redline.old == busy.git("rev-parse", "HEAD~3")[:10]
    assert [clause.change.id for clause in review.clauses] == ["calls", "cameras"]
    assert subjects(review, "calls") == ["Make it a duty"]
    assert reviewed(busy, "phones/2018").redline.old == "2018"
    assert reviewed(busy, "2018").file_stem == "2018-draft"


def test_without_an_old_side_an_edition_is_compared_with_the_one_before_it(busy: School) -> None:
    approve_by_hand(busy, edition="2019")
    assert reviewed(busy, "", "2019").redline.old == "2018"
    assert reviewed(busy).redline.old == "2019"
    with pytest.raises(UserError, match="no edition of phones was approved before 2018"):
        reviewed(busy, "", "2018")


def test_backwards_a_draft_with_uncommitted_words_has_no_commits_to_tell(busy: School) -> None:
    busy.replace(CAMERAS, "once used", "when used")
    review = reviewed(busy, "draft", "2018")
    assert {clause.reasons for clause in review.clauses} == {()}
    assert "1.1: no recorded change explains this" in answer(review, "reasons")


def test_a_name_that_means_nothing_is_trouble_in_one_line(busy: School) -> None:
    with pytest.raises(UserError, match="phones has no edition 2050"):
        reviewed(busy, "2050")
    empty = busy.git("commit-tree", "-m", "nothing", "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
    with pytest.raises(UserError, match="has no policy phones"):
        reviewed(busy, empty)


def test_titles_name_every_instrument_that_the_review_speaks_of(busy: School) -> None:
    review = reviewed(busy)
    assert review.law("ukpga/1998/29") == "Data Protection Act 1998"
    assert review.law("ukpga/2018/12") == "Data Protection Act 2018"
    assert review.law("unheard/2000/1") == "unheard/2000/1"
    assert review.as_of == AS_OF


def test_the_law_since_a_revision_that_nobody_approved_is_that_since_its_commit(busy: School) -> None:
    laws = reviewed(busy, "HEAD~4", "HEAD").laws
    assert [law.happenings for law in laws if not law.is_new] == [()] or all(
        one.on >= "2018-05" for law in laws for one in law.happenings
    )
    (day,) = busy.git("log", "-1", "--format=%cs", "HEAD~1").split()
    for law in reviewed(busy, "HEAD~1", "HEAD").laws:
        assert all(one.on >= day for one in law.happenings), (day, law.happenings)
