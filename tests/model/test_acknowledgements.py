"""Who has read which edition: exports of forms as they come, and counts that say no more than the answers do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.model.acknowledgements import (
    AcknowledgementAnswer,
    answers_in,
    code_of,
    form_address,
    joined,
    read_rows,
    tally,
)
from clausebook.model.school import School
from tests import adopted

EDITION = adopted.approved()
CODE = code_of(EDITION.fingerprint)


def read(text: str, policy: str = "", edition: str = "") -> tuple[tuple[AcknowledgementAnswer, ...], tuple[str, ...]]:
    return answers_in(text, [EDITION], policy, edition)


def test_the_forms_address_is_filled_in_and_quoted() -> None:
    school = School(name="Oak", acknowledgement_form="https://forms.example/f?p={policy}&e={edition}&c={fingerprint}")
    other = replace(EDITION, name="Autumn 2026/27")
    assert form_address(school, other) == f"https://forms.example/f?p=acceptable-use&e=Autumn%202026%2F27&c={CODE}"
    assert form_address(School(name="Oak"), other) == ""


@pytest.mark.parametrize(
    "text",
    [
        f"Timestamp,Email Address,Policy,Edition,Fingerprint\n1 May,a@x.example,acceptable-use,2018,{CODE}\n",
        f"\ufeffTimestamp;Username;Policy;Edition;Code\n1 May;a@x.example;acceptable-use;2018;{CODE}\n",
        f"Completion time\tEmail\tName\tWhich policy?\tWhich edition?\tfingerprint of it\n"
        f"1 May\ta@x.example\tAnn\t{EDITION.title}\t2018\tv1:sha256:{CODE}\n",
    ],
    ids=["google", "semicolons", "microsoft"],
)
def test_exports_of_forms_are_read_whatever_their_columns_are_called(text: str) -> None:
    (answer,), faults = read(text)
    assert faults == ()
    assert (answer.person, answer.policy, answer.edition) == ("a@x.example", "acceptable-use", "2018")
    assert tally(EDITION, [answer], []).has == ("a@x.example",)


def test_what_a_line_does_not_say_is_taken_from_the_command() -> None:
    (answer,), faults = read("email\na@x.example\n", policy="acceptable-use", edition="2018")
    assert (answer.policy, answer.edition, faults) == ("acceptable-use", "2018", ())


def test_a_line_that_cannot_be_counted_is_said_with_its_number() -> None:
    found, faults = read("email,policy,edition\na@x,acceptable-use,2018\n,acceptable-use,2018\nb@x,phones,2018\n")
    assert [one.person for one in found] == ["a@x"]
    assert faults == ("line 3: names no person", "line 4: there is no edition phones/2018")


def test_a_file_without_people_is_refused() -> None:
    with pytest.raises(ValueError, match="no column is called email or name"):
        read("colour,size\nred,4\n")


def test_a_code_of_other_words_does_not_count_for_these() -> None:
    answers = (
        AcknowledgementAnswer(person="a@x", policy="acceptable-use", edition="2018", code=CODE),
        AcknowledgementAnswer(person="B@x", policy="acceptable-use", edition="2018", code="0" * 12),
        AcknowledgementAnswer(person="c@x", policy="acceptable-use", edition="2018", code=CODE[:4]),
    )
    found = tally(EDITION, answers, ["A@X", "b@x", "d@x"])
    assert (found.has, found.other, found.missing) == (("a@x",), ("B@x", "c@x"), ("b@x", "d@x"))
    assert found.line == (
        f"{EDITION.title}, 2018: 1 of 3 people have acknowledged it; 2 people acknowledged other words."
    )


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        (CODE, True),
        (EDITION.fingerprint, True),
        (EDITION.fingerprint.rpartition(":")[2], True),
        (f"sha256:{CODE}", True),
        (CODE[:8], True),
        (CODE[:7], False),
        (CODE[:8] + ("0" if CODE[8] != "0" else "1"), False),
        (CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), False),
        (CODE[1:], False),
        ("", True),
    ],
)
def test_a_code_counts_from_its_eighth_character_on_and_a_missing_one_is_no_other(code: str, counts: bool) -> None:
    answer = AcknowledgementAnswer(person="a@x", policy="acceptable-use", edition="2018", code=code)
    found = tally(EDITION, [answer], ["a@x"])
    assert (found.has, found.other) == ((("a@x",), ()) if counts else ((), ("a@x",)))


def test_what_somebody_acknowledged_of_another_edition_or_policy_is_not_counted() -> None:
    answers = [
        AcknowledgementAnswer(person="a@x", policy="acceptable-use", edition="2019", code=CODE),
        AcknowledgementAnswer(person="a@x", policy="phones", edition="2018", code=CODE),
    ]
    assert tally(EDITION, answers, []).has == ()


def test_without_a_list_nobody_is_said_to_be_missing() -> None:
    found = tally(EDITION, [AcknowledgementAnswer(person="a@x", policy="acceptable-use", edition="2018")], [])
    assert found.missing is None
    assert found.line == f"{EDITION.title}, 2018: 1 person has acknowledged it."


@given(st.lists(st.sampled_from(["a@x", "A@X", "b@x", "c@x"])))
def test_importing_the_same_again_changes_nothing(people: list[str]) -> None:
    answers = tuple(AcknowledgementAnswer(person=one, policy="p", edition="e") for one in people)
    once = joined((), answers)
    assert joined(once, answers) == joined(once, once)
    assert len(once) == len({one.casefold() for one in people})


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        rows = list(read_rows("email,edition\n" + text))
    except (ValueError, __import__("csv").Error):
        return
    assert all(line > 1 for line, _ in rows)
