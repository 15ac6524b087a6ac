"""Ordinary English ways to bind, forbid, advise and allow are read as a careful reader takes them."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from clausebook.model.duties import Statement, statements
from clausebook.model.duties.sentence import first_force
from clausebook.model.duties.terms import APOSTROPHES, low, terms
from clausebook.text.sentences import sentences
from tests.golden_folders import GOLDEN, hold

DATA = Path(__file__).parent.parent / "data"
TITLES = frozenset(("headteacher", "governing body", "chair of governors", "ict technicians", "line manager"))
ENOUGH = 0.6  # of the words of an action


def phrasings(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))["phrasings"]
    return found


def read(text: str) -> list[Statement]:
    return [one for sentence in sentences(text) for one in statements(sentence, TITLES)]


def bare(who: str | None) -> str:
    return re.sub(r"^(?:the|an?|all|any|every|each) ", "", (who or "").lower())


def words(text: str) -> set[str]:
    return {word[:4] for word in re.findall(r"\w+", text.lower()) if len(word) > 2}


def fits(want: dict[str, Any], one: Statement) -> bool:
    terms = one.terms
    said = words(" ".join((one.action, *terms.deadlines, *terms.conditions)))
    asked = words(want["action"])
    return (
        want["force"] == one.force
        and bare(want["who"]) == bare(one.who)
        and len(asked & said) >= ENOUGH * len(asked)
        and (not want.get("unless") or bool(terms.exceptions))
    )


def is_read(row: dict[str, Any]) -> bool:
    found = read(row["text"])
    return any(
        len(found) == len(wanted) and all(map(fits, wanted, found)) for wanted in (row["want"], *row.get("also", ()))
    )


@pytest.mark.parametrize("row", phrasings("weak-duty-phrasings"), ids=lambda row: row["text"])
def test_a_phrasing_is_read_as_a_careful_reader_takes_it(row: dict[str, Any]) -> None:
    assert is_read(row), read(row["text"])


@pytest.mark.parametrize("row", phrasings("duty-phrasings"), ids=lambda row: row["text"])
def test_a_further_phrasing_is_read_so_too(row: dict[str, Any]) -> None:
    assert is_read(row), read(row["text"])


@pytest.mark.parametrize(
    "blank", [chr(code) for code in (0xA0, 0x2000, 0x2002, 0x2007, 0x2009, 0x202F, 0x205F, 0x3000)]
)
def test_a_blank_of_any_kind_is_between_must_and_not(blank: str) -> None:
    (one,) = read(f"Staff must{blank}not reply.")
    assert one.force == "must-not"


def test_struck_words_do_not_count() -> None:
    (one,) = read("Staff must ~~not~~ reply.")
    assert one.force == "must"


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("Staff must report a breach within 24 hours.", "deadlines", ("within 24 hours",)),
        ("Staff must report a loss to Dr. Jones by the end of the day.", "addressees", ("Dr. Jones",)),
        ("Staff must tell the Head of Yr. 7 at once.", "deadlines", ("at once",)),
        ("Staff must tell the office and the Headteacher.", "addressees", ("the office and the Headteacher",)),
        ("Staff must not leave unless the Headteacher agrees.", "exceptions", ("unless the Headteacher agrees",)),
        ("Pupils must leave if the alarm rings.", "conditions", ("if the alarm rings",)),
        ("Should the head be away, staff must call the office.", "conditions", ("Should the head be away",)),
        ("Staff must pay the first £55.00.", "numbers", ("£55.00",)),
    ],
)
def test_a_term_of_a_duty_is_found_by_name(text: str, field: str, words: tuple[str, ...]) -> None:
    (one,) = read(text)
    assert getattr(one.terms, field) == words


@pytest.mark.parametrize("name", ["duty-phrasings", "weak-duty-phrasings"])
def test_the_first_force_alone_is_that_of_the_first_statement(name: str) -> None:
    written = [sentence for one in phrasings(name) for sentence in sentences(one["text"])]
    forces = {sentence: [one.force for one in statements(sentence)] for sentence in written}
    assert {sentence: first_force(sentence) for sentence in written} == {
        sentence: next(iter(found), None) for sentence, found in forces.items()
    }
    assert len({*map(tuple, forces.values())}) > 4


NEGATIVES = {
    **dict.fromkeys(("must not", "mustn't", "shall not", "shan't", "may not", "mayn't", "cannot", "can't"), "must-not"),
    **dict.fromkeys(("will not", "won't", "must never", "aren't to", "aren't allowed to", "are not to"), "must-not"),
    **dict.fromkeys(("should not", "shouldn't", "ought not to", "oughtn't to"), "should-not"),
    **dict.fromkeys(("need not", "needn't", "don't have to", "do not need to"), "may"),
}
FREE = [negative for negative, force in NEGATIVES.items() if force == "may"]
BETWEEN = "\t\xa0\u2000\u2002\u2003\u2007\u2009\u202f\u205f\u3000"
UNSEEN = "\xad\u200b\u2060\u200c\u200d\ufeff"


def written_otherwise(negative: str) -> set[str]:
    """The same words as programs and people write them: other apostrophes, blanks, marks that stress a word."""
    first, _, rest = negative.partition(" ")
    found = {negative.replace("'", sign) for sign in APOSTROPHES}
    found |= {negative.replace(" ", blank) for blank in BETWEEN}
    found |= {negative[:3] + sign + negative[3:] for sign in UNSEEN}
    if rest in ("not", "never"):
        found |= {f"{first} {opens}{rest}{closes}" for opens, closes in ("“”", '""', "‘’", "()", "**", "«»")}
        found |= {f"{first} <b>{rest}</b>", f"<em class='x'>{first}</em> {rest}"}
        found |= {f"{opens}{first}{closes} {rest}" for opens, closes in ("“”", '""', "()")}
    if negative == "mustn't":
        found |= {"must n't", "must n’t", "must “n't”", "*must *n't", "MUSTN'T", "MUSTN´T"}
    return found


@pytest.mark.parametrize("negative", NEGATIVES)
def test_a_prohibition_is_never_read_as_its_opposite_however_it_is_written(negative: str) -> None:
    for words in sorted(written_otherwise(negative)):
        found = {one.force for one in read(f"Staff {words} share passwords.")}
        assert found == {NEGATIVES[negative]} or (negative in FREE and not found), ascii(words)


def filled(record: Any) -> str:
    """The fields of a record that hold something."""
    held = {field.name: getattr(record, field.name) for field in fields(record)}
    return ", ".join(f"{name} {list(one) if isinstance(one, tuple) else one}" for name, one in held.items() if one)


def readings(text: str) -> str:
    """All that is read of a text, a statement a line."""
    lines = [text]
    for one in read(text):
        lines.append(f"  {one.force}: who {one.who!r}, mark {one.mark!r}, subject {one.subject!r}")
        flags = [name for name in ("only", "soft", "promised", "opens") if getattr(one, name)]
        lines.append(f"    {one.action!r} {' '.join(flags)}".rstrip())
        lines.append(f"    {filled(one.terms)}")
    return "\n".join(lines)


def test_every_phrasing_is_read_in_all_its_parts_as_it_was(bless: bool) -> None:
    case = GOLDEN / "duties" / "phrasings"
    rows = [row["text"] for name in ("duty-phrasings", "weak-duty-phrasings") for row in phrasings(name)]
    rows += (case / "sentences.txt").read_text(encoding="utf-8").splitlines()
    made = "\n\n".join(map(readings, rows)) + "\n"
    hold(case, {"expected.txt": made}, given=("sentences.txt",), bless=bless)


def test_a_word_in_quotation_marks_that_is_only_named_states_nothing() -> None:
    assert read("In this policy “must” means that something is required by law.") == []
    assert [one.force for one in read("Staff must use the word “not” with care.")] == ["must"]


@given(st.text(max_size=20))
def test_the_lower_case_that_is_searched_has_each_letter_at_its_place(text: str) -> None:
    assert len(low(text)) == len(text)
    assert [one for one, other in zip(low(text), text, strict=True) if other.isascii() and one != other.lower()] in (
        [],
        [" "] * text.count("\n"),
    )


def test_a_letter_whose_lower_case_is_two_stays_and_the_others_are_lowered() -> None:
    assert low("İN The “PUPIL’S” E‐mail\n") == "İn the “pupil's” e-mail "


@pytest.mark.parametrize(
    ("text", "deadlines"),
    [
        ("report it within 24 hours", ["within 24 hours"]),
        ("report it (within 24 hours)", ["within 24 hours"]),
        ("report it (by phone) within 24 hours", ["within 24 hours"]),
        ("report it (the office opens within 24 hours)", []),
        ("report it (within 24 hours, or later)", []),
    ],
)
def test_a_deadline_in_brackets_counts_where_the_brackets_hold_nothing_else(text: str, deadlines: list[str]) -> None:
    (found,) = read(f"Staff must {text}.")
    assert list(found.terms.deadlines) == deadlines


@pytest.mark.parametrize(
    ("text", "action", "conditions", "exceptions"),
    [
        ("walk (if it rains, or snows) to school", "walk to school", ["if it rains, or snows"], []),
        ("walk to school (if it rains, or snows)", "walk to school", ["if it rains, or snows"], []),
        ("walk (unless the head, or a deputy, agrees) home", "walk home", [], ["unless the head, or a deputy, agrees"]),
    ],
)
def test_a_condition_in_brackets_ends_with_its_bracket(
    text: str, action: str, conditions: list[str], exceptions: list[str]
) -> None:
    (found,) = read(f"Staff must {text}.")
    assert (found.terms.action, list(found.terms.conditions), list(found.terms.exceptions)) == (
        action,
        conditions,
        exceptions,
    )


@pytest.mark.parametrize(
    ("before", "field"),
    [
        ("if a pupil is ill, hurt or upset", "conditions"),
        ("if a pupil is ill, hurt, or upset", "conditions"),
        ("when a visitor arrives, signs in or leaves", "conditions"),
        ("where a pupil, parent or governor complains", "conditions"),
        ("where a pupil is under 16, or 17, 18 or 19 and at home", "conditions"),
        ("where a child is absent, missing or late, and no reason is known", "conditions"),
        ("if a form is late, lost or unsigned, and nobody can be reached", "conditions"),
        ("if a child is ill, hurt or upset and a parent cannot come", "conditions"),
        ("in case of fire, flood or theft", "conditions"),
        ("in the event of fire, flood, or theft", "conditions"),
        ("provided that it is dry, warm and light", "conditions"),
        ("if a pupil is ill or hurt, upset or afraid, cold or wet", "conditions"),
        ("unless the pupil is ill, hurt or upset", "exceptions"),
        ("except on Mondays, Tuesdays and Fridays", "exceptions"),
        ("on Mondays, Tuesdays and Fridays", "deadlines"),
        ("before a trip, visit or match", "deadlines"),
    ],
)
@pytest.mark.parametrize("who", ["staff", "staff, pupils and parents", "the Head and staff"])
def test_a_list_before_the_subject_is_one_term(before: str, field: str, who: str) -> None:
    (one,) = read(f"{before[0].upper()}{before[1:]}, {who} must ring the office.")
    assert (one.who, one.action) == (who, "ring the office")
    assert [low(words) for words in getattr(one.terms, field)] == [low(before)]


@pytest.mark.parametrize(
    ("text", "action", "term"),
    [
        ("if a pupil is ill, hurt or upset, ring home", "ring home", "if a pupil is ill, hurt or upset"),
        ("if it rains, or is cold, stay inside", "stay inside", "if it rains, or is cold"),
        (
            "in case of fire, flood or theft, ring home and wait",
            "ring home and wait",
            "in case of fire, flood or theft",
        ),
        ("if it rains, stay inside and close doors", "stay inside and close doors", "if it rains"),
        ("before a trip, visit or match, check the list", "check the list", "before a trip, visit or match"),
        ("before they leave, shut doors and gates", "shut doors and gates", "before they leave"),
        ("if asked, show bags, coats and lockers", "show bags, coats and lockers", "if asked"),
        ("unless ill, away or on a trip, sign in", "sign in", "unless ill, away or on a trip"),
        ("wear a tie on Mondays and Fridays", "wear a tie", "on Mondays and Fridays"),
    ],
)
def test_a_list_behind_must_ends_before_the_deed(text: str, action: str, term: str) -> None:
    (one,) = read(f"Staff must, {text}." if ", " in text else f"Staff must {text}.")
    found = one.terms
    assert (found.action, (*found.conditions, *found.exceptions, *found.deadlines)) == (action, (term,))


TERMS = ("if it rains", "where possible", "unless the head agrees", "except on Fridays")
LIMITS = ("within two days", "by noon on Monday", "at least once a term", "before they leave")
PLACES = (
    *("{a}, send it to the clerk", "send it to the clerk {a}", "send it to the clerk {a} and {b}"),
    *("send it ({a}) to the clerk", "send it ({a} and {b}) to the clerk"),
)


def test_terms_are_cut_out_of_an_action_wherever_they_are(bless: bool) -> None:
    lines = []
    for place in PLACES:
        for n, one in enumerate((*TERMS, *LIMITS)):
            text = place.format(a=one, b=(*LIMITS, *TERMS)[n])
            lines += [text, f"  {filled(terms(text, TITLES))}"]
    hold(GOLDEN / "duties" / "terms", {"expected.txt": "\n".join(lines) + "\n"}, given=(), bless=bless)


SUBJECTS = (
    *(
        "Staff",
        "The Headteacher",
        "Pupils who swim",
        "Doors",
        "It",
        "There",
        "Parents and carers",
        "Nobody",
        "No pupil",
    ),
    *("You", "Anyone", "Nothing", "If it rains, staff", "Staff say that pupils", "The rule that pupils learn"),
)
MARKS = (
    *("must", "must not", "may", "may not", "can", "cannot", "will", "will not", "should", "should never", "shall"),
    *("need not", "are to", "is to", "are required to", "are not allowed to", "are expected to", "have to", "would"),
    *("are asked to", "is responsible for", "ought to", "are permitted to", "might", "could", "must always", "do not"),
)
VERBS = (
    *("lock the store", "be locked at noon", "be available", "be", "receive a letter", "happen", "have been told", ":"),
    *("be asked to leave", "lead to sanctions", "be found in the hall", "be respectful", "be treated as theft"),
    *("lock the door, and must log off", "run, but may walk", "sing if they can", "be able to swim", "be responsible"),
)


def test_any_subject_mark_and_verb_are_read_as_they_were(bless: bool) -> None:
    lines = []
    for s, subject in enumerate(SUBJECTS):
        for m, mark in enumerate(MARKS):
            for v, verb in enumerate(VERBS):
                if (7 * s + 5 * m + 3 * v) % 11 == 0:
                    text = f"{subject} {mark} {verb}".replace(" :", ":") + "." * (verb != ":")
                    found = (f"{one.force} {one.who!r} {one.action!r}" for one in read(text))
                    lines.append(f"{text} {'; '.join(found)}".rstrip())
    hold(GOLDEN / "duties" / "combined", {"expected.txt": "\n".join(lines) + "\n"}, given=(), bless=bless)
