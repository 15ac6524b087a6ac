"""A known edit of a generated edition has the known verdict; what was not touched has none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.model.comparison.duty_change import DutyChange
from clausebook.model.comparison.rules import reworded, rule
from clausebook.redline import compare
from tests.redline.built import edition

ACTIONS = (
    "lock the store",
    "report a lost phone",
    "wear a badge",
    "close the register",
    "encrypt each laptop",
    "water the plants",
    "sign the ledger",
    "feed the hamster",
)
FORCES = ("must", "must not", "should", "should not")
OTHER = {
    "must": "are required to",
    "must not": "are forbidden to",
    "should": "are expected to",
    "should not": "are advised not to",
}
WEAKER = {"must": "should", "must not": "should not"}
STRONGER = {"should": "must", "should not": "must not"}
Rule = tuple[str, str, str]  # who, force, action
rules = st.lists(
    st.tuples(st.just("Staff"), st.sampled_from(FORCES), st.sampled_from(ACTIONS)),
    min_size=2,
    max_size=6,
    unique_by=lambda one: one[2],
)


def sentence(rule: Rule) -> str:
    return f"{rule[0]} {rule[1]} {rule[2]}."


def changes(old: list[Any], new: list[Any]) -> tuple[DutyChange, ...]:
    return compare(*(edition([body], "draft", ("staff", "volunteers")) for body in (old, new))).duties


def verdicts(found: tuple[DutyChange, ...]) -> list[str]:
    return [one.verdict for one in found]


@settings(max_examples=25, deadline=None)
@given(rules, st.randoms(use_true_random=False))
def test_what_only_moves_is_no_change(made: list[Rule], random: Any) -> None:
    shuffled = list(made)
    random.shuffle(shuffled)
    assert changes([*map(sentence, made)], [*map(sentence, shuffled)]) == ()


@pytest.mark.parametrize(
    ("table", "verdict"),
    [(OTHER, "other-words"), (WEAKER, "weaker"), (STRONGER, "stronger")],
    ids=lambda one: str(one)[:12],
)
@settings(max_examples=20, deadline=None)
@given(made=rules)
def test_another_verb_has_the_verdict_of_its_strength(table: dict[str, str], verdict: str, made: list[Rule]) -> None:
    chosen = next((rule for rule in made if rule[1] in table), None)
    if chosen is None:
        return
    new = [sentence((rule[0], table[rule[1]], rule[2])) if rule is chosen else sentence(rule) for rule in made]
    (found,) = changes([*map(sentence, made)], new)
    assert found.verdict == verdict
    assert found.old_words == sentence(chosen)


EDITS: dict[str, tuple[Callable[[Rule], str], Callable[[Rule], str], str, str]] = {
    "a deadline": (
        lambda rule: f"{sentence(rule)[:-1]} within 24 hours.",
        lambda rule: f"{sentence(rule)[:-1]} within 72 hours.",
        "changed",
        "deadline",
    ),
    "a number": (
        lambda rule: f"{sentence(rule)[:-1]} for £50.",
        lambda rule: f"{sentence(rule)[:-1]} for £60.",
        "changed",
        "number",
    ),
    "more people": (sentence, lambda rule: sentence(("Users", *rule[1:])), "wider", "people"),
    "fewer people": (lambda rule: sentence(("Users", *rule[1:])), sentence, "narrower", "people"),
    "an exception": (
        sentence,
        lambda rule: f"{sentence(rule)[:-1]}, except in an emergency.",
        "narrower",
        "exception",
    ),
    "a condition less": (lambda rule: f"{sentence(rule)[:-1]} if the alarm rings.", sentence, "wider", "condition"),
    "another condition": (
        lambda rule: f"{sentence(rule)[:-1]} if the alarm rings.",
        lambda rule: f"{sentence(rule)[:-1]} if a parent asks.",
        "changed",
        "condition",
    ),
    "unless for if": (
        lambda rule: f"{sentence(rule)[:-1]} unless the office agrees.",
        lambda rule: f"{sentence(rule)[:-1]} if the office agrees.",
        "changed",
        "condition",
    ),
}


def _with(words: str) -> Callable[[Rule], str]:
    """The rule with words between its verb and its deed."""
    return lambda rule: f"{rule[0]} {rule[1]}{'' if words.startswith(',') else ' '}{words} {rule[2]}."


# Words that say how far a rule goes, the weaker second
DEGREES = (
    ("always", "normally"),
    ("at all times", "usually"),
    ("normally", "sometimes"),
    ("invariably", "from time to time"),
    ("usually", "rarely"),
)
SOFTENERS = ("where possible", "as far as is practicable", "if appropriate", "wherever reasonably practicable")
EFFORTS = ("try to", "endeavour to", "aim to", "make every effort to", "take reasonable steps to", "do their best to")
OPPOSITES = (
    ("keep all emails", "delete all emails"),
    ("leave the alarm on", "leave the alarm off"),
    ("park inside the gate", "park outside the gate"),
    ("enable the filter", "disable the filter"),
    ("lock the cupboard", "unlock the cupboard"),
    ("ask authorised visitors in", "ask unauthorised visitors in"),
    ("leave with a colleague", "leave without a colleague"),
    ("see that no pupil stays alone", "see that a pupil stays alone"),
    ("keep the list public", "keep the list private"),
)
duties = st.lists(
    st.tuples(st.just("Staff"), st.sampled_from(("must", "should")), st.sampled_from(ACTIONS)),
    min_size=2,
    max_size=4,
    unique_by=lambda one: one[2],
)


@settings(max_examples=25, deadline=None)
@given(duties, st.sampled_from(DEGREES))
def test_how_often_a_rule_holds_makes_it_weaker_or_stronger(made: list[Rule], words: tuple[str, str]) -> None:
    rest = [*map(sentence, made[1:])]
    often, seldom = ([_with(word)(made[0]), *rest] for word in words)
    for sides, verdict in (((often, seldom), "weaker"), ((seldom, often), "stronger")):
        (found,) = changes(*sides)
        assert found.verdict in (verdict, "changed")
        assert any(words[1] in (one.old, one.new) for one in found.differences)


@settings(max_examples=20, deadline=None)
@given(duties, st.sampled_from(EFFORTS))
def test_a_rule_that_asks_for_an_effort_only_is_weaker(made: list[Rule], words: str) -> None:
    rest = [*map(sentence, made[1:])]
    whole, effort = [sentence(made[0]), *rest], [_with(words)(made[0]), *rest]
    (found,) = changes(whole, effort)
    assert (found.verdict, [one.new for one in found.differences]) == ("weaker", [words])
    assert verdicts(changes(effort, whole)) == ["stronger"]


@settings(max_examples=20, deadline=None)
@given(duties, st.sampled_from(SOFTENERS), st.booleans())
def test_a_rule_that_binds_where_possible_only_is_not_the_same(made: list[Rule], words: str, inside: bool) -> None:
    soft = _with(f", {words},")(made[0]) if inside else f"{sentence(made[0])[:-1]} {words}."
    rest = [*map(sentence, made[1:])]
    (found,) = changes([sentence(made[0]), *rest], [soft, *rest])
    assert found.verdict in ("narrower", "changed")
    assert [one.new for one in found.differences] == [words]


@settings(max_examples=30, deadline=None)
@given(duties, st.sampled_from(OPPOSITES), st.booleans())
def test_a_word_that_became_its_opposite_is_named(made: list[Rule], deeds: tuple[str, str], back: bool) -> None:
    before, after = deeds[::-1] if back else deeds
    rest = [*map(sentence, made)]
    (found,) = changes([f"Staff must {before}.", *rest], [f"Staff must {after}.", *rest])
    assert found.verdict == "changed"
    (one,) = [one for one in found.differences if one.kind == "opposite"]
    assert one.old in before
    assert one.new in after


@settings(max_examples=20, deadline=None)
@given(duties, st.sampled_from((("all", "some"), ("every", "selected"), ("each", "certain"), ("any", "most"))))
def test_some_of_them_is_narrower_than_all_of_them(made: list[Rule], words: tuple[str, str]) -> None:
    rest = [*map(sentence, made)]
    whole, part = ([f"Staff must register {word} visitors.", *rest] for word in words)
    assert verdicts(changes(whole, part)) == ["narrower"]
    assert verdicts(changes(part, whole)) == ["wider"]


@pytest.mark.parametrize("edit", EDITS)
@settings(max_examples=12, deadline=None)
@given(made=rules)
def test_a_changed_term_is_named(edit: str, made: list[Rule]) -> None:
    before, after, verdict, kind = EDITS[edit]
    rest = [*map(sentence, made[1:])]
    (found,) = changes([before(made[0]), *rest], [after(made[0]), *rest])
    assert found.verdict == verdict
    assert kind in [one.kind for one in found.differences]


@settings(max_examples=20, deadline=None)
@given(rules)
def test_a_sentence_that_is_split_loses_and_gains_no_duty(made: list[Rule]) -> None:
    first, second = made[:2]
    joined = f"{sentence(first)[:-1]} and {second[1]} {second[2]}."
    rest = [*map(sentence, made[2:])]
    found = changes([joined, *rest], [sentence(first), sentence(second), *rest])
    assert set(verdicts(found)) <= {"other-words"}
    back = changes([sentence(first), sentence(second), *rest], [joined, *rest])
    assert set(verdicts(back)) <= {"other-words"}


@settings(max_examples=20, deadline=None)
@given(rules)
def test_a_duty_that_is_gone_is_quoted_in_its_own_words(made: list[Rule]) -> None:
    (found,) = changes([*map(sentence, made)], [*map(sentence, made[1:])])
    assert (found.verdict, found.new, found.old_words) == ("gone", None, sentence(made[0]))


@settings(max_examples=20, deadline=None)
@given(rules)
def test_a_duty_that_joins_a_list_is_followed_to_its_leaf(made: list[Rule]) -> None:
    def listed(force: str, found: list[Rule]) -> dict[str, Any]:
        return {"text": f"Staff {force}:", "items": [rule[2] for rule in found]}

    old = [listed("must", made[:1]), listed("may", made[1:])]
    found = changes(old, [listed("must", made)])
    assert verdicts(found) == ["stronger"] * (len(made) - 1)
    assert not any(one.is_permission for one in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Pupils must be in by 8.45.", "Pupils must be in by 8.50."),
        ("Staff must give one week's notice.", "Staff must give one month’s notice."),
        ("Staff must do so within two years.", "Staff must do so within five years."),
    ],
)
def test_another_time_is_named_where_the_other_words_are_light(old: str, new: str) -> None:
    (found,) = changes([old], [new])
    assert (found.verdict, [one.kind for one in found.differences]) == ("changed", ["deadline"])


SUBJECTS = (
    ("Pupils under 12", "Pupils under 10", "changed"),
    ("Staff who drive the van", "Staff who drive", "other-words"),
    ("Staff on duty at night", "Staff on duty", "wider"),
)


@settings(max_examples=20, deadline=None)
@given(rules, st.sampled_from(SUBJECTS))
def test_words_about_who_is_bound_are_compared_in_sentences_of_two_duties_too(
    made: list[Rule], words: tuple[str, str, str]
) -> None:
    (_, force, deed), (_, again, other) = made[:2]
    old, new = (f"{who} {force} {deed} and {again} {other}." for who in words[:2])
    found = changes([old], [new])
    assert found
    assert set(verdicts(found)) <= {words[2], "other-words"}
    assert words[2] in verdicts(found)


@pytest.mark.parametrize("words", ["normally", "usually", "generally"])
def test_an_adverb_before_the_verb_hides_nobody(words: str) -> None:
    lists = [[{"text": f"Staff {how}must:", "items": list(ACTIONS)}] for how in ("", f"{words} ")]
    found = changes(*lists)
    assert verdicts(found) == ["weaker"] * len(ACTIONS)
    assert {one.kind for change in found for one in change.differences} == {"degree"}


@pytest.mark.parametrize(
    ("old", "new", "side", "effect"),
    [
        ("Staff may only use the printer at noon.", "Staff may use the printer at noon.", ("only", ""), "more"),
        ("Staff may use the printer at noon.", "Staff may only use the printer at noon.", ("", "only"), "fewer"),
    ],
)
def test_only_is_a_limit_that_comes_or_goes(old: str, new: str, side: tuple[str, str], effect: str) -> None:
    (found,) = changes([old], [new])
    (difference,) = found.differences
    assert (difference.kind, (difference.old, difference.new), difference.effect) == ("extent", side, effect)


def test_a_rule_is_read_with_the_words_above_its_list_and_each_is_cut_where_it_is_long() -> None:
    assert rule(None) == ""
    short, long = (
        "Staff must:",
        "Members of staff who have a key to the building and have signed for it in the book must:",
    )
    for above, lead in ((short, "Staff must:"), (long, "Members of staff who have a key to the building and have …")):
        both: list[Any] = [{"text": above, "items": ["lock the store", "report a lost phone"]}]
        (found,) = changes(both, [{"text": above, "items": ["lock the store"]}])
        assert rule(found.old).replace("\N{ZERO WIDTH SPACE}", "").startswith(f"{lead[:50]}")
        assert ("…:" in rule(found.old), rule(found.old).count("…")) == (False, int(above == long))
        assert rule(found.old).endswith("report a lost phone")


def test_reworded_rules_are_kept_apart_from_those_that_ask_something_else() -> None:
    old = ["Staff must lock the store each evening before leaving the building.", "Staff must wear a badge."]
    new = [
        "Staff must, each evening before they leave the building, lock the store.",
        "Staff must not wear a badge.",
    ]
    found = changes(old, new)
    assert len(found) == 2
    assert [one.verdict for one in reworded(found)] == ["other-words"]


@pytest.mark.parametrize(
    ("old", "new", "verdict", "effect"),
    [
        ("everyone", "parents", "narrower", "fewer"),
        ("parents", "everyone", "wider", "more"),
        ("everyone", "everyone and parents", "changed", ""),
        ("parents", "the headteacher", "changed", ""),
        ("the headteacher and parents", "the headteacher", "changed", ""),
    ],
)
def test_only_where_everybody_is_addressed_are_more_or_fewer_people_known(
    old: str, new: str, verdict: str, effect: str
) -> None:
    (one,) = changes(*([f"Staff must report a lost phone to {whom}."] for whom in (old, new)))
    assert [(part.kind, part.old, part.new, part.effect) for part in one.differences] == [
        ("addressee", f"to {old}", f"to {new}", effect)
    ]
    assert one.verdict == verdict


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [
        ("two copies", "copies", ("two", "")),
        ("copies", "two copies", ("", "two")),
        ("two copies", "three copies", ("two", "three")),
        ("one copy", "a copy", None),
        ("2 copies", "two copies", None),
    ],
)
def test_a_number_that_came_went_or_changed_is_a_difference(old: str, new: str, number: tuple[str, str] | None) -> None:
    (one,) = changes(*([f"Staff must bring {what} to the office."] for what in (old, new)))
    assert [(part.old, part.new) for part in one.differences if part.kind == "number"] == ([number] if number else [])
    assert one.verdict == ("changed" if number else "other-words")
