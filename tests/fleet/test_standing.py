"""What a trust sees of its schools: on its page, as JSON and on the terminal, and nothing that is not known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from clausebook.fleet.standing import page, write_status
from clausebook.model.fleet import FleetStanding, PolicyStanding, SchoolStanding, UpstreamStanding
from clausebook.model.schema import json_schema
from tests.site.browsing import COLOURS, PHONE, RULES, WIDE, open_page, violations

DUE = PolicyStanding(
    policy="phones",
    title="Phones <policy>",
    state="in force",
    in_force="2025",
    review_due="2026-05",
    overdue_months=6,
    unsigned=("chair",),
)
LATER = PolicyStanding(policy="visits", title="Visits", state="in force", in_force="2026", review_due="2027-05-12")
LAW = """\
# What changed in law, to 28 November 2026

## Phones <policy> [here](javascript:alert)

Since its approval (May 2025):

- **Data Protection Act 1998** (cited in Cameras)
  - 25 May 2018: ended [day not seen in a source]
"""
OAK = SchoolStanding(
    name="oak",
    school="Oak School",
    engine="1.0.0",
    newer_engine="1.10.0",
    policies=(DUE, LATER),
    required_missing=("SEND is missing",),
    errors=0,
    upstream=UpstreamStanding(commit="a" * 40, behind=2),
    law=LAW,
    law_changed=("Data Protection Act 1998",),
)
ELM = SchoolStanding(name="elm", trouble=("elm is not a git repository",))
ASH = SchoolStanding(name="ash", school="Ash School", errors=1, remarks=("the draft has errors",))


def fleet(*schools: SchoolStanding, remarks: tuple[str, ...] = ()) -> FleetStanding:
    return FleetStanding(version=1, as_of="2026-11-28", schools=schools, remarks=remarks)


def test_what_is_open_is_counted_and_said() -> None:
    assert OAK.lines == (
        "oak: Oak School, 2 of 2 policies in force",
        "  1 review overdue",
        "  1 edition with no name for a signature",
        "  1 required document missing",
        "  2 changes of upstream not taken in",
        "  engine 1.0.0: the trust has 1.10.0",
    )
    assert OAK.next_due == "May 2027"


def test_what_cannot_be_known_is_not_called_good() -> None:
    assert ELM.lines[0] == "elm: not known"
    assert ASH.lines[0] == "ash: Ash School, its policies are not known"
    shown = page(fleet(ELM, ASH, remarks=("how far schools are behind upstream is not known: it is away",)))
    assert "Not known: elm is not a git repository" in shown
    assert shown.count("not known") >= 5
    assert "Nothing is open" not in shown
    assert "How far schools are behind upstream is not known: it is away." in shown
    assert "2 schools; 2 with something to see to" in shown


def test_the_page_shows_every_school_and_takes_its_words_for_words() -> None:
    shown = page(fleet(OAK, ELM, ASH))
    for words in ("May 2027", "28 November 2026", "1.0.0 (1.10.0 is newer)", "Phones &lt;policy&gt;", "follows none"):
        assert words in shown
    assert "<li>25 May 2018: ended [day not seen in a source]</li>" in shown
    assert "<policy>" not in shown
    assert 'href="javascript' not in shown


def test_json_is_what_its_schema_says_and_leaves_out_what_is_not_known(tmp_path: Path) -> None:
    write_status(tmp_path, fleet(OAK, ELM, ASH))
    found = json.loads((tmp_path / "status" / "status.json").read_text(encoding="utf-8"))
    jsonschema.validate(found, json_schema(FleetStanding))
    oak, elm, ash = found["schools"]
    assert oak["policies"][0]["in_force"] == "2025"
    assert oak["upstream"] == {"commit": "a" * 40, "behind": 2}
    assert elm == {"name": "elm", "trouble": ["elm is not a git repository"]}
    assert "upstream" not in ash


@pytest.mark.slow
def test_axe_finds_nothing_and_nothing_runs_off_the_side(browser: Any, tmp_path: Path) -> None:
    write_status(tmp_path, fleet(OAK, ELM, ASH))
    shown = open_page(browser, WIDE)
    shown.goto((tmp_path / "status" / "index.html").as_uri())
    shown.click("summary")
    for size, scheme, rules in (
        (WIDE, "light", RULES),
        (WIDE, "dark", COLOURS),
        (PHONE, "light", RULES),
        (PHONE, "dark", COLOURS),
    ):
        shown.set_viewport_size(size)
        shown.emulate_media(color_scheme=scheme)
        assert shown.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (size, scheme)
        assert violations(shown, rules) == [], (size, scheme)
