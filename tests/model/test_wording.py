"""Variables in clause text: facts and references come out, and nothing can loop, call, compute or reach the machine."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import TemplateError

from clausebook.model.variables import Reference, TemplateProblem, check_template, fill, has_variables, names_in
from tests.golden_folders import GOLDEN, hold

FACTS = {
    "school": {"name": "Hill *School*", "kind": "", "roles": {"headteacher": "Headteacher"}},
    "terms": {"pupil": "pupil"},
}
TARGETS = {"calls": None, "calls.numbers": None}


def ref(target: str) -> Reference:
    return {"calls": Reference("1.2", "calls"), "calls.numbers": Reference("1.2(a)", "calls.a")}[target]


def said(text: str) -> list[str]:
    return [doubt.message for doubt in check_template(text, FACTS, TARGETS)]


def filled(text: str) -> str:
    return fill(text, FACTS, ref)


WHOLE = ("{{ school.name }}", "{{ ref('calls') }}", "{% if school.kind == 'academy' %}a{% else %}b{% endif %}")
PUT = (
    *("{{", "}}", "{%", "{#", " #}", "|", "'", "x", ".", "("),
    *(" school.nam ", " ref('cals') ", " ref(calls) ", " 7 "),
)


def test_what_is_wrong_is_named_at_its_place_wherever_a_text_is_damaged(bless: bool) -> None:
    made = []
    for text in (f"See {one} and {other}." for one, other in zip(WHOLE, (*WHOLE[1:], *WHOLE[:1]), strict=True)):
        for number, put in enumerate(PUT):
            for at in range(4 + number % 5, len(text), 10 + number % 3):
                damaged = text[:at] + put + text[at:]
                found = list(check_template(damaged, FACTS, TARGETS))
                lines = (f"  {one.start} {one.piece!r} {one.name}: {one.message}" for one in found)
                made += [damaged, *lines, f"  names {names_in(damaged)}"] if found else []
    hold(GOLDEN / "templates", {"expected.txt": "\n".join(made) + "\n"}, given=(), bless=bless)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no variables { at } all %", "no variables { at } all %"),
        ("{{ school.name }}", r"Hill \*School\*"),
        ("{{ school['name'] }}", r"Hill \*School\*"),
        ("{{ school.name | upper }}", r"HILL \*SCHOOL\*"),
        ("{{ school.roles.headteacher }} and {{ terms.pupil }}", "Headteacher and pupil"),
        ("see {{ ref('calls') }} and {{ ref('calls.numbers') }}", "see [1.2](#calls) and [1.2(a)](#calls.a)"),
        ("{% if school.kind == 'academy' %}trust{% else %}council{% endif %}", "council"),
        ("{{ 'yes' if school.kind else 'no' }}", "no"),
    ],
)
def test_what_is_allowed_is_filled_in_without_a_doubt(text: str, words: str) -> None:
    assert said(text) == []
    assert filled(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7*7 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 'a' ~ 'b' }}",
        "{{ -1 }}",
        "{{ [1, 2] }}",
        "{{ {'a': 1} }}",
        "{{ (1, 2) }}",
        "{{ school.name[0:3] }}",
        "{{ range(1000000000) }}",
        "{{ lipsum(n=1000) }}",
        "{{ dict() }}",
        "{{ school.name.upper() }}",
        "{{ ''.join(['a']) }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ self }}",
        "{{ self.__init__ }}",
        "{{ cycler.__init__.__globals__.os.system('true') }}",
        "{{ ref.__globals__ }}",
        "{{ ref(school.name) }}",
        "{{ ref('calls', 'x') }}",
        "{{ ref(target='calls') }}",
        "{{ ref(*['calls']) }}",
        "{{ ref('calls').cite }}",
        "{{ school | attr('name') }}",
        "{{ school.name | replace('H', 'B') }}",
        "{{ school.name | center(1000000000) }}",
        "{{ school.name is defined }}",
        "{{ (school.name, 1) | length }}",
        "{% for a in school.name %}{{ a }}{% endfor %}",
        "{% set a = 1 %}",
        "{% macro a() %}{% endmacro %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% block a %}{% endblock %}",
        "{% raw %}{{ x }}{% endraw %}{% filter upper %}a{% endfilter %}",
        "{% call ref('calls') %}{% endcall %}",
        "{% with a = 1 %}{% endwith %}",
        "{% autoescape true %}{% endautoescape %}",
        "{% do 1 %}",
        "{# hidden #}",
        "{{ school.name",
        "{{ }}",
        "{% if school.name %}",
        "{% endif %}",
        "{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}",
        "{{ nobody }}",
        "{{ school.nmae }}",
        "{{ school.name.nothing }}",
        "{{ school.kind }}",
        "{{ school }}",
        "{{ school.roles }}",
        "{{ ref('nowhere') }}",
    ],
)
def test_everything_else_is_a_doubt(text: str) -> None:
    assert said(text) != []


def test_a_doubt_is_where_its_piece_is_in_the_text() -> None:
    text = "The name of {{ school.name }}, nam, is {{ school.nam }} or {{ school.nam }}; {{ 1 + 1 }}; {{ ref('call') }}"
    found = list(check_template(text, FACTS, TARGETS))
    assert [text[one.start : one.start + len(one.piece)] for one in found] == ["nam", "nam", "{{ 1 + 1 }}", "call"]
    assert [one.start for one in found] == sorted({one.start for one in found})
    assert text[: found[0].start].endswith("{{ school.")


@pytest.mark.parametrize("size", [10_000, pytest.param(400_000, marks=pytest.mark.slow)])
def test_a_long_text_is_read_to_its_end(size: int) -> None:
    assert said("{{ school.name }} " * (size // 18)) == []
    assert said("{" * size + "{{ x") != []
    assert said("{{ '" + "a" * size + "' }}") == []


FRAGMENTS = st.sampled_from(
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        " ",
        "school",
        ".",
        "name",
        "ref(",
        "'calls'",
        ")",
        "if",
        "else",
        "endif",
        "for",
        "in",
        "[",
        "]",
        "|",
        "upper",
        "*",
        "**",
        "9",
        "~",
        "==",
        "__class__",
        "terms.pupil",
        "a",
        "\n",
        "-",
        "set",
        "=",
        "'",
    ]
)


@settings(max_examples=300)
@given(st.lists(FRAGMENTS, max_size=14).map("".join))
def test_whatever_raises_no_doubt_can_be_filled_in(text: str) -> None:
    found = list(check_template(text, FACTS, TARGETS))
    assert all(isinstance(one, TemplateProblem) and one.message for one in found)
    names_in(text)
    if not found:
        assert isinstance(filled(text), str)


def test_a_text_that_was_doubted_is_never_filled_in_with_a_blank() -> None:
    for text in ("{{ school.nmae }}", "{{ nobody.name }}"):
        with pytest.raises(TemplateError):
            filled(text)


def test_the_names_in_a_text_come_in_reading_order_and_once() -> None:
    assert names_in("{{ terms.pupil }} {{ school.name }} {% if school.kind %}{{ terms.pupil }}{% endif %}") == (
        "terms.pupil",
        "school.name",
        "school.kind",
    )
    assert not has_variables("{ school.name }")
