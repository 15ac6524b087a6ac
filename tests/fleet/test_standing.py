"""What a trust sees of its schools: on its page, as JSON and on the terminal, and nothing that is not known."""

from __future__ import annotations

import json
from datetime import date

from clausebook.fleet.page import page
from clausebook.fleet.standing import Standing, status_json

DUE = {
    "policy": "phones",
    "title": "Phones <policy>",
    "state": "in force",
    "in_force": "2025",
    "review_due": "May 2026",
    "overdue_months": 6,
    "unsigned": ["chair"],
}
OAK = Standing(name="oak", school="Oak School", engine="1.0.0", policies=(DUE,), missing=("SEND is missing",), behind=2)
ELM = Standing(name="elm", trouble=("elm is no git repository",))
ASH = Standing(name="ash", school="Ash School", errors=1, remarks=("the draft has errors",))
DAY = date(2026, 11, 28)


def test_what_is_open_is_counted_and_said() -> None:
    assert OAK.lines == (
        "oak: Oak School, 1 of 1 policy in force",
        "  1 review overdue",
        "  1 edition with no name for a signature",
        "  1 required document missing",
        "  2 changes of upstream not taken in",
    )


def test_what_cannot_be_known_is_not_called_good() -> None:
    assert ELM.lines[0] == "elm: not known"
    assert ASH.lines[0] == "ash: Ash School, its policies are not known"
    shown = page((ELM, ASH), DAY)
    assert "Not known: elm is no git repository" in shown
    assert shown.count("not known") >= 5
    assert "Nothing is open" not in shown


def test_the_page_shows_every_school_and_escapes_its_words() -> None:
    shown = page((OAK, ELM, ASH), DAY)
    assert "3 schools; 3 with something to see to" in shown
    assert "Phones &lt;policy&gt;" in shown
    assert "<policy>" not in shown
    assert "28 November 2026" in shown


def test_json_has_the_same_and_leaves_out_what_is_not_known() -> None:
    found = json.loads(status_json((OAK, ELM), DAY))
    assert found["as_of"] == "2026-11-28"
    oak, elm = found["schools"]
    assert oak["policies"][0]["in_force"] == "2025"
    assert oak["required_missing"] == ["SEND is missing"]
    assert "upstream" not in oak  # the commit that was taken in last is not known
    assert elm == {"name": "elm", "errors": 0, "warnings": 0, "trouble": ["elm is no git repository"]}
